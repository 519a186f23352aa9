/* BackwardScrubber's state: a convolution of one image with one kernel, its upstream gradient, and where the reader looks. */

import { outputSize } from "../../core/geometry.js";
import { filled } from "../../core/gradients.js";
import { replaced, resized, same, shape } from "../../core/lists.js";
import { ADDRESS, settlePlace, settleSetting } from "../../state/setting.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */

/** `size` and `kernel_size` are those of the tables. `chosen` is which of position, weight and pixel was chosen last, if one
    was; `edge`, whether an arrow would have left its table; `nudging`, whether the nudge is unfolded.
    @typedef {import("../../core/geometry.js").Setting & { image: number[][], weights: number[][], bias: number,
      upstream: number[][], tab: "forward" | "db" | "dW" | "dX", view: "scatter" | "gather", position: Pair, weight: Pair,
      pixel: Pair, nudge: number, hidden: boolean, chosen: "position" | "weight" | "pixel" | null, edge: boolean,
      nudging: boolean }} State */

/** The traits that the tables are made of. */
export const TABLES = ["image", "weights", "bias", "upstream", "stride", "padding", "dilation"];

export const TRAITS = [...TABLES, "tab", "view", "position", "weight", "pixel", "nudge", "hidden"];

/** What this page alone knows, at the start. */
export const LOCALS = { chosen: null, edge: false, nudging: false };

/** @type {readonly import("../../state/link.js").Field[]} */
export const FIELDS = [
  ["tab", "tab"],
  ["view", "view"],
  ...ADDRESS,
  ["bias", "bias"],
  ["window", "position"],
  ["weight", "weight"],
  ["pixel", "pixel"],
  ["nudge", "nudge"],
  ["hide", "hidden"],
];

export const LIMITS = { size: [1, 8], kernel_size: [1, 4], stride: [1, 4], padding: [0, 3], dilation: [1, 3] };

export const LARGEST_NUDGE = 9;

export const TABS = { forward: "forward", db: "db", dW: "dW", dX: "dX" };

export const VIEWS = { scatter: "scatter, with +=", gather: "gather, with the flipped kernel" };

/** What stands in a table that nobody has changed, by the number of its cell and how many there are. Every digit of a
    gradient then shows where it comes from. */
const PATTERNS = {
  image: (cell) => (cell + 1) % 10,
  weights: (cell) => cell + 1,
  upstream: (cell, count) => (count > 6 ? (cell % 9) + 1 : 10 ** cell),
};

/** The nearest valid state. `size` and `kernel_size` are what the tables say, unless a field asks for other ones.
    @param {Record<string, any>} state
    @returns {State} */
export function settle(state) {
  const setting = settleSetting(
    {
      size: pair(state.size, isTable(state.image) ? shape(state.image) : [3, 4]),
      kernel_size: pair(state.kernel_size, isTable(state.weights) ? shape(state.weights) : [2, 2]),
      stride: pair(state.stride, [1, 1]),
      padding: pair(state.padding, [0, 0]),
      dilation: pair(state.dilation, [1, 1]),
    },
    LIMITS,
  );
  const place = (name, counts) => settlePlace(pair(state[name], [0, 0]), counts);
  return /** @type {State} */ ({
    ...state,
    ...setting,
    image: follow("image", state.image, setting.size),
    weights: follow("weights", state.weights, setting.kernel_size),
    upstream: follow("upstream", state.upstream, outputSize(setting)),
    bias: finite(state.bias),
    position: place("position", outputSize(setting)),
    weight: place("weight", setting.kernel_size),
    pixel: place("pixel", setting.size),
    tab: Object.hasOwn(TABS, state.tab) ? state.tab : "forward",
    view: Object.hasOwn(VIEWS, state.view) ? state.view : "scatter",
    nudge: Math.min(Math.max(Math.round(2 * finite(state.nudge)) / 2, -LARGEST_NUDGE), LARGEST_NUDGE) + 0,
    hidden: Boolean(state.hidden),
  });
}

/** Whether a value is a table of numbers: lists of one length, none empty. */
function isTable(value) {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((line) => line?.length > 0 && line.length === value[0].length && line.every?.(Number.isFinite))
  );
}

/** A table in another size: its pattern where it shows one, else with new cells as the pattern has them. */
function follow(name, table, size) {
  if (isTable(table) && same(shape(table), size)) return table;
  const pattern = ([rows, columns]) =>
    filled([rows, columns], (row, column) => PATTERNS[name](row * columns + column, rows * columns));
  if (!isTable(table) || same(table, pattern(shape(table)))) return pattern(size);
  return resized(table, size, (row, column) => pattern(size)[row][column]);
}

function pair(value, otherwise) {
  return Array.isArray(value) && value.length === 2 ? value : otherwise;
}

function finite(value) {
  return Number.isFinite(value) ? value + 0 : 0; // no −0
}

/** The same state with the number nudged that a tab is about: the bias, the weight or the pixel.
    @param {State} state
    @returns {State} */
export function nudged(state) {
  const { tab, bias, nudge } = state;
  if (tab === "db") return { ...state, bias: bias + nudge };
  const [table, cell] = tab === "dW" ? ["weights", state.weight] : ["image", state.pixel];
  return { ...state, [table]: replaced(state[table], cell, state[table][cell[0]][cell[1]] + nudge) };
}
