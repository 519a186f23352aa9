/* A matrix on its way back to its image, with what has arrived so far: the twin of Sending in convbook/figures/sending.py. */

import { copies, entry, isInside } from "../../core/convolution.js";
import { kernelSpan, range } from "../../core/geometry.js";
import { same } from "../../core/lists.js";
import { number } from "../../scene/words.js";
import { places } from "../matrix/tables.js";

/** An entry, [window, feature], or a pixel, [row, column].
    @typedef {import("../../core/geometry.js").Pair} Pair */

/** @typedef {object} Parts
    @property {import("../../core/geometry.js").Setting} setting where the windows are
    @property {readonly (readonly number[])[]} cols the matrix, [window][feature]
    @property {boolean} overwrite whether an entry is written with "=", and not with "+="
    @property {number | null} sent how many entries have been sent, row by row; null for all
    @property {Pair | null} pixel a pixel that adds up only `terms` of its entries
    @property {number | null} terms how many; null for all */

export class Sending {
  /** @param {Parts} parts */
  constructor({ setting, cols, overwrite, sent, pixel, terms }) {
    this.setting = setting;
    this.cols = cols;
    this.overwrite = overwrite;
    this.sent = sent;
    this.pixel = pixel;
    this.terms = terms;
    this.features = cols[0].length;
    this.count = cols.length * this.features;
    const [rows, columns] = setting.size;
    /** The entries that each pixel of the image gets: a list for each, row by row. */
    this.byPixel = range(rows).map((row) => range(columns).map((column) => copies(setting, 0, row, column)));
    const arrived = this.byPixel.map((line, row) => line.map((_, column) => this.arrived([row, column])));
    /** What each pixel holds now. */
    this.image = arrived.map((line) => line.map((found) => this.total(this.termsOf(found))));
    /** The entries that others have replaced, row by row. */
    this.lost = overwrite ? places(arrived.flat().flatMap((found) => found.slice(0, -1))) : [];
    this.lost.sort((one, other) => this.order(one) - this.order(other));
  }

  /** How many entries have been sent. */
  get countSent() {
    if (this.sent !== null) return this.sent;
    if (!this.pixel || this.terms === null) return this.count;
    return this.count - this.copies(this.pixel).length + this.terms;
  }

  /** Look up an entry. */
  value([window, feature]) {
    return this.cols[window][feature];
  }

  /** How many entries are sent before this one. */
  order([window, feature]) {
    return window * this.features + feature;
  }

  /** The block of pixels that a window reaches over. */
  window(window) {
    return [...this.pixelOf([window, 0]), ...kernelSpan(this.setting)];
  }

  /** The pixel that an entry goes to; it may lie in the padding.
      @returns {Pair} */
  pixelOf([window, feature]) {
    const { row, column } = entry(this.setting, window, feature);
    return [row, column];
  }

  /** Whether a pixel is one of the image, and not its padding. */
  isInside([row, column]) {
    return isInside(this.setting, row, column);
  }

  /** The entries that a pixel gets, row by row. */
  copies([row, column]) {
    return this.byPixel[row]?.[column] ?? copies(this.setting, 0, row, column);
  }

  /** Those of a pixel's entries that it has got so far. */
  arrived(pixel) {
    const { sent, terms } = this;
    let found = this.copies(pixel);
    if (sent !== null) found = found.filter(({ window, feature }) => this.order([window, feature]) < sent);
    return terms !== null && same(pixel, this.pixel) ? found.slice(0, terms) : found;
  }

  /** The sum of terms; or the last one, where each overwrites the one before. */
  total(terms) {
    return this.overwrite ? (terms[terms.length - 1] ?? 0) : terms.reduce((sum, term) => sum + term, 0);
  }

  /** Look up entries. */
  termsOf(found) {
    return found.map(({ window, feature }) => this.cols[window][feature]);
  }

  /** Characters that a pixel needs, whatever has arrived. */
  get room() {
    let longest = 1;
    for (const found of this.byPixel.flat()) {
      let soFar = 0;
      for (const term of this.termsOf(found)) {
        soFar += term;
        longest = Math.max(longest, number(term).length, number(soFar).length);
      }
    }
    return longest;
  }
}
