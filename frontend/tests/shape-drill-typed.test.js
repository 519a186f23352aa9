/* ShapeDrill: what a reader types. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer } from "../src/widgets/shape-drill/judge.js";
import { answer, ask } from "../src/widgets/shape-drill/questions.js";
import { same } from "./vectors.js";

const ONE = ask({ seed: 7, level: 2, question: 0 });
const TWO = ask({ seed: 7, level: 4, question: 0 });
const LIST = ask({ seed: 7, level: 3, question: 1 });

test("an answer may be written in many ways", () => {
  for (const [question, text, numbers] of [
    [ONE, " 3 ", [3]],
    [ONE, "3.5", [3.5]],
    [ONE, "3,5", [3.5]],
    [ONE, "(3)", [3]],
    [ONE, "−2", [-2]],
    [ONE, "-0", [0]],
    [TWO, "4×6", [4, 6]],
    [TWO, "4x6", [4, 6]],
    [TWO, "4 X 6", [4, 6]],
    [TWO, "4, 6", [4, 6]],
    [TWO, "4,6", [4, 6]],
    [TWO, "4 6", [4, 6]],
    [TWO, "(4, 6)", [4, 6]],
    [TWO, "4 by 6", [4, 6]],
    [TWO, "3.5×6", [3.5, 6]],
    [LIST, "0, 2, 4", [0, 2, 4]],
    [LIST, "0,2,4", [0, 2, 4]],
    [LIST, "0 2 4", [0, 2, 4]],
    [LIST, "[0; 2; 4]", [0, 2, 4]],
    [LIST, "−1, 1,3 5,", [-1, 1, 3, 5]],
    [LIST, "4 2 0", [0, 2, 4]],
    [LIST, "10 9", [9, 10]],
    [LIST, "3", [3]],
  ]) {
    same(readAnswer(question, text), { guess: numbers }, text);
  }
});

test("what is no answer gets a sentence", () => {
  const sentences = { one: /^Type a number, such as/, two: /^Type two numbers, rows and columns/, list: /^Type whole/ };
  for (const [question, text, words] of [
    [ONE, "", sentences.one],
    [ONE, "three", sentences.one],
    [ONE, "1e3", sentences.one],
    [ONE, "123456", sentences.one],
    [ONE, "3 4", /^One number is asked for/],
    [TWO, "", sentences.two],
    [TWO, "4", sentences.two],
    [TWO, "4×", sentences.two],
    [TWO, "4×6×2", sentences.two],
    [TWO, "four×six", sentences.two],
    [TWO, `${answer(TWO)[0] * answer(TWO)[1]}`, /^\d+ is the number of windows\. Type two/],
    [LIST, "", sentences.list],
    [LIST, "0, 2.5", sentences.list],
    [LIST, "0 to 4", sentences.list],
    [LIST, "1 ".repeat(41), sentences.list],
  ]) {
    const found = readAnswer(question, text);
    assert.equal(found.guess, undefined, text);
    assert.match(found.words, words, text);
  }
});

test("a lone number may have a decimal comma and a sign", () => {
  const question = ask({ seed: 7, level: 2, question: 0 });
  for (const [text, guess] of [
    ["-2,5", -2.5],
    ["−2,5", -2.5],
    ["2,5", 2.5],
    ["2.5", 2.5],
    ["(3)", 3],
  ])
    assert.deepEqual(readAnswer(question, text), { guess: [guess] });
  assert.deepEqual(readAnswer(question, "2, 5"), { words: "One number is asked for." });
});
