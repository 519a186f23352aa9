/* Kernels to choose from, and a kernel as a link writes it. */

import { asRows } from "../../core/convolution.js";
import { same } from "../../core/lists.js";

function square(words, weights, divisor = 1) {
  return { words, table: asRows(weights, Math.sqrt(weights.length)), divisor };
}

/** By the name that a link carries: what a menu calls them, their weights, and what they are divided by.
    @type {Record<string, { words: string, table: number[][], divisor: number }>} */
export const KERNELS = {
  edges: square("edges, left to right", [-1, 0, 1, -1, 0, 1, -1, 0, 1]),
  "edges-down": square("edges, top to bottom", [-1, -1, -1, 0, 0, 0, 1, 1, 1]),
  sobel: square("Sobel, left to right", [-1, 0, 1, -2, 0, 2, -1, 0, 1]),
  blur: square("blur, 3×3", new Array(9).fill(1), 9),
  "blur-5": square("blur, 5×5", new Array(25).fill(1), 25),
  sharpen: square("sharpen", [0, -1, 0, -1, 5, -1, 0, -1, 0]),
  outline: square("outline", [-1, -1, -1, -1, 8, -1, -1, -1, -1]),
  emboss: square("emboss", [-2, -1, 0, -1, 1, 1, 0, 1, 2]),
  identity: square("leave as it is", [0, 0, 0, 0, 1, 0, 0, 0, 0]),
};

/** A kernel as a link writes it: its name, or its weights, "-1x0x1_-1x0x1". */
export function nameOf(kernel) {
  const name = Object.keys(KERNELS).find((candidate) => same(KERNELS[candidate].table, kernel));
  return name ?? kernel.map((line) => line.join("x")).join("_");
}

/** The kernel that a link writes so; null if there is none. */
export function kernelOf(name) {
  if (Object.hasOwn(KERNELS, name)) return KERNELS[name].table;
  const table = name
    .split("_")
    .map((line) => line.split("x").map((weight) => (weight.trim() ? Number(weight) : Number.NaN)));
  return table.every((line) => line.length === table[0].length && line.every(Number.isFinite)) ? table : null;
}

/** The name in the menu; "" for a kernel of the reader's own. */
export function chosenName({ kernel, divisor }) {
  const name = nameOf(kernel);
  return KERNELS[name]?.divisor === divisor ? name : "";
}
