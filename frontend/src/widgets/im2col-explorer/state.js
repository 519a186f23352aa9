/* Im2colExplorer's state: the nearest valid one, and the numbers that it stands for. */

import { asRows, copies, dot, entry, im2col, matrixShape, valueAt } from "../../core/convolution.js";
import { outputSize, paddedSize, placeOf, range } from "../../core/geometry.js";
import { resized, same, shape } from "../../core/lists.js";
import { memo, memoOf } from "../../scene/schema.js";
import { OPTIONAL } from "../../state/link.js";
import { ADDRESS, clamp, NAMES, settlePlace } from "../../state/setting.js";
import { settleMatrix } from "../matrix/setting.js";

/** How many channels or filters there can be. */
export const MOST = 3;

export const TRAITS = [
  ...["images", "weights", "stride", "padding", "dilation", "position"],
  ...["n", "f", "pixel", "show", "product", "hidden"],
];

export const FIELDS = [
  ...ADDRESS,
  ["window", "position"],
  ["image", "n"],
  ["filter", "f"],
  ["pixel", "pixel", OPTIONAL],
  ["show", "show"],
  ["product", "product"],
  ["hide", "hidden"],
];

/** The same array of four axes with other sizes. One that counts its cells from `first` on goes on counting; in any other,
    new cells hold 1. */
function grown(array, sizes, first) {
  if (same([array.length, array[0].length, ...shape(array[0][0])], sizes)) return array;
  const [outer, inner, rows, columns] = sizes;
  if (array.flat(3).every((value, place) => value === first + place)) {
    const cells = range(outer * inner * rows * columns).map((place) => first + place);
    return asRows(asRows(asRows(cells, columns), rows), inner);
  }
  const tables = range(outer).map((one) => range(inner).map((two) => array[one]?.[two] ?? []));
  return tables.map((some) => some.map((table) => resized(table, [rows, columns], () => 1)));
}

/** The nearest valid state. `size` and `kernel_size` are what the arrays say, unless a field asks for other ones. */
export function settle(state) {
  const { images, weights, size = shape(images[0][0]), kernel_size = shape(weights[0][0]) } = state;
  const [batch, channels, filters] = [images.length, images[0].length, weights.length];
  const setting = settleMatrix({ ...state, size, kernel_size }, Math.min(channels, MOST));
  const settled = {
    ...state,
    ...setting,
    images: grown(images, [Math.min(batch, 2), Math.min(channels, MOST), ...setting.size], 0),
    weights: grown(weights, [Math.min(filters, MOST), Math.min(channels, MOST), ...setting.kernel_size], 1),
    position: settlePlace(state.position, outputSize(setting)),
    show: state.show === "indices" ? "indices" : "values",
    product: Boolean(state.product),
    hidden: Boolean(state.hidden),
  };
  settled.n = clamp(state.n, 0, settled.images.length - 1);
  settled.f = clamp(state.f, 0, settled.weights.length - 1);
  settled.pixel = settlePixel(state.pixel, settled);
  return settled;
}

/** A pixel (channel, row, column) of the padded image, counted in the image; two numbers are a pixel of channel 0. */
function settlePixel(pixel, { images, size, padding }) {
  const place = pixel?.length === 2 ? [0, ...pixel] : pixel;
  if (place?.length !== 3 || !place.every(Number.isInteger)) return null;
  const [channel, ...at] = place;
  const there = at.every((value, axis) => value >= -padding[axis] && value < size[axis] + padding[axis]);
  return there && channel >= 0 && channel < images[0].length ? place : null;
}

// --- The window, the pixel and the entries

/** The number of the window that the state outlines. */
export const windowOf = (state) => state.position[0] * outputSize(state)[1] + state.position[1];

/** The place in the output, [row, column], of a window's number. */
export const windowAt = (state, window) => placeOf(window, outputSize(state)[1]);

/** [windows, features] of the matrix. */
export const matrixSize = (state) => matrixShape(state, state.images[0].length);

/** The row of the matrix that is to be predicted, or null. */
export const hiddenRow = (state) => (state.hidden && !state.product ? windowOf(state) : null);

/** Which feature of the hidden row is asked for: another one for each window. */
export const askedFeature = (state) => (windowOf(state) + 3) % matrixSize(state)[1];

/** The pixel, [channel, row, column], that an entry of the matrix is a copy of. */
export function pixelOf(state, window, feature) {
  const { channel, row, column } = entry(state, window, feature);
  return [channel, row, column];
}

/** The feature that an asked pixel is in a window, or null if the window does not read it. */
export function featureIn(state, window, pixel) {
  return (pixel && copies(state, ...pixel).find((copy) => copy.window === window)?.feature) ?? null;
}

// --- The numbers

/** How many places one image takes, padding included. */
const placesOf = (state) => paddedSize(state).reduce((count, n) => count * n, state.images[0].length);

/** The flat index of the image's first place in the padded images. */
export const firstOf = (state) => state.n * placesOf(state);

/** The value of a pixel, [channel, row, column]. */
export function pixelValue(state, pixel) {
  const [channel, row, column] = pixel;
  return valueAt(state.images[state.n][channel], [row, column]);
}

/** What the cells show of the place with a flat index in the padded images: the index, or the value; undefined behind the
    last image. */
export function shownAt(state, index) {
  if (state.show === "indices") return index;
  const [height, width] = paddedSize(state);
  const [above, left] = state.padding;
  const n = Math.floor(index / placesOf(state));
  const channel = Math.floor(index / (height * width)) % state.images[0].length;
  const pixel = [channel, (Math.floor(index / width) % height) - above, (index % width) - left];
  return n < state.images.length ? pixelValue({ ...state, n }, pixel) : undefined;
}

/** The values of the image, a row for each window. */
export const matrixOf = memoOf(["images", "n", ...NAMES], (state) => im2col([state.images[state.n]], state)[0]);

/** The weights of each filter, as a column of the second matrix. */
export const columnsOf = memoOf(["weights"], ({ weights }) => weights.map((filter) => filter.flat(2)));

const products = memo((rows, filters) => rows.map((row) => filters.map((column) => dot(row, column))));

/** The matrix times the weights: [window][filter]. */
export const productsOf = (state) => products(matrixOf(state), columnsOf(state));
