/* PhotoKernel without a browser: its state, its pixels, its numbers, what a guess means, and what keys and the pointer do.
   What it shows is compared with Python's scenes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeEstimate } from "../src/widgets/photo-kernel/judge.js";
import { KERNELS } from "../src/widgets/photo-kernel/kernels.js";
import { census, filtered, fullColour, sums } from "../src/widgets/photo-kernel/output.js";
import { PREFIX, pixelsOf, read, sizeOf } from "../src/widgets/photo-kernel/png.js";
import { outputBytes, scene } from "../src/widgets/photo-kernel/scene.js";
import { bytesOf, colours } from "../src/widgets/photo-kernel/shades.js";
import { settle } from "../src/widgets/photo-kernel/state.js";
import { meaning, reading } from "../src/widgets/photo-kernel/words.js";
import { PICTURE, PIXELS, SIZE, START, VALID } from "./photos.js";
import { noise, png } from "./png.js";
import { chance } from "./random.js";

// --- The state

test("a valid state is kept as it is, part by part", () => {
  const settled = settle(VALID);
  for (const [name, value] of Object.entries(VALID)) assert.equal(settled[name], value, name);
  const { weights, ...traits } = VALID;
  assert.equal(settle(traits).weights, weights);
});

/** Fail unless a state can be shown. */
function demandValid(state) {
  const size = sizeOf(state.photo);
  assert.ok(size);
  const { kernel } = state;
  assert.ok(kernel.length >= 1 && kernel.length <= Math.min(5, size[0]));
  assert.ok(kernel[0].length >= 1 && kernel[0].length <= Math.min(5, size[1]));
  for (const line of kernel) {
    assert.equal(line.length, kernel[0].length);
    for (const weight of line) assert.ok(Number.isFinite(weight) && Math.abs(weight) <= 999);
  }
  assert.ok(Number.isInteger(state.divisor) && state.divisor >= 1 && state.divisor <= 999);
  assert.equal(state.position.length, 2);
  state.position.forEach((at, axis) => {
    const last = size[axis] - [kernel.length, kernel[0].length][axis];
    assert.ok(Number.isInteger(at) && at >= 0 && at <= last);
  });
  assert.ok(["cut", "distance", "signed"].includes(state.show));
  assert.equal(typeof state.hidden, "boolean");
}

test("after any change, garbage too, the state is valid, and settled once and for all", () => {
  const { pick } = chance(7);
  const garbage = [null, undefined, "", "x", -1, 1e9, Number.NaN, Number.POSITIVE_INFINITY, [], [[]], [null], {}, true];
  const table = () => {
    const [rows, columns] = [pick([1, 2, 3, 5, 8]), pick([1, 2, 3, 5, 8])];
    return Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => pick([0, 1, -2, 0.25, 5000, null])),
    );
  };
  const photos = [png(noise([5, 5]), [5, 5]), png(noise([40, 6]), [40, 6]), png(noise([1, 2]), [1, 2]), VALID.photo];
  const changes = {
    photo: () => pick([...photos, ...garbage, "data:image/png;base64,AAAA", "data:image/png;base64,%%%"]),
    kernel: () => pick([table(), [[1, 2], [3]], ...garbage]),
    weights: () => pick(["edges", "blur-5", "toString", "1x2_3x4", "1x2_3", "9999", "1xx2", "-1e-7", ...garbage]),
    divisor: () => pick([1, 9, 2.4, 0, 5000, "3", ...garbage]),
    position: () => pick([[0, 0], [3, 400], [-4, 2], [1.6, 1], [1], ["a", "b"], [1, 2, 3], ...garbage]),
    show: () => pick(["cut", "distance", "signed", "toString", ...garbage]),
    hidden: () => pick([true, false, ...garbage]),
  };
  let state = settle({});
  demandValid(state);
  for (let round = 0; round < 2000; round++) {
    const name = pick(Object.keys(changes));
    const wanted = { ...state, [name]: changes[name]() };
    if (name === "kernel") wanted.weights = null;
    state = settle(wanted);
    demandValid(state);
    const again = settle(state);
    for (const key of Object.keys(state)) assert.equal(again[key], state[key], key);
  }
});

