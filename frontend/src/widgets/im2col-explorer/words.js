/* What Im2colExplorer says. The twins of its sentences are in convbook/figures/im2col_explorer.py. */

import { copies, entry, isInside } from "../../core/convolution.js";
import { outputSize } from "../../core/geometry.js";
import { capital, number, place, product, times } from "../../scene/words.js";
import { entriesInWords } from "../matrix/tables.js";
import {
  askedFeature,
  columnsOf,
  firstOf,
  hiddenRow,
  matrixOf,
  pixelOf,
  productsOf,
  windowAt,
  windowOf,
} from "./state.js";

/** "Window 7 = 1·5 + 2 starts at row 1, column 2, flat index 8. It is row 7 of the matrix." */
export function windowInWords(state, window) {
  const { u, v, row, column, start } = entry(state, window, 0);
  return (
    `Window ${window} = ${u}·${outputSize(state)[1]} + ${v} starts at row ${number(row)}, column ${number(column)}, ` +
    `flat index ${start}${inPadded(state)}. It is row ${window} of the matrix.`
  );
}

/** Of a flat index: in which image it counts, if there is padding. */
function inPadded({ padding }) {
  return Math.max(...padding) ? " in the padded image" : "";
}

/** "Window 7, feature 2: start 8 + offset 6 = 14, pixel (2, 2) under cell (1, 0)." */
export function entryInWords(state, window, feature) {
  const { start, offset, i, j } = entry(state, window, feature);
  const first = firstOf(state);
  const several = state.images.length > 1;
  const which = several ? `Image ${state.n}, window` : "Window";
  const sum = `${several ? `${first} before this image + ` : ""}start ${start} + offset ${offset} = ${first + start + offset}`;
  const pixel = pixelInWords(state, pixelOf(state, window, feature));
  return `${which} ${window}, feature ${feature}: ${sum}${inPadded(state)}, ${pixel} under cell ${place([i, j])}.`;
}

/** "pixel (2, 2) of channel 1", "the zero of padding at (−1, 0)". */
export function pixelInWords(state, pixel) {
  const [channel, row, column] = pixel;
  const of = state.images[0].length > 1 ? ` of channel ${channel}` : "";
  const name = isInside(state, row, column) ? "pixel" : "the zero of padding at";
  return `${name} ${place([row, column])}${of}`;
}

/** "Pixel (2, 2) stands in the matrix 4 times, as (window, feature): (1, 5), (2, 4), (6, 3), (7, 2)." */
export function copiesInWords(state, pixel) {
  const found = copies(state, ...pixel);
  const subject = capital(pixelInWords(state, pixel));
  if (!found.length) return `${subject} stands nowhere in the matrix: no window reads it.`;
  const entries = entriesInWords(found, hiddenRow(state));
  return `${subject} stands in the matrix ${times(found.length)}, as (window, feature): ${entries}.`;
}

/** "Row 7 times column 0: 8·1 + 9·2 = 26, output (1, 2)." */
export function productInWords(state, window, filter) {
  const column = columnsOf(state)[filter];
  const terms = matrixOf(state)[window].map((x, t) => product([x, column[t]]));
  const total = number(productsOf(state)[window][filter]);
  return `Row ${window} times column ${filter}: ${terms.join(" + ")} = ${total}, output ${place(windowAt(state, window))}.`;
}

/** What is asked where the answer is hidden. */
export function question(state) {
  const window = windowOf(state);
  if (state.product) return `What is row ${window} times column ${state.f}?`;
  return `What stands in row ${window}, feature ${askedFeature(state)}?`;
}

/** What belongs to what is asked about (see scene.js), or else to what is kept. */
export function said(state, asked) {
  const { window, filter, pixel, feature, weight } = asked;
  const hides = state.hidden && window === windowOf(state);
  const words = { where: windowInWords(state, window), entry: "", sum: "", asked: "", prompt: "" };
  if (hides && !state.product) words.entry = `Row ${window} is hidden: predict it.`;
  else if (feature !== null && !weight) words.entry = entryInWords(state, window, feature);
  if (state.product) {
    const hidden = `Row ${window} times column ${filter} is hidden: predict it.`;
    words.sum = hides && filter === state.f ? hidden : productInWords(state, window, filter);
  }
  if (weight) words.asked = `Weight ${feature} of column ${filter} multiplies feature ${feature} of every row.`;
  else if (pixel) words.asked = copiesInWords(state, pixel);
  else words.prompt = "Point at a pixel, or click one, to see where it stands.";
  return words;
}
