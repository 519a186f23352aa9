/* Where the reader looks or points, and what follows from it: the twins of Look in convbook/figures/backward_tables.py and of
   Passes in convbook/figures/gradients.py. */

import { copies, valueAt } from "../../core/convolution.js";
import { kernelSpan, outputSize, paddedSize, pixelUnder, range, reads, unread } from "../../core/geometry.js";
import {
  filled,
  firstMet,
  flipped,
  gathered,
  lossOf,
  outputs,
  scattered,
  weightGradient,
  zeroStuffedAt,
  zeroStuffedSize,
} from "../../core/gradients.js";
import { same } from "../../core/lists.js";
import { memo } from "../../scene/schema.js";
import { index } from "../../scene/words.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */
/** @typedef {import("./state.js").State} State */

/** What the pointer asks about for the moment.
    @typedef {{ position?: Pair, weight?: Pair, pixel?: Pair } | null} Pointed */

/** @typedef {"forward" | "db" | "dW" | "scatter" | "gather"} Picture */

/** A state with what is pointed at in place of its own. `result` is what is computed; `asked`, the place of the number of it
    that is spelled out, and `name`, what that is called; `secret` is the place that is hidden, and `hides` tells whether it
    is the same; `window` is the number of the window, and `onTheWay` tells whether windows follow that will still
    add to the result.
    @typedef {State & { found: ReturnType<typeof compute>, picture: Picture, result: "Y" | "db" | "dW" | "dX", name: string,
      asked: Pair, secret: Pair | null, hides: boolean, window: number, onTheWay: boolean }} Look */

/** @param {State} state
    @param {Pointed} [pointed]
    @returns {Look} */
export function lookAt(state, pointed = null) {
  const seen = { ...state, ...pointed };
  const { tab, view, position } = seen;
  const [asked, secret] = [askedIn(seen), state.hidden ? askedIn(state) : null];
  const [rows, columns] = outputSize(state);
  const window = position[0] * columns + position[1];
  const picture = tab === "dX" ? view : tab;
  const result = tab === "forward" ? "Y" : tab;
  return {
    ...seen,
    found: compute(state),
    picture,
    result,
    name: tab === "db" ? result : result + index(asked),
    asked,
    secret,
    hides: same(asked, secret),
    window,
    onTheWay: (picture === "db" || picture === "scatter") && window < rows * columns - 1,
  };
}

/** @returns {Pair} */
function askedIn({ tab, position, weight, pixel }) {
  return { forward: position, db: [0, 0], dW: weight, dX: pixel }[tab];
}

/** What all numbers depend on that do not depend on where the reader looks. */
const LAYER = ["image", "weights", "bias", "upstream", "size", "kernel_size", "stride", "padding", "dilation"];

/** These numbers: the output Y and the loss, the gradients, and what stands between. `sent(window)` is what the windows up
    to one of them have sent to the image; `around`, the rows and columns of zeros around the zero-stuffed gradient. */
export const compute = (state) => computeOnce(...LAYER.map((name) => state[name]));

const computeOnce = memo((...parts) => {
  const layer = /** @type {State} */ (Object.fromEntries(LAYER.map((name, at) => [name, parts[at]])));
  const { image, upstream, padding } = layer;
  const Y = outputs(layer);
  const around = /** @type {Pair} */ (firstMet(layer).map((first) => Math.max(0 - first, 0)));
  const [rows, columns] = zeroStuffedSize(layer).map((n, axis) => n + 2 * around[axis]);
  return {
    Y,
    loss: lossOf(layer, Y),
    db: upstream.flat().reduce((total, G) => total + G, 0),
    dW: weightGradient(layer),
    dX: scattered(layer),
    sent: memo((window) => scattered(layer, window)),
    unread: unread(layer),
    padded: filled(paddedSize(layer), (row, column) => valueAt(image, [row - padding[0], column - padding[1]])),
    gathered: gathered(layer),
    flipped: flipped(layer.weights),
    stuffed: filled([rows, columns], (row, column) => zeroStuffedAt(layer, row - around[0], column - around[1])),
    around,
  };
});

/** The number of the result that is asked about, as it is in the end.
    @param {Look} look
    @returns {number} */
export function numberAsked({ result, found, asked: [row, column] }) {
  return result === "db" ? found.db : found[result][row][column];
}

/** The rows and the columns that the window reads. */
export function under(state) {
  return [0, 1].map((axis) => reads(state, axis, state.position[axis]));
}

/** The window, as a block of pixels. */
export function outline(look) {
  return [...under(look).map(([first]) => first), ...kernelSpan(look)];
}

/** The rows and the columns that the weight meets in the windows. */
export function met(state) {
  return outputSize(state).map((count, axis) =>
    range(count).map((window) => pixelUnder(state, axis, window, state.weight[axis])),
  );
}

/** All places of these rows and columns, row by row.
    @param {readonly (readonly number[])[]} both
    @returns {Pair[]} */
export function crossed([rows, columns]) {
  return rows.flatMap((row) => columns.map((column) => [row, column]));
}

/** Who reads the pixel: each window, (u, v), with the weight (i, j) that meets it. */
export function readersOf(state) {
  return copies(state, 0, ...state.pixel);
}

/** The cell of a trait as a list, if the words are about it or it was chosen last; else none.
    @param {State} state
    @param {"position" | "weight" | "pixel"} trait */
export function dashed(state, trait) {
  return trait === { dW: "weight", dX: "pixel" }[state.tab] || trait === state.chosen ? [state[trait]] : [];
}

/** The terms of the number that is spelled out, each a list of factors.
    @param {Look} look
    @returns {number[][]} */
export function termsOf(look) {
  const { tab, view, image, weights, bias, upstream, window } = look;
  const G = upstream.flat();
  const pixels = (places) => crossed(places).map((at) => valueAt(image, at));
  if (tab === "forward") {
    const kernel = weights.flat();
    return [...pixels(under(look)).map((pixel, t) => [pixel, kernel[t]]), [bias]];
  }
  if (tab === "db") return G.slice(0, window + 1).map((value) => [value]);
  if (tab === "dW") return pixels(met(look)).map((pixel, m) => [G[m], pixel]);
  const heard = readersOf(look).filter((reader) => view === "gather" || reader.window <= window);
  return heard.map(({ u, v, i, j }) => [upstream[u][v], weights[i][j]]);
}
