/* Im2colExplorer: where each pixel stands in the matrix, each entry's flat index, and the product with the weights. */

import { copies, dot, entry, im2col, isInside, matrixShape, valueAt } from "../core/convolution.js";
import { kernelSpan, outputSize, paddedSize, placeOf, range, reads } from "../core/geometry.js";
import { replaced, resized, same, shape } from "../core/lists.js";
import { beside, counted, entriesInWords, FIELDS, Matrix, placeInWords, settleMatrix, tell } from "../explorer.js";
import { changes, OPTIONAL, widget } from "../frame.js";
import { Grid } from "../grid.js";
import { by, capital, factor, number, times } from "../scene/words.js";
import { ADDRESS, clamp, elsewhere, settlePlace, VALUES } from "../state/setting.js";
import { choice } from "../ui/choice.js";
import { h } from "../ui/dom.js";
import { guessField } from "../ui/guess.js";
import { ARROWS } from "../ui/keys.js";
import { numberField } from "../ui/number-field.js";
import { settingFields } from "../ui/setting-fields.js";
import { timeLine, WINDOW_KEYS } from "../ui/time-line.js";
import { toggle } from "../ui/toggle.js";

const MOST = 3; // channels, filters

/** The same array of four axes with other sizes. One that counts its cells from `first` on goes on counting; in any other,
    new cells hold 1. */
function grown(array, [outer, inner, ...size], first) {
  const has = (table) => table.length === size[0] && table.every((line) => line.length === size[1]);
  if (array.length === outer && array.every((tables) => tables.length === inner && tables.every(has))) return array;
  const counts = array.flat(3).every((value, place) => value === first + place);
  return range(outer).map((one) =>
    range(inner).map((two) => {
      const next = (row, column) => first + ((one * inner + two) * size[0] + row) * size[1] + column;
      return counts
        ? range(size[0]).map((row) => range(size[1]).map((column) => next(row, column)))
        : resized(array[one]?.[two] ?? [], size, () => 1);
    }),
  );
}

/** `size` and `kernel_size` are what the arrays say, unless a field asks for other ones. */
export function settle(state) {
  const { images, weights, size = shape(images[0][0]), kernel_size = shape(weights[0][0]) } = state;
  const [batch, channels, filters] = [images.length, images[0].length, weights.length];
  const setting = settleMatrix({ ...state, size, kernel_size }, Math.min(channels, MOST));
  const settled = {
    ...state,
    ...setting,
    images: grown(images, [Math.min(batch, 2), Math.min(channels, MOST), ...setting.size], 0),
    weights: grown(weights, [Math.min(filters, MOST), Math.min(channels, MOST), ...setting.kernel_size], 1),
    position: settlePlace(state.position, outputSize(setting)),
    show: state.show === "indices" ? "indices" : "values",
    product: Boolean(state.product),
    hidden: Boolean(state.hidden),
  };
  settled.n = clamp(state.n, 0, settled.images.length - 1);
  settled.f = clamp(state.f, 0, settled.weights.length - 1);
  settled.pixel = settlePixel(state.pixel, settled);
  return settled;
}

/** A pixel (channel, row, column) of the padded image, counted in the image; two numbers are a pixel of channel 0. */
function settlePixel(pixel, { images, size, padding }) {
  const place = pixel?.length === 2 ? [0, ...pixel] : pixel;
  if (place?.length !== 3 || !place.every(Number.isInteger)) return null;
  const [channel, ...at] = place;
  const there = at.every((value, axis) => value >= -padding[axis] && value < size[axis] + padding[axis]);
  return there && channel >= 0 && channel < images[0].length ? place : null;
}

// --- What is shown, as numbers

/** The window, as its number, that the state outlines. */
function windowOf(state) {
  return state.position[0] * outputSize(state)[1] + state.position[1];
}

/** The place in the output, [row, column], of a window's number. */
function windowAt(state, window) {
  return placeOf(window, outputSize(state)[1]);
}

/** The row of the matrix that is to be predicted, or null. */
function hiddenRow(state) {
  return state.hidden && !state.product ? windowOf(state) : null;
}

