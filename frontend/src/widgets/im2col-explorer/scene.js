/* Im2colExplorer as a scene: the channels of the image, the output, the matrix and, multiplied, the weights and the product.
   Its twin is convbook/figures/im2col_explorer.py. */

import { copies, entry } from "../../core/convolution.js";
import { kernelSpan, outputSize, paddedSize, range, reads } from "../../core/geometry.js";
import { longest, memo, table } from "../../scene/schema.js";
import { by, number } from "../../scene/words.js";
import { elsewhere } from "../../state/setting.js";
import { counted } from "../matrix/tables.js";
import {
  askedFeature,
  columnsOf,
  featureIn,
  hiddenRow,
  matrixSize,
  pixelOf,
  productsOf,
  shown,
  windowAt,
  windowOf,
} from "./state.js";
import { said } from "./words.js";

/** @typedef {Record<string, any>} State */
/** @typedef {import("../../scene/schema.js").Table} Table */

/** What the pointer asks about: a pixel, an entry of the matrix, a window (with its filter, in the product), or a weight (its
    feature) of a filter.
    @typedef {{ pixel?: number[], entry?: number[], window?: number, weight?: number, filter?: number } | null} Pointed */

/** What is shown of a state. What is pointed at is answered for in place of what is kept.
    @param {State} state
    @param {Pointed} [pointed]
    @returns {import("../../scene/schema.js").Scene} */
export function scene(state, pointed = null) {
  const asked = askedAbout(state, pointed);
  const filters = range(state.product ? state.weights.length : 1);
  const multiplied = state.product ? [weightTable(state, asked), productTable(state, asked)] : [];
  return {
    tables: [
      ...range(state.images[0].length).map((channel) => channelTable(state, asked, channel)),
      ...filters.map((filter) => outputTable(state, asked, filter)),
      entryTable(state, asked),
      ...multiplied,
    ],
    photos: [],
    words: said(state, asked),
  };
}

/** What the pointer asks about, or else what the state keeps: a window, a filter, a pixel with its copies in the matrix, and
    a feature of the window. `weight` says whether that is a weight, which meets its feature in every window.
    @param {State} state
    @param {Pointed} pointed */
export function askedAbout(state, pointed) {
  const window = pointed?.entry?.[0] ?? pointed?.window ?? windowOf(state);
  const open = pointed?.entry && window !== hiddenRow(state);
  const pixel = open ? pixelOf(state, ...pointed.entry) : (pointed?.pixel ?? state.pixel);
  return {
    window,
    filter: pointed?.filter ?? state.f,
    pixel,
    found: pixel ? copies(state, ...pixel) : [],
    feature: pointed?.weight ?? featureIn(state, window, pixel),
    weight: pointed?.weight !== undefined,
    byPointer: pointed !== null,
  };
}

// --- What stands in the cells: kept until what it is made of changes

/** A function of what the numbers of the image are made of, keeping its last result. */
function ofImage(make) {
  const kept = memo((images, n, size, kernel_size, stride, padding, dilation, show) =>
    make({ images, n, size, kernel_size, stride, padding, dilation, show }),
  );
  return ({ images, n, size, kernel_size, stride, padding, dilation, show }) =>
    kept(images, n, size, kernel_size, stride, padding, dilation, show);
}

/** What stands in the channels, padding included, and the room that it takes. */
const channelTexts = ofImage((state) => {
  const [height, width] = paddedSize(state);
  const [above, left] = state.padding;
  const texts = range(state.images[0].length).map((channel) =>
    range(height).map((row) =>
      range(width).map((column) => number(shown(state, [channel, row - above, column - left]))),
    ),
  );
  return { texts, room: Math.max(...texts.map(longest)) };
});

/** What stands in the matrix, what heads it, and where its padding and its channels are. */
const entries = ofImage((state) => {
  const [windows, features] = matrixSize(state);
  const all = range(windows).map((m) => range(features).map((t) => entry(state, m, t)));
  const channels = state.images[0].length;
  const indices = state.show === "indices";
  return {
    texts: all.map((line) => line.map(({ channel, row, column }) => number(shown(state, [channel, row, column])))),
    padding: all.flatMap((line, m) => line.flatMap(({ inside }, t) => (inside ? [] : [[m, t]]))),
    channel: range(channels - 1).map((c) => [0, ((c + 1) * features) / channels, windows, 1]),
    rows: indices
      ? { name: "window: start", texts: all.map(([{ start }], m) => `${m}: ${start}`) }
      : counted("window", windows),
    columns: indices
      ? { name: "offset", texts: all[0].map(({ offset }) => `+${offset}`) }
      : counted("feature", features),
  };
});

/** Cover a row with question marks, and with them where its padding is. */
const covered = memo(({ texts, padding, ...rest }, hidden) => ({
  ...rest,
  texts: texts.map((line, m) => (m === hidden ? line.map(() => "?") : line)),
  padding: padding.filter(([m]) => m !== hidden),
}));

const productCells = memo((products) => ({
  texts: products.map((line) => line.map((value) => number(value))),
  rows: counted("window", products.length),
  columns: counted("filter", products[0].length),
}));

/** What stands in the product, and the room that it takes: that a number is hidden does not move a cell. */
const coveredProduct = memo((cells, window, filter) => ({
  ...cells,
  texts: cells.texts.map((line, m) => line.map((text, f) => (m === window && f === filter ? "?" : text))),
  room: longest(cells.texts),
}));

