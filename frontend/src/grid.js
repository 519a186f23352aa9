/* A table of numbers that can be looked at, pointed at and dragged over: the picture that every widget is made of.

   It is built once for a size. What changes while a pointer moves (marks, the window, single texts) costs no more than
   what it shows. */

import { range } from "./core/geometry.js";
import { CELL, MARKS } from "./scene/marks.js";
import { h, s, setText } from "./ui/dom.js";
import { listenToKeys } from "./ui/keys.js";

const SMALL = 15; // pixels on the screen below which a cell's number could not be read

export class Grid {
  /** `kind` is "input", "output", "kernel" or "plain" and gives the colour. The listeners get cells {row, column}, which in the
      padding are below 0 or past the end:
      onHover(cell or null), onPick(cell) for a click or a tap, onDrag(place) for the window, {row, column} as fractions,
      onKey(event) for keys while the grid has the focus; it returns true if it has used the key. */
  constructor({ kind, label, onHover, onPick, onDrag, onKey }) {
    Object.assign(this, { kind, onHover, onPick, onDrag, padding: [0, 0] });
    this.svg = s("svg", { "aria-hidden": "true" });
    this.handle = h("div", { class: "wbw-handle", hidden: true });
    this.box = h("div", { class: `wbw-grid wbw-${kind}` }, this.svg, this.handle);
    this.title = h("div", { class: "wbw-title" }, label);
    this.element = h("div", { class: "wbw-panel" }, this.title, this.box);
    this.marks = new Map();
    if (onKey) {
      // Arrow keys belong to the grid: a screen reader is to pass them on.
      this.box.tabIndex = 0;
      this.box.setAttribute("role", "application");
      this.setLabel(label);
      listenToKeys(this.box, onKey);
    }
    this.#listen();
    new ResizeObserver(([entry]) => {
      const cell = entry.contentRect.width / this.extent?.[1]; // none before there is a drawing
      this.box.classList.toggle("wbw-tiny", cell > 0 && cell < SMALL);
    }).observe(this.box);
  }

  setLabel(label) {
    setText(this.title, label);
    if (this.box.tabIndex === 0) this.box.setAttribute("aria-label", label);
  }

  /** Draw `rows` by `columns` cells, with padding of [rows, columns] cells around them, and a margin of [above, left]
      cells for what heads the columns and the rows. */
  resize(rows, columns, padding = [0, 0], margin = [0, 0]) {
    const key = [rows, columns, ...padding, ...margin].join();
    if (key === this.key) return;
    const [p1, p2] = padding;
    const extent = [rows + 2 * p1 + margin[0], columns + 2 * p2 + margin[1]]; // all of the drawing, in cells
    Object.assign(this, { key, rows, columns, padding, margin, extent });
    const [above, beside] = margin.map((cells) => cells * CELL);
    const [height, width] = [(rows + 2 * p1) * CELL, (columns + 2 * p2) * CELL];
    const [left, top] = [p2 * CELL, p1 * CELL];
    const lines = [
      ...range(rows + 2 * p1 + 1).map((row) => `M0 ${row * CELL}H${width}`),
      ...range(columns + 2 * p2 + 1).map((column) => `M${column * CELL} 0V${height}`),
    ];
    const hatch = range((width + height) / 15 + 1).map((line) => {
      const [right, bottom] = [Math.min(line * 15, width), Math.min(line * 15, height)];
      return `M${right} ${line * 15 - right}L${line * 15 - bottom} ${bottom}`;
    });
    this.texts = range(rows + 2 * p1).map((row) =>
      range(columns + 2 * p2).map((column) => s("text", { x: column * CELL + 15, y: row * CELL + 15 })),
    );
    this.weights = s("g", { class: "wbw-weights" });
    this.others = s("path", { class: "wbw-others" });
    this.outline = s("rect", { class: "wbw-window", visibility: "hidden" });
    this.layers = s("g");
    this.shades = s("g", { class: "wbw-shades" });
    this.heads = s("g", { class: "wbw-heads" });
    this.marks.clear();
    this.svg.setAttribute("viewBox", `${-1.5 - beside} ${-1.5 - above} ${width + beside + 3} ${height + above + 3}`);
    this.svg.replaceChildren(
      s("rect", { class: "wbw-padding", width, height }),
      s("path", { class: "wbw-hatch", d: p1 || p2 ? hatch.join("") : "" }),
      s("rect", { class: "wbw-ground", x: left, y: top, width: columns * CELL, height: rows * CELL }),
      this.shades,
      s("path", { class: "wbw-lines", d: lines.join("") }),
      this.layers,
      s("g", { class: "wbw-texts" }, this.texts.flat()),
      this.weights,
      this.others,
      this.outline,
      this.heads,
    );
    this.widen(0);
    this.handle.hidden = true;
  }

