/* What a hand does in PhotoKernel, by pointer and keys: on the photo and the output, and on the tables of the window. */

import { outputSize } from "../../core/geometry.js";
import { replaced, same, shape } from "../../core/lists.js";
import { settlePlace, stepped } from "../../state/setting.js";
import { ARROWS } from "../../ui/keys.js";
import { outputBytes, photoBytes } from "./scene.js";
import { positionOf, settingOf, weightOf } from "./state.js";

const STEP = 10; // pixels that an arrow key moves together with Shift

/** Keep an output's place. In the reader's own photo it is no place in the state's, and is kept beside it. */
export function move({ picture }, position) {
  return { [picture?.own ? "ownPosition" : "position"]: position };
}

/** A pixel of the photo is the middle of its window. */
function around(pixel, state) {
  const setting = settingOf(state);
  const first = pixel.map((at, axis) => at - Math.floor(setting.kernel_size[axis] / 2));
  return settlePlace(first, outputSize(setting));
}

/** Arrows move the window, from where it is looked at. */
function pictureKey({ key, shiftKey }, state, pointed) {
  const [u, v] = pointed?.position ?? positionOf(state);
  const step = ARROWS[key]?.map((by) => by * (shiftKey ? STEP : 1));
  if (step) return move(state, [u + step[0], v + step[1]]);
  if (key === "Home") return move(state, [0, 0]);
  return key === "End" && move(state, settingOf(state).size);
}

/** @type {Record<string, import("../../ui/frame.js").Does>} */
export const photos = {
  photo: {
    kind: "input",
    hover: (pixel, state) => ({ position: around(pixel, state) }),
    pick: (pixel, state) => move(state, around(pixel, state)),
    key: pictureKey,
    bytes: ({ picture }) => photoBytes(picture),
  },
  output: {
    kind: "output",
    hover: (position) => ({ position }),
    pick: (position, state) => move(state, position),
    key: pictureKey,
    bytes: ({ picture, kernel, divisor, show, hidden }) => outputBytes(picture, kernel, divisor, show, hidden),
  },
};

/** Choose a weight; chosen a second time, let it go. */
function choose(cell, { chosen }) {
  return { chosen: same(chosen, cell) ? null : cell };
}

/** Set the weight that is chosen. */
export function weigh({ kernel, chosen }, value) {
  return { kernel: replaced(kernel, chosen, weightOf(value)), weights: null };
}

/** In the kernel, arrows choose a weight, + and − change it, and Enter leads to the field for it. */
function kernelKey({ key }, state) {
  const { kernel, chosen } = state;
  const step = ARROWS[key];
  if (key === "Escape") return { chosen: null };
  if (!chosen) return (step || key === "Enter") && { chosen: [0, 0] };
  if (step) return { chosen: stepped(chosen, step, shape(kernel)) };
  if (key === "Enter") return { focus: "weight" };
  const change = { "+": 1, "-": -1 }[key];
  return change && weigh(state, kernel[chosen[0]][chosen[1]] + change);
}

const cells = { hover: (cell) => ({ cell }), pick: choose };
export const tables = { pixels: cells, kernel: { ...cells, key: kernelKey }, products: cells, value: {} };
