/* Tables of matrices, with heads, and the words for their entries: the twins of what convbook/figures/matrices.py has. The
   arithmetic is in core/convolution.js: entry, copies and matrixShape. */

import { range } from "../../core/geometry.js";
import { table } from "../../scene/schema.js";
import { by, place } from "../../scene/words.js";

const heads = {}; // those that there have been: a view skips what is the very same as before

/** Give rows or columns their numbers, from 0, unless they have heads. */
export function counted(name, count) {
  if (typeof name !== "string") return name;
  heads[`${name} ${count}`] ??= { name, texts: range(count).map(String) };
  return heads[`${name} ${count}`];
}

/** Make the table of a matrix; by default its title is name and size.
    @param {Record<string, any>} parts */
export function matrixTable({ name, texts, rows = "window", columns = "feature", ...more }) {
  const size = [texts.length, texts[0].length];
  return table({
    name,
    kind: more.kind,
    title: `${name} ${by(size)}`,
    texts,
    ...more,
    rows: counted(rows, size[0]),
    columns: counted(columns, size[1]),
  });
}

/** Entries as places, [window, feature].
    @returns {[number, number][]} */
export function places(entries) {
  return entries.map(({ window, feature }) => [window, feature]);
}

/** Name entries by window and feature: "(1, 5), (2, 4)". In a row that is hidden, a question mark stands for the feature. */
export function entriesInWords(entries, hiddenRow = null) {
  return places(entries)
    .map((at) => (at[0] === hiddenRow ? `(${at[0]},\u00a0?)` : place(at)))
    .join(", ");
}
