"""The ``cover-drawing`` directive: the cover's picture, drawn at each build.

It stands in the page itself, so that no file can lag behind the code that
draws it.
"""

import html

import numpy as np
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from convbook.figures import draw_window


class CoverDrawing(SphinxDirective):
    """Draw one window on a small image. No arguments, no content."""

    def run(self):
        numbers = np.arange(24).reshape(4, 6)
        kernel = np.array([[1, 0], [2, -1], [0, 3]])
        drawing = draw_window(numbers, kernel, at=(1, 3))
        svg = drawing.svg[drawing.svg.index("<svg") :]
        label = html.escape(" ".join(drawing.description.split()))
        svg = svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)
        box = f'<div class="drawing">{svg}</div>'
        return [nodes.raw("", box, format="html")]


def setup(app):
    app.add_directive("cover-drawing", CoverDrawing)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
