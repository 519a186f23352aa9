/* What a figure can show ends at the same numbers in Python and here, and what Python starts with is valid here. */

import { test } from "node:test";
import * as backwardScrubber from "../src/widgets/backward-scrubber/state.js";
import * as col2imExplorer from "../src/widgets/col2im-explorer/state.js";
import * as im2colExplorer from "../src/widgets/im2col-explorer/state.js";
import { LARGEST } from "../src/widgets/photo-kernel/png.js";
import * as photoKernel from "../src/widgets/photo-kernel/state.js";
import * as windowGrid from "../src/widgets/window-grid/state.js";
import { stays } from "./states.js";
import { limits, same } from "./vectors.js";

const SETTLE = {
  BackwardScrubber: backwardScrubber.settle,
  Col2imExplorer: col2imExplorer.settle,
  Im2colExplorer: im2colExplorer.settle,
  WindowGrid: windowGrid.settle,
};
const of = (name) => limits.find(({ figure }) => figure === name);

for (const { figure, state, largest } of limits.filter((one) => one.largest)) {
  const settle = SETTLE[figure];
  const all = (value) => Object.fromEntries(Object.keys(largest).map((name) => [name, [value, value]]));
  const pairs = (settled) => Object.fromEntries(Object.keys(largest).map((name) => [name, settled[name]]));

  const name = state.images?.[0].length > 1 ? `${figure} with several channels` : figure;

  test(`${name} keeps the state that Python starts with`, () => {
    const { size: _, kernel_size: __, ...kept } = settle(state);
    const { size, kernel_size, ...given } = state;
    stays(kept, given);
    if (size) same([settle(state).size, settle(state).kernel_size], [size, kernel_size]);
  });

  test(`${name} ends where Python does`, () => {
    // A kernel so large and so spread out would not fit: one after the other.
    same(pairs(settle({ ...state, ...all(1e6), dilation: [1, 1] })), { ...largest, dilation: [1, 1] });
    same(settle({ ...state, ...all(1e6), kernel_size: [1, 1] }).dilation, largest.dilation);
    const smallest = { size: [1, 1], kernel_size: [1, 1], stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
    same(pairs(settle({ ...state, ...all(-1e6) })), smallest);
  });
}

test("PhotoKernel ends where Python does", () => {
  const { photo, kernel, number } = of("PhotoKernel");
  same(LARGEST, photo);
  same([photoKernel.LARGEST_KERNEL, photoKernel.LARGEST_KERNEL], kernel);
  same(photoKernel.HEAVIEST, number);
});
