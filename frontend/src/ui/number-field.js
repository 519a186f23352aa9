/* A labelled number to type or to step. */

import { number } from "../scene/words.js";
import { enable, freshId, h, setText } from "./dom.js";
import { listenToKeys } from "./keys.js";

/** A labelled number: type it, step it with the arrows, + and − (where it can be negative, − is its sign), or with the
    buttons. `onChange` gets what was asked for; what the field then shows is set by `update`. */
export function numberField({ label, hideLabel = false, onChange }) {
  const id = freshId("number");
  let shown = 0;
  let written = "";
  const change = (value) => {
    keepInPlace(input, () => onChange(value));
    input.value = shown; // what was not possible is not left standing
    if (value === shown) return;
    const [low, high] = [Number(input.min), Number(input.max)];
    const instead =
      value < low || value > high ? `from ${number(low)} to ${number(high)} is` : `${number(shown)} is the nearest`;
    const words = `${input.labels[0].textContent}: ${number(value)} is not possible here, ${instead}.`;
    input.dispatchEvent(new CustomEvent("wbw-refused", { bubbles: true, detail: words }));
  };
  const keys = { ArrowUp: 1, ArrowDown: -1, "+": 1, "-": -1 };
  const input = h("input", {
    id,
    type: "number",
    step: 1,
    change: () => input.value !== "" && Number(input.value) !== shown && change(Number(input.value)),
    blur: () => {
      input.value = shown;
    },
  });
  listenToKeys(input, (event) => {
    const step = keys[event.key];
    // Where a number may be negative, "-" is its sign.
    if (!step || (event.key === "-" && input.min < 0)) return false;
    change(shown + step);
    return true;
  });
  // The field itself has keys for both; a second and a third stop of the Tab key would only be in the way.
  const button = (step, sign, word) =>
    h(
      "button",
      { type: "button", tabindex: -1, "aria-label": `${label}: ${word}`, click: () => change(shown + step) },
      sign,
    );
  const less = button(-1, "−", "one less");
  const more = button(1, "+", "one more");
  const name = h("label", { for: id, class: hideLabel ? "wbw-hidden" : "" }, label);
  const setLabel = (text) => {
    if (name.textContent === text) return;
    setText(name, text);
    less.setAttribute("aria-label", `${text}: one less`);
    more.setAttribute("aria-label", `${text}: one more`);
  };
  return {
    element: h("span", { class: "wbw-number" }, name, less, input, more),
    setLabel,
    /** Show a value and its limits; `text` is the label, where it changes. */
    update(value, low, high, text) {
      const all = [value, low, high, text].join();
      if (all === written && Number(input.value) === value) return;
      written = all;
      shown = value;
      if (text) setLabel(text);
      if (document.activeElement !== input || Number(input.value) !== value) input.value = value;
      input.style.width = String(value).length > 3 ? `${String(value).length + 3}ch` : "";
      input.min = low;
      input.max = high;
      // A finger on one of the buttons is not to call up a phone's keyboard.
      const [down, up] = [value > low, value < high];
      if (up) enable(more, up);
      enable(less, down, up ? more : input);
      enable(more, up, down ? less : input);
    },
  };
}

/** Change something, and scroll so that an element stays where the hand has it, however much grows above it. */
function keepInPlace(element, action) {
  const before = element.getBoundingClientRect().top;
  action();
  const moved = element.getBoundingClientRect().top - before;
  if (!moved) return;
  let box = element.parentElement;
  while (box && !/auto|scroll/.test(getComputedStyle(box).overflowY)) box = box.parentElement;
  (box ?? document.scrollingElement).scrollBy(0, moved);
}
