/* What Col2imExplorer shows: the twin of convbook/figures/col2im.py. */

import { coverage } from "../../core/geometry.js";
import { memo, table } from "../../scene/schema.js";
import { by, number } from "../../scene/words.js";
import { matrixTable } from "../matrix/tables.js";
import { isSame, places } from "./sending.js";
import { sendingOf } from "./state.js";
import { askedInWords, lostInWords } from "./words.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */
/** @typedef {import("../../scene/schema.js").Block} Block */
/** @typedef {import("./sending.js").Sending} Sending */
/** @typedef {import("./state.js").State} State */

/** What the pointer or a key asks about for the moment.
    @typedef {{ pixel?: Pair, entry?: Pair }} Pointed */

/** What is asked about: the entry under the pointer, or in scatter the one sent last; the pixel under the pointer or under
    that entry, or the pinned one; whether the pointer or a key asks; whether the pixel is the one whose sum is hidden.
    @typedef {{ entry: Pair | null, pixel: Pair | null, pointed: boolean, hides: boolean }} Question */

/** Find what is asked about: what is pointed at, or else what is pinned.
    @param {Sending} sending
    @param {State} state
    @param {Pointed | null} pointed
    @returns {Question} */
export function question(sending, { view, hidden }, pointed) {
  /** @type {Pair | null} */
  let entry = null;
  let pixel = sending.pixel;
  if (pointed?.pixel) pixel = pointed.pixel;
  else if (pointed?.entry) {
    entry = pointed.entry;
    const target = sending.pixelOf(entry);
    pixel = sending.isInside(target) ? target : null;
  } else if (view === "scatter" && sending.sent !== 0) {
    const last = (sending.sent ?? sending.count) - 1;
    entry = [Math.floor(last / sending.features), last % sending.features];
  }
  return { entry, pixel, pointed: Boolean(pointed), hides: hidden && isSame(pixel, sending.pixel) };
}

/** Mark the entries of the pixel, and the entry that is asked about.
    @param {Sending} sending
    @param {Question} asked
    @returns {Record<string, readonly Block[]>} */
export function matrixMarks(sending, { entry, pixel, hides }) {
  const { sent, count, features } = sending;
  const tells = pixel && !hides;
  /** @type {readonly Block[]} */
  let shaded = tells ? places(sending.arrived(pixel)) : [];
  if (sent !== null && sent < count) {
    const whole = Math.floor(sent / features);
    const blocks = [
      [0, 0, whole, features],
      [whole, 0, 1, sent % features],
    ];
    shaded = blocks.filter(([, , rows, columns]) => rows && columns);
  }
  return {
    lost: sending.lost,
    asked: tells ? places(sending.copies(pixel)) : [],
    shaded,
    entry: entry ? [entry] : [],
    window: entry ? [[entry[0], 0, 1, features]] : [],
  };
}

/** Mark the pixel, and the one that waits; outline the entry's window.
    @param {Sending} sending
    @param {Question} asked
    @returns {Record<string, readonly Block[]>} */
export function imageMarks(sending, { entry, pixel, pointed }) {
  // The pinned pixel waits while another one is asked about; or else the one does that the entry goes to.
  const target = entry && sending.pixelOf(entry);
  let waits = target && sending.isInside(target) ? target : null;
  if (pointed) waits = isSame(sending.pixel, pixel) ? null : sending.pixel;
  return {
    asked: pixel ? [pixel] : [],
    window: entry ? [sending.window(entry[0])] : [],
    waiting: waits ? [waits] : [],
  };
}

const sentTable = memo((cols) => {
  const texts = cols.map((line) => line.map((value) => number(value)));
  return matrixTable({ name: "matrix", kind: "output", title: `matrix ${by([texts.length, texts[0].length])}`, texts });
});

/** What each pixel holds; one of them may be hidden. */
const imageTable = memo((/** @type {Sending} */ sending, /** @type {Pair | null} */ hidden) => {
  const { size, padding } = sending.setting;
  const [above, before] = padding;
  const beside = new Array(before).fill("");
  const around = new Array(above).fill(new Array(size[1] + 2 * before).fill(""));
  const texts = sending.image.map((line, row) =>
    line.map((value, column) => (isSame(hidden, [row, column]) ? "?" : number(value))),
  );
  return table({
    name: "image",
    kind: "input",
    title: `image ${by(size)}`,
    texts: [...around, ...texts.map((line) => [...beside, ...line, ...beside]), ...around],
    border: padding,
    room: sending.room,
  });
});

/** How often each pixel was copied. */
const countsTable = memo((size, kernel_size, stride, padding, dilation) => {
  const counts = coverage({ size, kernel_size, stride, padding, dilation });
  const most = Math.max(1, ...counts.flat());
  return table({
    name: "coverage",
    kind: "input",
    title: "times copied",
    texts: counts.map((line) => line.map(String)),
    grounds: counts.map((line) => line.map((count) => (0.5 * count) / most)),
  });
});

/** What the figure shows.
    @param {State} state
    @param {Pointed | null} [pointed]
    @returns {import("../../scene/schema.js").Scene} */
export function scene(state, pointed = null) {
  const sending = sendingOf(state);
  const asked = question(sending, state, pointed);
  const marks = imageMarks(sending, asked);
  const tables = [
    table({ ...sentTable(sending.cols), marks: matrixMarks(sending, asked) }),
    table({ ...imageTable(sending, state.hidden ? state.pixel : null), marks }),
  ];
  if (state.coverage) {
    const { size, kernel_size, stride, padding, dilation } = state;
    tables.push(
      table({ ...countsTable(size, kernel_size, stride, padding, dilation), marks: { ...marks, window: [] } }),
    );
  }
  return {
    tables,
    photos: [],
    words: { ...askedInWords(sending, asked, state), lost: state.overwrite ? lostInWords(sending) : "" },
  };
}
