/* What Col2imExplorer shows: the twin of convbook/figures/col2im_explorer.py. */

import { coverage, placeOf } from "../../core/geometry.js";
import { same } from "../../core/lists.js";
import { memo, memoOf, table } from "../../scene/schema.js";
import { by, written } from "../../scene/words.js";
import { elsewhere, NAMES } from "../../state/setting.js";
import { matrixTable, places } from "../matrix/tables.js";
import { sendingOf } from "./state.js";
import { askedInWords, lostInWords } from "./words.js";

/** @typedef {import("../../core/geometry.js").Pair} Pair */

/** Find what is asked about: the entry under the pointer, or in scatter the one sent last; the pixel under the pointer or
    under that entry, or the pinned one; whether the pointer or a key asks; whether the pixel is the one whose sum is
    hidden. */
function question(sending, { view, hidden }, pointed) {
  let entry = null;
  let pixel = sending.pixel;
  if (pointed?.pixel) pixel = pointed.pixel;
  else if (pointed?.entry) {
    entry = pointed.entry;
    const target = sending.pixelOf(entry);
    pixel = sending.isInside(target) ? target : null;
  } else if (view === "scatter" && sending.sent !== 0) {
    entry = placeOf((sending.sent ?? sending.count) - 1, sending.features);
  }
  const hides = hidden && pixel !== null && same(pixel, sending.pixel);
  return { entry, pixel, pointed: Boolean(pointed), hides };
}

/** Mark the entries of the pixel, and the entry that is asked about. */
function matrixMarks(sending, { entry, pixel, hides }) {
  const { sent, count, features } = sending;
  const tells = pixel && !hides;
  /** @type {readonly import("../../scene/schema.js").Block[]} */
  let shaded = tells ? places(sending.arrived(pixel)) : [];
  if (sent !== null && sent < count) {
    const [whole, more] = placeOf(sent, features);
    const blocks = [
      [0, 0, whole, features],
      [whole, 0, 1, more],
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

/** Mark the pixel, and the one that waits; outline the entry's window. */
function imageMarks(sending, { entry, pixel, pointed }) {
  // The pinned pixel waits while another one is asked about; or else the one does that the entry goes to.
  const target = entry && sending.pixelOf(entry);
  const goes = target && sending.isInside(target) ? [target] : [];
  return {
    asked: pixel ? [pixel] : [],
    window: entry ? [sending.window(entry[0])] : [],
    waiting: pointed ? elsewhere(sending.pixel, pixel) : goes,
  };
}

const sentTable = memo((cols) => matrixTable({ name: "matrix", kind: "output", texts: written(cols) }));

/** What each pixel holds; one of them may be hidden. */
const imageTable = memo((sending, hidden) => {
  const { size, padding } = sending.setting;
  const beside = new Array(padding[1]).fill("");
  const around = new Array(padding[0]).fill(new Array(size[1] + 2 * padding[1]).fill(""));
  const texts = written(sending.image);
  if (hidden) texts[hidden[0]][hidden[1]] = "?";
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
const countsTable = memoOf(NAMES, (setting) => {
  const counts = coverage(setting);
  const most = Math.max(1, ...counts.flat());
  return table({
    name: "coverage",
    kind: "input",
    title: "times copied",
    texts: counts.map((line) => line.map(String)),
    grounds: counts.map((line) => line.map((count) => (0.5 * count) / most)),
  });
});

/** What the figure shows, while the pointer or a key asks about a pixel or an entry, or about nothing.
    @param {import("./state.js").State} state
    @param {{ pixel?: Pair, entry?: Pair } | null} [pointed]
    @returns {import("../../scene/schema.js").Scene} */
export function scene(state, pointed = null) {
  const sending = sendingOf(state);
  const asked = question(sending, state, pointed);
  const marks = imageMarks(sending, asked);
  const tables = [
    table({ ...sentTable(sending.cols), marks: matrixMarks(sending, asked) }),
    table({ ...imageTable(sending, state.hidden ? state.pixel : null), marks }),
  ];
  if (state.coverage) tables.push(table({ ...countsTable(state), marks: { ...marks, window: [] } }));
  return {
    tables,
    photos: [],
    words: { ...askedInWords(sending, asked, state), lost: state.overwrite ? lostInWords(sending) : "" },
  };
}
