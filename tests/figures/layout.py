"""Find what overlaps in a drawing, with the metrics of its first font."""

import re
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import matplotlib
from PIL import ImageFont

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
NUMBER = r"(-?\d+(?:\.\d+)?)"
RING = re.compile(
    rf"M{NUMBER} {NUMBER}h{NUMBER}a7 7 0 0 1 7 7v{NUMBER}a7 7 0 0 1 -7 7"
)
SIZES = {"wbw-small": 10, "wbw-label": 7.5}
STROKE = 0.8  # half a ring's line


class Box(NamedTuple):
    """What a text or a ring takes up, and what it is called in a message."""

    name: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other, by=0.3):
        return (
            self.left < other.right - by
            and other.left < self.right - by
            and self.top < other.bottom - by
            and other.top < self.bottom - by
        )

    def holds(self, other):
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def shrunk(self, by):
        left, top, right, bottom = self[1:]
        return Box(self.name, left + by, top + by, right - by, bottom - by)


@cache
def font(bold):
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(FONTS / name), 100)


def box_of(text):
    """Find the ink of a text element."""
    classes = text.get("class", "").split()
    size = next((SIZES[name] for name in classes if name in SIZES), 12)
    words = "".join(text.itertext())
    left, top, right, bottom = font("wbw-bold" in classes).getbbox(
        words, anchor="ls"
    )
    left, top, right, bottom = (
        side * size / 100 for side in (left, top, right, bottom)
    )
    x, y = float(text.get("x")), float(text.get("y"))
    middle = {"wbw-start": 0, "wbw-end": 1, "wbw-label": 1}
    share = next((middle[name] for name in classes if name in middle), 0.5)
    x -= share * right
    if not text.get("transform"):
        return Box(words, x + left, y + top, x + right, y + bottom)
    # Turned by a right angle, upwards, about the point that it hangs on.
    about = x + share * right
    return Box(
        words,
        about + top,
        y - right * (1 - share),
        about + bottom,
        y + right * share,
    )


def texts_of(svg):
    root = ElementTree.fromstring(svg)
    found = root.iter("{http://www.w3.org/2000/svg}text")
    return [box_of(text) for text in found]


def rings_of(svg):
    root = ElementTree.fromstring(svg)
    paths = [
        path.get("d")
        for path in root.iter("{http://www.w3.org/2000/svg}path")
        if path.get("class") == "wbw-mark-asked"
    ]
    for x, y, across, down in RING.findall("".join(paths)):
        left, top = float(x) - 8, float(y) - 1.5
        right, bottom = left + float(across) + 16, top + float(down) + 17
        yield Box("ring", left + 1, top + 1.5, right - 1, bottom - 1.5)


def overlaps(drawing):
    """Say what overlaps in a drawing, or leaves it; nothing, if all is well.

    Parameters
    ----------
    drawing : convbook.figures.Drawing
        Any drawing.

    Returns
    -------
    list of str
        A sentence for each pair of texts that overlap, each text that crosses
        a ring, and each that leaves the picture.
    """
    texts = texts_of(drawing.svg)
    view = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing.svg)
    sheet = Box("sheet", 0, 0, float(view[1]), float(view[2]))
    found = [
        f"“{text.name}” leaves the picture"
        for text in texts
        if not sheet.holds(text)
    ]
    found += [
        f"“{one.name}” lies on “{other.name}”"
        for one, other in combinations(texts, 2)
        if one.overlaps(other)
    ]
    for ring in rings_of(drawing.svg):
        outside, inside = ring.shrunk(-STROKE), ring.shrunk(STROKE)
        found += [
            f"“{text.name}” crosses a ring"
            for text in texts
            if text.overlaps(outside) and not inside.holds(text)
        ]
    return found
