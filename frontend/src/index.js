/* Every widget by the name of its Python class. */

import { PhotoKernel } from "./widgets/photo-kernel.js";
import { WindowGrid } from "./widgets/window-grid.js";

export const WIDGETS = { PhotoKernel, WindowGrid };
