/* core/lists.js */

import assert from "node:assert/strict";
import { test } from "node:test";
import { kept, replaced, resized, same, shape } from "../src/core/lists.js";

test("same compares by what is inside", () => {
  assert.ok(same({ a: [1, [2, null]], b: "x" }, { a: [1, [2, null]], b: "x" }));
  for (const other of [{ a: [1, [2, 0]], b: "x" }, { a: [1], b: "x" }, { a: [1, [2, null]] }, null, 3]) {
    assert.ok(!same({ a: [1, [2, null]], b: "x" }, other));
  }
});

test("a table that grows asks for its new cells alone, and keeps its zeros", () => {
  const table = [
    [0, 1],
    [2, 0],
  ];
  const grown = resized(table, [3, 3], (row, column) => 10 * row + column + 5);
  assert.deepEqual(grown, [
    [0, 1, 7],
    [2, 0, 17],
    [25, 26, 27],
  ]);
  assert.deepEqual(
    resized(grown, [1, 2], () => 9),
    [[0, 1]],
  );
  assert.equal(
    resized(table, [2, 2], () => 9),
    table,
  );
});

test("a list is kept as it is where a rule changes nothing", () => {
  const list = [1, 2];
  assert.equal(
    kept(list, (value) => value),
    list,
  );
  assert.deepEqual(
    kept(list, (value, at) => value + at),
    [1, 3],
  );
});

test("a place in nested lists is replaced, and the rest is the same", () => {
  const lists = [
    [1, 2],
    [3, 4],
  ];
  const next = replaced(lists, [1, 0], 0);
  assert.deepEqual(next, [
    [1, 2],
    [0, 4],
  ]);
  assert.equal(next[0], lists[0]);
  assert.deepEqual(shape(next), [2, 2]);
});
