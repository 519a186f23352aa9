/* ShapeDrill: its questions, what wrong answers mean, and its state. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { mulberry32 } from "../src/core/chance.js";
import { judge, readAnswer, written } from "../src/widgets/shape-drill/judge.js";
import { mistakes } from "../src/widgets/shape-drill/mistakes.js";
import { answer, ask, DRILL, inWords, isRow } from "../src/widgets/shape-drill/questions.js";
import { given, score, settle } from "../src/widgets/shape-drill/state.js";
import { explained } from "../src/widgets/shape-drill/words.js";
import { questions, same } from "./vectors.js";

const SEEDS = 500;
const FIRST = 4; // questions of each seed and level

/** Every question that is tested, with where it comes from. */
const drawn = [];
for (let level = 1; level <= 6; level++) {
  for (let seed = 0; seed < SEEDS; seed++) {
    for (let question = 0; question < FIRST; question++) {
      const from = { seed, level, question };
      drawn.push([ask(from), from]);
    }
  }
}

// --- Plain counting, axis by axis, with none of geometry.js

/** The numbers of one axis, with changes. */
function axisOf({ setting }, axis, changes = {}) {
  const { size, kernel_size, stride, padding, dilation } = setting;
  const own = { n: size[axis], k: kernel_size[axis], s: stride[axis], p: padding[axis], d: dilation[axis] };
  return { ...own, ...changes };
}

/** The places that a kernel's cells have from its first one on. */
function cells({ k, d }) {
  return Array.from({ length: k }, (_, cell) => cell * d);
}

/** Where windows start in the padded row; `span` may be what somebody takes for it. */
function starts({ n, k, s, p, d, span = cells({ k, d }).at(-1) + 1 }) {
  const found = [];
  for (let start = 0; start + span <= n + 2 * p; start += s) found.push(start);
  return found;
}

function timesRead(axis, pixel) {
  let count = 0;
  for (const start of starts(axis)) for (const cell of cells(axis)) count += start + cell === pixel + axis.p;
  return count;
}

function plainAnswer(question, changes = () => ({})) {
  const axis = (place) => axisOf(question, place, changes(axisOf(question, place), place));
  const row = isRow(question);
  if (question.kind === "size") return (row ? [1] : [0, 1]).map((place) => starts(axis(place)).length);
  if (question.kind === "read") {
    const [i, j] = question.pixel;
    return [(row ? 1 : timesRead(axis(0), i)) * timesRead(axis(1), j)];
  }
  const asked = axis(question.axis);
  return starts(asked).map((start) => (question.counted === "image" ? start - asked.p : start));
}

const span = ({ k, d }) => cells({ k, d }).at(-1) + 1;
/** One number of the other axis. */
const exchanged = (question, name) => (_, place) => ({ [name]: axisOf(question, 1 - place)[name] });

