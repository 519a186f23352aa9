/* PhotoKernel: a photo, the picture that a kernel makes of it, and the products of any of its windows. */

import { outputSize } from "../../core/geometry.js";
import { place } from "../../scene/words.js";
import { choice } from "../../ui/choice.js";
import { h } from "../../ui/dom.js";
import { widget } from "../../ui/frame.js";
import { guessField } from "../../ui/guess.js";
import { menu } from "../../ui/menu.js";
import { numberField } from "../../ui/number-field.js";
import { move, photos, tables, weigh } from "./hand.js";
import { judgeEstimate } from "./judge.js";
import { chosenName, KERNELS } from "./kernels.js";
import { lookAt } from "./look.js";
import { brought, fileField, takeDropped } from "./own-photo.js";
import { read } from "./png.js";
import { scene } from "./scene.js";
import { FIELDS, HEAVIEST, LOCALS, positionOf, SHOWN, settingOf, settle, TRAITS } from "./state.js";
import { windowSaid } from "./words.js";

const NARROW = 3; // columns of a kernel whose cells can be large
const ABOUT = ["kernel", "divisor", "position", "ownPosition", "picture", "hidden"]; // what an output depends on

/** Each control, with what it shows of a state. */
function controls(figure) {
  const field = (label, onChange) => numberField({ label, onChange });
  const moveTo = (axis, at) => figure.set(move(figure.state, positionOf(figure.state).with(axis, at)));
  const places = (axis) => (state) => [positionOf(state)[axis], 0, outputSize(settingOf(state))[axis] - 1];
  const kernels = Object.fromEntries(Object.entries(KERNELS).map(([name, { words }]) => [name, words]));
  const file = fileField({ onChange: async (file) => figure.set(await brought(figure.state.photo, file)) });
  const guess = guessField({
    question: "Your estimate of this output:",
    onHide: (hidden) => figure.set({ hidden }),
    answer: (guessed) => judgeEstimate(figure.state, guessed),
  });
  const weight = ({ kernel, chosen }) =>
    chosen && [kernel[chosen[0]][chosen[1]], -HEAVIEST, HEAVIEST, `weight ${place(chosen)}`];
  return {
    kernels: [
      menu({
        label: "Kernel",
        choices: { ...kernels, "": "your own" },
        onChange: (name) => name && figure.set({ weights: name, divisor: KERNELS[name].divisor }),
      }),
      (state) => [chosenName(state)],
    ],
    divisor: [field("divided by", (divisor) => figure.set({ divisor })), ({ divisor }) => [divisor, 1, HEAVIEST]],
    show: [choice({ label: "Output", choices: SHOWN, onChange: (show) => figure.set({ show }) }), ({ show }) => [show]],
    row: [field("row", (u) => moveTo(0, u)), places(0)],
    column: [field("column", (v) => moveTo(1, v)), places(1)],
    weight: [field("weight", (value) => figure.set(weigh(figure.state, value))), weight],
    guess: [guess, (state) => [state.hidden, undefined, ABOUT.map((name) => state[name])]],
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
  choices: { kernel: "kernels", divisor: "divisor", show: "show", hidden: "guess", photo: "file" },
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
