/* One of a few views of the same, as tabs. */

import { freshId, h } from "./dom.js";
import { listenToKeys } from "./keys.js";

/** One of a few views of the same, as tabs over their panel. The arrow keys move through them. */
export function tabs({ label, choices, panel, onChange }) {
  const names = Object.keys(choices);
  panel.id = freshId("panel");
  panel.setAttribute("role", "tabpanel");
  const buttons = names.map((name, place) => {
    const look = { type: "button", role: "tab", id: freshId("tab"), "aria-controls": panel.id };
    const button = h("button", { ...look, click: () => onChange(name) }, choices[name]);
    listenToKeys(button, (event) => {
      const moves = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 };
      if (!(event.key in moves)) return false;
      const next = (moves[event.key] + names.length) % names.length;
      onChange(names[next]);
      buttons[next].focus();
      return true;
    });
    return button;
  });
  return {
    element: h("div", { class: "wbw-tabs", role: "tablist", "aria-label": label }, buttons),
    update(value) {
      for (const [place, button] of buttons.entries()) {
        const chosen = names[place] === value;
        button.setAttribute("aria-selected", chosen);
        button.tabIndex = chosen ? 0 : -1;
        if (chosen) panel.setAttribute("aria-labelledby", button.id);
      }
    },
  };
}
