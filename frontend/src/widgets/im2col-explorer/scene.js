/* Im2colExplorer as a scene: the channels of the image, the output, the matrix and, multiplied, the weights and the product.
   Its twin is convbook/figures/im2col_explorer.py. */

import { asRows, copies, entry } from "../../core/convolution.js";
import { kernelSpan, outputSize, paddedSize, range, reads } from "../../core/geometry.js";
import { longest, memo, memoOf, table } from "../../scene/schema.js";
import { by, number, written } from "../../scene/words.js";
import { elsewhere, NAMES } from "../../state/setting.js";
import { matrixTable, places } from "../matrix/tables.js";
import {
  askedFeature,
  columnsOf,
  featureIn,
  firstOf,
  hiddenRow,
  matrixSize,
  pixelOf,
  productsOf,
  shownAt,
  windowAt,
  windowOf,
} from "./state.js";
import { said } from "./words.js";

/** What the pointer asks about: a pixel, an entry of the matrix, a window (with its filter, in the product), or a weight (its
    feature) of a filter.
    @typedef {{ pixel?: number[], entry?: number[], window?: number, weight?: number, filter?: number } | null} Pointed */

/** What is shown of a state. What is pointed at is answered for in place of what is kept.
    @param {Record<string, any>} state
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
    a feature of the window. `weight` says whether that is a weight, which meets its feature in every window. */
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

const NUMBERS = ["images", "n", ...NAMES, "show"];

/** What stands in the channels, padding included, and the room that it takes. */
const channelCells = memoOf(NUMBERS, (state) => {
  const [height, width] = paddedSize(state);
  const count = state.images[0].length * height * width;
  const cells = range(count).map((place) => number(shownAt(state, firstOf(state) + place)));
  const texts = asRows(asRows(cells, width), height);
  return { texts, room: longest(texts.flat()) };
});

/** What stands in the matrix, what heads it, and where its padding and its channels are. */
const entryCells = memoOf(NUMBERS, (state) => {
  const [windows, features] = matrixSize(state);
  const all = range(windows).map((m) => range(features).map((t) => entry(state, m, t)));
  const indices = state.show === "indices";
  const [, ...channels] = range(state.images[0].length);
  return {
    texts: written(all.map((line) => line.map(({ start, offset }) => shownAt(state, firstOf(state) + start + offset)))),
    padding: all.flatMap((line, m) => line.flatMap(({ inside }, t) => (inside ? [] : [[m, t]]))),
    channel: channels.map((c) => [0, (c * features) / (channels.length + 1), windows, 1]),
    rows: indices ? { name: "window: start", texts: all.map(([{ start }], m) => `${m}: ${start}`) } : "window",
    columns: indices ? { name: "offset", texts: all[0].map(({ offset }) => `+${offset}`) } : "feature",
  };
});

/** Cover a row with question marks, and with them where its padding is. */
const covered = memo(({ texts, padding, ...rest }, hidden) => ({
  ...rest,
  texts: texts.map((line, m) => (m === hidden ? line.map(() => "?") : line)),
  padding: padding.filter(([m]) => m !== hidden),
}));

/** What stands in the product, and the room that it takes: that a number is hidden does not move a cell. */
const productCells = memo((products, window, filter) => {
  const texts = written(products);
  const room = longest(texts);
  if (window !== null) texts[window][filter] = "?";
  return { texts, room };
});

function productOf(state) {
  const [window, filter] = state.hidden ? [windowOf(state), state.f] : [null, null];
  return productCells(productsOf(state), window, filter);
}

/** What stands in the outputs, one for each filter; or in one the numbers of its windows. */
const outputTexts = memo((product, rows, columns) => {
  const windows = range(rows * columns).map(String);
  const cells = product ? product[0].map((_, filter) => product.map((line) => line[filter])) : [windows];
  return cells.map((texts) => asRows(texts, columns));
});

const weightTexts = memo((columns) => written(columns[0].map((_, t) => columns.map((column) => column[t]))));

// --- The tables

function channelTable(state, asked, channel) {
  const { texts, room } = channelCells(state);
  const { window, pixel, feature, weight } = asked;
  const [u, v] = windowAt(state, window);
  const image = state.images.length > 1 ? `image ${state.n}` : "image";
  const name = state.images[0].length > 1 ? `${image}, channel ${channel},` : image;
  const padded = Math.max(...state.padding) ? `, padded ${by(paddedSize(state))}` : "";
  const here = (pixels) => pixels.flatMap((place) => (place?.[0] === channel ? [place.slice(1)] : []));
  const read = weight ? range(matrixSize(state)[0]).map((m) => pixelOf(state, m, feature)) : [];
  const labels = labelsOf(state, asked, channel);
  return table({
    name: `image ${channel}`,
    kind: "input",
    title: `${name} ${by(state.size)}${padded}`,
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

/** Label the window's cells with weights, or with places in the row.
    @returns {[number, number, string][]} */
function labelsOf(state, { window, filter }, channel) {
  if (state.hidden && !state.product) return [];
  const one = state.kernel_size[0] * state.kernel_size[1];
  return range(one).map((cell) => {
    const feature = channel * one + cell;
    const { row, column, offset } = entry(state, window, feature);
    if (state.product) return [row, column, `×${number(columnsOf(state)[filter][feature])}`];
    return [row, column, state.show === "indices" ? `+${offset}` : String(feature)];
  });
}

/** Show a filter's outputs; or without a product the windows' numbers. */
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

function entryTable(state, { window, found, feature, weight, byPointer }) {
  const hidden = hiddenRow(state);
  const { padding, channel, ...cells } = covered(entryCells(state), hidden);
  const [windows, features] = matrixSize(state);
  const says = byPointer && !weight && feature !== null && window !== hidden;
  return matrixTable({
    name: "matrix",
    kind: "input",
    ...cells,
    marks: {
      window: [[window, 0, 1, features]],
      padding,
      channel,
      asked: places(found.filter((copy) => copy.window !== hidden)),
      entry: [...(hidden === null ? [] : [[hidden, askedFeature(state)]]), ...(says ? [[window, feature]] : [])],
      shaded: weight ? [[0, feature, windows, 1]] : [],
    },
    room: channelCells(state).room,
  });
}

function weightTable(state, { filter, feature }) {
  const texts = weightTexts(columnsOf(state));
  const marks = { window: [[0, filter, texts.length, 1]], entry: feature === null ? [] : [[feature, filter]] };
  return matrixTable({ name: "weights", kind: "plain", texts, rows: "feature", columns: "filter", marks });
}

function productTable(state, { window, filter }) {
  const marks = { window: [[window, filter]] };
  return matrixTable({ name: "product", kind: "output", ...productOf(state), columns: "filter", marks });
}
