/* Im2colExplorer: where each pixel stands in the matrix, each entry's flat index, and the product with the weights. */

import { isInside } from "../../core/convolution.js";
import { range } from "../../core/geometry.js";
import { replaced, same } from "../../core/lists.js";
import { clamp, dragged, VALUES } from "../../state/setting.js";
import { choice } from "../../ui/choice.js";
import { h } from "../../ui/dom.js";
import { widget } from "../../ui/frame.js";
import { guessField } from "../../ui/guess.js";
import { ARROWS } from "../../ui/keys.js";
import { numberField } from "../../ui/number-field.js";
import { settingFields } from "../../ui/setting-fields.js";
import { timeLine, WINDOW_KEYS } from "../../ui/time-line.js";
import { toggle } from "../../ui/toggle.js";
import { beside, panels } from "../matrix/layout.js";
import { FIELDS as SETTING } from "../matrix/setting.js";
import { judge } from "./judge.js";
import { askedAbout, scene } from "./scene.js";
import {
  FIELDS,
  featureIn,
  hiddenRow,
  MOST,
  matrixSize,
  pixelOf,
  pixelValue,
  settle,
  TRAITS,
  windowAt,
  windowOf,
} from "./state.js";
import { pixelInWords, question } from "./words.js";

// What the tables are made of: where it changes, what is pointed at is let go.
const TABLES = ["images", "weights", "stride", "padding", "dilation", "n", "show", "product", "hidden"];

// --- What the hand and the keys do

/** Ask about a pixel; asked a second time, let it go. */
function pin(state, pixel) {
  return { pixel: same(pixel, state.pixel) ? null : pixel };
}

/** Outline an entry's window, and ask about its pixel, unless that would tell what is hidden. */
function pickEntry(state, [window, feature]) {
  const position = windowAt(state, window);
  if (hiddenRow(state) !== null) return { position };
  const pixel = pixelOf(state, window, feature);
  const again = window === windowOf(state) && same(pixel, state.pixel);
  return { position, pixel: again ? null : pixel };
}

/** Arrows move the window; Escape lets go of the pixel. */
function windowKey({ key }, { position }) {
  const step = ARROWS[key];
  if (step) return { position: [position[0] + step[0], position[1] + step[1]] };
  return key === "Escape" && { pixel: null };
}

/** The same in the image, where with a pixel pinned they move to the next one; Enter pins one. */
function imageKey(event, state, channel) {
  const { pixel, size, padding } = state;
  const step = ARROWS[event.key];
  if (step && pixel) {
    const at = [0, 1].map((axis) =>
      clamp(pixel[axis + 1] + step[axis], 0 - padding[axis], size[axis] + padding[axis] - 1),
    );
    return { pixel: [channel, ...at] };
  }
  if (event.key !== "Enter") return windowKey(event, state);
  const first = pixelOf(state, windowOf(state), 0);
  return pin(state, [channel, ...(pixel ?? first).slice(1)]);
}

/** In the matrix, they move to the next window and the next feature. */
function matrixKey(event, state) {
  const enter = event.key === "Enter";
  const step = enter ? [0, 0] : ARROWS[event.key];
  if (!step) return windowKey(event, state);
  const [windows, features] = matrixSize(state);
  const window = clamp(windowOf(state) + step[0], 0, windows - 1);
  const before = featureIn(state, windowOf(state), state.pixel);
  const feature = before === null ? 0 : clamp(before + step[1], 0, features - 1);
  const position = windowAt(state, window);
  if (hiddenRow(state) !== null || (before === null && step[0])) return { position };
  return enter ? pickEntry(state, [window, feature]) : { position, pixel: pixelOf(state, window, feature) };
}

/** In the product, to the next window and the next filter. */
function productKey(event, state) {
  const step = ARROWS[event.key];
  if (!step) return windowKey(event, state);
  const window = clamp(windowOf(state) + step[0], 0, matrixSize(state)[0] - 1);
  return { position: windowAt(state, window), f: state.f + step[1] };
}

/** In the weights, they point at the next feature, and go to the next filter. */
function weightKey(event, state, pointed) {
  const step = ARROWS[event.key];
  if (!step) return windowKey(event, state);
  const weight = clamp((pointed?.weight ?? -step[0]) + step[0], 0, matrixSize(state)[1] - 1);
  const filter = clamp(state.f + step[1], 0, state.weights.length - 1);
  return { f: filter, pointed: { weight, filter } };
}

const channelTable = (channel) => ({
  hover: (cell) => ({ pixel: [channel, ...cell] }),
  pick: (cell, state) => pin(state, [channel, ...cell]),
  drag: dragged,
  key: (event, state) => imageKey(event, state, channel),
});

const outputTable = (filter) => ({
  hover: (at, state) => ({
    window: windowOf({ ...state, position: at }),
    filter: state.product ? filter : state.f,
  }),
  pick: (position, { product, f }) => ({ position, f: product ? filter : f }),
  key: windowKey,
});

const named = (name, make) => Object.fromEntries(range(MOST).map((at) => [`${name} ${at}`, make(at)]));

const tables = {
  ...named("image", channelTable),
  ...named("output", outputTable),
  matrix: {
    hover: (entry) => ({ entry }),
    pick: (entry, state) => pickEntry(state, entry),
    key: matrixKey,
    matrix: true,
  },
  weights: {
    hover: ([weight, filter]) => ({ weight, filter }),
    pick: ([, f]) => ({ f }),
    key: weightKey,
    matrix: true,
  },
  product: {
    hover: ([window, filter]) => ({ window, filter }),
    pick: ([window, f], state) => ({ position: windowAt(state, window), f }),
    key: productKey,
    matrix: true,
  },
};

// --- The controls

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
  layout,
  stay: (pointed, changed) => (changed(...TABLES) ? null : pointed),
});
