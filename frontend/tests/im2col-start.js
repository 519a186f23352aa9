/* The state that the tests of Im2colExplorer begin with: chapter 3's image, window 7 and pixel (2, 2). */

export const START = {
  images: [
    [
      [
        [0, 1, 2, 3, 4, 5],
        [6, 7, 8, 9, 10, 11],
        [12, 13, 14, 15, 16, 17],
        [18, 19, 20, 21, 22, 23],
      ],
    ],
  ],
  weights: [
    [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
  ],
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
  position: [1, 2],
  n: 0,
  f: 0,
  pixel: [0, 2, 2],
  show: "values",
  product: false,
  hidden: false,
};