  /** Head each row and each column in the margin: the name of what they are, and a text for each. */
  writeHeads([rowName, rows], [columnName, columns]) {
    const [above, beside] = this.margin.map((cells) => cells * CELL);
    const text = (x, y, words, look) => s("text", { x, y, ...look }, words);
    const [left, middle] = [6.6 - beside, (this.extent[0] * CELL - above) / 2];
    this.heads.replaceChildren(
      text(left, middle, rowName, { transform: `rotate(-90 ${left} ${middle})` }),
      text(-6, 12 - above, columnName, { class: "wbw-end" }),
      ...rows.map((head, row) => text(-6, row * CELL + 15, head, { class: "wbw-end" })),
      ...columns.map((head, column) => text(column * CELL + 15, 12 - above, head)),
    );
  }

  /** Make the cells large enough for texts of so many characters. On a narrow page the whole drawing shrinks, and so does
      one that would be higher than the screen. */
  widen(length) {
    const factor = Math.min(Math.max(length / 3.6, 1), 1.9);
    const [rows, columns] = this.extent;
    this.box.style.width = `min(${columns * factor} * var(--wbw-cell), var(--wbw-highest, 75vh) * ${columns / rows})`;
  }

  /** Write the cells' texts: `text(row, column)` is asked for each, the padding included. */
  write(text) {
    this.#each((element, row, column) => put(element, text(row, column)));
  }

  /** Write one cell's text. */
  writeCell(row, column, text) {
    put(this.texts[row + this.padding[0]][column + this.padding[1]], text);
  }

  /** Write one cell's text on a colour, [red, green, blue], in black or white, whichever can be read on it. Cheap enough for
      each step of a pointer. */
  fillCell(row, column, text, colour) {
    const at = row * this.columns + column;
    if (!this.shades.firstChild) this.shade(() => 1);
    setText(this.texts[row][column], text);
    const fill = `rgb(${colour.map(Math.round)})`;
    const cell = this.shades.childNodes[at];
    if (cell.colour === fill) return;
    cell.colour = fill;
    cell.style.fill = fill;
    this.texts[row][column].setAttribute("class", luminance(colour) < 0.179 ? "wbw-on-dark" : "wbw-on-light");
  }

