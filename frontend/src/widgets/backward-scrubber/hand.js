/* The cells that can be chosen, and what a hand does on the tables. */

import { isInside } from "../../core/convolution.js";
import { firstMet, isEntryOfG } from "../../core/gradients.js";
import { replaced, same, shape } from "../../core/lists.js";
import { place } from "../../scene/words.js";
import { clamp, dragged, stepped, VALUES } from "../../state/setting.js";
import { ARROWS } from "../../ui/keys.js";

/** In which trait the numbers of these cells stand, how they are called, how large a number may be. */
const CELLS = {
  pixel: { table: "image", label: "pixel", largest: VALUES[1] },
  weight: { table: "weights", label: "weight", largest: VALUES[1] },
  position: { table: "upstream", label: "G", largest: 999_999_999 },
};

export const sizeOf = (state, trait) => shape(state[CELLS[trait].table]);

/** The number that was chosen last: what it is, how large it may be, and its name. */
export function chosenNumber(state) {
  const { table, label, largest } = CELLS[state.chosen];
  const [row, column] = state[state.chosen];
  return { value: state[table][row][column], largest, name: `${label} ${place([row, column])}` };
}

/** That number with another value. */
export function rewritten(state, wanted) {
  const { table, largest } = CELLS[state.chosen];
  return { [table]: replaced(state[table], state[state.chosen], clamp(wanted, -largest, largest)) };
}

const choose = (trait, cell) => ({ [trait]: cell, chosen: trait, edge: false });

/** What a table of the cells of a trait does: it asks about what is pointed at, and chooses by a click and by the arrows. */
function cellsOf(trait) {
  const inside = (cell, state) => isInside({ size: sizeOf(state, trait) }, cell[0], cell[1]);
  return {
    hover: (cell, state) => (inside(cell, state) ? { [trait]: cell } : null),
    pick: (cell, state) => inside(cell, state) && choose(trait, cell),
    key({ key }, state) {
      const step = ARROWS[key];
      if (!step) return key === "Enter" && { ...choose(trait, state[trait]), focus: "value" };
      const next = stepped(state[trait], step, sizeOf(state, trait));
      return same(next, state[trait]) ? { chosen: trait, edge: true } : choose(trait, next);
    },
  };
}

const [pixels, weights, windows] = ["pixel", "weight", "position"].map(cellsOf);

const each = (cell, rule) => cell.map((at, axis) => rule(at, axis));

/** In the tab dW it is G that lies on the image, and moves as the weight does. */
function dragInput(place, state) {
  if (state.tab !== "dW") return dragged(place, state);
  return { weight: each(place, (at, axis) => (at + state.padding[axis]) / state.dilation[axis]) };
}

function pickStuffed(cell, state) {
  const entry = each(cell, (at, axis) => at / state.stride[axis]);
  return isEntryOfG(state, cell) && choose("position", entry);
}

function pickFlipped(cell, { kernel_size }) {
  const opposite = each(cell, (at, axis) => kernel_size[axis] - 1 - at);
  return choose("weight", opposite);
}

export const tables = {
  input: { pick: pixels.pick, key: pixels.key, drag: dragInput },
  upstream: windows,
  stuffed: {
    pick: pickStuffed,
    drag: (place, state) => ({ pixel: each(place, (at, axis) => at - firstMet(state)[axis]) }),
    key: pixels.key,
  },
  weights,
  flipped: { pick: pickFlipped },
  output: windows,
  db: {},
  dW: weights,
  dX: { ...pixels, drag: dragged },
  after: {},
};
