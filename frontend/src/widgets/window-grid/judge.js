/* What a guess of WindowGrid's output would have meant. */

import { dot } from "../../core/convolution.js";
import { judge } from "../../scene/judge.js";
import { output, products } from "./scene.js";

const LARGE = 100; // of nine products in the head, an estimate is all that is asked

export function judgeOutput(state, guess) {
  const right = output(state, state.position);
  const pairs = products(state, state.position);
  const [pixels, weights] = [0, 1].map((at) => pairs.map((pair) => pair[at]));
  const meanings = [
    [-right, "has the right size and the wrong sign: the sign of each weight counts."],
    [dot(pixels, weights.reverse()), "is the sum with the kernel flipped by 180 degrees. This book does not flip it."],
    [pixels.reduce((total, pixel) => total + pixel, 0), "is the sum of the pixels, without the weights."],
  ];
  return judge(guess, right, meanings, {
    otherwise: "Multiply each pixel by the weight on it, and add up.",
    tolerance: Math.abs(right) >= LARGE ? Math.abs(right) / 10 : 0,
  });
}
