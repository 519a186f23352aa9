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
  const found = [];
  const add = (name, wrong) => {
    if (wrong.length && String(wrong) !== right)
      found.push({ name, answer: wrong, clause: filled(clauses[name], values) });
  };
  for (const name of Object.keys(DRILL.changes)) {
    if (!Object.hasOwn(clauses, name) || (row && name.endsWith("Exchanged"))) continue;
    if (name === "once" && question.counted === "image") continue; // where would the row begin?
    const other = { ...question, setting: changed(question.setting, name) };
    if (differs(question, other)) add(name, answer(other));
  }
  ({ size: ofSize, starts: ofStarts, read: ofReading })[question.kind](question, add);
  return found.sort((one, other) => DRILL.likely.indexOf(one.name) - DRILL.likely.indexOf(other.name));
}

function ofSize({ setting }, add) {
  const axes = isRow({ setting }) ? [1] : [0, 1];
  const [size, padded, span] = [outputSize(setting), paddedSize(setting), kernelSpan(setting)];
  const each = (rule) => axes.map((axis) => rule(axis, setting.stride[axis]));
  add(
    "unfloored",
    each((axis, s) => (padded[axis] - span[axis]) / s + 1),
  );
  add(
    "steps",
    each((axis) => size[axis] - 1),
  );
  add(
    "last",
    each((axis, s) => (size[axis] - 1) * s),
  );
  add(
    "divided",
    each((axis, s) => Math.floor(padded[axis] / s)),
  );
  if (axes.length === 2) add("exchanged", [...size].reverse());
}

function ofStarts(question, add) {
  const { setting, axis, counted } = question;
  const right = answer(question);
  const [s, p, span] = [setting.stride[axis], setting.padding[axis], kernelSpan(setting)[axis]];
  const moved = (by) => right.map((start) => start + by);
  add("extra", [...right, right.at(-1) + s]);
  add("short", right.slice(0, -1));
  add("first", right.slice(1));
  if (p) add("frame", answer({ ...question, counted: counted === "image" ? "padded" : "image" }));
  add("fromOne", moved(1));
  add("ends", moved(span - 1));
  add(
    "cells",
    range(setting.kernel_size[axis]).map((cell) => right[0] + cell * setting.dilation[axis]),
  );
  add("count", [right.length]);
  if (!isRow(question)) add("exchanged", windowStarts(setting)[1 - axis]);
}

function ofReading(question, add) {
  const { setting, pixel } = question;
  const [down, across] = counts(question);
  const at = (place) => answer({ ...question, pixel: place });
  const size = outputSize(setting);
  const row = isRow(question);
  if (!row) {
    add("sum", [down + across]);
    add("rows", [down]);
    add("columns", [across]);
    const exchanged = [...pixel].reverse();
    if (exchanged.every((place, axis) => place < setting.size[axis])) add("exchanged", at(exchanged));
  }
  add("cells", [setting.kernel_size[0] * setting.kernel_size[1]]);
  add("windows", [size[0] * size[1]]);
  // Whoever counts from 1 finds no pixel 0.
  if (pixel.slice(row ? 1 : 0).every((place) => place > 0))
    add("fromOne", at(pixel.map((place, axis) => place - (row && !axis ? 0 : 1))));
  if (Math.max(...setting.padding)) add("frame", at(pixel.map((place, axis) => place - setting.padding[axis])));
  if (row && across === 1) add("number", [readers(setting, 1, pixel[1])[0].window]);
}
