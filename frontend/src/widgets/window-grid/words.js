/* What WindowGrid says. */

import { isInside } from "../../core/convolution.js";
import { named, number, place, plural, SPELLED_OUT, series, sizeFormula, sumOf } from "../../scene/words.js";

/** "Window 7 of 0–8 reads rows 4–6, columns 2–4". */
export function windowInWords(window, count, rows, columns) {
  return `Window ${window} of 0–${count - 1} reads ${named("row", rows)}, ${named("column", columns)}`;
}

/** The sum of the window's products, pairs of a pixel and a weight. */
export function sumInWords(pairs, total) {
  if (pairs.length > SPELLED_OUT) return `The sum of its ${pairs.length} products is ${number(total)}.`;
  return sumOf(pairs, total);
}

/** Which windows, by their numbers, read a pixel. */
export function readersInWords(setting, pixel, windows) {
  const name = `${isInside(setting, ...pixel) ? "Pixel" : "The zero of padding at"} ${place(pixel)}`;
  if (!windows.length) return `${name} is read by no window: change it, and no output moves.`;
  return `${name} is read by ${plural(windows.length, "window")}: ${series(windows)}.`;
}

/** Which pixels, by their rows and columns, a weight multiplies. */
export function weightInWords(weight, value, rows, columns) {
  return (
    `Weight ${place(weight)} is ${number(value)}. It multiplies ${plural(rows.length * columns.length, "pixel")}, ` +
    `one in each window: ${named("row", rows)}, ${named("column", columns)}.`
  );
}

/** The formula of the output's size, with this setting's numbers in it. */
export function formulaInWords(setting) {
  const lines = [0, 1].map((axis) => sizeFormula(setting, axis));
  return lines[0] === lines[1] ? `rows and columns: ${lines[0]}` : `rows: ${lines[0]}\ncolumns: ${lines[1]}`;
}

/** How many pixels no window reads. */
export function unreadInWords(count) {
  if (!count) return "Every pixel is read.";
  return `${plural(count, "pixel")} crossed out: no window reads ${count > 1 ? "them" : "it"}.`;
}
