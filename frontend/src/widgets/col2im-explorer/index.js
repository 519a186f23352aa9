/* Col2imExplorer: every entry of the matrix goes back to the pixel that was copied there, and the image fills up. */

import { choice } from "../../ui/choice.js";
import { h } from "../../ui/dom.js";
import { widget } from "../../ui/frame.js";
import { guessField } from "../../ui/guess.js";
import { settingFields } from "../../ui/setting-fields.js";
import { timeLine } from "../../ui/time-line.js";
import { toggle } from "../../ui/toggle.js";
import { beside, panels } from "../matrix/layout.js";
import { FIELDS as SETTING } from "../matrix/setting.js";
import { goTo, tables } from "./hand.js";
import { judgeSum } from "./judge.js";
import { scene } from "./scene.js";
import { FIELDS, settle, stepNow, steps, TRAITS } from "./state.js";
import { stepInWords, sumQuestion } from "./words.js";

// What the tables are made of: where it changes, what is pointed at is let go.
const TABLES = ["size", "kernel_size", "stride", "padding", "dilation", "cols"];

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
  choices: { hidden: "guess", view: "view", overwrite: "sign", coverage: "map" },
  layout,
  say: ({ words: { lost, ...said } }) => Object.values(said).filter(Boolean).join(" "),
  stay: (pointed, changed) => (changed(...TABLES) ? null : pointed),
});
