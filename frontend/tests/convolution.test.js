/* convolution.js against what convbook and NumPy compute. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as convolution from "../src/core/convolution.js";
import { layers, same, withPadding } from "./vectors.js";

/** Visit the im2col matrix in the order of its rows; count the window, channel and cell by loops. */
function* places({ setting, weights, output }) {
  const [k1, k2] = setting.kernel_size;
  const [rows, columns] = [output[0][0].length, output[0][0][0].length];
  let window = 0;
  for (let u = 0; u < rows; u++) {
    for (let v = 0; v < columns; v++, window++) {
      let feature = 0;
      for (let channel = 0; channel < weights[0].length; channel++) {
        for (let i = 0; i < k1; i++) {
          for (let j = 0; j < k2; j++, feature++) yield { window, feature, u, v, channel, i, j };
        }
      }
    }
  }
}

/** Where a pixel stands in the padded image, read row by row, channel after channel. */
function flatIndex({ size, padding }, channel, row, column) {
  const [height, width] = size.map((n, axis) => n + 2 * padding[axis]);
  return (channel * height + row + padding[0]) * width + column + padding[1];
}

test("there are layers to compare", () => {
  assert.ok(layers.length >= 60);
});

test("matrixShape is that of Python's matrix", () => {
  for (const { setting, weights, indices } of layers) {
    same(convolution.matrixShape(setting, weights[0].length), [indices.length, indices[0].length], setting);
  }
});

test("entry names the pixel that Python copies, and writes its flat index as a sum", () => {
  for (const layer of layers) {
    const { setting, indices } = layer;
    for (const { window, feature, ...place } of places(layer)) {
      const { start, offset, row, column, inside, ...found } = convolution.entry(setting, window, feature);
      same(found, place, setting);
      same(start + offset, indices[window][feature], setting);
      same(start, indices[window][0], setting); // a window starts where its first cell lies
      same(flatIndex(setting, place.channel, row, column), indices[window][feature], setting);
      same(inside, convolution.isInside(setting, row, column), setting);
    }
  }
});

test("isInside is true on the image, and not in its padding", () => {
  for (const { setting } of layers) {
    const inside = [];
    for (const row of withPadding(setting, 0)) {
      for (const column of withPadding(setting, 1)) {
        if (convolution.isInside(setting, row, column)) inside.push([row, column]);
      }
    }
    const expected = [];
    for (let row = 0; row < setting.size[0]; row++) {
      for (let column = 0; column < setting.size[1]; column++) expected.push([row, column]);
    }
    same(inside, expected, setting);
  }
});

test("copies are all places where Python's matrix has a pixel, and no others", () => {
  for (const layer of layers) {
    const { setting, weights, indices } = layer;
    const byIndex = new Map();
    for (const { channel: _, ...place } of places(layer)) {
      const index = indices[place.window][place.feature];
      byIndex.set(index, [...(byIndex.get(index) ?? []), place]);
    }
    for (let channel = 0; channel < weights[0].length; channel++) {
      for (const row of withPadding(setting, 0)) {
        for (const column of withPadding(setting, 1)) {
          const expected = byIndex.get(flatIndex(setting, channel, row, column)) ?? [];
          same(convolution.copies(setting, channel, row, column), expected, setting);
        }
      }
    }
  }
});

test("im2col is that of Python", () => {
  for (const { setting, images, matrices } of layers) same(convolution.im2col(images, setting), matrices, setting);
});

test("convolve is that of Python", () => {
  for (const { setting, images, weights, bias, output } of layers) {
    same(convolution.convolve(images, weights, bias, setting), output, setting);
  }
});

test("valueAt is the pixel's value, and 0 in the padding", () => {
  const image = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  assert.equal(convolution.valueAt(image, [1, 2]), 6);
  for (const place of [
    [-1, 0],
    [2, 0],
    [0, -1],
    [0, 3],
  ])
    assert.equal(convolution.valueAt(image, place), 0);
});

test("dot adds up products, and asRows cuts a list", () => {
  assert.equal(convolution.dot([1, 2, 3], [4, -5, 6]), 12);
  assert.equal(convolution.dot([], []), 0);
  assert.deepStrictEqual(convolution.asRows([1, 2, 3, 4, 5, 6], 2), [
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  assert.deepStrictEqual(convolution.asRows([1, 2, 3, 4, 5, 6], 3), [
    [1, 2, 3],
    [4, 5, 6],
  ]);
});
