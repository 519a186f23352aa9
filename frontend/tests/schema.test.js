/* scene/schema.js: tables and photos with all their parts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { longest, memo, memoOf, photo, table } from "../src/scene/schema.js";

const texts = [
  ["1", "−12"],
  ["", "4"],
];

test("a table has all its parts, whatever is given", () => {
  assert.deepEqual(table({ name: "input", kind: "input", title: "", texts }), {
    name: "input",
    kind: "input",
    title: "",
    texts,
    border: [0, 0],
    rows: null,
    columns: null,
    marks: {},
    labels: [],
    grounds: null,
    room: 3,
    gap: 0,
  });
});

test("marks on no cell are left out, and the others are the very same lists", () => {
  const asked = [[0, 1]];
  const made = table({ name: "input", kind: "input", title: "", texts, marks: { asked, unread: [] }, room: 7 });
  assert.deepEqual(Object.keys(made.marks), ["asked"]);
  assert.equal(made.marks.asked, asked);
  assert.equal(made.room, 7);
});

test("a photo has all its parts", () => {
  const made = photo({ name: "photo", title: "photo 4×6", size: [4, 6] });
  assert.deepEqual(made, { name: "photo", title: "photo 4×6", size: [4, 6], caption: "", window: null, hidden: false });
});

test("the longest text of a table may be empty", () => {
  assert.equal(longest(texts), 3);
  assert.equal(longest([[""]]), 0);
});

test("what is memoised is made anew for other arguments alone", () => {
  let made = 0;
  const twice = memo((list, number) => {
    made += 1;
    return list.map((value) => value * number);
  });
  const list = [1, 2];
  const first = twice(list, 2);
  assert.deepEqual(first, [2, 4]);
  assert.equal(twice(list, 2), first);
  assert.equal(made, 1);
  assert.deepEqual(twice([1, 2], 2), [2, 4]);
  assert.deepEqual(twice(list, 3), [3, 6]);
  assert.equal(made, 3);
  const undefinedOnce = memo(() => {
    made += 1;
  });
  undefinedOnce();
  undefinedOnce();
  assert.equal(made, 4);
});

test("what is made of parts of a state is made anew when one of these changes, and sees no other part", () => {
  const made = memoOf(["size", "padding"], (parts) => ({ ...parts }));
  const state = { size: [4, 6], padding: [0, 0], pixel: null };
  const first = made(state);
  assert.deepEqual(first, { size: state.size, padding: state.padding });
  assert.equal(made({ ...state, pixel: [1, 1] }), first);
  assert.notEqual(made({ ...state, padding: [0, 0] }), first);
});
