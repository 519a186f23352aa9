/* Col2imExplorer's state, and what it adds up, against plain loops. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arrived,
  copiesInWords,
  entryInWords,
  judge,
  sendBack,
  settle,
  steps,
  sumInWords,
  valueNow,
} from "../src/widgets/col2im-explorer.js";
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
  for (const { setting, weights, dA, dX } of layers) {
    const [k1, k2] = setting.kernel_size;
    const channels = weights[0].map((_, c) => c);
    const sent = dA.map((matrix) =>
      channels.map((c) => {
        const cols = matrix.map((line) => line.slice(c * k1 * k2, (c + 1) * k1 * k2));
        return sendBack({ ...setting, cols, overwrite: false }, cols.length * k1 * k2)[0];
      }),
    );
    same(sent, dX, setting);
  }
});

test("what it sends, adds up and says agrees with plain loops", () => {
  const random = chance(4).whole;
  let state = settle(START);
  let partial = 0;
  for (let count = 0; count < 400; count++) {
    state = settle({ ...state, ...change(random), hidden: false });
    if (random(0, 2) === 0) state = settle(filled(state, random));
    const all = entries(state);
    const sent = state.view === "scatter" && state.step >= 0 ? state.step : all.length;
    const image = state.size.reduceRight((inner, n) => Array.from({ length: n }, () => structuredClone(inner)), 0);
    const writers = new Map();
    const lost = [];
    for (const { row, column, inside, value, window, feature } of all.slice(0, sent)) {
      if (!inside) continue;
      const key = `${row},${column}`;
      if (state.overwrite && writers.has(key)) lost.push(writers.get(key));
      writers.set(key, [window, feature]);
      image[row][column] = state.overwrite ? value : image[row][column] + value;
    }
    assert.deepEqual(sendBack(state, sent), [image, lost]);

    const anywhere = state.size.map((n) => random(0, n - 1));
    const place = state.pixel && random(0, 1) ? state.pixel : anywhere;
    const mine = all.filter((e) => e.row === place[0] && e.column === place[1]);
    const chosen = state.pixel && String(place) === String(state.pixel);
    const limit = state.view === "gather" && chosen && state.step >= 0 ? state.step : mine.length;
    const here = state.view === "gather" ? mine.slice(0, limit) : mine.filter((e) => all.indexOf(e) < sent);
    const terms = here.map(({ value }) => value);
    const value = state.overwrite ? (terms.at(-1) ?? 0) : terms.reduce((total, term) => total + term, 0);
    assert.equal(arrived(state, place).length, here.length);
    assert.equal(valueNow(state, place), value);
    const said = plain(sumInWords(state, place));
    if (here.length && state.overwrite) assert.ok(said.startsWith(`${value} stays`), said);
    else assert.match(said.replaceAll(/[()]/g, ""), new RegExp(`(^|= )${value}[.:,]`));
    if (here.length < mine.length) {
      assert.ok(said.includes(`, ${here.length} of ${mine.length} term`), said);
      partial++;
    }
    const copies = mine.map((e) => `(${e.window}, ${e.feature})`).join(", ");
    assert.ok(plain(copiesInWords(state, place)).endsWith(mine.length ? `, to ${copies}.` : "copied nowhere."));

    const one = all[random(0, all.length - 1)];
    const told = plain(entryInWords(state, one.window, one.feature));
    assert.ok(told.startsWith(`Entry (${one.window}, ${one.feature}) is ${one.value}.`), told);
    const before = all.slice(0, all.indexOf(one)).filter((e) => e.row === one.row && e.column === one.column);
    if (!one.inside) assert.ok(told.endsWith("is cut off."));
    else if (!state.overwrite) {
      const old = before.reduce((total, e) => total + e.value, 0);
      const added = one.value < 0 ? `(${one.value})` : one.value;
      assert.ok(told.endsWith(`pixel (${one.row}, ${one.column}): ${old} + ${added} = ${old + one.value}.`), told);
    } else if (before.length) assert.ok(told.endsWith(`replaces ${before.at(-1).value}, which is lost.`), told);
    else assert.ok(told.endsWith(`pixel (${one.row}, ${one.column}).`), told);
  }
  assert.ok(partial > 20);
});

test("an entry has arrived once it is sent, and not before", () => {
  // Entry (7, 2), number 44 of the matrix, goes to pixel (2, 2).
  const at = (step) => arrived(settle({ ...START, view: "scatter", step }), [2, 2]).length;
  assert.deepEqual([11, 12, 44, 45, 60, -1].map(at), [0, 1, 3, 4, 4, 4]);
});

test("a guess is judged, and a wrong one is told what it would have meant", () => {
  const state = settle(START);
  assert.deepEqual(judge(state, 110), { right: true });
  const said = (guess, changes) => judge({ ...state, ...changes }, guess).words.replaceAll("\u00a0", " ");
  assert.match(said(94), /lacks one term: entry \(2, 4\)/);
  assert.match(said(44), /what the last window sends/);
  assert.match(said(16), /is one term, entry \(2, 4\)/);
  assert.match(said(4), /how often the pixel was copied/);
  assert.match(said(5), /^Not 5\./);
  assert.deepEqual(judge({ ...state, overwrite: true }, 44), { right: true });
  assert.match(said(110, { overwrite: true }), /sum of all terms/);
});

test("the worked example of chapter 5 is told as there", () => {
  const state = settle(START);
  assert.equal(sumInWords(state, [2, 2]), "11 + 16 + 39 + 44 = 110.");
  assert.equal(sumInWords({ ...state, step: 2 }, [2, 2]), "11 + 16 = 27, 2 of 4 terms.");
  assert.equal(sumInWords({ ...state, overwrite: true }, [2, 2]), "44 stays; 11, 16 and 39 are lost.");
  assert.equal(plain(entryInWords(state, 7, 2)), "Entry (7, 2) is 44. It goes to pixel (2, 2): 66 + 44 = 110.");
  assert.ok(!entryInWords({ ...state, hidden: true }, 7, 2).includes("110"));
});
