/* Every widget by the name of its Python class. */

import { BackwardScrubber } from "./widgets/backward-scrubber.js";
import { PhotoKernel } from "./widgets/photo-kernel.js";
import { ShapeDrill } from "./widgets/shape-drill.js";
import { WindowGrid } from "./widgets/window-grid.js";

export const WIDGETS = { BackwardScrubber, PhotoKernel, ShapeDrill, WindowGrid };
