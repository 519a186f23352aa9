/* The keys of the tables of Im2colExplorer and Col2imExplorer. */

import { ARROWS } from "../../ui/keys.js";

/** A table's keys: an arrow moves on by a step, [rows, columns], Enter picks and Escape lets go.
    @param {{ move: (step: number[], state: any, pointed: any) => any, enter?: (state: any, pointed: any) => any,
      letGo: object }} answers */
export function tableKeys({ move, enter, letGo }) {
  return ({ key }, state, pointed) => {
    if (ARROWS[key]) return move(ARROWS[key], state, pointed);
    if (key === "Enter") return enter?.(state, pointed);
    return key === "Escape" && letGo;
  };
}
