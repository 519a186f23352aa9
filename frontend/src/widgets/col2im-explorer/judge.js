/* What a guess of a pixel's sum is, and what a wrong one would have meant. */

import { judge } from "../../scene/judge.js";
import { entriesInWords } from "../matrix/tables.js";
import { sendingOf } from "./state.js";

/** Judge a guess of what the pinned pixel holds in the end. */
export function judgeSum(state, guess) {
  const sending = sendingOf(state);
  const found = sending.copies(state.pixel);
  const terms = sending.termsOf(found);
  return judge(guess, sending.total(terms), meanings(found, terms, state.overwrite), {
    otherwise: "Find the windows that read the pixel, and the cell under which it lies.",
  });
}

/** Wrong sums, with what each means, the likelier ones first.
    @returns {[number, string][]} */
function meanings(found, terms, overwrite) {
  const sum = terms.reduce((total, term) => total + term, 0);
  const named = (at) => `entry ${entriesInWords([found[at]])}`;
  const lacks = terms.map((term, at) => [sum - term, `lacks one term: ${named(at)} goes there too.`]);
  const single = terms.map((term, at) => [term, `is one term, ${named(at)}.`]);
  const last = [terms[terms.length - 1], "is what the last window sends. With += all of them add up."];
  const all = [sum, "is the sum of all terms. With =, one entry alone stays."];
  const mistakes = overwrite ? [all] : [...(terms.length > 2 ? lacks : []), last];
  const count = [terms.length, "is how often the pixel was copied. Look up what stands in these entries."];
  return /** @type {[number, string][]} */ ([...mistakes, ...single, count]);
}
