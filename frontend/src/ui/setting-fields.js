/* Fields for a setting. */

import { LIMITS, largestKernel, NAMES } from "../state/setting.js";
import { h } from "./dom.js";
import { numberField } from "./number-field.js";
import { toggle } from "./toggle.js";

const LABELS = { size: "size", kernel_size: "kernel", stride: "stride", padding: "padding", dilation: "dilation" };

/** Fields for a setting: one number for both axes; or one for each, "4 × 6", where the two differ, or where the reader wants
    to choose them separately. `largest(state)` says how large some of them may be, by axis, beside the others. */
export function settingFields(
  store,
  { limits = LIMITS, largest = (state) => ({ kernel_size: largestKernel(state, limits) }) } = {},
) {
  let apart = false;
  const rows = NAMES.map((name) => {
    const fields = ["rows", "columns"].map((axis, place) =>
      numberField({
        label: `${LABELS[name]}, ${axis}`,
        hideLabel: true,
        onChange: (value) => {
          const pair = [...store.state[name]];
          pair[place] = value;
          if (!row.two) pair.fill(value);
          return store.set({ [name]: pair });
        },
      }),
    );
    const by = h("span", { "aria-hidden": "true" }, "×");
    const [down, across] = fields.map((field) => field.element);
    const line = h("div", { class: "wbw-setting" }, h("span", {}, LABELS[name]), down, by, across);
    const row = { name, fields, line, by, two: false };
    return row;
  });
  const separately = toggle({
    label: "rows and columns separately",
    onChange: (wanted) => {
      apart = wanted;
      for (const row of rows) row.two = false;
      draw(store.state);
    },
  });
  const element = h(
    "fieldset",
    { class: "wbw-settings" },
    h("legend", {}, "Setting"),
    ...rows.map((row) => row.line),
    separately.element,
  );

  let last = null;
  function update(state) {
    if (last && NAMES.every((name) => state[name] === last[name])) return;
    draw(state);
  }
  function draw(state) {
    last = state;
    const bounds = largest(state);
    for (const row of rows) {
      const { name, fields, by } = row;
      const [low, high] = limits[name];
      const [down, across] = state[name];
      // Two fields stay two when their numbers become equal: none is taken from under the hand.
      row.two ||= apart || down !== across;
      by.hidden = fields[1].element.hidden = !row.two;
      fields.forEach((field, axis) => {
        const label = row.two ? `${LABELS[name]}, ${["rows", "columns"][axis]}` : LABELS[name];
        field.update(state[name][axis], low, bounds[name]?.[axis] ?? high, label);
      });
    }
  }
  return { element, update };
}
