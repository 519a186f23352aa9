/* All arithmetic of windows, as in convbook/geometry.py: the same few functions, under the same names. The two are held
   equal by frontend/tests/vectors.json, which Python writes.

   A setting holds pairs [rows, columns]: size, kernel_size, stride, padding (per side), dilation (1 means none). */

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

/** Whether the kernel fits the padded image. */
export function fits(setting) {
  return Math.min(...outputSize(setting)) > 0;
}

/** First pixel of each window, by axis, in the padded image. */
export function windowStarts(setting) {
  return outputSize(setting).map((count, axis) => range(count).map((window) => window * setting.stride[axis]));
}

/** Pixels of one axis that one of its windows reads, counted in the image itself: in the padding they are below 0, or
    not below its size. */
export function reads(setting, axis, window) {
  const start = window * setting.stride[axis] - setting.padding[axis];
  return range(setting.kernel_size[axis]).map((cell) => start + cell * setting.dilation[axis]);
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

/** Rows and columns of the image that lie past the last window. */
export function unreadBorder(setting) {
  const span = kernelSpan(setting);
  return paddedSize(setting).map((n, axis) => {
    const rest = (n - span[axis]) % setting.stride[axis];
    return Math.min(Math.max(rest - setting.padding[axis], 0), setting.size[axis]);
  });
}

/** The integers from 0 to count − 1. */
export function range(count) {
  return Array.from({ length: count }, (_, number) => number);
}
