/* The controls of BackwardScrubber, each with what it shows of a state. */

import { placeOf } from "../../core/geometry.js";
import { shape } from "../../core/lists.js";
import { clamp, VALUES } from "../../state/setting.js";
import { choice } from "../../ui/choice.js";
import { h, setText } from "../../ui/dom.js";
import { guessField } from "../../ui/guess.js";
import { numberField } from "../../ui/number-field.js";
import { settingFields } from "../../ui/setting-fields.js";
import { tabs } from "../../ui/tabs.js";
import { timeLine } from "../../ui/time-line.js";
import { chosenNumber, rewritten, sizeOf } from "./hand.js";
import { judgeNumber } from "./judge.js";
import { LARGEST_NUDGE, LIMITS, TABLES, TABS, VIEWS } from "./state.js";
import { nudgedInWords } from "./words.js";

export function controls(figure) {
  const panel = h("div");
  const line = timeLine({ label: "", onMove: (number) => figure.set(moved(figure.state, number)) });
  const show = (tab) => {
    line.stop();
    figure.set({ tab });
  };
  const number = (label, change) => numberField({ label, onChange: (wanted) => figure.set(change(wanted)) });
  const what = (state, pointed) => nudgedInWords({ ...state, ...pointed });
  const limits = [-LARGEST_NUDGE, LARGEST_NUDGE];
  return {
    panel: [{ element: panel }],
    tab: [tabs({ label: "What is computed", choices: TABS, panel, onChange: show }), (state) => [state.tab]],
    views: [
      choice({ label: "Send back", choices: VIEWS, onChange: (view) => figure.set({ view }) }),
      (state) => (state.tab === "dX" ? [state.view] : null),
    ],
    time: [line, timeShown],
    value: [number("value", (wanted) => rewritten(figure.state, wanted)), valueShown],
    guess: [guessed(figure), (state) => [state.hidden, undefined, questionOf(state)]],
    nudging: [
      fold(figure),
      (state, pointed) => (state.tab === "forward" ? null : [state.nudging, what(state, pointed)]),
    ],
    nudge: [
      number("nudge", (nudge) => ({ nudge })),
      (state, pointed) => [state.nudge, ...limits, `nudge ${what(state, pointed)} by`],
    ],
    fields: [settingFields(figure, { limits: LIMITS }), (state) => [state]],
    bias: [number("bias", (wanted) => ({ bias: clamp(wanted, ...VALUES) })), (state) => [state.bias, ...VALUES]],
  };
}

/** What the time line of each picture goes through, and how that is called. */
const TIMES = {
  forward: ["position", "Window"],
  db: ["position", "Entry of G"],
  dW: ["weight", "Weight"],
  scatter: ["position", "Window"],
  gather: ["pixel", "Pixel"],
};

const timeOf = ({ tab, view }) => TIMES[tab === "dX" ? view : tab];

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

function valueShown(state) {
  if (!state.chosen) return null;
  const { value, largest, name } = chosenNumber(state);
  return [value, -largest, largest, name];
}

function guessed(figure) {
  return guessField({
    question: "What is it in the end?",
    onHide: (hidden) => figure.set({ hidden }),
    answer(guess) {
      const { state } = figure;
      const verdict = judgeNumber(state, guess);
      // What was found in the end is shown at the end.
      if (verdict.right && state.tab !== "forward" && timeOf(state)[0] === "position") {
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
