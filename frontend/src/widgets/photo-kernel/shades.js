/* How numbers become colours; convbook/figures/photo.py makes the same ones. */

const BLUE = [0, 68, 136];
const ORANGE = [230, 140, 30];

/** Numbers as the four bytes of each pixel. The array itself cuts off below 0 and above 255, and rounds, a half to the even
    side. With both signs they go from blue over white to orange, both of which differ in lightness too.
    @param {ArrayLike<number>} values
    @param {"cut" | "distance" | "signed"} show
    @param {number} [full] the number that has the full colour of its sign
    @returns {Uint8ClampedArray} */
export function bytesOf(values, show, full = 1) {
  const bytes = new Uint8ClampedArray(values.length * 4).fill(255);
  for (let place = 0, at = 0; place < values.length; place++, at += 4) {
    const value = values[place];
    if (show === "signed") {
      const end = value < 0 ? BLUE : ORANGE;
      const part = Math.min(Math.abs(value) / full, 1);
      for (let colour = 0; colour < 3; colour++) bytes[at + colour] = 255 + part * (end[colour] - 255);
    } else bytes[at] = bytes[at + 1] = bytes[at + 2] = show === "distance" ? Math.abs(value) : value;
  }
  return bytes;
}

/** The same as colours of a table's cells. */
export function colours(lines, show, full) {
  return lines.map((line) => {
    const bytes = bytesOf(line, show, full);
    return line.map((_, at) => `rgb(${bytes[4 * at]} ${bytes[4 * at + 1]} ${bytes[4 * at + 2]})`);
  });
}
