/* The state of a drill, and what has been answered. */

import { same } from "../../core/lists.js";
import { clamp } from "../../state/setting.js";
import { answer, ask, DRILL, LIMITS } from "./questions.js";

export const TRAITS = ["seed", "level", "question", "answers"];

export const FIELDS = [
  ["seed", "seed"],
  ["level", "level"],
  ["question", "question"],
];

/** An answer belongs to its question by its first three numbers, so that no change of the others leaves it astray. */
export function settle(state) {
  const settled = { ...state };
  for (const [name, limits] of Object.entries(LIMITS)) settled[name] = clamp(state[name], ...limits);
  const answers = Array.isArray(state.answers) ? state.answers : [];
  const valid = answers.every(isEntry) ? answers : answers.filter(isEntry);
  settled.answers = valid.length > DRILL.kept ? valid.slice(-DRILL.kept) : valid;
  return settled;
}

/** Whether a list is an entry of the answers: [seed, level, question, number, …]; with no number, it was shown. */
export function isEntry(entry) {
  return (
    Array.isArray(entry) &&
    entry.length >= 3 &&
    entry.length <= 3 + DRILL.longest &&
    entry.every((value) => Number.isFinite(value) && Math.abs(value) < DRILL.below) &&
    Object.values(LIMITS).every(
      ([low, high], place) => Number.isInteger(entry[place]) && entry[place] >= low && entry[place] <= high,
    )
  );
}

/** The answers to one question, each a list of numbers, in order; [] where it was shown. */
export function given(answers, { seed, level, question }) {
  return answers
    .filter((entry) => entry[0] === seed && entry[1] === level && entry[2] === question)
    .map((entry) => entry.slice(3));
}

/** How many questions of a seed and a level have been answered or shown, and how many rightly at once. */
export function score(answers, { seed, level }) {
  const first = new Map();
  for (const [of, at, question, ...numbers] of answers) {
    if (of === seed && at === level && !first.has(question)) first.set(question, numbers);
  }
  const right = [...first].filter(
    ([question, numbers]) => String(numbers) === String(answer(ask({ seed, level, question }))),
  );
  return { asked: first.size, right: right.length };
}

/** Whether the answer may be seen: it was given, or shown. */
export function isOpen(question, tries) {
  return tries.some((numbers) => !numbers.length || same(numbers, answer(question)));
}
