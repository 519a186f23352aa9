/* WindowGrid as a scene: the image under its window, the kernel, the output, and what belongs to the cell that is asked
   about. */

import { copies, valueAt } from "../../core/convolution.js";
import { kernelSpan, outputSize, pixelUnder, range, reads, unread } from "../../core/geometry.js";
import { shape } from "../../core/lists.js";
import { longest, memo, table } from "../../scene/schema.js";
import { by, number, place } from "../../scene/words.js";
import { elsewhere } from "../../state/setting.js";
import { pinned } from "./state.js";
import { formulaInWords, readersInWords, sumInWords, unreadInWords, weightInWords, windowInWords } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Pair} Pair */
/** @typedef {import("../../scene/schema.js").Block} Block */

/** What the reader points at, or null.
    @typedef {{ pixel?: Pair, weight?: Pair, output?: Pair } | null} Pointed */

/** What a state shows. What is pointed at is answered for in place of what is pinned; a pixel may lie in the padding.
    @param {State} state
    @param {Pointed} [pointed]
    @returns {import("../../scene/schema.js").Scene} */
export function scene(state, pointed = null) {
  const [still, at] = [whatStands(state), pointed?.output ?? state.position];
  const seen = underWindow(still, ...at, covered(state));
  const asked = answers(state, askedAbout(state, pointed) ?? {});
  return {
    tables: [
      table({
        ...still.input,
        marks: {
          window: seen.window,
          unread: still.unread,
          reader: asked.readers.map((window) => windowBlock(state, window)),
          read: asked.pixels,
          asked: asked.pixel,
          waiting: elsewhere(state.pixel, asked.pixel[0]),
        },
        labels: seen.labels,
      }),
      table({ ...still.kernel, marks: { asked: asked.weight, waiting: elsewhere(state.weight, asked.weight[0]) } }),
      table({
        ...still.output,
        texts: outputTexts(still.outputs, covered(state)),
        marks: { window: [at], asked: asked.readers },
      }),
    ],
    photos: [],
    words: {
      where: `${seen.read} and makes output ${place(at)}.`,
      sum: seen.sum,
      asked: asked.words,
      prompt: asked.words ? "" : "Point at a cell, or click one, to ask about it.",
      formula: still.formula,
      unread: unreadInWords(still.unread.length),
    },
  };
}

/** The cell that is answered for, { pixel } or { weight }: the one pointed at, or else the pinned one.
    @param {State} state
    @param {Pointed} pointed */
export function askedAbout(state, pointed) {
  return pointed && !pointed.output ? pointed : pinned(state);
}

/** The pairs of a pixel and a weight that a window multiplies, row by row.
    @param {import("./state.js").Convolution} state
    @param {Pair} at
    @returns {number[][]} */
export function products(state, [u, v]) {
  const columns = reads(state, 1, v);
  return reads(state, 0, u).flatMap((row, i) =>
    columns.map((column, j) => [valueAt(state.image, [row, column]), state.kernel[i][j]]),
  );
}

/** What a window makes of them.
    @param {import("./state.js").Convolution} state
    @param {Pair} at
    @returns {number} */
export function output(state, at) {
  return products(state, at).reduce((total, [pixel, weight]) => total + pixel * weight, 0);
}

/** All that depends neither on the window nor on what is asked about.
    @param {State} state */
function whatStands({ image, kernel, stride, padding, dilation }) {
  return standing(image, kernel, stride, padding, dilation);
}

