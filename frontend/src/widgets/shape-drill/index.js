/* ShapeDrill: questions on sizes, starts and coverage. */

import { same } from "../../core/lists.js";
import { choice } from "../../ui/choice.js";
import { enable, h } from "../../ui/dom.js";
import { widget } from "../../ui/frame.js";
import { guessField } from "../../ui/guess.js";
import { numberField } from "../../ui/number-field.js";
import { judge, readAnswer, written } from "./judge.js";
import { answer, ask, DRILL, LIMITS } from "./questions.js";
import { scene } from "./scene.js";
import { FIELDS, given, isOpen, settle, TRAITS } from "./state.js";

/** An answer to the question, kept; with no number, it is shown. Once it is known, or twice the same, there is nothing to
    count. */
function kept(state, numbers) {
  const { answers, seed, level, question } = state;
  const tries = given(answers, state);
  if (isOpen(ask(state), tries) || same(tries.at(-1), numbers)) return {};
  return { answers: [...answers, [seed, level, question, ...numbers]] };
}

/** What is said of the last answer. */
function verdict(state) {
  const question = ask(state);
  const last = given(state.answers, state).at(-1);
  if (!last) return "";
  return last.length ? judge(question, last).words : `The answer is ${written(question, answer(question))}.`;
}

/** The field for the answer, with its buttons and what is said of the last one. */
function answerField(figure) {
  const show = () => figure.set(kept(figure.state, []));
  const next = (event) => {
    figure.set({ question: figure.state.question + 1 });
    if (event?.pointerType !== "touch") guess.focus(); // under a finger, the keyboard would cover the question
  };
  const showMe = h("button", { type: "button", click: show }, "Show me");
  const onward = h("button", { type: "button", click: next }, "Next question");
  const guess = guessField({
    question: "Your answer",
    wide: true,
    read: (text) => readAnswer(ask(figure.state), text),
    answer: (numbers) => {
      figure.set(kept(figure.state, numbers));
      return judge(ask(figure.state), numbers);
    },
    more: [showMe, onward],
  });
  return {
    element: guess.element,
    update(seed, level, question, words, open) {
      guess.update(true, undefined, [seed, level, question]);
      guess.say(words);
      onward.disabled = question === LIMITS.question[1];
      enable(showMe, !open, onward.disabled ? guess : onward);
    },
  };
}

/** N and S do what two of the buttons do. */
function key(event, state) {
  const pressed = event.key.toLowerCase();
  if (pressed === "n") return { question: state.question + 1, focus: "guess" };
  return pressed === "s" && kept(state, []);
}

function controls(figure) {
  const levels = Object.entries(DRILL.levels).map(([level, { name }]) => [level, `${level} ${name}`]);
  const level = choice({
    label: "Level",
    choices: Object.fromEntries(levels),
    onChange: (chosen) => figure.set({ level: Number(chosen), question: 0 }),
  });
  const number = (label, onChange) => [
    numberField({ label, onChange }),
    (state) => [state[label], ...LIMITS[label], label],
  ];
  const shown = (state) => {
    const { seed, level, question } = state;
    return [seed, level, question, verdict(state), isOpen(ask(state), given(state.answers, state))];
  };
  return {
    level: [level, (state) => [state.level]],
    guess: [answerField(figure), shown],
    seed: number("seed", (seed) => figure.set({ seed, question: 0 })),
    question: number("question", (question) => figure.set({ question })),
  };
}

function layout({ tables, words, controls }) {
  return h(
    "div",
    {},
    controls.level,
    words.place,
    words.setting,
    words.question,
    controls.guess,
    words.formula,
    h("div", { class: "wbw-panels wbw-drawn" }, tables.row, tables.image, tables.output),
    words.caption,
    words.score,
    h("div", { class: "wbw-line" }, controls.seed, controls.question, words.class),
  );
}

export const ShapeDrill = widget({
  id: "shape-drill",
  title: "Live figure: questions on shapes",
  hint: "Find the answer in your head or on paper, type it and press Check. If it is wrong, you are told what it would have meant.",
  keys: [
    ["Enter", "check the answer"],
    ["N", "next question"],
    ["S", "show me"],
    ["arrows", "in the levels: another level; in a number: one more, one less"],
  ],
  traits: TRAITS,
  fields: FIELDS,
  settle,
  scene,
  tables: { row: {}, image: {}, output: {} },
  words: ["place", "setting", "question", "formula", "caption", "score", "class"],
  key,
  controls,
  layout,
  say: ({ words }) => `${words.place}. ${words.setting} ${words.question}`,
});
