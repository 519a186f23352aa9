/* Tables of a scene on the page. A view is given a table whenever it may have changed, and touches only what differs: what
   is the very same object as before is skipped without a look. */

import { range } from "../core/geometry.js";
import { h, s, setText } from "../ui/dom.js";
import { listenToKeys } from "../ui/keys.js";
import { listenOnTable } from "../ui/pointer.js";
import { CELL, cellWidth, hatch, LABELLED, MARKS } from "./marks.js";

/** @typedef {import("./schema.js").Table} Table */
/** @typedef {import("./schema.js").Block} Block */

/** What a view tells. Cells are [row, column]; onDrag gets the place of the window's first cell, as fractions.
    @typedef {object} Listeners
    @property {(cell: number[] | null) => void} [onHover]
    @property {(cell: number[]) => void} [onPick]
    @property {(place: number[]) => void} [onDrag]
    @property {(event: KeyboardEvent) => boolean} [onKey] returns true for a key that it has used */

const EDGE = 1.5; // room around a drawing, for half of its outermost line
const SMALL = 15; // pixels on the screen below which a cell's number could not be read
const DIGIT = 6; // width of a character of a head
const LONG = 5; // characters of a label that are written at full size
const SMALLER = { rows: 20, cell: "1.6rem", least: 1.3 }; // a longer matrix has smaller cells; none is below `least` rem

export class TableView {
  /** @param {Listeners} [listeners]
      @param {{ matrix?: boolean }} [look] a matrix may be wider than the page, and is then moved sideways */
  constructor(listeners = {}, { matrix = false } = {}) {
    /** @type {Table | null} */
    this.table = null;
    this.matrix = matrix;
    this.draggable = Boolean(listeners.onDrag);
    this.svg = s("svg", { "aria-hidden": "true" });
    this.handle = h("div", { class: "wbw-handle", hidden: true });
    this.box = h("div", {}, this.svg, this.handle);
    this.title = h("div", { class: "wbw-title" });
    this.element = h("div", { class: `wbw-panel${matrix ? " wbw-scroll" : ""}` }, this.title, this.box);
    if (listeners.onKey) {
      // Arrow keys belong to the table: a screen reader is to pass them on.
      this.box.tabIndex = 0;
      this.box.setAttribute("role", "application");
      listenToKeys(this.box, listeners.onKey);
    }
    listenOnTable(this.box, {
      ...listeners,
      handle: this.handle,
      place: (event) => this.#place(event),
      cellAt: (place) => this.#cellAt(place),
      window: () => this.table?.marks.window?.[0] ?? null,
    });
    new ResizeObserver(([entry]) => {
      const cell = entry.contentRect.width / (this.extent?.[1] / CELL); // none before there is a drawing
      this.box.classList.toggle("wbw-tiny", cell > 0 && cell < SMALL);
    }).observe(this.box);
  }

  /** Show a table, or none.
      @param {Table | null} table */
  update(table) {
    this.element.hidden = !table;
    if (!table || table === this.table) return;
    let old = this.table;
    this.table = table;
    if (!old || !agree(old, table)) {
      this.#build(table);
      old = null;
    }
    const differs = (name) => !old || old[name] !== table[name];
    if (differs("title")) this.#name(table.title);
    if (differs("texts")) this.#write(table.texts);
    if (differs("rows") || differs("columns")) this.#head(table);
    if (differs("grounds")) this.#fill(table.grounds);
    if (differs("labels")) this.#label(table.labels);
    for (const name in MARKS) {
      if (old?.marks[name] !== table.marks[name]) this.#mark(name, table.marks[name] ?? []);
    }
    if (!old || old.marks.padding !== table.marks.padding) this.#clear(table);
    if (!old || old.marks.window !== table.marks.window) this.#hold(table.marks.window?.[0]);
  }

