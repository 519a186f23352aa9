/* WindowGrid: one window on an image, the output it makes, and who reads what. */

import { copies, dot, isInside, valueAt } from "../core/convolution.js";
import { kernelSpan, outputSize, placeOf, range, reads, unread } from "../core/geometry.js";
import { replaced, resized, same, shape } from "../core/lists.js";
import { changes, OPTIONAL, widget } from "../frame.js";
import { Grid } from "../grid.js";
import { by, factor, named, number, plural, series, sizeFormula } from "../scene/words.js";
import {
  ADDRESS,
  clamp,
  elsewhere,
  settlePlace,
  settleSetting,
  stepped,
  stillThere,
  VALUES,
} from "../state/setting.js";
import { h, setText } from "../ui/dom.js";
import { guessField } from "../ui/guess.js";
import { ARROWS } from "../ui/keys.js";
import { numberField } from "../ui/number-field.js";
import { settingFields } from "../ui/setting-fields.js";
import { timeLine, WINDOW_KEYS } from "../ui/time-line.js";

const HEADS = [0.7, 0.9]; // room for the rows' and the columns' numbers, in cells

/** What a pixel holds that nobody has set: a digit. */
function digit(row, column) {
  return (row * row + 3 * column + 2 * row * column) % 10;
}

/** `size` and `kernel_size` are what the tables say, unless a field asks for other ones. */
export function settle(state) {
  const { image, kernel, size = shape(image), kernel_size = shape(kernel) } = state;
  const setting = settleSetting({ ...state, size, kernel_size });
  return {
    ...state,
    ...setting,
    image: resized(image, setting.size, digit),
    kernel: resized(kernel, setting.kernel_size, () => 1),
    position: settlePlace(state.position, outputSize(setting)),
    pixel: stillThere(state.pixel, setting.size),
    weight: stillThere(state.weight, setting.kernel_size),
    hidden: Boolean(state.hidden),
  };
}

function products(state, [u, v]) {
  const [rows, columns] = [reads(state, 0, u), reads(state, 1, v)];
  return rows.map((row, i) => columns.map((column, j) => [valueAt(state.image, [row, column]), state.kernel[i][j]]));
}

function output(state, at) {
  return dot(...[0, 1].map((side) => products(state, at).flatMap((line) => line.map((pair) => pair[side]))));
}

