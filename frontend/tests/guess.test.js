/* ui/guess.js: a question, and what is said of what the reader types. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { guessField } from "../src/ui/guess.js";
import { all, document, window } from "./dom.js";

function field(options = {}) {
  const guesses = [];
  const answer = (guess) => {
    guesses.push(guess);
    return { right: guess === 6 };
  };
  const made = guessField({ question: "What is it?", answer, ...options });
  document.body.replaceChildren(made.element);
  const input = made.element.querySelector('input[type="text"]');
  const type = (text) => {
    input.value = text;
    made.element.querySelector("form").dispatchEvent(new window.Event("submit", { cancelable: true }));
    return all(made.element, "verdict")[0].textContent;
  };
  return { ...made, input, type, guesses };
}

test("a number is read as readers write it: with a real minus sign, or a decimal comma", () => {
  const { type, guesses } = field();
  for (const text of ["6", " −6 ", "-2,5", "−2.5", "0,25"]) type(text);
  assert.deepEqual(guesses, [6, -6, -2.5, -2.5, 0.25]);
});

test("what is no number is asked for again, and is not judged", () => {
  const { type, guesses } = field();
  for (const text of ["", "six", "1,2,3", "Infinity", "NaN"]) assert.equal(type(text), "Type a number.");
  assert.deepEqual(guesses, []);
});

test("a right guess uncovers the answer, and a wrong one does not", () => {
  const hidden = [];
  const { type } = field({ onHide: (value) => hidden.push(value) });
  assert.equal(type("5"), "Not 5.");
  assert.deepEqual(hidden, []);
  assert.equal(type("6"), "Right: 6.");
  assert.deepEqual(hidden, [false]);
});

test("what was said is forgotten when the question is another one, and only then", () => {
  const { type, update, input, element } = field({ onHide() {} });
  const verdict = () => all(element, "verdict")[0].textContent;
  const image = [[1]];
  update(true, "What is pixel 1?", [image, 3]);
  type("5");
  update(true, "What is pixel 1?", [image, 3]);
  assert.equal(verdict(), "Not 5.");
  update(true, "What is pixel 2?", [image, 4]);
  assert.deepEqual([verdict(), input.value], ["", ""]);
  assert.equal(element.querySelector("form label").textContent, "What is pixel 2?");
});

test("an answer that is not hidden is not asked for", () => {
  const { update, element } = field({ onHide() {} });
  update(false);
  assert.equal(element.querySelector("form").hidden, true);
  assert.equal(element.querySelector('input[type="checkbox"]').checked, false);
  update(true);
  assert.equal(element.querySelector("form").hidden, false);
});
