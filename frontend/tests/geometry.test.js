/* geometry.js against what convbook/geometry.py says. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as geometry from "../src/core/geometry.js";
import { misfits, same, settings, withPadding } from "./vectors.js";

const AXES = [0, 1];

test("there are settings to compare", () => {
  assert.ok(settings.length >= 400 && misfits.length >= 40);
});

for (const [compute, key] of [
  [geometry.kernelSpan, "kernel_span"],
  [geometry.paddedSize, "padded_size"],
  [geometry.outputSize, "output_size"],
  [geometry.windowStarts, "window_starts"],
  [geometry.coverage, "coverage"],
]) {
  test(`${compute.name} is that of Python`, () => {
    for (const vector of settings) same(compute(vector.setting), vector[key], vector.setting);
  });
}

test("reads are those of Python, less the padding", () => {
  for (const { setting, reads } of settings) {
    for (const axis of AXES) {
      const expected = reads[axis].map((pixels) => pixels.map((pixel) => pixel - setting.padding[axis]));
      const actual = reads[axis].map((_, window) => geometry.reads(setting, axis, window));
      same(actual, expected, setting);
    }
  }
});

test("readers are the windows and cells that read a pixel, in the order of the windows", () => {
  for (const { setting, reads } of settings) {
    for (const axis of AXES) {
      for (const pixel of withPadding(setting, axis)) {
        const expected = [];
        reads[axis].forEach((pixels, window) => {
          const cell = pixels.indexOf(pixel + setting.padding[axis]);
          if (cell >= 0) expected.push({ window, cell });
        });
        same(geometry.readers(setting, axis, pixel), expected, setting);
      }
    }
  }
});

test("nobody reads what lies beyond the padding", () => {
  for (const { setting, padded_size } of settings) {
    for (const axis of AXES) {
      const before = -setting.padding[axis] - 1;
      const after = before + padded_size[axis] + 1;
      for (const pixel of [before, after]) same(geometry.readers(setting, axis, pixel), [], setting);
    }
  }
});

test("a kernel fits, or has no window on an axis that is too short", () => {
  for (const { setting } of settings) assert.ok(Math.min(...geometry.outputSize(setting)) > 0);
  for (const { setting, output_size } of misfits) {
    same(geometry.outputSize(setting), output_size, setting);
    const starts = geometry.windowStarts(setting);
    same([starts[0].length, starts[1].length], output_size, setting);
  }
});

test("without a window no pixel is read", () => {
  for (const { setting, output_size } of misfits) {
    for (const axis of AXES) {
      if (output_size[axis]) continue;
      for (const pixel of withPadding(setting, axis)) same(geometry.readers(setting, axis, pixel), [], setting);
    }
    const [rows, columns] = setting.size;
    const zeros = Array.from({ length: rows }, () => new Array(columns).fill(0));
    same(geometry.coverage(setting), zeros, setting);
  }
});

test("unread are the pixels that Python counts 0 times", () => {
  for (const { setting, coverage } of settings) {
    const expected = [];
    for (const [row, line] of coverage.entries()) {
      for (const [column, count] of line.entries()) if (count === 0) expected.push([row, column]);
    }
    same(geometry.unread(setting), expected, setting);
  }
});

test("placeOf counts row by row", () => {
  assert.deepStrictEqual(
    [0, 2, 3, 7].map((number) => geometry.placeOf(number, 3)),
    [
      [0, 0],
      [0, 2],
      [1, 0],
      [2, 1],
    ],
  );
});

test("range counts from 0", () => {
  assert.deepStrictEqual(geometry.range(4), [0, 1, 2, 3]);
  assert.deepStrictEqual(geometry.range(0), []);
});
