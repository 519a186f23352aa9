/* Im2colExplorer on a page without a browser: what keys, the pointer and addresses do. What it shows is compared with
   Python's scenes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Im2colExplorer } from "../src/widgets/im2col-explorer/index.js";
import { scene } from "../src/widgets/im2col-explorer/scene.js";
import { settle } from "../src/widgets/im2col-explorer/state.js";
import { all, document, layOut, point, press, window } from "./dom.js";
import { START } from "./im2col-start.js";
import { Model } from "./model.js";

const THREE = [0, 6, 12].map((first) => [[0, 2, 4].map((row) => [first + row, first + row + 1])]);
const TABLES = ["image", "output", "matrix", "weights", "product"];

function onPage(changes) {
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const figure = Im2colExplorer.render({ model: new Model({ ...START, ...changes }), el });
  const { store } = el.querySelector(".wbw");
  const boxes = { image: all(el, "input")[0], output: all(el, "output")[0] };
  for (const [at, name] of TABLES.slice(2).entries()) boxes[name] = all(el, "matrix")[at];
  const box = (name) => boxes[name];
  const text = (name) => all(el, name)[0].textContent.replaceAll("\u00a0", " ").replaceAll("−", "-");
  /** Send the pointer to a cell of a table. */
  const to = (name, [row, column], type = "pointermove") => {
    layOut({ svg: box(name).querySelector("svg") });
    const middle = Number(box(name).querySelector(".wbw-texts text").getAttribute("x"));
    point(box(name), type, [(2 * column + 1) * middle, row * 30 + 15]);
  };
  const click = (name, cell) => {
    for (const type of ["pointermove", "pointerdown", "pointerup"]) to(name, cell, type);
  };
  const guess = (typed) => {
    const form = el.querySelector(".wbw-guess");
    form.querySelector("input").value = typed;
    form.dispatchEvent(new window.Event("submit", { cancelable: true }));
    return text("verdict");
  };
  return { el, figure, store, box, text, to, click, guess, note: () => text("note") };
}

/** Press keys on tables, and compare the state after each. */
function pressed(page, presses) {
  for (const [table, key, changes] of presses) {
    assert.equal(press(page.box(table), key), true, key);
    for (const [name, value] of Object.entries(changes)) {
      assert.deepEqual(page.store.state[name], value, `${table} ${key}: ${name}`);
    }
  }
}

test("arrows move the pixel that is pinned, or else the window; Enter pins, Escape lets go", () => {
  const page = onPage();
  pressed(page, [
    ["image", "ArrowRight", { pixel: [0, 2, 3] }],
    ["image", "ArrowDown", { pixel: [0, 3, 3] }],
    ["image", "ArrowDown", { pixel: [0, 3, 3] }],
    ["image", "Enter", { pixel: null }],
    ["image", "ArrowUp", { position: [0, 2] }],
    ["output", "End", { position: [1, 4] }],
    ["output", "-", { position: [1, 3] }],
    ["output", "Home", { position: [0, 0] }],
    ["output", "ArrowRight", { position: [0, 1] }],
    ["image", "Enter", { pixel: [0, 0, 1] }],
    ["image", "Escape", { pixel: null }],
  ]);
  assert.equal(press(page.box("image"), "q"), false);
});

test("in the padding the arrows go on, to its last zero", () => {
  const page = onPage({ padding: [1, 0], pixel: [0, 0, 0] });
  pressed(page, [
    ["image", "ArrowUp", { pixel: [0, -1, 0] }],
    ["image", "ArrowUp", { pixel: [0, -1, 0] }],
    ["image", "ArrowLeft", { pixel: [0, -1, 0] }],
  ]);
});

test("in the matrix the arrows go to the next window and feature, and Enter pins the pixel there", () => {
  pressed(onPage({ position: [0, 1], pixel: [0, 0, 1] }), [
    ["matrix", "ArrowRight", { position: [0, 1], pixel: [0, 0, 2] }],
    ["matrix", "ArrowDown", { position: [0, 2], pixel: [0, 0, 3] }],
    ["matrix", "Enter", { position: [0, 2], pixel: null }],
    ["matrix", "ArrowDown", { position: [0, 3], pixel: null }],
    ["matrix", "Enter", { position: [0, 3], pixel: [0, 0, 3] }],
    ["matrix", "ArrowLeft", { position: [0, 3], pixel: [0, 0, 3] }],
    ["matrix", "Escape", { position: [0, 3], pixel: null }],
    ["matrix", "ArrowLeft", { position: [0, 3], pixel: [0, 0, 3] }],
  ]);
});

