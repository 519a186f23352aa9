/* scene/judge.js: what is said of a guess. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../src/scene/judge.js";
import { exact } from "../src/scene/words.js";

const MEANINGS = [
  [undefined, "is nothing."],
  [-6, "has the wrong sign."],
  [5, "is one short."],
  [5, "is said second."],
];
const OTHERWISE = { otherwise: "Add up." };

test("what is right is right, and needs no words", () => {
  assert.deepEqual(judge(6, 6, MEANINGS, OTHERWISE), { right: true });
  assert.deepEqual(judge(6, 6, [[6, "is never said."]], OTHERWISE), { right: true });
});

test("a mistake is told by its meaning, the likelier one first", () => {
  assert.deepEqual(judge(-6, 6, MEANINGS, OTHERWISE), { right: false, words: "−6 has the wrong sign." });
  assert.deepEqual(judge(5, 6, MEANINGS, OTHERWISE), { right: false, words: "5 is one short." });
});

test("any other guess is told what to do instead", () => {
  assert.deepEqual(judge(-7, 6, MEANINGS, OTHERWISE), { right: false, words: "Not −7. Add up." });
  const otherwise = (said) => `${said} is too low.`;
  assert.deepEqual(judge(3, 6, MEANINGS, { otherwise }), { right: false, words: "3 is too low." });
});

test("an estimate may be off by the tolerance, and no more; then it is right, whatever it means", () => {
  const options = { ...OTHERWISE, tolerance: 10 };
  assert.deepEqual(judge(110, 100, [[110, "is a mistake."]], options), {
    right: true,
    words: "Near enough: it is 100.",
  });
  assert.equal(judge(90, 100, [], options).right, true);
  assert.equal(judge(89.5, 100, [], options).right, false);
  const near = (said, right) => `${said} is close to ${right}.`;
  assert.equal(judge(-12000.5, -12000, [], { ...options, near, write: exact }).words, "−12000.5 is close to −12000.");
});