  #name(title) {
    setText(this.title, title);
    this.title.hidden = !title;
    if (this.box.tabIndex === 0) this.box.setAttribute("aria-label", title);
  }

  /** Draw what a table of these sizes has whatever it shows, with a place for the rest. */
  #build(table) {
    const { across, down, left, top, width, height } = measure(table);
    const [above, before] = table.border;
    const bare = table.kind === "bare";
    this.extent = [height + top + 2 * EDGE, width + left + 2 * EDGE]; // of the whole drawing
    this.origin = [top + EDGE, left + EDGE]; // of its first cell
    this.step = [down, across];
    this.box.className = `wbw-grid wbw-${table.kind}${this.matrix ? " wbw-matrix" : ""}`;
    this.#fit(table.texts.length);
    const middle = (table.labels.length ? LABELLED : CELL) / 2;
    this.middle = middle; // of a row's texts
    this.texts = table.texts.map((line, row) =>
      line.map((_, column) => s("text", { x: (column + 0.5) * across, y: row * down + middle }, "")),
    );
    this.drawn = Object.fromEntries(Object.keys(MARKS).map((name) => [name, ""])); // their paths
    this.group = ""; // the labels, as they stand to each other
    this.marks = Object.fromEntries(Object.keys(MARKS).map((name) => [name, s("path", { class: `wbw-mark-${name}` })]));
    const layer = (under) =>
      Object.keys(MARKS).flatMap((name) => (MARKS[name].under === under ? [this.marks[name]] : []));
    const [rows, columns] = [table.texts.length, table.texts[0].length];
    const inside = this.#box([0, 0, rows - 2 * above, columns - 2 * before]);
    this.grounds = s("g", { class: "wbw-shades" });
    this.labels = s("g", { class: "wbw-labels" });
    this.heads = s("g", { class: "wbw-heads" });
    this.svg.setAttribute("viewBox", [-this.origin[1], -this.origin[0], this.extent[1], this.extent[0]].join(" "));
    const ground = [
      s("path", { class: "wbw-hatch", d: above || before ? hatch(0, 0, width, height) : "" }),
      s("rect", { class: "wbw-ground", x: inside[0], y: inside[1], width: inside[2], height: inside[3] }),
    ];
    const lines = [
      ...range(rows + 1).map((row) => `M0 ${row * down}h${width}`),
      ...range(columns + 1).map((column) => `M${column * across} 0v${height}`),
    ];
    this.svg.replaceChildren(
      ...(bare ? [] : ground),
      this.grounds,
      ...layer(true),
      ...(bare ? [] : [s("path", { class: "wbw-lines", d: lines.join("") })]),
      s("g", { class: "wbw-texts" }, this.texts.flat()),
      this.labels,
      ...layer(false),
      this.heads,
    );
  }

  /** Make the drawing as large as its cells should be. On a narrow page it shrinks, and so does one that would be higher
      than the screen. */
  #fit(rows) {
    const [height, width] = this.extent;
    const { style } = this.box;
    style.width = `min(${width / CELL} * var(--wbw-cell), var(--wbw-highest, 75vh) * ${width / height})`;
    if (!this.matrix) return;
    style.minWidth = `${(SMALLER.least * width) / CELL}rem`;
    if (rows > SMALLER.rows) style.setProperty("--wbw-cell", SMALLER.cell);
    else style.removeProperty("--wbw-cell");
  }

  #write(texts) {
    for (const [row, line] of this.texts.entries()) {
      // Most lines are those that were there before.
      if (this.written?.[row] === texts[row] && this.written.of === this.texts) continue;
      for (const [column, element] of line.entries()) {
        const text = /** @type {Text} */ (element.firstChild);
        if (text.data !== texts[row][column]) text.data = texts[row][column];
      }
    }
    this.written = Object.assign([...texts], { of: this.texts });
  }

  #head({ rows, columns, texts }) {
    const [down, across] = this.step;
    const [top, left] = this.origin;
    const text = (x, y, words, more) => s("text", { x, y, ...more }, words);
    const middle = (texts.length * down) / 2;
    const turned = { transform: `rotate(-90 ${9 - left} ${middle})` };
    this.heads.replaceChildren(
      ...(rows?.name ? [text(9 - left, middle, rows.name, turned)] : []),
      ...(columns?.name ? [text(-5, 8 - top, columns.name, { class: "wbw-end" })] : []),
      ...(rows?.texts ?? []).map((head, row) => text(-5, row * down + this.middle, head, { class: "wbw-end" })),
      ...(columns?.texts ?? []).map((head, column) => text((column + 0.5) * across, 8 - top, head)),
    );
  }

  #fill(grounds) {
    const count = grounds ? grounds.length * grounds[0].length : 0;
    if (this.grounds.childNodes.length !== count) {
      const cells = (grounds ?? []).flatMap((line, row) => line.map((_, column) => this.#box([row, column])));
      this.grounds.replaceChildren(...cells.map(([x, y, width, height]) => s("rect", { x, y, width, height })));
    }
    const [above, before] = this.table.border;
    let at = 0;
    for (const [row, line] of (grounds ?? []).entries()) {
      for (const [column, ground] of line.entries()) {
        const cell = this.grounds.childNodes[at++];
        if (cell.ground === ground) continue;
        cell.ground = ground;
        const colour = typeof ground === "string";
        cell.style.fill = colour ? ground : "";
        const opacity = colour ? 1 : (ground ?? 0);
        if (cell.opacity !== opacity) cell.style.opacity = opacity;
        cell.opacity = opacity;
        const light = colour ? `wbw-on-${luminance(ground) < 0.179 ? "dark" : "light"}` : "";
        if (cell.light !== light) this.texts[row + above][column + before].setAttribute("class", light);
        cell.light = light;
      }
    }
  }

  /** Labels move together with a window: the group is moved, and each is where it was in it. */
  #label(labels) {
    const [down, across] = this.step;
    const [firstRow, firstColumn] = labels[0] ?? [0, 0];
    const [x, y, width] = this.#box([firstRow, firstColumn]);
    const moved = `translate(${x} ${y})`;
    if (this.labels.getAttribute("transform") !== moved) this.labels.setAttribute("transform", moved);
    const group = labels.map(([row, column, text]) => `${row - firstRow} ${column - firstColumn} ${text}`).join();
    if (group === this.group) return;
    this.group = group;
    while (this.labels.childNodes.length > labels.length) this.labels.lastChild.remove();
    for (const [at, [row, column, text]] of labels.entries()) {
      const element = this.labels.childNodes[at] ?? this.labels.appendChild(s("text"));
      const place = [(column - firstColumn) * across + width - 2, (row - firstRow) * down + CELL - 4.8];
      element.setAttribute("x", String(place[0]));
      element.setAttribute("y", String(place[1]));
      element.textContent = text;
      // A cell does not grow: a long label is written smaller.
      element.style.fontSize = text.length > LONG ? `${(1.3 * width) / text.length}px` : "";
    }
  }

  /** @param {string} name
      @param {readonly Block[]} blocks */
  #mark(name, blocks) {
    const { path, whole } = MARKS[name];
    const cut = whole || !this.table.labels.length ? 0 : CELL - LABELLED;
    let d = "";
    for (const block of blocks) {
      const [x, y, width, height] = this.#box(block);
      d += path(x, y, width, height - cut);
    }
    if (this.drawn[name] === d) return;
    this.drawn[name] = d;
    this.marks[name].setAttribute("d", d);
  }

  /** Clear the ground around texts that stand on a hatch. */
  #clear({ border: [above, before], marks }) {
    const [rows, columns] = [this.texts.length - 2 * above, this.texts[0].length - 2 * before];
    const hatched = new Set((marks.padding ?? []).map(([row, column]) => `${row},${column}`));
    if (!above && !before && !hatched.size && !this.hatched) return;
    this.hatched = hatched.size > 0;
    for (const [i, line] of this.texts.entries()) {
      for (const [j, element] of line.entries()) {
        const [row, column] = [i - above, j - before];
        const inside = row >= 0 && row < rows && column >= 0 && column < columns;
        element.classList.toggle("wbw-over", !inside || hatched.has(`${row},${column}`));
      }
    }
  }

  /** Lay the handle, which a finger drags, on the window. */
  #hold(block) {
    if (!this.draggable) return;
    this.handle.hidden = !block;
    if (!block) return;
    const [x, y, width, height] = this.#box(block);
    const [down, across] = this.extent;
    const share = (value, whole) => `${(value * 100) / whole}%`;
    const { style } = this.handle;
    style.left = share(x + this.origin[1], across);
    style.top = share(y + this.origin[0], down);
    const size = `${share(width, across)} ${share(height, down)}`;
    if (size === this.held) return; // it has moved
    this.held = size;
    [style.width, style.height] = size.split(" ");
  }

  /** A block of cells as [x, y, width, height].
      @param {Block} block */
  #box([row, column, rows = 1, columns = 1]) {
    const [down, across] = this.step;
    const [above, before] = this.table.border;
    return [(column + before) * across, (row + above) * down, columns * across, (rows - 1) * down + CELL];
  }

  /** Where the pointer is, in cells of the image, as fractions. */
  #place(event) {
    const screen = this.svg.getBoundingClientRect();
    const shares = [(event.clientY - screen.top) / screen.height, (event.clientX - screen.left) / screen.width];
    return shares.map(
      (share, axis) => (share * this.extent[axis] - this.origin[axis]) / this.step[axis] - this.table.border[axis],
    );
  }

  #cellAt(place) {
    const { border, texts } = this.table;
    return [texts.length, texts[0].length].map((count, axis) =>
      Math.min(Math.max(Math.floor(place[axis]), 0 - border[axis]), count - border[axis] - 1),
    );
  }
}

