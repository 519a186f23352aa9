/* What the windows compute: im2col and the convolution, and which entry of the matrix belongs to which pixel. Plain nested
   arrays and plain loops, as every picture is small; the shapes are those of the book:

   images [n][channel][row][column], weights [filter][channel][i][j], matrix [n][window][feature], output [n][filter][u][v].
   Held equal to NumPy by the vectors that Python writes (tests/widget_vectors.py). */

import { outputSize, paddedSize, pixelUnder, placeOf, range, readers } from "./geometry.js";

/** Where the entry (window, feature) of the im2col matrix comes from. `row` and `column` count in the image, and lie
    outside it in the padding; `start`, `offset` and their sum are flat indices into the padded image. */
export function entry(setting, window, feature) {
  const [k1, k2] = setting.kernel_size;
  const [u, v] = placeOf(window, outputSize(setting)[1]);
  const channel = Math.floor(feature / (k1 * k2));
  const [i, j] = [Math.floor(feature / k2) % k1, feature % k2];
  const [row, column] = [pixelUnder(setting, 0, u, i), pixelUnder(setting, 1, v, j)];
  const [height, width] = paddedSize(setting);
  const start = u * setting.stride[0] * width + v * setting.stride[1];
  const offset = (channel * height + i * setting.dilation[0]) * width + j * setting.dilation[1];
  return { u, v, channel, i, j, row, column, start, offset, inside: isInside(setting, row, column) };
}

/** Every place of the im2col matrix where a pixel of a channel stands, by window. */
export function copies(setting, channel, row, column) {
  const [k1, k2] = setting.kernel_size;
  const columns = outputSize(setting)[1];
  return readers(setting, 0, row).flatMap(({ window: u, cell: i }) =>
    readers(setting, 1, column).map(({ window: v, cell: j }) => {
      return { u, v, i, j, window: u * columns + v, feature: (channel * k1 + i) * k2 + j };
    }),
  );
}

/** Whether a row and a column lie on the image, and not in its padding. */
export function isInside({ size }, row, column) {
  return row >= 0 && row < size[0] && column >= 0 && column < size[1];
}

/** The value of a pixel; 0 in the padding, and wherever else there is none. */
export function valueAt(image, [row, column]) {
  return image[row]?.[column] ?? 0;
}

/** Every window of every image as a row. */
export function im2col(images, setting) {
  const [windows, features] = matrixShape(setting, images[0].length);
  const entries = range(windows).map((m) => range(features).map((t) => entry(setting, m, t)));
  return images.map((image) =>
    entries.map((line) => line.map((e) => (e.inside ? image[e.channel][e.row][e.column] : 0))),
  );
}

/** [windows, features] of the im2col matrix of one image. */
export function matrixShape(setting, channels) {
  const [rows, columns] = outputSize(setting);
  return [rows * columns, channels * setting.kernel_size[0] * setting.kernel_size[1]];
}

/** The output of a convolution (a cross-correlation, as in every framework). */
export function convolve(images, weights, bias, setting) {
  const columns = outputSize(setting)[1];
  return im2col(images, setting).map((matrix) =>
    weights.map((filter, f) => {
      const column = filter.flat(2);
      return asRows(
        matrix.map((line) => dot(line, column) + bias[f]),
        columns,
      );
    }),
  );
}

/** The sum of the products of two lists. */
export function dot(left, right) {
  return left.reduce((total, value, place) => total + value * right[place], 0);
}

/** Cut a list into rows of so many numbers. */
export function asRows(values, columns) {
  return range(values.length / columns).map((row) => values.slice(row * columns, (row + 1) * columns));
}
