/* The questions of ShapeDrill, their answers, and what a wrong answer would have meant.

   A question depends on its seed, level and number alone. convbook/widgets/shape_drill.py draws the same ones, and
   frontend/tests/vectors.json holds the two equal. A question asks for the `kind` "size", "starts" or "read"; on a row, the
   first axis of its setting is 1 everywhere. Every answer is a list of numbers. */

import { mulberry32 } from "./core/chance.js";
import { kernelSpan, outputSize, paddedSize, range, readers, windowStarts } from "./core/geometry.js";
import { by, number, plural, series, sizeFormula } from "./scene/words.js";

export const LIMITS = { seed: [0, 999999], level: [1, 6], question: [0, 99] };

const LONGEST = 40; // numbers in an answer

const ROW = ["size", "starts", "read"];

/** What a level draws from, [smallest, largest]; `rest` is the least that the stride leaves over where it is above 1.
    `apart` names the changes of the setting that would change the answer: who makes that mistake is to see it. */
export const LEVELS = {
  1: {
    name: "one row",
    kinds: ROW,
    ranges: { kernel_size: [2, 5], dilation: [1, 1], stride: [1, 1], padding: [0, 0], windows: [4, 9] },
    rest: 0,
    apart: { size: [], starts: [], read: [] },
  },
  2: {
    name: "stride",
    kinds: ROW,
    ranges: { kernel_size: [2, 5], dilation: [1, 1], stride: [2, 3], padding: [0, 0], windows: [3, 6] },
    rest: 1,
    apart: { size: ["up", "stride"], starts: ["stride"], read: ["stride"] },
  },
  3: {
    name: "padding",
    kinds: ROW,
    ranges: { kernel_size: [2, 5], dilation: [1, 1], stride: [1, 3], padding: [1, 2], windows: [3, 9] },
    rest: 0,
    apart: { size: ["padding", "once", "stride"], starts: ["padding", "stride"], read: ["padding", "stride"] },
  },
  4: {
    name: "two axes",
    kinds: ["size", "size", "starts"],
    ranges: { kernel_size: [2, 4], dilation: [1, 1], stride: [1, 3], padding: [0, 2], windows: [2, 6] },
    rest: 0,
    unequal: ["size", "kernel_size", "stride", "padding"],
    apart: {
      size: ["up", "stride", "padding", "once", "kernelTurned"],
      starts: ["stride", "padding", "kernelTurned"],
    },
  },
  5: {
    name: "dilation",
    kinds: ROW,
    ranges: { kernel_size: [2, 4], dilation: [2, 3], stride: [1, 2], padding: [0, 1], windows: [3, 6] },
    rest: 0,
    apart: {
      size: ["dilation", "product", "stride"],
      starts: ["dilation", "product", "stride"],
      read: ["over", "stride"],
    },
  },
  6: {
    name: "times read",
    kinds: ["read"],
    ranges: { kernel_size: [2, 4], dilation: [1, 1], stride: [1, 2], padding: [0, 1], windows: [2, 6] },
    rest: 0,
    unequal: ["size", "kernel_size"],
    apart: { read: ["stride", "kernelTurned"] },
  },
};

const SMALLEST = 4; // pixels on an axis
const LARGEST = { row: 14, image: 11 }; // with the padding: what a phone can show

// --- Questions

/** The question with a number, of a seed and a level. */
export function ask({ seed, level, question }) {
  const next = mulberry32(seed * 1000 + level * 100 + question);
  const pick = (low, high) => low + Math.floor((next() * (high - low + 1)) / 2 ** 32);
  const rules = LEVELS[level];
  const kind = rules.kinds[question % rules.kinds.length];
  const turns = seed + Math.floor(question / rules.kinds.length);
  for (;;) {
    const drawn = draw(rules, kind, pick, turns);
    if (drawn && tellsApart(drawn, rules.apart[kind])) return drawn;
  }
}

