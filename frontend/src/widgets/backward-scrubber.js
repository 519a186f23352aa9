/* BackwardScrubber: the convolution and its three gradients, one number at a time; and a nudge that measures what a
   gradient predicts. */

import { copies, isInside, valueAt } from "../core/convolution.js";
import { kernelSpan, outputSize, pixelUnder, placeOf, reads, unread } from "../core/geometry.js";
import {
  filled,
  firstMet,
  flipped,
  gathered,
  isEntryOfG,
  leftOver,
  lossOf,
  outputs,
  scattered,
  weightGradient,
  zeroStuffedAt,
  zeroStuffedSize,
} from "../core/gradients.js";
import { replaced, resized, same, shape } from "../core/lists.js";
import { changes, widget } from "../frame.js";
import { Grid } from "../grid.js";
import { by, exact, factor, named, plural, series } from "../scene/words.js";
import { ADDRESS, clamp, settlePlace, settleSetting, VALUES } from "../state/setting.js";
import { choice } from "../ui/choice.js";
import { h, setText } from "../ui/dom.js";
import { guessField } from "../ui/guess.js";
import { ARROWS } from "../ui/keys.js";
import { numberField } from "../ui/number-field.js";
import { settingFields } from "../ui/setting-fields.js";
import { tabs } from "../ui/tabs.js";
import { timeLine } from "../ui/time-line.js";

const LIMITS = { size: [1, 8], kernel_size: [1, 4], stride: [1, 4], padding: [0, 3], dilation: [1, 3] };
const SPELLED = 12; // terms of a sum that are still written out
const WORKED_OUT = 4; // terms of a sum whose products are worked out on the way
const TABS = { forward: "forward", db: "db", dW: "dW", dX: "dX" };
const ABOUT = { dW: "weight", dX: "pixel" }; // whose gradient a tab spells out
const VIEWS = { scatter: "scatter, with +=", gather: "gather, with the turned kernel" };

// What stands in a table that nobody has changed. Every digit of a gradient then shows where it comes from.
const PATTERNS = {
  image:
    ([, columns]) =>
    (row, column) =>
      (row * columns + column + 1) % 10,
  weights:
    ([, columns]) =>
    (row, column) =>
      row * columns + column + 1,
  upstream:
    ([rows, columns]) =>
    (row, column) => {
      const window = row * columns + column;
      return rows * columns > 6 ? (window % 9) + 1 : 10 ** window;
    },
};

// --- The state

/** Whether a value is a table of numbers: lists of one length, none empty. */
function isTable(value) {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((line) => line?.length > 0 && line.length === value[0].length && line.every?.(Number.isFinite))
  );
}

/** A table in another size: its pattern where it shows one, else with new cells as the pattern has them. */
function follow(name, table, size) {
  if (isTable(table) && same(shape(table), size)) return table;
  const pattern = PATTERNS[name](size);
  const untouched = !isTable(table) || same(table, filled(shape(table), PATTERNS[name](shape(table))));
  return untouched ? filled(size, pattern) : resized(table, size, pattern);
}

const pair = (value, otherwise) => (Array.isArray(value) && value.length === 2 ? value : otherwise);
const finite = (value) => (Number.isFinite(value) ? value : 0);

/** `size` and `kernel_size` are what the tables say, unless a field asks for other ones. */
export function settle(state) {
  const settings = settleSetting(
    {
      size: pair(state.size, isTable(state.image) ? shape(state.image) : [3, 4]),
      kernel_size: pair(state.kernel_size, isTable(state.weights) ? shape(state.weights) : [2, 2]),
      stride: pair(state.stride, [1, 1]),
      padding: pair(state.padding, [0, 0]),
      dilation: pair(state.dilation, [1, 1]),
    },
    LIMITS,
  );
  const place = (name, counts) => settlePlace(pair(state[name], [0, 0]), counts);
  return {
    ...state,
    ...settings,
    image: follow("image", state.image, settings.size),
    weights: follow("weights", state.weights, settings.kernel_size),
    upstream: follow("upstream", state.upstream, outputSize(settings)),
    bias: finite(state.bias),
    position: place("position", outputSize(settings)),
    weight: place("weight", settings.kernel_size),
    pixel: place("pixel", settings.size),
    tab: Object.hasOwn(TABS, state.tab) ? state.tab : "forward",
    view: Object.hasOwn(VIEWS, state.view) ? state.view : "scatter",
    nudge: Math.min(Math.max(Math.round(2 * finite(state.nudge)) / 2, -9), 9) + 0,
    hidden: Boolean(state.hidden),
  };
}

