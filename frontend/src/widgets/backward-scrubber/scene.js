/* BackwardScrubber as a scene: a convolution or one of its gradients, one number spelled out. The twin of backward_scene in
   convbook/figures/backward.py. */

import { kernelSpan, unread } from "../../core/geometry.js";
import { lossOf, outputs, scattered } from "../../core/gradients.js";
import { shape } from "../../core/lists.js";
import { memo } from "../../scene/schema.js";
import { by } from "../../scene/words.js";
import { crossed, dashed, lookAt, met, readersOf, under } from "./look.js";
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
import {
  addedInWords,
  comparisonInWords,
  lossInWords,
  metInWords,
  nudgeInWords,
  sentInWords,
  sumInWords,
  weightInWords,
  windowInWords,
} from "./words.js";

/** @typedef {import("./look.js").Look} Look */

/** What a picture shows, and what is said before the sum and after it.
    @typedef {{ tables: import("../../scene/schema.js").Table[], where: string, more?: string }} Shown */

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
  const { after, loss } = nudging(look);
  return { tables: [...tables, after], photos: [], words: { ...words, ...nudgeInWords(look, loss) } };
}

/** The output and the loss after the nudge.
    @param {Look} look */
function nudging(look) {
  const Y = outputs(nudged(look));
  return { after: afterTable(look, Y), loss: lossOf(look, Y) };
}

/** @type {Record<import("./look.js").Picture, (look: Look) => Shown>} */
const PICTURES = {
  forward(look) {
    const [[row], [column]] = under(look);
    const parts = { name: "output", kind: "output", title: `output Y ${by(shape(look.upstream))}` };
    return {
      tables: [
        inputTable(look, look.weights, { window: [[row, column, ...kernelSpan(look)]] }),
        weightsTable(look),
        resultTable(look, { ...parts, marks: { window: [look.position] } }, look.found.Y),
      ],
      where: windowInWords(look),
      more: lossInWords(look.found.loss),
    };
  },
  db(look) {
    const { upstream, window, last, found } = look;
    const entries = crossed(shape(upstream).map((count) => [...new Array(count).keys()]));
    const total = upstream
      .flat()
      .slice(0, window + 1)
      .reduce((sum, G) => sum + G, 0);
    const parts = { name: "db", title: last ? "gradient db" : "db so far" };
    return {
      tables: [
        upstreamTable(look, { shaded: entries.slice(0, window + 1) }),
        resultTable(look, parts, [[total]], [[found.db]]),
      ],
      where: addedInWords(window),
    };
  },
  dW(look) {
    const [rows, columns] = met(look);
    const pixels = crossed([rows, columns]);
    const span = [rows, columns].map((lines) => lines[lines.length - 1] - lines[0] + 1);
    const marks = { window: [[...pixels[0], ...span]], read: pixels, asked: [pixels[look.window]] };
    const parts = { name: "dW", title: `gradient dW ${by(look.kernel_size)}`, marks: { window: [look.weight] } };
    return {
      tables: [
        inputTable(look, look.upstream, marks),
        upstreamTable(look),
        weightsTable(look),
        resultTable(look, parts, look.found.dW),
      ],
      where: weightInWords(look),
    };
  },
  scatter(look) {
    const [[row], [column]] = under(look);
    const marks = {
      window: [[row, column, ...kernelSpan(look)]],
      unread: unreadIn(look),
      entry: dashed(look, "pixel"),
    };
    const title = `${look.last ? "gradient dX" : "dX so far"} ${by(look.size)}`;
    const sums = scattered(look, look.window);
    return {
      tables: [
        upstreamTable(look, { asked: readersOf(look).map(({ u, v }) => [u, v]) }),
        weightsTable(look),
        resultTable(look, { name: "dX", kind: "input", title, marks }, sums, look.found.dX),
      ],
      where: sentInWords(look),
      // On the way there, the end is not told.
      more: look.last ? comparisonInWords(look) : "",
    };
  },
  gather(look) {
    const marks = { unread: unreadIn(look), entry: dashed(look, "pixel") };
    const parts = { name: "dX", kind: "input", title: `gradient dX ${by(look.size)}`, marks };
    return {
      tables: [stuffedTable(look), flippedTable(look), resultTable(look, parts, look.found.gathered)],
      where: metInWords(look),
      more: comparisonInWords(look),
    };
  },
};

function unreadIn({ size, kernel_size, stride, padding, dilation }) {
  return unreadOnce(size, kernel_size, stride, padding, dilation);
}

const unreadOnce = memo((size, kernel_size, stride, padding, dilation) =>
  unread({ size, kernel_size, stride, padding, dilation }),
);