test("a link names a kernel, or writes its weights", () => {
  for (const [name, { table }] of Object.entries(KERNELS)) {
    assert.deepEqual(settle({ ...VALID, weights: name }).kernel, table);
    assert.equal(settle({ ...VALID, kernel: table, weights: null }).weights, name);
    const written = table.map((line) => line.join("x")).join("_");
    assert.deepEqual(settle({ ...VALID, weights: written }).kernel, table);
  }
  const state = settle({ ...VALID, weights: "0.5x-7" });
  assert.deepEqual(state.kernel, [[0.5, -7]]);
  assert.equal(settle({ ...VALID, weights: "nonsense" }).weights, VALID.weights);
  // What was written is left as it was written: it asked for nothing impossible.
  assert.equal(settle({ ...VALID, weights: "-1x0x1_-1x0x1_-1x0x1" }).weights, "-1x0x1_-1x0x1_-1x0x1");
});

test("where a kernel is larger than the photo, it is cut", () => {
  const small = png(noise([2, 4]), [2, 4]);
  assert.deepEqual(settle({ ...VALID, photo: small, weights: "blur-5" }).kernel, [
    [1, 1, 1, 1],
    [1, 1, 1, 1],
  ]);
});

// --- Pixels

test("every filter of PNG is undone", async () => {
  for (const filters of [[0], [1], [2], [3], [4], [4, 3, 2, 1, 0], [1, 4]]) {
    for (const size of [
      [9, 7],
      [1, 1],
      [1, 8],
      [8, 1],
      [320, 320],
    ]) {
      const pixels = noise(size, 3);
      const address = png(pixels, size, filters);
      assert.deepEqual(sizeOf(address), size);
      assert.deepEqual(await pixelsOf(address), pixels, `${filters} ${size}`);
    }
  }
});

test("only a grey PNG of 8 bits, not too large, is a photo", () => {
  for (const other of [{ depth: 16 }, { colour: 2 }, { colour: 3 }, { interlace: 1 }]) {
    assert.equal(sizeOf(png(PIXELS, SIZE, [0], other)), null);
  }
  assert.equal(sizeOf(png(noise([321, 5]), [321, 5])), null);
  assert.equal(sizeOf(VALID.photo.replace("png", "gif")), null);
  assert.equal(sizeOf(VALID.photo.slice(0, 40)), null);
  assert.equal(sizeOf(7), null);
});

test("a photo that is cut short is refused", async () => {
  await assert.rejects(pixelsOf(VALID.photo.slice(0, 132)));
  const short = png(PIXELS.subarray(0, 56), [8, 7]);
  const [one, other] = [VALID.photo, short].map((address) => Buffer.from(address.slice(PREFIX.length), "base64"));
  other.set(one.subarray(0, 33)); // it says 9 rows, and has 8
  await assert.rejects(pixelsOf(PREFIX + other.toString("base64")), /cut short/);
});

// --- What is computed

/** Window by window, as chapter 1's four loops. */
function convolve(pixels, [height, width], kernel) {
  const output = [];
  for (let u = 0; u <= height - kernel.length; u++) {
    for (let v = 0; v <= width - kernel[0].length; v++) {
      let sum = 0;
      for (let i = 0; i < kernel.length; i++) {
        for (let j = 0; j < kernel[0].length; j++) sum += pixels[(u + i) * width + v + j] * kernel[i][j];
      }
      output.push(sum);
    }
  }
  return output;
}

test("the sums are those of four loops, fractions too", () => {
  const { next, whole } = chance(5);
  for (let round = 0; round < 200; round++) {
    const size = [whole(1, 12), whole(1, 12)];
    const kernel = Array.from({ length: whole(1, Math.min(5, size[0])) }, () => []);
    const columns = whole(1, Math.min(5, size[1]));
    for (const line of kernel) {
      for (let j = 0; j < columns; j++) line.push(round % 2 ? next() * 2 - 1 : whole(-2, 2));
    }
    const pixels = noise(size, round);
    assert.deepEqual([...sums(pixels, size, kernel)], convolve(pixels, size, kernel));
  }
});

