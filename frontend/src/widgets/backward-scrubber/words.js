/* What BackwardScrubber says beside what belongs to one picture: the twins of the words in convbook/figures/backward.py. */

import { leftOver } from "../../core/gradients.js";
import { same } from "../../core/lists.js";
import { by, exact, factor, named, place, plural, product, sumOf } from "../../scene/words.js";
import { numberAsked, termsOf, under } from "./look.js";
import { written } from "./tables.js";

/** @typedef {import("./look.js").Look} Look */

const WORKED_OUT = 4; // products of a sum that are still worked out on the way

/** The number that is spelled out: what it is, and the sum that makes it.
    @param {Look} look */
export function sumInWords(look) {
  const { name, onTheWay, hides } = look;
  if (hides) return "The number is hidden: predict it.";
  const terms = termsOf(look);
  const total = terms.reduce((sum, term) => sum + term.reduce((found, number) => found * number, 1), 0);
  return `${name}${onTheWay ? " so far" : ""} = ${sumOf(terms, total, exact, WORKED_OUT)}`;
}

/** What the window reads: "rows 0–1, columns 2–3". */
export function linesInWords(look) {
  const [rows, columns] = under(look);
  return `${named("row", rows)}, ${named("column", columns)}`;
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
  const { nudge, found, name, hides } = look;
  if (hides) return { predicted: "What is predicted and measured is hidden, too.", measured: "" };
  const gradient = numberAsked(look);
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
