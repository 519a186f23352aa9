/* How the answer is found, and what stands under the picture. */

import { kernelSpan, outputSize, paddedSize, readers, unread, windowStarts } from "../../core/geometry.js";
import { number, plural, series, sizeFormula } from "../../scene/words.js";
import { DRILL, isRow, LINES } from "./questions.js";

/** The formula with the numbers in place, in sentences. */
export function explained(question) {
  const { kind, setting, axis, counted, pixel } = question;
  const row = isRow(question);
  if (kind === "size") {
    const found = [0, 1].map((place) => sizeFormula(setting, place));
    return row ? found.slice(1) : found.map((formula, place) => `${LINES[place]}: ${formula}`);
  }
  if (kind === "starts") {
    const [s, p] = [setting.stride[axis], setting.padding[axis]];
    const starts = windowStarts(setting)[axis];
    const last = paddedSize(setting)[axis] - 1;
    const next = starts.at(-1) + s;
    const reach = next + kernelSpan(setting)[axis] - 1;
    const place = row ? (p ? "place" : "pixel") : ["row", "column"][axis];
    const what = `${p || !row ? "padded " : ""}${row ? "row" : "image"}`;
    const words = [
      `From 0 in steps of ${s}: ${starts.join(", ")}.`,
      `A start at ${next} would need ${place} ${reach}, and the ${what} ends at ${place} ${last}.`,
    ];
    if (counted === "image") words.push(`Less the padding of ${p}: ${starts.map((at) => number(at - p)).join(", ")}.`);
    return words;
  }
  const found = pixel.map((at, place) => readers(setting, place, at).map(({ window }) => window));
  if (row) {
    const windows = found[1];
    const which = windows.length ? `${plural(windows.length, "window")}: ${series(windows)}` : "no window";
    return [`Pixel ${pixel[1]} is read by ${which}.`];
  }
  const [down, across] = found.map((windows, place) => {
    const which = windows.length ? ` (${series(windows)})` : "";
    return `${windows.length} of the ${outputSize(setting)[place]} ${LINES[place]} of windows${which}`;
  });
  const [a, b] = found.map((windows) => windows.length);
  return [`Row ${pixel[0]} is read by ${down}, column ${pixel[1]} by ${across}: ${a}·${b} = ${a * b}.`];
}

/** What the open picture adds. */
export function caption({ kind, setting }) {
  const { captions } = DRILL;
  const said = captions[isRow({ setting }) ? "row" : kind] ?? captions.windows;
  return unread(setting).length ? said + captions.unread : said;
}