/** What each mistake with a name leads to, computed as its words say. */
const PLAIN = {
  stride: (q) => plainAnswer(q, () => ({ s: 1 })),
  padding: (q) => plainAnswer(q, () => ({ p: 0 })),
  once: (q) => plainAnswer(q, ({ n, p }) => ({ n: n + p, p: 0 })),
  dilation: (q) => plainAnswer(q, () => ({ d: 1 })),
  product: (q) => plainAnswer(q, ({ k, d }) => ({ span: k * d })),
  gaps: (q) => plainAnswer(q, ({ d }) => ({ d: d > 1 ? d + 1 : 1 })),
  beside: (q) => plainAnswer(q, (axis) => ({ s: span(axis) })),
  room: (q) => plainAnswer(q, () => ({ span: 1 })),
  kernelExchanged: (q) => plainAnswer(q, exchanged(q, "k")),
  strideExchanged: (q) => plainAnswer(q, exchanged(q, "s")),
  paddingExchanged: (q) => plainAnswer(q, exchanged(q, "p")),
  sizeExchanged: (q) => plainAnswer(q, exchanged(q, "n")),
};
const places = (q) => (isRow(q) ? [1] : [0, 1]);
const onAxes = (rule) => (q) => places(q).map((place) => rule(axisOf(q, place)));
const PLAIN_OF = {
  size: {
    up: onAxes((axis) => Math.ceil((axis.n + 2 * axis.p - span(axis)) / axis.s) + 1),
    unfloored: onAxes((axis) => (axis.n + 2 * axis.p - span(axis)) / axis.s + 1),
    steps: onAxes((axis) => starts(axis).length - 1),
    last: onAxes((axis) => starts(axis).at(-1)),
    divided: onAxes(({ n, s, p }) => Math.floor((n + 2 * p) / s)),
    exchanged: (q) => plainAnswer(q).reverse(),
  },
  starts: {
    extra: (q) => [...plainAnswer(q), plainAnswer(q).at(-1) + q.setting.stride[q.axis]],
    short: (q) => plainAnswer(q).slice(0, plainAnswer(q).length - 1),
    first: (q) => plainAnswer(q).slice(1),
    frame: (q) => {
      const p = q.setting.padding[q.axis];
      return plainAnswer(q).map((start) => (q.counted === "image" ? start + p : start - p));
    },
    fromOne: (q) => plainAnswer(q).map((start) => start + 1),
    ends: (q) => plainAnswer(q).map((start) => start + cells(axisOf(q, q.axis)).at(-1)),
    cells: (q) => cells(axisOf(q, q.axis)).map((cell) => plainAnswer(q)[0] + cell),
    count: (q) => [plainAnswer(q).length],
    exchanged: (q) => starts(axisOf(q, 1 - q.axis)),
  },
  read: {
    over: (q) => plainAnswer(q, (axis) => ({ k: span(axis), d: 1 })),
    up: (q) => plainAnswer(q, ({ n, s }) => ({ n: n + s - 1 })),
    sum: (q) => [timesRead(axisOf(q, 0), q.pixel[0]) + timesRead(axisOf(q, 1), q.pixel[1])],
    rows: (q) => [timesRead(axisOf(q, 0), q.pixel[0])],
    columns: (q) => [timesRead(axisOf(q, 1), q.pixel[1])],
    exchanged: (q) => plainAnswer({ ...q, pixel: [q.pixel[1], q.pixel[0]] }),
    cells: (q) => [q.setting.kernel_size[0] * q.setting.kernel_size[1]],
    windows: (q) => [places(q).reduce((product, place) => product * starts(axisOf(q, place)).length, 1)],
    fromOne: (q) => plainAnswer({ ...q, pixel: q.pixel.map((at) => at - 1) }),
    frame: (q) => plainAnswer({ ...q, pixel: q.pixel.map((at, place) => at - q.setting.padding[place]) }),
    number: (q) => {
      const axis = axisOf(q, 1);
      return [starts(axis).findIndex((start) => cells(axis).includes(q.pixel[1] + axis.p - start))];
    },
  },
};

// --- The questions

test("mulberry32 is the known one", () => {
  const next = mulberry32(0);
  assert.deepStrictEqual([next(), next(), next()], [1144304738, 1416247, 958946056]);
});

test("Python asks the same questions, in the same words, and answers them alike", () => {
  assert.ok(questions.length >= 100);
  for (const { seed, level, question, words, answer: right, ...parts } of questions) {
    const asked = ask({ seed, level, question });
    same(asked, parts, { seed, level, question });
    same(inWords(asked), words, { seed, level, question });
    same(answer(asked), right, { seed, level, question });
  }
});

test("the answers are those of plain counting", () => {
  for (const [question, from] of drawn) same(answer(question), plainAnswer(question), from);
});

test("a question keeps to its level", () => {
  for (const [question, from] of drawn) {
    const rules = DRILL.levels[from.level];
    const { setting, pixel, kind } = question;
    const label = JSON.stringify([from, question]);
    assert.equal(kind, rules.kinds[from.question % rules.kinds.length], label);
    assert.equal(isRow(question), from.level !== 4 && from.level !== 6, label);
    for (const place of places(question)) {
      const { n, k, s, p, d } = axisOf(question, place);
      for (const [name, value] of Object.entries({ kernel_size: k, stride: s, padding: p, dilation: d })) {
        const [low, high] = rules.ranges[name];
        assert.ok(low <= value && value <= high, label);
      }
      assert.ok(n >= 4 && n > k && p < k && n + 2 * p <= 14, label);
      assert.ok(starts(axisOf(question, place)).length >= 2, label);
    }
    if (from.level === 2) {
      const { n, s } = axisOf(question, 1);
      assert.notEqual((n - span(axisOf(question, 1))) % s, 0, label);
    }
    for (const name of rules.unequal ?? []) assert.notEqual(setting[name][0], setting[name][1], label);
    if (pixel)
      assert.ok(
        pixel.every((at, place) => at >= 0 && at < setting.size[place]),
        label,
      );
  }
});

