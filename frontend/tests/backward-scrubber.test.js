/* BackwardScrubber: its state, what it computes against plain loops, and what it tells. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { lossOf, outputs, scattered } from "../src/core/gradients.js";
import { sumOf } from "../src/scene/words.js";
import { fromQuery, toQuery } from "../src/state/link.js";
import { judgeNumber } from "../src/widgets/backward-scrubber/judge.js";
import { compute } from "../src/widgets/backward-scrubber/look.js";
import { scene } from "../src/widgets/backward-scrubber/scene.js";
import { FIELDS, nudged, settle } from "../src/widgets/backward-scrubber/state.js";
import { chance } from "./random.js";
import { stays } from "./states.js";
import { layers, same, settings } from "./vectors.js";

const START = {
  image: [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    [9, 0, 1, 2],
  ],
  weights: [
    [1, 2],
    [3, 4],
  ],
  upstream: [
    [1, 10, 100],
    [1000, 10000, 100000],
  ],
  bias: 0,
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
  tab: "dX",
  view: "scatter",
  position: [0, 0],
  weight: [0, 0],
  pixel: [1, 1],
  nudge: 1,
  hidden: false,
};
const TABS = ["forward", "db", "dW", "dX"];
const LIMITS = { size: 8, kernel_size: 4, stride: 4, padding: 3, dilation: 3 };

const table = (rows, columns, value) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => value()));

function assertValid(state) {
  const { image, weights, upstream, stride, padding, dilation } = state;
  const size = [image.length, image[0].length];
  const kernel = [weights.length, weights[0].length];
  const made = size.map((n, axis) => {
    const rest = n + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1;
    assert.ok(rest >= 0, "the kernel fits");
    return Math.floor(rest / stride[axis]) + 1;
  });
  assert.deepEqual(state.size, size);
  assert.deepEqual(state.kernel_size, kernel);
  for (const [cells, [rows, columns]] of [
    [image, size],
    [weights, kernel],
    [upstream, made],
  ]) {
    assert.equal(cells.length, rows);
    for (const line of cells) {
      assert.equal(line.length, columns);
      assert.ok(line.every(Number.isFinite));
    }
  }
  for (const [name, largest] of Object.entries(LIMITS)) {
    const low = name === "padding" ? 0 : 1;
    for (const n of state[name]) assert.ok(Number.isInteger(n) && n >= low && n <= largest, `${name} ${n}`);
  }
  for (const [name, counts] of [
    ["position", made],
    ["weight", kernel],
    ["pixel", size],
  ]) {
    assert.equal(state[name].length, 2);
    for (const [axis, at] of state[name].entries()) {
      assert.ok(Number.isInteger(at) && at >= 0 && at < counts[axis], `${name} ${at}`);
    }
  }
  assert.ok(TABS.includes(state.tab));
  assert.ok(["scatter", "gather"].includes(state.view));
  assert.ok(Number.isInteger(2 * state.nudge) && Math.abs(state.nudge) <= 9);
  assert.ok(!Object.is(state.nudge, -0));
  assert.ok(Number.isFinite(state.bias));
  assert.equal(typeof state.hidden, "boolean");
}

test("a valid state is kept, part by part", () => {
  const state = settle(START);
  assertValid(state);
  for (const name of Object.keys(START)) assert.equal(state[name], START[name], name);
  stays(settle(state), state);
});

test("any garbage becomes a valid state, and that one stays as it is", () => {
  const { whole, pick } = chance(1);
  const junk = [null, undefined, "", "two", -1, 0, 2.5, 1e9, Number.NaN, Number.POSITIVE_INFINITY, [], {}, true, [[]]];
  const garbage = () =>
    pick([
      ...junk,
      [whole(-9, 99), whole(-9, 99)],
      [pick(junk), pick(junk)],
      [[1, 2], [3]],
      [["a"]],
      table(9, 2, () => 1),
    ]);
  for (let count = 0; count < 3000; count++) {
    const state = { ...START };
    for (const name of [...Object.keys(START), "size", "kernel_size"]) if (whole(0, 2) === 0) state[name] = garbage();
    const settled = settle(state);
    assertValid(settled);
    stays(settle(settled), settled);
  }
});

test("any address opens a valid state, which can be shown and has an address", () => {
  const { whole, pick } = chance(4);
  const number = () => pick([whole(-2, 12), whole(-20, 20) / 4, 1e9, "-0", "1e3", "9".repeat(400)]);
  const words = [...TABS, "gather", "scatter", "constructor", "__proto__", "", "none", "true", "two"];
  const value = () => pick([number(), `${number()}x${number()}`, `${number()}x${number()}x1`, pick(words)]);
  const start = settle(START);
  for (let count = 0; count < 2000; count++) {
    const asked = FIELDS.filter(() => whole(0, 3) === 0).map(([name]) => `${name}=${value()}`);
    const { changes } = fromQuery(asked.join("&"), start, FIELDS);
    const state = settle({ ...start, ...changes });
    assertValid(state);
    scene(state);
    const { changes: again, refused } = fromQuery(toQuery(state, FIELDS), start, FIELDS);
    assert.deepEqual(refused, []);
    for (const [name, part] of Object.entries(again)) assert.deepEqual(part, state[name], `${asked}: ${name}`);
  }
});

test("a fraction in an address leads to the nearest place", () => {
  const start = settle(START);
  const { changes, refused } = fromQuery("pixel=1.6&weight=0.4x1&window=0.5x1.2&hide=constructor", start, FIELDS);
  const { pixel, weight, position, hidden } = settle({ ...start, ...changes });
  assert.deepEqual(
    { pixel, weight, position, hidden },
    { pixel: [2, 2], weight: [0, 1], position: [1, 1], hidden: false },
  );
  assert.equal(refused.length, 1);
});

test("every change of a valid state leads to a valid one", () => {
  const { whole, pick } = chance(2);
  let state = settle(START);
  for (let count = 0; count < 2000; count++) {
    const name = pick(["size", "kernel_size", "stride", "padding", "dilation", "position", "weight", "pixel"]);
    const words = pick([{ tab: pick(TABS) }, { view: "gather" }, { nudge: whole(-30, 30) / 4 }]);
    state = settle({ ...state, [name]: [whole(-1, 12), whole(-1, 12)], ...words });
    assertValid(state);
  }
});

test("an untouched table shows its pattern in every size; a changed one keeps its numbers", () => {
  const wide = settle({ ...settle(START), size: [2, 5] });
  assert.deepEqual(wide.upstream, [[1, 10, 100, 1000]]);
  assert.deepEqual(wide.image[1], [6, 7, 8, 9, 0]);
  const kernel = settle({ ...wide, kernel_size: [2, 3] });
  assert.deepEqual(kernel.weights, [
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const many = settle({ ...settle(START), size: [5, 5] }).upstream;
  assert.deepEqual(many.flat(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7]);
  const nine = settle({ ...settle(START), size: [4, 4] }).upstream;
  assert.deepEqual(nine[2], [7, 8, 9]);
  const touched = settle({ ...settle(START), upstream: [[7, 0, 100], START.upstream[1]], size: [3, 5] });
  assert.deepEqual(touched.upstream[0], [7, 0, 100, 4]); // a 0 of the reader's stays, too
});

/** States with the settings of the vectors, as far as they are small enough. */
function* small() {
  const { whole } = chance(3);
  for (const { setting, ...shown } of settings) {
    if (Object.entries(LIMITS).some(([name, largest]) => Math.max(...setting[name]) > largest)) continue;
    const number = () => whole(-9, 9);
    yield settle({
      ...START,
      ...setting,
      image: table(...setting.size, number),
      weights: table(...setting.kernel_size, number),
      upstream: table(...shown.output_size, () => whole(-99, 99)),
      bias: whole(-9, 9),
      weight: setting.kernel_size.map((k) => whole(0, k - 1)),
      pixel: setting.size.map((n) => whole(0, n - 1)),
      nudge: whole(-18, 18) / 2,
    });
  }
}

