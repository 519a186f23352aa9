/* Fields for a setting. */

import { LIMITS, largestKernel, NAMES } from "../state/setting.js";
import { h } from "./dom.js";
import { numberField } from "./number-field.js";

const LABELS = { size: "size", kernel_size: "kernel", stride: "stride", padding: "padding", dilation: "dilation" };

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
      draw(store.state);
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

  let last = null;
  function update(state) {
    if (last && NAMES.every((name) => state[name] === last[name])) return;
    draw(state);
  }
  function draw(state) {
    last = state;
    const unequal = NAMES.some((name) => state[name][0] !== state[name][1]);
    if (unequal) apart.checked = true;
    element.classList.toggle("wbw-apart", apart.checked);
    const bounds = largest(state);
    heads.hidden = !apart.checked;
    for (const { name, fields } of rows) {
      const [low, high] = limits[name];
      fields.forEach((field, axis) => {
        field.element.hidden = axis === 1 && !apart.checked;
        const label = apart.checked ? `${LABELS[name]}, ${["rows", "columns"][axis]}` : LABELS[name];
        field.update(state[name][axis], low, bounds[name]?.[axis] ?? high, label);
      });
    }
  }
  return { element, update };
}
