/* PhotoKernel as a scene: the photo and the output with their outlines, and one window enlarged. */

import { outputSize } from "../../core/geometry.js";
import { longest, memo, photo, table } from "../../scene/schema.js";
import { by, number, written } from "../../scene/words.js";
import { elsewhere } from "../../state/setting.js";
import { lookAt } from "./look.js";
import { filtered, fullColour } from "./output.js";
import { bytesOf, colours } from "./shades.js";
import { positionOf, settingOf } from "./state.js";
import { wordsOf } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./look.js").Pointed} Pointed */

const FRACTION = 6; // characters that nearly every number with four digits has room in

/** What a state shows.
    @param {State} state
    @param {Pointed} [pointed]
    @returns {import("../../scene/schema.js").Scene} */
export function scene(state, pointed = null) {
  const cell = pointed?.cell ?? state.chosen;
  const look = lookAt(state, pointed);
  return {
    tables: [...windowTables(state, look, cell)],
    photos: photosOf(state, pointed?.position ?? positionOf(state)),
    words: wordsOf(state, look, cell),
  };
}

function photosOf(state, at) {
  const { picture, hidden } = state;
  const setting = settingOf(state);
  const size = outputSize(setting);
  return [
    photo({
      name: "photo",
      title: `${picture?.own ? "your photo" : "photo"} ${by(setting.size)}`,
      size: setting.size,
      window: [...at, ...setting.kernel_size],
      hidden: !picture,
    }),
    photo({
      name: "output",
      title: `output ${by(size)}`,
      size,
      window: hidden ? null : [...at, 1, 1],
      hidden: hidden || !picture,
    }),
  ];
}

/** The pixels of a photo for its canvas: those of the photo, */
export const photoBytes = memo((picture) => picture && bytesOf(picture.pixels, "cut"));

/** and those of the output, unless it is hidden. */
export const outputBytes = memo((picture, kernel, divisor, show, hidden) => {
  if (!picture || hidden) return null;
  const output = filtered(picture, kernel, divisor);
  return bytesOf(output, show, show === "signed" ? fullColour(output) : 1);
});

/** What depends on the kernel alone. The cells have room for any window's numbers, and keep their size as it moves. */
const aboutKernel = memo((kernel) => {
  const weights = kernel.flat();
  const most = longest([weights.map((weight) => number(255 * weight))]);
  const whole = weights.every(Number.isInteger);
  return {
    texts: written(kernel),
    title: `kernel ${by([kernel.length, kernel[0].length])}`,
    room: whole ? most : Math.max(most, FRACTION),
    strongest: 255 * Math.max(...weights.map(Math.abs)) || 1,
    blank: kernel.map((line) => line.map(() => "")),
    outline: [[0, 0, kernel.length, kernel[0].length]],
  };
});

/** The window's pixels, the kernel, the products and the output. */
function windowTables(state, look, cell) {
  const { kernel, chosen, show, hidden } = state;
  const { texts, title, room, strongest, blank, outline } = aboutKernel(kernel);
  const asked = cell ? [cell] : [];
  const products = look && kernel.map((line, i) => line.map((weight, j) => weight * look.pixels[i][j]));
  const value = look && [[look.value]];
  return [
    table({
      name: "pixels",
      kind: "input",
      title: "pixels",
      texts: look ? written(look.pixels) : blank,
      grounds: look && colours(look.pixels, "cut"),
      marks: { window: outline, asked },
      room: 3,
    }),
    table({ name: "kernel", kind: "kernel", title, texts, marks: { asked, waiting: elsewhere(chosen, cell) } }),
    answers({ name: "products", kind: "plain", title: "products", marks: { asked }, room }, products, {
      hidden,
      blank,
      show: "signed",
      full: strongest,
    }),
    answers({ name: "value", kind: "output", title: "output", room: FRACTION }, value, {
      hidden,
      blank: [[""]],
      show,
      full: look?.full,
    }),
  ];
}

/** A table of numbers on colours; or of question marks on white; or, before the photo is read, of nothing. */
function answers(parts, values, { hidden, blank, show, full }) {
  if (!values) return table({ ...parts, texts: blank });
  const texts = hidden ? values.map((line) => line.map(() => "?")) : written(values);
  const none = values.map((line) => line.map(() => 0));
  const grounds = hidden ? colours(none, "signed") : colours(values, show, full);
  return table({ ...parts, texts, grounds, room: Math.max(parts.room, longest(texts)) });
}
