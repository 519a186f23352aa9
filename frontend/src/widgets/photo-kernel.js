/* PhotoKernel: a photo, the picture that a kernel makes of it, and the nine products of any of its windows. */

import { asRows, dot } from "../core/convolution.js";
import { outputSize, reads } from "../core/geometry.js";
import { kept, replaced, resized, same, shape } from "../core/lists.js";
import { changes, widget } from "../frame.js";
import { Grid } from "../grid.js";
import { greyOf, PREFIX, pixelsOf, sizeOf } from "../photo.js";
import { Picture } from "../picture.js";
import { by, factor, number, plural, series } from "../scene/words.js";
import { clamp, settlePlace, stepped, stillThere } from "../state/setting.js";
import { choice } from "../ui/choice.js";
import { h, setText } from "../ui/dom.js";
import { guessField } from "../ui/guess.js";
import { ARROWS } from "../ui/keys.js";
import { menu } from "../ui/menu.js";
import { numberField } from "../ui/number-field.js";

export const LARGEST_KERNEL = 5;
export const HEAVIEST = 999; // a weight, or the divisor

/** Kernels to choose from, by the name that a link carries. */
export const KERNELS = {
  edges: ["edges, left to right", [-1, 0, 1, -1, 0, 1, -1, 0, 1]],
  "edges-down": ["edges, top to bottom", [-1, -1, -1, 0, 0, 0, 1, 1, 1]],
  sobel: ["Sobel, left to right", [-1, 0, 1, -2, 0, 2, -1, 0, 1]],
  blur: ["blur, 3×3", new Array(9).fill(1), 9],
  "blur-5": ["blur, 5×5", new Array(25).fill(1), 25],
  sharpen: ["sharpen", [0, -1, 0, -1, 5, -1, 0, -1, 0]],
  outline: ["outline", [-1, -1, -1, -1, 8, -1, -1, -1, -1]],
  emboss: ["emboss", [-2, -1, 0, -1, 1, 1, 0, 1, 2]],
  identity: ["leave as it is", [0, 0, 0, 0, 1, 0, 0, 0, 0]],
};
for (const [name, [words, weights, divisor = 1]] of Object.entries(KERNELS)) {
  KERNELS[name] = { words, table: asRows(weights, Math.sqrt(weights.length)), divisor };
}

/** How the output is shown: the words for the choice. */
const SHOW = { cut: "cut off at 0", distance: "distance from 0", signed: "both signs" };

/** What is shown where a state has no photo: 25 greys. */
const NO_PHOTO = `${PREFIX}iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAAAAACoBHk5AAAAFklEQVR42mNk4OLi4mI04uLi4mLBIAEXKAGfIvWbDQAAAABJRU5ErkJggg==`;

// --- The state

/** A kernel as a link writes it: its name, or its weights, "-1x0x1_-1x0x1". */
function nameOf(kernel) {
  const name = Object.keys(KERNELS).find((candidate) => same(KERNELS[candidate].table, kernel));
  return name ?? kernel.map((line) => line.join("x")).join("_");
}

function kernelOf(name) {
  if (Object.hasOwn(KERNELS, name)) return KERNELS[name].table;
  const table = name
    .split("_")
    .map((line) => line.split("x").map((weight) => (weight.trim() ? Number(weight) : Number.NaN)));
  return table.every((line) => line.length === table[0].length && line.every(Number.isFinite)) ? table : null;
}

function weightOf(value) {
  return Number.isFinite(value) ? Math.min(Math.max(value, -HEAVIEST), HEAVIEST) : 0;
}

function settleKernel(kernel, size) {
  const isTable = Array.isArray(kernel) && kernel.every(Array.isArray) && kernel[0]?.length;
  const table = isTable ? kernel : KERNELS.edges.table;
  const sizes = shape(table).map((count, axis) => Math.min(count, LARGEST_KERNEL, size[axis]));
  return kept(
    resized(table, sizes, () => 0),
    (line) => kept(line, weightOf),
  );
}

