/* WindowGrid: one window on an image, the output it makes, and who reads what. */

import { isInside } from "../../core/convolution.js";
import { outputSize, placeOf, reads } from "../../core/geometry.js";
import { replaced, same } from "../../core/lists.js";
import { memo } from "../../scene/schema.js";
import { place } from "../../scene/words.js";
import { clamp, dragged, NAMES, settlePlace, stepped, VALUES } from "../../state/setting.js";
import { h } from "../../ui/dom.js";
import { widget } from "../../ui/frame.js";
import { guessField } from "../../ui/guess.js";
import { ARROWS } from "../../ui/keys.js";
import { numberField } from "../../ui/number-field.js";
import { settingFields } from "../../ui/setting-fields.js";
import { timeLine, WINDOW_KEYS } from "../../ui/time-line.js";
import { judgeOutput } from "./judge.js";
import { askedAbout, scene, windowSaid } from "./scene.js";
import { FIELDS, pinned, settle, TABLES, TRAITS } from "./state.js";

/** Ask about one pixel or one weight; asked a second time, let it go. */
function pin(state, name, cell) {
  return { pixel: null, weight: null, [name]: same(state[name], cell) ? null : cell };
}

/** Arrows move the window; Escape lets go of what is pinned. */
function moveWindow({ key }, { position }) {
  const step = ARROWS[key];
  if (step) return { position: [position[0] + step[0], position[1] + step[1]] };
  return key === "Escape" && { pixel: null, weight: null };
}

/** The same in the input, where with a pixel pinned they move to the next one; Enter pins the window's first. */
function inputKey(event, state) {
  const { pixel, position, size } = state;
  if (ARROWS[event.key] && pixel) return { pixel: stepped(pixel, ARROWS[event.key], size) };
  if (event.key !== "Enter") return moveWindow(event, state);
  // Where the first cell lies in the padding, it is the nearest pixel.
  const first = position.map((window, axis) => reads(state, axis, window)[0]);
  return pin(state, "pixel", settlePlace(first, size));
}

/** In the kernel, they move to the next weight. */
function kernelKey(event, state) {
  const step = ARROWS[event.key];
  if (step && state.weight) return { weight: stepped(state.weight, step, state.kernel_size) };
  return step || event.key === "Enter" ? pin(state, "weight", [0, 0]) : moveWindow(event, state);
}

const tables = {
  input: {
    hover: (pixel) => ({ pixel }),
    pick: (cell, state) => isInside(state, cell[0], cell[1]) && pin(state, "pixel", cell),
    drag: dragged,
    key: inputKey,
  },
  kernel: { hover: (weight) => ({ weight }), pick: (cell, state) => pin(state, "weight", cell), key: kernelKey },
  output: { hover: (at) => ({ output: at }), pick: (position) => ({ position }), key: moveWindow },
};

/** Each control, with what it shows of a state. */
function controls(figure) {
  const count = (state) => outputSize(state)[0] * outputSize(state)[1];
  const windowOf = (state) => state.position[0] * outputSize(state)[1] + state.position[1];
  const move = (window) => figure.set({ position: placeOf(window, outputSize(figure.state)[1]) });
  const change = (wanted) => {
    const { image, kernel, ...state } = figure.state;
    const value = clamp(wanted, ...VALUES);
    const { pixel, weight } = pinned(state);
    figure.set(pixel ? { image: replaced(image, pixel, value) } : { kernel: replaced(kernel, weight, value) });
  };
  const value = (state) => {
    const { pixel, weight } = pinned(state) ?? {};
    if (pixel) return [state.image[pixel[0]][pixel[1]], ...VALUES, `value of pixel ${place(pixel)}`];
    return weight && [state.kernel[weight[0]][weight[1]], ...VALUES, `value of weight ${place(weight)}`];
  };
  const guess = guessField({
    question: "What is this output?",
    onHide: (hidden) => figure.set({ hidden }),
    answer: (guessed) => judgeOutput(figure.state, guessed),
  });
  const about = memo((...parts) => parts);
  return {
    time: [timeLine({ label: "Window", onMove: move }), (state) => [windowOf(state), count(state)]],
    value: [numberField({ label: "value", onChange: change }), value],
    guess: [
      guess,
      (state) => [state.hidden, undefined, about(state.position, state.hidden, ...TABLES.map((name) => state[name]))],
    ],
    fields: [settingFields(figure), (state) => [state]],
  };
}

function layout({ tables, words, controls }) {
  return h(
    "div",
    {},
    h(
      "div",
      { class: "wbw-panels" },
      tables.input,
      h("div", { class: "wbw-panels wbw-rest" }, tables.kernel, tables.output),
    ),
    controls.time,
    h("div", { class: "wbw-words wbw-says" }, words.where, words.sum, words.asked, words.prompt, controls.value),
    controls.guess,
    h(
      "div",
      { class: "wbw-line wbw-below" },
      controls.fields,
      h("div", { class: "wbw-words" }, words.formula, words.unread),
    ),
  );
}

/** A screen reader is told what was asked about last, or else where the window is and what it makes. */
function say({ words }, state, pointed, changed) {
  if (!pointed?.output && askedAbout(state, pointed) && changed("pointed", "pixel", "weight", ...TABLES)) {
    return words.asked;
  }
  return windowSaid(state, pointed);
}

export const WindowGrid = widget({
  id: "window-grid",
  title: "Live figure: windows on an image",
  hint: "Drag the window over the input. Point at any pixel, weight or output to see what belongs to it; click or tap a pixel or a weight to pin it, and to change it.",
  keys: [
    ["arrows", "in the input or the output: move the window; with a cell pinned: move to the next cell"],
    ["Enter, Escape", "pin a cell of the input or the kernel, let it go"],
    ...WINDOW_KEYS,
  ],
  traits: TRAITS,
  fields: FIELDS,
  settle,
  scene,
  tables,
  words: ["where", "sum", "asked", "prompt", "formula", "unread"],
  controls,
  choices: { hidden: "guess" },
  needs: { formula: NAMES },
  layout,
  say,
  stay: (pointed, changed) => (changed(...TABLES) ? null : pointed),
});
