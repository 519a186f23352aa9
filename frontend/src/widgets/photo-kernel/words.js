/* What PhotoKernel says. */

import { memo } from "../../scene/schema.js";
import { named, number, percent, place, product, SPELLED_OUT, sumOf } from "../../scene/words.js";
import { census, divided } from "./output.js";

/** What is said of a window, and of a cell of it that is asked about. */
export function wordsOf(state, look, cell) {
  if (!look) return { values: "", where: "", sum: "", told: "", asked: "", prompt: "" };
  const { hidden, show } = state;
  return {
    values: hidden ? "Hidden until you have guessed." : valuesInWords(look.output, show, look.full),
    where: `The window on ${readInWords(look)} makes output ${place(look.at)}.`,
    sum: hidden ? "Its value is hidden: estimate it." : sumInWords(state, look),
    told: hidden ? "" : `${reading(state, look.value)}. ${drawn(look.value, show)}`.trim(),
    asked: cell ? askedInWords(state, look, cell) : "",
    prompt: cell ? "" : "Point at a cell to see its product; click a weight to change it.",
  };
}

/** What a screen reader is told of the window. */
export function windowSaid(state, look) {
  if (!look) return "";
  return `Output ${place(look.at)}, ${readInWords(look)}: ${state.hidden ? "hidden" : reading(state, look.value)}`;
}

function readInWords({ rows, columns }) {
  return `${named("row", rows)}, ${named("column", columns)}`;
}

/** What the output's numbers are, and which of them are not shown as they are. */
const valuesInWords = memo((output, show, full) => {
  const values = show === "distance" ? output.map(Math.abs) : output;
  const { low, high, below, above } = census(values);
  const share = (count) => percent(count, values.length);
  const words = [`${show === "distance" ? "Distances" : "Values"} ${number(low)} to ${number(high)}`];
  if (below) words.push(`${share(below)} below 0: ${show === "signed" ? "blue" : "black"}`);
  if (show === "signed") words.push(`above 0: orange, in full colour from ±${number(full)} on`);
  else if (above) words.push(`${share(above)} above 255: white`);
  return `${words.join("; ")}.`;
});

/** The window's sum with its numbers in place. */
function sumInWords({ divisor }, { pairs, sum }) {
  const many = pairs.length > SPELLED_OUT;
  const written = many ? `The ${pairs.length} products add up to ${number(sum)}` : sumOf(pairs, sum);
  if (divisor === 1) return `${written}.`;
  return `${written}, divided by ${divisor} and rounded down: ${number(divided(sum, divisor))}.`;
}

/** What one cell of the window multiplies. */
function askedInWords({ kernel, hidden }, { at, pixels }, [i, j]) {
  const pair = [pixels[i][j], kernel[i][j]];
  const result = hidden ? "" : ` = ${number(pair[0] * pair[1])}`;
  return `Cell ${place([i, j])}: pixel ${place([at[0] + i, at[1] + j])} times its weight, ${product(pair)}${result}.`;
}

/** A number's sign in words, and what it means. */
export function reading({ kernel, divisor }, value) {
  const sign = value === 0 ? "0" : `${number(value)}, ${value < 0 ? "negative" : "positive"}`;
  // What is rounded down to 0 need not have been 0.
  const means = divisor === 1 && meaning(kernel, value);
  return means ? `${sign}: ${means}` : sign;
}

/** What it means that the sum is below, at, or above 0: known for a kernel whose one half has the other's weights with the
    other sign. */
export function meaning(kernel, value) {
  const transposed = kernel[0].map((_, j) => kernel.map((line) => line[j]));
  const sides = [
    { table: kernel, first: "on the left", second: "on the right" },
    { table: transposed, first: "at the top", second: "at the bottom" },
  ];
  for (const { table, first, second } of sides) {
    const width = table[0].length;
    const half = table.flatMap((line) => line.slice(0, Math.floor(width / 2)));
    const opposite = table.every((line) => line.every((weight, j) => weight === -line[width - 1 - j]));
    const rising = half.every((weight) => weight <= 0);
    // Where it neither rises nor falls, or both, as one of zeros does, nothing is known.
    if (!opposite || rising === half.every((weight) => weight >= 0)) continue;
    if (value === 0) return `as bright ${first} as ${second}`;
    return `brighter ${value > 0 === rising ? second : first}`;
  }
  return "";
}

/** How an output is drawn, where its number alone does not tell. */
export function drawn(value, show) {
  const white = "drawn white, as if it were 255";
  if (show === "signed") return `Drawn ${value ? (value < 0 ? "blue" : "orange") : "white"}.`;
  if (value > 255) return `Above 255: ${white}.`;
  if (value >= 0) return "";
  if (show === "cut") return "A screen draws it black, as if it were 0.";
  return `Its distance from 0 is ${number(-value)}${value < -255 ? `: ${white}` : ""}.`;
}
