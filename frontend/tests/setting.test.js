/* state/setting.js: the nearest setting and the nearest place that are valid. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { clamp, elsewhere, largestKernel, settlePlace, stepped, stillThere } from "../src/state/setting.js";

test("clamp finds the nearest whole number, and the lowest where there is none", () => {
  assert.deepEqual(
    [2.4, 2.5, -7, 99, "3", null].map((value) => clamp(value, -2, 9)),
    [2, 3, -2, 9, 3, 0],
  );
  for (const none of [Number.NaN, "x", undefined, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, {}, [1, 2]]) {
    assert.equal(clamp(none, 4, 9), 4, String(none));
  }
  assert.ok(Object.is(clamp(-0.2, -2, 9), 0), "no −0");
});

test("the largest kernel fills the padded image, gaps included, within its limits", () => {
  const setting = { size: [5, 4], padding: [1, 0], dilation: [3, 1] };
  assert.deepEqual(largestKernel(setting), [3, 4]);
  assert.deepEqual(largestKernel({ ...setting, size: [30, 30], dilation: [1, 4] }), [7, 7]);
});

test("a place that is asked about is kept if there is one, and only if it is one", () => {
  const place = [2, 3];
  assert.equal(stillThere(place, [3, 4]), place);
  for (const gone of [null, undefined, [3, 3], [2, 4], [-1, 0], [0.5, 1], [1, 1.5], [1], [1, 1, 1], [Number.NaN, 0]]) {
    assert.equal(stillThere(gone, [3, 4]), null, String(gone));
  }
});

test("a place gives way to the nearest, and a step stays in the table", () => {
  assert.deepEqual(settlePlace([1.6, 9], [3, 4]), [2, 3]);
  assert.deepEqual(stepped([0, 3], [-1, 1], [3, 4]), [0, 3]);
  assert.deepEqual(stepped([1, 2], [1, -1], [3, 4]), [2, 1]);
});

test("a pinned place waits where another one is asked about", () => {
  assert.deepEqual(elsewhere([1, 2], [0, 0]), [[1, 2]]);
  assert.deepEqual(elsewhere([1, 2], undefined), [[1, 2]]);
  assert.deepEqual(elsewhere([1, 2], [1, 2]), []);
  assert.deepEqual(elsewhere(null, [1, 2]), []);
});
