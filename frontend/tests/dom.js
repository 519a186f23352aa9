/* A page without a browser, for what the widgets put on it. There is no layout: a box is as large as a test says. */

import { Window } from "happy-dom";

const window = new Window({ url: "https://book.example/page.html" });
const NAMES = [
  "document",
  "location",
  "history",
  "ResizeObserver",
  "CustomEvent",
  "MutationObserver",
  "getComputedStyle",
];
for (const name of NAMES) {
  const value = window[name];
  globalThis[name] = typeof value === "function" && !value.prototype ? value.bind(window) : value;
}
globalThis.addEventListener = window.addEventListener.bind(window);
window.Element.prototype.setPointerCapture = () => {};
window.HTMLCanvasElement.prototype.getContext = () => ({ putImageData() {} });
globalThis.ImageData = class {};

export { window };
export const { document } = window;

/** Every element below one with a class, by the class without its prefix. */
export const all = (element, name) => [...element.querySelectorAll(`.wbw-${name}`)];

/** What a table's cells show, row by row. */
export function textsOf(view) {
  return view.texts.map((line) => line.map((text) => text.textContent));
}

/** Give a table one pixel of the screen for each unit of its drawing. */
export function layOut(view) {
  const [left, top, width, height] = view.svg.getAttribute("viewBox").split(" ").map(Number);
  view.svg.getBoundingClientRect = () => ({ left, top, width, height });
}

/** Send a pointer event to an element; x and y in units. */
export function point(element, type, [x, y], more = {}) {
  const event = new window.PointerEvent(type, {
    bubbles: true,
    clientX: x,
    clientY: y,
    button: 0,
    pointerType: "mouse",
    ...more,
  });
  element.dispatchEvent(event);
  return event;
}

/** Press a key on an element; say whether it was used. */
export function press(element, key, more = {}) {
  const event = new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  element.dispatchEvent(event);
  return event.defaultPrevented;
}
