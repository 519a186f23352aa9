/* Col2imExplorer's state: its traits, what an address names of them, and the nearest state that is possible. */

import { asRows, copies, matrixShape } from "../../core/convolution.js";
import { range } from "../../core/geometry.js";
import { same, shape } from "../../core/lists.js";
import { memo, memoOf } from "../../scene/schema.js";
import { OPTIONAL } from "../../state/link.js";
import { ADDRESS, clamp, NAMES, stillThere } from "../../state/setting.js";
import { settleMatrix } from "../matrix/setting.js";
import { Sending } from "./sending.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */

/** `cols` is the matrix, or null for 0, 1, 2 and so on. `step` counts the terms of the pixel (gather) or the entries
    (scatter) that are added up; −1 stands for all of them.
    @typedef {import("../../core/geometry.js").Setting & { cols: number[][] | null, pixel: Pair | null,
      view: "gather" | "scatter", overwrite: boolean, step: number, coverage: boolean, hidden: boolean }} State */

export const TRAITS = [
  ...["size", "kernel_size", "stride", "padding", "dilation", "cols"],
  ...["pixel", "view", "overwrite", "step", "coverage", "hidden"],
];

/** @type {readonly import("../../state/link.js").Field[]} */
export const FIELDS = [
  ...ADDRESS,
  ["pixel", "pixel", OPTIONAL],
  ["view", "view"],
  ["overwrite", "overwrite"],
  ["step", "step"],
  ["coverage", "coverage"],
  ["hide", "hidden"],
];

/** The nearest state that is possible. A matrix that does not go with the setting gives way to 0, 1, 2 and so on.
    @param {Record<string, any>} state
    @returns {State} */
export function settle(state) {
  const settled = /** @type {State} */ ({
    ...state,
    ...settleMatrix(state),
    view: state.view === "scatter" ? "scatter" : "gather",
    overwrite: Boolean(state.overwrite),
    coverage: Boolean(state.coverage),
    hidden: Boolean(state.hidden),
  });
  const fits = state.cols?.length && same(shape(state.cols), matrixShape(settled, 1));
  settled.cols = fits ? state.cols : null;
  settled.pixel = stillThere(state.pixel, settled.size);
  settled.step = clamp(state.step, -1, steps(settled));
  return settled;
}

/** How many steps there are from nothing to the whole result. */
export function steps(state) {
  if (state.view === "gather") return state.pixel ? copies(state, 0, ...state.pixel).length : 0;
  const [windows, features] = matrixShape(state, 1);
  return windows * features;
}

/** The step that the state is at, counted from nothing. */
export function stepNow(state) {
  return state.step < 0 ? steps(state) : state.step;
}

/** The matrix 0, 1, 2 and so on, as large as a setting asks. */
const numbered = memo((windows, features) => asRows(range(windows * features), features));

/** The matrix on its way back, as far as the state says.
    @type {(state: State) => Sending} */
export const sendingOf = memoOf([...NAMES, "cols", "pixel", "view", "overwrite", "step"], (state) => {
  const { cols, pixel, view, overwrite, step, ...setting } = state;
  const [windows, features] = matrixShape(setting, 1);
  return new Sending({
    setting,
    cols: cols ?? numbered(windows, features),
    overwrite,
    pixel,
    sent: view === "scatter" && step >= 0 ? step : null,
    terms: view === "gather" && step >= 0 ? step : null,
  });
});
