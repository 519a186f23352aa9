/* A button that makes a link to the figure's state, and a field that shows it. */

import { same } from "../core/lists.js";
import { toQuery } from "../state/link.js";
import { h, setText } from "./dom.js";

/** `host.link(query)` puts the query into the page's address and returns that; `note` says what became of it.
    @param {{ link: (query: string) => string }} host
    @param {HTMLElement} note
    @param {import("../state/store.js").Store} store
    @param {readonly import("../state/link.js").Field[]} fields
    @returns {HTMLElement[]} */
export function copyLink(host, note, store, fields) {
  const field = h("input", { class: "wbw-link", readonly: true, "aria-label": "Link to this state", hidden: true });
  const copy = async () => {
    const named = fields.map(([, trait]) => trait);
    const changed = store.traits.some(
      (trait) => !named.includes(trait) && !same(store.state[trait], store.start[trait]),
    );
    const opens = `opens the figure as it is now${changed ? ", without the numbers that you changed" : ""}`;
    field.value = host.link(toQuery(store.state, fields));
    field.hidden = false;
    try {
      await navigator.clipboard.writeText(field.value);
      setText(note, `The link is copied; it ${opens}.`);
    } catch {
      field.select();
      setText(note, `Copy the link from the field; it ${opens}.`);
    }
  };
  // An older state's link is not left standing.
  store.subscribe(() => {
    field.hidden = true;
  });
  return [h("button", { type: "button", click: copy }, "Copy link"), field];
}
