/* One of many, as a menu. */

import { h } from "./dom.js";

/** One of many: a menu. `choices` maps values to words. */
export function menu({ label, choices, onChange }) {
  const options = Object.entries(choices).map(([value, words]) => h("option", { value }, words));
  const select = h("select", { change: () => onChange(select.value) }, ...options);
  return {
    element: h("label", { class: "wbw-menu" }, label, select),
    update(value) {
      select.value = value;
    },
  };
}
