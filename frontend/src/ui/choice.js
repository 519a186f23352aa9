/* One of a few, as radio buttons. */

import { freshId, h } from "./dom.js";

/** One of a few: a group of radio buttons, which the arrow keys move through. `choices` maps values to words. */
export function choice({ label, choices, onChange }) {
  const name = freshId("choice");
  const inputs = Object.entries(choices).map(([value, words]) => {
    const input = h("input", { type: "radio", name, value, change: () => onChange(value) });
    return [input, h("label", { class: "wbw-check" }, input, words)];
  });
  return {
    element: h("fieldset", { class: "wbw-choice" }, h("legend", {}, label), ...inputs.map(([, wrapped]) => wrapped)),
    update(value) {
      for (const [input] of inputs) input.checked = input.value === String(value);
    },
  };
}
