/* Col2imExplorer: every entry of the matrix goes back to the pixel that was copied there, and the image fills up. */

import { copies, entry, isInside, matrixShape } from "../core/convolution.js";
import { coverage, kernelSpan, outputSize, pixelUnder, placeOf, range } from "../core/geometry.js";
import { same, shape } from "../core/lists.js";
import { beside, counted, entriesInWords, FIELDS, Matrix, placeInWords, settleMatrix, tell } from "../explorer.js";
import { changes, OPTIONAL, widget } from "../frame.js";
import { Grid } from "../grid.js";
import { by, capital, factor, listed, number, plural, times } from "../scene/words.js";
import { ADDRESS, clamp, elsewhere, stepped, stillThere } from "../state/setting.js";
import { choice } from "../ui/choice.js";
import { h, setText } from "../ui/dom.js";
import { guessField } from "../ui/guess.js";
import { ARROWS } from "../ui/keys.js";
import { settingFields } from "../ui/setting-fields.js";
import { timeLine } from "../ui/time-line.js";
import { toggle } from "../ui/toggle.js";

/** A matrix that does not go with the setting gives way to 0, 1, 2, …, which `null` stands for. `step` counts the terms
    (gather) or the entries (scatter) that are added up; −1 stands for all of them. */
export function settle(state) {
  const settled = {
    ...state,
    ...settleMatrix(state),
    view: state.view === "scatter" ? "scatter" : "gather",
    overwrite: Boolean(state.overwrite),
    coverage: Boolean(state.coverage),
    hidden: Boolean(state.hidden),
  };
  const wanted = matrixShape(settled, 1);
  settled.cols = state.cols?.length && same(shape(state.cols), wanted) ? state.cols : null;
  settled.pixel = state.pixel?.length === 2 ? stillThere(state.pixel, settled.size) : null;
  settled.step = clamp(state.step, -1, steps(settled));
  return settled;
}

/** How many steps there are from nothing to the whole result. */
export function steps(state) {
  if (state.view === "gather") return state.pixel ? copies(state, 0, ...state.pixel).length : 0;
  const [windows, features] = matrixShape(state, 1);
  return windows * features;
}

function entryValue({ cols, kernel_size }, window, feature) {
  return cols ? cols[window][feature] : window * kernel_size[0] * kernel_size[1] + feature;
}

/** What a pixel has after its first terms: their sum, or with `=` the last of them. */
function total(terms, overwrite) {
  return overwrite ? (terms.at(-1) ?? 0) : terms.reduce((sum, term) => sum + term, 0);
}

/** The copies of a pixel that have arrived there, of all that it has. */
export function arrived(state, pixel) {
  const found = copies(state, 0, ...pixel);
  const { step, view } = state;
  if (step < 0) return found;
  if (view === "gather") return same(pixel, state.pixel) ? found.slice(0, step) : found;
  const features = matrixShape(state, 1)[1];
  return found.filter(({ window, feature }) => window * features + feature < step);
}

function termsOf(state, found) {
  return found.map(({ window, feature }) => entryValue(state, window, feature));
}

/** What a pixel shows now. */
export function valueNow(state, pixel) {
  return total(termsOf(state, arrived(state, pixel)), state.overwrite);
}

// --- In words

function pixelInWords(pixel) {
  return `pixel ${placeInWords(...pixel)}`;
}

/** "11 + 16 + 39 = 66, 3 of 4 terms"; with `=`: "44 stays; 11, 16 and 39 are lost". */
export function sumInWords(state, pixel) {
  const found = copies(state, 0, ...pixel);
  const terms = termsOf(state, arrived(state, pixel));
  const rest = terms.length < found.length ? `, ${terms.length} of ${plural(found.length, "term")}` : "";
  if (!found.length) return "0: no window reads it, so nothing is sent to it.";
  if (!terms.length) return `0: nothing is added yet${rest}.`;
  if (!state.overwrite) {
    const sum = terms.length > 1 ? `${terms.map((term) => factor(term)).join(" + ")} = ` : "";
    return `${sum}${number(total(terms))}${rest}.`;
  }
  const lost = terms.slice(0, -1).map(number);
  const words = lost.length ? `; ${listed(lost)} ${lost.length > 1 ? "are" : "is"} lost` : "";
  return `${number(terms.at(-1))} stays${words}${rest}.`;
}

