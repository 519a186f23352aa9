/* Chance that is the same at every run and in every language. */

/** mulberry32, by Tommy Ettinger, in the public domain: the next whole number from 0 to 2³² − 1, at each call.
    @param {number} seed
    @returns {() => number} */
export function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
