/* A switch. */

import { h } from "./dom.js";

/** A switch that is on or off. */
export function toggle({ label, onChange }) {
  const input = h("input", { type: "checkbox", change: () => onChange(input.checked) });
  return {
    element: h("label", { class: "wbw-check" }, input, label),
    update(value) {
      input.checked = value;
    },
  };
}
