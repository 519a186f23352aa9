/* What BackwardScrubber says: the twins of the words in convbook/figures/backward.py. */

import { leftOver } from "../../core/gradients.js";
import { same } from "../../core/lists.js";
import { by, exact, factor, index, named, place, plural, product, sumOf } from "../../scene/words.js";
import { readersOf, termsOf, under } from "./look.js";
import { written } from "./tables.js";

/** @typedef {import("./look.js").Look} Look */

const WORKED_OUT = 4; // products of a sum that are still worked out on the way

/** The number that is spelled out: what it is, and the sum that makes it.
    @param {Look} look */
export function sumInWords(look) {
  const { tab, picture, asked, last, hides } = look;
  if (hides) return "The number is hidden: predict it.";
  const name = tab === "forward" ? "Y" : tab;
  const soFar = (picture === "db" || picture === "scatter") && !last ? " so far" : "";
  const terms = termsOf(look);
  const total = terms.reduce((sum, term) => sum + term.reduce((found, number) => found * number, 1), 0);
  return `${tab === "db" ? name : name + index(asked)}${soFar} = ${sumOf(terms, total, exact, WORKED_OUT)}`;
}

/** @param {Look} look */
export function windowInWords(look) {
  return (
    `Window ${look.window} reads ${linesInWords(look)}. Its products and the bias make output ` +
    `${place(look.position)}.`
  );
}

/** "rows 0–1, columns 2–3". */
function linesInWords(look) {
  const [rows, columns] = under(look);
  return `${named("row", rows)}, ${named("column", columns)}`;
}

/** @param {number} loss */
export function lossInWords(loss) {
  return `The loss: L = sum of G·Y = ${exact(loss)}.`;
}

/** @param {number} window */
export function addedInWords(window) {
  const entries = window ? `entries 0–${window}` : "entry 0";
  return `The bias is used once in every output, with the factor 1. Added so far: ${entries} of G.`;
}

/** @param {Look} look */
export function weightInWords(look) {
  return (
    `Weight ${place(look.weight)} meets one pixel in each window: those with a square, under the numbers of G. Ringed: in ` +
    `window ${look.window} it brings ${product(termsOf(look)[look.window], exact)}.`
  );
}

/** @param {Look} look */
export function sentInWords(look) {
  const [u, v] = look.position;
  return (
    `Window ${look.window} adds G${index([u, v])}·W = ${factor(look.upstream[u][v], exact)}·W to ${linesInWords(look)}. ` +
    `Ringed in G: the windows that read the dashed pixel, ${place(look.pixel)}.`
  );
}

/** @param {Look} look */
export function metInWords(look) {
  const windows = readersOf(look).map(({ window }) => window);
  const zeros = look.weights.flat().length - windows.length;
  const meets = `G of ${named("window", windows)}${zeros ? ` and ${plural(zeros, "zero")}` : ""}`;
  return `Laid on pixel ${place(look.pixel)}, the flipped kernel meets ${windows.length ? meets : "nothing but zeros"}.`;
}

/** Scatter beside gather, and what a convolution of G alone would lose.
    @param {Look} look */
export function comparisonInWords(look) {
  const [scatter, gather] = [look.found.dX, look.found.gathered].map(written);
  const [row, column] = look.pixel;
  const equal = same(scatter, gather) ? `; equal, as in all ${plural(gather.flat().length, "pixel")}` : "";
  const words = `Scatter gives ${scatter[row][column]}, gather ${gather[row][column]}${equal}.`;
  const rest = leftOver(look);
  if (look.view !== "gather" || !Math.max(...rest)) return words;
  const lines = rest.flatMap((n, axis) => (n ? [plural(n, axis ? "column" : "row")] : [])).join(" and ");
  const made = look.size.map((n, axis) => n - rest[axis]);
  return (
    `${words} Of G and the zeros between and around it, a convolution would make ${by(made)} numbers; with ${lines} of ` +
    `zeros more, ${by(look.size)}.`
  );
}

/** What a nudge does to the loss: what the gradient predicts, and what is measured.
    @param {Look} look
    @param {number} loss the loss after the nudge */
export function nudgeInWords(look, loss) {
  const { tab, nudge, found, asked, hides } = look;
  if (hides) return { predicted: "What is predicted and measured is hidden, too.", measured: "" };
  const gradient = tab === "db" ? found.db : found[tab][asked[0]][asked[1]];
  const name = tab === "db" ? tab : tab + index(asked);
  return {
    predicted: `Predicted: nudge·${name} = ${product([nudge, gradient], exact)} = ${exact(nudge * gradient)}`,
    measured: `Measured: L after − L before = ${exact(loss)} − ${factor(found.loss, exact)} = ${exact(loss - found.loss)}`,
  };
}

/** What a nudge is of: "the bias", "weight (0, 1)".
    @param {import("./state.js").State} state */
export function nudgedInWords({ tab, weight, pixel }) {
  return { db: "the bias", dW: `weight ${place(weight)}`, dX: `pixel ${place(pixel)}` }[tab] ?? "";
}

/** Which outputs a nudge has moved.
    @param {readonly (readonly number[])[]} outputs */
export function movedInWords(outputs) {
  return outputs.length ? `Outputs that moved: ${outputs.map(place).join(", ")}.` : "No output moved.";
}