test("in the product the arrows go to the next window and filter; in the weights, to the next feature", () => {
  const page = onPage({ weights: THREE, product: true, position: [0, 3] });
  pressed(page, [
    ["product", "ArrowRight", { f: 1, position: [0, 3] }],
    ["product", "ArrowDown", { f: 1, position: [0, 4] }],
    ["product", "ArrowDown", { f: 1, position: [1, 0] }],
    ["weights", "ArrowDown", { f: 1 }],
  ]);
  assert.equal(page.text("asked"), "Weight 0 of column 1 multiplies feature 0 of every row.");
  pressed(page, [["weights", "ArrowDown", {}]]);
  assert.match(page.text("asked"), /^Weight 1 of column 1/);
  pressed(page, [
    ["weights", "ArrowRight", { f: 2 }],
    ["weights", "ArrowRight", { f: 2 }],
  ]);
  assert.match(page.text("asked"), /^Weight 1 of column 2/);
});

test("the pointer asks for the moment about an entry, a window, a pixel", () => {
  const { store, to, box, text } = onPage({ position: [0, 0], pixel: [0, 0, 0] });
  to("matrix", [7, 2]);
  assert.equal(text("entry"), "Window 7, feature 2: start 8 + offset 6 = 14, pixel (2, 2) under cell (1, 0).");
  assert.match(text("where"), /^Window 7 = 1·5 \+ 2 starts at row 1, column 2/);
  to("output", [1, 4]);
  assert.match(text("where"), /^Window 9 = 1·5 \+ 4 starts at/);
  assert.match(text("asked"), /^Pixel \(0, 0\) stands in the matrix once/);
  to("image", [0, 1]);
  assert.match(text("asked"), /^Pixel \(0, 1\) stands in the matrix 2 times/);
  point(box("image"), "pointerleave", [0, 0]);
  assert.match(text("asked"), /^Pixel \(0, 0\)/);
  assert.deepEqual(store.state.position, [0, 0]);
});

test("a click pins a pixel, an entry's pixel or a window, and a second one lets the pixel go", () => {
  const { store, click } = onPage({ position: [0, 0], pixel: null });
  const after = (table, cell, changes) => {
    click(table, cell);
    for (const [name, value] of Object.entries(changes)) assert.deepEqual(store.state[name], value, `${table} ${cell}`);
  };
  after("image", [2, 2], { pixel: [0, 2, 2], position: [0, 0] });
  after("image", [2, 2], { pixel: null });
  after("matrix", [7, 2], { pixel: [0, 2, 2], position: [1, 2] });
  after("matrix", [6, 3], { pixel: [0, 2, 2], position: [1, 1] });
  after("matrix", [6, 3], { pixel: null, position: [1, 1] });
  after("output", [0, 3], { position: [0, 3], f: 0 });
});

test("with several filters, a click chooses one of them too", () => {
  const { store, click, to, text } = onPage({ weights: THREE, product: true });
  click("product", [9, 2]);
  assert.deepEqual([store.state.position, store.state.f], [[1, 4], 2]);
  click("weights", [3, 1]);
  assert.equal(store.state.f, 1);
  assert.match(text("asked"), /^Weight 3 of column 1 multiplies feature 3/);
  to("product", [0, 0]);
  assert.match(text("sum"), /^Row 0 times column 0: 0·0 \+ 1·1/);
  click("output", [0, 1]);
  assert.deepEqual([store.state.position, store.state.f], [[0, 1], 0]);
});

test("the window is dragged to the nearest place", () => {
  const { store, to } = onPage({ padding: [1, 1], stride: [2, 1], position: [0, 0] });
  to("image", [1, 1], "pointerdown");
  to("image", [3, 2]);
  assert.deepEqual(store.state.position, [1, 2]);
});

