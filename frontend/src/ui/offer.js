/* Which controls a figure offers: those that the text beside it is about, and behind "More" the others that the book has
   defined by then. */

import { h } from "./dom.js";

export class Offer {
  /** @param {import("../state/store.js").Model} model its `controls` name traits, null for all of them; `more` names those
        behind "More" */
  constructor(model) {
    this.front = model.get("controls") ?? null;
    this.others = model.get("more") ?? [];
    this.details = h("details", { class: "wbw-others", hidden: true }, h("summary", {}, "More"));
  }

  /** Where the control of a trait stands. What is hidden can always be guessed.
      @param {string} trait
      @returns {"front" | "more" | null} */
  where(trait) {
    if (!this.front || this.front.includes(trait)) return "front";
    return trait === "hidden" || this.others.includes(trait) ? "more" : null;
  }

  /** Leave the control of a trait where it stands, or move it behind "More", or take it away.
      @param {string} trait
      @param {HTMLElement} element */
  place(trait, element) {
    const where = this.where(trait);
    if (!where) element.remove();
    if (where !== "more") return;
    this.details.append(element);
    this.details.hidden = false;
  }
}
