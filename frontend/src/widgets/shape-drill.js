/* ShapeDrill: questions on sizes, starts and coverage. What is asked, and what an answer means, is in drill.js. */

import {
  coverage,
  kernelSpan,
  outputSize,
  paddedSize,
  range,
  readers,
  reads,
  unread,
  windowStarts,
} from "../core/geometry.js";
import { same } from "../core/lists.js";
import {
  answer,
  ask,
  explained,
  given,
  inWords,
  isEntry,
  isRow,
  judge,
  LEVELS,
  LIMITS,
  readAnswer,
  score,
  written,
} from "../drill.js";
import { widget } from "../frame.js";
import { Grid, SHAPES } from "../grid.js";
import { CELL } from "../scene/marks.js";
import { by, number } from "../scene/words.js";
import { clamp } from "../state/setting.js";
import { choice } from "../ui/choice.js";
import { h, s, setText } from "../ui/dom.js";
import { guessField } from "../ui/guess.js";
import { listenToKeys } from "../ui/keys.js";
import { numberField } from "../ui/number-field.js";

export const KEPT = 200; // answers

/** An answer belongs to its question by its first three numbers, so that no change of the others leaves it astray. */
export function settle(state) {
  const settled = { ...state };
  for (const [name, limits] of Object.entries(LIMITS)) settled[name] = clamp(state[name], ...limits);
  const answers = Array.isArray(state.answers) ? state.answers : [];
  const valid = answers.every(isEntry) ? answers : answers.filter(isEntry);
  settled.answers = valid.length > KEPT ? valid.slice(-KEPT) : valid;
  return settled;
}

/** Whether the answer may be seen: it was given, or shown. */
function isOpen(question, tries) {
  return tries.some((numbers) => !numbers.length || judge(question, numbers).right);
}

function view({ store, say }) {
  let question;

  /** Keep an answer to this question; with no number, it is shown. */
  const keep = (numbers) => {
    const { answers, seed, level, question: place } = store.state;
    const tries = given(answers, store.state);
    // Once the answer is known, or twice the same, there is nothing to count.
    if (isOpen(question, tries) || same(tries.at(-1), numbers)) return;
    store.set({ answers: [...answers, [seed, level, place, ...numbers]] });
  };
  const show = () => keep([]);
  const next = (event) => {
    store.set({ question: store.state.question + 1 });
    if (event?.pointerType !== "touch") guess.focus(); // under a finger, the keyboard would cover the question
  };

  const level = choice({
    label: "Level",
    choices: Object.fromEntries(Object.entries(LEVELS).map(([value, { name }]) => [value, `${value} ${name}`])),
    onChange: (value) => store.set({ level: Number(value), question: 0 }),
  });
  const heading = h("p", { class: "wbw-place" });
  const setting = h("p", {});
  const asked = h("p", { class: "wbw-question" });
  const row = h("div", { class: "wbw-grid wbw-input wbw-row" });
  const image = new Grid({ kind: "input", label: "image" });
  const output = new Grid({ kind: "output", label: "output" });
  const images = h("div", { class: "wbw-panels" }, image.element, output.element);
  const showMe = h("button", { type: "button", click: show }, "Show me");
  const onward = h("button", { type: "button", click: next }, "Next question");
  const guess = guessField({
    question: "Your answer",
    wide: true,
    read: (text) => readAnswer(question, text),
    answer: (numbers) => {
      keep(numbers);
      return judge(question, numbers);
    },
    more: [showMe, onward],
  });
  const solution = h("p", { class: "wbw-formula" });
  const picture = h("p", { class: "wbw-hint" });
  const points = h("p", { class: "wbw-score" });
  const fields = Object.entries(LIMITS)
    .filter(([name]) => name !== "level")
    .map(([name, limits]) => {
      const field = numberField({
        label: name,
        onChange: (value) => store.set(name === "seed" ? { seed: value, question: 0 } : { [name]: value }),
      });
      return { name, limits, field };
    });
  const classes = h("p", { class: "wbw-class" });

  const element = h(
    "div",
    {},
    level.element,
    heading,
    setting,
    asked,
    guess.element,
    solution,
    h("div", { class: "wbw-drawn" }, row, images),
    picture,
    points,
    h("div", { class: "wbw-line" }, ...fields.map(({ field }) => field.element), classes),
  );
  listenToKeys(element, (event) => {
    const action = { n: next, s: show }[event.key.toLowerCase()];
    action?.();
    return Boolean(action);
  });

  function draw(open) {
    row.hidden = !isRow(question);
    images.hidden = isRow(question);
    if (isRow(question)) drawRow(row, question, open);
    else drawImage(image, output, question, open);
  }

  return {
    element,
    update(state, previous) {
      const other = !previous || ["seed", "level", "question"].some((name) => state[name] !== previous[name]);
      if (other) {
        question = ask(state);
        const words = inWords(question);
        guess.forget();
        setText(heading, `Question ${state.question}`);
        setText(setting, words[0]);
        setText(asked, words[1]);
        say(`Question ${state.question}. ${words.join(" ")}`);
      }
      const tries = given(state.answers, state);
      const open = isOpen(question, tries);
      const last = tries.at(-1);
      if (last?.length) guess.say(judge(question, last).words);
      else guess.say(last ? `The answer is ${written(question, answer(question))}.` : "");
      draw(open);
      setText(solution, open ? explained(question).join("\n") : "");
      setText(picture, open ? caption(question) : "");
      showMe.disabled = open;
      onward.disabled = state.question === LIMITS.question[1];
      level.update(state.level);
      for (const { name, limits, field } of fields) field.update(state[name], ...limits);
      const { asked: count, right } = score(state.answers, state);
      setText(points, count ? `Level ${state.level}: ${right} of ${count} right at the first try.` : "");
      setText(
        classes,
        `Whoever opens seed ${state.seed}, level ${state.level} gets these questions: Copy link makes a link to them.`,
      );
    },
  };
}