const standing = memo((image, kernel, stride, padding, dilation) => {
  const [size, kernel_size] = [shape(image), shape(kernel)];
  const setting = { size, kernel_size, stride, padding, dilation };
  const [rows, columns] = outputSize(setting);
  const all = { ...setting, image, kernel };
  const outputs = range(rows).map((u) => range(columns).map((v) => output(all, [u, v])));
  const [down, across] = [0, 1].map((axis) => counted(size[axis] + 2 * padding[axis], padding[axis]));
  const padded = down.texts.map((_, row) =>
    across.texts.map((_, column) => number(valueAt(image, [row - padding[0], column - padding[1]]))),
  );
  return {
    all,
    outputs,
    input: {
      name: "input",
      kind: "input",
      title: `input ${by(size)}`,
      texts: padded,
      room: longest(padded),
      border: padding,
      rows: down,
      columns: across,
    },
    kernel: { name: "kernel", kind: "kernel", title: `kernel ${by(kernel_size)}`, texts: written(kernel) },
    output: {
      name: "output",
      kind: "output",
      title: `output ${by([rows, columns])}`,
      rows: counted(rows),
      columns: counted(columns),
      room: longest(written(outputs)), // a number that is hidden needs its room, too
    },
    unread: unread(setting),
    formula: formulaInWords(setting),
  };
});

function written(numbers) {
  return numbers.map((line) => line.map((value) => number(value)));
}

/** Heads that count, from 0 inside a border. */
function counted(count, before = 0) {
  return { name: "", texts: range(count).map((at) => number(at - before)) };
}

/** The number of the first output that is to be found out, or how many there are. */
function covered({ hidden, position: [u, v], ...setting }) {
  const [rows, columns] = outputSize(setting);
  return hidden ? u * columns + v : rows * columns;
}

/** The outputs; from the one on that is to be found out a question mark, and nothing that would give it away. */
const outputTexts = memo((outputs, first) =>
  outputs.map((line, u) =>
    line.map((value, v) => {
      const window = u * line.length + v;
      if (window < first) return number(value);
      return window === first ? "?" : "";
    }),
  ),
);

/** The window of an output: the block that it reaches over, the weights on its pixels, and what it reads and makes. */
const underWindow = memo(({ all, outputs }, u, v, first) => {
  const [rows, columns] = [reads(all, 0, u), reads(all, 1, v)];
  const [count, window] = [outputs.length * outputs[0].length, u * outputs[0].length + v];
  const labels = rows.flatMap((row, i) => columns.map((column, j) => [row, column, `×${number(all.kernel[i][j])}`]));
  const hides = window >= first;
  return {
    window: [windowBlock(all, [u, v])],
    labels,
    read: windowInWords(window, count, rows, columns),
    sum: hides ? "Its value is hidden: predict it." : sumInWords(products(all, [u, v]), outputs[u][v]),
    output: hides ? "hidden" : number(outputs[u][v]),
  };
});

/** The block of pixels that a window reaches over.
    @returns {Block} */
function windowBlock(setting, [u, v]) {
  return [pixelUnder(setting, 0, u, 0), pixelUnder(setting, 1, v, 0), ...kernelSpan(setting)];
}

/** What a screen reader is told of the window: where it is, and what it makes.
    @param {State} state
    @param {Pointed} pointed
    @returns {string} */
export function windowSaid(state, pointed) {
  const seen = underWindow(whatStands(state), ...(pointed?.output ?? state.position), covered(state));
  return `${seen.read}; output ${seen.output}`;
}

/** What belongs to a pixel or a weight: the windows that read the one, the pixels that the other multiplies.
    @param {State} state
    @param {{ pixel?: Pair, weight?: Pair }} about */
function answers(state, { pixel, weight }) {
  const none = { pixel: [], weight: [], readers: [], pixels: [] };
  if (pixel) {
    const readers = copies(state, 0, pixel[0], pixel[1]);
    const words = readersInWords(
      state,
      pixel,
      readers.map(({ window }) => window),
    );
    return { ...none, pixel: [pixel], readers: readers.map(({ u, v }) => [u, v]), words };
  }
  if (weight) {
    const [rows, columns] = [0, 1].map((axis) =>
      range(outputSize(state)[axis]).map((window) => reads(state, axis, window)[weight[axis]]),
    );
    const pixels = rows.flatMap((row) => columns.map((column) => [row, column]));
    const words = weightInWords(weight, state.kernel[weight[0]][weight[1]], rows, columns);
    return { ...none, weight: [weight], pixels, words };
  }
  return { ...none, words: "" };
}
