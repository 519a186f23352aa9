/* Every widget by the name of its Python class. */

import { BackwardScrubber } from "./widgets/backward-scrubber/index.js";
import { Col2imExplorer } from "./widgets/col2im-explorer/index.js";
import { Im2colExplorer } from "./widgets/im2col-explorer/index.js";
import { PhotoKernel } from "./widgets/photo-kernel/index.js";
import { ShapeDrill } from "./widgets/shape-drill/index.js";
import { WindowGrid } from "./widgets/window-grid/index.js";

export const WIDGETS = { BackwardScrubber, Col2imExplorer, Im2colExplorer, PhotoKernel, ShapeDrill, WindowGrid };
