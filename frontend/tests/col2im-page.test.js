/* Col2imExplorer on a page without a browser: by pointer, keys, controls and address. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { toQuery } from "../src/state/link.js";
import { Col2imExplorer } from "../src/widgets/col2im-explorer/index.js";
import { FIELDS } from "../src/widgets/col2im-explorer/state.js";
import { plain, START } from "./col2im-start.js";
import { all, document, layOut, point, press } from "./dom.js";
import { Model } from "./model.js";

function onPage(changes) {
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const { open } = Col2imExplorer.render({ model: new Model({ ...START, ...changes }), el });
  const { store } = el.querySelector(".wbw");
  const grids = () => all(el, "grid");
  for (const box of grids()) layOut({ svg: box.querySelector("svg") });
  const [matrix, image] = grids();
  return { el, store, open, grids, matrix, image, text: (name) => plain(all(el, name)[0].textContent) };
}

/** The middle of a cell of a table with cells of 30 units. */
const at = (row, column) => [column * 30 + 15, row * 30 + 15];

function click(box, cell) {
  for (const type of ["pointermove", "pointerdown", "pointerup"]) point(box, type, at(...cell));
}

test("arrows move the pixel, or the entry; Enter asks about it, Escape lets go", () => {
  const { store, image, matrix, text } = onPage();
  for (const [box, key, pixel, step] of [
    [image, "ArrowDown", [3, 2], -1],
    [image, "Home", [3, 2], 0],
    [image, "+", [3, 2], 1],
    [image, "ArrowLeft", [3, 1], -1],
    [image, "Home", [3, 1], 0],
    [image, "End", [3, 1], -1],
    [image, "-", [3, 1], 1],
    [image, "Enter", null, -1],
    [image, "Enter", [0, 0], -1],
    [image, "Escape", null, -1],
    [image, "ArrowRight", [0, 0], -1],
    [matrix, "ArrowDown", [0, 0], -1],
    [matrix, "ArrowRight", [0, 0], -1],
    [matrix, "Enter", [0, 2], -1],
    [matrix, "Escape", null, -1],
  ]) {
    assert.equal(press(box, key), true, key);
    assert.deepEqual([store.state.pixel, store.state.step], [pixel, step], key);
  }
  press(matrix, "ArrowRight");
  assert.match(text("where"), /^Entry \(0, 1\) is 1\. It goes to pixel \(0, 1\): 0 \+ 1 = 1/);
  assert.equal(press(image, "q"), false);
});

test("in the matrix, arrows begin at the pixel's first entry", () => {
  const { matrix, text } = onPage();
  press(matrix, "ArrowLeft");
  assert.match(text("where"), /^Entry \(1, 4\) is 10/);
  press(matrix, "ArrowDown");
  assert.match(text("where"), /^Entry \(2, 4\) is 16/);
});

test("what was pointed at is let go where a key or the time line moves on", () => {
  const { el, image, matrix, text } = onPage();
  point(image, "pointermove", at(0, 0));
  assert.match(text("asked"), /^Pixel \(0, 0\)/);
  press(image, "ArrowRight");
  assert.match(text("asked"), /^Pixel \(2, 3\)/);
  point(matrix, "pointermove", at(0, 0));
  assert.match(text("where"), /^Entry \(0, 0\)/);
  press(matrix, "Home");
  assert.equal(text("where"), "");
  assert.equal(all(el, "count")[0].textContent, "0 of 4 terms: shaded");
});

test("a finger does not hover, but what it touched is told", () => {
  const { store, matrix, text } = onPage();
  for (const type of ["pointerdown", "pointerup"]) point(matrix, type, at(7, 3), { pointerType: "touch" });
  assert.deepEqual(store.state.pixel, [2, 3]);
  assert.match(text("where"), /^Entry \(7, 3\) is 45\. It goes to pixel \(2, 3\)/);
});

test("another pixel is another question, and what was said of the last guess is forgotten", () => {
  const { el, store } = onPage({ hidden: true });
  const form = el.querySelector("form");
  const guess = (value) => {
    form.querySelector("input").value = value;
    form.dispatchEvent(new CustomEvent("submit", { cancelable: true }));
    return plain(all(el, "verdict")[0].textContent);
  };
  assert.equal(plain(form.textContent), "What does pixel (2, 2) hold in the end?Check");
  assert.match(guess("16"), /is one term, entry \(2, 4\)/);
  store.set({ pixel: [3, 1] });
  assert.equal(all(el, "verdict")[0].textContent, "");
  assert.equal(plain(form.textContent), "What does pixel (3, 1) hold in the end?Check");
  assert.equal(guess("75"), "Right: 75.");
  assert.equal(store.state.hidden, false);
  store.set({ pixel: null });
  assert.equal(all(el, "ask")[0].hidden, true);
  assert.equal(all(el, "prompt")[0].textContent, "Point at a pixel, or click one, to see what is sent to it.");
});

