/* PhotoKernel: a photo, the picture that a kernel makes of it, and the products of any of its windows. */

import { outputSize } from "../../core/geometry.js";
import { replaced, same, shape } from "../../core/lists.js";
import { place } from "../../scene/words.js";
import { settlePlace, stepped } from "../../state/setting.js";
import { choice } from "../../ui/choice.js";
import { h } from "../../ui/dom.js";
import { widget } from "../../ui/frame.js";
import { guessField } from "../../ui/guess.js";
import { ARROWS } from "../../ui/keys.js";
import { menu } from "../../ui/menu.js";
import { numberField } from "../../ui/number-field.js";
import { judgeEstimate } from "./judge.js";
import { chosenName, KERNELS } from "./kernels.js";
import { lookAt } from "./look.js";
import { brought, fileField, takeDropped } from "./own-photo.js";
import { read } from "./png.js";
import { outputBytes, photoBytes, scene } from "./scene.js";
import { FIELDS, HEAVIEST, LOCALS, positionOf, SHOWN, settingOf, settle, TRAITS, weightOf } from "./state.js";
import { windowSaid } from "./words.js";

const NARROW = 3; // columns of a kernel whose cells can be large
const STEP = 10; // pixels that an arrow key moves together with Shift

/** Keep an output's place. In the reader's own photo it is no place in the state's, and is kept beside it. */
function move({ picture }, position) {
  return { [picture?.own ? "ownPosition" : "position"]: position };
}

/** A pixel of the photo is the middle of its window. */
function around([row, column], state) {
  const setting = settingOf(state);
  const [k1, k2] = setting.kernel_size;
  return settlePlace([row - Math.floor(k1 / 2), column - Math.floor(k2 / 2)], outputSize(setting));
}

/** Arrows move the window, from where it is looked at. */
function pictureKey({ key, shiftKey }, state, pointed) {
  const [u, v] = pointed?.position ?? positionOf(state);
  const step = ARROWS[key]?.map((by) => by * (shiftKey ? STEP : 1));
  if (step) return move(state, [u + step[0], v + step[1]]);
  if (key === "Home") return move(state, [0, 0]);
  return key === "End" && move(state, settingOf(state).size);
}

/** @type {Record<string, import("../../ui/frame.js").Does>} */
const photos = {
  photo: {
    kind: "input",
    hover: (pixel, state) => ({ position: around(pixel, state) }),
    pick: (pixel, state) => move(state, around(pixel, state)),
    key: pictureKey,
    bytes: ({ picture }) => photoBytes(picture),
  },
  output: {
    kind: "output",
    hover: (position) => ({ position }),
    pick: (position, state) => move(state, position),
    key: pictureKey,
    bytes: ({ picture, kernel, divisor, show, hidden }) => outputBytes(picture, kernel, divisor, show, hidden),
  },
};

/** Choose a weight; chosen a second time, let it go. */
function choose(cell, { chosen }) {
  return { chosen: same(chosen, cell) ? null : cell };
}

/** Set the weight that is chosen. */
function weigh({ kernel, chosen }, value) {
  return { kernel: replaced(kernel, chosen, weightOf(value)), weights: null };
}

/** In the kernel, arrows choose a weight, + and − change it, and Enter leads to the field for it. */
function kernelKey({ key }, state) {
  const { kernel, chosen } = state;
  const step = ARROWS[key];
  if (key === "Escape") return { chosen: null };
  if (!chosen) return (step || key === "Enter") && { chosen: [0, 0] };
  if (step) return { chosen: stepped(chosen, step, shape(kernel)) };
  if (key === "Enter") return { focus: "weight" };
  const change = { "+": 1, "-": -1 }[key];
  return change && weigh(state, kernel[chosen[0]][chosen[1]] + change);
}

const cells = { hover: (cell) => ({ cell }), pick: choose };
const tables = { pixels: cells, kernel: { ...cells, key: kernelKey }, products: cells, value: {} };