/** Which of the five pictures is shown: forward, db, dW, scatter or gather. */
const phase = (state) => (state.tab === "dX" ? state.view : state.tab);

// --- What is computed

/** How the number that is looked at comes about: the terms of its sum, each a list of factors. */
function terms(state) {
  const { weights, upstream, position, weight, pixel } = state;
  switch (state.tab) {
    case "forward": {
      const [rows, columns] = under(state);
      return rows.flatMap((row, i) => columns.map((column, j) => [valueAt(state.image, [row, column]), weights[i][j]]));
    }
    case "db": {
      const added = upstream.flat().slice(0, position[0] * upstream[0].length + position[1] + 1);
      return added.map((G) => [G]);
    }
    case "dW":
      return placesOf(upstream).map(([u, v]) => [upstream[u][v], valueAt(state.image, metBy(state, [u, v], weight))]);
    default:
      return copies(state, 0, ...pixel).map(({ u, v, i, j }) => [upstream[u][v], weights[i][j]]);
  }
}

/** The pixel that a weight meets in a window; it may lie in the padding. */
const metBy = (setting, window, weight) => window.map((at, axis) => pixelUnder(setting, axis, at, weight[axis]));

/** Write a table into a grid, with a question mark in the place that is hidden, and nothing in the padding. */
function writeWithSecret(grid, table, place) {
  grid.write((row, column) => {
    if (place && row === place[0] && column === place[1]) return "?";
    const value = table[row]?.[column];
    return value === undefined ? "" : exact(value);
  });
}

/** Everything that does not depend on where the reader looks. */
export function compute(state) {
  const Y = outputs(state);
  return {
    Y,
    loss: lossOf(state, Y),
    db: add(state.upstream.flat()),
    dW: weightGradient(state),
    dX: scattered(state),
    gathered: gathered(state),
  };
}

/** The gradient of what the tab is about, and the same state with that number nudged; and how both are called. */
export function nudged(state, found) {
  const { tab, bias, nudge } = state;
  if (tab === "db")
    return { gradient: found.db, other: { ...state, bias: bias + nudge }, what: "the bias", term: "db" };
  const [table, trait] = tab === "dW" ? ["weights", "weight"] : ["image", "pixel"];
  const [row, column] = state[trait];
  return {
    gradient: found[tab][row][column],
    other: { ...state, [table]: replaced(state[table], state[trait], state[table][row][column] + nudge) },
    what: `${trait} ${name(state[trait])}`,
    term: tab + index(state[trait]),
  };
}

const add = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** All places of a table, row by row. */
const placesOf = (table) => table.flatMap((line, row) => line.map((_, column) => [row, column]));

/** How many cells the picture has that the time line goes through. */
const counts = (state, trait) =>
  ({ position: shape(state.upstream), weight: state.kernel_size, pixel: state.size })[trait];

/** The rows and the columns that the window reads. */
const under = (state) => [0, 1].map((axis) => reads(state, axis, state.position[axis]));

// --- In words

const name = ([row, column]) => `(${row}, ${column})`;
const index = ([row, column]) => `[${row}, ${column}]`;
const spell = (factors) => factors.map((number) => factor(number, exact)).join("·");
const each = (numbers) => (numbers[0] === numbers[1] ? numbers[0] : `${numbers[0]} down and ${numbers[1]} across`);

