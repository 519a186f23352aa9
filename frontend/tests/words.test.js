/* scene/words.js against what convbook/figures/words.py writes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as namespace from "../src/scene/words.js";
import { words as calls } from "./vectors.js";

const words = { ...namespace }; // by name
const inJavaScript = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const names = [...new Set(calls.map(({ name }) => name))];

test("every function of words.py has its twin", () => {
  assert.ok(names.length >= 14);
  for (const name of names) assert.equal(typeof words[inJavaScript(name)], "function", name);
});

for (const name of names) {
  test(`${inJavaScript(name)} writes what Python writes`, () => {
    for (const { given, said } of calls.filter((call) => call.name === name)) {
      assert.equal(words[inJavaScript(name)](...given), said, JSON.stringify(given));
    }
  });
}

test("a sentence begins with a capital, and an empty one stays empty", () => {
  assert.equal(words.capital("pixel (0, 1)"), "Pixel (0, 1)");
  assert.equal(words.capital(""), "");
});

test("the formula of the output's size has the setting's numbers in place", () => {
  const setting = { size: [8, 9], kernel_size: [3, 2], stride: [2, 3], padding: [1, 0], dilation: [1, 4] };
  assert.equal(words.sizeFormula(setting, 0), "⌊(8 + 2·1 − 1·(3 − 1) − 1) / 2⌋ + 1 = ⌊7 / 2⌋ + 1 = 4");
  assert.equal(words.sizeFormula(setting, 1), "⌊(9 + 2·0 − 4·(2 − 1) − 1) / 3⌋ + 1 = ⌊4 / 3⌋ + 1 = 2");
});
