/* What a drill shows: the setting, and what follows once the answer is open. convbook/widgets/shape_drill.py makes the same. */

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
} from "../../core/geometry.js";
import { same } from "../../core/lists.js";
import { table } from "../../scene/schema.js";
import { by } from "../../scene/words.js";
import { ask, DRILL, filled, inWords, isRow } from "./questions.js";
import { given, isOpen, score } from "./state.js";
import { caption, explained } from "./words.js";

export function scene(state) {
  const question = ask(state);
  const [setting, asked] = inWords(question);
  const open = isOpen(question, given(state.answers, state));
  const counted = score(state.answers, state);
  return {
    tables: isRow(question) ? [rowTable(question, open)] : imageTables(question, open),
    photos: [],
    words: {
      place: `Question ${state.question}`,
      setting,
      question: asked,
      formula: open ? explained(question).join("\n") : "",
      caption: open ? caption(question) : "",
      score: counted.asked ? filled(DRILL.score, { ...state, ...counted }) : "",
      class: filled(DRILL.class, state),
    },
  };
}

/** A row as draw_row draws it: its pixels, its windows below each other, and the counts. */
function rowTable({ setting, pixel }, open) {
  const [n, p] = [setting.size[1], setting.padding[1]];
  const places = range(n + 2 * p).map((place) => place - p);
  const inside = (at) => at >= 0 && at < n;
  const windows = open ? range(outputSize(setting)[1]).map((window) => reads(setting, 1, window)) : [];
  const texts = [places.map((at) => (inside(at) ? String(at) : "0"))];
  for (const cells of windows) texts.push(places.map((at) => (cells.includes(at) ? `w${cells.indexOf(at)}` : "")));
  const names = ["pixel", ...windows.map((_, window) => `window ${window}`)];
  const outside = places.filter((at) => !inside(at)).map((at) => [0, at]);
  const cells = windows.flatMap((line, window) => line.map((at) => [1 + window, at]));
  const last = 1 + windows.length;
  const marks = { pixel: range(n).map((at) => [0, at]), padding: outside, cell: cells };
  if (open) {
    const counts = places.map((at) => readers(setting, 1, at).length);
    names.push("times read");
    cells.push(...range(n).map((at) => [last, at]));
    texts.push(places.map((at, place) => (inside(at) ? String(counts[place]) : "")));
    marks.unread = places.filter((_, place) => !counts[place]).map((at) => [0, at]);
    marks.window = windows.map(([first], window) => [1 + window, first, 1, kernelSpan(setting)[1]]);
  }
  if (pixel) marks.asked = (open ? [0, last] : [0]).map((line) => [line, pixel[1]]);
  const rows = { name: "", texts: names };
  return table({ name: "row", kind: "bare", title: "", texts, border: [0, p], rows, marks, gap: 0.25 });
}

/** An image, and its output where that is known. */
function imageTables({ kind, setting, pixel }, open) {
  const [above, before] = setting.padding;
  const [height, width] = paddedSize(setting);
  const [down, across] = windowStarts(setting);
  const counts = coverage(setting);
  const numbers = down.map((_, u) => across.map((__, v) => String(u * across.length + v)));
  const text = (row, column) => {
    const [i, j] = [row - above, column - before];
    if (!open) return same(pixel, [i, j]) ? "?" : "";
    if (kind === "read") return String(counts[i]?.[j] ?? "");
    return numbers[down.indexOf(row)]?.[across.indexOf(column)] ?? "";
  };
  const texts = range(height).map((row) => range(width).map((column) => text(row, column)));
  const marks = { asked: pixel ? [pixel] : [] };
  if (open) {
    marks.unread = unread(setting);
    marks.window = [[-above, -before, ...kernelSpan(setting)]];
  }
  const title = `image ${by(setting.size)}`;
  const image = table({ name: "image", kind: "input", title, texts, border: setting.padding, marks });
  if (!open || kind === "read") return [image];
  return [image, table({ name: "output", kind: "output", title: `output ${by(outputSize(setting))}`, texts: numbers })];
}
