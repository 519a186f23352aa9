/* Col2imExplorer's state, and what it adds up, against plain loops. */

import assert from "node:assert/strict";
import { test } from "node:test";
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
import { plain, START } from "./col2im-start.js";
import { chance } from "./random.js";
import { stays } from "./states.js";
import { layers, same } from "./vectors.js";

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
