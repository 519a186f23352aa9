/* BackwardScrubber: the convolution and its three gradients, one number at a time; and a nudge that measures what a
   gradient predicts. */

import { isInside } from "../../core/convolution.js";
import { placeOf } from "../../core/geometry.js";
import { firstMet, isEntryOfG } from "../../core/gradients.js";
import { replaced, same, shape } from "../../core/lists.js";
import { exact, place } from "../../scene/words.js";
import { clamp, stepped, VALUES } from "../../state/setting.js";
import { choice } from "../../ui/choice.js";
import { h, setText } from "../../ui/dom.js";
import { widget } from "../../ui/frame.js";
import { guessField } from "../../ui/guess.js";
import { ARROWS } from "../../ui/keys.js";
import { numberField } from "../../ui/number-field.js";
import { settingFields } from "../../ui/setting-fields.js";
import { tabs } from "../../ui/tabs.js";
import { timeLine } from "../../ui/time-line.js";
import { judgeNumber } from "./judge.js";
import { scene } from "./scene.js";
import { FIELDS, LARGEST_NUDGE, LIMITS, LOCALS, settle, TABLES, TABS, TRAITS, VIEWS } from "./state.js";
import { movedInWords, nudgedInWords } from "./words.js";

/** The cells that can be chosen: in which trait their numbers stand, how they are called, how large a number may be. */
const CELLS = {
  pixel: { table: "image", label: "pixel", largest: VALUES[1] },
  weight: { table: "weights", label: "weight", largest: VALUES[1] },
  position: { table: "upstream", label: "G", largest: 999_999_999 },
};

/** What the time line of each picture goes through, and how that is called. */
const TIMES = {
  forward: ["position", "Window"],
  db: ["position", "Entry of G"],
  dW: ["weight", "Weight"],
  scatter: ["position", "Window"],
  gather: ["pixel", "Pixel"],
};

const timeOf = ({ tab, view }) => TIMES[tab === "dX" ? view : tab];

const sizeOf = (state, trait) => shape(state[CELLS[trait].table]);

const choose = (trait, cell) => ({ [trait]: cell, chosen: trait, edge: false });

/** What a table of the cells of a trait does: it asks about what is pointed at, and chooses by a click and by the arrows. */
function cellsOf(trait) {
  const inside = (cell, state) => isInside({ size: sizeOf(state, trait) }, cell[0], cell[1]);
  return {
    hover: (cell, state) => (inside(cell, state) ? { [trait]: cell } : null),
    pick: (cell, state) => inside(cell, state) && choose(trait, cell),
    key({ key }, state) {
      const step = ARROWS[key];
      if (!step) return key === "Enter" && { ...choose(trait, state[trait]), focus: "value" };
      const next = stepped(state[trait], step, sizeOf(state, trait));
      return same(next, state[trait]) ? { chosen: trait, edge: true } : choose(trait, next);
    },
  };
}

/** A window is dragged to the place that is nearest. */
function dragWindow(place, { stride, padding }) {
  return { position: place.map((cell, axis) => (cell + padding[axis]) / stride[axis]) };
}

/** In the tab dW it is G that lies on the image, and moves as the weight does. */
function dragInput(place, state) {
  if (state.tab !== "dW") return dragWindow(place, state);
  return { weight: place.map((cell, axis) => (cell + state.padding[axis]) / state.dilation[axis]) };
}

const [pixels, weights, windows] = ["pixel", "weight", "position"].map(cellsOf);

const tables = {
  input: { pick: pixels.pick, key: pixels.key, drag: dragInput },
  upstream: windows,
  stuffed: {
    pick: (cell, state) =>
      isEntryOfG(state, cell) &&
      choose(
        "position",
        cell.map((at, axis) => at / state.stride[axis]),
      ),
    drag: (place, state) => ({ pixel: place.map((cell, axis) => cell - firstMet(state)[axis]) }),
    key: pixels.key,
  },
  weights,
  flipped: {
    pick: (cell, { kernel_size }) =>
      choose(
        "weight",
        cell.map((at, axis) => kernel_size[axis] - 1 - at),
      ),
  },
  output: windows,
  db: {},
  dW: weights,
  dX: { ...pixels, drag: dragWindow },
  after: {},
};

/** Each control, with what it shows of a state. */
function controls(figure) {
  const panel = h("div");
  const line = timeLine({ label: "", onMove: (number) => figure.set(moved(figure.state, number)) });
  const tab = tabs({
    label: "What is computed",
    choices: TABS,
    panel,
    onChange(wanted) {
      line.stop();
      figure.set({ tab: wanted });
    },
  });
  const views = choice({ label: "Send back", choices: VIEWS, onChange: (view) => figure.set({ view }) });
  const nudge = numberField({ label: "nudge", onChange: (wanted) => figure.set({ nudge: wanted }) });
  const value = numberField({ label: "value", onChange: (wanted) => figure.set(rewritten(figure.state, wanted)) });
  const bias = numberField({ label: "bias", onChange: (wanted) => figure.set({ bias: clamp(wanted, ...VALUES) }) });
  const isBackward = ({ tab }) => tab !== "forward";
  return {
    panel: [{ element: panel }],
    tab: [tab, (state) => [state.tab]],
    views: [views, (state) => (state.tab === "dX" ? [state.view] : null)],
    time: [line, timeShown],
    value: [value, valueShown],
    guess: [guessed(figure), (state) => [state.hidden, undefined, questionOf(state)]],
    nudging: [
      fold(figure),
      (state, pointed) => isBackward(state) && [state.nudging, nudgedInWords({ ...state, ...pointed })],
    ],
    nudge: [
      nudge,
      (state, pointed) => [
        state.nudge,
        -LARGEST_NUDGE,
        LARGEST_NUDGE,
        `nudge ${nudgedInWords({ ...state, ...pointed })} by`,
      ],
    ],
    fields: [settingFields(figure, { limits: LIMITS }), (state) => [state]],
    bias: [bias, (state) => [state.bias, ...VALUES]],
  };
}

