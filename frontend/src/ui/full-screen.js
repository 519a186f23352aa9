/* A figure alone on the screen, as a projector wants it. */

import { h, setText } from "./dom.js";
import { listenToKeys } from "./keys.js";

export const FULL_SCREEN_KEY = ["F", "the figure alone, on the full screen; F or Esc: back to the page"];

/** A button for it; in the figure the key F does the same.
    @param {HTMLElement} figure
    @returns {HTMLElement} */
export function fullScreen(figure) {
  const change = () => (document.fullscreenElement === figure ? document.exitFullscreen() : figure.requestFullscreen());
  const button = h("button", { type: "button", click: change }, "Full screen");
  listenToKeys(figure, (event) => {
    const types = /** @type {Element} */ (event.target).matches('input[type="text"], select');
    if (types || event.key.toLowerCase() !== "f") return false;
    change();
    return true;
  });
  figure.addEventListener("fullscreenchange", () =>
    setText(button, document.fullscreenElement === figure ? "Back to the page" : "Full screen"),
  );
  return button;
}