test("the census counts what lies outside of a screen's range", () => {
  assert.deepEqual(census([-3, 0, 255, 256, 900]), { low: -3, high: 900, below: 1, above: 2 });
});

test("the colour is full where one number in a hundred lies further out", () => {
  const values = Float64Array.from({ length: 201 }, (_, at) => (at % 2 ? at : -at));
  assert.equal(fullColour(values), 198);
  assert.equal(fullColour(new Float64Array(9)), 1);
});

test("a number is drawn as the screen, its distance or its sign says", () => {
  const values = [-300, -100, 0, 100.5, 300];
  const shades = (show, full) => {
    const bytes = [...bytesOf(values, show, full)];
    return values.map((_, at) => bytes.slice(4 * at, 4 * at + 4));
  };
  const grey = (...all) => all.map((one) => [one, one, one, 255]);
  assert.deepEqual(shades("cut"), grey(0, 0, 0, 100, 255)); // 100.5 to the even side, as NumPy's rint
  assert.deepEqual(shades("distance"), grey(255, 100, 0, 100, 255));
  const signed = shades("signed", 200);
  assert.deepEqual(signed[0], [0, 68, 136, 255]);
  assert.deepEqual(signed[2], [255, 255, 255, 255]);
  assert.deepEqual(signed[4], [230, 140, 30, 255]);
  assert.deepEqual(colours([values], "signed", 200), [
    signed.map(([red, green, blue]) => `rgb(${red} ${green} ${blue})`),
  ]);
});

test("what a sign means is said where the kernel tells it", () => {
  const { edges, sobel, blur, sharpen, outline, emboss } = KERNELS;
  assert.equal(meaning(edges.table, -569), "brighter on the left");
  assert.equal(meaning(edges.table, 569), "brighter on the right");
  assert.equal(meaning(edges.table, 0), "as bright on the left as on the right");
  assert.equal(meaning(sobel.table, -1), "brighter on the left");
  assert.equal(meaning(KERNELS["edges-down"].table, 4), "brighter at the bottom");
  assert.equal(meaning(KERNELS["edges-down"].table, -4), "brighter at the top");
  assert.equal(meaning([[1, -1]], 4), "brighter on the left");
  for (const { table } of [blur, sharpen, outline, emboss]) assert.equal(meaning(table, 5), "");
  assert.equal(meaning([[1, -1, 1, -1]], 5), ""); // opposite halves, but neither is all of one sign
  assert.equal(meaning([[0, 0]], 0), "");
  assert.equal(meaning([[3]], 5), "");
  assert.equal(reading({ kernel: edges.table, divisor: 1 }, -569), "−569, negative: brighter on the left");
  assert.equal(reading({ kernel: edges.table, divisor: 9 }, 0), "0");
});

test("an estimate is told from the mistakes that are made", () => {
  const size = [3, 3];
  const pixels = [224, 179, 25, 222, 177, 30, 234, 194, 56];
  const photo = png(pixels, size);
  const state = (changes) =>
    settle({ photo, position: [0, 0], picture: { of: photo, own: false, size, pixels }, ...changes });
  const edges = state({ kernel: KERNELS.edges.table, divisor: 1 });
  const judge = (guessed, of = edges) => judgeEstimate(of, guessed);
  assert.deepEqual(judge(-569), { right: true });
  for (const close of [-600, -520, -560]) assert.ok(judge(close).right, close);
  assert.equal(judge(-600).words, "−600 is close: it is −569.");
  for (const [guessed, words] of [
    [569, "right size"],
    [500, "wrong sign"],
    [1341, "without the weights"],
    [0, "what a screen"],
    [-100, "near to 0"],
    [-650, "far from 0"],
    [-900, "far from 0"],
  ]) {
    const { right, words: said } = judge(guessed);
    assert.ok(!right && said.includes(words), `${guessed}: ${said}`);
    assert.ok(!said.includes("−569"), "an answer that is not right does not give the answer away");
  }
  const blur = state({ kernel: KERNELS.blur.table, divisor: 9 });
  assert.ok(judge(149, blur).right);
  assert.match(judge(1341, blur).words, /divide it by 9/);
  const flat = state({ kernel: [[0]], divisor: 1 });
  assert.equal(judge(224, flat).words, "224 is the sum of the pixels, without the weights.");
});

