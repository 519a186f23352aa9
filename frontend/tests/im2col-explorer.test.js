/* Im2colExplorer's state, and what it says of it, against plain loops. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../src/widgets/im2col-explorer/judge.js";
import { askedFeature, settle } from "../src/widgets/im2col-explorer/state.js";
import { copiesInWords, entryInWords, productInWords } from "../src/widgets/im2col-explorer/words.js";
import { START } from "./im2col-start.js";
import { chance } from "./random.js";
import { stays } from "./states.js";

const array = (random, sizes) => {
  const [count, ...rest] = sizes;
  return Array.from({ length: count }, () => (rest.length ? array(random, rest) : random(-9, 9)));
};
const plain = (text) => text.replaceAll("\u00a0", " ").replaceAll("−", "-");

/** A change that a control, an address or Python may ask for; most of it impossible. */
function change(random) {
  const pair = () => [random(-3, 12), random(-3, 12)];
  const channels = random(1, 3);
  const names = ["size", "kernel_size", "stride", "padding", "dilation", "position"];
  const changes = [
    { [names[random(0, 5)]]: pair() },
    { pixel: [null, pair(), [random(-1, 3), ...pair()], [1], ["a", 1, 2]][random(0, 4)] },
    { n: random(-1, 3), f: random(-1, 4) },
    { show: ["values", "indices", "colours"][random(0, 2)], product: random(0, 1), hidden: random(0, 1) },
    {
      images: array(random, [random(1, 2), channels, random(1, 8), random(1, 8)]),
      weights: array(random, [random(1, 3), channels, random(1, 3), random(1, 3)]),
      size: undefined,
      kernel_size: undefined,
    },
  ];
  return changes[random(0, 4)];
}

function isValid(state) {
  const [channels, filters] = [state.images[0].length, state.weights.length];
  const tables = state.images.flat();
  assert.ok(tables.every((t) => t.length === state.size[0] && t.every((line) => line.length === state.size[1])));
  const kernels = state.weights.flat();
  const [k1, k2] = state.kernel_size;
  assert.ok(kernels.every((t) => t.length === k1 && t.every((line) => line.length === k2)));
  assert.ok(state.weights.every((filter) => filter.length === channels));
  for (const axis of [0, 1]) {
    const [n, k, s, p, d] = ["size", "kernel_size", "stride", "padding", "dilation"].map((name) => state[name][axis]);
    assert.ok(n >= 1 && n <= 8 && k >= 1 && k <= (channels > 1 ? 3 : 5) && s >= 1 && s <= 8);
    assert.ok(p >= 0 && p <= 3 && d >= 1 && d <= 4);
    const windows = Math.floor((n + 2 * p - d * (k - 1) - 1) / s) + 1;
    assert.ok(windows >= 1 && windows <= 8, `${windows} windows`);
    assert.ok(state.position[axis] >= 0 && state.position[axis] < windows);
    if (state.pixel) assert.ok(state.pixel[axis + 1] >= -p && state.pixel[axis + 1] < n + p);
  }
  if (state.pixel) assert.ok(state.pixel.length === 3 && state.pixel[0] >= 0 && state.pixel[0] < channels);
  assert.ok(state.n >= 0 && state.n < state.images.length && state.f >= 0 && state.f < filters);
  assert.ok(["values", "indices"].includes(state.show));
  assert.ok([state.product, state.hidden].every((on) => typeof on === "boolean"));
}

test("the start is valid and stays as it is", () => {
  const state = settle(START);
  isValid(state);
  for (const name of Object.keys(START)) assert.equal(state[name], START[name], name);
});

test("2000 changes, each leads to a valid state, which stays as it is", () => {
  const random = chance(1).whole;
  let state = settle(START);
  for (let count = 0; count < 2000; count++) {
    const wanted = { ...state, ...change(random) };
    state = settle(wanted);
    isValid(state);
    stays(settle(state), state);
  }
});