test("a hidden row does not tell its pixels to who points at it, clicks it or goes through it by keys", () => {
  const page = onPage({ hidden: true, pixel: null, position: [1, 1] });
  const { store, to, click, text } = page;
  to("matrix", [6, 3]);
  assert.equal(text("entry"), "Row 6 is hidden: predict it.");
  assert.equal(text("asked"), "");
  click("matrix", [6, 3]);
  click("matrix", [0, 3]);
  assert.deepEqual([store.state.position, store.state.pixel], [[0, 0], null]);
  pressed(page, [
    ["matrix", "ArrowRight", { pixel: null }],
    ["matrix", "ArrowDown", { pixel: null, position: [0, 1] }],
    ["matrix", "Enter", { pixel: null }],
  ]);
});

test("a row is hidden until its entry is guessed, and another window is another question", () => {
  const { el, store, text, guess, click } = onPage({ position: [1, 1], hidden: true });
  assert.equal(el.querySelector(".wbw-guess label").textContent, "What stands in row 6, feature 3?");
  assert.match(text("asked"), /\(1, 5\), \(2, 4\), \(6, \?\), \(7, 2\)\.$/);
  assert.match(guess("13"), /takes the window's number, 6, for its start, which is 7/);
  assert.match(guess("10"), /counts the rows of the image, 4/);
  assert.match(guess("99"), /^Not 99/);
  assert.equal(store.state.hidden, true);
  click("output", [0, 0]);
  assert.equal(text("verdict"), "");
  assert.equal(el.querySelector(".wbw-guess label").textContent, "What stands in row 0, feature 3?");
  assert.equal(guess("7"), "Right: 7.");
  assert.equal(store.state.hidden, false);
});

test("a hidden product stands nowhere on the page", () => {
  const { el, store, guess } = onPage({ product: true, hidden: true });
  assert.ok(!el.textContent.includes("354"));
  assert.match(guess("255"), /flipped by 180 degrees/);
  assert.equal(guess("354"), "Right: 354.");
  assert.ok(!store.state.hidden && el.textContent.includes("354"));
});

test("the value of the pinned pixel can be changed, and the zeros of the padding cannot", () => {
  const { el, store } = onPage({ padding: [1, 1], product: true });
  const field = () => all(el, "says")[0].querySelector(".wbw-number");
  assert.match(field().textContent, /^value of pixel \(2,\u00a02\)/);
  press(field().querySelector("input"), "ArrowUp");
  assert.equal(store.state.images[0][0][2][2], 15);
  assert.equal(store.state.images[0][0][2][3], 15);
  store.set({ pixel: [0, -1, 0] });
  assert.equal(field().hidden, true);
});

test("several images have a field for their number", () => {
  const image = (page) => all(page.el, "number").find((field) => field.textContent.startsWith("image"));
  assert.equal(image(onPage()).hidden, true);
  const page = onPage({ images: [START.images[0], START.images[0]] });
  assert.equal(image(page).hidden, false);
  press(image(page).querySelector("input"), "ArrowUp");
  assert.equal(page.store.state.n, 1);
});

for (const [query, said, changes] of [
  ["kernel=5", "kernel size had to give way", { kernel_size: [4, 5] }],
  ["height=9&width=9", "size had to give way", { size: [8, 8] }],
  ["height=8&width=8&kernel=2&padding=3", "padding had to give way", { padding: [0, 0] }],
  ["pixel=0x-1x0", "pixel had to give way", { pixel: null }],
  ["pixel=0x0.5x0", "pixel had to give way", { pixel: null }],
  ["image=1", "n had to give way", { n: 0 }],
  ["show=colours", "show had to give way", { show: "values" }],
]) {
  test(`the address ${query} opens the nearest state and says so`, () => {
    const { figure, store, note } = onPage();
    figure.open(query);
    assert.ok(note().includes(said), note());
    for (const [name, value] of Object.entries(changes)) assert.deepEqual(store.state[name], value);
  });
}

test("what the pointer does not change is the very same, and is not drawn again", () => {
  const state = settle({ ...START, padding: [1, 1], product: true });
  const [before, after] = [scene(state), scene(state, { entry: [3, 1] })];
  assert.equal(before.tables.length, 5);
  for (const [number, table] of before.tables.entries()) {
    for (const part of ["texts", "rows", "columns", "grounds"]) {
      assert.equal(after.tables[number][part], table[part], `${table.name} ${part}`);
    }
  }
  assert.equal(after.tables[2].marks.padding, before.tables[2].marks.padding);
  const moved = scene(settle({ ...state, position: [0, 0], pixel: [0, 1, 1] }));
  for (const [number, table] of before.tables.entries()) assert.equal(moved.tables[number].texts, table.texts);
});