// --- Pixels and state together

test("the pixels belong to the photo that they were read of", () => {
  const other = png(noise([12, 12]), [12, 12]);
  const state = settle({ ...START, picture: PICTURE });
  assert.equal(state.picture, PICTURE);
  assert.equal(settle({ ...state, photo: other }).picture, null);
});

test("a photo that was read once is known", async () => {
  const photo = png(noise([6, 6], 9), [6, 6]);
  assert.equal(settle({ ...START, photo }).picture, null);
  const picture = await read(photo);
  assert.equal(settle({ ...START, photo }).picture, picture);
  assert.deepEqual(picture.pixels, noise([6, 6], 9));
});

test("a place in the reader's own photo is none in the state's", () => {
  const own = { ...PICTURE, own: true, size: [20, 30], pixels: noise([20, 30]) };
  const state = settle({ ...START, picture: own });
  assert.deepEqual(state.ownPosition, [10, 15]);
  const moved = settle({ ...state, ownPosition: [99, -4] });
  assert.deepEqual([moved.ownPosition, moved.position], [[17, 0], START.position]);
  assert.equal(settle({ ...moved, picture: PICTURE }).ownPosition, null);
});

test("a sum that is divided is rounded down, below 0 too", () => {
  const picture = { ...PICTURE, pixels: PIXELS.map(() => 10) };
  for (const [kernel, quotient] of [
    [[[1, 1]], 6],
    [[[-1, -1]], -7],
  ]) {
    assert.deepEqual([...new Set(filtered(picture, kernel, 3))], [quotient]);
  }
});

test("a weight that is gone is not chosen", () => {
  const state = settle({ ...START, chosen: [2, 2] });
  assert.deepEqual(state.chosen, [2, 2]);
  assert.equal(settle({ ...state, kernel: [[1, 2, 3]], weights: null }).chosen, null);
  assert.equal(settle({ ...state, chosen: [0.5, 1] }).chosen, null);
});

test("without pixels there are sizes and a kernel, and no number", () => {
  const { tables, photos, words } = scene(settle({ ...START, photo: png(noise(SIZE, 77), SIZE) }));
  assert.deepEqual(
    photos.map(({ title, hidden }) => [title, hidden]),
    [
      ["photo 9×7", true],
      ["output 7×5", true],
    ],
  );
  const texts = Object.fromEntries(tables.map(({ name, texts }) => [name, texts.flat().join("")]));
  assert.deepEqual(texts, { pixels: "", kernel: "−101−101−101", products: "", value: "" });
  assert.equal(Object.values(words).join(""), "");
});

test("the output is computed and painted once as the window moves, and again for another kernel", () => {
  const state = settle({ ...START, picture: PICTURE });
  const { picture, kernel, divisor, show, hidden } = state;
  const once = filtered(picture, kernel, divisor);
  const painted = outputBytes(picture, kernel, divisor, show, hidden);
  scene(state, { position: [0, 0] });
  scene(settle({ ...state, position: [5, 1] }));
  assert.equal(filtered(picture, kernel, divisor), once);
  assert.equal(outputBytes(picture, kernel, divisor, show, hidden), painted);
  assert.notEqual(outputBytes(picture, [[2]], divisor, show, hidden), painted);
  assert.equal(outputBytes(picture, kernel, divisor, show, true), null);
});