test("questions come in variety, and not one after the other the same", () => {
  for (let level = 1; level <= 6; level++) {
    const seen = new Set();
    for (let seed = 0; seed < 100; seed++) {
      const words = Array.from({ length: 12 }, (_, question) => inWords(ask({ seed, level, question })).join());
      for (const text of words) seen.add(text);
      const { length } = DRILL.levels[level].kinds;
      if (level === 4 || level === 6) assert.ok(new Set(words).size >= 10);
      else for (let place = length; place < 12; place++) assert.notEqual(words[place], words[place - length]);
    }
    assert.ok(seen.size > 100, `level ${level}: ${seen.size}`);
  }
});

test("a seed and a level decide, and other seeds ask other questions", () => {
  const texts = (seed, level) => [0, 1, 2].map((question) => inWords(ask({ seed, level, question })).join()).join();
  for (let level = 1; level <= 6; level++) {
    assert.equal(texts(7, level), texts(7, level));
    assert.notEqual(texts(7, level), texts(8, level));
  }
});

// --- Wrong answers

test("every mistake is what its words say, and none of them is right", () => {
  const met = {};
  for (const [question, from] of drawn) {
    const right = plainAnswer(question);
    for (const { name, answer: wrong } of mistakes(question)) {
      const plain = PLAIN_OF[question.kind][name] ?? PLAIN[name];
      same(wrong, plain(question), { ...from, name });
      assert.notDeepStrictEqual(wrong, right);
      met[`${question.kind} ${name}`] = true;
    }
  }
  // None was written for nothing, and none is left untested.
  const names = ["stride", "padding", "dilation", "gaps", "kernelExchanged", "strideExchanged"];
  const both = [...names, "once", "product", "beside", "room", "paddingExchanged", "sizeExchanged"];
  const expected = Object.entries(PLAIN_OF).flatMap(([kind, plain]) =>
    [...Object.keys(plain), ...(kind === "read" ? names : both)].map((name) => `${kind} ${name}`),
  );
  assert.deepStrictEqual(Object.keys(met).sort(), expected.sort());
});

test("every mistake that gives another answer is found", () => {
  for (const [question, from] of drawn) {
    const names = mistakes(question).map(({ name }) => name);
    for (const name of ["stride", "padding", "dilation"]) {
      const other = String(PLAIN[name](question)) !== String(plainAnswer(question));
      assert.equal(names.includes(name), other, JSON.stringify([from, name]));
    }
  }
});

test("the mistakes that a level is about would show", () => {
  const about = {
    1: { size: ["steps"], starts: ["short", "extra"], read: ["cells"] },
    2: { size: ["steps", "up", "unfloored", "stride"], starts: ["stride", "extra"], read: ["cells", "stride"] },
    3: { size: ["padding", "once"], starts: ["padding", "frame"], read: ["cells", "padding"] },
    4: {
      size: ["up", "stride", "padding", "once", "kernelExchanged", "exchanged", "unfloored"],
      starts: ["kernelExchanged", "exchanged"],
    },
    5: { size: ["dilation", "product"], starts: ["dilation", "product"], read: ["cells", "over"] },
    6: { read: ["sum", "cells", "kernelExchanged"] },
  };
  for (const [question, from] of drawn) {
    const names = mistakes(question).map(({ name }) => name);
    for (const name of about[from.level][question.kind]) assert.ok(names.includes(name), JSON.stringify([from, name]));
    if (from.level === 6) assert.ok(names.includes("rows") || names.includes("columns"), JSON.stringify(from));
  }
});

