"""Live figures on the pages: the widgets of ``convbook.widgets``, no kernel.

A figure in a chapter comes from a cell's output, which carries its state
beside its snapshot. A figure on a page in ``book/`` comes from the ``live``
directive, by a name from the list below. Either way, the page gets the state
as a script, then the snapshot; and, once, the widgets' code, which puts the
living figure in the snapshot's place. The snapshot stays for print and for
readers without scripts.
"""

import json
import shutil
from pathlib import Path
from typing import ClassVar

import drawings
import numpy as np
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from convbook import widgets
from convbook.widgets.figure import MIME, STATIC

BLUR = np.outer([1, 2, 1], [1, 2, 1])
SCRIPT, STYLE = "page.js", "widgets.css"

FIGURES = {
    "cover": lambda: widgets.WindowGrid(
        image=drawings.NUMBERS,
        kernel=drawings.KERNEL,
        position=(1, 3),
        controls=[],  # nothing is defined yet
    ),
    "backward-scrubber": lambda: widgets.BackwardScrubber(
        tab="dX", pixel=(1, 1)
    ),
    "window-grid": lambda: widgets.WindowGrid(size=8, stride=2, kernel=BLUR),
    "im2col-explorer": lambda: widgets.Im2colExplorer(
        position=(1, 2), pixel=(2, 2)
    ),
    "col2im-explorer": lambda: widgets.Col2imExplorer(pixel=(2, 2)),
    "photo-kernel": lambda: widgets.PhotoKernel(position=(60, 155)),
    "shape-drill": lambda: widgets.ShapeDrill(seed=1),
}


class LiveDirective(SphinxDirective):
    """Put the live figure that the argument names on the page.

    With the option ``wide`` it is as wide as the screen, for a projector.
    """

    required_arguments = 1
    option_spec: ClassVar = {"wide": directives.flag}

    def run(self):
        name = self.arguments[0]
        if name not in FIGURES:
            raise self.error(
                f"there is no figure {name!r}; there are {', '.join(FIGURES)}"
            )
        # What it shows may change while the page's text does not.
        self.env.note_reread()
        figure = FIGURES[name]()
        snapshot = drawings.as_html(name, figure._drawing())
        script = as_script(figure.figure_state())
        look = "live-figure wide" if "wide" in self.options else "live-figure"
        box = f'<div class="{look}">{script}{snapshot}</div>'
        return [nodes.raw("", box, format="html")]


def as_script(state):
    """Write a state so that nothing in it can end the script."""
    state = state.replace("</", r"<\/")
    return f'<script type="{MIME}">{state}</script>'


def unpack_states(app, docname, source):
    """Turn each state in a chapter's outputs into an output of its own."""
    if not str(app.env.doc2path(docname)).endswith(".ipynb"):
        return
    notebook = json.loads(source[0])
    for cell in notebook["cells"]:
        outputs = cell.get("outputs", [])
        for output in [one for one in outputs if MIME in one.get("data", {})]:
            data = {"text/html": as_script(output["data"].pop(MIME))}
            state = {"output_type": "display_data", "metadata": {}}
            outputs.insert(outputs.index(output), state | {"data": data})
    source[0] = json.dumps(notebook)


def bring_the_code(app, pagename, templatename, context, doctree):
    """Load the widgets' code on a page that has a live figure, once."""
    raw = doctree.findall(nodes.raw) if doctree else []
    if any(MIME in node.astext() for node in raw):
        app.add_js_file(SCRIPT, loading_method="defer")
        app.add_css_file(STYLE)


def copy_the_code(app):
    folder = Path(app.outdir) / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    for name in (SCRIPT, STYLE):
        shutil.copy(STATIC / name, folder)


def setup(app):
    app.add_directive("live", LiveDirective)
    app.connect("source-read", unpack_states)
    app.connect("builder-inited", copy_the_code)
    app.connect("html-page-context", bring_the_code)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
