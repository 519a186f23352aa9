/* The cases that Python wrote (tests/widget_vectors.py), and how they are compared. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export const { settings, misfits, layers, questions, limits, words, marks, cells } = JSON.parse(
  readFileSync(new URL("vectors.json", import.meta.url), "utf8"),
);

/** Demand the same numbers in the same lists, and name the setting where they differ. */
export function same(actual, expected, setting) {
  try {
    assert.deepStrictEqual(actual, expected);
  } catch (error) {
    error.message = `${JSON.stringify(setting)}: ${error.message}`;
    throw error;
  }
}

/** The pixels of one axis, those of its padding too, counted in the image itself; without padding from 0, not −0. */
export function withPadding({ size, padding }, axis) {
  const pixels = [];
  for (let pixel = 0 - padding[axis]; pixel < size[axis] + padding[axis]; pixel++) pixels.push(pixel);
  return pixels;
}