test("outputs and gradients are those of plain loops", () => {
  let count = 0;
  for (const state of small()) {
    const { image, weights, upstream, bias, size, kernel_size, stride, padding, dilation } = state;
    const zeros = ([rows, columns]) => table(rows, columns, () => 0);
    const [dW, dX] = [zeros(kernel_size), zeros(size)];
    const Y = upstream.map((line, u) =>
      line.map((G, v) => {
        let total = bias;
        for (let i = 0; i < kernel_size[0]; i++) {
          for (let j = 0; j < kernel_size[1]; j++) {
            const row = u * stride[0] - padding[0] + i * dilation[0];
            const column = v * stride[1] - padding[1] + j * dilation[1];
            if (image[row]?.[column] === undefined) continue;
            total += image[row][column] * weights[i][j];
            dW[i][j] += G * image[row][column];
            dX[row][column] += G * weights[i][j];
          }
        }
        return total;
      }),
    );
    const found = compute(state);
    const plus = (cells) => cells.map((line) => line.map((value) => value + 0)); // −0 as 0
    same(found.Y, Y, state);
    same(plus(found.dW), plus(dW), state);
    same(plus(found.dX), plus(dX), state);
    same(plus(found.gathered), plus(dX), state);
    const db = upstream.flat().reduce((total, G) => total + G, 0);
    assert.equal(found.db, db);
    count++;
  }
  assert.ok(count > 100, `${count} layers`);
});

