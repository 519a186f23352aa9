/* The frame of the widgets that are not scenes yet. What a widget is made of stands in ui/frame.js. */

import { framed } from "./ui/frame.js";

export { OPTIONAL } from "./state/link.js";

/** Ask what has changed since the previous state: changes(state, previous)("image", "kernel"). Without one, all has. */
export function changes(state, previous) {
  return (...names) => !previous || names.some((name) => state[name] !== previous[name]);
}

/** Make a widget whose `view({ store, say })` keeps itself up to date. */
export function widget(parts) {
  return framed(parts, (store, say) => parts.view({ store, say }));
}
