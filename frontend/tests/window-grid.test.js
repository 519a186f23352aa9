import assert from "node:assert/strict";
import { test } from "node:test";
import { outputSize } from "../src/core/geometry.js";
import { LIMITS } from "../src/state/setting.js";
import { settle } from "../src/widgets/window-grid.js";
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
  const pair = () => [whole(-3, 40), next() < 0.2 ? Number.NaN : whole(-3, 40)];
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