/** The place that the time line moves to. */
function moved(state, number) {
  const [trait] = timeOf(state);
  return { [trait]: placeOf(number, sizeOf(state, trait)[1]) };
}

/** What the time line shows: where it is, of how many, in words, and how it is called. */
function timeShown(state, pointed) {
  const [trait, label] = timeOf(state);
  const [rows, columns] = sizeOf(state, trait);
  const numberOf = ([row, column]) => row * columns + column;
  const [kept, seen] = [state[trait], pointed?.[trait] ?? state[trait]].map(numberOf);
  const words = `${kept} of 0–${rows * columns - 1}${seen === kept ? "" : `; pointed at: ${seen}`}`;
  return [kept, rows * columns, words, label];
}

/** The chosen number in its field. */
function valueShown(state) {
  if (!state.chosen) return null;
  const { table, label, largest } = CELLS[state.chosen];
  const [row, column] = state[state.chosen];
  return [state[table][row][column], -largest, largest, `${label} ${place([row, column])}`];
}

/** The chosen number with another value. */
function rewritten(state, wanted) {
  const { table, largest } = CELLS[state.chosen];
  return { [table]: replaced(state[table], state[state.chosen], clamp(wanted, -largest, largest)) };
}

function guessed(figure) {
  return guessField({
    question: "What is it in the end?",
    onHide: (hidden) => figure.set({ hidden }),
    answer(guess) {
      const { state } = figure;
      const verdict = judgeNumber(state, guess);
      const [trait] = timeOf(state);
      // What was found in the end is shown at the end.
      if (verdict.right && state.tab !== "forward" && trait === "position") {
        figure.set({ position: shape(state.upstream).map((count) => count - 1) });
      }
      return verdict;
    },
  });
}

/** What makes another question of it, if it changes. */
function questionOf(state) {
  const asked = { forward: state.position, dW: state.weight, dX: state.pixel }[state.tab] ?? [];
  return [...TABLES.map((name) => state[name]), state.hidden, state.tab, ...asked];
}

/** The nudge, folded until it is asked for. */
function fold(figure) {
  const summary = h("summary");
  const details = h("details", { class: "wbw-nudging", toggle: () => figure.set({ nudging: details.open }) }, summary);
  return {
    element: details,
    update(open, what) {
      details.open = open;
      setText(summary, `Nudge ${what}, and measure`);
    },
  };
}

function layout({ tables, words, controls }) {
  const { after, ...shown } = tables;
  controls.nudging.append(
    h("div", {}, h("div", { class: "wbw-words" }, controls.nudge, words.predicted, words.measured), after),
  );
  controls.panel.append(
    controls.views,
    h("div", { class: "wbw-panels wbw-several" }, ...Object.values(shown)),
    controls.time,
    h("div", { class: "wbw-words wbw-says" }, words.where, words.sum, controls.value),
    words.more,
    controls.guess,
    controls.nudging,
  );
  const bias = h("div", { class: "wbw-line" }, controls.bias);
  return h("div", {}, controls.tab, controls.panel, controls.fields, bias);
}

/** A screen reader is told what was chosen, where that leads, and the number; or else what a nudge has done. */
function say({ tables, words }, state, _pointed, changed) {
  const { predicted, measured } = words;
  if (predicted && changed("nudge", "nudging")) {
    const after = tables[tables.length - 1];
    return [predicted, measured, movedInWords(after.marks.asked ?? [])].filter(Boolean).join(". ");
  }
  const said = [words.where, words.sum, words.more];
  if (state.chosen && changed("chosen", "edge", state.chosen)) said.unshift(chosenInWords(state));
  return said.filter(Boolean).join(" ");
}

function chosenInWords(state) {
  const { table, label } = CELLS[state.chosen];
  const [row, column] = state[state.chosen];
  const edge = state.edge ? " That is the edge." : "";
  return `${label} ${place([row, column])} is ${exact(state[table][row][column])}.${edge}`;
}

export const BackwardScrubber = widget({
  id: "backward-scrubber",
  title: "Live figure: the backward pass",
  hint: "Choose what is computed, and move along the time line. Point at a result to see how it comes about. Click a pixel, a weight or a number of G to change it.",
  keys: [
    ["arrows", "in a table: to the next number; on the tabs: to the next tab"],
    ["Enter", "in a table: change the number that is chosen there, in the field below"],
    ["+, −", "one on, one back on the time line; in a number: one more, one less"],
    ["Home, End", "first, last on the time line"],
    ["Space", "play, pause"],
  ],
  traits: TRAITS,
  fields: FIELDS,
  locals: LOCALS,
  settle,
  scene,
  tables,
  words: ["where", "sum", "more", "predicted", "measured"],
  controls,
  layout,
  say,
  // A nudge that comes from an address or from Python is to be seen, too.
  after(figure, changed) {
    if (changed("nudge") && figure.state.nudge !== figure.store.start.nudge) figure.set({ nudging: true });
  },
});