  /** Shade every cell of the image: `strength(row, column)` from 0 to 1, or a colour. */
  shade(strength) {
    const cells = range(this.rows).flatMap((row) =>
      range(this.columns).map((column) => {
        const value = strength(row, column);
        const look = typeof value === "string" ? { fill: value } : { opacity: value };
        return s("rect", { ...this.#at(row, column), width: CELL, height: CELL, ...look });
      }),
    );
    this.shades.replaceChildren(...cells);
  }

  /** Mark cells, in place of those that had this mark before. `look` is one of cross, strike, ring, fill, box, dot, hatch, edge;
      a fill may be [row, column, rows, columns], a block of cells. */
  mark(name, look, cells) {
    let mark = this.marks.get(name);
    if (!mark) {
      mark = s("path", { class: `wbw-mark-${look} wbw-is-${name}` });
      this.marks.set(name, mark);
      this.layers.append(mark);
    }
    const d = cells
      .map(([row, column, ...block]) => SHAPES[look](...Object.values(this.#at(row, column)), ...block))
      .join("");
    if (mark.getAttribute("d") !== d) mark.setAttribute("d", d);
  }

  /** Outline other windows, each by its first cell, in place of those before. */
  outlineWindows(cells) {
    const [height, width] = this.span;
    const d = cells.map(([row, column]) => {
      const { x, y } = this.#at(row, column);
      return `M${x} ${y}h${width * CELL}v${height * CELL}h${-width * CELL}z`;
    });
    this.others.setAttribute("d", d.join(""));
  }

  /** Give the window its size and the weights that its cells carry; texts below each other, `steps` cells apart, each
      with a sign before it. */
  setWindow(span, weights, steps, sign = "×") {
    this.span = span;
    this.outline.setAttribute("width", span[1] * CELL);
    this.outline.setAttribute("height", span[0] * CELL);
    this.weights.replaceChildren(
      ...weights.flatMap((line, i) =>
        line.map((weight, j) => {
          const style = String(weight).length > 4 ? `font-size:${39 / (String(weight).length + 1)}px` : null;
          return s("text", { x: j * steps[1] * CELL + 28.2, y: i * steps[0] * CELL + 25.2, style }, `${sign}${weight}`);
        }),
      ),
    );
  }

  /** Put the window's first cell on a pixel, or hide the window. */
  moveWindow(row, column) {
    this.weights.setAttribute("visibility", row == null ? "hidden" : "visible");
    if (row == null) {
      this.outline.setAttribute("visibility", "hidden");
      this.handle.hidden = true;
      return;
    }
    const { x, y } = this.#at(row, column);
    this.outline.setAttribute("visibility", "visible");
    this.outline.setAttribute("x", x);
    this.outline.setAttribute("y", y);
    this.weights.setAttribute("transform", `translate(${x} ${y})`);
    if (!this.onDrag) return;
    const [height, width] = this.extent;
    const [above, beside] = this.margin;
    this.handle.hidden = false;
    this.handle.style.cssText =
      `left:${((x / CELL + beside) * 100) / width}%;top:${((y / CELL + above) * 100) / height}%;` +
      `width:${(this.span[1] * 100) / width}%;height:${(this.span[0] * 100) / height}%`;
  }

  #at(row, column) {
    return { x: (column + this.padding[1]) * CELL, y: (row + this.padding[0]) * CELL };
  }

  #each(visit) {
    const [p1, p2] = this.padding;
    for (const [row, line] of this.texts.entries()) {
      for (const [column, text] of line.entries()) visit(text, row - p1, column - p2);
    }
  }

  /** Where the pointer is, in cells of the image, as fractions. */
  #place(event) {
    const box = this.svg.getBoundingClientRect();
    const { padding, margin, extent } = this;
    return {
      row: ((event.clientY - box.top) / box.height) * extent[0] - margin[0] - padding[0],
      column: ((event.clientX - box.left) / box.width) * extent[1] - margin[1] - padding[1],
    };
  }

  #cell(event) {
    const { row, column } = this.#place(event);
    const within = (value, count, padding) => Math.min(Math.max(Math.floor(value), -padding), count + padding - 1);
    return { row: within(row, this.rows, this.padding[0]), column: within(column, this.columns, this.padding[1]) };
  }

  #listen() {
    let held = null; // what a pressed pointer has hold of
    const on = (name, listener) => this.box.addEventListener(name, listener);
    on("pointerdown", (event) => {
      if (event.button !== 0) return;
      held = { cell: this.#cell(event), from: this.#place(event), dragging: false, drags: false };
      // A finger drags the window by itself alone: elsewhere it scrolls the page.
      if (this.onDrag && (event.pointerType === "mouse" || event.target === this.handle)) {
        held.drags = true;
        const x = Number(this.outline.getAttribute("x")) / CELL - this.padding[1];
        const y = Number(this.outline.getAttribute("y")) / CELL - this.padding[0];
        // Taken outside the window, it comes to the pointer with its middle.
        held.grip =
          event.target === this.handle
            ? { row: held.from.row - y, column: held.from.column - x }
            : { row: this.span[0] / 2, column: this.span[1] / 2 };
        this.box.setPointerCapture(event.pointerId);
      }
    });
    on("pointermove", (event) => {
      if (held?.drags) {
        const place = this.#place(event);
        const far = Math.hypot(place.row - held.from.row, place.column - held.from.column) > 0.35;
        if (far && !held.dragging) {
          held.dragging = true;
          this.onHover?.(null);
        }
        if (held.dragging) this.onDrag({ row: place.row - held.grip.row, column: place.column - held.grip.column });
      } else if (event.pointerType === "mouse") {
        this.#hover(this.#cell(event));
      }
    });
    on("pointerup", (event) => {
      const cell = this.#cell(event);
      const same = held && cell.row === held.cell.row && cell.column === held.cell.column;
      if (same && !held.dragging) this.onPick?.(cell);
      held = null;
    });
    on("pointercancel", () => {
      held = null;
    });
    on("pointerleave", () => {
      held = null;
      this.#hover(null);
    });
  }

  #hover(cell) {
    const key = cell && `${cell.row},${cell.column}`;
    if (key === this.hovered) return;
    this.hovered = key;
    this.onHover?.(cell);
  }
}

/** Write a text into a cell; a cell does not grow, so a long number is written smaller. */
function put(element, text) {
  if (element.textContent === text) return;
  element.textContent = text;
  element.style.fontSize = text.length > 3 ? `${37.8 / text.length}px` : "";
}

/** How light a colour is, from 0 to 1: above 0.179, black is read on it more easily than white. */
function luminance(colour) {
  const [red, green, blue] = colour.map((part) => (part > 10 ? ((part / 255 + 0.055) / 1.055) ** 2.4 : part / 3295));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Marks by their look: the path of one on a cell. */
const on = (name) => (x, y) => MARKS[name].path(x, y, CELL, CELL);
export const SHAPES = {
  cross: on("unread"),
  ring: on("asked"),
  fill: (x, y, rows = 1, columns = 1) => MARKS.shaded.path(x, y, columns * CELL, rows * CELL),
  box: on("waiting"),
  strike: on("lost"),
  dot: on("read"),
  hatch: (x, y) => MARKS.cell.path(x, y, CELL, CELL) + MARKS.padding.path(x, y, CELL, CELL),
  edge: on("channel"),
};
