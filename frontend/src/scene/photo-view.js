/* Photos of a scene on the page: a canvas that is painted once; while a pointer moves, its outline alone changes. */

import { h, setText } from "../ui/dom.js";
import { listenToKeys } from "../ui/keys.js";
import { listenOnPhoto } from "../ui/pointer.js";

const NARROW = 240; // pixels on the screen: a small picture is enlarged to about this

export class PhotoView {
  /** @param {"input" | "output"} kind gives the outline's colour
      @param {{ onHover?: (pixel: number[] | null) => void, onPick?: (pixel: number[]) => void,
        onKey?: (event: KeyboardEvent) => boolean }} listeners */
  constructor(kind, listeners) {
    /** @type {import("./schema.js").Photo | null} */
    this.photo = null;
    this.canvas = h("canvas", { "aria-hidden": "true" });
    // A finger drags the outline; elsewhere it may scroll the page up and down.
    this.outline = h("div", { class: "wbw-outline", hidden: true });
    this.box = h("div", { class: `wbw-photo wbw-${kind}-photo`, tabindex: 0, role: "application" });
    this.box.append(this.canvas, this.outline);
    this.title = h("div", { class: "wbw-title" });
    this.caption = h("div", { class: "wbw-caption" });
    this.element = h("div", { class: "wbw-panel" }, this.title, this.box, this.caption);
    if (listeners.onKey) listenToKeys(this.box, listeners.onKey);
    listenOnPhoto(this.box, { ...listeners, pixelAt: (event) => this.#pixelAt(event) });
  }

  /** Show a photo with its pixels, four bytes each; without them it is blank.
      @param {import("./schema.js").Photo | null} photo
      @param {Uint8ClampedArray | null} [bytes] */
  update(photo, bytes = null) {
    this.element.hidden = !photo;
    if (!photo) return;
    const old = this.photo;
    this.photo = photo;
    if (old?.title !== photo.title || old.caption !== photo.caption) this.#name(photo);
    if (bytes !== this.bytes || String(old?.size) !== String(photo.size)) this.#paint(photo.size, bytes);
    if (String(old?.window) !== String(photo.window) || String(old?.size) !== String(photo.size)) {
      this.#point(photo.window);
    }
  }

  #name({ title, caption }) {
    setText(this.title, title);
    setText(this.caption, caption);
    this.caption.hidden = !caption;
    this.box.setAttribute("aria-label", title);
  }

  /** @param {import("../core/geometry.js").Pair} size
      @param {Uint8ClampedArray | null} bytes */
  #paint([rows, columns], bytes) {
    this.bytes = bytes;
    Object.assign(this.canvas, { width: columns, height: rows }); // this clears it too
    this.element.style.flexBasis = `${columns * Math.max(1, Math.round(NARROW / Math.max(rows, columns)))}px`;
    if (bytes)
      this.canvas
        .getContext("2d")
        .putImageData(new ImageData(/** @type {ImageDataArray} */ (bytes), columns, rows), 0, 0);
  }

  /** Outline a block; a small one is drawn larger than it is, so that it can be seen. */
  #point(block) {
    this.outline.hidden = !block;
    if (!block) return;
    const [row, column, rows = 1, columns = 1] = block;
    const [height, width] = this.photo.size;
    const share = (value, whole) => `${(value * 100) / whole}%`;
    this.outline.style.cssText =
      `left:${share(column + columns / 2, width)};top:${share(row + rows / 2, height)};` +
      `width:${share(columns, width)};height:${share(rows, height)}`;
  }

  #pixelAt(event) {
    const screen = this.canvas.getBoundingClientRect();
    const shares = [(event.clientY - screen.top) / screen.height, (event.clientX - screen.left) / screen.width];
    return this.photo.size.map((count, axis) => Math.min(Math.max(Math.floor(shares[axis] * count), 0), count - 1));
  }
}
