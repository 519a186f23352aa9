/* Col2imExplorer's state, and what it adds up, against plain loops. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Col2imExplorer } from "../src/widgets/col2im-explorer/index.js";
import { judgeSum } from "../src/widgets/col2im-explorer/judge.js";
import { scene } from "../src/widgets/col2im-explorer/scene.js";
import { Sending } from "../src/widgets/col2im-explorer/sending.js";
import { sendingOf, settle, steps } from "../src/widgets/col2im-explorer/state.js";
import {
  copiesInWords,
  entryInWords,
  lostInWords,
  stepInWords,
  sumInWords,
} from "../src/widgets/col2im-explorer/words.js";
import { all, document, layOut, point, press } from "./dom.js";
import { Model } from "./model.js";
import { chance } from "./random.js";
import { stays } from "./states.js";
import { layers, same } from "./vectors.js";

const START = {
  size: [4, 6],
  kernel_size: [3, 2],
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
  cols: null,
  pixel: [2, 2],
  view: "gather",
  overwrite: false,
  step: -1,
  coverage: false,
  hidden: false,
};
const plain = (text) => text.replaceAll("\u00a0", " ").replaceAll("−", "-");

function windows({ size, kernel_size, stride, padding, dilation }) {
  return [0, 1].map((axis) => {
    let count = 0;
    const last = size[axis] + 2 * padding[axis] - dilation[axis] * (kernel_size[axis] - 1) - 1;
    for (let start = 0; start <= last; start += stride[axis]) count++;
    return count;
  });
}

function change(random) {
  const pair = () => [random(-3, 12), random(-3, 12)];
  const names = ["size", "kernel_size", "stride", "padding", "dilation", "pixel"];
  const changes = [
    { [names[random(0, 5)]]: pair() },
    { pixel: [null, [random(0, 7), random(0, 7)], [1], [1, 2, 3]][random(0, 3)] },
    { view: ["gather", "scatter", "sideways"][random(0, 2)], step: random(-9, 200) },
    { overwrite: random(0, 1), coverage: random(0, 1), hidden: random(0, 1), step: random(0, 8) },
    {
      cols: [
        null,
        [
          [1, 2],
          [3, 4],
        ],
        [],
      ][random(0, 2)],
    },
  ];
  return changes[random(0, 4)];
}

/** A matrix that fits, of random numbers. */
function filled(state, random) {
  const [down, across] = windows(state);
  const [k1, k2] = state.kernel_size;
  const line = () => Array.from({ length: k1 * k2 }, () => random(-9, 9));
  return { ...state, cols: Array.from({ length: down * across }, line) };
}

/** Every entry in its order, by plain loops: its value, its pixel, and whether that is on the image. */
function entries(state) {
  const [down, across] = windows(state);
  const { kernel_size, stride, padding, dilation, size, cols } = state;
  const found = [];
  for (let u = 0; u < down; u++) {
    for (let v = 0; v < across; v++) {
      for (let i = 0; i < kernel_size[0]; i++) {
        for (let j = 0; j < kernel_size[1]; j++) {
          const [window, feature] = [u * across + v, i * kernel_size[1] + j];
          const row = u * stride[0] + i * dilation[0] - padding[0];
          const column = v * stride[1] + j * dilation[1] - padding[1];
          const inside = row >= 0 && row < size[0] && column >= 0 && column < size[1];
          found.push({ window, feature, row, column, inside, value: cols ? cols[window][feature] : found.length });
        }
      }
    }
  }
  return found;
}

function isValid(state) {
  const count = windows(state);
  const [k1, k2] = state.kernel_size;
  for (const axis of [0, 1]) {
    const [n, k, s, p, d] = ["size", "kernel_size", "stride", "padding", "dilation"].map((name) => state[name][axis]);
    assert.ok(n >= 1 && n <= 8 && k >= 1 && k <= 5 && s >= 1 && s <= 8 && p >= 0 && p <= 3 && d >= 1 && d <= 4);
    assert.ok(count[axis] >= 1 && count[axis] <= 8);
    if (state.pixel) assert.ok(state.pixel[axis] >= 0 && state.pixel[axis] < n);
  }
  if (state.pixel) assert.equal(state.pixel.length, 2);
  if (state.cols) assert.deepEqual([state.cols.length, state.cols[0].length], [count[0] * count[1], k1 * k2]);
  assert.ok(["gather", "scatter"].includes(state.view));
  assert.ok([state.overwrite, state.coverage, state.hidden].every((on) => typeof on === "boolean"));
  const all = entries(state);
  const mine = state.pixel ? all.filter((e) => e.row === state.pixel[0] && e.column === state.pixel[1]) : [];
  assert.equal(steps(state), state.view === "scatter" ? all.length : mine.length);
  assert.ok(state.step >= -1 && state.step <= steps(state));
}

test("the start is valid and stays as it is", () => {
  isValid(settle(START));
  stays(settle(START), START);
});

test("2000 changes, each leads to a valid state, which stays as it is", () => {
  const random = chance(3).whole;
  let state = settle(START);
  for (let count = 0; count < 2000; count++) {
    state = settle({ ...state, ...change(random) });
    if (random(0, 3) === 0) state = settle(filled(state, random));
    isValid(state);
    stays(settle(state), state);
  }
});