function view({ store, say }) {
  let hovered = null; // ["pixel" or "weight", row, column] under the pointer
  let outputs = [];
  const outputAt = ([u, v]) => outputs[u][v];

  const move = (u, v) => store.set({ position: [u, v] });
  /** The window with a number, counted line by line. */
  const jump = (window) => move(...placeOf(window, outputs[0].length));
  /** Ask about one pixel or one weight; asked a second time, let it go. */
  const pin = (name, row, column) => {
    const cell = same(store.state[name], [row, column]) ? null : [row, column];
    store.set({ pixel: null, weight: null, [name]: cell });
  };
  const hover = (name) => (cell) => {
    hovered = cell && [name, cell.row, cell.column];
    ask(store.state);
  };

  const input = new Grid({
    kind: "input",
    label: "input",
    onHover: hover("pixel"),
    onPick: ({ row, column }) => isInside(store.state, row, column) && pin("pixel", row, column),
    onDrag: ({ row, column }) => {
      const { stride, padding } = store.state;
      move(Math.round((row + padding[0]) / stride[0]), Math.round((column + padding[1]) / stride[1]));
    },
    onKey: keys("input"),
  });
  const kernel = new Grid({
    kind: "kernel",
    label: "kernel",
    onHover: hover("weight"),
    onPick: ({ row, column }) => pin("weight", row, column),
    onKey: keys("kernel"),
  });
  const result = new Grid({
    kind: "output",
    label: "output",
    onHover: (cell) => show(store.state, cell ? [cell.row, cell.column] : store.state.position),
    onPick: ({ row, column }) => move(row, column),
    onKey: keys("output"),
  });

  /** Arrows move the window, or the cell that is asked about where there is one; Enter asks, Escape lets go. */
  function keys(grid) {
    const name = { input: "pixel", kernel: "weight" }[grid];
    return (event) => {
      const { kernel_size, size, position } = store.state;
      const asked = store.state[name];
      const step = ARROWS[event.key];
      if (step && asked) {
        const counts = name === "weight" ? kernel_size : size;
        store.set({ [name]: stepped(asked, step, counts) });
      } else if (name === "weight" && (step || event.key === "Enter")) pin("weight", 0, 0);
      else if (step) move(position[0] + step[0], position[1] + step[1]);
      else if (event.key === "Enter" && name === "pixel") {
        // The window's first cell, or the pixel nearest to it where that lies in the padding.
        const first = position.map((window, axis) => reads(store.state, axis, window)[0]);
        pin("pixel", ...settlePlace(first, size));
      } else if (event.key === "Escape") store.set({ pixel: null, weight: null });
      else return time.key(event.key);
      return true;
    };
  }

  const time = timeLine({ label: "Window", onMove: jump });
  const fields = settingFields(store);
  const where = h("p", { class: "wbw-where" });
  const sum = h("p", { class: "wbw-sum" });
  const asked = h("p", { class: "wbw-asked" });
  const formula = h("p", { class: "wbw-formula" });
  const wasted = h("p", { class: "wbw-unread" });
  const value = numberField({
    label: "value",
    onChange: (wanted) => {
      const [name, row, column] = pinned(store.state);
      const table = { pixel: "image", weight: "kernel" }[name];
      store.set({ [table]: replaced(store.state[table], [row, column], clamp(wanted, ...VALUES)) });
    },
  });
  const guess = guessField({
    question: "What is this output?",
    onHide: (hidden) => store.set({ hidden }),
    answer: (guessed) => judge(store.state, guessed),
  });

  const element = h(
    "div",
    {},
    h(
      "div",
      { class: "wbw-panels" },
      input.element,
      h("div", { class: "wbw-panels wbw-rest" }, kernel.element, result.element),
    ),
    time.element,
    h("div", { class: "wbw-words wbw-says" }, where, sum, asked, value.element),
    guess.element,
    h("div", { class: "wbw-line wbw-below" }, fields.element, h("div", { class: "wbw-words" }, formula, wasted)),
  );

  /** Put the window on an output's place; everything here is done at each step of a drag. */
  function show(state, at) {
    const [u, v] = at;
    const rows = reads(state, 0, u);
    const across = reads(state, 1, v);
    input.moveWindow(rows[0], across[0]);
    result.moveWindow(u, v);
    const [count, columns] = [outputs.length * outputs[0].length, outputs[0].length];
    const [m, current] = [u * columns + v, state.position[0] * columns + state.position[1]];
    const total = number(outputAt(at));
    const hidden = state.hidden && m >= current;
    const words = `Window ${m} of 0–${count - 1} reads ${named("row", rows)}, ${named("column", across)}`;
    setText(where, `${words} and makes output (${u}, ${v}).`);
    setText(sum, hidden ? "Its value is hidden: predict it." : sumInWords(state, at, total));
    time.update(current, count);
    say(`${words}; output ${hidden ? "hidden" : total}`);
  }

  /** Answer for the cell that is asked about: the one under the pointer, or else the pinned one. */
  function ask(state) {
    const kept = pinned(state);
    const cell = hovered ?? kept;
    const [name, row, column] = cell ?? [];
    let [readersOf, pixels, words] = [[], [], "Point at a cell, or click one, to ask about it."];
    if (name === "pixel") {
      readersOf = copies(state, 0, row, column).map(({ u, v }) => [u, v]);
      words = readersInWords(state, row, column, readersOf);
    } else if (name === "weight") {
      const [down, across] = outputSize(state);
      pixels = range(down).flatMap((u) =>
        range(across).map((v) => [reads(state, 0, u)[row], reads(state, 1, v)[column]]),
      );
      words =
        `Weight (${row}, ${column}) is ${number(state.kernel[row][column])}. It multiplies ${plural(pixels.length, "pixel")}, ` +
        `one in each window: ${named("row", [...new Set(pixels.map(([at]) => at))])}, ` +
        `${named("column", [...new Set(pixels.map(([, at]) => at))])}.`;
    }
    result.mark("asked", "ring", readersOf);
    input.outlineWindows(readersOf.map(([u, v]) => [reads(state, 0, u)[0], reads(state, 1, v)[0]]));
    input.mark("pixels", "dot", pixels);
    for (const [grid, what, pin] of [
      [input, "pixel", state.pixel],
      [kernel, "weight", state.weight],
    ]) {
      const here = name === what ? [row, column] : null;
      grid.mark("asked", "ring", here ? [here] : []);
      grid.mark("waiting", "box", elsewhere(pin, here));
    }
    setText(asked, words);
    value.element.hidden = !kept;
    if (kept) {
      const [what, i, j] = kept;
      value.setLabel(`value of ${what} (${i}, ${j})`);
      value.update((what === "pixel" ? state.image : state.kernel)[i][j], ...VALUES);
    }
    if (cell) say(words);
  }

  function draw(state) {
    const [rows, columns] = outputSize(state);
    outputs = range(rows).map((u) => range(columns).map((v) => output(state, [u, v])));
    const lost = unread(state);
    const heads = (count, padding) => range(count + 2 * padding).map((at) => number(at - padding));
    input.resize(...state.size, state.padding, HEADS);
    input.writeHeads(["", heads(state.size[0], state.padding[0])], ["", heads(state.size[1], state.padding[1])]);
    kernel.resize(...state.kernel_size);
    result.resize(rows, columns, [0, 0], HEADS);
    result.writeHeads(["", heads(rows, 0)], ["", heads(columns, 0)]);
    input.setLabel(`input ${by(state.size)}`);
    kernel.setLabel(`kernel ${by(state.kernel_size)}`);
    result.setLabel(`output ${rows}×${columns}`);
    input.write((...at) => number(valueAt(state.image, at)));
    kernel.write((row, column) => number(state.kernel[row][column]));
    result.write((row, column) => number(outputs[row][column]));
    input.setWindow(
      kernelSpan(state),
      state.kernel.map((line) => line.map(number)),
      state.dilation,
    );
    result.setWindow([1, 1], [], [1, 1]);
    input.mark("unread", "cross", lost);
    setText(formula, formulaInWords(state));
    setText(
      wasted,
      lost.length
        ? `${plural(lost.length, "pixel")} crossed out: no window reads ${lost.length > 1 ? "them" : "it"}.`
        : "Every pixel is read.",
    );
  }

  /** Behind a question mark stands what the reader is to find out; the outputs after it would give it away. */
  function veil(state, previous) {
    const [count, columns] = [outputs.length * outputs[0].length, outputs[0].length];
    const first = ({ hidden, position: [u, v] }) => (hidden ? u * columns + v : count);
    const [before, now] = [previous ? first(previous) : count, first(state)];
    for (let m = Math.min(before, now); m < (previous ? Math.min(Math.max(before, now) + 1, count) : count); m++) {
      const place = placeOf(m, columns);
      result.writeCell(...place, m < now ? number(outputAt(place)) : m === now ? "?" : "");
    }
  }

  return {
    element,
    update(state, previous) {
      const changed = changes(state, previous);
      const redrawn = changed("image", "kernel", "stride", "padding", "dilation");
      if (redrawn) {
        draw(state);
        hovered = null;
        fields.update(state);
      }
      veil(state, redrawn ? null : previous);
      guess.update(state.hidden);
      if (redrawn || changed("position", "hidden")) {
        guess.forget();
        show(state, state.position);
      }
      if (redrawn || changed("pixel", "weight")) ask(state);
    },
  };
}

