/* How a matrix stands on the page. */

import { h } from "../../ui/dom.js";

/** Pictures on one side, the matrix and what belongs to it on the other. Words, which grow and shrink with what is pointed
    at, stand below both, so that nothing moves away from under the pointer.
    @param {...(readonly HTMLElement[])} sides
    @returns {HTMLElement} */
export function beside(...sides) {
  return h("div", { class: "wbw-beside" }, ...sides.map((side) => h("div", {}, ...side)));
}

/** Pictures in a row, as many as have room.
    @param {...HTMLElement} pictures
    @returns {HTMLElement} */
export function panels(...pictures) {
  return h("div", { class: "wbw-panels" }, ...pictures);
}
