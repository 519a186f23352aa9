"""The figures of the book, in one visual language.

Input pixels stand on blue, outputs on orange, and the window is a thick purple
outline. Padding is hatched, and a pixel that no window reads is crossed out:
nothing is said by colour alone.

Every ``draw_…`` function returns a :class:`Drawing`, which carries a
description in words beside the picture. Both come from one scene.
"""

from convbook.figures.backward import draw_backward
from convbook.figures.col2im import draw_col2im, draw_places
from convbook.figures.im2col import draw_im2col
from convbook.figures.photo_kernel import SHOWN, draw_filtered
from convbook.figures.photos import draw_photos, draw_zoom
from convbook.figures.products import (
    draw_product,
    draw_reshaped,
    draw_sparse,
)
from convbook.figures.rows import draw_coverage, draw_row
from convbook.figures.sent_back import draw_sent_back
from convbook.figures.svg import Drawing
from convbook.figures.verdicts import draw_verdicts
from convbook.figures.windows import draw_window

__all__ = [
    "SHOWN",
    "Drawing",
    "draw_backward",
    "draw_col2im",
    "draw_coverage",
    "draw_filtered",
    "draw_im2col",
    "draw_photos",
    "draw_places",
    "draw_product",
    "draw_reshaped",
    "draw_row",
    "draw_sent_back",
    "draw_sparse",
    "draw_verdicts",
    "draw_window",
    "draw_zoom",
]