/** All sizes, as geometry.js wants them. */
function setting(size, kernel) {
  return { size, kernel_size: shape(kernel), stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
}

/** `weights` is the kernel as text: what the table says, unless a link or the menu asks for another one. */
export function settle(state) {
  const asked = typeof state.weights === "string" ? kernelOf(state.weights) : null;
  const photo = sizeOf(state.photo) ? state.photo : NO_PHOTO;
  const size = sizeOf(photo);
  const kernel = settleKernel(asked && !same(asked, state.kernel) ? asked : state.kernel, size);
  const position = Array.isArray(state.position) && state.position.length === 2 ? state.position : [0, 0];
  return {
    ...state,
    photo,
    kernel,
    weights: asked && same(asked, kernel) ? state.weights : nameOf(kernel),
    divisor: clamp(state.divisor, 1, HEAVIEST),
    position: settlePlace(position, outputSize(setting(size, kernel))),
    show: Object.hasOwn(SHOW, state.show) ? state.show : "cut",
    hidden: Boolean(state.hidden),
  };
}

// --- What is computed

/** Divide a sum; rounded down, as the chapter does. */
function divided(sum, divisor) {
  return divisor === 1 ? sum : Math.floor(sum / divisor);
}

/** Every sum of a kernel on a photo, row by row, before it is divided. One weight after the other is laid on the whole
    photo: the same products in the same order as window by window, and much faster. */
export function sums(pixels, size, kernel) {
  const [rows, columns] = outputSize(setting(size, kernel));
  const output = new Float64Array(rows * columns);
  kernel.forEach((line, i) => {
    line.forEach((weight, j) => {
      if (weight === 0) return;
      for (let u = 0, place = 0; u < rows; u++) {
        const end = place + columns;
        for (let from = (u + i) * size[1] + j; place < end; ) output[place++] += weight * pixels[from++];
      }
    });
  });
  return output;
}

/** Smallest and largest number, and how many lie below 0 and above 255. */
export function census(values) {
  let [low, high, below, above] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
    if (value < 0) below++;
    if (value > 255) above++;
  }
  return { low, high, below, above };
}

/** The distance from 0 that one number in a hundred exceeds, or 1: there the colours of both signs are full. */
export function fullColour(values) {
  const distances = values.map(Math.abs).sort();
  return distances[Math.floor((distances.length - 1) * 0.99)] || 1;
}

const WHITE = [255, 255, 255];
const BLUE = [0, 68, 136];
const ORANGE = [230, 140, 30];

/** From −1, blue, over white to 1, orange. Both differ in lightness too, and the number always stands beside them. */
export function signedColour(share) {
  const part = Math.min(Math.abs(share), 1);
  return (share < 0 ? BLUE : ORANGE).map((end) => 255 + part * (end - 255));
}

/** Numbers as the four bytes of each pixel. The array itself cuts off below 0 and above 255, and rounds. */
export function bytesOf(values, show, full) {
  const bytes = new Uint8ClampedArray(values.length * 4).fill(255);
  for (let place = 0, at = 0; place < values.length; place++, at += 4) {
    const value = values[place];
    if (show === "signed") {
      // As signedColour has it, without a new list for each of 80,000 pixels.
      const end = value < 0 ? BLUE : ORANGE;
      const part = Math.min(Math.abs(value) / full, 1);
      for (let colour = 0; colour < 3; colour++) bytes[at + colour] = 255 + part * (end[colour] - 255);
    } else bytes[at] = bytes[at + 1] = bytes[at + 2] = show === "distance" ? Math.abs(value) : value;
  }
  return bytes;
}

/** What it means that the sum is below, at, or above 0: known for a kernel whose one half has the other's weights with
    the other sign. */
export function meaning(kernel, value) {
  const turned = kernel[0].map((_, j) => kernel.map((line) => line[j]));
  const sides = [
    [kernel, "on the left", "on the right"],
    [turned, "at the top", "at the bottom"],
  ];
  for (const [table, first, second] of sides) {
    const width = table[0].length;
    const halves = table.flatMap((line) => line.slice(0, Math.floor(width / 2)));
    const opposite = table.every((line) => line.every((weight, j) => weight === -line[width - 1 - j]));
    const sign = halves.every((weight) => weight <= 0) ? 1 : halves.every((weight) => weight >= 0) ? -1 : 0;
    if (!opposite || !sign || halves.every((weight) => weight === 0)) continue;
    if (value === 0) return `as bright ${first} as ${second}`;
    return `brighter ${value * sign > 0 ? second : first}`;
  }
  return "";
}

