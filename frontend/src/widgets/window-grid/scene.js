/* WindowGrid as a scene: the image under its window, the kernel, the output, and what belongs to the cell that is asked
   about. */

import { copies, valueAt } from "../../core/convolution.js";
import { kernelSpan, outputSize, pixelUnder, range, reads, unread } from "../../core/geometry.js";
import { shape } from "../../core/lists.js";
import { longest, memo, table } from "../../scene/schema.js";
import { by, number, place, written } from "../../scene/words.js";
import { elsewhere } from "../../state/setting.js";
import { pinned } from "./state.js";
import { formulaInWords, readersInWords, sumInWords, unreadInWords, weightInWords, windowInWords } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Pair} Pair */

/** What the reader points at, or null.
    @typedef {{ pixel?: Pair, weight?: Pair, output?: Pair } | null} Pointed */

/** What a state shows. What is pointed at is answered for in place of what is pinned; a pixel may lie in the padding.
    @param {State} state
    @param {Pointed} [pointed]
    @returns {import("../../scene/schema.js").Scene} */
export function scene(state, pointed = null) {
  const still = whatStands(state);
  const at = pointed?.output ?? state.position;
  const seen = underWindow(still, ...at, covered(state));
  const { pixel, weight } = askedAbout(state, pointed) ?? {};
  const { readers = [], read = [], words = "" } = answers(state, pixel, weight);
  const input = {
    window: seen.window,
    unread: still.unread,
    reader: readers.map((window) => windowBlock(state, window)),
    read,
    ...rings(pixel, state.pixel),
  };
  const output = { window: [at], asked: readers };
  return {
    tables: [
      table({ ...still.input, marks: input, labels: seen.labels }),
      table({ ...still.kernel, marks: rings(weight, state.weight) }),
      table({ ...still.output, texts: outputTexts(still.outputs, covered(state)), marks: output }),
    ],
    photos: [],
    words: {
      where: `${seen.read} and makes output ${place(at)}.`,
      sum: seen.sum,
      asked: words,
      prompt: words ? "" : "Point at a cell, or click one, to ask about it.",
      formula: still.formula,
      unread: unreadInWords(still.unread.length),
    },
  };
}

/** Ring what is asked about; what is pinned beside it waits. */
function rings(asked, pinned) {
  return { asked: asked ? [asked] : [], waiting: elsewhere(pinned, asked) };
}

/** The cell that is answered for, { pixel } or { weight }: the one pointed at, or else the pinned one. */
export function askedAbout(state, pointed) {
  return pointed && !pointed.output ? pointed : pinned(state);
}

/** The pairs of a pixel and a weight that a window multiplies, row by row. */
export function products(state, [u, v]) {
  const columns = reads(state, 1, v);
  return reads(state, 0, u).flatMap((row, i) =>
    columns.map((column, j) => [valueAt(state.image, [row, column]), state.kernel[i][j]]),
  );
}

/** What a window makes of them. */
export function output(state, at) {
  return products(state, at).reduce((total, [pixel, weight]) => total + pixel * weight, 0);
}

/** All that depends neither on the window nor on what is asked about. */
function whatStands({ image, kernel, stride, padding, dilation }) {
  return standing(image, kernel, stride, padding, dilation);
}

const standing = memo((image, kernel, stride, padding, dilation) => {
  const [size, kernel_size] = [shape(image), shape(kernel)];
  const all = { size, kernel_size, stride, padding, dilation, image, kernel };
  const [rows, columns] = outputSize(all);
  const outputs = range(rows).map((u) => range(columns).map((v) => output(all, [u, v])));
  const [down, across] = [0, 1].map((axis) => range(size[axis] + 2 * padding[axis]).map((at) => at - padding[axis]));
  const padded = written(down.map((row) => across.map((column) => valueAt(image, [row, column]))));
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
      rows: counted(down),
      columns: counted(across),
    },
    kernel: { name: "kernel", kind: "kernel", title: `kernel ${by(kernel_size)}`, texts: written(kernel) },
    output: {
      name: "output",
      kind: "output",
      title: `output ${by([rows, columns])}`,
      rows: counted(range(rows)),
      columns: counted(range(columns)),
      room: longest(written(outputs)), // a number that is hidden needs its room, too
    },
    unread: unread(all),
    formula: formulaInWords(all),
  };
});

function counted(places) {
  return { name: "", texts: places.map((at) => number(at)) };
}

/** The number of the first output that is to be found out, or how many there are. */
function covered({ hidden, position: [u, v], ...setting }) {
  const [rows, columns] = outputSize(setting);
  return hidden ? u * columns + v : rows * columns;
}

/** The outputs; from the one on that is to be found out a question mark, and nothing that would give it away. */
const outputTexts = memo((outputs, first) => {
  const text = (value, window) => (window < first ? number(value) : window === first ? "?" : "");
  return outputs.map((line, u) => line.map((value, v) => text(value, u * line.length + v)));
});

/** The window of an output: the block that it reaches over, the weights on its pixels, and what it reads and makes. */
const underWindow = memo(({ all, outputs }, u, v, first) => {
  const [rows, columns] = [reads(all, 0, u), reads(all, 1, v)];
  const [count, window] = [outputs.length * outputs[0].length, u * outputs[0].length + v];
  const hides = window >= first;
  return {
    window: [windowBlock(all, [u, v])],
    labels: rows.flatMap((row, i) => columns.map((column, j) => [row, column, `×${number(all.kernel[i][j])}`])),
    read: windowInWords(window, count, rows, columns),
    sum: hides ? "Its value is hidden: predict it." : sumInWords(products(all, [u, v]), outputs[u][v]),
    output: hides ? "hidden" : number(outputs[u][v]),
  };
});

/** The block of pixels that a window reaches over.
    @returns {import("../../scene/schema.js").Block} */
function windowBlock(setting, [u, v]) {
  return [pixelUnder(setting, 0, u, 0), pixelUnder(setting, 1, v, 0), ...kernelSpan(setting)];
}

/** What a screen reader is told of the window: where it is, and what it makes.
    @param {State} state
    @param {Pointed} pointed */
export function windowSaid(state, pointed) {
  const seen = underWindow(whatStands(state), ...(pointed?.output ?? state.position), covered(state));
  return `${seen.read}; output ${seen.output}`;
}

/** What belongs to a pixel or a weight: the windows that read the one, the pixels that the other multiplies.
    @returns {{ readers?: Pair[], read?: Pair[], words?: string }} */
function answers(state, pixel, weight) {
  if (pixel) {
    const found = copies(state, 0, pixel[0], pixel[1]);
    const windows = found.map(({ window }) => window);
    return { readers: found.map(({ u, v }) => [u, v]), words: readersInWords(state, pixel, windows) };
  }
  if (!weight) return {};
  const [rows, columns] = outputSize(state).map((count, axis) =>
    range(count).map((window) => pixelUnder(state, axis, window, weight[axis])),
  );
  const read = rows.flatMap((row) => columns.map((column) => [row, column]));
  return { read, words: weightInWords(weight, state.kernel[weight[0]][weight[1]], rows, columns) };
}
