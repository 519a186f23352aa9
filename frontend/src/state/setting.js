/* A convolution's setting as part of a widget's state, and places in its tables: the nearest ones that are valid. */

import { kept, same } from "../core/lists.js";

/** What the fields may hold, [smallest, largest]; a widget may ask for less. */
export const LIMITS = {
  size: [1, 32],
  kernel_size: [1, 7],
  stride: [1, 8],
  padding: [0, 6],
  dilation: [1, 4],
};

/** What a field for a pixel or a weight may hold. */
export const VALUES = [-999, 999];

/** The setting as a part of an address, for a widget's `fields`. */
export const ADDRESS = [
  ["height", "size", 0],
  ["width", "size", 1],
  ["kernel", "kernel_size"],
  ["stride", "stride"],
  ["padding", "padding"],
  ["dilation", "dilation"],
];

export const NAMES = Object.keys(LIMITS);

/** The whole number in [low, high] that is nearest to a value; `low` where it is no number. */
export function clamp(value, low, high) {
  const whole = Math.round(Number(value)) + 0; // no −0
  return Number.isFinite(whole) ? Math.min(Math.max(whole, low), high) : low;
}

/** The largest kernel, by axis, that still fits the padded image. */
export function largestKernel({ size, padding, dilation }, limits = LIMITS) {
  return size.map((n, axis) =>
    Math.min(limits.kernel_size[1], Math.floor((n + 2 * padding[axis] - 1) / dilation[axis]) + 1),
  );
}

/** The nearest valid setting: every number within its limits, and a kernel that fits what the others leave it. */
export function settleSetting(state, limits = LIMITS) {
  const settled = /** @type {import("../core/geometry.js").Setting} */ ({});
  for (const name of NAMES) settled[name] = kept(state[name], (value) => clamp(value, ...limits[name]));
  const largest = largestKernel(settled, limits);
  settled.kernel_size = kept(settled.kernel_size, (k, axis) => Math.min(k, largest[axis]));
  return settled;
}

/** The place in a table of so many rows and columns, [row, column], that is nearest to the one asked for. */
export function settlePlace(place, counts) {
  return kept(place, (value, axis) => clamp(value, 0, counts[axis] - 1));
}

/** The same with a step added, as an arrow key asks for it; it stays in the table. */
export function stepped(place, step, counts) {
  return settlePlace(
    place.map((at, axis) => at + step[axis]),
    counts,
  );
}

/** A place that is asked about, or null if there is none, it is gone, or it is no place. */
export function stillThere(place, counts) {
  const there = place?.length === counts.length && place.every((at, axis) => isBelow(at, counts[axis]));
  return there ? place : null;
}

function isBelow(at, count) {
  return Number.isInteger(at) && at >= 0 && at < count;
}

/** A pinned place as a list, to be marked where another place is asked about; empty where there is none. */
export function elsewhere(pinned, asked) {
  return pinned && !same(pinned, asked) ? [pinned] : [];
}

/** Which window has been dragged to a place of its first cell, [row, column] as fractions: a change of the position. */
export function dragged([row, column], { stride, padding }) {
  return { position: [(row + padding[0]) / stride[0], (column + padding[1]) / stride[1]] };
}
