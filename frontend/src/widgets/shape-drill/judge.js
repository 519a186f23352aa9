/* What a reader's answer means. */

import { number } from "../../scene/words.js";
import { mistakes } from "./mistakes.js";
import { answer, DRILL, isRow } from "./questions.js";

/** What a given answer means: { right, words }. */
export function judge(question, given) {
  const right = String(given) === String(answer(question));
  const shown = written(question, given);
  if (right) return { right, words: `Right: ${shown}.` };
  const clauses = meanings(question, given);
  if (clauses.length) return { right, words: `N${sentence(shown, clauses).slice(1)}` };
  if (question.kind !== "size" || isRow(question))
    return { right, words: `Not ${shown}. ${DRILL.rules[question.kind]}` };
  // Perhaps each axis has a mistake of its own, or none.
  const words = given.map((value, axis) => {
    const one = alone(question, axis);
    const name = ["Rows", "Columns"][axis];
    if (value === answer(one)[0]) return `${name}: right.`;
    const found = meanings(one, [value]);
    return found.length ? `${name}: ${sentence(number(value), found)}` : `${name}: not ${number(value)}.`;
  });
  return { right, words: words.join(" ") };
}

/** The clauses of all mistakes that lead to an answer; two are enough. */
function meanings(question, given) {
  const found = mistakes(question).filter(
    ({ answer: wrong }) => wrong.length === given.length && wrong.every((value, place) => meets(value, given[place])),
  );
  return [...new Set(found.map(({ clause }) => clause))].slice(0, 2);
}

/** Whether a number is what was typed, which may break off after any decimal place. */
function meets(value, typed) {
  const places = String(typed).split(".")[1]?.length ?? 0;
  return value === typed || (places > 0 && Math.abs(value - typed) < 0.1 ** places);
}

function sentence(shown, clauses) {
  return `not ${shown}. You get that ${clauses.join("; or ")}.`;
}

/** One axis of a question, as a row. */
function alone(question, axis) {
  const neutral = { size: 1, kernel_size: 1, stride: 1, padding: 0, dilation: 1 };
  const pairs = Object.entries(question.setting).map(([name, pair]) => [name, [neutral[name], pair[axis]]]);
  return { ...question, setting: Object.fromEntries(pairs) };
}

/** An answer as a reader would write it. */
export function written(question, numbers) {
  return numbers.map(number).join(question.kind === "size" ? "×" : ", ");
}

/** Read an answer: { guess }, a list of numbers, or { words }, what to type instead. */
export function readAnswer(question, text) {
  const plain = text
    .replace(/[−–]/g, "-")
    .replace(/[()[\]]/g, " ")
    .trim();
  const one = question.kind === "read" || (question.kind === "size" && isRow(question));
  // A lone number may have a decimal comma.
  const tidy = one ? plain.replace(/^(-?\d+),(\d+)$/, "$1.$2") : plain;
  const parts = tidy.split(/\s*(?:[,;]|x|×|by)\s*|\s+/i).filter((part) => part !== "");
  const guess = parts.map((part) => (/^-?\d{1,4}(\.\d{1,4})?$/.test(part) ? Number(part) + 0 : Number.NaN));
  const understood = guess.length > 0 && !guess.some(Number.isNaN);
  if (one) {
    if (!understood) return { words: "Type a number, such as 12." };
    return guess.length === 1 ? { guess } : { words: "One number is asked for." };
  }
  if (question.kind === "size") {
    const wanted = "Type two numbers, rows and columns, such as 20×30.";
    if (!understood) return { words: wanted };
    if (guess.length === 2) return { guess };
    const [rows, columns] = answer(question);
    const total = guess.length === 1 && guess[0] === rows * columns && ![rows, columns].includes(guess[0]);
    return { words: total ? `${guess[0]} is the number of windows. ${wanted}` : wanted };
  }
  if (!understood || guess.length > DRILL.longest || !guess.every(Number.isInteger))
    return { words: "Type whole numbers with commas or spaces between them, such as 50, 60, 70." };
  return { guess: guess.sort((a, b) => a - b) };
}
