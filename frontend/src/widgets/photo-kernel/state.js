/* PhotoKernel's state: a photo, a kernel on it, the window that is looked at; and, on this page alone, the pixels. */

import { outputSize } from "../../core/geometry.js";
import { kept, resized, same, shape } from "../../core/lists.js";
import { clamp, settlePlace, stillThere } from "../../state/setting.js";
import { KERNELS, kernelOf, nameOf } from "./kernels.js";
import { known, PREFIX, sizeOf } from "./png.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */

/** A photo that is read: the address that the state had then, whether it is the reader's own, and its pixels, row by row.
    @typedef {{ of: string, own: boolean, size: Pair, pixels: ArrayLike<number> }} Picture */

/** @typedef {{ photo: string, kernel: number[][], weights: string, divisor: number, position: Pair,
      show: "cut" | "distance" | "signed", hidden: boolean, picture: Picture | null, ownPosition: Pair | null,
      chosen: Pair | null, fault: string }} State */

export const LARGEST_KERNEL = 5;
export const HEAVIEST = 999; // a weight, or the divisor

export const TRAITS = ["photo", "kernel", "divisor", "position", "show", "hidden"];

export const FIELDS = [
  ["kernel", "weights"],
  ["divisor", "divisor"],
  ["window", "position"],
  ["show", "show"],
  ["hide", "hidden"],
];

/** What neither Python nor a link knows: the pixels, once they are read; the output that is looked at in the reader's own
    photo, where it is no place in the state's; a weight that is chosen; what is wrong with a file. */
export const LOCALS = { picture: null, ownPosition: null, chosen: null, fault: "" };

/** How the output is shown: the words for the choice. */
export const SHOWN = { cut: "cut off at 0", distance: "distance from 0", signed: "both signs" };

/** What is shown where a state has no photo: 25 greys. */
const NO_PHOTO = `${PREFIX}iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAAAAACoBHk5AAAAFklEQVR42mNk4OLi4mI04uLi4mLBIAEXKAGfIvWbDQAAAABJRU5ErkJggg==`;

/** The weight that is nearest to a value; 0 where it is no number. */
export function weightOf(value) {
  return Number.isFinite(value) ? Math.min(Math.max(value, -HEAVIEST), HEAVIEST) : 0;
}

/** All sizes, as core/geometry.js wants them.
    @param {Pair} size
    @param {number[][]} kernel
    @returns {import("../../core/geometry.js").Setting} */
export function setting(size, kernel) {
  return { size, kernel_size: shape(kernel), stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
}

/** Those of what is looked at: the reader's own photo, or else the state's. */
export function settingOf({ photo, kernel, picture }) {
  return setting(picture?.size ?? sizeOf(photo), kernel);
}

/** The output that is looked at, and kept. */
export function positionOf({ position, ownPosition }) {
  return ownPosition ?? position;
}

function settleKernel(kernel, size) {
  const isTable = Array.isArray(kernel) && kernel.every(Array.isArray) && kernel[0]?.length;
  const table = isTable ? kernel : KERNELS.edges.table;
  const [rows, columns] = shape(table).map((count, axis) => Math.min(count, LARGEST_KERNEL, size[axis]));
  return kept(
    resized(table, [rows, columns], () => 0),
    (line) => kept(line, weightOf),
  );
}

/** A place, or else another one. */
function placeOr(place, other) {
  return Array.isArray(place) && place.length === 2 ? place : other;
}

/** The nearest valid state. `weights` is the kernel as text: what the table says, unless a link or the menu asks for another
    one. */
export function settle(state) {
  const asked = typeof state.weights === "string" ? kernelOf(state.weights) : null;
  const photo = sizeOf(state.photo) ? state.photo : NO_PHOTO;
  const size = sizeOf(photo);
  const kernel = settleKernel(asked && !same(asked, state.kernel) ? asked : state.kernel, size);
  const picture = state.picture?.of === photo ? state.picture : known(photo);
  const counts = picture?.own && outputSize(setting(picture.size, kernel));
  const middle = picture?.size.map((count) => Math.floor(count / 2));
  return {
    ...state,
    photo,
    kernel,
    weights: asked && same(asked, kernel) ? state.weights : nameOf(kernel),
    divisor: clamp(state.divisor, 1, HEAVIEST),
    position: settlePlace(placeOr(state.position, [0, 0]), outputSize(setting(size, kernel))),
    show: Object.hasOwn(SHOWN, state.show) ? state.show : "cut",
    hidden: Boolean(state.hidden),
    picture,
    ownPosition: counts ? settlePlace(placeOr(state.ownPosition, middle), counts) : null,
    chosen: stillThere(state.chosen, shape(kernel)),
    fault: state.fault ?? "",
  };
}
