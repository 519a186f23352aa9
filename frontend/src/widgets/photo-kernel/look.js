/* What is looked at: one window of the photo, with all that it makes. */

import { outputSize, reads } from "../../core/geometry.js";
import { filtered, fullColour } from "./output.js";
import { positionOf, settingOf } from "./state.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */

/** What the reader points at, or null: an output, or a cell of the window.
    @typedef {{ position?: Pair, cell?: Pair } | null} Pointed */

/** A window: its place, rows and columns, its pixels, all pairs of a pixel and a weight, their sum, and the output that it
    is. Without the photo's pixels there are no numbers.
    @typedef {{ at: Pair, rows: number[], columns: number[], pixels: number[][], pairs: number[][], sum: number,
      value: number, full: number, output: Float64Array }} Look */

/** @returns {Look | null} */
export function lookAt(state, pointed = null) {
  const { picture, kernel, divisor, show } = state;
  if (!picture) return null;
  const setting = settingOf(state);
  const at = pointed?.position ?? positionOf(state);
  const [rows, columns] = [reads(setting, 0, at[0]), reads(setting, 1, at[1])];
  const pixels = rows.map((row) => columns.map((column) => picture.pixels[row * setting.size[1] + column]));
  const pairs = pixels.flatMap((line, i) => line.map((pixel, j) => [pixel, kernel[i][j]]));
  const sum = pairs.reduce((total, [pixel, weight]) => total + pixel * weight, 0);
  const output = filtered(picture, kernel, divisor);
  const value = output[at[0] * outputSize(setting)[1] + at[1]];
  return { at, rows, columns, pixels, pairs, sum, value, full: show === "signed" ? fullColour(output) : 1, output };
}
