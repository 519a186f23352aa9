/* The cases that Python wrote (tests/widget_vectors.py), and how they are compared. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const FILE = new URL("../../_build/vectors.json", import.meta.url);

function read() {
  try {
    return readFileSync(FILE, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") throw new Error("there are no cases yet: make check writes them");
    throw error;
  }
}

export const { settings, misfits, layers, questions, limits, words, marks, cells, scenes } = JSON.parse(read());

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
