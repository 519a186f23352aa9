/* Where the reader looks or points, and what follows from it: the twin of Look in convbook/figures/backward_tables.py. */

import { copies, valueAt } from "../../core/convolution.js";
import { outputSize, pixelUnder, range, reads } from "../../core/geometry.js";
import { gathered, lossOf, outputs, scattered, weightGradient } from "../../core/gradients.js";
import { same } from "../../core/lists.js";
import { memo } from "../../scene/schema.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */
/** @typedef {import("./state.js").State} State */

/** What the pointer asks about for the moment.
    @typedef {{ position?: Pair, weight?: Pair, pixel?: Pair } | null} Pointed */

/** @typedef {"forward" | "db" | "dW" | "scatter" | "gather"} Picture */

/** A state with what is pointed at in place of its own. `asked` is the place of the result whose number is spelled out,
    `secret` the one that is hidden, and `hides` tells whether they are the same; `window` is the number of the window, `last`
    tells whether it is the last one.
    @typedef {State & { found: ReturnType<typeof compute>, picture: Picture, asked: Pair, secret: Pair | null,
      hides: boolean, window: number, last: boolean }} Look */

/** @param {State} state
    @param {Pointed} [pointed]
    @returns {Look} */
export function lookAt(state, pointed = null) {
  const seen = { ...state, ...pointed };
  const secret = state.hidden ? askedIn(state) : null;
  const asked = askedIn(seen);
  const [rows, columns] = outputSize(state);
  const window = seen.position[0] * columns + seen.position[1];
  return {
    ...seen,
    found: compute(state),
    picture: seen.tab === "dX" ? seen.view : seen.tab,
    asked,
    secret,
    hides: same(asked, secret),
    window,
    last: window === rows * columns - 1,
  };
}

/** @param {State} state
    @returns {Pair} */
function askedIn({ tab, position, weight, pixel }) {
  /** @type {Record<State["tab"], Pair>} */
  const places = { forward: position, db: [0, 0], dW: weight, dX: pixel };
  return places[tab];
}

/** All numbers that do not depend on where the reader looks: the output Y, the loss, and the gradients.
    @param {State} state */
export function compute({ image, weights, bias, upstream, size, kernel_size, stride, padding, dilation }) {
  return computeOnce(image, weights, bias, upstream, size, kernel_size, stride, padding, dilation);
}

const computeOnce = memo((image, weights, bias, upstream, size, kernel_size, stride, padding, dilation) => {
  const layer = { image, weights, bias, upstream, size, kernel_size, stride, padding, dilation };
  const Y = outputs(layer);
  return {
    Y,
    loss: lossOf(layer, Y),
    db: upstream.flat().reduce((total, G) => total + G, 0),
    dW: weightGradient(layer),
    dX: scattered(layer),
    gathered: gathered(layer),
  };
});

/** The rows and the columns that the window reads.
    @param {State} state */
export function under(state) {
  return [0, 1].map((axis) => reads(state, axis, state.position[axis]));
}

/** The rows and the columns that the weight meets in the windows.
    @param {State} state */
export function met(state) {
  const counts = outputSize(state);
  return [0, 1].map((axis) => range(counts[axis]).map((window) => pixelUnder(state, axis, window, state.weight[axis])));
}

/** All places of these rows and columns, row by row.
    @param {readonly (readonly number[])[]} both
    @returns {[number, number][]} */
export function crossed([rows, columns]) {
  return rows.flatMap((row) => columns.map((column) => /** @type {[number, number]} */ ([row, column])));
}

/** Who reads the pixel: each window, (u, v), with the weight (i, j) that meets it.
    @param {State} state */
export function readersOf(state) {
  return copies(state, 0, ...state.pixel);
}

/** The cell of a trait as a list, if the words are about it or it was chosen last; else none.
    @param {State} state
    @param {"position" | "weight" | "pixel"} trait
    @returns {Pair[]} */
export function dashed(state, trait) {
  return trait === { dW: "weight", dX: "pixel" }[state.tab] || trait === state.chosen ? [state[trait]] : [];
}

/** The terms of the number that is spelled out, each a list of factors.
    @param {Look} look
    @returns {number[][]} */
export function termsOf(look) {
  const { tab, view, image, weights, bias, upstream, window } = look;
  switch (tab) {
    case "forward": {
      const kernel = weights.flat();
      return [...crossed(under(look)).map((at, t) => [valueAt(image, at), kernel[t]]), [bias]];
    }
    case "db":
      return upstream
        .flat()
        .slice(0, window + 1)
        .map((G) => [G]);
    case "dW": {
      const pixels = crossed(met(look)).map((at) => valueAt(image, at));
      return upstream.flat().map((G, m) => [G, pixels[m]]);
    }
    default: {
      const heard = readersOf(look).filter((reader) => view === "gather" || reader.window <= window);
      return heard.map(({ u, v, i, j }) => [upstream[u][v], weights[i][j]]);
    }
  }
}