function productOf(state) {
  const cells = productCells(productsOf(state));
  return state.hidden ? coveredProduct(cells, windowOf(state), state.f) : coveredProduct(cells, null, null);
}

/** What stands in the outputs, one for each filter; or in one the numbers of its windows. */
const outputTexts = memo((product, rows, columns) => {
  const window = (u, v) => u * columns + v;
  const cells = (text) => range(rows).map((u) => range(columns).map((v) => text(window(u, v))));
  return product ? product[0].map((_, f) => cells((m) => product[m][f])) : [cells(String)];
});

const weightCells = memo((columns) => ({
  texts: columns[0].map((_, t) => columns.map((column) => number(column[t]))),
  rows: counted("feature", columns[0].length),
  columns: counted("filter", columns.length),
}));

// --- The tables

/** The title of one of several pictures: "image 4×6", "image 1, channel 0, 4×6". */
function imageTitle(state, channel) {
  const image = state.images.length > 1 ? `image ${state.n}` : "image";
  const padded = Math.max(...state.padding) ? `, padded ${by(paddedSize(state))}` : "";
  const name = state.images[0].length > 1 ? `${image}, channel ${channel},` : image;
  return `${name} ${by(state.size)}${padded}`;
}

/** @returns {Table} */
function channelTable(state, asked, channel) {
  const { texts, room } = channelTexts(state);
  const { window, pixel, feature, weight } = asked;
  const [u, v] = windowAt(state, window);
  const here = (pixels) => pixels.flatMap((place) => (place?.[0] === channel ? [place.slice(1)] : []));
  const read = weight ? range(matrixSize(state)[0]).map((m) => pixelOf(state, m, feature)) : [];
  const labels = labelsOf(state, asked, channel);
  return table({
    name: `image ${channel}`,
    kind: "input",
    title: imageTitle(state, channel),
    texts: texts[channel],
    border: state.padding,
    marks: {
      window: [[reads(state, 0, u)[0], reads(state, 1, v)[0], ...kernelSpan(state)]],
      asked: here([pixel]),
      waiting: here(elsewhere(state.pixel, pixel)),
      read: here(read),
    },
    labels,
    // A label is set smaller than a number.
    room: Math.max(room, Math.ceil(0.75 * longest([labels.map((label) => label[2])]))),
  });
}

/** What the window's cells carry: the weights that they are multiplied by, or else their place in the row.
    @returns {[number, number, string][]} */
function labelsOf(state, { window, filter }, channel) {
  const { product, show, weights, kernel_size } = state;
  if (state.hidden && !product) return [];
  const [u, v] = windowAt(state, window);
  const columns = reads(state, 1, v);
  const text = (i, j) => {
    const feature = (channel * kernel_size[0] + i) * kernel_size[1] + j;
    if (product) return `×${number(weights[filter][channel][i][j])}`;
    return show === "indices" ? `+${entry(state, 0, feature).offset}` : String(feature);
  };
  return reads(state, 0, u).flatMap((row, i) => columns.map((column, j) => [row, column, text(i, j)]));
}

/** @returns {Table} */
function outputTable(state, { window, filter, found }, own) {
  const [rows, columns] = outputSize(state);
  const { texts, room } = state.product ? productOf(state) : { texts: null, room: 0 };
  const ofFilter = state.weights.length > 1 ? `, filter ${own}` : "";
  return table({
    name: `output ${own}`,
    kind: "output",
    title: `output ${by([rows, columns])}${state.product ? ofFilter : ": its windows"}`,
    texts: outputTexts(texts, rows, columns)[own],
    marks: {
      window: !state.product || own === filter ? [windowAt(state, window)] : [],
      asked: found.map(({ u, v }) => [u, v]),
    },
    room,
  });
}

/** @returns {Table} */
function entryTable(state, { window, found, feature, weight, byPointer }) {
  const hidden = hiddenRow(state);
  const { padding, channel, ...cells } = covered(entries(state), hidden);
  const [windows, features] = matrixSize(state);
  const says = byPointer && !weight && feature !== null && window !== hidden;
  return table({
    name: "matrix",
    kind: "input",
    title: `matrix ${by([windows, features])}`,
    ...cells,
    marks: {
      window: [[window, 0, 1, features]],
      padding,
      channel,
      asked: found.filter((copy) => copy.window !== hidden).map((copy) => [copy.window, copy.feature]),
      entry: [...(hidden === null ? [] : [[hidden, askedFeature(state)]]), ...(says ? [[window, feature]] : [])],
      shaded: weight ? [[0, feature, windows, 1]] : [],
    },
    room: channelTexts(state).room,
  });
}

/** @returns {Table} */
function weightTable(state, { filter, feature }) {
  const cells = weightCells(columnsOf(state));
  const features = cells.texts.length;
  return table({
    name: "weights",
    kind: "plain",
    title: `weights ${by([features, state.weights.length])}`,
    ...cells,
    marks: { window: [[0, filter, features, 1]], entry: feature === null ? [] : [[feature, filter]] },
  });
}

/** @returns {Table} */
function productTable(state, { window, filter }) {
  const cells = productOf(state);
  return table({
    name: "product",
    kind: "output",
    title: `product ${by([cells.texts.length, state.weights.length])}`,
    ...cells,
    marks: { window: [[window, filter]] },
  });
}
