"""The ``drawing`` directive: a picture by its name, drawn at each build.

It stands in the page itself, so that no file can lag behind the code that
draws it.
"""

import html
import re
from functools import partial

import numpy as np
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from convbook.figures import draw_im2col, draw_row, draw_window

NUMBERS = np.arange(24).reshape(4, 6)
KERNEL = np.array([[1, 0], [2, -1], [0, 3]])
# The grid sheet: steps from 0 to 1 to 3, and a kernel that answers to them.
STEPS = np.array(
    [
        [0, 0, 0, 3, 3, 3],
        [0, 0, 1, 3, 3, 3],
        [0, 1, 3, 3, 3, 1],
        [1, 3, 3, 3, 1, 0],
    ]
)
EDGE = np.array([[-1, 1], [-1, 1], [-1, 1]])

window = partial(draw_window, STEPS, EDGE)
row = partial(draw_row, 8, 3, stride=2)
matrix = partial(draw_im2col, NUMBERS, (3, 2))

DRAWINGS = {
    "cover": partial(draw_window, NUMBERS, KERNEL, at=(1, 3)),
    "sheet-window": partial(window, blank=True),
    "sheet-row": partial(row, blank=True),
    "sheet-padded-row": partial(row, padding=1, blank=True),
    "sheet-matrix": partial(matrix, window=7, pixel=(2, 2), blank=True),
    "key-window": partial(window, at=(1, 4)),
    "key-row": row,
    "key-padded-row": partial(row, padding=1),
    "key-matrix": partial(matrix, window=7, pixel=(2, 2)),
}


class DrawingDirective(SphinxDirective):
    """Draw the picture that the argument names, or several side by side."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        names = self.arguments[0].split()
        for name in names:
            if name not in DRAWINGS:
                raise self.error(
                    f"there is no drawing {name!r}; there are "
                    f"{', '.join(DRAWINGS)}"
                )
        pictures = [as_html(name, DRAWINGS[name]()) for name in names]
        box = f'<div class="drawings">{"".join(pictures)}</div>'
        return [nodes.raw("", box, format="html")]


def as_html(name, drawing):
    """Put a drawing into a page, its description as its label.

    Its ids get its name in front: on a page, each must be the only one. Its
    width in points tells how much of a line it takes, so that drawings side by
    side have cells of one size.
    """
    svg = drawing.svg[drawing.svg.index("<svg") :]
    svg = re.sub(r'( id="|href="#|url\(#)', rf"\1{name}-", svg)
    label = html.escape(" ".join(drawing.description.split()))
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)
    width = re.search(r'width="([\d.]+)pt"', svg)[1]
    return f'<div class="drawing" style="flex-grow: {width}">{svg}</div>'


def setup(app):
    app.add_directive("drawing", DrawingDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