/** A number's sign in words, and what it means. */
export function reading({ kernel, divisor }, value) {
  const sign = value === 0 ? "0" : `${number(value)}, ${value < 0 ? "negative" : "positive"}`;
  // What is rounded down to 0 need not have been 0.
  const means = divisor === 1 && meaning(kernel, value);
  return means ? `${sign}: ${means}` : sign;
}

/** What becomes of an output on the screen, where its number alone does not tell. */
export function drawn(value, show) {
  const white = "drawn white, as if it were 255";
  if (show === "signed") return `Drawn ${value ? (value < 0 ? "blue" : "orange") : "white"}.`;
  if (value > 255) return `Above 255: ${white}.`;
  if (value >= 0) return "";
  if (show === "cut") return "A screen draws it black, as if it were 0.";
  return `Its distance from 0 is ${number(-value)}${value < -255 ? `: ${white}` : ""}.`;
}

// --- The figure

function view({ store, say }) {
  let book = null; // the pixels of the state's photo, once they are read
  let own = null; // a photo of the reader's, which is no part of the state: { pixels, size, position }
  let output = []; // every output of the photo that is shown
  let full = 1;
  let sizes = null; // those of the photo that is shown
  let strongest = 1; // the product that has the full colour
  let patch = []; // the pixels that are looked at
  let looked = null; // the output under the pointer
  let chosen = null; // a cell of the kernel to ask about, [i, j]
  let pointed = null; // the same under the pointer

  const pixels = () => (own ?? book)?.pixels;
  /** The output to look at: the one under the pointer, or else the one that is kept. */
  const place = (state) => inOutput(looked ?? own?.position ?? state.position);
  const keptPlace = () => inOutput(own?.position ?? store.state.position);
  const inOutput = (position) => settlePlace(position, outputSize(sizes));

  /** Keep an output's place. In the reader's own photo it is no place in the state's, and stays here. */
  function move(position) {
    if (own) {
      own.position = inOutput(position);
      guess.forget();
    } else store.set({ position });
    rest(store.state);
  }
  function look(position) {
    if (same(looked, position)) return;
    looked = position;
    show(store.state);
  }
  /** A pixel of the photo is the middle of its window. */
  const around = ({ row, column }) => {
    const [k1, k2] = sizes.kernel_size;
    return inOutput([row - Math.floor(k1 / 2), column - Math.floor(k2 / 2)]);
  };
  const itself = ({ row, column }) => [row, column];

  function onKey(event) {
    const [u, v] = place(store.state);
    const step = ARROWS[event.key]?.map((by) => by * (event.shiftKey ? 10 : 1));
    if (step) move([u + step[0], v + step[1]]);
    else if (event.key === "Home") move([0, 0]);
    else if (event.key === "End") move(sizes.size);
    else return false;
    return true;
  }
  const picture = (kind, label, at) =>
    new Picture({
      kind,
      label,
      onHover: (pixel) => look(pixel && at(pixel)),
      onKeep: (pixel) => move(at(pixel)),
      onKey,
    });
  const photo = picture("input", "photo", around);
  const result = picture("output", "output", itself);

  const table = (kind, label, onKey) =>
    new Grid({
      kind,
      label,
      onKey,
      onHover(cell) {
        pointed = cell && [cell.row, cell.column];
        ask(store.state);
      },
      onPick: ({ row, column }) => choose(same(chosen, [row, column]) ? null : [row, column]),
    });
  const part = table("input", "pixels");
  const kernel = table("kernel", "kernel", (event) => {
    const step = ARROWS[event.key];
    const change = { "+": 1, "-": -1 }[event.key];
    const [i, j] = chosen ?? [];
    if (!chosen && (step || event.key === "Enter")) choose([0, 0]);
    else if (step) choose(stepped(chosen, step, shape(store.state.kernel)));
    else if (chosen && change) weigh(store.state.kernel[i][j] + change);
    else if (chosen && event.key === "Enter") weight.element.querySelector("input").select();
    else if (event.key === "Escape") choose(null);
    else return false;
    return true;
  });
  const products = table("plain", "products");
  const sum = new Grid({ kind: "output", label: "output" });
  sum.resize(1, 1);

  function choose(cell) {
    chosen = cell;
    pointed = null;
    ask(store.state);
  }
  function weigh(value) {
    store.set({ kernel: replaced(store.state.kernel, chosen, weightOf(value)), weights: null });
  }

  const field = (label, onChange) => numberField({ label, onChange });
  const row = field("row", (u) => move([u, keptPlace()[1]]));
  const column = field("column", (v) => move([keptPlace()[0], v]));
  const weight = field("weight", weigh);
  const divisor = field("divided by", (value) => store.set({ divisor: value }));
  const kernels = menu({
    label: "Kernel",
    choices: {
      ...Object.fromEntries(Object.entries(KERNELS).map(([name, { words }]) => [name, words])),
      "": "your own",
    },
    onChange: (name) => name && store.set({ weights: name, divisor: KERNELS[name].divisor }),
  });
  const shown = choice({ label: "Output", choices: SHOW, onChange: (value) => store.set({ show: value }) });
  const loupe = h("div", { class: "wbw-panels wbw-loupe" });
  loupe.append(...[part, kernel, products, sum].map((grid) => grid.element));
  const caption = h("p", { class: "wbw-caption" });
  const where = h("p", { class: "wbw-where" });
  const terms = h("p", { class: "wbw-sum" });
  const told = h("p", { class: "wbw-told" });
  const asked = h("p", { class: "wbw-asked" });
  const guess = guessField({
    question: "Your estimate of this output:",
    onHide: (hidden) => store.set({ hidden }),
    answer: (guessed) => judge(store.state, guessed, patch),
  });

  const file = h("input", { type: "file", accept: "image/*", change: () => file.files[0] && bring(file.files[0]) });
  const fault = h("p", { class: "wbw-fault", role: "status" });
  const line = (...children) => h("div", { class: "wbw-line" }, ...children);
  const element = h(
    "div",
    {
      dragover: (event) => event.dataTransfer.types.includes("Files") && event.preventDefault(),
      drop(event) {
        const [dropped] = event.dataTransfer.files;
        if (!dropped) return;
        event.preventDefault();
        file.value = "";
        bring(dropped);
      },
    },
    line(kernels.element, divisor.element),
    shown.element,
    h(
      "div",
      { class: "wbw-panels" },
      h(
        "div",
        { class: "wbw-seen" },
        h("div", { class: "wbw-pictures" }, photo.element, result.element),
        caption,
        loupe,
      ),
      h(
        "div",
        { class: "wbw-words wbw-answers" },
        line(h("span", {}, "Window at"), row.element, column.element),
        where,
        terms,
        guess.element,
      ),
    ),
    h("div", { class: "wbw-words wbw-says" }, told, asked, weight.element),
    line(
      h("label", { class: "wbw-file" }, "Your own photo: ", file),
      h("span", {}, "or drop one here. It stays in this browser: it is sent to nobody, and a link does not carry it."),
    ),
    fault,
  );

  /** Look at an output's place; everything here is done at each step of a pointer. */
  function show(state) {
    const [u, v] = place(state);
    const [rows, columns] = [reads(sizes, 0, u), reads(sizes, 1, v)];
    const { kernel: weights, hidden } = state;
    photo.point(u, v, sizes.kernel_size);
    if (!hidden) result.point(u, v, [1, 1]);
    if (!pixels()) return;
    patch = rows.map((row) => columns.map((column) => pixels()[row * sizes.size[1] + column]));
    const value = output[u * outputSize(sizes)[1] + v];
    patch.forEach((line, i) => {
      line.forEach((pixel, j) => {
        const product = pixel * weights[i][j];
        part.fillCell(i, j, number(pixel), [pixel, pixel, pixel]);
        products.fillCell(i, j, hidden ? "?" : number(product), signedColour(hidden ? 0 : product / strongest));
      });
    });
    sum.fillCell(
      0,
      0,
      hidden ? "?" : number(value),
      hidden ? WHITE : [...bytesOf([value], state.show, full)].slice(0, 3),
    );
    const words = `rows ${series(rows)}, columns ${series(columns)}`;
    setText(where, `The window on ${words} makes output (${u}, ${v}).`);
    setText(terms, hidden ? "Its value is hidden: estimate it." : inTerms(state, patch));
    setText(told, hidden ? "" : `${reading(state, value)}. ${drawn(value, state.show)}`.trim());
    say(`Output (${u}, ${v}), ${words}: ${hidden ? "hidden" : reading(state, value)}`);
    if (pointed ?? chosen) ask(state);
  }

  /** Look at the output that is kept. */
  function rest(state) {
    looked = null;
    const [u, v] = place(state);
    const [rows, columns] = outputSize(sizes);
    row.update(u, 0, rows - 1);
    column.update(v, 0, columns - 1);
    show(state);
    ask(state);
  }

  /** Answer for one cell of the window. */
  function ask(state) {
    const cell = pointed ?? chosen;
    const boxed = cell ? [cell] : [];
    for (const grid of [part, kernel, products]) grid.mark("asked", "box", boxed);
    kernel.mark("pinned", "ring", chosen ? [chosen] : []);
    weight.element.hidden = !chosen;
    if (chosen) {
      const [i, j] = chosen;
      weight.setLabel(`weight (${i}, ${j})`);
      weight.update(state.kernel[i][j], -HEAVIEST, HEAVIEST);
    }
    if (!cell || !pixels()) return setText(asked, "Point at a cell to see its product; click a weight to change it.");
    const [i, j] = cell;
    const [u, v] = place(state);
    const pixel = patch[i][j];
    const product = `${number(pixel)}·${factor(state.kernel[i][j])}`;
    const words = `Cell (${i}, ${j}): pixel (${u + i}, ${v + j}) times its weight, ${product}`;
    setText(asked, `${words}${state.hidden ? "" : ` = ${number(pixel * state.kernel[i][j])}`}.`);
  }

  /** Slide the kernel over the whole photo, and paint what comes out. */
  function draw(state) {
    sizes = setting(own?.size ?? sizeOf(state.photo), state.kernel);
    const size = outputSize(sizes);
    photo.setLabel(`${own ? "your photo" : "photo"} ${by(sizes.size)}`);
    kernel.setLabel(`kernel ${by(sizes.kernel_size)}`);
    result.setLabel(`output ${by(size)}`);
    for (const grid of [part, kernel, products]) grid.resize(...sizes.kernel_size);
    for (const [grid, most] of [
      [kernel, 1],
      [products, 255],
    ]) {
      const long = state.kernel.flat().some((value) => number(value * most).length > 4 || !Number.isInteger(value));
      grid.box.classList.toggle("wbw-long", long);
    }
    strongest = 255 * Math.max(...state.kernel.flat().map(Math.abs)) || 1;
    loupe.classList.toggle("wbw-large", Math.max(...sizes.kernel_size) > 3);
    kernel.write((i, j) => number(state.kernel[i][j]));
    part.setWindow(sizes.kernel_size, [], [1, 1]);
    part.moveWindow(0, 0);
    if (!pixels()) return result.paint(size);
    output = sums(pixels(), sizes.size, state.kernel);
    if (state.divisor !== 1) output = output.map((value) => divided(value, state.divisor));
    full = state.show === "signed" ? fullColour(output) : 1;
    result.paint(size, state.hidden ? null : bytesOf(output, state.show, full));
    result.outline.hidden = state.hidden;
    setText(caption, state.hidden ? "Hidden until you have guessed." : inNumbers(state, output, full));
  }

  /** Show the photo that there is. */
  function expose(state) {
    draw(state);
    photo.paint(sizes.size, pixels() && bytesOf(pixels(), "cut"));
    rest(state);
  }

  async function read(address) {
    book = null;
    try {
      const pixels = await pixelsOf(address);
      if (store.state.photo === address) book = { pixels };
    } catch {
      setText(fault, "The photo of this figure could not be read.");
    }
    if (book && !own) expose(store.state);
  }

  async function bring(picture) {
    setText(fault, "");
    try {
      const { pixels, size } = await greyOf(picture);
      const narrow = size.findIndex((count) => count < LARGEST_KERNEL);
      if (narrow >= 0) {
        const words = `${plural(size[narrow], ["row", "column"][narrow])}; it needs at least ${LARGEST_KERNEL}.`;
        return setText(fault, `“${picture.name}” has only ${words}`);
      }
      own = { pixels, size, position: size.map((count) => Math.floor(count / 2)) };
      guess.forget();
      expose(store.state);
    } catch {
      setText(fault, `“${picture.name}” is no picture that this browser can read. JPEG, PNG, WebP and GIF files work.`);
    }
  }

  return {
    element,
    /** Back to the photo of the book. */
    restart() {
      setText(fault, "");
      file.value = "";
      if (!own) return;
      own = null;
      expose(store.state);
    },
    update(state, previous) {
      const changed = changes(state, previous);
      if (changed("kernel")) [chosen, pointed] = [stillThere(chosen, shape(state.kernel)), null];
      const name = nameOf(state.kernel);
      kernels.update(KERNELS[name]?.divisor === state.divisor ? name : "");
      divisor.update(state.divisor, 1, HEAVIEST);
      shown.update(state.show);
      guess.update(state.hidden);
      if (changed("kernel", "divisor", "position", "photo") || state.hidden) guess.forget();
      if (changed("photo")) {
        own = null;
        read(state.photo);
        expose(state);
      } else {
        if (changed("kernel", "divisor", "show", "hidden")) draw(state);
        rest(state);
      }
    },
  };
}