function draw({ ranges, rest, unequal }, kind, pick, turns) {
  const setting = { size: [1, 1], kernel_size: [1, 1], stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
  for (const axis of unequal ? [0, 1] : [1]) {
    const [low, high] = ranges.kernel_size;
    // There are few rows. So that none comes back soon, their kernels take turns.
    const k = unequal ? pick(low, high) : low + (turns % (high - low + 1));
    const d = pick(...ranges.dilation);
    const s = pick(...ranges.stride);
    const p = pick(ranges.padding[0], Math.min(ranges.padding[1], k - 1));
    const windows = pick(...ranges.windows);
    const left = pick(Math.min(rest, s - 1), s - 1);
    const n = d * (k - 1) + 1 + (windows - 1) * s + left - 2 * p;
    if (n < SMALLEST || n <= k || n + 2 * p > (unequal ? LARGEST.image : LARGEST.row)) return null;
    Object.entries({ size: n, kernel_size: k, stride: s, padding: p, dilation: d }).forEach(([name, value]) => {
      setting[name][axis] = value;
    });
  }
  const equal = (pair) => pair[0] === pair[1];
  if (unequal && (unequal.some((name) => equal(setting[name])) || equal(outputSize(setting)))) return null;
  const question = { kind, setting, axis: 1, counted: "padded", pixel: null };
  if (kind === "starts" && unequal) question.axis = pick(0, 1);
  if (kind === "starts" && !unequal && setting.padding[1]) question.counted = ["padded", "image"][pick(0, 1)];
  if (kind === "read") question.pixel = [unequal ? pick(0, setting.size[0] - 1) : 0, pick(0, setting.size[1] - 1)];
  return question;
}

/** Whether the mistakes that belong to a question would show. */
function tellsApart(question, names) {
  const right = answer(question);
  const wrong = names
    .map((name) => ({ ...question, setting: CHANGES[name](question.setting) }))
    .filter((other) => differs(question, other))
    .map(answer);
  if (question.kind === "read") {
    const [down, across] = counts(question);
    const [k1, k2] = question.setting.kernel_size;
    wrong.push([k1 * k2]);
    const turned = { ...question, pixel: [...question.pixel].reverse() };
    if (!isRow(question)) wrong.push([down + across], [Math.max(down, across)], answer(turned));
  }
  return wrong.every((other) => String(other) !== String(right));
}

/** Whether two questions have another setting on an axis that is asked for. */
function differs(one, other) {
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
function counts({ setting, pixel }) {
  return pixel.map((at, axis) => readers(setting, axis, at).length);
}

/** A question in words. */
export function inWords({ kind, setting, axis, counted, pixel }) {
  const row = isRow({ setting });
  const { size, kernel_size, dilation } = setting;
  const value = (name) => {
    const [down, across] = setting[name];
    return row || down === across ? `${name} ${across}` : `${name} ${down} down and ${across} across`;
  };
  const given = [
    row ? `A row of ${size[1]} pixels` : `${[8, 11].includes(size[0]) ? "An" : "A"} ${by(size)} image`,
    `kernel ${row ? kernel_size[1] : by(kernel_size)}`,
    value("stride"),
    value("padding"),
    ...(Math.max(...dilation) > 1 ? [value("dilation")] : []),
  ];
  let asked = row ? "How many windows are there?" : "What is the size of the output, rows × columns?";
  if (kind === "read") asked = `How often is pixel ${row ? pixel[1] : `(${pixel.join(", ")})`} read?`;
  if (kind === "starts") {
    if (!row) asked = `At which ${["rows", "columns"][axis]} of the padded image do the windows start?`;
    else if (!setting.padding[1]) asked = "At which pixels do the windows start?";
    else if (counted === "padded") asked = "At which places of the padded row do the windows start?";
    else asked = "At which pixels do the windows start, counted in the row itself, where padding lies below 0?";
  }
  return [`${given.join(", ")}.`, asked];
}

// --- Answers that are not right

/** A setting with one of its numbers changed, on each axis by itself: `rule` gets it, and all of the axis. */
const change = (name, rule) => (setting) => ({
  ...setting,
  [name]: setting[name].map((value, axis) => rule(value, onAxis(setting, axis))),
});
const turn = (name) => (setting) => ({ ...setting, [name]: [...setting[name]].reverse() });

/** Settings whose right answer is a well-known wrong one. */
export const CHANGES = {
  up: change("size", (n, { stride }) => n + stride - 1),
  stride: change("stride", () => 1),
  padding: change("padding", () => 0),
  once: (setting) => CHANGES.padding(change("size", (n, { padding }) => n + padding)(setting)),
  dilation: change("dilation", () => 1),
  product: change("size", (n, { dilation }) => n - dilation + 1), // d·k is d − 1 more than the span
  gaps: change("dilation", (d) => (d > 1 ? d + 1 : d)),
  over: (setting) => ({ ...setting, kernel_size: kernelSpan(setting), dilation: [1, 1] }),
  beside: (setting) => ({ ...setting, stride: kernelSpan(setting) }),
  room: change("kernel_size", () => 1),
  kernelTurned: turn("kernel_size"),
  strideTurned: turn("stride"),
  paddingTurned: turn("padding"),
  sizeTurned: turn("size"),
};

/** What a change means, by the kind of question where it is a mistake to expect; in the order in which they are said. */
const MEANINGS = {
  size: {
    up: () => "if you round up: the last window would not fit",
    stride: () => "if you forget the stride",
    padding: () => "if you forget the padding",
    once: () => "if you count the padding once: it lies on each side",
    dilation: () => "if you forget the dilation",
    product: (q) => `if you take d·k for the span: it is d·(k − 1) + 1, here ${by(spans(q))}`,
    gaps: () => "if you take the dilation for the pixels left out: dilation 1 leaves out none",
    beside: () => "if you lay the windows side by side: the stride moves them",
    room: () => "if you leave the kernel out: each window needs room to its last cell",
    kernelTurned: () => "if you exchange the kernel's rows and columns",
    strideTurned: () => "if you exchange the stride's rows and columns",
    paddingTurned: () => "if you exchange the padding's rows and columns",
    sizeTurned: () => "if you exchange the image's rows and columns",
  },
  read: {
    stride: () => "if you forget the stride",
    padding: () => "if you forget the padding",
    dilation: () => "if you forget the dilation",
    over: () => "if you count every window that lies over the pixel: a dilated kernel steps over some",
    gaps: () => "if you take the dilation for the pixels left out: dilation 1 leaves out none",
    up: () => "if you count a window that does not fit",
    kernelTurned: () => "if you exchange the kernel's rows and columns",
    strideTurned: () => "if you exchange the stride's rows and columns",
  },
};
MEANINGS.starts = Object.fromEntries(Object.entries(MEANINGS.size).filter(([name]) => name !== "up"));

function onAxis(setting, axis) {
  return Object.fromEntries(Object.entries(setting).map(([name, pair]) => [name, pair[axis]]));
}

function spans({ setting }) {
  const span = kernelSpan(setting);
  return isRow({ setting }) ? span.slice(1) : span;
}

/** Every name, those first that a reader is more likely to meet: two mistakes may lead to one answer. */
const LIKELY = [
  ...["unfloored", "up", "steps", "extra", "short", "count", "sum", "exchanged", "frame", "stride", "padding", "once"],
  ...["dilation", "product", "gaps", "over", "rows", "columns", "kernelTurned", "strideTurned", "paddingTurned"],
  ...["sizeTurned", "fromOne", "first", "ends", "cells", "windows", "number", "last", "room", "divided", "beside"],
];

/** Wrong answers that come from a mistake with a name, [{ name, answer, clause }]. None of them is right. */
export function mistakes(question) {
  const right = String(answer(question));
  const row = isRow(question);
  const found = [];
  const add = (name, wrong, clause) => {
    if (wrong.length && String(wrong) !== right) found.push({ name, answer: wrong, clause });
  };
  for (const [name, clause] of Object.entries(MEANINGS[question.kind])) {
    if (row && name.endsWith("Turned")) continue;
    if (name === "once" && question.counted === "image") continue; // where would the row begin?
    const other = { ...question, setting: CHANGES[name](question.setting) };
    if (differs(question, other)) add(name, answer(other), clause(question));
  }
  ({ size: ofSize, starts: ofTheStarts, read: ofReading })[question.kind](question, add);
  return found.sort((one, other) => LIKELY.indexOf(one.name) - LIKELY.indexOf(other.name));
}

function ofSize({ setting }, add) {
  const axes = isRow({ setting }) ? [1] : [0, 1];
  const size = outputSize(setting);
  const padded = paddedSize(setting);
  const span = kernelSpan(setting);
  const each = (rule) => axes.map((axis) => rule(axis, setting.stride[axis]));
  add(
    "unfloored",
    each((axis, s) => (padded[axis] - span[axis]) / s + 1),
    "if you do not round down: a part of a window is no window",
  );
  add(
    "steps",
    each((axis) => size[axis] - 1),
    "if you count the steps between the windows: there is one window more",
  );
  add(
    "last",
    each((axis, s) => (size[axis] - 1) * s),
    "if you take the place where the last window starts",
  );
  add(
    "divided",
    each((axis, s) => Math.floor(padded[axis] / s)),
    "if you divide by the stride and leave the kernel out",
  );
  if (axes.length === 2) add("exchanged", [...size].reverse(), "if you exchange rows and columns");
}

function ofTheStarts(question, add) {
  const { setting, axis, counted } = question;
  const right = answer(question);
  const [s, p, span] = [setting.stride[axis], setting.padding[axis], kernelSpan(setting)[axis]];
  const what = isRow(question) ? "row" : "image";
  const [other, words] =
    counted === "image"
      ? ["padded", `if you count in the padded ${what}`]
      : ["image", `if you count in the ${what} itself`];
  add("extra", [...right, right.at(-1) + s], "if you keep a start whose window does not fit");
  add("short", right.slice(0, -1), "if you leave the last window out: it fits");
  add("first", right.slice(1), "if you leave the first window out");
  if (p) add("frame", answer({ ...question, counted: other }), words);
  add(
    "fromOne",
    right.map((start) => start + 1),
    "if you count from 1",
  );
  add(
    "ends",
    right.map((start) => start + span - 1),
    "if you take the last cell of each window",
  );
  add(
    "cells",
    range(setting.kernel_size[axis]).map((cell) => right[0] + cell * setting.dilation[axis]),
    "if you list what the first window reads",
  );
  add("count", [right.length], "if you count the windows: the question is where they start");
  if (!isRow(question)) add("exchanged", windowStarts(setting)[1 - axis], "if you take the other axis");
}

function ofReading(question, add) {
  const { setting, pixel } = question;
  const [down, across] = counts(question);
  const moved = (step) => answer({ ...question, pixel: pixel.map((at, axis) => at - step(axis)) });
  const size = outputSize(setting);
  const row = isRow(question);
  if (!row) {
    add("sum", [down + across], "if you add the counts of its row and its column: they multiply");
    add("rows", [down], "if you count along the rows only");
    add("columns", [across], "if you count along the columns only");
    const turned = [...pixel].reverse();
    if (turned.every((at, axis) => at < setting.size[axis]))
      add("exchanged", answer({ ...question, pixel: turned }), "if you exchange the pixel's row and column");
  }
  const cells = setting.kernel_size[0] * setting.kernel_size[1];
  add("cells", [cells], "if you count the kernel's cells: not all of them meet this pixel");
  add("windows", [size[0] * size[1]], "if you count all windows");
  // Whoever counts from 1 finds no pixel 0.
  if (pixel.slice(row ? 1 : 0).every((at) => at > 0))
    add(
      "fromOne",
      moved((axis) => (row && !axis ? 0 : 1)),
      "if you count the pixels from 1",
    );
  if (Math.max(...setting.padding))
    add(
      "frame",
      moved((axis) => setting.padding[axis]),
      `if you count the pixel's place in the padded ${row ? "row" : "image"}`,
    );
  if (row && across === 1)
    add("number", [readers(setting, 1, pixel[1])[0].window], "if you give the number of the window that reads it");
}

const RULES = {
  size: "Take the kernel (with gaps, its whole span) from the size with its padding, divide by the stride, round down, add 1.",
  starts: "Begin at the first place of the padding, or of the row; move by the stride for as long as the window fits.",
  read: "Count the windows that have a cell on it; on two axes, count on each and multiply.",
};

/** What a given answer means: { right, words }. */
export function judge(question, given) {
  const right = String(given) === String(answer(question));
  const shown = written(question, given);
  if (right) return { right, words: `Right: ${shown}.` };
  const clauses = meanings(question, given);
  if (clauses.length) return { right, words: `N${sentence(shown, clauses).slice(1)}` };
  if (question.kind !== "size" || isRow(question)) return { right, words: `Not ${shown}. ${RULES[question.kind]}` };
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
  const pairs = Object.entries(onAxis(question.setting, axis)).map(([name, value]) => [name, [neutral[name], value]]);
  return { ...question, setting: Object.fromEntries(pairs) };
}

/** An answer as a reader would write it. */
export function written(question, numbers) {
  return numbers.map(number).join(question.kind === "size" ? "×" : ", ");
}

// --- What a reader types

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
  if (!understood || guess.length > LONGEST || !guess.every(Number.isInteger))
    return { words: "Type whole numbers with commas or spaces between them, such as 50, 60, 70." };
  return { guess: guess.sort((a, b) => a - b) };
}

// --- How the answer is found

/** The formula with the numbers in place, in sentences. */
export function explained(question) {
  const { kind, setting, axis, counted, pixel } = question;
  const row = isRow(question);
  if (kind === "size") {
    if (row) return [sizeFormula(setting, 1)];
    return [`rows: ${sizeFormula(setting, 0)}`, `columns: ${sizeFormula(setting, 1)}`];
  }
  if (kind === "starts") {
    const [s, p] = [setting.stride[axis], setting.padding[axis]];
    const starts = windowStarts(setting)[axis];
    const last = paddedSize(setting)[axis] - 1;
    const next = starts.at(-1) + s;
    const reach = next + kernelSpan(setting)[axis] - 1;
    const place = row ? (p ? "place" : "pixel") : ["row", "column"][axis];
    const what = `${p || !row ? "padded " : ""}${row ? "row" : "image"}`;
    const words = [
      `From 0 in steps of ${s}: ${starts.join(", ")}.`,
      `A start at ${next} would need ${place} ${reach}, and the ${what} ends at ${place} ${last}.`,
    ];
    if (counted === "image") words.push(`Less the padding of ${p}: ${starts.map((at) => number(at - p)).join(", ")}.`);
    return words;
  }
  const found = pixel.map((at, place) => readers(setting, place, at).map(({ window }) => window));
  const size = outputSize(setting);
  if (row) {
    const windows = found[1];
    const which = windows.length ? `${plural(windows.length, "window")}: ${series(windows)}` : "no window";
    return [`Pixel ${pixel[1]} is read by ${which}.`];
  }
  const [down, across] = found.map((windows, place) => {
    const which = windows.length ? ` (${series(windows)})` : "";
    const lines = ["rows", "columns"][place];
    return `${windows.length} of the ${size[place]} ${lines} of windows${which}`;
  });
  const [a, b] = found.map((windows) => windows.length);
  return [`Row ${pixel[0]} is read by ${down}, column ${pixel[1]} by ${across}: ${a}·${b} = ${a * b}.`];
}

// --- What has been answered

/** Whether a list is an entry of the answers: [seed, level, question, number, …]; with no number, it was shown. */
export function isEntry(entry) {
  return (
    Array.isArray(entry) &&
    entry.length >= 3 &&
    entry.length <= 3 + LONGEST &&
    entry.every((value) => Number.isFinite(value) && Math.abs(value) < 1e6) &&
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