/** What the open picture adds. */
function caption({ kind, setting }) {
  const lost = unread(setting).length ? " Crossed out: read by no window." : "";
  if (isRow({ setting })) return `Each line is a window; the last one counts how often each pixel is read.${lost}`;
  if (kind === "read") return `In each pixel, how often it is read.${lost}`;
  return `Outlined is the first window; each number stands where the window with this number starts.${lost}`;
}

// --- The pictures: the setting, and under it, once the answer is open, what follows

const LEFT = 90; // room for the names of the lines

/** A row as draw_row draws it: its pixels, its windows below each other, and the counts. */
function drawRow(box, { setting, pixel }, open) {
  const [n, p] = [setting.size[1], setting.padding[1]];
  const windows = open ? outputSize(setting)[1] : 0;
  const places = paddedSize(setting)[1];
  const x = (at) => LEFT + (at + p) * CELL; // of a pixel
  const parts = [];
  const write = (text, at, top, look) => parts.push(s("text", { x: at, y: top + 15, class: look }, text));
  const name = (text, top) => write(text, LEFT - 9, top, "wbw-row-name");
  const cell = (at, top, look) => {
    parts.push(s("rect", { class: look, x: x(at), y: top, width: CELL, height: CELL }));
  };
  const mark = (look, d) => parts.push(s("path", { class: look, d }));

  name("pixel", 0);
  for (let at = -p; at < n + p; at++) {
    const inside = at >= 0 && at < n;
    cell(at, 0, inside ? "wbw-ground" : "wbw-padding");
    if (!inside) mark("wbw-hatch", `M${x(at)} 30l30 -30M${x(at)} 15l15 -15M${x(at) + 15} 30l15 -15`);
    write(inside ? at : 0, x(at) + 15, 0);
    if (open && !readers(setting, 1, at).length) mark("wbw-mark-cross", SHAPES.cross(x(at), 0));
  }
  let top = 37.5;
  for (const window of range(windows)) {
    const cells = reads(setting, 1, window);
    name(`window ${window}`, top);
    for (const [place, at] of cells.entries()) {
      cell(at, top, "wbw-padding");
      write(`w${place}`, x(at) + 15, top);
    }
    const width = kernelSpan(setting)[1] * CELL;
    parts.push(s("rect", { class: "wbw-window", x: x(cells[0]), y: top, width, height: CELL }));
    top += 37.5;
  }
  if (open) {
    name("times read", top);
    for (const at of range(n)) {
      cell(at, top, "wbw-padding");
      write(readers(setting, 1, at).length, x(at) + 15, top);
    }
  }
  if (pixel) {
    // The pixel that is asked about, and its count.
    for (const y of open ? [0, top] : [0]) mark("wbw-mark-ring", `M${x(pixel[1]) + 2.1} ${y + 15}${RING}`);
  }
  const [width, height] = [LEFT + places * CELL, open ? top + CELL : CELL];
  box.style.width = `calc(${width / CELL} * var(--wbw-cell))`;
  box.replaceChildren(s("svg", { viewBox: `-1.5 -1.5 ${width + 3} ${height + 3}`, "aria-hidden": "true" }, ...parts));
}

const RING = "a12.9 12.9 0 1 0 25.8 0a12.9 12.9 0 1 0 -25.8 0";

/** An image, and its output where that is known. */
function drawImage(image, output, { kind, setting, pixel }, open) {
  const [rows, columns] = outputSize(setting);
  image.resize(...setting.size, setting.padding);
  image.setLabel(`image ${by(setting.size)}`);
  output.element.hidden = !open || kind === "read";
  const counts = coverage(setting);
  const [down, across] = windowStarts(setting).map((starts, axis) => starts.map((at) => at - setting.padding[axis]));
  image.write((row, column) => {
    if (!open) return pixel && row === pixel[0] && column === pixel[1] ? "?" : "";
    if (kind === "read") return counts[row]?.[column] ?? "";
    const [u, v] = [down.indexOf(row), across.indexOf(column)];
    return u < 0 || v < 0 ? "" : number(u * columns + v);
  });
  image.mark("unread", "cross", open ? unread(setting) : []);
  image.mark("asked", "ring", pixel ? [pixel] : []);
  image.setWindow(kernelSpan(setting), [], [1, 1]);
  if (open) image.moveWindow(down[0], across[0]);
  else image.moveWindow(null);
  if (!open) return;
  output.resize(rows, columns);
  output.setLabel(`output ${rows}×${columns}`);
  output.write((u, v) => number(u * columns + v));
}

export const ShapeDrill = widget({
  id: "shape-drill",
  title: "Live figure: questions on shapes",
  traits: ["seed", "level", "question", "answers"],
  fields: [
    ["seed", "seed"],
    ["level", "level"],
    ["question", "question"],
  ],
  hint: "Find the answer in your head or on paper, type it and press Check. If it is wrong, you are told what it would have meant.",
  keys: [
    ["Enter", "check the answer"],
    ["N", "next question"],
    ["S", "show me"],
    ["arrows", "in the levels: another level; in a number: one more, one less"],
  ],
  settle,
  view,
});
