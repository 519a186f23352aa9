/* What an estimate of PhotoKernel's output would have meant. */

import { judge } from "../../scene/judge.js";
import { lookAt } from "./look.js";
import { divided } from "./output.js";

const CLOSE = 10; // what an estimate in the head may be off, and a tenth of the number itself

export function judgeEstimate(state, guess) {
  const { pairs, sum } = lookAt(state);
  const right = divided(sum, state.divisor);
  const meanings = [
    [state.divisor > 1 ? sum : undefined, `is the sum; divide it by ${state.divisor}.`],
    [-right, "has the right size and the wrong sign."],
    [pairs.reduce((total, [pixel]) => total + pixel, 0), "is the sum of the pixels, without the weights."],
    [right < 0 ? 0 : undefined, "is what a screen would show. The sum itself is not 0."],
  ];
  return judge(guess, right, /** @type {[number | undefined, string][]} */ (meanings), {
    tolerance: Math.max(CLOSE, Math.abs(right) / 10),
    near: (said, written) => `${said} is close: it is ${written}.`,
    otherwise: (said) => {
      if (guess * right < 0) return `${said} has the wrong sign: look at the pixels that lie under negative weights.`;
      return `${said} is too ${Math.abs(guess) > Math.abs(right) ? "far from" : "near to"} 0.`;
    },
  });
}