/** "1·4 + 10·3 = 4 + 30 = 34"; with one more term at the end, which the bias is, the products are not worked out. */
function sumInWords(list, total, more = []) {
  if (list.length + more.length < 1) return exact(total);
  if (list.length > SPELLED) return `the sum of ${list.length} terms = ${exact(total)}`;
  const steps = [[...list.map(spell), ...more.map((number) => factor(number, exact))]];
  if (list.length > 1 && list.length <= WORKED_OUT && list[0].length > 1 && !more.length)
    steps.push(list.map(([a, b]) => factor(a * b, exact)));
  return [...steps.map((terms) => terms.join(" + ")), exact(total)].filter(isNew).join(" = ");
}

/** Whether a step of a calculation differs from the one before: "5 = 5" says nothing. */
const isNew = (step, place, steps) => step !== steps[place - 1];

/** Scatter beside gather, and what a convolution of G alone would lose. */
function comparison(state, { dX, gathered: collected }) {
  const [row, column] = state.pixel;
  const all = same(dX, collected) ? `; equal, as in all ${plural(dX.flat().length, "pixel")}` : "";
  const words = `Scatter gives ${exact(dX[row][column])}, gather ${exact(collected[row][column])}${all}.`;
  const rest = leftOver(state);
  if (state.view !== "gather" || !Math.max(...rest)) return words;
  const lines = rest.flatMap((n, axis) => (n ? plural(n, axis ? "column" : "row") : [])).join(" and ");
  const made = state.size.map((n, axis) => n - rest[axis]);
  return `${words} Of G and the zeros between and around it, a convolution would make ${by(made)} numbers; with ${lines} of zeros more, ${by(state.size)}.`;
}

/** The fields under the picture: table, which of its cells, what that is called, how large a number may be. */
const CELLS = [
  ["image", "pixel", "pixel", VALUES[1]],
  ["weights", "weight", "weight", VALUES[1]],
  ["upstream", "position", "G", 999_999_999],
];

/** Which tables a picture shows, what its time line goes through, and how that is called. */
const PICTURES = {
  forward: [["input", "weights", "output"], "position", "Window"],
  db: [["upstream", "db"], "position", "Entry of G"],
  dW: [["input", "upstream", "weights", "dW"], "weight", "Weight"],
  scatter: [["upstream", "weights", "dX"], "position", "Window"],
  gather: [["spread", "turned", "dX"], "pixel", "Pixel"],
};

