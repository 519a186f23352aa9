/* Wrong answers that come from a mistake with a name. What they mean stands in convbook/widgets/drill.json. */

import { kernelSpan, outputSize, paddedSize, range, readers, windowStarts } from "../../core/geometry.js";
import { by } from "../../scene/words.js";
import { answer, changed, counts, DRILL, differs, filled, isRow } from "./questions.js";

/** Wrong answers to a question, [{ name, answer, clause }], those first that a reader is more likely to give: two mistakes
    may lead to one answer. None of them is right. */
export function mistakes(question) {
  const right = String(answer(question));
  const row = isRow(question);
  const clauses = DRILL.meanings[question.kind];
  const span = kernelSpan(question.setting);
  const what = row ? "row" : "image";
  const values = {
    spans: by(row ? span.slice(1) : span),
    padded: `padded ${what}`,
    other: question.counted === "image" ? `padded ${what}` : `${what} itself`,
  };
  const own = { size: ofSize, starts: ofStarts, read: ofReading }[question.kind](question);
  return Object.entries({ ...ofSettings(question), ...own })
    .filter(([name, wrong]) => clauses[name] && wrong?.length && String(wrong) !== right)
    .map(([name, wrong]) => ({ name, answer: wrong, clause: filled(clauses[name], values) }))
    .sort((one, other) => DRILL.likely.indexOf(one.name) - DRILL.likely.indexOf(other.name));
}

/** Right answers to the same question of a changed setting. */
function ofSettings(question) {
  const found = {};
  for (const name of Object.keys(DRILL.changes)) {
    if (isRow(question) && name.endsWith("Exchanged")) continue;
    if (name === "once" && question.counted === "image") continue; // where would the row begin?
    const other = { ...question, setting: changed(question.setting, name) };
    if (differs(question, other)) found[name] = answer(other);
  }
  return found;
}

function ofSize({ setting }) {
  const axes = isRow({ setting }) ? [1] : [0, 1];
  const [size, padded, span] = [outputSize(setting), paddedSize(setting), kernelSpan(setting)];
  const each = (rule) => axes.map((axis) => rule(axis, setting.stride[axis]));
  return {
    unfloored: each((axis, s) => (padded[axis] - span[axis]) / s + 1),
    steps: each((axis) => size[axis] - 1),
    last: each((axis, s) => (size[axis] - 1) * s),
    divided: each((axis, s) => Math.floor(padded[axis] / s)),
    exchanged: axes.length === 2 && [...size].reverse(),
  };
}

function ofStarts(question) {
  const { setting, axis, counted } = question;
  const right = answer(question);
  const [s, p, span] = [setting.stride[axis], setting.padding[axis], kernelSpan(setting)[axis]];
  const moved = (by) => right.map((start) => start + by);
  return {
    extra: [...right, right.at(-1) + s],
    short: right.slice(0, -1),
    first: right.slice(1),
    frame: p && answer({ ...question, counted: counted === "image" ? "padded" : "image" }),
    fromOne: moved(1),
    ends: moved(span - 1),
    cells: range(setting.kernel_size[axis]).map((cell) => right[0] + cell * setting.dilation[axis]),
    count: [right.length],
    exchanged: !isRow(question) && windowStarts(setting)[1 - axis],
  };
}

function ofReading(question) {
  const { setting, pixel } = question;
  const [down, across] = counts(question);
  const at = (place) => answer({ ...question, pixel: place });
  const [rows, columns] = outputSize(setting);
  const row = isRow(question);
  const exchanged = [...pixel].reverse();
  // Whoever counts from 1 finds no pixel 0.
  const countable = pixel.slice(row ? 1 : 0).every((place) => place > 0);
  const found = {
    cells: [setting.kernel_size[0] * setting.kernel_size[1]],
    windows: [rows * columns],
    fromOne: countable && at(pixel.map((place, axis) => place - (row && !axis ? 0 : 1))),
    frame: Math.max(...setting.padding) && at(pixel.map((place, axis) => place - setting.padding[axis])),
  };
  if (row) return { ...found, number: across === 1 && [readers(setting, 1, pixel[1])[0].window] };
  const inside = exchanged.every((place, axis) => place < setting.size[axis]);
  return { ...found, sum: [down + across], rows: [down], columns: [across], exchanged: inside && at(exchanged) };
}
