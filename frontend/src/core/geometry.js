/* All arithmetic of windows, as in convbook/geometry.py: the same few functions, under the same names. The two are held
   equal by the vectors that Python writes (tests/widget_vectors.py).

   A setting holds pairs [rows, columns]: size, kernel_size, stride, padding (per side), dilation (1 means none). */

/** [rows, columns], or a place: [row, column].
    @typedef {[number, number]} Pair */

/** @typedef {{ size: Pair, kernel_size: Pair, stride: Pair, padding: Pair, dilation: Pair }} Setting */

/** How many pixels the kernel reaches over, gaps included. */
export function kernelSpan({ kernel_size, dilation }) {
  return kernel_size.map((k, axis) => dilation[axis] * (k - 1) + 1);
}

/** Size of the image with its padding. */
export function paddedSize({ size, padding }) {
  return size.map((n, axis) => n + 2 * padding[axis]);
}

/** How many windows start below each other, and beside each other; 0 where the kernel does not fit. */
export function outputSize(setting) {
  const span = kernelSpan(setting);
  return paddedSize(setting).map((n, axis) =>
    n < span[axis] ? 0 : Math.floor((n - span[axis]) / setting.stride[axis]) + 1,
  );
}

/** First pixel of each window, by axis, in the padded image. */
export function windowStarts(setting) {
  return outputSize(setting).map((count, axis) => range(count).map((window) => window * setting.stride[axis]));
}

/** The pixel of one axis that lies under a cell of the kernel in a window, counted in the image itself: in the padding it
    is below 0, or not below the image's size. */
export function pixelUnder({ stride, padding, dilation }, axis, window, cell) {
  return window * stride[axis] - padding[axis] + cell * dilation[axis];
}

/** Pixels of one axis that one of its windows reads, counted in the same way. */
export function reads(setting, axis, window) {
  return range(setting.kernel_size[axis]).map((cell) => pixelUnder(setting, axis, window, cell));
}

/** Who reads a pixel of one axis: every window with the cell of the kernel that lies on it. The pixel may lie in the
    padding. */
export function readers(setting, axis, pixel) {
  const windows = outputSize(setting)[axis];
  const found = [];
  for (let cell = setting.kernel_size[axis] - 1; cell >= 0; cell--) {
    const start = pixel + setting.padding[axis] - cell * setting.dilation[axis];
    const window = start / setting.stride[axis];
    if (Number.isInteger(window) && window >= 0 && window < windows) found.push({ window, cell });
  }
  return found;
}

/** How often each pixel of the unpadded image is read: rows of counts. */
export function coverage(setting) {
  const [down, across] = setting.size.map((n, axis) => range(n).map((pixel) => readers(setting, axis, pixel).length));
  return down.map((rows) => across.map((columns) => rows * columns));
}

/** The pixels that no window reads, [row, column] each. */
export function unread(setting) {
  return coverage(setting).flatMap((line, row) => line.flatMap((count, column) => (count ? [] : [[row, column]])));
}

/** The place, [row, column], of what has a number, in a table that is counted row by row: of a window in the output. */
export function placeOf(number, columns) {
  return [Math.floor(number / columns), number % columns];
}

/** The integers from 0 to count − 1. */
export function range(count) {
  return Array.from({ length: count }, (_, number) => number);
}
