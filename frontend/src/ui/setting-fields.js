/* Fields for a setting. */

import { LIMITS, largestKernel, NAMES } from "../state/setting.js";
import { h } from "./dom.js";
import { numberField } from "./number-field.js";
import { toggle } from "./toggle.js";

const LABELS = { size: "size", kernel_size: "kernel", stride: "stride", padding: "padding", dilation: "dilation" };

/** Fields for a setting, as far as the figure offers them: one number for both axes; or one for each, "4 × 6", where the two
    differ, or where the reader wants to choose them separately. `largest(state)` says how large some of them may be, by
    axis, beside the others. */
export function settingFields(
  figure,
  { limits = LIMITS, largest = (state) => ({ kernel_size: largestKernel(state, limits) }) } = {},
) {
  let apart = false;
  const rows = NAMES.map((name) => {
    const fields = ["rows", "columns"].map((axis, place) =>
      numberField({
        label: `${LABELS[name]}, ${axis}`,
        hideLabel: true,
        onChange: (value) => {
          const pair = [...figure.state[name]];
          pair[place] = value;
          if (!row.two) pair.fill(value);
          return figure.set({ [name]: pair });
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
      draw(figure.state);
    },
  });
  const lines = rows.map(({ line }) => line);
  const element = h("fieldset", { class: "wbw-settings" }, h("legend", {}, "Setting"), ...lines, separately.element);
  for (const { name, line } of rows) figure.offer.place(name, line);
  // The switch for both axes is with those that are folded, or else with those in front; without any, it goes too.
  const places = NAMES.map((name) => figure.offer.where(name));
  figure.offer.place(NAMES[places.indexOf(places.includes("more") ? "more" : "front")], separately.element);

  let drawn = null;
  function update(state) {
    if (drawn && NAMES.every((name) => state[name] === drawn[name])) return;
    draw(state);
  }
  function draw(state) {
    drawn = state;
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
