/* Every widget by the name of its Python class. */

import { WindowGrid } from "./widgets/window-grid.js";

export const WIDGETS = { WindowGrid };