/** The cell that the reader keeps asking about, as ["pixel" or "weight", row, column]. */
function pinned({ pixel: place, weight }) {
  if (place) return ["pixel", ...place];
  return weight && ["weight", ...weight];
}

function sumInWords(state, at, total) {
  const count = state.kernel_size[0] * state.kernel_size[1];
  if (count > 12) return `The sum of its ${count} products is ${total}.`;
  const terms = products(state, at).map((line) => line.map(([x, w]) => `${factor(x)}·${factor(w)}`));
  return `${terms.map((line) => line.join(" + ")).join(" + ")} = ${total}`;
}

function readersInWords(state, row, column, windows) {
  const padding = `The zero of padding at (${number(row)}, ${number(column)})`;
  const name = isInside(state, row, column) ? `Pixel (${row}, ${column})` : padding;
  if (!windows.length) return `${name} is read by no window: change it, and no output moves.`;
  const columns = outputSize(state)[1];
  const numbers = windows.map(([u, v]) => u * columns + v);
  return `${name} is read by ${plural(windows.length, "window")}: ${series(numbers)}.`;
}

/** The formula of the output's size, with this setting's numbers in it. */
function formulaInWords(state) {
  const lines = [0, 1].map((axis) => sizeFormula(state, axis));
  return lines[0] === lines[1] ? `rows and columns: ${lines[0]}` : `rows: ${lines[0]}\ncolumns: ${lines[1]}`;
}

/** What a guess of the output would have meant. */
function judge(state, guessed) {
  const at = state.position;
  const right = output(state, at);
  if (guessed === right) return { right: true };
  // Of nine products in the head, an estimate is all that is asked.
  if (Math.abs(right) >= 100 && Math.abs(guessed - right) <= Math.abs(right) / 10) {
    return { right: true, words: `Near enough: it is ${number(right)}.` };
  }
  if (guessed === -right) {
    return { words: `${number(guessed)} has the right size and the wrong sign: the sign of each weight counts.` };
  }
  const pairs = products(state, at).flat();
  const turned = dot(
    pairs.map(([x]) => x),
    pairs.map(([, w]) => w).reverse(),
  );
  if (guessed === turned)
    return {
      words: `${number(guessed)} is the sum with the kernel turned by 180 degrees. This book does not turn it.`,
    };
  const plain = pairs.reduce((total, [x]) => total + x, 0);
  if (guessed === plain) return { words: `${number(guessed)} is the sum of the pixels, without the weights.` };
  return { words: `Not ${number(guessed)}. Multiply each pixel by the weight on it, and add up.` };
}

export const WindowGrid = widget({
  id: "window-grid",
  title: "Live figure: windows on an image",
  traits: ["image", "kernel", "stride", "padding", "dilation", "position", "pixel", "weight", "hidden"],
  fields: [
    ...ADDRESS,
    ["window", "position"],
    ["pixel", "pixel", OPTIONAL],
    ["weight", "weight", OPTIONAL],
    ["hide", "hidden"],
  ],
  hint: "Drag the window over the input. Point at any pixel, weight or output to see what belongs to it; click or tap a pixel or a weight to pin it, and to change it.",
  keys: [
    ["arrows", "in the input or the output: move the window; with a cell pinned: move to the next cell"],
    ["Enter, Escape", "pin a cell of the input or the kernel, let it go"],
    ...WINDOW_KEYS,
  ],
  settle,
  view,
});
