/* scene/marks.js against convbook/figures/marks.py: the same marks, in the same order, with the same paths. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { CELL, cellWidth, LABELLED, MARKS } from "../src/scene/marks.js";
import { cells, marks } from "./vectors.js";

test("there are the same marks, drawn in the same order", () => {
  assert.deepEqual(
    Object.keys(MARKS),
    marks.map(({ name }) => name),
  );
});

for (const { name, under, whole, paths } of marks) {
  test(`${name} looks as in Python`, () => {
    assert.equal(MARKS[name].under, under);
    assert.equal(MARKS[name].whole, whole);
    for (const [box, path] of paths) assert.equal(MARKS[name].path(...box), path);
  });
}

test("cells have the sizes of Python's", () => {
  const [{ cell, labelled, widths }] = cells;
  assert.equal(CELL, cell);
  assert.equal(LABELLED, labelled);
  for (const [count, width] of widths) assert.equal(cellWidth(count), width);
});
