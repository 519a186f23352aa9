/* ui/offer.js: a figure offers the controls that the text beside it is about. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { WIDGETS } from "../src/index.js";
import { document } from "./dom.js";
import { Model } from "./model.js";
import { limits, scenes } from "./vectors.js";

const { state } = limits.find((one) => one.figure === "WindowGrid");

/** A figure on the page. */
function onPage(figure, given) {
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  WIDGETS[figure].render({ model: new Model(given), el });
  return el;
}

/** The labels of the fields and switches that a WindowGrid shows in front, and of those behind "More". */
function offered(changes) {
  const el = onPage("WindowGrid", { ...state, size: [8, 8], ...changes });
  const more = el.querySelector(".wbw-others");
  const labels = (within) =>
    [...el.querySelectorAll(".wbw-setting .wbw-number, .wbw-check")]
      .filter((one) => !one.hidden && more.contains(one) === within)
      .map((one) => one.querySelector("label")?.textContent ?? one.textContent);
  return { front: labels(false), behind: labels(true), more, store: el.querySelector(".wbw").store };
}

const HIDE = "Hide the answer";
const APART = "rows and columns separately";

test("a figure offers all its controls, unless it is told what it is about", () => {
  const { front, behind, more } = offered({});
  assert.deepEqual(front, [HIDE, "size", "kernel", "stride", "padding", "dilation", APART]);
  assert.deepEqual(behind, []);
  assert.equal(more.hidden, true);
});

test("in front stands what the text is about, behind More what else is known, and no more", () => {
  const { front, behind, more } = offered({ controls: ["stride", "hidden"], more: ["size", "padding"] });
  assert.deepEqual(front, [HIDE, "stride"]);
  assert.deepEqual(behind, ["size", "padding", APART]);
  assert.ok(document.querySelector(".wbw-formula").textContent);
  assert.deepEqual([more.hidden, more.open], [false, false]);
});

test("without any setting in front there is no field for one, nor for both axes", () => {
  const { front, behind } = offered({ controls: [] });
  assert.deepEqual([front, behind], [[], [HIDE]]);
  assert.equal(document.querySelector(".wbw-formula"), null, "nor the formula of the setting");
});

test("what is hidden can be guessed: it unfolds", () => {
  const { more, store } = offered({ controls: [] });
  store.set({ hidden: true });
  assert.equal(more.open, true);
  assert.equal(offered({ controls: [], hidden: true }).more.open, true);
});

test("each choice that Python knows has its control", () => {
  const offering = limits.filter(({ choices }) => choices);
  assert.equal(offering.length, 6);
  for (const { figure, choices, state = scenes.find((one) => one.figure === "photo-kernel").state } of offering) {
    const controls = (names) => {
      const el = onPage(figure, { ...state, hidden: false, controls: names });
      el.querySelector(".wbw-others").remove();
      return el.querySelectorAll(".wbw-number, .wbw-check, .wbw-choice, .wbw-menu, .wbw-nudging, [type=file]").length;
    };
    for (const name of choices) assert.ok(controls([name]) > controls([]), `${figure}: ${name}`);
  }
});
