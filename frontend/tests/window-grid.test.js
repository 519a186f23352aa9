/* WindowGrid without a browser: its state, what a guess means, and what keys and the pointer do. What it shows is compared
   with Python's scenes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { outputSize } from "../src/core/geometry.js";
import { LIMITS } from "../src/state/setting.js";
import { WindowGrid } from "../src/widgets/window-grid/index.js";
import { judgeOutput } from "../src/widgets/window-grid/judge.js";
import { scene } from "../src/widgets/window-grid/scene.js";
import { settle } from "../src/widgets/window-grid/state.js";
import { all, document, layOut, point, press } from "./dom.js";
import { Model } from "./model.js";
import { chance } from "./random.js";

const START = {
  image: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  kernel: [[1, -1]],
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
  position: [0, 0],
  pixel: null,
  weight: null,
  hidden: false,
};

function assertValid(state) {
  assert.deepEqual(state.size, [state.image.length, state.image[0].length]);
  assert.deepEqual(state.kernel_size, [state.kernel.length, state.kernel[0].length]);
  for (const [name, [low, high]] of Object.entries(LIMITS)) {
    for (const value of state[name]) assert.ok(Number.isInteger(value) && value >= low && value <= high, name);
  }
  assert.ok(Math.min(...outputSize(state)) > 0, "the kernel fits");
  const within = (place, counts) => place.every((at, axis) => Number.isInteger(at) && at >= 0 && at < counts[axis]);
  assert.ok(within(state.position, outputSize(state)));
  assert.ok(state.pixel === null || within(state.pixel, state.size));
  assert.ok(state.weight === null || within(state.weight, state.kernel_size));
}

test("whatever is asked for, 2000 times in a row, the state is valid", () => {
  const { whole, pick, next } = chance(1);
  const pair = () => [whole(-3, 40), next() < 0.2 ? Number.NaN : whole(-6, 80) / 2];
  let state = settle(START);
  for (let turn = 0; turn < 2000; turn++) {
    const name = pick(["size", "kernel_size", "stride", "padding", "dilation", "position", "pixel", "weight"]);
    const place = name === "pixel" || name === "weight";
    state = settle({ ...state, [name]: place && next() < 0.3 ? null : pair() });
    assertValid(state);
  }
});

test("what is valid stays as it is, the very same lists", () => {
  const once = settle(START);
  const twice = settle(once);
  for (const name of Object.keys(once)) assert.equal(twice[name], once[name], name);
  for (const name of Object.keys(START)) assert.equal(once[name], START[name], name);
});

test("a table that shrinks and grows again keeps what it still has", () => {
  const wider = settle({ ...settle(START), size: [2, 5] });
  assert.deepEqual(
    wider.image.map((row) => row.slice(0, 3)),
    START.image,
  );
  const back = settle({ ...wider, size: [2, 3] });
  assert.deepEqual(back.image, START.image);
});

test("the kernel gives way to a smaller image, and not the other way round", () => {
  const large = settle({ ...settle(START), size: [6, 6], kernel_size: [5, 5] });
  const small = settle({ ...large, size: [3, 6] });
  assert.deepEqual(small.kernel_size, [3, 5]);
  const padded = settle({ ...small, padding: [1, 0], kernel_size: [7, 7] });
  assert.deepEqual(padded.kernel_size, [5, 6]);
  assert.deepEqual(padded.size, [3, 6]);
});

test("a place that is gone is let go, and the window comes to the nearest output", () => {
  const state = settle({ ...settle(START), size: [4, 6], position: [3, 4], pixel: [3, 5], weight: [0, 1] });
  const smaller = settle({ ...state, size: [2, 6], kernel_size: [1, 1] });
  assert.deepEqual(smaller.position, [1, 4]);
  assert.equal(smaller.pixel, null);
  assert.equal(smaller.weight, null);
});

test("a place that is no place is let go: fractions, too few numbers, too many", () => {
  for (const place of [[0.5, 1], [1, 1.5], [1], [0, 0, 0], [-1, 0], "x"]) {
    const state = settle({ ...START, pixel: place, weight: place });
    assert.deepEqual([state.pixel, state.weight], [null, null], String(place));
  }
  assert.deepEqual(settle({ ...START, pixel: [1, 2], weight: [0, 1] }).weight, [0, 1]);
});

const GRID = {
  ...START,
  image: [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    [9, 0, 1, 2],
  ],
  kernel: [
    [1, -1],
    [2, 30],
  ],
};

test("what does not depend on the window is the very same as it moves", () => {
  const state = settle(GRID);
  const [before, after] = [scene(state), scene(settle({ ...state, position: [1, 1] }), { pixel: [0, 0] })];
  for (const [number, part] of [
    [0, "texts"],
    [0, "rows"],
    [1, "texts"],
    [2, "texts"],
    [2, "columns"],
  ]) {
    assert.equal(after.tables[number][part], before.tables[number][part], `${number} ${part}`);
  }
  assert.equal(after.tables[0].marks.unread, before.tables[0].marks.unread);
});

test("a guess is right, near enough, or told what it would have meant", () => {
  const state = settle({ ...GRID, position: [0, 1] }); // 2·1 + 3·(−1) + 6·2 + 7·30 = 221
  assert.deepEqual(judgeOutput(state, 221), { right: true });
  assert.deepEqual(judgeOutput(state, 240), { right: true, words: "Near enough: it is 221." });
  assert.match(judgeOutput(state, -221).words, /^−221 has the right size and the wrong sign/);
  assert.match(judgeOutput(state, 2 * 30 + 3 * 2 - 6 + 7).words, /^67 is the sum with the kernel flipped by 180/);
  assert.match(judgeOutput(state, 2 + 3 + 6 + 7).words, /^18 is the sum of the pixels, without the weights/);
  assert.equal(judgeOutput(state, 150).words, "Not 150. Multiply each pixel by the weight on it, and add up.");
  const small = settle({
    ...GRID,
    kernel: [
      [1, 1],
      [1, 1],
    ],
  });
  assert.equal(judgeOutput(small, 15).right, false); // 14, which is no estimate
});

// --- On a page

function onPage(changes) {
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  WindowGrid.render({ model: new Model({ ...GRID, ...changes }), el });
  const { store } = el.querySelector(".wbw");
  const box = (kind) => all(el, kind)[0];
  const layOutBox = (kind) => layOut({ svg: box(kind).querySelector("svg") });
  return { el, store, box, layOutBox, text: (name) => all(el, name)[0].textContent };
}

test("arrows move the window, or the cell that is pinned; Enter pins, Escape lets go", () => {
  const { store, box } = onPage();
  for (const [table, key, name, place] of [
    ["input", "ArrowDown", "position", [1, 0]],
    ["input", "ArrowRight", "position", [1, 1]],
    ["output", "ArrowUp", "position", [0, 1]],
    ["output", "End", "position", [1, 2]],
    ["input", "Enter", "pixel", [1, 2]],
    ["input", "ArrowLeft", "pixel", [1, 1]],
    ["output", "ArrowLeft", "position", [1, 1]],
    ["input", "Enter", "pixel", null], // that pixel again
    ["kernel", "ArrowRight", "weight", [0, 0]],
    ["kernel", "ArrowRight", "weight", [0, 1]],
    ["kernel", "ArrowRight", "weight", [0, 1]],
    ["kernel", "Escape", "weight", null],
    ["input", "Home", "position", [0, 0]],
  ]) {
    assert.equal(press(box(table), key), true, key);
    assert.deepEqual(store.state[name], place, `${table} ${key}`);
  }
  assert.equal(press(box("input"), "q"), false);
});

test("with padding, Enter pins the pixel nearest to the window's first cell", () => {
  const { store, box } = onPage({ padding: [1, 1] });
  press(box("input"), "Enter");
  assert.deepEqual(store.state.pixel, [0, 0]);
});

test("the pointer asks for the moment, and a click pins: a pixel, a weight, an output's window", () => {
  const { store, box, layOutBox, text } = onPage({ padding: [1, 0] });
  for (const kind of ["input", "kernel", "output"]) layOutBox(kind);
  point(box("input"), "pointermove", [35, 5]);
  assert.match(text("asked"), /^The zero of padding at \(−1,\u00a01\) is read by 2 windows: 0–1/);
  store.set({ weight: [1, 1] });
  point(box("input"), "pointerdown", [35, 5]);
  point(box("input"), "pointerup", [35, 5]);
  assert.deepEqual([store.state.pixel, store.state.weight], [null, [1, 1]]); // a zero of the padding cannot be pinned
  point(box("kernel"), "pointermove", [35, 5]);
  assert.match(text("asked"), /^Weight \(0,\u00a01\) is −1\. It multiplies 12 pixels/);
  point(box("kernel"), "pointerdown", [35, 5]);
  point(box("kernel"), "pointerup", [35, 5]);
  assert.deepEqual(store.state.weight, [0, 1]);
  point(box("output"), "pointermove", [65, 35]);
  assert.match(text("where"), /^Window 5 of 0–11 reads/);
  assert.deepEqual(store.state.position, [0, 0]);
  point(box("output"), "pointerdown", [65, 35]);
  point(box("output"), "pointerup", [65, 35]);
  assert.deepEqual(store.state.position, [1, 2]);
});

test("the window is dragged to the nearest place", () => {
  const { store, box, layOutBox } = onPage({ padding: [1, 1], stride: [2, 1] });
  layOutBox("input");
  point(box("input"), "pointerdown", [30, 30]);
  point(box("input"), "pointermove", [100, 95]);
  assert.deepEqual(store.state.position, [1, 2]);
  point(box("input"), "pointermove", [35, 65]);
  assert.deepEqual(store.state.position, [1, 0]);
});

test("the value of the pinned cell can be changed, and none where nothing is pinned", () => {
  const { el, store, text } = onPage({ pixel: [1, 2] });
  const field = () => all(el, "says")[0].querySelector(".wbw-number");
  assert.match(field().textContent, /^value of pixel \(1,\u00a02\)/);
  const input = field().querySelector("input");
  assert.equal(input.value, "7");
  input.value = "-70";
  input.dispatchEvent(new CustomEvent("change"));
  assert.equal(store.state.image[1][2], -70);
  store.set({ pixel: null, weight: [1, 0] });
  assert.match(field().textContent, /^value of weight \(1,\u00a00\)/);
  press(input, "+");
  assert.equal(store.state.kernel[1][0], 3);
  store.set({ weight: null });
  assert.equal(field().hidden, true);
  assert.equal(text("asked"), "");
  assert.equal(text("prompt"), "Point at a cell, or click one, to ask about it.");
});

test("what is said aloud is what was asked about last, and else the window and its output", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { el, store } = onPage();
  const said = () => {
    context.mock.timers.tick(300);
    return el.querySelector("[aria-live]").textContent;
  };
  store.set({ position: [0, 1] });
  assert.equal(said(), "Window 1 of 0–5 reads rows 0–1, columns 1–2; output 221");
  store.set({ pixel: [0, 0] });
  assert.equal(said(), "Pixel (0,\u00a00) is read by 1 window: 0.");
  store.set({ position: [0, 2] });
  assert.match(said(), /^Window 2 of/);
  store.set({ hidden: true });
  assert.match(said(), /output hidden$/);
});
