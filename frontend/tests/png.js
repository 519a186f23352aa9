/* Photos for the tests. */

import { deflateSync } from "node:zlib";
import { PREFIX } from "../src/widgets/photo-kernel/png.js";
import { chance } from "./random.js";

/** Write pixels as a PNG, line `row` with the filter `filters[row % filters.length]`. */
export function png(pixels, [rows, columns], filters = [0], { depth = 8, colour = 0, interlace = 0 } = {}) {
  const at = (row, column) => (row < 0 || column < 0 ? 0 : pixels[row * columns + column]);
  const lines = [];
  for (let row = 0; row < rows; row++) {
    const filter = filters[row % filters.length];
    lines.push(filter);
    for (let column = 0; column < columns; column++) {
      const [a, b, c] = [at(row, column - 1), at(row - 1, column), at(row - 1, column - 1)];
      const p = a + b - c;
      const distances = [a, b, c].map((one) => Math.abs(p - one));
      const paeth = [a, b, c][distances.indexOf(Math.min(...distances))];
      const guess = [0, a, b, Math.floor((a + b) / 2), paeth][filter];
      lines.push((at(row, column) - guess) & 255);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  header.set([depth, colour, 0, 0, interlace], 8);
  const packed = deflateSync(Buffer.from(lines));
  const middle = packed.length >> 1; // some writers cut the data into several parts
  const parts = [
    ["IHDR", header],
    ["tEXt", Buffer.from("IDAT\0is only a word here")],
    ["IDAT", packed.subarray(0, middle)],
    ["IDAT", packed.subarray(middle)],
    ["IEND", Buffer.alloc(0)],
  ].map(([name, data]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]); // nobody checks the checksum
  });
  const bytes = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), ...parts]);
  return PREFIX + bytes.toString("base64");
}

/** Pixels at random. */
export function noise(size, seed = 1) {
  const { whole } = chance(seed);
  return Uint8Array.from({ length: size[0] * size[1] }, () => whole(0, 255));
}