/** The window's sum with its numbers in place. */
function inTerms({ kernel, divisor }, window) {
  const products = kernel.map((line, i) => line.map((weight, j) => `${factor(window[i][j])}·${factor(weight)}`));
  const sum = dot(window.flat(), kernel.flat());
  const many = kernel.flat().length;
  const left =
    many > 12 ? `The ${many} products add up to` : `${products.map((line) => line.join(" + ")).join(" + ")} =`;
  if (divisor === 1) return `${left} ${number(sum)}${many > 12 ? "." : ""}`;
  return `${left} ${number(sum)}, divided by ${divisor} and rounded down: ${number(divided(sum, divisor))}`;
}

/** What the output's numbers are, and which of them the screen does not show as they are. */
function inNumbers({ show }, output, full) {
  const values = show === "distance" ? output.map(Math.abs) : output;
  const { low, high, below, above } = census(values);
  const share = (count) => {
    const percent = (100 * count) / output.length;
    if (percent < 1) return "less than 1%";
    return percent > 99 && percent < 100 ? "more than 99%" : `${Math.round(percent)}%`;
  };
  const words = [`Values ${number(low)} to ${number(high)}`];
  if (show === "signed") {
    if (below) words.push(`${share(below)} below 0: blue`);
    words.push(`above 0: orange, in full colour from ±${number(full)} on`);
  } else {
    if (below) words.push(`${share(below)} below 0: black`);
    if (above) words.push(`${share(above)} above 255: white`);
  }
  return `${words.join("; ")}.`;
}

