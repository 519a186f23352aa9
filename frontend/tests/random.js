/* Chance for the tests: core/chance.js with what they draw. */

import { mulberry32 } from "../src/core/chance.js";

export function chance(seed) {
  const draw = mulberry32(seed);
  const next = () => draw() / 2 ** 32;
  return {
    next,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (choices) => choices[Math.floor(next() * choices.length)],
  };
}
