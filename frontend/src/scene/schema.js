/* A figure is a scene: plain data that says what is shown, as convbook/figures/scene.py says it for Python. Both languages
   make the same tables, photos and words of the same state.

   Places in a table are [row, column] as its own image counts them: a cell of the border, which shows padding, lies below 0
   or past the end. A block is [row, column] of its first cell, or [row, column, rows, columns]. */

/** @typedef {import("../core/geometry.js").Pair} Pair */

/** @typedef {readonly number[]} Block [row, column] or [row, column, rows, columns] */

/** What stands before the rows of a table, or above its columns: what they are, which may be empty, and a text for each,
    the border's included.
    @typedef {{ name: string, texts: readonly string[] }} Heads */

/** The ground of a cell: a colour, a number from 0 to 1 (how much of the table's hue), or none.
    @typedef {number | string | null} Ground */

/** A table of numbers, with what is marked in it.
    @typedef {object} Table
    @property {string} name its identity in the scene: "input", "matrix"
    @property {string} kind the ground of its cells: "input", "output", "kernel", "plain", or "bare", which has none, and no lines
    @property {string} title stands above it
    @property {readonly (readonly string[])[]} texts the text of each cell, row by row, the border's included
    @property {Pair} border rows and columns of padding on each side
    @property {Heads | null} rows what the rows are called
    @property {Heads | null} columns what the columns are called
    @property {Record<string, readonly Block[]>} marks for each mark the blocks that carry it; none is empty
    @property {readonly (readonly (number | string)[])[]} labels [row, column, text]: small texts at the foot of cells
    @property {readonly (readonly Ground[])[] | null} grounds for each cell inside the border
    @property {number} room characters that a cell must hold
    @property {number} gap space between rows, in cells */

/** A picture of pixels.
    @typedef {object} Photo
    @property {string} name
    @property {string} title
    @property {string} caption
    @property {Pair} size its rows and columns
    @property {Block | null} window pixels to outline
    @property {boolean} hidden whether its pixels are hidden */

/** What a figure shows; the words by the name of the paragraph, in order, and "" where there is nothing to say.
    @typedef {{ tables: readonly Table[], photos: readonly Photo[], words: Record<string, string> }} Scene */

// The very same ones for every table, so that a view sees that nothing is new.
/** @type {Pair} */
const NO_BORDER = [0, 0];
const NO_LABELS = [];

/** Make a table: what is not given is empty, `room` is the longest text's, and marks on no cell are left out.
    @param {Pick<Table, "name" | "kind" | "title" | "texts"> & Partial<Table>} parts
    @returns {Table} */
export function table(parts) {
  const marks = Object.entries(parts.marks ?? {}).filter(([, blocks]) => blocks.length);
  return {
    border: NO_BORDER,
    rows: null,
    columns: null,
    labels: NO_LABELS,
    grounds: null,
    gap: 0,
    ...parts,
    marks: Object.fromEntries(marks),
    room: parts.room || longest(parts.texts),
  };
}

/** Make a photo.
    @param {Pick<Photo, "name" | "title" | "size"> & Partial<Photo>} parts
    @returns {Photo} */
export function photo(parts) {
  return { caption: "", window: null, hidden: false, ...parts };
}

/** How many characters the longest text of a table has.
    @param {readonly (readonly string[])[]} texts
    @returns {number} */
export function longest(texts) {
  let most = 0;
  for (const line of texts) for (const text of line) most = Math.max(most, text.length);
  return most;
}

/** The same function, keeping its last result: as long as it is asked for the very same arguments, it gives the very same
    object, and the renderer sees at once that nothing is new.
    @template {(...given: any[]) => any} Make
    @param {Make} make
    @returns {Make} */
export function memo(make) {
  let last = null;
  let result;
  const kept = (...given) => {
    if (!last || given.length !== last.length || given.some((value, at) => value !== last[at])) {
      result = make(...given);
      last = given;
    }
    return result;
  };
  return /** @type {Make} */ (kept);
}

/** A function of a state that keeps its last result, as long as those parts of the state that it is made of are the same.
    @param {readonly string[]} names
    @param {(parts: any) => any} make it is given these parts alone
    @returns {(state: any) => any} */
export function memoOf(names, make) {
  const kept = memo((...parts) => make(Object.fromEntries(names.map((name, at) => [name, parts[at]]))));
  return (state) => kept(...names.map((name) => state[name]));
}
