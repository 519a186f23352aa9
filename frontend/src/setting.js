/* A convolution's setting as part of a widget's state: the nearest valid one, and the fields that change it. */

import { h } from "./dom.js";
import { numberField } from "./fields.js";
import { same } from "./frame.js";
import { kernelSpan, outputSize, paddedSize, range } from "./geometry.js";

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

const NAMES = Object.keys(LIMITS);
const LABELS = { size: "size", kernel_size: "kernel", stride: "stride", padding: "padding", dilation: "dilation" };

/** The whole number in [low, high] that is nearest to a value; `low` where it is no number. */
export function clamp(value, low, high) {
  const whole = Math.round(Number(value));
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
  const settled = {};
  for (const name of NAMES) settled[name] = kept(state[name], (value) => clamp(value, ...limits[name]));
  const largest = largestKernel(settled, limits);
  settled.kernel_size = kept(settled.kernel_size, (k, axis) => Math.min(k, largest[axis]));
  return settled;
}

/** A list with each number as `rule` has it; the very same list if nothing changes, so that a change can be seen. */
export function kept(numbers, rule) {
  const next = numbers.map(rule);
  return next.every((value, place) => value === numbers[place]) ? numbers : next;
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

/** A place that is asked about, or null if there is none or it is gone. */
export function stillThere(place, counts) {
  return place?.every((at, axis) => at >= 0 && at < counts[axis]) ? place : null;
}

/** A pinned place as a list, to be marked where another place is asked about; empty where there is none. */
export function elsewhere(pinned, asked) {
  return pinned && !same(pinned, asked) ? [pinned] : [];
}

/** [rows, columns] of a table. */
export function shape(table) {
  return [table.length, table[0].length];
}

/** The same table with other sizes; where it grows, `value(row, column)` says what the new cells hold. */
export function resized(table, [rows, columns], value) {
  if (table.length === rows && table.every((line) => line.length === columns)) return table;
  return range(rows).map((row) => range(columns).map((column) => table[row]?.[column] ?? value(row, column)));
}

/** The same nested lists with another value at a place, which has a number for each axis. */
export function replaced(lists, [at, ...rest], value) {
  return lists.map((part, number) => (number === at ? (rest.length ? replaced(part, rest, value) : value) : part));
}

/** The formula of the output's size on one axis, with the setting's numbers in place. */
export function sizeFormula(setting, axis) {
  const [n, k, s, p, d] = NAMES.map((name) => setting[name][axis]);
  const travel = paddedSize(setting)[axis] - kernelSpan(setting)[axis];
  return `⌊(${n} + 2·${p} − ${d}·(${k} − 1) − 1) / ${s}⌋ + 1 = ⌊${travel} / ${s}⌋ + 1 = ${outputSize(setting)[axis]}`;
}

/** Fields for a setting: one number for both axes, or one for each. `largest(state)` says how large some of them may be,
    by axis, beside the others. */
export function settingFields(
  store,
  { limits = LIMITS, largest = (state) => ({ kernel_size: largestKernel(state, limits) }) } = {},
) {
  const apart = h("input", {
    type: "checkbox",
    change() {
      // One field for both axes: it is the rows' number that stays.
      const equal = NAMES.map((name) => [name, store.state[name].map(() => store.state[name][0])]);
      if (!apart.checked) store.set(Object.fromEntries(equal));
      update(store.state);
    },
  });
  const rows = NAMES.map((name) => {
    const fields = ["rows", "columns"].map((axis, place) =>
      numberField({
        label: `${LABELS[name]}, ${axis}`,
        hideLabel: true,
        onChange: (value) => {
          const pair = [...store.state[name]];
          pair[place] = value;
          if (!apart.checked) pair.fill(value);
          return store.set({ [name]: pair });
        },
      }),
    );
    const parts = fields.map((field) => field.element);
    return { name, fields, line: h("div", { class: "wbw-setting" }, h("span", {}, LABELS[name]), ...parts) };
  });
  const heads = h(
    "div",
    { class: "wbw-setting", "aria-hidden": "true" },
    ...["", "rows", "columns"].map((axis) => h("small", {}, axis)),
  );
  const element = h(
    "fieldset",
    { class: "wbw-settings" },
    h("legend", {}, "Setting"),
    heads,
    ...rows.map((row) => row.line),
    h("label", { class: "wbw-check" }, apart, "rows and columns separately"),
  );

  function update(state) {
    const unequal = NAMES.some((name) => state[name][0] !== state[name][1]);
    if (unequal) apart.checked = true;
    element.classList.toggle("wbw-apart", apart.checked);
    const bounds = largest(state);
    heads.hidden = !apart.checked;
    for (const { name, fields } of rows) {
      const [low, high] = limits[name];
      fields.forEach((field, axis) => {
        field.element.hidden = axis === 1 && !apart.checked;
        field.setLabel(apart.checked ? `${LABELS[name]}, ${["rows", "columns"][axis]}` : LABELS[name]);
        field.update(state[name][axis], low, bounds[name]?.[axis] ?? high);
      });
    }
  }
  return { element, update };
}