test("outputs and gradients are those of Python, channel by channel and filter by filter", () => {
  const plus = (one, other) => one.map((line, row) => line.map((value, column) => value + other[row][column]));
  for (const { setting, images, weights, bias, upstream, output, db, dW, dX } of layers) {
    const found = images.map((channels, n) =>
      weights.map((kernels, f) =>
        channels.map((image, c) =>
          compute({ ...setting, image, weights: kernels[c], bias: c ? 0 : bias[f], upstream: upstream[n][f] }),
        ),
      ),
    );
    const channels = weights[0].map((_, c) => c);
    same(
      found.map((filters) => filters.map((parts) => parts.map(({ Y }) => Y).reduce(plus))),
      output,
      setting,
    );
    same(
      weights.map((_, f) => found.reduce((total, filters) => total + filters[f][0].db, 0)),
      db,
      setting,
    );
    same(
      weights.map((_, f) => channels.map((c) => found.map((filters) => filters[f][c].dW).reduce(plus))),
      dW,
      setting,
    );
    for (const way of ["dX", "gathered"]) {
      same(
        found.map((filters) => channels.map((c) => filters.map((parts) => parts[c][way]).reduce(plus))),
        dX,
        setting,
      );
    }
  }
});

test("windows scatter one after the other", () => {
  const state = settle(START);
  assert.deepEqual(scattered(state, 0), [
    [1, 2, 0, 0],
    [3, 4, 0, 0],
    [0, 0, 0, 0],
  ]);
  assert.equal(scattered(state, 3)[1][1], 2034);
  assert.equal(scattered(state)[1][1], 12034);
});

test("the loss moves as the gradient predicts, exactly", () => {
  for (const tab of ["db", "dW", "dX"]) {
    for (const start of small()) {
      const state = { ...start, tab };
      const found = compute(state);
      const [row, column] = tab === "dW" ? state.weight : state.pixel;
      const gradient = tab === "db" ? found.db : found[tab][row][column];
      assert.equal(lossOf(state, outputs(nudged(state))) - found.loss + 0, state.nudge * gradient + 0);
    }
  }
});

