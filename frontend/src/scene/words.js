/* How numbers, places and sums are written, in one way everywhere: the twins of convbook/figures/words.py, under the same
   names. */

import { kernelSpan, outputSize, paddedSize } from "../core/geometry.js";

export const SPELLED_OUT = 12; // terms of a sum that are still written out

/** Write a number briefly, with a real minus sign: below 10 000 with four digits, above with none after the point. Halves
    round away from 0.
    @param {number} value
    @returns {string} */
export function number(value) {
  const size = Math.abs(value);
  if (size >= 10000) return signed(value, whole(Math.round(size)));
  if (!size) return "0";
  if (size >= 1e-6) return signed(value, String(Number(size.toPrecision(4))));
  // Very small numbers would be written with an exponent.
  const places = 3 - Number(size.toExponential(3).split("e")[1]);
  return signed(value, size.toFixed(Math.min(places, 100)).replace(/0+$/, ""));
}

/** Write a whole number or a half in full, so that sums of what is written come out; any other briefly.
    @param {number} value
    @returns {string} */
export function exact(value) {
  if (!Number.isInteger(2 * value)) return number(value);
  const size = Math.abs(value);
  return size ? signed(value, Number.isInteger(size) ? whole(size) : String(size)) : "0";
}

function signed(value, text) {
  return value < 0 ? `−${text}` : text;
}

/** A whole number in full, however large. */
function whole(size) {
  return size < 2 ** 53 ? String(size) : String(BigInt(size));
}

/** Write a coordinate of a drawing, with two decimals where it has them.
    @param {number} value
    @returns {string} */
export function coordinate(value) {
  const hundredths = value * 100;
  const rounded = Math.round(hundredths);
  // Between two, the even one, as in Python.
  const even = Math.abs(hundredths % 1) === 0.5 && rounded % 2 ? rounded - 1 : rounded;
  return String(even / 100 + 0);
}

/** Write a number as a factor or a term: in brackets if it is negative.
    @param {number} value
    @param {(value: number) => string} [write]
    @returns {string} */
export function factor(value, write = number) {
  return value < 0 ? `(${write(value)})` : write(value);
}

/** Write a product: "2·(−1)".
    @param {readonly number[]} factors
    @param {(value: number) => string} [write]
    @returns {string} */
export function product(factors, write = number) {
  return factors.map((value) => factor(value, write)).join("·");
}

/** Write a sum of products and its value: "1·2 + 3·(−1) = −1". A sum of too many terms is not written out; up to
    `workedOut` products are worked out on the way. Where two steps are the same, one is written.
    @param {readonly (readonly number[])[]} terms
    @param {number} total
    @param {(value: number) => string} [write]
    @param {number} [workedOut]
    @returns {string} */
export function sumOf(terms, total, write = number, workedOut = 0) {
  if (terms.length > SPELLED_OUT) return `the sum of ${terms.length} terms = ${write(total)}`;
  const steps = [terms.map((term) => product(term, write)).join(" + ")];
  if (terms.length > 1 && terms.length <= workedOut && terms.every((term) => term.length > 1)) {
    const worth = (term) => term.reduce((found, value) => found * value, 1);
    steps.push(terms.map((term) => factor(worth(term), write)).join(" + "));
  }
  steps.push(write(total));
  return steps.filter((step, at) => step && step !== steps[at - 1]).join(" = ");
}

/** Write numbers with commas between them: "0, 2, 4".
    @param {readonly number[]} values
    @returns {string} */
export function numbers(values) {
  return values.map((value) => number(value)).join(", ");
}

/** Write numbers as "0, 2, 4", or as "2–4" where each follows the last.
    @param {readonly number[]} values
    @returns {string} */
export function series(values) {
  const last = values.length - 1;
  const inARow = last > 0 && values.every((value, at) => value === values[0] + at);
  if (!inARow) return numbers(values);
  // Beside a minus sign a dash would look like another one.
  const dash = values[0] < 0 ? " to " : "–";
  return `${number(values[0])}${dash}${number(values[last])}`;
}

/** Write "rows 0–2", or "row 2".
    @param {string} thing
    @param {readonly number[]} values
    @returns {string} */
export function named(thing, values) {
  return `${thing}${values.length === 1 ? "" : "s"} ${series(values)}`;
}

/** Write "3 windows", or "1 window".
    @param {number} count
    @param {string} thing
    @returns {string} */
export function plural(count, thing) {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** Write "4 times", or "once".
    @param {number} count
    @returns {string} */
export function times(count) {
  return count === 1 ? "once" : `${count} times`;
}

/** Write "11, 16 and 39".
    @param {readonly string[]} words
    @returns {string} */
export function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** Write a share in whole percents; 0% is none and 100% is all.
    @param {number} count
    @param {number} of
    @returns {string} */
export function percent(count, of) {
  const share = (100 * count) / of;
  if (share > 0 && share < 1) return "less than 1%";
  return share > 99 && share < 100 ? "more than 99%" : `${Math.round(share)}%`;
}

/** Write a place, "(2, 2)", in one piece: no line breaks inside it.
    @param {readonly number[]} at
    @returns {string} */
export function place(at) {
  return `(${at.map((value) => number(value)).join(",\u00a0")})`;
}

/** Write a place as NumPy does: "[2, 2]".
    @param {readonly number[]} at
    @returns {string} */
export function index(at) {
  return `[${at.join(", ")}]`;
}

/** Write a size: "4×6".
    @param {readonly number[]} pair
    @returns {string} */
export function by(pair) {
  return pair.join("×");
}

/** Write with a capital, as a sentence begins.
    @param {string} words
    @returns {string} */
export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Write a number for each axis, "2 down and 1 across", or one for both.
    @param {readonly number[]} pair
    @returns {string} */
export function byAxis([down, across]) {
  return down === across ? `${down}` : `${down} down and ${across} across`;
}

/** Write the stride, the padding and the dilation, if there is one.
    @param {import("../core/geometry.js").Setting} given
    @returns {string} */
export function setting({ stride, padding, dilation }) {
  const words = `stride ${byAxis(stride)}, padding ${byAxis(padding)}`;
  return Math.max(...dilation) > 1 ? `${words}, dilation ${byAxis(dilation)}` : words;
}

/** Write the numbers of a table.
    @param {readonly (readonly number[])[]} values
    @returns {string[][]} */
export function written(values) {
  return values.map((line) => line.map((value) => number(value)));
}

/** Write the formula of the output's size on one axis, with the setting's numbers in place.
    @param {import("../core/geometry.js").Setting} given
    @param {number} axis
    @returns {string} */
export function sizeFormula(given, axis) {
  const { size, kernel_size, stride, padding, dilation } = given;
  const [n, k, s, p, d] = [size, kernel_size, stride, padding, dilation].map((pair) => pair[axis]);
  const travel = paddedSize(given)[axis] - kernelSpan(given)[axis];
  return `⌊(${n} + 2·${p} − ${d}·(${k} − 1) − 1) / ${s}⌋ + 1 = ⌊${travel} / ${s}⌋ + 1 = ${outputSize(given)[axis]}`;
}