test("what counts its own places goes on counting when it grows, and anything else is kept", () => {
  const start = settle(START);
  const grown = settle({ ...start, size: [2, 7], kernel_size: [2, 3] });
  assert.deepEqual(grown.images[0][0], [
    [0, 1, 2, 3, 4, 5, 6],
    [7, 8, 9, 10, 11, 12, 13],
  ]);
  assert.deepEqual(grown.weights[0][0], [
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const edited = settle({
    ...start,
    images: [
      [
        [
          [5, 5],
          [7, 8],
        ],
      ],
    ],
    size: [2, 3],
    kernel_size: [1, 1],
  });
  assert.deepEqual(edited.images[0][0], [
    [5, 5, 1],
    [7, 8, 1],
  ]);
});

/** Every entry of the matrix by plain loops over the padded image, with the flat index of its pixel. */
function* entries(state) {
  const { images, size, kernel_size, stride, padding, dilation } = state;
  const [height, width] = size.map((n, axis) => n + 2 * padding[axis]);
  let window = 0;
  for (let row = 0; row + dilation[0] * (kernel_size[0] - 1) < height; row += stride[0]) {
    for (let column = 0; column + dilation[1] * (kernel_size[1] - 1) < width; column += stride[1], window++) {
      let feature = 0;
      for (let c = 0; c < images[0].length; c++) {
        for (let i = 0; i < kernel_size[0]; i++) {
          for (let j = 0; j < kernel_size[1]; j++, feature++) {
            const [r, q] = [row + i * dilation[0], column + j * dilation[1]];
            const index = ((state.n * images[0].length + c) * height + r) * width + q;
            const value = images[state.n][c][r - padding[0]]?.[q - padding[1]] ?? 0;
            yield { window, feature, index, value, pixel: [c, r - padding[0], q - padding[1]], cell: `(${i}, ${j})` };
          }
        }
      }
    }
  }
}

const window = ({ position, size, kernel_size, stride, padding, dilation }) => {
  const span = dilation[1] * (kernel_size[1] - 1);
  return position[0] * (Math.floor((size[1] + 2 * padding[1] - span - 1) / stride[1]) + 1) + position[1];
};

test("its sentences and its verdicts agree with plain loops", () => {
  const random = chance(2).whole;
  let state = settle(START);
  for (let count = 0; count < 300; count++) {
    state = settle({ ...state, ...change(random) });
    const all = [...entries(state)];
    const one = all[random(0, all.length - 1)];
    const said = plain(entryInWords(state, one.window, one.feature));
    const sum = said.match(/: (.*) = (\d+)/);
    assert.equal(Number(sum[2]), one.index);
    const parts = sum[1].match(/\d+/g).map(Number);
    assert.equal(
      parts.reduce((total, part) => total + part),
      one.index,
    );
    assert.ok(said.includes(`indow ${one.window}, feature ${one.feature}:`), said);
    assert.ok(said.includes(`(${one.pixel[1]}, ${one.pixel[2]})`) && said.endsWith(`under cell ${one.cell}.`), said);

    const copies = all.filter(({ pixel }) => String(pixel) === String(one.pixel));
    const open = { ...state, hidden: false };
    const places = copies.map((copy) => `(${copy.window}, ${copy.feature})`).join(", ");
    assert.ok(plain(copiesInWords(open, one.pixel)).endsWith(`: ${places}.`));

    const row = all.filter((entry) => entry.window === one.window);
    const filter = random(0, state.weights.length - 1);
    const weights = state.weights[filter].flat(3);
    const total = row.reduce((soFar, { value, feature }) => soFar + value * weights[feature], 0);
    assert.ok(plain(productInWords(state, one.window, filter)).includes(` = ${total}, output (`));

    const asked = all.find((entry) => entry.window === window(state) && entry.feature === askedFeature(state));
    const shows = state.show === "indices" ? asked.index : asked.value;
    assert.deepEqual(judge({ ...state, product: false }, shows), { right: true });
    assert.ok(judge({ ...state, product: false }, shows + 1000).words.startsWith(`Not ${shows + 1000}.`));
    const own = all.filter((entry) => entry.window === window(state));
    const ofFilter = state.weights[state.f].flat(3);
    const right = own.reduce((soFar, { value, feature }) => soFar + value * ofFilter[feature], 0);
    assert.deepEqual(judge({ ...state, product: true }, right), { right: true });
  }
});

test("a wrong guess is told what it would have meant", () => {
  const state = settle({ ...START, position: [1, 1] }); // window 6, where feature 3 is asked for
  assert.equal(askedFeature(state), 3);
  const said = (guess, changes) => judge(settle({ ...state, ...changes }), guess).words;
  assert.match(said(13), /window's number, 6, for its start, which is 7/);
  assert.match(said(10), /counts the rows of the image, 4, where its columns belong, 6/);
  assert.match(said(8), /column by column/);
  assert.match(said(7), /where the window starts|is in window 0/);
  assert.match(said(99), /^Not 99\. Add/);
  const two = [0, 24].map((first) => [START.images[0][0].map((line) => line.map((value) => value + first))]);
  assert.match(said(14, { images: two, n: 1 }), /is in image 0; image 1 begins 24 later/);

  const product = { product: true, position: [1, 2] };
  const flipped = 8 * 6 + 9 * 5 + 14 * 4 + 15 * 3 + 20 * 2 + 21;
  assert.match(said(flipped, product), /flipped by 180 degrees/);
  assert.match(said(87, product), /without the weights/);
  assert.match(said(1, product), /^Not 1\./);

  const channels = { ...product, images: [[two[0][0], two[1][0]]] };
  const { weights } = START;
  assert.match(said(354, { ...channels, weights: [[weights[0][0], weights[0][0]]] }), /is channel 0 alone/);
  const ones = weights[0][0].map((line) => line.map(() => 10));
  assert.match(said(870, { ...product, weights: [weights[0], [ones]] }), /^870 is row 7 times column 1\./);
});

test("the worked example of chapter 3 is told as there", () => {
  const state = settle(START);
  const entry = "Window 7, feature 2: start 8 + offset 6 = 14, pixel (2, 2) under cell (1, 0).";
  assert.equal(plain(entryInWords(state, 7, 2)), entry);
  const copies = "Pixel (2, 2) stands in the matrix 4 times, as (window, feature): (1, 5), (2, 4), (6, 3), (7, 2).";
  assert.equal(plain(copiesInWords(state, [0, 2, 2])), copies);
  const product = "Row 7 times column 0: 8·1 + 9·2 + 14·3 + 15·4 + 20·5 + 21·6 = 354, output (1, 2).";
  assert.equal(plain(productInWords(state, 7, 0)), product);
  const batch = {
    ...START,
    n: 1,
    images: [0, 48].map((n) =>
      [0, 24].map((c) => [0, 1, 2, 3].map((r) => [0, 1, 2, 3, 4, 5].map((q) => n + c + 6 * r + q))),
    ),
  };
  const weights = [[START.weights[0][0], START.weights[0][0]]];
  const said = plain(entryInWords(settle({ ...batch, weights }), 7, 2));
  assert.ok(
    said.startsWith(
      "Image 1, window 7, feature 2: 48 before this image + start 8 + offset 6 = 62, pixel (2, 2) of channel 0",
    ),
  );
  const hidden = plain(copiesInWords(settle({ ...START, hidden: true }), [0, 2, 2]));
  assert.ok(hidden.endsWith("(6, 3), (7, ?)."));
});