function view({ store, say }) {
  let hovered = {}; // what the pointer asks about, in place of what the state says
  let found;
  let answered; // what the nudge was last asked for
  let chosen = null; // the trait that the reader chose last, pixel, weight or position: its value stands in a field

  const place = ({ row, column }) => [row, column];
  const choose = (trait, cell) => {
    chosen = trait;
    store.set({ [trait]: cell });
    const [table, , label] = CELLS.find(([, name]) => name === trait);
    const [row, column] = store.state[trait];
    const edge = same(store.state[trait], cell) ? "" : " That is the edge.";
    const words = `${label} ${name([row, column])} is ${exact(store.state[table][row][column])}.${edge}`;
    show({ ...store.state, ...hovered }, words); // what was chosen already is marked now
  };
  const pick = (trait) => (cell) =>
    isInside({ size: counts(store.state, trait) }, ...place(cell)) && choose(trait, place(cell));
  const look = (trait) => (cell) => {
    const there = cell && isInside({ size: counts(store.state, trait) }, ...place(cell));
    hovered = there ? { [trait]: place(cell) } : {};
    show({ ...store.state, ...hovered });
  };
  const keys = (trait) => (event) => {
    const step = ARROWS[event.key];
    if (step)
      choose(
        trait,
        store.state[trait].map((at, axis) => at + step[axis]),
      );
    else if (event.key === "Enter") {
      choose(trait, store.state[trait]);
      cells[CELLS.findIndex(([, name]) => name === trait)].element.querySelector("input").focus();
    } else return line.key(event.key);
    return true;
  };
  /** Set a place by how far a window was dragged: it moves by `step`, and its number 0 stands at −`before`. */
  const drag = (trait, at, step, before) =>
    store.set({ [trait]: place(at).map((cell, axis) => Math.round((cell + before[axis]) / step[axis])) });
  const grid = (kind, trait, others) =>
    new Grid({ kind, label: "", onHover: look(trait), onPick: pick(trait), onKey: keys(trait), ...others });
  const still = { onHover: null, onPick: null };

  const grids = {
    input: grid("input", "pixel", {
      onHover: null,
      onDrag(at) {
        const { tab, stride, dilation, padding } = store.state;
        if (tab === "dW") drag("weight", at, dilation, padding);
        else drag("position", at, stride, padding);
      },
    }),
    upstream: grid("output", "position"),
    spread: grid("plain", "pixel", {
      onHover: null,
      onPick(cell) {
        const { stride } = store.state;
        if (isEntryOfG(store.state, place(cell)))
          choose(
            "position",
            place(cell).map((at, axis) => at / stride[axis]),
          );
      },
      onDrag(at) {
        const first = firstMet(store.state);
        store.set({ pixel: place(at).map((cell, axis) => Math.round(cell - first[axis])) });
      },
    }),
    weights: grid("kernel", "weight"),
    turned: grid("kernel", "weight", {
      onHover: null,
      onPick: (cell) =>
        choose(
          "weight",
          place(cell).map((at, axis) => store.state.kernel_size[axis] - 1 - at),
        ),
      onKey: null,
    }),
    output: grid("output", "position"),
    db: grid("plain", "position", { ...still, onKey: null }),
    dW: grid("plain", "weight"),
    dX: grid("input", "pixel", { onDrag: (at) => drag("position", at, store.state.stride, store.state.padding) }),
  };
  const after = grid("output", "position", { ...still, onKey: null });

  const line = timeLine({
    label: "",
    onMove(number) {
      const trait = PICTURES[phase(store.state)][1];
      const columns = counts(store.state, trait)[1];
      store.set({ [trait]: placeOf(number, columns) });
    },
  });
  const [where, sum, more] = ["where", "sum", "more"].map((name) => h("p", { class: `wbw-${name}` }));
  const views = choice({ label: "Send back", choices: VIEWS, onChange: (view) => store.set({ view }) });
  const guess = guessField({
    question: "What is it in the end?",
    onHide: (hidden) => store.set({ hidden }),
    answer(guessed) {
      const verdict = judge(store.state, found, guessed);
      // What was found in the end is shown at the end.
      if (verdict.right && (store.state.tab === "db" || phase(store.state) === "scatter"))
        store.set({ position: shape(store.state.upstream).map((count) => count - 1) });
      return verdict;
    },
  });
  const nudge = numberField({ label: "nudge", onChange: (wanted) => store.set({ nudge: wanted }) });
  const [predicted, measured] = ["predicted", "measured"].map((name) => h("p", { class: `wbw-${name}` }));
  const nudging = h(
    "details",
    { class: "wbw-nudging" },
    h("summary", {}, ""),
    h("div", {}, h("div", { class: "wbw-words" }, nudge.element, predicted, measured), after.element),
  );
  const cells = CELLS.map(([table, trait, label, largest]) =>
    numberField({
      label,
      onChange(wanted) {
        const value = clamp(wanted, -largest, largest);
        store.set({ [table]: replaced(store.state[table], store.state[trait], value) });
      },
    }),
  );
  const panels = h("div", { class: "wbw-panels wbw-several" }, ...Object.values(grids).map(({ element }) => element));
  const panel = h(
    "div",
    {},
    views.element,
    panels,
    line.element,
    h("div", { class: "wbw-words wbw-says" }, where, sum, ...cells.map((field) => field.element)),
    more,
    guess.element,
    nudging,
  );
  const tab = tabs({
    label: "What is computed",
    choices: TABS,
    panel,
    onChange(wanted) {
      line.stop();
      store.set({ tab: wanted });
    },
  });
  const fields = settingFields(store, { limits: LIMITS });
  const bias = numberField({ label: "bias", onChange: (wanted) => store.set({ bias: clamp(wanted, ...VALUES) }) });

  /** What each picture shows of the place that the reader looks at, and says of it: where, and the sum. */
  const SHOW = {
    forward(state, { u, v, m, list }) {
      const [rows, columns] = under(state);
      grids.input.moveWindow(rows[0], columns[0]);
      grids.output.moveWindow(u, v);
      return [
        `Window ${m} reads ${named("row", rows)}, ${named("column", columns)}. Its products and the bias make output ${name([u, v])}.`,
        `Y${index([u, v])} = ${sumInWords(list, found.Y[u][v], [state.bias])}`,
        state.hidden ? "" : `The loss: L = sum of G·Y = ${exact(found.loss)}.`,
      ];
    },
    db({ upstream, hidden }, { m, last, list }) {
      const total = add(list.flat());
      grids.upstream.mark("added", "dot", placesOf(upstream).slice(0, m + 1));
      grids.db.setLabel(m < last ? "db so far" : "gradient db");
      grids.db.write(() => (hidden ? "?" : exact(total)));
      return [
        `The bias is used once in every output, with the factor 1. Added ${m ? `so far: entries 0–${m}` : "so far: entry 0"} of G.`,
        `db${m < last ? " so far" : ""} = ${sumInWords(list, total)}`,
      ];
    },
    dW(state, { u, v, m, list }) {
      const { upstream, weight } = state;
      const met = placesOf(upstream).map((window) => metBy(state, window, weight));
      grids.input.moveWindow(...met[0]);
      grids.input.mark("met", "dot", met);
      grids.input.mark("one", "ring", [met[m]]);
      grids.dW.moveWindow(...weight);
      return [
        `Weight ${name(weight)} meets one pixel in each window: those with a square, under the numbers of G. Ringed: in window ${m} it brings ${spell([upstream[u][v], valueAt(state.image, met[m])])}.`,
        `dW${index(weight)} = ${sumInWords(list, found.dW[weight[0]][weight[1]])}`,
      ];
    },
    scatter(state, { u, v, m, last, list, readers }) {
      const { pixel, hidden } = state;
      const [rows, columns] = under(state);
      const sums = scattered(state, m);
      const heard = readers.filter((reader) => reader.window <= m).length;
      grids.dX.setLabel(`${m < last ? "dX so far" : "gradient dX"} ${by(state.size)}`);
      grids.dX.moveWindow(rows[0], columns[0]);
      writeWithSecret(grids.dX, sums, hidden && store.state.pixel);
      grids.upstream.mark(
        "read",
        "ring",
        readers.map((reader) => [reader.u, reader.v]),
      );
      return [
        `Window ${m} adds G${index([u, v])}·W = ${factor(state.upstream[u][v], exact)}·W to ${named("row", rows)}, ${named("column", columns)}. Ringed in G: the windows that read the dashed pixel, ${name(pixel)}.`,
        `dX${index(pixel)}${m < last ? " so far" : ""} = ${sumInWords(list.slice(0, heard), sums[pixel[0]][pixel[1]])}`,
      ];
    },
    gather(state, { list, readers }) {
      const { pixel, stride, weights } = state;
      const first = firstMet(state);
      const zeros = weights.flat().length - list.length;
      const numbers = readers.map((reader) => reader.window);
      grids.spread.moveWindow(pixel[0] + first[0], pixel[1] + first[1]);
      grids.spread.mark(
        "met",
        "ring",
        readers.map(({ u, v }) => [u * stride[0], v * stride[1]]),
      );
      const windows = `G of window${list.length > 1 ? "s" : ""} ${series(numbers)}`;
      const meets = list.length ? windows + (zeros ? ` and ${plural(zeros, "zero")}` : "") : "nothing but zeros";
      return [
        `Laid on pixel ${name(pixel)}, the turned kernel meets ${meets}.`,
        `dX${index(pixel)} = ${sumInWords(list, found.gathered[pixel[0]][pixel[1]])}`,
      ];
    },
  };

  /** Everything that follows from where the reader looks; done at each step of a drag. */
  function show(state, first = "") {
    const now = phase(state);
    const { upstream, pixel, position } = state;
    const [u, v] = position;
    const [, trait, label] = PICTURES[now];
    const [rows, columns] = counts(state, trait);
    const m = u * upstream[0].length + v;
    const last = upstream.flat().length - 1;
    const hidden = state.hidden && same(asked(state), asked(store.state));
    const dashed = (name) => (name === ABOUT[state.tab] || name === chosen ? [state[name]] : []);
    for (const grid of [grids.input, grids.dX]) grid.mark("chosen", "box", dashed("pixel"));
    grids.weights.mark("chosen", "box", dashed("weight"));
    const opposite = dashed("weight").map((cell) => cell.map((at, axis) => state.kernel_size[axis] - 1 - at));
    grids.turned.mark("chosen", "box", opposite);
    const spread = dashed("position").map((window) => window.map((at, axis) => at * state.stride[axis]));
    grids.spread.mark("chosen", "box", spread);
    grids.upstream.moveWindow(u, v);
    const at = { u, v, m, last, list: terms(state), readers: copies(state, 0, ...pixel) };
    const words = SHOW[now](state, at);
    if (hidden) words.splice(1, 2, "The number is hidden: predict it.");
    // On the way there, the end is not told.
    else if (now === "gather" || (now === "scatter" && m === last)) words.push(comparison(state, found));
    [where, sum, more].forEach((paragraph, number) => {
      setText(paragraph, words[number] ?? "");
    });
    CELLS.forEach(([, name], number) => {
      cells[number].element.hidden = name !== chosen;
    });
    if (state.tab !== "forward") ask(state, hidden);
    line.setLabel(label);
    const [kept, seen] = [store.state, state].map(({ [trait]: [row, column] }) => row * columns + column);
    const pointed = seen === kept ? "" : `; pointed at: ${seen}`;
    line.update(kept, rows * columns, `${kept} of 0–${rows * columns - 1}${pointed}`);
    say([first, ...words].filter(Boolean).join(" "));
  }

  /** Nudge what the tab is about: what the gradient predicts, beside what is measured. */
  function ask(state, hidden) {
    const question = [asked(state), state.nudge, hidden];
    if (same(question, answered)) return;
    answered = question;
    const { gradient, other, what, term } = nudged(state, found);
    const Y = outputs(other);
    const loss = lossOf(state, Y);
    setText(nudging.firstChild, `Nudge ${what}, and measure`);
    nudge.setLabel(`nudge ${what} by`);
    after.write((u, v) => exact(Y[u][v]));
    after.mark(
      "moved",
      "ring",
      placesOf(Y).filter(([u, v]) => Y[u][v] !== found.Y[u][v]),
    );
    const product = `${spell([state.nudge, gradient])} = ${exact(state.nudge * gradient)}`;
    const difference = `${exact(loss)} − ${factor(found.loss, exact)} = ${exact(loss - found.loss)}`;
    setText(
      predicted,
      hidden ? "What is predicted and measured is hidden, too." : `Predicted: nudge·${term} = ${product}`,
    );
    setText(measured, hidden ? "" : `Measured: L after − L before = ${difference}`);
  }

  /** Say what the nudge has done: both numbers, and the outputs that moved. */
  function sayNudge(state) {
    const Y = outputs(nudged(state, found).other);
    const moved = placesOf(Y).filter(([u, v]) => Y[u][v] !== found.Y[u][v]);
    const words = moved.length ? `Outputs that moved: ${moved.map(name).join(", ")}.` : "No output moved.";
    say([predicted.textContent, measured.textContent, words].filter(Boolean).join(". "));
  }

  /** The tables of the picture, and what lies on them whatever the reader looks at. */
  function arrange(state) {
    const now = phase(state);
    const { upstream, weights, stride, dilation, image } = state;
    const texts = (table) => table.map((cells) => cells.map(exact));
    for (const [name, { element: box }] of Object.entries(grids)) box.hidden = !PICTURES[now][0].includes(name);
    views.element.hidden = state.tab !== "dX";
    nudging.hidden = state.tab === "forward";
    if (now === "dW") {
      // The gradient of the weights is a convolution of the image with G, which steps by the stride.
      const span = kernelSpan({ kernel_size: shape(upstream), dilation: stride });
      grids.input.setWindow(span, texts(upstream), stride);
    } else grids.input.setWindow(kernelSpan(state), texts(weights), dilation);
    grids.input.widen(longest(image, now === "dW" ? upstream : []));
    grids.input.mark("met", "dot", []);
    grids.input.mark("one", "ring", []);
    grids.upstream.mark("added", "dot", []);
    grids.upstream.mark("read", "ring", []);
    // A window that scatters may hang over the edge; what it sends there is cut off.
    grids.dX.resize(...state.size, now === "scatter" ? state.padding : [0, 0]);
    grids.dX.widen(longest(found.dX));
    grids.dX.mark("unread", "cross", unread(state));
    grids.dX.setWindow(kernelSpan(state), texts(weights), dilation);
    if (now === "gather") {
      grids.dX.setLabel(`gradient dX ${by(state.size)}`);
      grids.dX.moveWindow(null);
      writeWithSecret(grids.dX, found.gathered, state.hidden && state.pixel);
    }
    writeWithSecret(grids.output, found.Y, state.hidden && state.position);
    writeWithSecret(grids.dW, found.dW, state.hidden && state.weight);
  }

  function draw(state) {
    const { size, kernel_size, padding, stride, dilation, weights, upstream } = state;
    found = compute(state);
    answered = null;
    const made = shape(upstream);
    const turnedWeights = flipped(weights);
    const around = firstMet(state).map((first) => Math.max(0 - first, 0));
    const ground = zeroStuffedSize(state);
    const set = (name, label, counts, border, value, texts = []) => {
      grids[name].resize(...counts, border);
      grids[name].setLabel(label);
      grids[name].widen(longest(...texts));
      if (value) grids[name].write((row, column) => exact(value(row, column)));
    };
    const of = (table) => (row, column) => table[row][column];
    const more = leftOver(state).flatMap((n, axis) => (n ? [`${n} more ${axis ? "on the right" : "below"}`] : []));
    const zeros = [`${each(stride.map((s) => s - 1))} between`, `${each(around)} around`, ...more].join(", ");
    set("input", `input X ${by(size)}`, size, padding, (...at) => valueAt(state.image, at));
    set("upstream", `upstream gradient G ${by(made)}`, made, [0, 0], of(upstream), [upstream]);
    set("spread", `G with zeros: ${zeros}`, ground, around, (...at) => zeroStuffedAt(state, ...at), [upstream]);
    set("weights", `weights W ${by(kernel_size)}, bias ${exact(state.bias)}`, kernel_size, [0, 0], of(weights));
    set("turned", "W turned by half a turn", kernel_size, [0, 0], of(turnedWeights));
    set("output", `output Y ${by(made)}`, made, [0, 0], null, [found.Y]);
    set("db", "gradient db", [1, 1], [0, 0], null, [[found.db]]);
    set("dW", `gradient dW ${by(kernel_size)}`, kernel_size, [0, 0], null, [found.dW]);
    after.resize(...made);
    after.widen(longest(found.Y));
    after.setLabel("Y after the nudge; ringed: moved");
    grids.spread.shade((...at) => (isEntryOfG(state, at) ? "var(--wbw-output)" : 0));
    grids.spread.setWindow(
      kernelSpan(state),
      turnedWeights.map((cells) => cells.map(exact)),
      dilation,
    );
    for (const name of ["upstream", "output", "dW"]) grids[name].setWindow([1, 1], [], [1, 1]);
  }

  return {
    element: h("div", {}, tab.element, panel, fields.element, h("div", { class: "wbw-line" }, bias.element)),
    restart() {
      chosen = null;
      show(store.state);
    },
    update(state, previous) {
      const differs = changes(state, previous);
      const redrawn = differs("image", "weights", "bias", "upstream", "stride", "padding", "dilation");
      hovered = {};
      if (redrawn) {
        draw(state);
        fields.update(state);
      }
      if (redrawn || differs("tab", "view", "hidden") || state.hidden) arrange(state);
      tab.update(state.tab);
      views.update(state.view);
      nudge.update(state.nudge, -9, 9);
      guess.update(state.hidden);
      if (redrawn || differs("hidden") || !same(asked(state), asked(previous))) guess.forget();
      CELLS.forEach(([table, trait, label, largest], number) => {
        const [row, column] = state[trait];
        cells[number].setLabel(`${label} ${name([row, column])}`);
        cells[number].update(state[table][row][column], -largest, largest);
      });
      bias.update(state.bias, ...VALUES);
      show(state);
      if (previous && differs("nudge")) {
        nudging.open = true; // one that comes from an address or from Python is to be seen, too
        if (state.tab !== "forward") sayNudge(state);
      }
    },
  };
}

