/* Where Col2imExplorer's tests begin: the worked example of chapter 5. */

export const START = {
  size: [4, 6],
  kernel_size: [3, 2],
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
  cols: null,
  pixel: [2, 2],
  view: "gather",
  overwrite: false,
  step: -1,
  coverage: false,
  hidden: false,
};
/** A text with plain spaces and plain minus signs. */
export const plain = (text) => text.replaceAll("\u00a0", " ").replaceAll("−", "-");