export function copiesInWords(state, pixel) {
  const found = copies(state, 0, ...pixel);
  const subject = capital(pixelInWords(pixel));
  if (!found.length) return `${subject} was copied nowhere.`;
  return `${subject} was copied ${times(found.length)}, to ${entriesInWords(found)}.`;
}

/** "Entry (7, 2) is 44. It goes to pixel (2, 2): 66 + 44 = 110." */
export function entryInWords(state, window, feature) {
  const { row, column, inside } = entry(state, window, feature);
  const value = entryValue(state, window, feature);
  const name = `Entry ${placeInWords(window, feature)} is ${number(value)}.`;
  if (!inside) return `${name} It was copied from the padding, at ${placeInWords(row, column)}, and is cut off.`;
  const found = copies(state, 0, row, column);
  const before = termsOf(
    state,
    found.slice(
      0,
      found.findIndex((copy) => copy.window === window),
    ),
  );
  const goes = `${name} It goes to ${pixelInWords([row, column])}`;
  if (state.hidden && same([row, column], state.pixel)) return `${goes}.`;
  const old = total(before, state.overwrite);
  if (!state.overwrite) return `${goes}: ${number(old)} + ${factor(value)} = ${number(old + value)}.`;
  return before.length ? `${goes} and replaces ${number(old)}, which is lost.` : `${goes}.`;
}

// --- A guess

export function judge(state, guessed) {
  const { pixel, overwrite } = state;
  const found = copies(state, 0, ...pixel);
  const terms = termsOf(state, found);
  const right = total(terms, overwrite);
  if (guessed === right) return { right: true };
  const say = (words) => ({ words: `${number(guessed)} ${words}` });
  const sum = total(terms, false);
  if (overwrite && guessed === sum) return say("is the sum of all terms. With =, one entry alone stays.");
  const missing = terms.findIndex((term) => guessed === sum - term);
  if (!overwrite && terms.length > 2 && missing >= 0) {
    return say(`lacks one term: entry ${entriesInWords([found[missing]])} goes there too.`);
  }
  if (!overwrite && guessed === terms.at(-1)) return say("is what the last window sends. With += all of them add up.");
  const single = terms.indexOf(guessed);
  if (single >= 0) return say(`is one term, entry ${entriesInWords([found[single]])}.`);
  if (guessed === terms.length) return say("is how often the pixel was copied. Look up what stands in these entries.");
  return { words: `Not ${number(guessed)}. Find the windows that read the pixel, and the cell under which it lies.` };
}

// --- The picture