test("an answer is right where it is, and a mistake is named", () => {
  for (const [question, from] of drawn) {
    const right = plainAnswer(question);
    assert.deepStrictEqual(judge(question, right), { right: true, words: `Right: ${written(question, right)}.` });
    const found = mistakes(question);
    for (const { answer: wrong } of found) {
      const { right: isRight, words } = judge(question, wrong);
      const label = JSON.stringify([from, wrong, words]);
      assert.equal(isRight, false, label);
      const start = `Not ${written(question, wrong)}. You get that `;
      assert.ok(words.startsWith(start) && words.endsWith("."), label);
      // Each clause that is said belongs to a mistake with this very answer.
      const said = words.slice(start.length, -1).split("; or ");
      assert.ok(said.length <= 2, label);
      for (const clause of said) {
        assert.ok(
          found.some((one) => one.clause === clause && String(one.answer) === String(wrong)),
          label,
        );
      }
    }
    const far = right.map(() => 9000);
    if (question.kind === "size" && right.length === 2) {
      assert.equal(judge(question, far).words, "Rows: not 9000. Columns: not 9000.");
      continue;
    }
    assert.ok(judge(question, far).words.startsWith(`Not ${written(question, far)}. `));
    assert.ok(!judge(question, far).words.includes("You get that"));
  }
});

test("where the mistake is on one axis, the other one is right", () => {
  let met = 0;
  for (const [question] of drawn) {
    if (question.kind !== "size" || isRow(question)) continue;
    const [rows, columns] = plainAnswer(question);
    const up = PLAIN_OF.size.up(question)[1];
    if (up === columns || rows === 1) continue;
    const { words } = judge(question, [rows, columns - 1]);
    // Unless that is what a mistake on both axes gives.
    if (words.startsWith("Not")) continue;
    assert.ok(words.startsWith(`Rows: right. Columns: not ${columns - 1}. You get that `), words);
    met += 1;
  }
  assert.ok(met > 500);
});

test("examples", () => {
  const row = (kind, [n, k, s, p, d], more) => ({
    kind,
    setting: { size: [1, n], kernel_size: [1, k], stride: [1, s], padding: [0, p], dilation: [1, d] },
    axis: 1,
    counted: "padded",
    pixel: null,
    ...more,
  });
  const size = row("size", [8, 3, 2, 0, 1]);
  assert.deepStrictEqual(answer(size), [3]);
  assert.equal(
    judge(size, [3.5]).words,
    "Not 3.5. You get that if you do not round down: a part of a window is no window.",
  );
  const thirds = row("size", [12, 5, 3, 0, 1]);
  for (const typed of [3.3, 3.33, 3.333, 3.3333, 3.4]) assert.match(judge(thirds, [typed]).words, /do not round/);
  for (const typed of [3.2, 3.35, 3.5, 3.1111]) assert.match(judge(thirds, [typed]).words, /^Not [\d.]+\. Take/);
  assert.match(judge(size, [4]).words, /^Not 4\. You get that if you round up/);
  assert.match(judge(size, [2]).words, /count the steps between the windows/);
  assert.match(judge(size, [6]).words, /forget the stride/);
  const starts = row("starts", [8, 3, 2, 1, 1]);
  assert.match(judge(starts, [-1, 1, 3, 5]).words, /^Not −1, 1, 3, 5\. You get that if you count in the row itself/);
  assert.equal(judge({ ...starts, counted: "image" }, [-1, 1, 3, 5]).right, true);
  assert.match(judge({ ...starts, counted: "image" }, [0, 2, 4, 6]).words, /count in the padded row/);
  const read = row("read", [8, 3, 2, 0, 1], { pixel: [0, 7] });
  assert.deepStrictEqual(explained(read), ["Pixel 7 is read by no window."]);
  assert.deepStrictEqual(explained(size), ["⌊(8 + 2·0 − 1·(3 − 1) − 1) / 2⌋ + 1 = ⌊5 / 2⌋ + 1 = 3"]);
  assert.deepStrictEqual(explained({ ...starts, counted: "image" }), [
    "From 0 in steps of 2: 0, 2, 4, 6.",
    "A start at 8 would need place 10, and the padded row ends at place 9.",
    "Less the padding of 1: −1, 1, 3, 5.",
  ]);
});

