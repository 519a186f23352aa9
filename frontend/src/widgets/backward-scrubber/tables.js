/* The tables of the backward pass: the twins of those in convbook/figures/backward_tables.py. */

import { kernelSpan, range } from "../../core/geometry.js";
import { firstMet, leftOver } from "../../core/gradients.js";
import { same, shape } from "../../core/lists.js";
import { longest, memo, table } from "../../scene/schema.js";
import { by, byAxis, exact } from "../../scene/words.js";
import { crossed, dashed, met, outline, readersOf, under } from "./look.js";

/** @typedef {import("../../scene/schema.js").Table} Table */
/** @typedef {import("./look.js").Look} Look */

/** The image, with factors on what they multiply: the weights on the pixels of the window; or in the tab dW the upstream
    gradient, on the pixels that the weight meets.
    @param {Look} look
    @param {number[][]} on
    @param {Table["marks"]} marks */
export function inputTable(look, on, marks) {
  return roomy({
    name: "input",
    kind: "input",
    title: `input X ${by(look.size)}`,
    texts: written(look.found.padded),
    border: look.padding,
    marks: { entry: dashed(look, "pixel"), ...marks },
    labels: factors(on, look.tab === "dW" ? met(look) : under(look)),
  });
}

/** @param {Look} look
    @param {Table["marks"]} [marks] */
export function upstreamTable({ upstream, position }, marks = {}) {
  const title = `upstream gradient G ${by(shape(upstream))}`;
  const all = { ...marks, window: [position] };
  return table({ name: "upstream", kind: "output", title, texts: written(upstream), marks: all });
}

/** @param {Look} look */
export function weightsTable(look) {
  const title = `weights W ${by(look.kernel_size)}, bias ${exact(look.bias)}`;
  const marks = { entry: dashed(look, "weight") };
  return table({ name: "weights", kind: "kernel", title, texts: written(look.weights), marks });
}

/** @param {Look} look */
export function flippedTable(look) {
  const opposite = (cell) => cell.map((at, axis) => look.kernel_size[axis] - 1 - at);
  const title = `flipped kernel W ${by(look.kernel_size)}`;
  const marks = { entry: dashed(look, "weight").map(opposite) };
  return table({ name: "flipped", kind: "kernel", title, texts: written(look.found.flipped), marks });
}

/** The zero-stuffed gradient, the flipped kernel laid on it where it makes the pixel.
    @param {Look} look */
export function stuffedTable(look) {
  const { found, upstream, pixel, stride, dilation, kernel_size } = look;
  const [s1, s2] = stride;
  const starts = firstMet(look).map((first, axis) => pixel[axis] + first);
  const cells = starts.map((start, axis) => range(kernel_size[axis]).map((cell) => start + dilation[axis] * cell));
  const place = ([u, v]) => [u * s1, v * s2];
  const sides = leftOver(look).map((count, axis) => count && `${count} more ${axis ? "on the right" : "below"}`);
  const zeros = [`${byAxis([s1 - 1, s2 - 1])} between`, `${byAxis(found.around)} around`, ...sides.filter(Boolean)];
  return roomy({
    name: "stuffed",
    kind: "plain",
    title: `zero-stuffed G: ${zeros.join(", ")}`,
    texts: written(found.stuffed),
    border: found.around,
    marks: {
      output: entries(upstream, stride),
      window: [[...starts, ...kernelSpan(look)]],
      asked: readersOf(look).map(({ u, v }) => place([u, v])),
      entry: dashed(look, "position").map(place),
    },
    labels: factors(found.flipped, cells),
  });
}

/** Where the numbers of G stand in it. */
const entries = memo((upstream, stride) =>
  crossed(shape(upstream).map((count, axis) => range(count).map((window) => window * stride[axis]))),
);

/** The name and the kind of the table of what a tab computes. */
const RESULTS = {
  forward: { name: "output", kind: "output" },
  db: { name: "db", kind: "plain" },
  dW: { name: "dW", kind: "plain" },
  dX: { name: "dX", kind: "input" },
};

/** What is computed, with "?" where it is hidden. `end` is what it will be in the end: cells are as wide from the beginning.
    What windows scatter stands on the image with its padding.
    @param {Look} look
    @param {number[][]} values
    @param {number[][]} [end] */
export function resultTable(look, values, end = values) {
  const { tab, picture, onTheWay, secret, found, padding } = look;
  const called = tab === "forward" ? "output Y" : onTheWay ? `${tab} so far` : `gradient ${tab}`;
  const title = tab === "db" ? called : `${called} ${by(shape(values))}`;
  const marks =
    tab === "dX" ? { unread: found.unread, entry: [look.pixel] } : { window: tab === "db" ? [] : [look.asked] };
  const parts = { ...RESULTS[tab], title, marks };
  const ends = [...written(values), ...written(end)];
  if (picture !== "scatter") return roomy({ ...parts, texts: shown(values, secret, 0, 0) }, ends);
  const texts = shown(values, secret, ...padding);
  const labels = factors(look.weights, under(look));
  return roomy({ ...parts, texts, border: padding, labels, marks: { ...marks, window: [outline(look)] } }, ends);
}

/** The texts of a result, in a frame of empty cells. */
const shown = memo((values, secret, above, before) => {
  const beside = new Array(before).fill("");
  const texts = written(values).map((line, row) => {
    const told = line.map((text, column) => (same(secret, [row, column]) ? "?" : text));
    return [...beside, ...told, ...beside];
  });
  const edge = new Array(above).fill(new Array(texts[0].length).fill(""));
  return [...edge, ...texts, ...edge];
});

/** The output after a nudge: what has moved is ringed.
    @param {Look} look
    @param {number[][]} after */
export function afterTable({ found: { Y } }, after) {
  const moved = crossed(shape(Y).map(range)).filter(([u, v]) => after[u][v] !== Y[u][v]);
  const title = "Y after the nudge; ringed: moved";
  const parts = { name: "after", kind: "output", title, texts: written(after), marks: { asked: moved } };
  return roomy(parts, [...written(Y), ...written(after)]);
}

/** Make a table whose cells have room for its labels, whose characters are smaller, and for all of these texts.
    @param {Parameters<typeof table>[0]} parts */
function roomy(parts, texts = parts.texts) {
  const labels = (parts.labels ?? []).map(([, , text]) => String(text).length - 2);
  return table({ ...parts, room: Math.max(1, longest(texts), ...labels) });
}

/** Numbers as texts; the very same ones for the very same numbers.
    @param {number[][]} values
    @returns {string[][]} */
export function written(values) {
  if (!texts.has(values))
    texts.set(
      values,
      values.map((line) => line.map(exact)),
    );
  return texts.get(values);
}

const texts = new WeakMap();

/** Label the places of these rows and columns with what lies on them. */
function factors(values, places) {
  const all = values.flat();
  return crossed(places).map(([row, column], at) => [row, column, `×${exact(all[at])}`]);
}
