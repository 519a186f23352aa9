/* The tables of the backward pass: the twins of those in convbook/figures/backward_tables.py. */

import { valueAt } from "../../core/convolution.js";
import { kernelSpan, range } from "../../core/geometry.js";
import { filled, firstMet, flipped, leftOver, zeroStuffedAt, zeroStuffedSize } from "../../core/gradients.js";
import { shape } from "../../core/lists.js";
import { longest, memo, table } from "../../scene/schema.js";
import { by, exact } from "../../scene/words.js";
import { crossed, dashed, met, readersOf, under } from "./look.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */
/** @typedef {import("../../scene/schema.js").Block} Block */
/** @typedef {import("../../scene/schema.js").Table} Table */
/** @typedef {import("./look.js").Look} Look */
/** @typedef {Record<string, readonly Block[]>} Marks */
/** @typedef {[number, number, string][]} Labels */

/** The image, with factors on what they multiply: the weights on the pixels of the window; or in the tab dW the upstream
    gradient, on the pixels that the weight meets.
    @param {Look} look
    @param {number[][]} on
    @param {Marks} marks */
export function inputTable(look, on, marks) {
  const { image, size, padding } = look;
  const texts = paddedTexts(image, size, padding);
  const labels = factors(on, look.tab === "dW" ? met(look) : under(look));
  return table({
    name: "input",
    kind: "input",
    title: `input X ${by(size)}`,
    texts,
    border: padding,
    marks: { entry: dashed(look, "pixel"), ...marks },
    labels,
    room: room(labels, texts),
  });
}

const paddedTexts = memo((image, size, [above, before]) =>
  filled([size[0] + 2 * above, size[1] + 2 * before], (row, column) =>
    exact(valueAt(image, [row - above, column - before])),
  ),
);

/** The upstream gradient.
    @param {Look} look
    @param {Marks} [marks] */
export function upstreamTable({ upstream, position }, marks = {}) {
  return table({
    name: "upstream",
    kind: "output",
    title: `upstream gradient G ${by(shape(upstream))}`,
    texts: upstreamTexts(upstream),
    marks: { ...marks, window: [position] },
  });
}

const upstreamTexts = memo((upstream) => written(upstream));

/** @param {Look} look */
export function weightsTable(look) {
  const { weights, kernel_size, bias } = look;
  return table({
    name: "weights",
    kind: "kernel",
    title: `weights W ${by(kernel_size)}, bias ${exact(bias)}`,
    texts: weightsTexts(weights),
    marks: { entry: dashed(look, "weight") },
  });
}

const weightsTexts = memo((weights) => written(weights));

/** The flipped kernel.
    @param {Look} look */
export function flippedTable(look) {
  const { weights, kernel_size } = look;
  const opposite = (cell) => cell.map((at, axis) => kernel_size[axis] - 1 - at);
  return table({
    name: "flipped",
    kind: "kernel",
    title: `flipped kernel W ${by(kernel_size)}`,
    texts: flippedTexts(weights),
    marks: { entry: dashed(look, "weight").map(opposite) },
  });
}

const flippedTexts = memo((weights) => written(flipped(weights)));

/** The zero-stuffed gradient, the flipped kernel laid on it where it makes the pixel.
    @param {Look} look */
export function stuffedTable(look) {
  const { upstream, weights, pixel, stride, dilation, size, kernel_size, padding } = look;
  const { title, texts, border, entries } = stuffed(upstream, size, kernel_size, stride, padding, dilation);
  const start = firstMet(look).map((first, axis) => pixel[axis] + first);
  const places = start.map((first, axis) => range(kernel_size[axis]).map((cell) => first + cell * dilation[axis]));
  const labels = factors(flipped(weights), places);
  const place = (window) => window.map((at, axis) => at * stride[axis]);
  return table({
    name: "stuffed",
    kind: "plain",
    title,
    texts,
    border,
    marks: {
      output: entries,
      window: [[...start, ...kernelSpan(look)]],
      asked: readersOf(look).map(({ u, v }) => place([u, v])),
      entry: dashed(look, "position").map(place),
    },
    labels,
    room: room(labels, texts),
  });
}

/** What of it does not depend on where the kernel lies. */
const stuffed = memo((upstream, size, kernel_size, stride, padding, dilation) => {
  const layer = { upstream, size, kernel_size, stride, padding, dilation };
  const [above, before] = firstMet(layer).map((first) => Math.max(0 - first, 0));
  const [rows, columns] = zeroStuffedSize(layer);
  const texts = filled([rows + 2 * above, columns + 2 * before], (row, column) =>
    exact(zeroStuffedAt(layer, row - above, column - before)),
  );
  const sides = leftOver(layer).flatMap((n, axis) => (n ? [`${n} more ${axis ? "on the right" : "below"}`] : []));
  const zeros = [`${each(stride[0] - 1, stride[1] - 1)} between`, `${each(above, before)} around`, ...sides];
  const lines = shape(upstream).map((count, axis) => range(count).map((window) => window * stride[axis]));
  const border = /** @type {Pair} */ ([above, before]);
  return { title: `zero-stuffed G: ${zeros.join(", ")}`, texts, border, entries: crossed(lines) };
});

function each(down, across) {
  return down === across ? `${down}` : `${down} down and ${across} across`;
}

/** What is computed, with "?" where it is hidden. `end` is what it will be in the end: cells are as wide from the beginning.
    What windows scatter stands on the image with its padding, the window on it.
    @param {Look} look
    @param {Pick<Table, "name" | "title"> & Partial<Table>} parts
    @param {number[][]} values
    @param {number[][]} [end] */
export function resultTable(look, parts, values, end = values) {
  const scatters = look.picture === "scatter";
  /** @type {Pair} */
  const border = scatters ? look.padding : [0, 0];
  const labels = scatters ? factors(look.weights, under(look)) : [];
  const texts = written(values);
  const most = room(labels, texts, end === values ? texts : written(end));
  if (look.secret) texts[look.secret[0]][look.secret[1]] = "?";
  return table({ kind: "plain", ...parts, texts: framed(texts, border), border, labels, room: most });
}

/** The output after a nudge: what has moved is ringed.
    @param {Look} look
    @param {number[][]} after */
export function afterTable({ found: { Y } }, after) {
  const texts = written(after);
  const lines = shape(Y).map((count) => range(count));
  return table({
    name: "after",
    kind: "output",
    title: "Y after the nudge; ringed: moved",
    texts,
    marks: { asked: crossed(lines).filter(([u, v]) => after[u][v] !== Y[u][v]) },
    room: room([], texts, written(Y)),
  });
}

/** @param {number[][]} values */
export function written(values) {
  return values.map((line) => line.map(exact));
}

/** Label the places of these rows and columns with what lies on them.
    @param {number[][]} values
    @param {readonly (readonly number[])[]} places
    @returns {Labels} */
function factors(values, [rows, columns]) {
  return rows.flatMap((row, i) =>
    columns.map((column, j) => /** @type {[number, number, string]} */ ([row, column, `×${exact(values[i][j])}`])),
  );
}

/** How many characters a cell must hold; a label's are smaller.
    @param {Labels} labels
    @param {...(readonly (readonly string[])[])} tables */
function room(labels, ...tables) {
  return Math.max(1, ...tables.map(longest), ...labels.map(([, , text]) => text.length - 2));
}

/** Lay empty cells around texts. */
function framed(texts, [above, before]) {
  const beside = new Array(before).fill("");
  const lines = texts.map((line) => [...beside, ...line, ...beside]);
  const edge = new Array(above).fill(new Array(lines[0].length).fill(""));
  return [...edge, ...lines, ...edge];
}