/** What an estimate of the output tells. */
export function judge({ kernel, divisor }, guessed, window) {
  const sum = dot(window.flat(), kernel.flat());
  const right = divided(sum, divisor);
  const said = number(guessed);
  const no = (words) => ({ right: false, words: `${said} ${words}` });
  if (guessed === right) return { right: true };
  if (Math.abs(guessed - right) <= Math.max(10, Math.abs(right) / 10)) {
    return { right: true, words: `${said} is close: it is ${number(right)}.` };
  }
  if (divisor > 1 && guessed === sum) return no(`is the sum; divide it by ${divisor}.`);
  if (guessed === -right) return no("has the right size and the wrong sign.");
  if (guessed === dot(window.flat(), kernel.flat().fill(1)))
    return no("is the sum of the pixels, without the weights.");
  if (guessed === 0 && right < 0) return no("is what a screen would show. The sum itself is not 0.");
  if (guessed * right < 0) return no("has the wrong sign: look at the pixels that lie under negative weights.");
  return no(`is too ${Math.abs(guessed) > Math.abs(right) ? "far from" : "near to"} 0.`);
}

export const PhotoKernel = widget({
  id: "photo-kernel",
  title: "Live figure: a kernel on a photo",
  traits: ["photo", "kernel", "divisor", "position", "show", "hidden"],
  fields: [
    ["kernel", "weights"],
    ["divisor", "divisor"],
    ["window", "position"],
    ["show", "show"],
    ["hide", "hidden"],
  ],
  hint: "Point at the photo or at the output to see one window enlarged; click to keep it. Click a weight to change it.",
  keys: [
    ["arrows", "in the photo or the output: move the window; with Shift: ten pixels; in the kernel: next weight"],
    ["Home, End", "first window, last window"],
    ["+, −", "a weight, or a number: one more, one less"],
    ["Enter, Escape", "in the kernel: choose a weight, then type it; let it go"],
  ],
  settle,
  view,
});