function pixelOf(state, window, feature) {
  const { channel, row, column } = entry(state, window, feature);
  return [channel, row, column];
}

/** How many places one image takes, padding included: where the next one begins. */
function places(state) {
  const [height, width] = paddedSize(state);
  return state.images[0].length * height * width;
}

/** The flat index of a pixel in the padded images. */
function flatIndex(state, [channel, row, column]) {
  const [height, width] = paddedSize(state);
  return state.n * places(state) + (channel * height + row + state.padding[0]) * width + column + state.padding[1];
}

/** What a cell shows: the pixel's value, or its flat index. */
function shown(state, pixel) {
  return state.show === "indices" ? flatIndex(state, pixel) : pixelValue(state, pixel);
}

function pixelValue(state, [channel, row, column]) {
  return valueAt(state.images[state.n][channel], [row, column]);
}

/** What a cell would show that had this flat index. */
function shownAt(state, index) {
  if (state.show === "indices") return index;
  const [height, width] = paddedSize(state);
  const [above, left] = state.padding;
  const n = Math.floor(index / places(state));
  const channel = Math.floor(index / (height * width)) % state.images[0].length;
  const place = [channel, (Math.floor(index / width) % height) - above, (index % width) - left];
  return n < state.images.length ? pixelValue({ ...state, n }, place) : undefined;
}

/** The feature that an asked pixel is in a window, or null if the window does not read it. */
function featureIn(state, window, pixel) {
  return (pixel && copies(state, ...pixel).find((copy) => copy.window === window)?.feature) ?? null;
}

function rowOf(state, window) {
  return range(matrixShape(state, state.images[0].length)[1]).map((t) => pixelValue(state, pixelOf(state, window, t)));
}

// --- In words

export function windowInWords(state, window) {
  const [u, v] = windowAt(state, window);
  const [row, column] = [reads(state, 0, u)[0], reads(state, 1, v)[0]];
  const { start } = entry(state, window, 0);
  return (
    `Window ${window} = ${u}·${outputSize(state)[1]} + ${v} starts at row ${number(row)}, column ${number(column)}, ` +
    `flat index ${start}${Math.max(...state.padding) ? " in the padded image" : ""}. It is row ${window} of the matrix.`
  );
}

/** "Window 7, feature 2: start 8 + offset 6 = 14, pixel (2, 2) under cell (1, 0)." */
export function entryInWords(state, window, feature) {
  const { start, offset, i, j, ...place } = entry(state, window, feature);
  const first = state.n * places(state);
  const several = state.images.length > 1;
  const which = several ? `Image ${state.n}, window` : "Window";
  const sum = `${several ? `${first} before this image + ` : ""}start ${start} + offset ${offset} = ${first + start + offset}`;
  const padded = Math.max(...state.padding) > 0 ? " in the padded image" : "";
  const pixel = pixelInWords(state, [place.channel, place.row, place.column]);
  return `${which} ${window}, feature ${feature}: ${sum}${padded}, ${pixel} under cell ${placeInWords(i, j)}.`;
}

function pixelInWords(state, [channel, row, column]) {
  const of = state.images[0].length > 1 ? ` of channel ${channel}` : "";
  const name = isInside(state, row, column) ? "pixel" : "the zero of padding at";
  return `${name} ${placeInWords(row, column)}${of}`;
}

export function copiesInWords(state, pixel) {
  const found = copies(state, ...pixel);
  const subject = capital(pixelInWords(state, pixel));
  if (!found.length) return `${subject} stands nowhere in the matrix: no window reads it.`;
  return `${subject} stands in the matrix ${times(found.length)}, as (window, feature): ${entriesInWords(found, hiddenRow(state))}.`;
}

export function productInWords(state, window, filter) {
  const [row, column] = [rowOf(state, window), state.weights[filter].flat(2)];
  const terms = row.map((x, t) => `${factor(x)}·${factor(column[t])}`).join(" + ");
  const [u, v] = windowAt(state, window);
  return `Row ${window} times column ${filter}: ${terms} = ${number(dot(row, column))}, output ${placeInWords(u, v)}.`;
}

