/* backward-scrubber.js: its state, and what it computes against plain loops. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { lossOf, outputs, scattered } from "../src/core/gradients.js";
import { compute, judge, nudged, settle } from "../src/widgets/backward-scrubber.js";
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
  assert.ok(["forward", "db", "dW", "dX"].includes(state.tab));
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

test("every change of a valid state leads to a valid one", () => {
  const { whole, pick } = chance(2);
  let state = settle(START);
  for (let count = 0; count < 2000; count++) {
    const name = pick(["size", "kernel_size", "stride", "padding", "dilation", "position", "weight", "pixel"]);
    const words = pick([
      { tab: pick(["forward", "db", "dW", "dX"]) },
      { view: "gather" },
      { nudge: whole(-30, 30) / 4 },
    ]);
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
  const touched = settle({ ...settle(START), upstream: [[7, 10, 100], START.upstream[1]], size: [3, 5] });
  assert.deepEqual(touched.upstream[0], [7, 10, 100, 4]);
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
      const { gradient, other } = nudged(state, found);
      assert.equal(lossOf(state, outputs(other)) - found.loss + 0, state.nudge * gradient + 0);
    }
  }
});

test("a guess is right, or is told what it would have meant", () => {
  const state = settle({ ...START, bias: 5, position: [1, 0], weight: [0, 1] });
  const found = compute(state);
  for (const [tab, guess, words] of [
    ["forward", 49, true],
    ["forward", 44, "without the bias"],
    ["forward", 5 * 4 + 6 * 3 + 9 * 2 + 0 + 5, "turned kernel"],
    ["db", 111111, true],
    ["db", 18518.5, "mean"],
    ["db", 1111, "so far"],
    ["dW", 876432, true],
    ["dW", 109765, "weight (1, 0)"],
    ["dW", 2 + 3 + 4 + 6 + 7 + 8, "without G"],
    ["dX", 12034, true],
    ["dX", 43021, "turning the kernel and scattering"],
    ["dX", 10000, "= where += should"],
    ["dX", 11011, "without the weights"],
    ["dX", 5, "Multiply along each path"],
  ]) {
    const answer = judge({ ...state, tab }, found, guess);
    if (words === true) assert.ok(answer.right, `${tab} ${guess}`);
    else assert.ok(!answer.right && answer.words.includes(words), `${tab} ${guess}: ${answer.words}`);
  }
});
