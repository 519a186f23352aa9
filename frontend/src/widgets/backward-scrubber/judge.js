/* What a guess of the hidden number would have meant. */

import { flipped } from "../../core/gradients.js";
import { judge } from "../../scene/judge.js";
import { exact, place } from "../../scene/words.js";
import { compute, lookAt, numberAsked, termsOf } from "./look.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./look.js").Look} Look */

/** Judge a guess of what the number is in the end.
    @param {State} state
    @param {number} guess */
export function judgeNumber(state, guess) {
  const look = lookAt(state);
  return judge(guess, numberAsked(look), MEANINGS[look.tab](look, termsOf(look)), {
    otherwise: (said) => `${said} is not it. Multiply along each path, and add up.`,
    write: exact,
  });
}

const add = (numbers) => numbers.reduce((total, number) => total + number, 0);
const products = (terms) => terms.map((factors) => factors.reduce((product, number) => product * number, 1));
const at = (table, place) => table[place[0]]?.[place[1]];

/** What would be found with the kernel flipped. */
const withFlipped = (state) => compute({ ...state, weights: flipped(state.weights) });

/** Wrong numbers with what they mean, the likelier ones first; `terms` are those of the number so far.
    @type {Record<State["tab"], (look: Look, terms: number[][]) => [number | undefined, string][]>} */
const MEANINGS = {
  forward: (look) => [
    [numberAsked(look) - look.bias, "is the sum without the bias."],
    [at(withFlipped(look).Y, look.position), "is what the flipped kernel makes; forward, this book does not flip it."],
  ],
  db: (look, terms) => [
    [
      look.found.db / look.upstream.flat().length,
      "is the mean of G. If the bias grows, every output grows: it is the sum.",
    ],
    [add(products(terms)), "is the sum so far: go on to the last entry of G."],
  ],
  dW: (look, terms) => {
    const opposite = look.weight.map((cell, axis) => look.kernel_size[axis] - 1 - cell);
    return [
      [at(look.found.dW, opposite), `belongs to weight ${place(opposite)}: that is G and the image exchanged.`],
      [add(terms.map(([, pixel]) => pixel)), "is the sum of the pixels, without G."],
      [at(look.weights, look.weight) * look.found.db, "is made with the weight itself; beside it stands the pixel."],
    ];
  },
  dX: (look) => {
    // Those of the whole number, whether or not its windows have sent them.
    const terms = termsOf({ ...look, view: "gather" });
    return [
      [
        at(withFlipped(look).dX, look.pixel),
        "comes of flipping the kernel and scattering; or of gathering with W as it is.",
      ],
      [products(terms).at(-1), "is what the last window sent: = where += should stand."],
      [add(terms.map(([G]) => G)), "is the sum of G, without the weights."],
      [
        at(look.image, look.pixel) * add(products(terms)),
        "is the gradient times the pixel; the pixel itself plays no part.",
      ],
    ];
  },
};