/** The number that a reader is asked for, as [tab, row, column]. */
function asked(state) {
  const place = { forward: state.position, dW: state.weight, dX: state.pixel }[state.tab] ?? [];
  return [state.tab, ...place];
}

/** How many characters the longest number of some tables has. */
function longest(...tables) {
  return Math.max(1, ...tables.flat(2).map((value) => exact(value).length));
}

/** What a guess would have meant. */
export function judge(state, found, guessed) {
  const { tab, upstream, weights, image, position, weight, pixel } = state;
  const list = terms(state);
  const values = list.map((factors) => factors.reduce((product, number) => product * number, 1));
  const at = (table, [row, column]) => table[row]?.[column];
  const opposite = weight.map((cell, axis) => state.kernel_size[axis] - 1 - cell);
  const mirrored = () => compute({ ...state, weights: flipped(weights) });
  const [right, ...meanings] = {
    forward: () => [
      at(found.Y, position),
      [at(found.Y, position) - state.bias, "is the sum without the bias"],
      [at(mirrored().Y, position), "is what the turned kernel makes; forward, this book does not turn it"],
    ],
    db: () => [
      found.db,
      [found.db / upstream.flat().length, "is the mean of G. If the bias grows, every output grows: it is the sum"],
      [add(values), "is the sum so far: go on to the last entry of G"],
    ],
    dW: () => [
      at(found.dW, weight),
      [at(found.dW, opposite), `belongs to weight ${name(opposite)}: that is G and the image exchanged`],
      [add(list.map(([, x]) => x)), "is the sum of the pixels, without G"],
      [at(weights, weight) * found.db, "is made with the weight itself; beside it stands the pixel"],
    ],
    dX: () => [
      at(found.dX, pixel),
      [at(mirrored().dX, pixel), "comes of turning the kernel and scattering; or of gathering with W as it is"],
      [values.at(-1), "is what the last window sent: = where += should stand"],
      [add(list.map(([G]) => G)), "is the sum of G, without the weights"],
      [at(image, pixel) * add(values), "is the gradient times the pixel; the pixel itself plays no part"],
    ],
  }[tab]();
  if (guessed === right) return { right: true };
  const [, words] = meanings.find(([value]) => value === guessed) ?? [
    0,
    "is not it. Multiply along each path, and add up",
  ];
  return { words: `${exact(guessed)} ${words}.` };
}

export const BackwardScrubber = widget({
  id: "backward-scrubber",
  title: "Live figure: the backward pass",
  traits: [
    ...["image", "weights", "bias", "upstream", "stride", "padding", "dilation"],
    ...["tab", "view", "position", "weight", "pixel", "nudge", "hidden"],
  ],
  fields: [
    ["tab", "tab"],
    ["view", "view"],
    ...ADDRESS,
    ["bias", "bias"],
    ["window", "position"],
    ["weight", "weight"],
    ["pixel", "pixel"],
    ["nudge", "nudge"],
    ["hide", "hidden"],
  ],
  hint: "Choose what is computed, and move along the time line. Point at a result to see how it comes about. Click a pixel, a weight or a number of G to change it.",
  keys: [
    ["arrows", "in a table: to the next number; on the tabs: to the next tab"],
    ["Enter", "in a table: change the number that is chosen there, in the field below"],
    ["+, −", "one on, one back on the time line; in a number: one more, one less"],
    ["Home, End", "first, last on the time line"],
    ["Space", "play, pause"],
  ],
  settle,
  view,
});
