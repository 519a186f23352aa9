/* What Col2imExplorer says, as convbook/figures/col2im_explorer.py does, and what stands beside its controls. */

import { same } from "../../core/lists.js";
import { factor, listed, number, place, plural, times } from "../../scene/words.js";
import { entriesInWords } from "../matrix/tables.js";
import { stepNow, steps } from "./state.js";

/** Say where a pixel was copied to. */
export function copiesInWords(sending, pixel) {
  const found = sending.copies(pixel);
  if (!found.length) return `Pixel ${place(pixel)} was copied nowhere.`;
  return `Pixel ${place(pixel)} was copied ${times(found.length)}, to ${entriesInWords(found)}.`;
}

/** Say what a pixel adds up, or what stays there and what is lost: "11 + 16 + 39 = 66, 3 of 4 terms."; with "=":
    "44 stays; 11, 16 and 39 are lost." */
export function sumInWords(sending, pixel) {
  const found = sending.copies(pixel);
  const terms = sending.termsOf(sending.arrived(pixel));
  if (!found.length) return "0: no window reads it, so nothing is sent to it.";
  if (!sending.isInside(pixel)) return "It lies in the padding: what is sent to it is cut off.";
  const rest = terms.length < found.length ? `, ${terms.length} of ${plural(found.length, "term")}` : "";
  if (!terms.length) return `0: nothing is added yet${rest}.`;
  const total = number(sending.total(terms));
  if (!sending.overwrite) {
    const spelled = terms.length > 1 ? `${terms.map((term) => factor(term)).join(" + ")} = ` : "";
    return `${spelled}${total}${rest}.`;
  }
  const lost = terms.slice(0, -1).map((term) => number(term));
  const gone = lost.length ? `; ${listed(lost)} ${lost.length > 1 ? "are" : "is"} lost` : "";
  return `${total} stays${gone}${rest}.`;
}

/** Say what an entry is, where it goes, and what it does there: "Entry (7, 2) is 44. It goes to pixel (2, 2):
    66 + 44 = 110." No
    number of a hidden pixel is told. */
export function entryInWords(sending, at, hidden = null) {
  const [pixel, value] = [sending.pixelOf(at), sending.value(at)];
  const name = `Entry ${place(at)} is ${number(value)}.`;
  if (!sending.isInside(pixel)) return `${name} It was copied from the padding, at ${place(pixel)}, and is cut off.`;
  const goes = `${name} It goes to pixel ${place(pixel)}`;
  const before = sending.copies(pixel).filter(({ window }) => window < at[0]);
  if (same(pixel, hidden) || (sending.overwrite && !before.length)) return `${goes}.`;
  const old = sending.total(sending.termsOf(before));
  if (sending.overwrite) return `${goes} and replaces ${number(old)}, which is lost.`;
  return `${goes}: ${number(old)} + ${factor(value)} = ${number(old + value)}.`;
}

/** Say how many of the entries that were sent are overwritten. */
export function lostInWords(sending) {
  const lost = sending.lost.length;
  if (!lost) return "Nothing is lost.";
  const it = lost === 1 ? "is overwritten: it is" : "are overwritten: they are";
  return `${lost} of the ${sending.countSent} entries sent ${it} struck out.`;
}

/** Say where the entry goes, where the pixel was copied, and its sum. */
export function askedInWords(sending, { entry, pixel, hides }, { view, hidden }) {
  const said = { where: "", asked: "", sum: "", prompt: "" };
  if (entry) said.where = entryInWords(sending, entry, hidden ? sending.pixel : null);
  if (pixel && hides) said.asked = `Pixel ${place(pixel)} is hidden: predict it.`;
  else if (pixel) {
    said.asked = copiesInWords(sending, pixel);
    said.sum = sumInWords(sending, pixel);
  } else if (!entry && view === "scatter") said.asked = "Nothing is sent yet: every pixel is 0.";
  else if (!entry) said.prompt = "Point at a pixel, or click one, to see what is sent to it.";
  return said;
}

/** Say how far the time line is: "3 of 4 terms: shaded". */
export function stepInWords(state) {
  const [now, last] = [stepNow(state), steps(state)];
  if (state.view === "gather") return `${now} of ${last} terms${state.hidden ? "" : ": shaded"}`;
  return `${now} of ${last} entries${now < last ? ": shaded" : ""}`;
}

/** Ask for a pixel's sum. */
export function sumQuestion(pixel) {
  return `What does pixel ${place(pixel)} hold in the end?`;
}