/** Whether two tables can be shown by the same drawing.
    @param {Table} one
    @param {Table} other */
function agree(one, other) {
  const parts = ["kind", "texts", "border", "rows", "columns", "room", "gap"];
  const alike = parts.every((name) => one[name] === other[name]) && !one.labels.length === !other.labels.length;
  return alike || JSON.stringify(measure(one)) === JSON.stringify(measure(other));
}

/** How large the cells of a table are, across and down, and all of them together; and how much stands left and above.
    @param {Table} table */
function measure({ kind, texts, border, rows, columns, labels, room, gap }) {
  const [across, down] = [cellWidth(room), CELL * (1 + gap)];
  const heads = rows ? Math.max(...rows.texts.map((text) => text.length)) * DIGIT + 7 + (rows.name ? 14 : 0) : 0;
  const left = Math.max(heads, columns ? columns.name.length * DIGIT + (columns.name ? 7 : 0) : 0);
  const [width, height] = [texts[0].length * across, texts.length * down - gap * CELL];
  return { kind, across, down, left, top: columns ? 17 : 0, width, height, border, labelled: labels.length > 0 };
}

/** How light a colour, "rgb(r g b)", is, from 0 to 1: above 0.179, black is read on it more easily than white.
    @param {string} colour */
export function luminance(colour) {
  const [red, green, blue] = (colour.match(/\d+(\.\d+)?/g) ?? [255, 255, 255])
    .map(Number)
    .map((part) => (part > 10 ? ((part / 255 + 0.055) / 1.055) ** 2.4 : part / 3295));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
