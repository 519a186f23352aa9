/* The questions of ShapeDrill and their answers. Levels, sentences and mistakes stand in convbook/widgets/drill.json, which
   Python reads too (convbook/widgets/drill.py): both draw the same questions.

   A question depends on its seed, level and number alone. It asks for the `kind` "size", "starts" or "read"; on a row, the
   first axis of its setting is 1 everywhere. Every answer is a list of numbers. */

import DRILL from "../../../../convbook/widgets/drill.json" with { type: "json" };
import { mulberry32 } from "../../core/chance.js";
import { kernelSpan, outputSize, readers, windowStarts } from "../../core/geometry.js";
import { by, setting as settingInWords } from "../../scene/words.js";

export { DRILL };

export const LIMITS = DRILL.limits;

export const LINES = ["rows", "columns"];

/** The question with a number, of a seed and a level. */
export function ask({ seed, level, question }) {
  const next = mulberry32(seed * 1000 + level * 100 + question);
  const pick = (low, high) => low + Math.floor((next() * (high - low + 1)) / 2 ** 32);
  const rules = DRILL.levels[level];
  const kind = rules.kinds[question % rules.kinds.length];
  const turns = seed + Math.floor(question / rules.kinds.length);
  for (;;) {
    const drawn = draw(rules, kind, pick, turns);
    if (drawn && tellsApart(drawn, rules.apart[kind])) return drawn;
  }
}

function draw({ ranges, rest, unequal }, kind, pick, turns) {
  const setting = { size: [1, 1], kernel_size: [1, 1], stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
  const both = unequal.length > 0;
  for (const axis of both ? [0, 1] : [1]) {
    const [low, high] = ranges.kernel_size;
    // There are few rows. So that none comes back soon, their kernels take turns.
    const k = both ? pick(low, high) : low + (turns % (high - low + 1));
    const d = pick(...ranges.dilation);
    const s = pick(...ranges.stride);
    const p = pick(ranges.padding[0], Math.min(ranges.padding[1], k - 1));
    const windows = pick(...ranges.windows);
    const left = pick(Math.min(rest, s - 1), s - 1);
    const n = d * (k - 1) + 1 + (windows - 1) * s + left - 2 * p;
    if (n < DRILL.smallest || n <= k || n + 2 * p > DRILL.largest[both ? "image" : "row"]) return null;
    for (const [name, value] of Object.entries({ size: n, kernel_size: k, stride: s, padding: p, dilation: d }))
      setting[name][axis] = value;
  }
  const equal = (pair) => pair[0] === pair[1];
  if (both && (unequal.some((name) => equal(setting[name])) || equal(outputSize(setting)))) return null;
  const question = { kind, setting, axis: 1, counted: "padded", pixel: null };
  if (kind === "starts" && both) question.axis = pick(0, 1);
  if (kind === "starts" && !both && setting.padding[1]) question.counted = ["padded", "image"][pick(0, 1)];
  if (kind === "read") question.pixel = [both ? pick(0, setting.size[0] - 1) : 0, pick(0, setting.size[1] - 1)];
  return question;
}

/** Whether the mistakes that belong to a question would show. */
function tellsApart(question, names) {
  const right = answer(question);
  const wrong = names
    .map((name) => ({ ...question, setting: changed(question.setting, name) }))
    .filter((other) => differs(question, other))
    .map(answer);
  if (question.kind === "read") {
    const [down, across] = counts(question);
    const [k1, k2] = question.setting.kernel_size;
    wrong.push([k1 * k2]);
    const exchanged = { ...question, pixel: [...question.pixel].reverse() };
    if (!isRow(question)) wrong.push([down + across], [Math.max(down, across)], answer(exchanged));
  }
  return wrong.every((other) => String(other) !== String(right));
}

/** Whether two questions have another setting on an axis that is asked for. */
export function differs(one, other) {
  const axes = one.kind === "starts" ? [one.axis] : [0, 1];
  return axes.some((axis) =>
    Object.keys(one.setting).some((name) => one.setting[name][axis] !== other.setting[name][axis]),
  );
}

export function isRow({ setting }) {
  return setting.size[0] === 1;
}

/** The right answer, a list of numbers. */
export function answer({ kind, setting, axis, counted, pixel }) {
  if (kind === "size") return outputSize(setting).slice(isRow({ setting }) ? 1 : 0);
  if (kind === "read") {
    const [down, across] = counts({ setting, pixel });
    return [down * across];
  }
  const before = counted === "image" ? setting.padding[axis] : 0;
  return windowStarts(setting)[axis].map((start) => start - before);
}

/** How often a pixel's row is read, and its column. */
export function counts({ setting, pixel }) {
  return pixel.map((at, axis) => readers(setting, axis, at).length);
}

/** A setting with its numbers changed as a mistake changes them, on each axis by itself: `changes` says for each size what
    sum it becomes, of so many times n, k, s, p, d, the span, 1 where the kernel is dilated, and 1. */
export function changed(setting, name) {
  const axes = kernelSpan(setting).map((span, axis) => {
    const [n, k, s, p, d] = SIZES.map((size) => setting[size][axis]);
    return { n, k, s, p, d, span, dilated: d > 1 ? 1 : 0, one: 1 };
  });
  const becomes = (size, rule) => {
    if (rule === "exchanged") return [...setting[size]].reverse();
    return axes.map((axis) => Object.entries(rule).reduce((sum, [letter, count]) => sum + count * axis[letter], 0));
  };
  const changes = Object.entries(DRILL.changes[name]).map(([size, rule]) => [size, becomes(size, rule)]);
  return { ...setting, ...Object.fromEntries(changes) };
}

const SIZES = ["size", "kernel_size", "stride", "padding", "dilation"];

/** A sentence with values in place of their names. */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** A question in words: what is given, and what is asked. */
export function inWords(question) {
  const { setting, kind, axis, counted, pixel } = question;
  const row = isRow(question);
  const [rows, columns] = setting.size;
  const pairs = Object.entries(setting).map(([name, pair]) => [name, row ? [pair[1], pair[1]] : pair]);
  const values = {
    an: [8, 11].includes(rows) ? "An" : "A",
    rows,
    columns,
    kernel: row ? setting.kernel_size[1] : by(setting.kernel_size),
    // A row has no second number to tell apart.
    setting: settingInWords(Object.fromEntries(pairs)),
    pixel: pixel && (row ? pixel[1] : `(${pixel.join(", ")})`),
    lines: LINES[axis],
  };
  let asked = kind === "read" ? "read" : `${row ? "row" : "image"} ${kind}`;
  if (asked === "row starts" && setting.padding[1]) asked = counted === "padded" ? "padded starts" : "pixel starts";
  return [row ? "row" : "image", asked].map((name) => filled(DRILL.questions[name], values));
}
