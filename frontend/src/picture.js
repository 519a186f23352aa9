/* A photo of a few hundred pixels on a side, as a canvas that can be pointed at and dragged over, with one outline on it.

   Painted once; while a pointer moves, the outline alone changes. */

import { h, setText } from "./ui/dom.js";
import { listenToKeys } from "./ui/keys.js";

const NARROW = 240; // pixels on the screen: a small picture is enlarged to about this

export class Picture {
  /** `kind` gives the outline's colour, as a Grid's. The listeners get pixels {row, column}: onHover(pixel or null) for what
      lies under the pointer, onKeep(pixel) where it was clicked, tapped or let go after a drag, onKey(event) for keys; it
      returns true if it has used the key. */
  constructor({ kind, label, onHover, onKeep, onKey }) {
    Object.assign(this, { onHover, onKeep });
    this.canvas = h("canvas", { "aria-hidden": "true" });
    // A finger drags the outline; elsewhere it may scroll the page up and down.
    this.outline = h("div", { class: "wbw-outline", hidden: true });
    this.box = h("div", { class: `wbw-photo wbw-${kind}-photo`, tabindex: 0, role: "application" });
    this.box.append(this.canvas, this.outline);
    this.title = h("div", { class: "wbw-title" });
    this.element = h("div", { class: "wbw-panel" }, this.title, this.box);
    this.setLabel(label);
    listenToKeys(this.box, onKey);
    this.#listen();
  }

  setLabel(label) {
    setText(this.title, label);
    this.box.setAttribute("aria-label", label);
  }

  /** Give it its pixels, four bytes each; without them it is blank. */
  paint([rows, columns], bytes) {
    Object.assign(this, { rows, columns });
    Object.assign(this.canvas, { width: columns, height: rows }); // this clears it too
    this.element.style.flexBasis = `${columns * Math.max(1, Math.round(NARROW / Math.max(rows, columns)))}px`;
    if (bytes) this.canvas.getContext("2d").putImageData(new ImageData(bytes, columns, rows), 0, 0);
  }

  /** Outline so many pixels from a pixel on; a small outline is drawn larger than that, so that it can be seen. */
  point(row, column, [rows, columns]) {
    const share = (value, count) => `${(value * 100) / count}%`;
    this.outline.hidden = false;
    this.outline.style.cssText =
      `left:${share(column + columns / 2, this.columns)};top:${share(row + rows / 2, this.rows)};` +
      `width:${share(columns, this.columns)};height:${share(rows, this.rows)}`;
  }

  #pixel(event) {
    const box = this.canvas.getBoundingClientRect();
    const within = (share, count) => Math.min(Math.max(Math.floor(share * count), 0), count - 1);
    return {
      row: within((event.clientY - box.top) / box.height, this.rows),
      column: within((event.clientX - box.left) / box.width, this.columns),
    };
  }

  #listen() {
    let held = false;
    const on = (name, listener) => this.box.addEventListener(name, listener);
    const let_go = () => {
      held = false;
      this.onHover(null);
    };
    on("pointerdown", (event) => {
      if (event.button !== 0) return;
      held = true;
      this.box.setPointerCapture(event.pointerId);
    });
    on("pointermove", (event) => {
      if (held || event.pointerType === "mouse") this.onHover(this.#pixel(event));
    });
    on("pointerup", (event) => {
      if (held) this.onKeep(this.#pixel(event));
      held = false;
    });
    on("pointercancel", let_go);
    on("pointerleave", () => {
      if (!held) let_go();
    });
  }
}
