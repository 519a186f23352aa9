/* Random states, the same at every run. */

import assert from "node:assert/strict";

/** A source of whole numbers: `random(low, high)` gives one of low, …, high. */
export function draw(seed) {
  let state = seed;
  return (low, high) => {
    // Park and Miller's generator: enough for a test.
    state = (state * 48271) % 2147483647;
    return low + (state % (high - low + 1));
  };
}

/** Demand that a state was kept as it is: the very same lists. */
export function stays(settled, state) {
  for (const name of Object.keys(state)) assert.ok(Object.is(settled[name], state[name]), name);
  assert.deepEqual(Object.keys(settled).sort(), Object.keys(state).sort());
}
