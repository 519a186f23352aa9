/* WindowGrid's state: an image and a kernel, their setting, the window, and the cell that is asked about. */

import { outputSize } from "../../core/geometry.js";
import { resized, shape } from "../../core/lists.js";
import { OPTIONAL } from "../../state/link.js";
import { ADDRESS, settlePlace, settleSetting, stillThere } from "../../state/setting.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */

/** @typedef {import("../../core/geometry.js").Setting & { image: number[][], kernel: number[][] }} Convolution */

/** @typedef {Convolution & { position: Pair, pixel: Pair | null, weight: Pair | null, hidden: boolean }} State */

/** The traits that the tables are made of. */
export const TABLES = ["image", "kernel", "stride", "padding", "dilation"];

export const TRAITS = [...TABLES, "position", "pixel", "weight", "hidden"];

export const FIELDS = [
  ...ADDRESS,
  ["window", "position"],
  ["pixel", "pixel", OPTIONAL],
  ["weight", "weight", OPTIONAL],
  ["hide", "hidden"],
];

/** What a pixel holds that nobody has set: a digit. */
function digit(row, column) {
  return (row * row + 3 * column + 2 * row * column) % 10;
}

/** The nearest valid state. `size` and `kernel_size` are what the tables say, unless a field asks for other ones. */
export function settle(state) {
  const { image, kernel, size = shape(image), kernel_size = shape(kernel) } = state;
  const setting = settleSetting({ ...state, size, kernel_size });
  return {
    ...state,
    ...setting,
    image: resized(image, setting.size, digit),
    kernel: resized(kernel, setting.kernel_size, () => 1),
    position: settlePlace(state.position, outputSize(setting)),
    pixel: stillThere(state.pixel, setting.size),
    weight: stillThere(state.weight, setting.kernel_size),
    hidden: Boolean(state.hidden),
  };
}

/** The cell that the reader keeps asking about, { pixel } or { weight }; null if there is none.
    @param {{ pixel: Pair | null, weight: Pair | null }} state
    @returns {{ pixel?: Pair, weight?: Pair } | null} */
export function pinned({ pixel, weight }) {
  if (pixel) return { pixel };
  return weight && { weight };
}
