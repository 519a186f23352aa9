/* A small photo, and states of a PhotoKernel with it. */

import { KERNELS } from "../src/widgets/photo-kernel/kernels.js";
import { noise, png } from "./png.js";

export const SIZE = [9, 7];
export const PIXELS = noise(SIZE);
export const VALID = {
  photo: png(PIXELS, SIZE),
  kernel: [
    [1, -2.5],
    [0, 3],
    [4, 999],
  ],
  weights: "1x-2.5_0x3_4x999",
  divisor: 3,
  position: [6, 5],
  show: "signed",
  hidden: true,
};

export const PICTURE = { of: VALID.photo, own: false, size: SIZE, pixels: PIXELS };
export const START = {
  photo: VALID.photo,
  kernel: KERNELS.edges.table,
  divisor: 1,
  position: [2, 3],
  show: "cut",
  hidden: false,
};