/** Each control, with what it shows of a state. */
function controls(figure) {
  const field = (label, onChange) => numberField({ label, onChange });
  const moveTo = (axis, at) => figure.set(move(figure.state, positionOf(figure.state).with(axis, at)));
  const places = (axis) => (state) => [positionOf(state)[axis], 0, outputSize(settingOf(state))[axis] - 1];
  const names = Object.entries(KERNELS).map(([name, { words }]) => [name, words]);
  const file = fileField({ onChange: async (file) => figure.set(await brought(figure.state.photo, file)) });
  const guess = guessField({
    question: "Your estimate of this output:",
    onHide: (hidden) => figure.set({ hidden }),
    answer: (guessed) => judgeEstimate(figure.state, guessed),
  });
  const about = (state) => [
    state.kernel,
    state.divisor,
    state.position,
    state.ownPosition,
    state.picture,
    state.hidden,
  ];
  const weight = ({ kernel, chosen }) =>
    chosen && [kernel[chosen[0]][chosen[1]], -HEAVIEST, HEAVIEST, `weight ${place(chosen)}`];
  return {
    kernels: [
      menu({
        label: "Kernel",
        choices: { ...Object.fromEntries(names), "": "your own" },
        onChange: (name) => name && figure.set({ weights: name, divisor: KERNELS[name].divisor }),
      }),
      (state) => [chosenName(state)],
    ],
    divisor: [field("divided by", (divisor) => figure.set({ divisor })), ({ divisor }) => [divisor, 1, HEAVIEST]],
    show: [choice({ label: "Output", choices: SHOWN, onChange: (show) => figure.set({ show }) }), ({ show }) => [show]],
    row: [field("row", (u) => moveTo(0, u)), places(0)],
    column: [field("column", (v) => moveTo(1, v)), places(1)],
    weight: [field("weight", (value) => figure.set(weigh(figure.state, value))), weight],
    guess: [guess, (state) => [state.hidden, undefined, about(state)]],
    file: [file, ({ picture, fault }) => [Boolean(picture?.own), fault]],
  };
}

function layout({ tables, photos, words, controls }) {
  const line = (...parts) => h("div", { class: "wbw-line" }, ...parts);
  const element = h(
    "div",
    {},
    line(controls.kernels, controls.divisor),
    controls.show,
    h(
      "div",
      { class: "wbw-panels" },
      h(
        "div",
        { class: "wbw-seen" },
        h("div", { class: "wbw-pictures" }, photos.photo, photos.output),
        words.values,
        h(
          "div",
          { class: "wbw-panels wbw-loupe" },
          ["pixels", "kernel", "products", "value"].map((name) => tables[name]),
        ),
      ),
      h(
        "div",
        { class: "wbw-words wbw-answers" },
        line(h("span", {}, "Window at"), controls.row, controls.column),
        words.where,
        words.sum,
        controls.guess,
      ),
    ),
    h("div", { class: "wbw-words wbw-says" }, words.told, words.asked, words.prompt, controls.weight),
    controls.file,
  );
  takeDropped(element, controls.file);
  return element;
}

/** Read the photo of the state, where it is not read yet. */
async function readPhoto(figure) {
  const { photo, picture } = figure.state;
  if (picture) return;
  try {
    figure.set({ picture: await read(photo) });
  } catch {
    figure.set({ fault: "The photo of this figure could not be read." });
  }
}

export const PhotoKernel = widget({
  id: "photo-kernel",
  title: "Live figure: a kernel on a photo",
  hint: "Point at the photo or at the output to see one window enlarged; click to keep it. Click a weight to change it.",
  keys: [
    ["arrows", "in the photo or the output: move the window; with Shift: ten pixels; in the kernel: next weight"],
    ["Home, End", "first window, last window"],
    ["+, −", "a weight, or a number: one more, one less"],
    ["Enter, Escape", "in the kernel: choose a weight, then type it; let it go"],
  ],
  traits: TRAITS,
  fields: FIELDS,
  locals: LOCALS,
  settle,
  scene,
  tables,
  photos,
  words: ["values", "where", "sum", "told", "asked", "prompt"],
  controls,
  layout,
  // A cell stays the same one as the window moves.
  stay: (pointed, changed) => (pointed.cell && !changed("kernel", "picture") ? pointed : null),
  say: (_scene, state, pointed) => windowSaid(state, lookAt(state, pointed)),
  after: (figure) => {
    const { kernel } = figure.state;
    figure.element.classList.toggle("wbw-large", kernel[0].length > NARROW);
    readPhoto(figure);
  },
});