test("what it sends adds up as Python's col2im does, channel by channel", () => {
  const all = { overwrite: false, sent: null, pixel: null, terms: null };
  for (const { setting, weights, dA, dX } of layers) {
    const [k1, k2] = setting.kernel_size;
    const channels = weights[0].map((_, c) => c);
    const sent = dA.map((matrix) =>
      channels.map((c) => {
        const cols = matrix.map((line) => line.slice(c * k1 * k2, (c + 1) * k1 * k2));
        return new Sending({ setting, cols, ...all }).image;
      }),
    );
    same(sent, dX, setting);
  }
});

test("what it sends, adds up and says agrees with plain loops", () => {
  const random = chance(4).whole;
  let state = settle(START);
  let [partial, overwritten] = [0, 0];
  for (let count = 0; count < 400; count++) {
    // Of many changes large strides come, and windows that share no pixel.
    const from = random(0, 1) ? state : { ...START, overwrite: random(0, 1) };
    state = settle({ ...from, ...change(random), hidden: false });
    if (random(0, 2) === 0) state = settle(filled(state, random));
    const sending = sendingOf(state);
    const every = entries(state);
    const scatter = state.view === "scatter";
    const sent = scatter && state.step >= 0 ? state.step : every.length;
    const limit = !scatter && state.pixel && state.step >= 0 ? state.step : every.length;
    const image = state.size.reduceRight((inner, n) => Array.from({ length: n }, () => structuredClone(inner)), 0);
    const writers = new Map();
    const lost = [];
    let [terms, cut] = [0, 0];
    for (const { row, column, inside, value, window, feature } of every.slice(0, sent)) {
      if (!inside) continue;
      const key = `${row},${column}`;
      if (key === String(state.pixel) && terms++ >= limit) {
        cut++;
        continue;
      }
      if (state.overwrite && writers.has(key)) lost.push(writers.get(key));
      writers.set(key, [window, feature]);
      image[row][column] = state.overwrite ? value : image[row][column] + value;
    }
    overwritten += lost.length > 9;
    const inOrder = lost.sort(([m, t], [n, u]) => m - n || t - u);
    assert.deepEqual([sending.image, sending.lost], [image, inOrder]);
    assert.equal(sending.countSent, sent - cut);

    const anywhere = state.size.map((n) => random(0, n - 1));
    const place = state.pixel && random(0, 1) ? state.pixel : anywhere;
    const mine = every.filter((e) => e.row === place[0] && e.column === place[1]);
    const chosen = state.pixel && String(place) === String(state.pixel);
    const here = scatter ? mine.filter((e) => every.indexOf(e) < sent) : mine.slice(0, chosen ? limit : mine.length);
    const values = here.map(({ value }) => value);
    const value = state.overwrite ? (values.at(-1) ?? 0) : values.reduce((total, term) => total + term, 0);
    assert.equal(sending.arrived(place).length, here.length);
    assert.equal(sending.image[place[0]][place[1]], value);
    const said = plain(sumInWords(sending, place));
    if (here.length && state.overwrite) assert.ok(said.startsWith(`${value} stays`), said);
    else assert.match(said.replaceAll(/[()]/g, ""), new RegExp(`(^|= )${value}[.:,]`));
    if (here.length < mine.length) {
      assert.ok(said.includes(`, ${here.length} of ${mine.length} term`), said);
      partial++;
    }
    const copies = mine.map((e) => `(${e.window}, ${e.feature})`).join(", ");
    assert.ok(plain(copiesInWords(sending, place)).endsWith(mine.length ? `, to ${copies}.` : "copied nowhere."));

    const one = every[random(0, every.length - 1)];
    const told = plain(entryInWords(sending, [one.window, one.feature]));
    assert.ok(told.startsWith(`Entry (${one.window}, ${one.feature}) is ${one.value}.`), told);
    const before = every.slice(0, every.indexOf(one)).filter((e) => e.row === one.row && e.column === one.column);
    if (!one.inside) assert.ok(told.endsWith("is cut off."));
    else if (!state.overwrite) {
      const old = before.reduce((total, e) => total + e.value, 0);
      const added = one.value < 0 ? `(${one.value})` : one.value;
      assert.ok(told.endsWith(`pixel (${one.row}, ${one.column}): ${old} + ${added} = ${old + one.value}.`), told);
    } else if (before.length) assert.ok(told.endsWith(`replaces ${before.at(-1).value}, which is lost.`), told);
    else assert.ok(told.endsWith(`pixel (${one.row}, ${one.column}).`), told);
  }
  assert.ok(partial > 20 && overwritten > 20);
});

test("an entry has arrived once it is sent, and not before", () => {
  // Entry (7, 2), number 44 of the matrix, goes to pixel (2, 2).
  const at = (step) => sendingOf(settle({ ...START, view: "scatter", step })).arrived([2, 2]).length;
  assert.deepEqual([11, 12, 44, 45, 60, -1].map(at), [0, 1, 3, 4, 4, 4]);
});