test("a guess is right, or is told what it would have meant", () => {
  const state = settle({ ...START, bias: 5, position: [1, 0], weight: [0, 1] });
  for (const [tab, guess, words] of [
    ["forward", 49, true],
    ["forward", 44, "without the bias"],
    ["forward", 5 * 4 + 6 * 3 + 9 * 2 + 0 + 5, "flipped kernel"],
    ["db", 111111, true],
    ["db", 18518.5, "mean"],
    ["db", 1111, "so far"],
    ["dW", 876432, true],
    ["dW", 109765, "weight (1,\u00a00)"],
    ["dW", 2 + 3 + 4 + 6 + 7 + 8, "without G"],
    ["dW", 222222, "made with the weight itself"],
    ["dX", 12034, true],
    ["dX", 43021, "flipping the kernel and scattering"],
    ["dX", 10000, "= where += should"],
    ["dX", 11011, "without the weights"],
    ["dX", 12034 * 6, "the pixel itself plays no part"],
    ["dX", 5, "5 is not it. Multiply along each path, and add up."],
  ]) {
    const answer = judgeNumber({ ...state, tab }, guess);
    if (words === true) assert.ok(answer.right, `${tab} ${guess}`);
    else assert.ok(!answer.right && answer.words.includes(words), `${tab} ${guess}: ${answer.words}`);
  }
});

test("products of a sum are worked out on the way, if they are few", () => {
  const terms = [
    [1, 4],
    [10, -3],
  ];
  assert.equal(sumOf(terms, -26, String, 2), "1·4 + 10·(-3) = 4 + (-30) = -26");
  assert.equal(sumOf(terms, -26, String, 1), "1·4 + 10·(-3) = -26");
  assert.equal(sumOf([[5], [6]], 11, String, 2), "5 + 6 = 11");
  assert.equal(sumOf([[2, 3]], 6, String, 2), "2·3 = 6");
  assert.equal(sumOf([], 0, String, 2), "0");
});

/** The numbers of START that are hidden in each tab, each found nowhere else. */
const SECRETS = { forward: "54", db: "111111", dW: "765321", dX: "12034" };

for (const view of ["scatter", "gather"]) {
  for (const [tab, secret] of Object.entries(SECRETS)) {
    test(`what is hidden is not told, in ${tab} (${view}), not even by the nudge`, () => {
      const end = tab === "forward" ? [0, 1] : [1, 2];
      const state = settle({ ...START, view, tab, position: end, nudging: true });
      const told = (hidden) => JSON.stringify(scene({ ...state, hidden }));
      const alone = new RegExp(`\\b${secret}\\b`);
      assert.match(told(false), alone);
      assert.doesNotMatch(told(true), alone);
      assert.match(told(true), /"\?"/);
      assert.match(told(true), /The number is hidden: predict it\./);
    });
  }
}

test("what is hidden stays so while another number is pointed at", () => {
  const state = settle({ ...START, view: "gather", hidden: true, nudging: true });
  const { tables, words } = scene(state, { pixel: [0, 1] });
  assert.equal(tables[2].texts[1][1], "?");
  assert.equal(words.sum, "dX[0, 1] = 1·2 + 10·1 = 2 + 10 = 12");
  assert.doesNotMatch(JSON.stringify({ tables, words }), /\b12034\b/);
  // Beside another output, the loss would tell the hidden one.
  assert.equal(scene({ ...state, tab: "forward" }, { position: [1, 1] }).words.more, "");
});

test("on the way, the end is not told", () => {
  const state = settle(START);
  const at = (position) => scene({ ...state, position }).words;
  assert.equal(at([1, 0]).sum, "dX[1, 1] so far = 1·4 + 10·3 + 1000·2 = 4 + 30 + 2000 = 2034");
  assert.equal(at([1, 0]).more, "");
  assert.equal(at([1, 2]).more, "Scatter gives 12034, gather 12034; equal, as in all 12 pixels.");
});

test("a pointer leaves what it does not touch the very same", () => {
  const state = settle({ ...START, view: "gather" });
  const [before, after] = [scene(state), scene(state, { pixel: [2, 2] })];
  for (const at of [0, 1]) assert.equal(after.tables[at].texts, before.tables[at].texts);
  assert.equal(after.tables[0].marks.output, before.tables[0].marks.output);
  assert.notDeepEqual(after.tables[0].marks.window, before.tables[0].marks.window);
});