function view({ store, say }) {
  let hovered = null; // under the pointer, or reached by keys: { pixel } or { entry }
  let overwritten = []; // the entries that others have replaced

  const hover = (meaning) => (cell) => {
    hovered = cell && meaning(cell.row, cell.column);
    ask();
  };
  const aboutPixel = (row, column) => ({ pixel: [row, column] });
  const aboutEntry = (window, feature) => ({ entry: [window, feature] });
  const pin = (pixel) => {
    const change = { pixel: same(pixel, store.state.pixel) ? null : pixel };
    store.set(store.state.view === "gather" ? { ...change, step: -1 } : change);
  };
  /** A moment by its number; the last one is "all", whatever the setting then becomes. */
  const goTo = (step) => {
    hovered = null;
    store.set({ step: step >= steps(store.state) ? -1 : Math.max(step, 0) });
  };
  const stepNow = () => (store.state.step < 0 ? steps(store.state) : store.state.step);

  const matrix = new Matrix({
    kind: "output",
    label: "matrix",
    onHover: hover(aboutEntry),
    onPick: ({ row, column }) => pickEntry(row, column),
    onKey: matrixKeys,
  });
  const image = new Grid({
    kind: "input",
    label: "image",
    onHover: hover(aboutPixel),
    onPick: ({ row, column }) => pin([row, column]),
    onKey: imageKeys,
  });
  const counts = new Grid({
    kind: "input wbw-coverage",
    label: "coverage",
    onHover: hover(aboutPixel),
    onPick: ({ row, column }) => pin([row, column]),
    onKey: imageKeys,
  });

  function pickEntry(window, feature) {
    const { state } = store;
    const { row, column, inside } = entry(state, window, feature);
    if (state.view === "scatter") {
      goTo(window * matrixShape(state, 1)[1] + feature + 1);
      return;
    }
    if (inside) pin([row, column]);
    hovered = aboutEntry(window, feature); // a finger does not hover: what it touched is told all the same
    ask();
  }

  // Arrows move the pixel, or the entry; Enter asks about it, Escape lets go.
  function imageKeys(event) {
    const { pixel, size, view: way } = store.state;
    const step = ARROWS[event.key];
    if (step) {
      hovered = null;
      const next = pixel ? stepped(pixel, step, size) : [0, 0];
      store.set(way === "gather" ? { pixel: next, step: -1 } : { pixel: next });
    } else if (event.key === "Enter") pin(pixel ?? [0, 0]);
    else if (event.key === "Escape") letGo();
    else return time.key(event.key);
    return true;
  }
  function matrixKeys(event) {
    const { state } = store;
    const step = ARROWS[event.key];
    const [windows, features] = matrixShape(state, 1);
    if (event.key === "Escape") letGo();
    else if (step && state.view === "scatter") goTo(stepNow() + step[0] * features + step[1]);
    else if (step) {
      const first = state.pixel && copies(state, 0, ...state.pixel)[0];
      const at = hovered?.entry ?? (first ? [first.window, first.feature] : [0, 0]);
      hovered = aboutEntry(...stepped(at, step, [windows, features]));
      ask();
    } else if (event.key === "Enter" && hovered?.entry) pickEntry(...hovered.entry);
    else return time.key(event.key);
    return true;
  }
  function letGo() {
    hovered = null;
    store.set({ pixel: null });
    ask();
  }

  const time = timeLine({ label: "Step", onMove: goTo });
  const fields = settingFields(store, FIELDS);
  const ways = choice({
    label: "View",
    choices: { gather: "gather: one pixel asks", scatter: "scatter: entry by entry" },
    onChange: (way) => store.set({ view: way, step: -1 }),
  });
  const sign = choice({
    label: "Each entry is written with",
    choices: { false: "+=", true: "=" },
    onChange: (value) => store.set({ overwrite: value === "true" }),
  });
  const map = toggle({ label: "how often each pixel was copied", onChange: (on) => store.set({ coverage: on }) });
  const moment = h("p", { class: "wbw-where" });
  const asked = h("p", { class: "wbw-asked" });
  const sum = h("p", { class: "wbw-sum" });
  const loss = h("p", { class: "wbw-unread" });
  const guess = guessField({
    question: "",
    onHide: (hidden) => store.set({ hidden }),
    answer: (guessed) => judge(store.state, guessed),
  });

  const element = h(
    "div",
    {},
    h("div", { class: "wbw-line" }, ways.element, sign.element),
    beside(
      [matrix.element],
      [h("div", { class: "wbw-panels" }, image.element, counts.element), time.element, map.element],
    ),
    h("div", { class: "wbw-words wbw-says" }, moment, asked, sum, loss),
    guess.element,
    fields.element,
  );

  /** Mark and say what belongs to the cell under the pointer, or else to the pinned pixel. Done at each move. */
  function ask() {
    const { state } = store;
    const features = matrixShape(state, 1)[1];
    const under = hovered?.entry;
    const latest = state.view === "scatter" && stepNow() > 0 ? stepNow() - 1 : null;
    const current = under ?? (latest === null || hovered ? null : placeOf(latest, features));
    const target = current && entry(state, ...current);
    const pixel = hovered?.pixel ?? (under && target.inside ? [target.row, target.column] : under ? null : state.pixel);
    const hides = state.hidden && pixel && same(pixel, state.pixel);
    const found = pixel && !hides ? copies(state, 0, ...pixel) : [];
    const here = pixel && !hides ? arrived(state, pixel) : [];

    matrix.mark("copies", "ring", places(found));
    matrix.mark("added", "fill", places(here));
    matrix.mark("current", "box", current ? [current] : []);
    // Dashed: where an entry goes, or the pinned pixel while another one is asked about.
    const to = target?.inside ? [[target.row, target.column]] : [];
    const waiting = hovered ? elsewhere(state.pixel, pixel) : to;
    for (const grid of [image, counts]) {
      if (grid.element.hidden) continue;
      grid.mark("asked", "ring", pixel ? [pixel] : []);
      grid.mark("waiting", "box", waiting);
    }
    if (target) {
      const { stride, padding } = state;
      image.moveWindow(target.u * stride[0] - padding[0], target.v * stride[1] - padding[1]);
      matrix.moveWindow(current[0], 0);
    } else for (const grid of [image, matrix]) grid.moveWindow(null);

    const words = [current ? entryInWords(state, ...current) : "", "", ""];
    if (hides) words[1] = `${capital(pixelInWords(pixel))} is hidden: predict it.`;
    else if (pixel) words.splice(1, 2, copiesInWords(state, pixel), sumInWords(state, pixel));
    else if (!current && state.view === "gather")
      words[1] = "Point at a pixel, or click one, to see what is sent to it.";
    else if (!current) words[1] = "Nothing is sent yet: every pixel is 0.";
    tell([moment, asked, sum], words, say);
  }

  /** Build the tables and write what stands still. */
  function draw(state) {
    const [windows, features] = matrixShape(state, 1);
    matrix.resize(windows, features);
    matrix.setLabel(`matrix ${windows}×${features}`);
    matrix.writeHeads(["window", counted(windows)], ["feature", counted(features)]);
    matrix.write((m, t) => number(entryValue(state, m, t)));
    matrix.setWindow([1, features], [], [1, 1]);
    image.resize(...state.size, state.padding);
    image.setLabel(`image ${by(state.size)}`);
    image.setWindow(kernelSpan(state), [], [1, 1]);
    counts.resize(...state.size);
    counts.setLabel("times copied");
    const often = coverage(state);
    const most = Math.max(1, ...often.flat());
    counts.write((row, column) => String(often[row][column]));
    counts.shade((row, column) => (0.5 * often[row][column]) / most);
  }

  /** Write a pixel that asks: it has its own step, and its sum may be hidden. */
  function writePixel(state, pixel) {
    if (!pixel || !isInside(state, ...pixel)) return;
    const hides = state.hidden && same(pixel, state.pixel);
    image.writeCell(...pixel, hides ? "?" : number(valueNow(state, pixel)));
  }

  /** Write the image as it is at this step, and mark what has been sent and what is lost. */
  function fill(state) {
    const [windows, features] = matrixShape(state, 1);
    const sent = state.view === "scatter" ? stepNow() : windows * features;
    const [image2d, lost] = sendBack(state, sent);
    image.write((row, column) => (isInside(state, row, column) ? number(image2d[row][column]) : ""));
    const whole = Math.floor(sent / features);
    const blocks = [
      [0, 0, whole, features],
      [whole, 0, 1, sent - whole * features],
    ].filter(([, , rows, columns]) => rows && columns);
    matrix.mark("sent", "fill", state.view === "scatter" && sent < windows * features ? blocks : []);
    overwritten = lost;
  }

  /** Strike out what is lost. In gather, the entries of the pixel that asks come one after the other. */
  function strike(state) {
    loss.hidden = !state.overwrite;
    const { pixel, view: way } = state;
    const own = way === "gather" && pixel ? places(copies(state, 0, ...pixel)) : [];
    const here = own.length ? places(arrived(state, pixel)) : [];
    const others = overwritten.filter((place) => !own.some((one) => same(one, place)));
    const lost = state.overwrite ? [...others, ...here.slice(0, -1)] : [];
    const [windows, features] = matrixShape(state, 1);
    const sent = way === "gather" ? windows * features - own.length + here.length : stepNow();
    matrix.mark("lost", "strike", lost);
    const count = `${lost.length} of the ${sent} entries sent`;
    const words = lost.length === 1 ? "is overwritten: it is" : "are overwritten: they are";
    setText(loss, lost.length ? `${count} ${words} struck out.` : "Nothing is lost.");
  }

  return {
    element,
    update(state, previous) {
      const changed = changes(state, previous);
      const setting = changed("size", "kernel_size", "stride", "padding", "dilation");
      if (setting) fields.update(state);
      if (setting || changed("cols")) {
        hovered = null;
        draw(state);
      }
      counts.element.hidden = !state.coverage;
      const sent = state.view === "scatter" && changed("step");
      if (setting || sent || changed("cols", "view", "overwrite")) fill(state);
      for (const pixel of [previous?.pixel, state.pixel]) writePixel(state, pixel);
      strike(state);
      if (setting || changed("cols", "overwrite", "pixel")) guess.forget();
      ways.update(state.view);
      sign.update(state.overwrite);
      map.update(state.coverage);
      const last = steps(state);
      time.update(
        stepNow(),
        last + 1,
        state.view === "gather"
          ? `${stepNow()} of ${last} terms${state.hidden ? "" : ": shaded"}`
          : `${stepNow()} of ${last} entries${stepNow() < last ? ": shaded" : ""}`,
      );
      guess.element.hidden = !state.pixel;
      if (state.pixel) guess.update(state.hidden, `What does ${pixelInWords(state.pixel)} hold in the end?`);
      ask();
    },
  };
}

