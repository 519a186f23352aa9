/* A photo of the reader's own: it stays in the browser. */

import { plural } from "../../scene/words.js";
import { h, setText } from "../../ui/dom.js";
import { LARGEST } from "./png.js";
import { LARGEST_KERNEL } from "./state.js";

/** A picture file as { pixels, size }: made smaller where it is larger than the book's may be, and grey as in chapter 1.
    Fails where it is no picture.
    @param {Blob} file
    @returns {Promise<{ pixels: Uint8Array, size: import("../../core/geometry.js").Pair }>} */
export async function greyOf(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LARGEST / Math.max(bitmap.width, bitmap.height));
  const [rows, columns] = [bitmap.height, bitmap.width].map((count) => Math.max(1, Math.round(count * scale)));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: columns, height: rows });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff"; // what can be seen through is on white
  context.fillRect(0, 0, columns, rows);
  context.drawImage(bitmap, 0, 0, columns, rows);
  const { data } = context.getImageData(0, 0, columns, rows);
  const pixels = new Uint8Array(rows * columns);
  for (let at = 0; at < pixels.length; at++) {
    pixels[at] = Math.floor((data[4 * at] + data[4 * at + 1] + data[4 * at + 2]) / 3);
  }
  return { pixels, size: [rows, columns] };
}

/** The changes of a state that a file brings: the photo, or what is wrong with it.
    @param {string} photo the state's own, in whose place it is shown
    @param {File} file */
export async function brought(photo, file) {
  try {
    const picture = { of: photo, own: true, ...(await greyOf(file)) };
    const narrow = picture.size.findIndex((count) => count < LARGEST_KERNEL);
    if (narrow < 0) return { picture, ownPosition: null, fault: "" };
    const words = `${plural(picture.size[narrow], ["row", "column"][narrow])}; it needs at least ${LARGEST_KERNEL}.`;
    return { fault: `“${file.name}” has only ${words}` };
  } catch {
    return { fault: `“${file.name}” is no picture that this browser can read. JPEG, PNG, WebP and GIF files work.` };
  }
}

/** A field for a file; update(own, fault) says whether one is shown, and what is wrong with the last one. */
export function fileField({ onChange }) {
  const file = h("input", { type: "file", accept: "image/*", change: () => file.files[0] && onChange(file.files[0]) });
  const fault = h("p", { class: "wbw-fault", role: "status" });
  const told = "or drop one here. It stays in this browser: it is sent to nobody, and a link does not carry it.";
  const label = h("label", { class: "wbw-file" }, "Your own photo: ", file);
  return {
    element: h("div", {}, h("div", { class: "wbw-line" }, label, h("span", {}, told)), fault),
    update(own, words) {
      if (!own && !words) file.value = "";
      setText(fault, words);
    },
  };
}

/** Take a file that is dropped on an element as if it were chosen in its field. */
export function takeDropped(element, field) {
  element.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  element.addEventListener("drop", (event) => {
    const { files } = event.dataTransfer;
    if (!files.length) return;
    event.preventDefault();
    const input = field.querySelector("input");
    input.files = files;
    input.dispatchEvent(new CustomEvent("change"));
  });
}
