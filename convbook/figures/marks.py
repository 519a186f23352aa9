"""The marks of a figure: one meaning and one shape each.

``frontend/src/scene/marks.js`` has the same, and a test holds the paths of
both equal. A new mark takes an entry in each, and its look: here in
``STYLE`` (``style.py``), there in ``widgets.css``.
"""

from collections.abc import Callable
from typing import NamedTuple

from convbook.figures.words import coordinate as c

CELL = 30
"""The height of a cell, in the units of a drawing."""

LABELLED = 22
"""The part of a cell above its label."""


def cell_width(characters: int) -> int:
    """Find how wide a cell is for so many characters, a ring around them."""
    return max(CELL, 8 * characters + 6)


def _box(x: float, y: float, w: float, h: float) -> str:
    return f"M{c(x)} {c(y)}h{c(w)}v{c(h)}h{c(-w)}z"


def _inset(x: float, y: float, w: float, h: float) -> str:
    return _box(x + 2, y + 2, w - 4, h - 4)


def _ring(x: float, y: float, w: float, h: float) -> str:
    across, down = c(w - 16), c(h - 17)
    return (
        f"M{c(x + 8)} {c(y + 1.5)}h{across}a7 7 0 0 1 7 7v{down}"
        f"a7 7 0 0 1 -7 7h{c(16 - w)}a7 7 0 0 1 -7 -7v{c(17 - h)}"
        "a7 7 0 0 1 7 -7z"
    )


def _cross(x: float, y: float, w: float, h: float) -> str:
    across, down = w - 8, h - 8
    return (
        f"M{c(x + 4)} {c(y + 4)}l{c(across)} {c(down)}"
        f"m0 {c(-down)}l{c(-across)} {c(down)}"
    )


def _strike(x: float, y: float, w: float, h: float) -> str:
    return f"M{c(x + 4)} {c(y + h - 4)}l{c(w - 8)} {c(8 - h)}"


def _spot(x: float, y: float, w: float, h: float) -> str:
    return f"M{c(x + 2)} {c(y + h - 7)}h5v5h-5z"


def _disc(x: float, y: float, w: float, h: float) -> str:
    left, middle = c(x + w / 2 - 5), c(y + h / 2)
    return f"M{left} {middle}a5 5 0 0 1 10 0a5 5 0 0 1 -10 0z"


def _hatch(x: float, y: float, w: float, h: float) -> str:
    lines, step = [_box(x, y, w, h)], 10
    for number in range(1, round((w + h) // step) + 1):
        along = number * step
        x1, y1 = x + min(along, w), y + max(0, along - w)
        x2, y2 = x + max(0, along - h), y + min(along, h)
        lines.append(f"M{c(x1)} {c(y1)}L{c(x2)} {c(y2)}")
    return "".join(lines)


def _edge(x: float, y: float, w: float, h: float) -> str:
    return f"M{c(x)} {c(y)}v{c(h)}"


class Mark(NamedTuple):
    """How a mark looks.

    ``path`` draws it on a box (x, y, width, height); ``under`` says whether
    it lies under the texts, and ``whole`` whether it covers the whole block,
    a cell's label included.
    """

    path: Callable[[float, float, float, float], str]
    under: bool = False
    whole: bool = False


MARKS = {
    # Grounds of single cells, where a table is bare or has several kinds.
    "pixel": Mark(_box, under=True, whole=True),
    "output": Mark(_box, under=True, whole=True),
    "cell": Mark(_box, under=True, whole=True),
    "padding": Mark(_hatch, under=True, whole=True),
    # What has been added, sent or multiplied so far.
    "shaded": Mark(_box, under=True, whole=True),
    # A weight or a window meets this pixel.
    "read": Mark(_spot, whole=True),
    # Where the next channel begins.
    "channel": Mark(_edge, whole=True),
    "unread": Mark(_cross, under=True),
    "lost": Mark(_strike, under=True),
    # Other windows that read what is asked about.
    "reader": Mark(_box, whole=True),
    # What is asked about, and each of its copies.
    "asked": Mark(_ring),
    # A place that waits while another one is asked about.
    "waiting": Mark(_inset),
    # The entry, or the weight, that the words speak of.
    "entry": Mark(_inset),
    "survivor": Mark(_disc),
    "window": Mark(_box, whole=True),
}
"""The marks in the order in which they are drawn."""
