/* What Im2colExplorer and Col2imExplorer share: sizes whose matrix can still be read, and how its entries are named. */

import { outputSize, range } from "./core/geometry.js";
import { kept } from "./core/lists.js";
import { Grid } from "./grid.js";
import { number } from "./scene/words.js";
import { largestKernel, settleSetting } from "./state/setting.js";
import { h, setText } from "./ui/dom.js";

const WINDOWS = 8; // along an axis, so that a matrix has 64 rows at most

/** What the fields may hold; the more channels, the smaller the kernel, so that a matrix has 27 columns at most. */
function limits(channels) {
  return { size: [1, 8], kernel_size: [1, channels > 1 ? 3 : 5], stride: [1, 8], padding: [0, 3], dilation: [1, 4] };
}

/** The largest padding, by axis, that does not make too many windows. */
function largestPadding(setting) {
  const highest = limits(1).padding[1];
  const fits = range(highest + 1).map((p) => outputSize({ ...setting, padding: [p, p] }).map((n) => n <= WINDOWS));
  return [0, 1].map((axis) => fits.findLastIndex((fit) => fit[axis]));
}

/** The nearest setting whose matrix can be shown. */
export function settleMatrix(state, channels = 1) {
  const setting = settleSetting(state, limits(channels));
  const largest = largestPadding(setting);
  return { ...setting, padding: kept(setting.padding, (p, axis) => Math.min(p, largest[axis])) };
}

/** Options of settingFields for such a setting. */
export const FIELDS = {
  limits: limits(1),
  largest: (state) => ({
    kernel_size: largestKernel(state, limits(state.images?.[0].length ?? 1)),
    padding: largestPadding(state),
  }),
};

/** A table whose rows and columns are named; on a narrow page it is moved sideways when it is wide. */
export class Matrix extends Grid {
  constructor(options) {
    super(options);
    this.element.classList.add("wbw-scroll");
    this.box.classList.add("wbw-matrix");
  }

  resize(rows, columns) {
    super.resize(rows, columns, [0, 0], [1, 1.9]);
    this.box.style.minWidth = `${1.3 * this.extent[1]}rem`;
    // A long table is set in smaller cells.
    this.box.style.setProperty("--wbw-cell", rows > 20 ? "1.6rem" : null);
  }
}

/** Pictures on one side, the matrix and what belongs to it on the other. Words, which grow and shrink with what is pointed
    at, stand below both, so that nothing moves away from under the pointer. */
export function beside(...sides) {
  return h("div", { class: "wbw-beside" }, ...sides.map((side) => h("div", {}, ...side)));
}

/** "0", "1", "2", … */
export function counted(count) {
  return range(count).map(String);
}

/** "(2, 2)", which no line breaks apart. */
export function placeInWords(...at) {
  return `(${at.map(number).join(",\u00a0")})`;
}

/** "(1, 5), (2, 4)": entries as window and feature; in a row that is hidden, a question mark. */
export function entriesInWords(copies, hiddenRow = null) {
  return copies
    .map(({ window, feature }) => (window === hiddenRow ? `(${window},\u00a0?)` : placeInWords(window, feature)))
    .join(", ");
}

/** Give each paragraph its words, hide those that have none, and say all of it. */
export function tell(paragraphs, words, say) {
  for (const [place, paragraph] of paragraphs.entries()) {
    setText(paragraph, words[place]);
    paragraph.hidden = !words[place];
  }
  say(words.filter(Boolean).join(" "));
}
