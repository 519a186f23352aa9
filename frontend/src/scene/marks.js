/* The marks of a figure: one meaning and one shape each, as in convbook/figures/marks.py. A test holds the paths of both
   equal. A new mark takes an entry in each, and its look: there in STYLE, here in widgets.css. */

import { coordinate as c } from "./words.js";

/** The height of a cell, in the units of a drawing. */
export const CELL = 30;

/** The part of a cell above its label. */
export const LABELLED = 22;

/** How wide a cell is that must hold so many characters, and a ring around them.
    @param {number} characters
    @returns {number} */
export function cellWidth(characters) {
  return Math.max(CELL, 8 * characters + 6);
}

/** A path on a box.
    @typedef {(x: number, y: number, w: number, h: number) => string} Path */

/** @type {Path} */
function box(x, y, w, h) {
  return `M${c(x)} ${c(y)}h${c(w)}v${c(h)}h${c(-w)}z`;
}

/** @type {Path} */
function inset(x, y, w, h) {
  return box(x + 2, y + 2, w - 4, h - 4);
}

/** @type {Path} */
function ring(x, y, w, h) {
  const [across, down] = [c(w - 16), c(h - 17)];
  return (
    `M${c(x + 8)} ${c(y + 1.5)}h${across}a7 7 0 0 1 7 7v${down}a7 7 0 0 1 -7 7h${c(16 - w)}` +
    `a7 7 0 0 1 -7 -7v${c(17 - h)}a7 7 0 0 1 7 -7z`
  );
}

/** @type {Path} */
function cross(x, y, w, h) {
  const [across, down] = [w - 8, h - 8];
  return `M${c(x + 4)} ${c(y + 4)}l${c(across)} ${c(down)}m0 ${c(-down)}l${c(-across)} ${c(down)}`;
}

/** @type {Path} */
function strike(x, y, w, h) {
  return `M${c(x + 4)} ${c(y + h - 4)}l${c(w - 8)} ${c(8 - h)}`;
}

/** @type {Path} */
function spot(x, y, _w, h) {
  return `M${c(x + 2)} ${c(y + h - 7)}h5v5h-5z`;
}

/** @type {Path} */
function disc(x, y, w, h) {
  return `M${c(x + w / 2 - 5)} ${c(y + h / 2)}a5 5 0 0 1 10 0a5 5 0 0 1 -10 0z`;
}

/** @type {Path} */
export function hatch(x, y, w, h) {
  const step = 10;
  let lines = box(x, y, w, h);
  for (let along = step; along <= Math.floor((w + h) / step) * step; along += step) {
    const [x1, y1] = [x + Math.min(along, w), y + Math.max(0, along - w)];
    const [x2, y2] = [x + Math.max(0, along - h), y + Math.min(along, h)];
    lines += `M${c(x1)} ${c(y1)}L${c(x2)} ${c(y2)}`;
  }
  return lines;
}

/** @type {Path} */
function edge(x, y, _w, h) {
  return `M${c(x)} ${c(y)}v${c(h)}`;
}

/** How a mark looks: its path on a box; whether it lies under the texts; whether it covers the whole block, a cell's label
    included.
    @typedef {{ path: Path, under: boolean, whole: boolean }} Mark */

/** @type {(path: Path, more?: Partial<Mark>) => Mark} */
const mark = (path, more) => ({ path, under: false, whole: false, ...more });

/** The marks, in the order in which they are drawn.
    @type {Record<string, Mark>} */
export const MARKS = {
  // Grounds of single cells, where a table is bare or has several kinds.
  pixel: mark(box, { under: true, whole: true }),
  output: mark(box, { under: true, whole: true }),
  cell: mark(box, { under: true, whole: true }),
  padding: mark(hatch, { under: true, whole: true }),
  // What has been added, sent or multiplied so far.
  shaded: mark(box, { under: true, whole: true }),
  // A weight or a window meets this pixel.
  read: mark(spot, { whole: true }),
  // Where the next channel begins.
  channel: mark(edge, { whole: true }),
  unread: mark(cross, { under: true }),
  lost: mark(strike, { under: true }),
  // Other windows that read what is asked about.
  reader: mark(box, { whole: true }),
  // What is asked about, and each of its copies.
  asked: mark(ring),
  // A place that waits while another one is asked about.
  waiting: mark(inset),
  // The entry, or the weight, that the words speak of.
  entry: mark(inset),
  survivor: mark(disc),
  window: mark(box, { whole: true }),
};
