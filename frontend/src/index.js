/* Every widget by the name of its Python class. */

import { BackwardScrubber } from "./widgets/backward-scrubber.js";
import { WindowGrid } from "./widgets/window-grid.js";

export const WIDGETS = { BackwardScrubber, WindowGrid };
