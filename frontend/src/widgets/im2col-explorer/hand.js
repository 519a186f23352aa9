/* Im2colExplorer: what the hand and the keys do on each table. */

import { range } from "../../core/geometry.js";
import { same } from "../../core/lists.js";
import { clamp, dragged, stepped } from "../../state/setting.js";
import { tableKeys } from "../matrix/keys.js";
import { featureIn, hiddenRow, MOST, matrixSize, pixelOf, windowAt, windowOf } from "./state.js";

/** Ask about a pixel; asked a second time, let it go. */
function pin(state, pixel) {
  return { pixel: same(pixel, state.pixel) ? null : pixel };
}

/** Outline an entry's window, and ask about its pixel, unless that would tell what is hidden. */
function pickEntry(state, [window, feature]) {
  const position = windowAt(state, window);
  if (hiddenRow(state) !== null) return { position };
  const pixel = pixelOf(state, window, feature);
  const again = window === windowOf(state) && same(pixel, state.pixel);
  return { position, pixel: again ? null : pixel };
}

// --- Where the arrows go

function nextPosition([down, across], { position }) {
  return { position: [position[0] + down, position[1] + across] };
}

/** With a pixel pinned, the next one, or a zero of the padding. */
function nextPixel(step, state, channel) {
  const { pixel, size, padding } = state;
  if (!pixel) return nextPosition(step, state);
  const at = [0, 1].map((axis) =>
    clamp(pixel[axis + 1] + step[axis], 0 - padding[axis], size[axis] + padding[axis] - 1),
  );
  return { pixel: [channel, ...at] };
}

/** The next window and the next feature. */
function nextEntry(step, state) {
  const before = featureIn(state, windowOf(state), state.pixel);
  const [down, across] = step;
  const asked = [windowOf(state), before ?? 0];
  const [window, feature] = stepped(asked, [down, before === null ? 0 : across], matrixSize(state));
  const position = windowAt(state, window);
  if (hiddenRow(state) !== null || (before === null && down)) return { position };
  return { position, pixel: pixelOf(state, window, feature) };
}

/** The next window and the next filter. */
function nextProduct([down, across], state) {
  const window = clamp(windowOf(state) + down, 0, matrixSize(state)[0] - 1);
  return { position: windowAt(state, window), f: state.f + across };
}

/** The next feature, which is pointed at, and the next filter. */
function nextWeight([down, across], state, pointed) {
  const sizes = [matrixSize(state)[1], state.weights.length];
  const [weight, filter] = stepped([pointed?.weight ?? -down, state.f], [down, across], sizes);
  return { f: filter, pointed: { weight, filter } };
}

// --- The tables

const keys = (move, enter = null) => tableKeys({ move, enter, letGo: { pixel: null } });

const channelTable = (channel) => ({
  hover: (cell) => ({ pixel: [channel, ...cell] }),
  pick: (cell, state) => pin(state, [channel, ...cell]),
  drag: dragged,
  key: keys(
    (step, state) => nextPixel(step, state, channel),
    // Without a pixel, it is the window's first.
    (state) => pin(state, [channel, ...(state.pixel ?? pixelOf(state, windowOf(state), 0)).slice(1)]),
  ),
});

const outputTable = (filter) => ({
  hover: (at, state) => ({ window: windowOf({ ...state, position: at }), filter: state.product ? filter : state.f }),
  pick: (position, { product, f }) => ({ position, f: product ? filter : f }),
  key: keys(nextPosition),
});

const named = (name, make) => Object.fromEntries(range(MOST).map((at) => [`${name} ${at}`, make(at)]));

export const tables = {
  ...named("image", channelTable),
  ...named("output", outputTable),
  matrix: {
    hover: (entry) => ({ entry }),
    pick: (entry, state) => pickEntry(state, entry),
    key: keys(nextEntry, (state) =>
      pickEntry(state, [windowOf(state), featureIn(state, windowOf(state), state.pixel) ?? 0]),
    ),
    matrix: true,
  },
  weights: {
    hover: ([weight, filter]) => ({ weight, filter }),
    pick: ([, f]) => ({ f }),
    key: keys(nextWeight),
    matrix: true,
  },
  product: {
    hover: ([window, filter]) => ({ window, filter }),
    pick: ([window, f], state) => ({ position: windowAt(state, window), f }),
    key: keys(nextProduct),
    matrix: true,
  },
};