// --- A guess

/** Which feature of the hidden row is asked for: another one for each window. */
export function askedFeature(state) {
  return (windowOf(state) + 3) % matrixShape(state, state.images[0].length)[1];
}

function question(state) {
  const window = windowOf(state);
  if (state.product) return `What is row ${window} times column ${state.f}?`;
  return `What stands in row ${window}, feature ${askedFeature(state)}?`;
}

/** What a guess would have meant. */
export function judge(state, guessed) {
  return state.product ? judgeProduct(state, guessed) : judgeEntry(state, guessed);
}

function meant(guessed, meanings, otherwise) {
  const found = meanings.find(([value]) => value === guessed);
  return { words: found ? `${number(guessed)} ${found[1]}` : `Not ${number(guessed)}. ${otherwise}` };
}

function judgeEntry(state, guessed) {
  const window = windowOf(state);
  const feature = askedFeature(state);
  const { u, v, channel, i, j, start, offset, ...place } = entry(state, window, feature);
  if (guessed === shown(state, [channel, place.row, place.column])) return { right: true };
  const first = state.n * places(state);
  const [height, width] = paddedSize(state);
  const [{ stride, dilation }, [k1, k2]] = [state, state.kernel_size];
  const byHeight = (channel * width + u * stride[0] + i * dilation[0]) * height + v * stride[1] + j * dilation[1];
  const cell = feature % (k1 * k2);
  const turned = entry(state, window, feature - cell + (cell % k1) * k2 + Math.floor(cell / k1));
  const at = (index) => shownAt(state, index);
  return meant(
    guessed,
    [
      [at(first + window + offset), `takes the window's number, ${window}, for its start, which is ${start}.`],
      [at(first + byHeight), `counts the rows of the image, ${height}, where its columns belong, ${width}.`],
      [at(first + turned.start + turned.offset), "reads the window column by column; features go row by row."],
      [at(start + offset), `is in image 0; image ${state.n} begins ${first} later.`],
      [at(first + start), "is where the window starts; add the offset of the feature."],
      [at(first + offset), "is in window 0; add the start of the window."],
    ],
    "Add the feature's offset to the window's start.",
  );
}

function judgeProduct(state, guessed) {
  const window = windowOf(state);
  const row = rowOf(state, window);
  const columns = state.weights.map((filter) => filter.flat(2));
  const column = columns[state.f];
  const right = dot(row, column);
  if (guessed === right) return { right: true };
  const ofChannel = row.length / state.images[0].length;
  const other = columns.findIndex((candidate) => dot(row, candidate) === guessed);
  return meant(
    guessed,
    [
      [
        dot(row, [...column].reverse()),
        "is the sum with the kernel turned by 180 degrees. This book does not turn it.",
      ],
      [dot(row.slice(0, ofChannel), column), "is channel 0 alone; the sum goes over all channels."],
      [
        dot(
          row,
          row.map(() => 1),
        ),
        "is the sum of the pixels, without the weights.",
      ],
      [other < 0 ? undefined : guessed, `is row ${window} times column ${other}.`],
    ],
    "Multiply each number of the row by the one in its place in the column, and add up.",
  );
}

// --- The picture

