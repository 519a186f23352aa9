/* What is said of a guess. */

import { number } from "./words.js";

/** Judge a guess: right, near enough, a mistake with a meaning, or something else.
    @param {number} guess
    @param {number} right
    @param {readonly (readonly (number | string | undefined)[])[]} meanings [value, words]: wrong values with what they mean, the likelier ones
      first; the words go on after the guess: "6 has the wrong sign."
    @param {object} options
    @param {string | ((said: string) => string)} options.otherwise what to do instead, said after "Not 6."; or all that is said
    @param {(value: number) => string} [options.write] how numbers are written
    @param {number} [options.tolerance] how far an estimate may be off
    @param {(said: string, right: string) => string} [options.near] what is said of an estimate that is near enough
    @returns {{ right: boolean, words?: string }} */
export function judge(guess, right, meanings, { otherwise, write = number, tolerance = 0, near = nearEnough }) {
  if (guess === right) return { right: true };
  const said = write(guess);
  if (Math.abs(guess - right) <= tolerance) return { right: true, words: near(said, write(right)) };
  const meaning = meanings.find(([value]) => value === guess);
  if (meaning) return { right: false, words: `${said} ${meaning[1]}` };
  return { right: false, words: typeof otherwise === "string" ? `Not ${said}. ${otherwise}` : otherwise(said) };
}

function nearEnough(_said, right) {
  return `Near enough: it is ${right}.`;
}
