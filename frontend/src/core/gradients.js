/* The gradients of one convolution on one image, with one filter and a bias: plain nested arrays and plain loops.

   A state holds the setting and the tables image, weights, upstream and the number bias. What the gradients are made of has
   the names of the book: `upstream` is G; the flipped kernel slides over the zero-stuffed G. */

import { convolve, dot, isInside } from "./convolution.js";
import { kernelSpan, outputSize, paddedSize, range, reads } from "./geometry.js";
import { shape } from "./lists.js";

/** A table of so many rows and columns; `value(row, column)` says what its cells hold. */
export const filled = ([rows, columns], value) =>
  range(rows).map((row) => range(columns).map((column) => value(row, column)));

/** A setting whose output is as large as its image. */
const ONE = { kernel_size: [1, 1], stride: [1, 1], padding: [0, 0], dilation: [1, 1] };

/** Call visit(u, v, i, j, row, column) for each product of the windows up to the last one that is asked for, window by
    window. The zeros of the padding are left out. */
function visitProducts(state, visit, last = Number.POSITIVE_INFINITY) {
  const [down, across] = [0, 1].map((axis) =>
    range(outputSize(state)[axis]).map((window) => reads(state, axis, window)),
  );
  for (const [u, rows] of down.entries()) {
    for (const [v, columns] of across.entries()) {
      if (u * across.length + v > last) return;
      for (const [i, row] of rows.entries()) {
        for (const [j, column] of columns.entries()) {
          if (isInside(state, row, column)) visit(u, v, i, j, row, column);
        }
      }
    }
  }
}

export function outputs(state) {
  const { image, weights, bias } = state;
  const Y = filled(outputSize(state), () => bias);
  visitProducts(state, (u, v, i, j, row, column) => {
    Y[u][v] += image[row][column] * weights[i][j];
  });
  return Y;
}

/** The loss of which G is the gradient: the sum of G·Y. */
export const lossOf = ({ upstream }, Y) => dot(upstream.flat(), Y.flat());

/** The gradient of the weights: each hears from every window, G times the pixel that it met there. */
export function weightGradient(state) {
  const { image, upstream } = state;
  const dW = filled(state.kernel_size, () => 0);
  visitProducts(state, (u, v, i, j, row, column) => {
    dW[i][j] += upstream[u][v] * image[row][column];
  });
  return dW;
}

/** The gradient of the image: the windows up to `last` have sent G times their weights to their pixels. */
export function scattered(state, last) {
  const { weights, upstream } = state;
  const dX = filled(state.size, () => 0);
  const send = (u, v, i, j, row, column) => {
    dX[row][column] += upstream[u][v] * weights[i][j];
  };
  visitProducts(state, send, last);
  return dX;
}

/** G at a place of the zero-stuffed gradient, where windows are stride apart; 0 between them and outside. */
export const zeroStuffedAt = ({ upstream, stride }, row, column) =>
  upstream[row / stride[0]]?.[column / stride[1]] ?? 0;

/** The first row and column of the zero-stuffed gradient that the flipped kernel meets on pixel (0, 0). */
export const firstMet = (state) => kernelSpan(state).map((span, axis) => state.padding[axis] + 1 - span);

/** Whether a place of the zero-stuffed gradient holds a number of G, and no zero between or around. */
export const isEntryOfG = ({ upstream, stride }, [row, column]) =>
  upstream[row / stride[0]]?.[column / stride[1]] !== undefined;

/** Rows and columns of the zero-stuffed gradient, with a place for what is left over past the last window. */
export const zeroStuffedSize = (state) =>
  shape(state.upstream).map((n, axis) => state.stride[axis] * (n - 1) + 1 + leftOver(state)[axis]);

/** The weights flipped: by half a turn. */
export const flipped = (weights) => weights.map((line) => [...line].reverse()).reverse();

/** The gradient of the image again: the flipped kernel slid over the zero-stuffed gradient. */
export function gathered(state) {
  const { size, kernel_size, dilation, weights } = state;
  const first = firstMet(state);
  const all = size.map((n, axis) => n + kernelSpan(state)[axis] - 1);
  const stuffed = filled(all, (row, column) => zeroStuffedAt(state, row + first[0], column + first[1]));
  const setting = { ...ONE, size: all, kernel_size, dilation };
  return convolve([[stuffed]], [[flipped(weights)]], [0], setting)[0][0];
}

/** Rows and columns of the padded image past the last window. */
export const leftOver = (state) =>
  paddedSize(state).map((n, axis) => (n - kernelSpan(state)[axis]) % state.stride[axis]);