test("in scatter, arrows send one entry more or one window", () => {
  const { store, image, matrix } = onPage({ view: "scatter", step: 0 });
  for (const [key, step] of [
    ["ArrowUp", 0],
    ["ArrowRight", 1],
    ["ArrowDown", 7],
    ["ArrowLeft", 6],
    ["End", -1],
    ["ArrowUp", 54],
    ["ArrowDown", -1],
  ]) {
    press(matrix, key);
    assert.equal(store.state.step, step, key);
    assert.deepEqual(store.state.pixel, [2, 2]);
  }
  press(image, "ArrowUp"); // the pixel that asks does not change what is sent
  press(matrix, "Home");
  press(image, "ArrowUp");
  assert.deepEqual([store.state.pixel, store.state.step], [[0, 2], 0]);
});

test("a click asks about a pixel, of the image or of the counts, and a second one lets it go", () => {
  const { store, grids, image, text } = onPage({ pixel: null, coverage: true });
  click(image, [3, 1]);
  assert.deepEqual(store.state.pixel, [3, 1]);
  assert.equal(text("sum"), "35 + 40 = 75.");
  click(image, [3, 1]);
  assert.equal(store.state.pixel, null);
  click(grids()[2], [0, 0]);
  assert.deepEqual(store.state.pixel, [0, 0]);
});

test("an entry is pointed at and clicked: its pixel is asked about, or all up to it is sent", () => {
  const { store, matrix, text } = onPage({ pixel: [0, 0], padding: [1, 0] });
  click(matrix, [14, 5]);
  assert.deepEqual(store.state.pixel, [3, 5]);
  assert.match(text("where"), /^Entry \(14, 5\) is 89\. It goes to pixel \(3, 5\)/);
  click(matrix, [0, 0]); // it comes from the padding: no pixel is asked about
  assert.deepEqual(store.state.pixel, [3, 5]);
  assert.match(text("where"), /is cut off\.$/);
  store.set({ view: "scatter" });
  click(matrix, [7, 2]);
  assert.deepEqual([store.state.step, store.state.pixel], [45, [3, 5]]);
  click(matrix, [19, 5]); // the last one
  assert.equal(store.state.step, -1);
});

test("another matrix, or another setting, is not pointed at any more; another pixel is", () => {
  const { store, matrix, text } = onPage();
  point(matrix, "pointermove", at(7, 3));
  assert.match(text("where"), /^Entry \(7, 3\)/);
  store.set({ pixel: [1, 1] });
  assert.match(text("where"), /^Entry \(7, 3\)/);
  store.set({ stride: [2, 1] });
  assert.equal(text("where"), "");
});

test("the way of writing and the view are chosen; the counts are shown on demand", () => {
  const { el, store, grids, image } = onPage();
  const choose = (words) => {
    const label = [...el.querySelectorAll("label")].find((one) => one.textContent.startsWith(words));
    const input = label.querySelector("input");
    input.checked = !input.checked;
    input.dispatchEvent(new CustomEvent("change"));
  };
  assert.equal(grids().length, 2);
  choose("how often");
  assert.equal(grids()[2].parentElement.hidden, false);
  choose("=");
  assert.equal(store.state.overwrite, true);
  assert.equal(image.querySelectorAll(".wbw-texts text")[14].textContent, "44");
  store.set({ step: 2 });
  choose("scatter");
  assert.deepEqual([store.state.view, store.state.step], ["scatter", -1]);
  choose("+=");
  assert.equal(store.state.overwrite, false);
});

test("an impossible address opens the nearest state and says so", () => {
  const { el, store, open } = onPage();
  for (const [query, said, state] of [
    ["kernel=5", "kernel size had to give way", { kernel_size: [4, 5] }],
    ["height=9&width=9", "size had to give way", { size: [8, 8] }],
    ["height=8&width=8&kernel=2&padding=3", "padding had to give way", { padding: [0, 0] }],
    ["pixel=4x0", "pixel had to give way", { pixel: null }],
    ["pixel=0.5x1", "pixel had to give way", { pixel: null }],
    ["pixel=1", "", { pixel: [1, 1] }],
    ["pixel=none", "", { pixel: null }],
    ["step=9", "step had to give way", { step: 4 }],
    ["view=sideways", "view had to give way", { view: "gather" }],
    ["hide=constructor", "“hide=constructor” was not understood", { hidden: false }],
  ]) {
    open(query);
    const note = all(el, "note")[0].textContent;
    assert.ok(said ? note.includes(said) : note === "", `${query}: ${note}`);
    for (const [name, value] of Object.entries(state)) assert.deepEqual(store.state[name], value, query);
  }
});

test("an address holds all of a state but the matrix", () => {
  const query =
    "height=5&width=7&kernel=2x3&stride=2x1&padding=1x0&dilation=1&pixel=1&view=scatter&overwrite=true&step=12" +
    "&coverage=true&hide=true";
  const { store, open } = onPage();
  open(query);
  const { cols, ...state } = store.state;
  assert.equal(toQuery(state, FIELDS), query);
  assert.deepEqual([state.pixel, state.step, cols], [[1, 1], 12, null]);
});

test("a screen reader is told what is asked about, and not how much is lost", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { el, store } = onPage({ overwrite: true });
  store.set({ pixel: [3, 1] });
  context.mock.timers.tick(300);
  const said = plain(el.querySelector("[aria-live]").textContent);
  assert.equal(said, "Pixel (3, 1) was copied 2 times, to (5, 5), (6, 4). 40 stays; 35 is lost.");
});
