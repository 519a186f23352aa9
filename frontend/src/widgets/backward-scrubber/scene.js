/* BackwardScrubber as a scene: a convolution or one of its gradients, one number spelled out. The twin of backward_scene and
   its five pictures in convbook/figures/backward.py. */

import { range } from "../../core/geometry.js";
import { lossOf, outputs } from "../../core/gradients.js";
import { shape } from "../../core/lists.js";
import { exact, factor, index, named, place, plural, product } from "../../scene/words.js";
import { crossed, lookAt, met, outline, readersOf, termsOf } from "./look.js";
import { nudged } from "./state.js";
import {
  afterTable,
  flippedTable,
  inputTable,
  resultTable,
  stuffedTable,
  upstreamTable,
  weightsTable,
} from "./tables.js";
import { comparisonInWords, linesInWords, nudgeInWords, sumInWords } from "./words.js";

/** @typedef {import("./look.js").Look} Look */

/** What a state shows, with what is pointed at in place of its own.
    @param {import("./state.js").State} state
    @param {import("./look.js").Pointed} [pointed]
    @returns {import("../../scene/schema.js").Scene} */
export function scene(state, pointed = null) {
  const look = lookAt(state, pointed);
  const { tables, where, more = "" } = PICTURES[look.picture](look);
  // The loss would tell what is hidden.
  const tells = !look.hides && !(look.hidden && look.tab === "forward");
  const words = { where, sum: sumInWords(look), more: tells ? more : "", predicted: "", measured: "" };
  if (look.tab === "forward" || !look.nudging) return { tables, photos: [], words };
  const after = outputs(nudged(look));
  const told = nudgeInWords(look, lossOf(look, after));
  return { tables: [...tables, afterTable(look, after)], photos: [], words: { ...words, ...told } };
}

/** What each picture shows, and what is said before the sum and after it.
    @type {Record<import("./look.js").Picture, (look: Look) =>
      { tables: import("../../scene/schema.js").Table[], where: string, more?: string }>} */
const PICTURES = {
  forward(look) {
    const { weights, position, window, found } = look;
    return {
      tables: [inputTable(look, weights, { window: [outline(look)] }), weightsTable(look), resultTable(look, found.Y)],
      where: `Window ${window} reads ${linesInWords(look)}. Its products and the bias make output ${place(position)}.`,
      more: `The loss: L = sum of G·Y = ${exact(found.loss)}.`,
    };
  },
  db(look) {
    const { upstream, window, found } = look;
    const sum = termsOf(look).reduce((total, [G]) => total + G, 0);
    const added = crossed(shape(upstream).map(range)).slice(0, window + 1);
    const entries = window ? `entries 0–${window}` : "entry 0";
    return {
      tables: [upstreamTable(look, { shaded: added }), resultTable(look, [[sum]], [[found.db]])],
      where: `The bias is used once in every output, with the factor 1. Added so far: ${entries} of G.`,
    };
  },
  dW(look) {
    const { upstream, weight, window, found } = look;
    const pixels = crossed(met(look));
    const span = met(look).map((lines) => lines.at(-1) - lines[0] + 1);
    const marks = { window: [[...pixels[0], ...span]], read: pixels, asked: [pixels[window]] };
    return {
      tables: [inputTable(look, upstream, marks), upstreamTable(look), weightsTable(look), resultTable(look, found.dW)],
      where:
        `Weight ${place(weight)} meets one pixel in each window: those with a square, under the numbers of G. Ringed: in ` +
        `window ${window} it brings ${product(termsOf(look)[window], exact)}.`,
    };
  },
  scatter(look) {
    const { upstream, position, pixel, window, onTheWay, found } = look;
    const [u, v] = position;
    return {
      tables: [
        upstreamTable(look, { asked: readersOf(look).map((reader) => [reader.u, reader.v]) }),
        weightsTable(look),
        resultTable(look, found.sent(window), found.dX),
      ],
      where:
        `Window ${window} adds G${index(position)}·W = ${factor(upstream[u][v], exact)}·W to ${linesInWords(look)}. Ringed ` +
        `in G: the windows that read the dashed pixel, ${place(pixel)}.`,
      // On the way there, the end is not told.
      more: onTheWay ? "" : comparisonInWords(look),
    };
  },
  gather(look) {
    const { weights, pixel, found } = look;
    const windows = readersOf(look).map(({ window }) => window);
    const zeros = weights.flat().length - windows.length;
    const meets = `G of ${named("window", windows)}${zeros ? ` and ${plural(zeros, "zero")}` : ""}`;
    return {
      tables: [stuffedTable(look), flippedTable(look), resultTable(look, found.gathered)],
      where: `Laid on pixel ${place(pixel)}, the flipped kernel meets ${windows.length ? meets : "nothing but zeros"}.`,
      more: comparisonInWords(look),
    };
  },
};
