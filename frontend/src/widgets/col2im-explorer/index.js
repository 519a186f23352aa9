/* Col2imExplorer: every entry of the matrix goes back to the pixel that was copied there, and the image fills up. */

import { copies, entry, matrixShape } from "../../core/convolution.js";
import { same } from "../../core/lists.js";
import { stepped } from "../../state/setting.js";
import { choice } from "../../ui/choice.js";
import { h } from "../../ui/dom.js";
import { widget } from "../../ui/frame.js";
import { guessField } from "../../ui/guess.js";
import { ARROWS } from "../../ui/keys.js";
import { settingFields } from "../../ui/setting-fields.js";
import { timeLine } from "../../ui/time-line.js";
import { toggle } from "../../ui/toggle.js";
import { beside, panels } from "../matrix/layout.js";
import { FIELDS as SETTING } from "../matrix/setting.js";
import { judgeSum } from "./judge.js";
import { scene } from "./scene.js";
import { FIELDS, settle, stepNow, steps, TRAITS } from "./state.js";
import { stepInWords, sumQuestion } from "./words.js";

// What the tables are made of: where it changes, what is pointed at is let go.
const TABLES = ["size", "kernel_size", "stride", "padding", "dilation", "cols"];

// --- What the hand and the keys do

/** Ask about a pixel, with all of its terms. */
function askPixel({ view }, pixel) {
  return view === "gather" ? { pixel, step: -1 } : { pixel };
}

/** Ask about a pixel; asked a second time, let it go. */
function pin(state, pixel) {
  return askPixel(state, same(pixel, state.pixel) ? null : pixel);
}

/** Go to a step by its number; the last one is "all", whatever the setting then becomes. */
function goTo(state, step) {
  return { pointed: null, step: step >= steps(state) ? -1 : Math.max(step, 0) };
}

/** In scatter, send all up to an entry; in gather, ask about its pixel. */
function pickEntry(state, [window, feature]) {
  const features = matrixShape(state, 1)[1];
  if (state.view === "scatter") return goTo(state, window * features + feature + 1);
  // A finger does not hover: what it touched is pointed at all the same.
  const pointed = { entry: [window, feature] };
  const { row, column, inside } = entry(state, window, feature);
  return inside ? { ...pin(state, [row, column]), pointed } : { pointed };
}

const LET_GO = { pixel: null, pointed: null };

/** Arrows move the pixel, Enter asks about it, Escape lets go. */
function imageKey({ key }, state) {
  const step = ARROWS[key];
  if (step) return { ...askPixel(state, state.pixel ? stepped(state.pixel, step, state.size) : [0, 0]), pointed: null };
  if (key === "Enter") return pin(state, state.pixel ?? [0, 0]);
  return key === "Escape" && LET_GO;
}

/** In scatter, arrows send one entry or one window more or less; in gather, they point at the next entry. */
function matrixKey({ key }, state, pointed) {
  if (key === "Escape") return LET_GO;
  if (key === "Enter") return pointed?.entry && pickEntry(state, pointed.entry);
  const step = ARROWS[key];
  if (!step) return null;
  const [windows, features] = matrixShape(state, 1);
  if (state.view === "scatter") return goTo(state, stepNow(state) + step[0] * features + step[1]);
  const first = state.pixel && copies(state, 0, ...state.pixel)[0];
  const at = pointed?.entry ?? (first ? [first.window, first.feature] : [0, 0]);
  return { pointed: { entry: stepped(at, step, [windows, features]) } };
}

const pixels = { hover: (pixel) => ({ pixel }), pick: (pixel, state) => pin(state, pixel), key: imageKey };

const tables = {
  matrix: {
    hover: (entry) => ({ entry }),
    pick: (entry, state) => pickEntry(state, entry),
    key: matrixKey,
    matrix: true,
  },
  image: pixels,
  coverage: pixels,
};

// --- The controls

/** Each control, with what it shows of a state. */
function controls(figure) {
  const about = (state) => [...TABLES, "overwrite", "pixel"].map((name) => state[name]);
  const guess = guessField({
    question: "",
    onHide: (hidden) => figure.set({ hidden }),
    answer: (guessed) => judgeSum(figure.state, guessed),
  });
  return {
    view: [
      choice({
        label: "View",
        choices: { gather: "gather: one pixel asks", scatter: "scatter: entry by entry" },
        onChange: (view) => figure.set({ view, step: -1 }),
      }),
      ({ view }) => [view],
    ],
    sign: [
      choice({
        label: "Each entry is written with",
        choices: { false: "+=", true: "=" },
        onChange: (value) => figure.set({ overwrite: value === "true" }),
      }),
      ({ overwrite }) => [overwrite],
    ],
    time: [
      timeLine({ label: "Step", onMove: (step) => figure.answer(goTo(figure.state, step)) }),
      (state) => [stepNow(state), steps(state) + 1, stepInWords(state)],
    ],
    map: [
      toggle({ label: "how often each pixel was copied", onChange: (coverage) => figure.set({ coverage }) }),
      ({ coverage }) => [coverage],
    ],
    guess: [guess, (state) => state.pixel && [state.hidden, sumQuestion(state.pixel), about(state)]],
    fields: [settingFields(figure, SETTING), (state) => [state]],
  };
}

function layout({ tables, words, controls }) {
  return h(
    "div",
    {},
    h("div", { class: "wbw-line" }, controls.view, controls.sign),
    beside([tables.matrix], [panels(tables.image, tables.coverage), controls.time, controls.map]),
    h("div", { class: "wbw-words wbw-says" }, words.where, words.asked, words.sum, words.prompt, words.lost),
    controls.guess,
    controls.fields,
  );
}

export const Col2imExplorer = widget({
  id: "col2im-explorer",
  title: "Live figure: col2im",
  hint: "Click or tap a pixel of the image: the entries of the matrix that are sent to it are ringed. The time line adds them one by one.",
  keys: [
    [
      "arrows",
      "in the image: the next pixel; in the matrix: the next entry, and in scatter one entry or one window on",
    ],
    ["Enter, Escape", "pin a pixel, or the pixel of an entry; let it go"],
    ["Home, End", "nothing added yet, everything added"],
    ["+, −", "one step on, one back; in a number: one more, one less"],
    ["Space", "play, pause"],
  ],
  traits: TRAITS,
  fields: FIELDS,
  settle,
  scene,
  tables,
  words: ["where", "asked", "sum", "prompt", "lost"],
  controls,
  layout,
  say: ({ words: { lost, ...said } }) => Object.values(said).filter(Boolean).join(" "),
  stay: (pointed, changed) => (changed(...TABLES) ? null : pointed),
});
