/* The book's photos: PNGs in the state, read as grey pixels.

   They are read here byte by byte, and not off a canvas: browsers that guard against fingerprinting change a canvas's pixels
   as they are read, and the numbers would no longer be those of the text. */

export const PREFIX = "data:image/png;base64,";

export const LARGEST = 320; // pixels on a side

/** The bytes that base64 writes. */
function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** [rows, columns] of a photo that can be read: a grey PNG of 8 bits, not interlaced; else null.
    @param {any} photo
    @returns {[number, number] | null} */
export function sizeOf(photo) {
  if (typeof photo !== "string" || !photo.startsWith(PREFIX)) return null;
  try {
    const bytes = bytesOf(photo.slice(PREFIX.length, PREFIX.length + 40));
    const fields = new DataView(bytes.buffer);
    const size = /** @type {[number, number]} */ ([fields.getUint32(20), fields.getUint32(16)]);
    const [depth, colour, , , interlace] = bytes.slice(24, 29);
    const isPng = fields.getUint32(0) === 0x89504e47 && fields.getUint32(12) === 0x49484452;
    const fits = size.every((count) => count >= 1 && count <= LARGEST);
    return isPng && fits && depth === 8 && colour === 0 && interlace === 0 ? size : null;
  } catch {
    return null; // no base64, or too short
  }
}

/** A photo's pixels, row by row. */
export async function pixelsOf(photo) {
  const [rows, columns] = sizeOf(photo);
  const bytes = bytesOf(photo.slice(PREFIX.length));
  const fields = new DataView(bytes.buffer);
  const parts = [];
  for (let at = 8; at < bytes.length; ) {
    const length = fields.getUint32(at);
    if (fields.getUint32(at + 4) === 0x49444154) parts.push(bytes.subarray(at + 8, at + 8 + length)); // "IDAT"
    at += 12 + length;
  }
  const stream = new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate"));
  const lines = new Uint8Array(await new Response(stream).arrayBuffer());
  if (lines.length !== rows * (columns + 1)) throw new Error("the photo is cut short");
  return unfiltered(lines, rows, columns);
}

/** Undo what PNG does to a line so that it packs better: it writes how a pixel differs from its neighbours. */
function unfiltered(lines, rows, columns) {
  const pixels = new Uint8Array(rows * columns);
  for (let row = 0, from = 0, at = 0; row < rows; row++) {
    const filter = lines[from++];
    for (let column = 0; column < columns; column++, at++) {
      const left = column ? pixels[at - 1] : 0;
      const up = row ? pixels[at - columns] : 0;
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = up;
      else if (filter === 3) guess = (left + up) >> 1;
      else if (filter === 4) guess = nearest(left, up, row && column ? pixels[at - columns - 1] : 0);
      pixels[at] = lines[from++] + guess;
    }
  }
  return pixels;
}

/** Of three neighbours, the one nearest to left + up − corner. */
function nearest(left, up, corner) {
  const [toLeft, toUp, toCorner] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** The photo that was read last.
    @type {import("./state.js").Picture | null} */
let last = null;

/** Read a photo. From then on, it is known. */
export async function read(photo) {
  const pixels = await pixelsOf(photo);
  last = { of: photo, own: false, size: sizeOf(photo), pixels };
  return last;
}

/** The photo that stands at an address, if it was read before. */
export function known(photo) {
  return last?.of === photo ? last : null;
}
