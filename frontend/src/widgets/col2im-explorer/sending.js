/* A matrix on its way back to its image, with what has arrived so far: the twin of Sending in convbook/figures/sending.py. */

import { copies, entry, isInside } from "../../core/convolution.js";
import { kernelSpan, range } from "../../core/geometry.js";
import { number } from "../../scene/words.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */
/** @typedef {import("../../core/geometry.js").Setting} Setting */

/** An entry of the matrix that a pixel was copied to.
    @typedef {{ window: number, feature: number }} Copy */

/** @typedef {object} Parts
    @property {Setting} setting where the windows are
    @property {readonly (readonly number[])[]} cols the matrix, [window][feature]
    @property {boolean} overwrite whether an entry is written with "=", and not with "+="
    @property {number | null} sent how many entries have been sent, row by row; null for all
    @property {Pair | null} pixel a pixel that adds up only `terms` of its entries
    @property {number | null} terms how many; null for all */

export class Sending {
  #kept = {}; // what has been worked out

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
  }

  /** How many entries have been sent. */
  get countSent() {
    if (this.sent !== null) return this.sent;
    if (!this.pixel || this.terms === null) return this.count;
    return this.count - this.copies(this.pixel).length + this.terms;
  }

  /** Look up an entry.
      @param {Pair} place */
  value([window, feature]) {
    return this.cols[window][feature];
  }

  /** How many entries are sent before this one.
      @param {Pair} place */
  order([window, feature]) {
    return window * this.features + feature;
  }

  /** The block of pixels that a window reaches over.
      @param {number} window */
  window(window) {
    return [...this.pixelOf([window, 0]), ...kernelSpan(this.setting)];
  }

  /** The pixel that an entry goes to; it may lie in the padding.
      @param {Pair} place
      @returns {Pair} */
  pixelOf([window, feature]) {
    const { row, column } = entry(this.setting, window, feature);
    return [row, column];
  }

  /** Whether a pixel is one of the image, and not its padding.
      @param {Pair} pixel */
  isInside([row, column]) {
    return isInside(this.setting, row, column);
  }

  /** The entries that a pixel gets, row by row.
      @param {Pair} pixel
      @returns {readonly Copy[]} */
  copies([row, column]) {
    return this.byPixel[row]?.[column] ?? copies(this.setting, 0, row, column);
  }

  /** The entries that each pixel of the image gets: a list for each, row by row.
      @returns {readonly (readonly Copy[])[][]} */
  get byPixel() {
    return this.#keep("byPixel", () => {
      const [rows, columns] = this.setting.size;
      return range(rows).map((row) => range(columns).map((column) => copies(this.setting, 0, row, column)));
    });
  }

  /** Those of a pixel's entries that it has got so far.
      @param {Pair} pixel */
  arrived(pixel) {
    let found = this.copies(pixel);
    const { sent } = this;
    if (sent !== null) found = found.filter(({ window, feature }) => this.order([window, feature]) < sent);
    return this.terms !== null && isSame(pixel, this.pixel) ? found.slice(0, this.terms) : found;
  }

  /** The sum of terms; or the last one, where each overwrites the one before.
      @param {readonly number[]} terms */
  total(terms) {
    return this.overwrite ? (terms[terms.length - 1] ?? 0) : terms.reduce((sum, term) => sum + term, 0);
  }

  /** Look up entries.
      @param {readonly Copy[]} found */
  termsOf(found) {
    return found.map(({ window, feature }) => this.cols[window][feature]);
  }

  /** What each pixel holds now.
      @returns {number[][]} */
  get image() {
    return this.#keep("image", () =>
      this.byPixel.map((line, row) => line.map((_, column) => this.total(this.termsOf(this.arrived([row, column]))))),
    );
  }

  /** The entries that others have replaced, row by row.
      @returns {Pair[]} */
  get lost() {
    return this.#keep("lost", () => {
      if (!this.overwrite) return [];
      const found = this.byPixel.flatMap((line, row) =>
        line.flatMap((_, column) => places(this.arrived([row, column]).slice(0, -1))),
      );
      return found.sort((one, other) => this.order(one) - this.order(other));
    });
  }

  /** Characters that a pixel needs, whatever has arrived. */
  get room() {
    return this.#keep("room", () => {
      let longest = 1;
      for (const found of this.byPixel.flat()) {
        let soFar = 0;
        for (const term of this.termsOf(found)) {
          soFar += term;
          longest = Math.max(longest, number(term).length, number(soFar).length);
        }
      }
      return longest;
    });
  }

  #keep(name, make) {
    this.#kept[name] ??= make();
    return this.#kept[name];
  }
}

/** Whether two places are the same one.
    @param {Pair | null} one
    @param {Pair | null} other */
export function isSame(one, other) {
  return Boolean(one && other && one[0] === other[0] && one[1] === other[1]);
}

/** Entries as places, [window, feature].
    @param {readonly Copy[]} found
    @returns {Pair[]} */
export function places(found) {
  return found.map(({ window, feature }) => [window, feature]);
}