function view({ store, say }) {
  let hovered = null; // under the pointer: { pixel }, { entry }, { window, filter } or { weight }
  let products = []; // the matrix times the weights

  /** Listeners of a table: `meaning(row, column)` says what a cell stands for, `pick(cell)` what a click does. */
  const table = (meaning, pick, onKey) => ({
    onHover(cell) {
      hovered = cell && meaning(cell.row, cell.column);
      ask();
    },
    onPick: ({ row, column }) => pick(meaning(row, column)),
    onKey,
  });
  const move = (window) => store.set({ position: windowAt(store.state, window) });
  /** Ask about a pixel; asked a second time, let it go. */
  const pin = (pixel) => store.set({ pixel: same(pixel, store.state.pixel) ? null : pixel });
  const pickEntry = ([window, feature]) => {
    const { state } = store;
    const pixel = pixelOf(state, window, feature);
    const again = window === windowOf(state) && same(pixel, state.pixel);
    store.set({ position: windowAt(state, window), pixel: again ? null : pixel });
  };
  const pickOutput = ({ window, filter }) =>
    store.set({ position: windowAt(store.state, window), f: filter ?? store.state.f });

  const sheets = range(MOST).map(
    (channel) =>
      new Grid({
        kind: "input",
        label: "image",
        ...table(
          (row, column) => ({ pixel: [channel, row, column] }),
          ({ pixel }) => pin(pixel),
          (event) => imageKeys(event, channel),
        ),
        onDrag({ row, column }) {
          const { stride, padding } = store.state;
          const position = [(row + padding[0]) / stride[0], (column + padding[1]) / stride[1]];
          store.set({ position });
        },
      }),
  );
  const outputs = range(MOST).map(
    (f) =>
      new Grid({
        kind: "output",
        label: "output",
        ...table(
          (u, v) => ({
            window: u * outputSize(store.state)[1] + v,
            filter: store.state.product ? f : undefined,
          }),
          pickOutput,
          windowKeys,
        ),
      }),
  );
  const matrix = new Matrix({
    kind: "input",
    label: "matrix",
    ...table(
      (window, feature) => ({ entry: [window, feature] }),
      ({ entry: at }) => pickEntry(at),
      matrixKeys,
    ),
  });
  const weights = new Matrix({
    kind: "plain",
    label: "weights",
    ...table(
      (feature, filter) => ({ weight: feature, filter }),
      ({ filter }) => store.set({ f: filter }),
      weightKeys,
    ),
  });
  const product = new Matrix({
    kind: "output",
    label: "product",
    ...table((window, filter) => ({ window, filter }), pickOutput, productKeys),
  });

  // Arrows move the pixel that is asked about, or else the window; Enter asks, Escape lets go.
  function imageKeys(event, channel) {
    const { state } = store;
    const step = ARROWS[event.key];
    if (step && state.pixel) {
      const at = [0, 1].map((axis) => {
        const { size, padding } = state;
        return clamp(state.pixel[axis + 1] + step[axis], -padding[axis], size[axis] + padding[axis] - 1);
      });
      store.set({ pixel: [channel, ...at] });
    } else if (event.key === "Enter") {
      const first = pixelOf(state, windowOf(state), 0).slice(1);
      pin(state.pixel?.[0] === channel ? state.pixel : [channel, ...(state.pixel?.slice(1) ?? first)]);
    } else return windowKeys(event);
    return true;
  }
  function windowKeys(event) {
    const step = ARROWS[event.key];
    if (step) store.set({ position: store.state.position.map((at, axis) => at + step[axis]) });
    else if (event.key === "Escape") store.set({ pixel: null });
    else return time.key(event.key);
    return true;
  }
  function matrixKeys(event) {
    const { state } = store;
    const step = ARROWS[event.key] ?? (event.key === "Enter" ? [0, 0] : null);
    if (!step) return windowKeys(event);
    const [windows, features] = matrixShape(state, state.images[0].length);
    const window = clamp(windowOf(state) + step[0], 0, windows - 1);
    const before = featureIn(state, windowOf(state), state.pixel);
    const feature = before === null ? 0 : clamp(before + step[1], 0, features - 1);
    if (before === null && step[0]) move(window);
    else if (event.key === "Enter") pickEntry([window, feature]);
    else store.set({ position: windowAt(state, window), pixel: pixelOf(state, window, feature) });
    return true;
  }
  function productKeys(event) {
    const step = ARROWS[event.key];
    if (!step) return windowKeys(event);
    const last = matrixShape(store.state, 1)[0] - 1;
    pickOutput({ window: clamp(windowOf(store.state) + step[0], 0, last), filter: store.state.f + step[1] });
    return true;
  }
  function weightKeys(event) {
    const step = ARROWS[event.key];
    if (!step) return windowKeys(event);
    const last = matrixShape(store.state, store.state.images[0].length)[1] - 1;
    const weight = clamp((hovered?.weight ?? -step[0]) + step[0], 0, last);
    store.set({ f: store.state.f + step[1] });
    hovered = { weight, filter: store.state.f };
    ask();
    return true;
  }

  const time = timeLine({ label: "Window", onMove: move });
  const fields = settingFields(store, FIELDS);
  const show = choice({
    label: "Show",
    choices: { values: "values", indices: "flat indices" },
    onChange: (value) => store.set({ show: value }),
  });
  const withWeights = toggle({ label: "times the weights", onChange: (on) => store.set({ product: on }) });
  const image = numberField({ label: "image", onChange: (n) => store.set({ n }) });
  const where = h("p", { class: "wbw-where" });
  const entryWords = h("p", { class: "wbw-entry" });
  const sum = h("p", { class: "wbw-sum" });
  const asked = h("p", { class: "wbw-asked" });
  const value = numberField({
    label: "value",
    onChange(wanted) {
      const { images, n, pixel } = store.state;
      store.set({ images: replaced(images, [n, ...pixel], clamp(wanted, ...VALUES)) });
    },
  });
  const guess = guessField({
    question: "",
    onHide: (hidden) => store.set({ hidden }),
    answer: (guessed) => judge(store.state, guessed),
  });

  const element = h(
    "div",
    {},
    beside(
      [
        h("div", { class: "wbw-panels" }, ...sheets.map((sheet) => sheet.element)),
        h("div", { class: "wbw-panels" }, ...outputs.map((output) => output.element)),
        time.element,
      ],
      [h("div", { class: "wbw-panels" }, matrix.element, weights.element, product.element)],
    ),
    h("div", { class: "wbw-words wbw-says" }, where, entryWords, sum, asked, value.element),
    guess.element,
    h("div", { class: "wbw-line" }, image.element, show.element, withWeights.element),
    fields.element,
  );

  /** Mark and say what belongs to the cell under the pointer, or else to what is kept. Done at each move. */
  function ask() {
    const { state } = store;
    const kept = windowOf(state);
    const window = hovered?.entry?.[0] ?? hovered?.window ?? kept;
    const filter = hovered?.filter ?? state.f;
    const pixel = hovered?.pixel ?? (hovered?.entry && pixelOf(state, ...hovered.entry)) ?? state.pixel;
    const columns = outputSize(state)[1];
    const [u, v] = windowAt(state, window);
    const hides = state.hidden && window === kept;
    const found = pixel ? copies(state, ...pixel) : [];
    const feature = hovered?.weight ?? featureIn(state, window, pixel);

    const [row, column] = [reads(state, 0, u)[0], reads(state, 1, v)[0]];
    const column2d = state.product && hovered?.weight !== undefined;
    for (const [c, sheet] of sheets.slice(0, state.images[0].length).entries()) {
      sheet.moveWindow(row, column);
      const here = (place) => (place?.[0] === c ? [place.slice(1)] : []);
      sheet.mark("asked", "ring", here(pixel));
      sheet.mark("waiting", "box", elsewhere(state.pixel, pixel).flatMap(here));
      const read = column2d ? range(matrixShape(state, 1)[0]).map((m) => pixelOf(state, m, feature)) : [];
      sheet.mark("read", "dot", read.flatMap(here));
    }
    const readers = found.map(({ u: row, v: column }) => [row, column]);
    for (const [f, output] of outputs.slice(0, state.product ? state.weights.length : 1).entries()) {
      output.moveWindow(...(!state.product || f === filter ? [u, v] : []));
      output.mark("readers", "ring", readers);
    }
    const covered = hiddenRow(state);
    const open = found.filter((copy) => copy.window !== covered);
    matrix.moveWindow(window, 0);
    matrix.mark(
      "copies",
      "ring",
      open.map((copy) => [copy.window, copy.feature]),
    );
    matrix.mark("entry", "box", hovered && feature !== null && !column2d ? [[window, feature]] : []);
    matrix.mark("question", "box", covered === null ? [] : [[kept, askedFeature(state)]]);
    matrix.mark("feature", "fill", column2d ? [[0, feature, matrix.rows, 1]] : []);
    if (state.product) {
      weights.moveWindow(0, filter);
      weights.mark("weight", "box", feature === null ? [] : [[feature, filter]]);
      product.moveWindow(window, filter);
    }

    const words = [windowInWords(state, window)];
    if (hides && !state.product) words.push(`Row ${window} is hidden: predict it.`);
    else words.push(!column2d && feature !== null ? entryInWords(state, window, feature) : "");
    if (!state.product) words.push("");
    else if (hides && filter === state.f) words.push(`Row ${window} times column ${filter} is hidden: predict it.`);
    else words.push(productInWords(state, window, filter));
    if (column2d) words.push(`Weight ${feature} of column ${filter} multiplies feature ${feature} of every row.`);
    else words.push(pixel ? copiesInWords(state, pixel) : "Point at a pixel, or click one, to see where it stands.");
    tell([where, entryWords, sum, asked], words, say);
    time.update(window, outputSize(state)[0] * columns);
  }

  /** The title of one of several pictures: "image 4×6", "image 1, channel 0, 4×6". */
  function title(state, channel) {
    const image = state.images.length > 1 ? `image ${state.n}` : "image";
    const padded = Math.max(...state.padding) ? `, padded ${by(paddedSize(state))}` : "";
    const name = state.images[0].length > 1 ? `${image}, channel ${channel},` : image;
    return `${name} ${by(state.size)}${padded}`;
  }

  function draw(state) {
    const [windows, features] = matrixShape(state, state.images[0].length);
    const [rows, columns] = outputSize(state);
    const { images, n, show, product: multiplied } = state;
    for (const [channel, sheet] of sheets.entries()) {
      sheet.element.hidden = channel >= images[0].length;
      if (sheet.element.hidden) continue;
      sheet.resize(...state.size, state.padding);
      sheet.setLabel(title(state, channel));
      sheet.write((row, column) => number(shown(state, [channel, row, column])));
    }
    matrix.resize(windows, features);
    matrix.setLabel(`matrix ${windows}×${features}`);
    matrix.setWindow([1, features], [], [1, 1]);
    const entries = range(windows).map((m) => range(features).map((t) => entry(state, m, t)));
    const [names, heads] =
      show === "indices"
        ? [
            ["window: start", "offset"],
            [entries.map((line, m) => `${m}: ${line[0].start}`), entries[0].map(({ offset }) => `+${offset}`)],
          ]
        : [
            ["window", "feature"],
            [counted(windows), counted(features)],
          ];
    matrix.writeHeads([names[0], heads[0]], [names[1], heads[1]]);
    const outside = entries.flatMap((line, m) => line.flatMap((e, t) => (e.inside ? [] : [[m, t]])));
    matrix.mark("padding", "hatch", outside);
    const ends = range(images[0].length - 1).map((c) => ((c + 1) * features) / images[0].length);
    matrix.mark(
      "channels",
      "edge",
      ends.flatMap((t) => range(windows).map((m) => [m, t])),
    );

    const A = im2col([images[n]], state)[0];
    const V = state.weights.map((filter) => filter.flat(2));
    weights.element.hidden = product.element.hidden = !multiplied;
    for (const [f, output] of outputs.entries()) {
      output.element.hidden = f >= (multiplied ? V.length : 1);
      if (output.element.hidden) continue;
      output.resize(rows, columns);
      output.setWindow([1, 1], [], [1, 1]);
      const filter = V.length > 1 ? `, filter ${f}` : "";
      output.setLabel(`output ${rows}×${columns}${multiplied ? filter : ": its windows"}`);
    }
    if (!multiplied) {
      outputs[0].write((u, v) => String(u * columns + v));
      return;
    }
    weights.resize(features, V.length);
    weights.setLabel(`weights ${features}×${V.length}`);
    weights.setWindow([features, 1], [], [1, 1]);
    weights.writeHeads(["feature", counted(features)], ["filter", counted(V.length)]);
    weights.write((t, f) => number(V[f][t]));
    product.resize(windows, V.length);
    product.setLabel(`product ${windows}×${V.length}`);
    product.setWindow([1, 1], [], [1, 1]);
    product.writeHeads(["window", counted(windows)], ["filter", counted(V.length)]);
    products = A.map((row) => V.map((column) => dot(row, column)));
    product.write((m, f) => number(products[m][f]));
    for (const [f, output] of outputs.slice(0, V.length).entries()) {
      output.write((u, v) => number(products[u * columns + v][f]));
    }
  }

  function writeRow(state, window) {
    for (const feature of range(matrix.columns)) {
      const hides = window === hiddenRow(state);
      matrix.writeCell(window, feature, hides ? "?" : number(shown(state, pixelOf(state, window, feature))));
    }
  }

  /** Behind a question mark stands what the reader is to find out: put it there, or take it away. */
  function cover({ position, f }, hides) {
    const { state } = store;
    const window = windowOf({ ...state, position });
    if (!state.product) return writeRow(state, window);
    const text = hides ? "?" : number(products[window][f]);
    product.writeCell(window, f, text);
    outputs[f].writeCell(...position, text);
  }

  /** What the window's cells carry: the weights that they are multiplied by, or else their place in the row. */
  function label(state) {
    const { product: multiplied, show, f } = state;
    const [k1, k2] = state.kernel_size;
    const sign = show === "indices" && !state.hidden ? "+" : "";
    for (const [c, sheet] of sheets.slice(0, state.images[0].length).entries()) {
      const cells = range(k1).map((i) =>
        range(k2).map((j) => {
          const feature = (c * k1 + i) * k2 + j;
          if (state.hidden && !multiplied) return "";
          if (multiplied) return number(state.weights[f][c][i][j]);
          return show === "indices" ? entry(state, 0, feature).offset : feature;
        }),
      );
      sheet.setWindow(kernelSpan(state), cells, state.dilation, multiplied ? "×" : sign);
    }
  }

  return {
    element,
    update(state, previous) {
      const changed = changes(state, previous);
      const arrays = changed("images", "weights", "stride", "padding", "dilation");
      const anew = arrays || changed("n", "show", "product", "hidden");
      if (arrays) fields.update(state);
      if (anew) {
        draw(state);
        for (const window of range(matrix.rows)) writeRow(state, window);
        hovered = null;
      } else if (state.hidden && changed("position", "f")) cover(previous, false);
      if (state.hidden) cover(state, true);
      if (anew || changed("f")) label(state);
      if (changed("position", "f", "pixel", "product", "n", "show")) guess.forget();
      show.update(state.show);
      withWeights.update(state.product);
      image.element.hidden = state.images.length === 1;
      image.update(state.n, 0, state.images.length - 1);
      const inside = state.pixel && isInside(state, ...state.pixel.slice(1));
      value.element.hidden = !inside;
      if (inside) {
        value.setLabel(`value of ${pixelInWords(state, state.pixel)}`);
        value.update(pixelValue(state, state.pixel), ...VALUES);
      }
      guess.update(state.hidden, question(state));
      ask();
    },
  };
}

export const Im2colExplorer = widget({
  id: "im2col-explorer",
  title: "Live figure: im2col",
  traits: [
    ...["images", "weights", "stride", "padding", "dilation", "position"],
    ...["n", "f", "pixel", "show", "product", "hidden"],
  ],
  fields: [
    ...ADDRESS,
    ["window", "position"],
    ["image", "n"],
    ["filter", "f"],
    ["pixel", "pixel", OPTIONAL],
    ["show", "show"],
    ["product", "product"],
    ["hide", "hidden"],
  ],
  hint: "Click or tap a pixel: every place of the matrix where it stands is ringed. Point at any cell to see what belongs to it; drag the window.",
  keys: [
    ["arrows", "in the image or the output: move the window; with a pixel pinned: move to the next pixel"],
    ["arrows", "in the matrix: next window, next feature; in the product: next window, next filter"],
    ["Enter, Escape", "pin a pixel, or the pixel of a place of the matrix; let it go"],
    ...WINDOW_KEYS,
  ],
  settle,
  view,
});