test("a place that is no pixel of the image is let go: fractions, too few numbers, too many", () => {
  for (const pixel of [[0.5, 1], [1, 1.5], [1], [1, 1, 1], [4, 0], [-1, 0], "x", null]) {
    assert.equal(settle({ ...START, pixel }).pixel, null, String(pixel));
  }
});

test("a guess is judged, and a wrong one is told what it would have meant", () => {
  const state = settle(START);
  assert.deepEqual(judgeSum(state, 110), { right: true });
  const said = (guess, changes) => plain(judgeSum({ ...state, ...changes }, guess).words);
  assert.equal(said(94), "94 lacks one term: entry (2, 4) goes there too.");
  assert.match(said(44), /what the last window sends/);
  assert.match(said(16), /is one term, entry \(2, 4\)/);
  assert.match(said(4), /how often the pixel was copied/);
  assert.match(said(5), /^Not 5\. Find the windows/);
  assert.deepEqual(judgeSum({ ...state, overwrite: true }, 44), { right: true });
  assert.match(said(110, { overwrite: true }), /sum of all terms/);
  assert.match(said(94, { overwrite: true }), /^Not 94/); // no term is missing where none is added
  const two = { ...state, pixel: [3, 1] }; // 35 + 40: what lacks one term is the other one
  assert.match(said(35, two), /is one term, entry \(5, 5\)/);
});

test("the worked example of chapter 5 is told as there", () => {
  const said = (changes) => sumInWords(sendingOf(settle({ ...START, ...changes })), [2, 2]);
  assert.equal(said({}), "11 + 16 + 39 + 44 = 110.");
  assert.equal(said({ step: 2 }), "11 + 16 = 27, 2 of 4 terms.");
  assert.equal(said({ step: 0 }), "0: nothing is added yet, 0 of 4 terms.");
  assert.equal(said({ overwrite: true }), "44 stays; 11, 16 and 39 are lost.");
  const entry = plain(entryInWords(sendingOf(START), [7, 2]));
  assert.equal(entry, "Entry (7, 2) is 44. It goes to pixel (2, 2): 66 + 44 = 110.");
  assert.ok(!entryInWords(sendingOf(START), [7, 2], [2, 2]).includes("110"));
  assert.equal(lostInWords(sendingOf({ ...START, overwrite: true, step: 3 })).slice(0, 24), "35 of the 59 entries sen");
});

test("the time line says how far it is, and what is shaded", () => {
  const said = (changes) => stepInWords(settle({ ...START, ...changes }));
  assert.equal(said({ step: 3 }), "3 of 4 terms: shaded");
  assert.equal(said({ hidden: true }), "4 of 4 terms");
  assert.equal(said({ view: "scatter", step: 9 }), "9 of 60 entries: shaded");
  assert.equal(said({ view: "scatter" }), "60 of 60 entries");
});

test("what does not depend on what is asked about is the very same", () => {
  const state = settle({ ...START, coverage: true, overwrite: true });
  const [before, after] = [scene(state), scene(state, { entry: [3, 1] })];
  for (const [number, table] of before.tables.entries()) {
    for (const part of ["texts", "rows", "columns", "grounds"]) {
      assert.equal(after.tables[number][part], table[part], `${table.name} ${part}`);
    }
  }
  assert.equal(after.tables[0].marks.lost, before.tables[0].marks.lost);
  const moved = scene(settle({ ...state, pixel: [1, 1], step: 1 }));
  for (const part of ["texts", "rows", "columns"]) assert.equal(moved.tables[0][part], before.tables[0][part], part);
  assert.equal(moved.tables[2].texts, before.tables[2].texts);
});

test("no number of a hidden pixel is told, whatever is pointed at", () => {
  for (const view of ["gather", "scatter"]) {
    const state = settle({ ...START, view, hidden: true });
    for (const pointed of [null, { pixel: [2, 2] }, { entry: [7, 2] }, { entry: [1, 5] }]) {
      const { tables, words } = scene(state, pointed);
      assert.equal(tables[1].texts[2][2], "?");
      assert.equal(tables[0].marks.asked, undefined);
      assert.ok(!Object.values(words).join(" ").includes("110"), view);
      assert.equal(words.sum, "");
    }
  }
});

// --- On a page

function onPage(changes) {
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  Col2imExplorer.render({ model: new Model({ ...START, ...changes }), el });
  const { store } = el.querySelector(".wbw");
  const grids = () => all(el, "grid");
  for (const box of grids()) layOut({ svg: box.querySelector("svg") });
  const [matrix, image] = grids();
  return { el, store, grids, matrix, image, text: (name) => plain(all(el, name)[0].textContent) };
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

test("a screen reader is told what is asked about, and not how much is lost", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { el, store } = onPage({ overwrite: true });
  store.set({ pixel: [3, 1] });
  context.mock.timers.tick(300);
  const said = plain(el.querySelector("[aria-live]").textContent);
  assert.equal(said, "Pixel (3, 1) was copied 2 times, to (5, 5), (6, 4). 40 stays; 35 is lost.");
});
