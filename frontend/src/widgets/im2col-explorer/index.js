/* Im2colExplorer: where each pixel stands in the matrix, each entry's flat index, and the product with the weights. */

import { isInside } from "../../core/convolution.js";
import { range } from "../../core/geometry.js";
import { replaced } from "../../core/lists.js";
import { clamp, VALUES } from "../../state/setting.js";
import { choice } from "../../ui/choice.js";
import { h } from "../../ui/dom.js";
import { widget } from "../../ui/frame.js";
import { guessField } from "../../ui/guess.js";
import { numberField } from "../../ui/number-field.js";
import { settingFields } from "../../ui/setting-fields.js";
import { timeLine, WINDOW_KEYS } from "../../ui/time-line.js";
import { toggle } from "../../ui/toggle.js";
import { beside, panels } from "../matrix/layout.js";
import { FIELDS as SETTING } from "../matrix/setting.js";
import { tables } from "./hand.js";
import { judge } from "./judge.js";
import { askedAbout, scene } from "./scene.js";
import { FIELDS, MOST, matrixSize, pixelValue, settle, TRAITS, windowAt } from "./state.js";
import { pixelInWords, question } from "./words.js";

// What the tables are made of: where it changes, what is pointed at is let go.
const TABLES = ["images", "weights", "stride", "padding", "dilation", "n", "show", "product", "hidden"];

/** Each control, with what it shows of a state. */
function controls(figure) {
  const change = (wanted) => {
    const { images, n, pixel } = figure.state;
    figure.set({ images: replaced(images, [n, ...pixel], clamp(wanted, ...VALUES)) });
  };
  const value = (state) => {
    const { pixel } = state;
    if (!pixel || !isInside(state, pixel[1], pixel[2])) return null;
    return [pixelValue(state, pixel), ...VALUES, `value of ${pixelInWords(state, pixel)}`];
  };
  const guess = guessField({
    question: "",
    onHide: (hidden) => figure.set({ hidden }),
    answer: (guessed) => judge(figure.state, guessed),
  });
  const about = (state) => ["position", "f", "pixel", "product", "n", "show"].map((name) => state[name]);
  return {
    time: [
      timeLine({ label: "Window", onMove: (window) => figure.set({ position: windowAt(figure.state, window) }) }),
      (state, pointed) => [askedAbout(state, pointed).window, matrixSize(state)[0]],
    ],
    value: [numberField({ label: "value", onChange: change }), value],
    guess: [guess, (state) => [state.hidden, question(state), about(state)]],
    image: [
      numberField({ label: "image", onChange: (n) => figure.set({ n }) }),
      ({ images, n }) => (images.length > 1 ? [n, 0, images.length - 1] : null),
    ],
    show: [
      choice({
        label: "Show",
        choices: { values: "values", indices: "flat indices" },
        onChange: (show) => figure.set({ show }),
      }),
      ({ show }) => [show],
    ],
    product: [
      toggle({ label: "times the weights", onChange: (product) => figure.set({ product }) }),
      ({ product }) => [product],
    ],
    fields: [settingFields(figure, SETTING), (state) => [state]],
  };
}

function layout({ tables, words, controls }) {
  const all = (name) => range(MOST).map((at) => tables[`${name} ${at}`]);
  return h(
    "div",
    {},
    beside(
      [panels(...all("image")), panels(...all("output")), controls.time],
      [panels(tables.matrix, tables.weights, tables.product)],
    ),
    h(
      "div",
      { class: "wbw-words wbw-says" },
      ...[words.where, words.entry, words.sum, words.asked, words.prompt, controls.value],
    ),
    controls.guess,
    h("div", { class: "wbw-line" }, controls.image, controls.show, controls.product),
    controls.fields,
  );
}

export const Im2colExplorer = widget({
  id: "im2col-explorer",
  title: "Live figure: im2col",
  hint: "Click or tap a pixel: every place of the matrix where it stands is ringed. Point at any cell to see what belongs to it; drag the window.",
  keys: [
    ["arrows", "in the image or the output: move the window; with a pixel pinned: move to the next pixel"],
    ["arrows", "in the matrix: next window, next feature; in the product: next window, next filter"],
    ["Enter, Escape", "pin a pixel, or the pixel of a place of the matrix; let it go"],
    ...WINDOW_KEYS,
  ],
  traits: TRAITS,
  fields: FIELDS,
  settle,
  scene,
  tables,
  words: ["where", "entry", "sum", "asked", "prompt"],
  controls,
  choices: { hidden: "guess", show: "show", product: "product" },
  layout,
  stay: (pointed, changed) => (changed(...TABLES) ? null : pointed),
});
