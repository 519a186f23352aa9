"""The live figures of the book: pictures to drag, step through and edit.

Each is an ordinary Jupyter widget, so it composes with ipywidgets: ``observe``
a trait to hear what the reader does, set one to move the picture. All that a
figure computes, it computes in the reader's browser. So it works without a
kernel too, on a page of the book.
"""

from convbook.widgets.backward_scrubber import BackwardScrubber
from convbook.widgets.col2im_explorer import Col2imExplorer
from convbook.widgets.im2col_explorer import Im2colExplorer
from convbook.widgets.photo_kernel import PhotoKernel
from convbook.widgets.shape_drill import ShapeDrill
from convbook.widgets.window_grid import WindowGrid

__all__ = [
    "BackwardScrubber",
    "Col2imExplorer",
    "Im2colExplorer",
    "PhotoKernel",
    "ShapeDrill",
    "WindowGrid",
]
