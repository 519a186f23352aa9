/* What a wrong guess would have meant. */

import { dot, entry } from "../../core/convolution.js";
import { paddedSize } from "../../core/geometry.js";
import { judge as judged } from "../../scene/judge.js";
import { askedFeature, columnsOf, firstOf, matrixOf, productsOf, shownAt, windowOf } from "./state.js";

/** Judge a guess of the entry that is asked for, or of the product. */
export function judge(state, guess) {
  return state.product ? judgeProduct(state, guess) : judgeEntry(state, guess);
}

function judgeEntry(state, guess) {
  const window = windowOf(state);
  const feature = askedFeature(state);
  const { u, v, channel, i, j, start, offset } = entry(state, window, feature);
  const first = firstOf(state);
  const [height, width] = paddedSize(state);
  const [{ stride, dilation }, [k1, k2]] = [state, state.kernel_size];
  const byHeight = (channel * width + u * stride[0] + i * dilation[0]) * height + v * stride[1] + j * dilation[1];
  const cell = feature % (k1 * k2);
  const byColumn = entry(state, window, feature - cell + (cell % k1) * k2 + Math.floor(cell / k1));
  const at = (index) => shownAt(state, index);
  const meanings = [
    [at(first + window + offset), `takes the window's number, ${window}, for its start, which is ${start}.`],
    [at(first + byHeight), `counts the rows of the image, ${height}, where its columns belong, ${width}.`],
    [at(first + byColumn.start + byColumn.offset), "reads the window column by column; features go row by row."],
    [at(start + offset), `is in image 0; image ${state.n} begins ${first} later.`],
    [at(first + start), "is where the window starts; add the offset of the feature."],
    [at(first + offset), "is in window 0; add the start of the window."],
  ];
  return judged(guess, at(first + start + offset), meanings, {
    otherwise: "Add the feature's offset to the window's start.",
  });
}

function judgeProduct(state, guess) {
  const window = windowOf(state);
  const row = matrixOf(state)[window];
  const column = columnsOf(state)[state.f];
  const ofChannel = row.length / state.images[0].length;
  const all = productsOf(state)[window];
  const other = all.indexOf(guess);
  const meanings = [
    [dot(row, [...column].reverse()), "is the sum with the kernel flipped by 180 degrees. This book does not flip it."],
    [dot(row.slice(0, ofChannel), column), "is channel 0 alone; the sum goes over all channels."],
    [row.reduce((total, x) => total + x, 0), "is the sum of the pixels, without the weights."],
    [other < 0 ? undefined : guess, `is row ${window} times column ${other}.`],
  ];
  return judged(guess, all[state.f], meanings, {
    otherwise: "Multiply each number of the row by the one in its place in the column, and add up.",
  });
}
