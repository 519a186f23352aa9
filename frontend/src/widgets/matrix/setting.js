/* What Im2colExplorer and Col2imExplorer share: sizes whose matrix can still be read. */

import { outputSize, range } from "../../core/geometry.js";
import { kept } from "../../core/lists.js";
import { largestKernel, settleSetting } from "../../state/setting.js";

const WINDOWS = 8; // along an axis, so that a matrix has 64 rows at most

/** What the fields may hold; the more channels, the smaller the kernel, so that a matrix has 27 columns at most. */
function limits(channels) {
  return { size: [1, 8], kernel_size: [1, channels > 1 ? 3 : 5], stride: [1, 8], padding: [0, 3], dilation: [1, 4] };
}

/** The largest padding, by axis, that does not make too many windows. */
function largestPadding(setting) {
  const highest = limits(1).padding[1];
  const fits = range(highest + 1).map((p) => outputSize({ ...setting, padding: [p, p] }).map((n) => n <= WINDOWS));
  return [0, 1].map((axis) => fits.findLastIndex((fit) => fit[axis]));
}

/** The nearest setting whose matrix can be shown. */
export function settleMatrix(state, channels = 1) {
  const setting = settleSetting(state, limits(channels));
  const largest = largestPadding(setting);
  return { ...setting, padding: kept(setting.padding, (p, axis) => Math.min(p, largest[axis])) };
}

/** Options of settingFields for such a setting. */
export const FIELDS = {
  limits: limits(1),
  largest: (state) => ({
    kernel_size: largestKernel(state, limits(state.images?.[0].length ?? 1)),
    padding: largestPadding(state),
  }),
};
