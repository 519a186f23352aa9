/* Col2imExplorer: what the hand and the keys do on each table. */

import { copies, entry, matrixShape } from "../../core/convolution.js";
import { same } from "../../core/lists.js";
import { stepped } from "../../state/setting.js";
import { tableKeys } from "../matrix/keys.js";
import { stepNow, steps } from "./state.js";

/** Ask about a pixel, with all of its terms. */
function askPixel({ view }, pixel) {
  return view === "gather" ? { pixel, step: -1 } : { pixel };
}

/** Ask about a pixel; asked a second time, let it go. */
function pin(state, pixel) {
  return askPixel(state, same(pixel, state.pixel) ? null : pixel);
}

/** Go to a step by its number; the last one is "all", whatever the setting then becomes. */
export function goTo(state, step) {
  return { pointed: null, step: step >= steps(state) ? -1 : Math.max(step, 0) };
}

/** In scatter, send all up to an entry; in gather, ask about its pixel. */
function pickEntry(state, [window, feature]) {
  const features = matrixShape(state, 1)[1];
  if (state.view === "scatter") return goTo(state, window * features + feature + 1);
  // A finger does not hover: what it touched is pointed at all the same.
  const pointed = { entry: [window, feature] };
  const { row, column, inside } = entry(state, window, feature);
  return inside ? { ...pin(state, [row, column]), pointed } : { pointed };
}

const LET_GO = { pixel: null, pointed: null };

const pixels = {
  hover: (pixel) => ({ pixel }),
  pick: (pixel, state) => pin(state, pixel),
  key: tableKeys({
    move: (step, state) => {
      const pixel = state.pixel ? stepped(state.pixel, step, state.size) : [0, 0];
      return { ...askPixel(state, pixel), pointed: null };
    },
    enter: (state) => pin(state, state.pixel ?? [0, 0]),
    letGo: LET_GO,
  }),
};

/** In scatter, arrows send one entry or one window more or less; in gather, they point at the next entry. */
function nextEntry(step, state, pointed) {
  const [windows, features] = matrixShape(state, 1);
  if (state.view === "scatter") return goTo(state, stepNow(state) + step[0] * features + step[1]);
  const first = state.pixel && copies(state, 0, ...state.pixel)[0];
  const at = pointed?.entry ?? (first ? [first.window, first.feature] : [0, 0]);
  return { pointed: { entry: stepped(at, step, [windows, features]) } };
}

export const tables = {
  matrix: {
    hover: (entry) => ({ entry }),
    pick: (entry, state) => pickEntry(state, entry),
    key: tableKeys({
      move: nextEntry,
      enter: (state, pointed) => pointed?.entry && pickEntry(state, pointed.entry),
      letGo: LET_GO,
    }),
    matrix: true,
  },
  image: pixels,
  coverage: pixels,
};