test("the explanation ends with the answer, or holds it", () => {
  for (const [question, from] of drawn) {
    const words = explained(question);
    const right = plainAnswer(question);
    const label = JSON.stringify([from, words]);
    if (question.kind === "size") {
      assert.equal(words.length, right.length, label);
      for (const [place, line] of words.entries()) assert.ok(line.endsWith(` = ${right[place]}`), label);
    } else if (question.kind === "starts") assert.ok(words.join(" ").includes(`${written(question, right)}.`), label);
    else if (isRow(question)) assert.ok(words[0].includes(right[0] ? `by ${right[0]} window` : "no window"), label);
    else assert.ok(words[0].endsWith(` = ${right[0]}.`), label);
  }
});

// --- What is typed

test("the first answer counts, for its own seed and level alone", () => {
  const right = (question, level = 2) => [7, level, question, ...answer(ask({ seed: 7, level, question }))];
  const answers = [
    right(0),
    [7, 2, 1, 999],
    right(1), // too late
    [7, 2, 2], // shown
    right(2),
    right(5),
    right(0, 3),
    [8, 2, 0, 1],
  ];
  assert.deepStrictEqual(score(answers, { seed: 7, level: 2 }), { asked: 4, right: 2 });
  assert.deepStrictEqual(score(answers, { seed: 7, level: 3 }), { asked: 1, right: 1 });
  assert.deepStrictEqual(score(answers, { seed: 8, level: 2 }), { asked: 1, right: 0 });
  assert.deepStrictEqual(score([], { seed: 8, level: 2 }), { asked: 0, right: 0 });
  assert.deepStrictEqual(given(answers, { seed: 7, level: 2, question: 1 }), [[999], right(1).slice(3)]);
});

function isValid({ seed, level, question, answers }) {
  const within = (value, low, high) => Number.isInteger(value) && value >= low && value <= high;
  return (
    within(seed, 0, 999999) &&
    within(level, 1, 6) &&
    within(question, 0, 99) &&
    answers.length <= 200 &&
    answers.every(
      (entry) =>
        within(entry[0], 0, 999999) &&
        within(entry[1], 1, 6) &&
        within(entry[2], 0, 99) &&
        entry.every(Number.isFinite) &&
        entry.length <= 43,
    )
  );
}

const GARBAGE = [null, undefined, Number.NaN, "three", "3", [], {}, -5, 2.6, 1e9, Number.POSITIVE_INFINITY, true];

test("settle makes any state valid, and leaves a valid one as it is", () => {
  const next = mulberry32(1);
  const any = (list) => list[next() % list.length];
  let state = { seed: 7, level: 2, question: 3, answers: [[7, 2, 0, 3]] };
  assert.ok(isValid(settle({})));
  const entries = [[7, 2, 0, 3], [7, 2], [1, 2, 3], [1, 7, 3, 1], [1, 2, 3, Number.NaN], "x", null, [1, 1, 1, "1"]];
  for (let time = 0; time < 2000; time++) {
    const name = any(["seed", "level", "question", "answers"]);
    const list = () => Array.from({ length: next() % 250 }, () => any(entries));
    const value = name === "answers" ? any([...GARBAGE, list(), list()]) : any([...GARBAGE, next() % 120, next()]);
    state = settle({ ...state, [name]: value });
    assert.ok(isValid(state), JSON.stringify([name, value, state]));
    const again = settle(state);
    for (const key of Object.keys(state)) assert.ok(Object.is(again[key], state[key]), key);
  }
});

test("an answer belongs to the level that it was given at", () => {
  const answers = [
    [7, 2, 0, 3],
    [7, 3, 0, 4],
    [8, 2, 0, 5],
  ];
  assert.deepEqual(given(answers, { seed: 7, level: 2, question: 0 }), [[3]]);
  assert.deepEqual(given(answers, { seed: 7, level: 3, question: 0 }), [[4]]);
});

test("a pixel whose place exchanged lies outside the image has no exchanged answer", () => {
  let outside = 0;
  for (const [question] of drawn) {
    if (question.kind !== "read" || isRow(question)) continue;
    const [row, column] = question.pixel;
    const [rows, columns] = question.setting.size;
    if (column < rows && row < columns) continue;
    outside += column === rows || row === columns;
    assert.ok(!mistakes(question).some(({ name }) => name === "exchanged"));
  }
  assert.ok(outside > 10, `${outside} lie just outside`);
});

test("an answer that is written down is read again", () => {
  for (const [question, from] of drawn) {
    const right = answer(question);
    same(readAnswer(question, written(question, right)), { guess: right }, from);
  }
});

// --- The state
