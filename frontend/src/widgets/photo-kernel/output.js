/* What a kernel makes of a photo: every sum, and what they are together. */

import { outputSize } from "../../core/geometry.js";
import { memo } from "../../scene/schema.js";
import { setting } from "./state.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */

/** Divide a sum; rounded down, as the chapter does. */
export function divided(sum, divisor) {
  return divisor === 1 ? sum : Math.floor(sum / divisor);
}

/** Every sum of a kernel on a photo, row by row, before it is divided. One weight after the other is laid on the whole
    photo: the same products in the same order as window by window, and much faster.
    @param {ArrayLike<number>} pixels
    @param {Pair} size
    @param {number[][]} kernel
    @returns {Float64Array} */
export function sums(pixels, size, kernel) {
  const [rows, columns] = outputSize(setting(size, kernel));
  const output = new Float64Array(rows * columns);
  kernel.forEach((line, i) => {
    line.forEach((weight, j) => {
      if (weight === 0) return;
      for (let u = 0, place = 0; u < rows; u++) {
        const end = place + columns;
        for (let from = (u + i) * size[1] + j; place < end; ) output[place++] += weight * pixels[from++];
      }
    });
  });
  return output;
}

/** Every output of the photo that is shown.
    @type {(picture: import("./state.js").Picture, kernel: number[][], divisor: number) => Float64Array} */
export const filtered = memo((picture, kernel, divisor) => {
  const output = sums(picture.pixels, picture.size, kernel);
  return divisor === 1 ? output : output.map((value) => divided(value, divisor));
});

/** Smallest and largest number, and how many lie below 0 and above 255.
    @param {ArrayLike<number>} values */
export function census(values) {
  let [low, high, below, above] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value < low) low = value;
    if (value > high) high = value;
    if (value < 0) below++;
    if (value > 255) above++;
  }
  return { low, high, below, above };
}

/** The distance from 0 that one number in a hundred exceeds, or 1: there the colours of both signs are full.
    @type {(values: ArrayLike<number>) => number} */
export const fullColour = memo((values) => {
  const distances = Float64Array.from(values, Math.abs).sort();
  return distances[Math.floor((distances.length - 1) * 0.99)] || 1;
});
