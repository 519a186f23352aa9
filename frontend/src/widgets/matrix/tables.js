/* Tables of matrices, with heads, and the words for their entries: the twins of what convbook/figures/matrices.py has. The
   arithmetic is in core/convolution.js: entry, copies and matrixShape. */

import { range } from "../../core/geometry.js";
import { table } from "../../scene/schema.js";
import { place } from "../../scene/words.js";

/** @typedef {import("../../scene/schema.js").Heads} Heads */
/** @typedef {import("../../scene/schema.js").Table} Table */

/** Give rows or columns their numbers, from 0, as heads.
    @param {string} name
    @param {number} count
    @returns {Heads} */
export function counted(name, count) {
  return { name, texts: range(count).map(String) };
}

/** Make the table of a matrix, with heads: `rows` and `columns` are heads, or a name alone, and then they are counted.
    @param {Pick<Table, "name" | "kind" | "title" | "texts"> & Partial<Omit<Table, "rows" | "columns">>
      & { rows?: string | Heads, columns?: string | Heads }} parts
    @returns {Table} */
export function matrixTable({ rows = "window", columns = "feature", ...parts }) {
  return table({
    ...parts,
    rows: typeof rows === "string" ? counted(rows, parts.texts.length) : rows,
    columns: typeof columns === "string" ? counted(columns, parts.texts[0].length) : columns,
  });
}

/** Name entries by window and feature: "(1, 5), (2, 4)". In a row that is hidden, a question mark stands for the feature.
    @param {readonly { window: number, feature: number }[]} entries
    @param {number | null} [hiddenRow]
    @returns {string} */
export function entriesInWords(entries, hiddenRow = null) {
  return entries
    .map(({ window, feature }) => (window === hiddenRow ? `(${window},\u00a0?)` : place([window, feature])))
    .join(", ");
}