function places(found) {
  return found.map(({ window, feature }) => [window, feature]);
}

/** The image after the first entries are sent, row by row, and the entries that were overwritten. */
export function sendBack(state, sent) {
  const features = matrixShape(state, 1)[1];
  const image = range(state.size[0]).map(() => new Array(state.size[1]).fill(0));
  const last = image.map((line) => line.map(() => null));
  const lost = [];
  const across = outputSize(state)[1];
  for (let place = 0; place < sent; place++) {
    const [m, t] = placeOf(place, features);
    const [[u, v], [i, j]] = [placeOf(m, across), placeOf(t, state.kernel_size[1])];
    const [row, column] = [pixelUnder(state, 0, u, i), pixelUnder(state, 1, v, j)];
    if (image[row]?.[column] === undefined) continue;
    const value = entryValue(state, m, t);
    if (state.overwrite && last[row][column]) lost.push(last[row][column]);
    image[row][column] = value + (state.overwrite ? 0 : image[row][column]);
    last[row][column] = [m, t];
  }
  return [image, lost];
}

export const Col2imExplorer = widget({
  id: "col2im-explorer",
  title: "Live figure: col2im",
  traits: [
    ...["size", "kernel_size", "stride", "padding", "dilation", "cols"],
    ...["pixel", "view", "overwrite", "step", "coverage", "hidden"],
  ],
  fields: [
    ...ADDRESS,
    ["pixel", "pixel", OPTIONAL],
    ["view", "view"],
    ["overwrite", "overwrite"],
    ["step", "step"],
    ["coverage", "coverage"],
    ["hide", "hidden"],
  ],
  hint: "Click or tap a pixel of the image: the entries of the matrix that are sent to it are ringed. The time line adds them one by one.",
  keys: [
    [
      "arrows",
      "in the image: the next pixel; in the matrix: the next entry, and in scatter one entry or one window on",
    ],
    ["Enter, Escape", "pin a pixel, or the pixel of an entry; let it go"],
    ["Home, End", "nothing added yet, everything added"],
    ["+, −", "one step on, one back; in a number: one more, one less"],
    ["Space", "play, pause"],
  ],
  settle,
  view,
});
