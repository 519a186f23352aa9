/* What Im2colExplorer and Col2imExplorer share: sizes whose matrix can still be read, and how its entries are named. */

import { range } from "./core/geometry.js";
import { Grid } from "./grid.js";
import { number } from "./scene/words.js";
import { setText } from "./ui/dom.js";

export { beside } from "./widgets/matrix/layout.js";
export { FIELDS, settleMatrix } from "./widgets/matrix/setting.js";
export { entriesInWords } from "./widgets/matrix/tables.js";

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

/** "0", "1", "2", … */
export function counted(count) {
  return range(count).map(String);
}

/** "(2, 2)", which no line breaks apart. */
export function placeInWords(...at) {
  return `(${at.map(number).join(",\u00a0")})`;
}

/** Give each paragraph its words, hide those that have none, and say all of it. */
export function tell(paragraphs, words, say) {
  for (const [place, paragraph] of paragraphs.entries()) {
    setText(paragraph, words[place]);
    paragraph.hidden = !words[place];
  }
  say(words.filter(Boolean).join(" "));
}
