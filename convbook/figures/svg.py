"""Write a scene as an SVG: arrange its parts, and draw each mark by name.

Colours are CSS variables with literal fallbacks. So a picture can be read by
itself, on GitHub or on paper, and follows the theme of a page that inlines it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np

from convbook.figures.marks import CELL, LABELLED, MARKS, Mark, cell_width
from convbook.figures.photo import as_png, checksum
from convbook.figures.scene import (
    Blank,
    Block,
    Column,
    Heads,
    Lines,
    Part,
    Photo,
    Row,
    Scene,
    Table,
)
from convbook.figures.words import coordinate as c

SIZE, SMALL, LABEL = 12, 10, 7.5
"""The sizes of the texts: one for a table's cells, its heads, its labels."""

TITLE = 20  # height of the line for a title
LINE = {False: 22, True: 16}  # height of a line of text, or of a small one
PHOTO = 186  # width of a photo
MARGIN = 6

COLOURS = {
    "ink": "#1a1a1a",
    "faint": "#6b6b6b",
    "paper": "#fff",
    "input": "#d9e8f6",
    "input-edge": "#2b6496",
    "input-shade": "#1f78d1",
    "output": "#fde3cb",
    "output-edge": "#9c4a00",
    "output-shade": "#e07b1a",
    "window": "#7b1f86",
    "halo": "#fff",  # around an outline on a photo, whatever the page
}

STYLE = """
.wbw-figure text{fill:ink;font:12px "DejaVu Sans",Verdana,sans-serif;\
text-anchor:middle}
.wbw-figure .wbw-small{font-size:10px}
.wbw-figure .wbw-label{font-size:7.5px;fill:window;text-anchor:end}
.wbw-figure .wbw-bold{font-weight:bold}
.wbw-figure .wbw-start{text-anchor:start}
.wbw-figure .wbw-end{text-anchor:end}
.wbw-figure .wbw-over{stroke:paper;stroke-width:4px;paint-order:stroke}
.wbw-figure path,.wbw-figure rect{fill:none;stroke:ink;stroke-width:1.6px}
.wbw-figure .wbw-paper{fill:paper;stroke:none}
.wbw-figure .wbw-ground{stroke:none}
.wbw-figure .wbw-lines{stroke:faint;stroke-width:.9px}
.wbw-input>.wbw-ground,.wbw-figure .wbw-mark-pixel{fill:input}
.wbw-output>.wbw-ground,.wbw-figure .wbw-mark-output{fill:output}
.wbw-kernel>.wbw-ground,.wbw-plain>.wbw-ground,.wbw-figure .wbw-mark-cell{\
fill:paper}
.wbw-figure .wbw-shade{stroke:none;fill:input-shade}
.wbw-output>.wbw-shade{fill:output-shade}
.wbw-input>.wbw-lines,.wbw-figure .wbw-mark-pixel{stroke:input-edge}
.wbw-output>.wbw-lines,.wbw-figure .wbw-mark-output{stroke:output-edge}
.wbw-figure .wbw-mark-cell{stroke:faint}
.wbw-figure .wbw-mark-pixel,.wbw-figure .wbw-mark-output,\
.wbw-figure .wbw-mark-cell{stroke-width:.9px}
.wbw-figure .wbw-mark-padding{stroke:faint;stroke-width:.7px}
.wbw-figure .wbw-mark-shaded{fill:window;fill-opacity:.25;stroke:none}
.wbw-figure .wbw-mark-read{fill:window;stroke:none}
.wbw-figure .wbw-mark-channel{stroke-width:2.4px}
.wbw-figure .wbw-mark-unread{stroke:faint;stroke-width:1.2px}
.wbw-figure .wbw-mark-lost{stroke-width:1.2px}
.wbw-figure .wbw-mark-reader{stroke:window;stroke-width:1.8px;\
stroke-dasharray:6 3}
.wbw-figure .wbw-mark-waiting,.wbw-figure .wbw-mark-entry{stroke-dasharray:4 3}
.wbw-figure .wbw-mark-survivor{fill:ink}
.wbw-figure .wbw-mark-window{stroke:window;stroke-width:2.8px}
.wbw-output>.wbw-mark-window{stroke:output-edge}
.wbw-matrix>.wbw-mark-window{stroke:window}
.wbw-figure .wbw-halo{stroke:halo;stroke-width:5.2px}
.wbw-figure .wbw-link{stroke:window;stroke-width:1px}
"""


@dataclass(frozen=True)
class Drawing:
    """A picture and its description.

    A notebook shows the picture and keeps the description as its text; a page
    of the book gives the description to those who cannot see the picture.

    Attributes
    ----------
    description : str
        What the picture shows, in sentences.
    svg : str
        The picture, an SVG document.
    """

    description: str
    svg: str = field(repr=False)

    def __repr__(self) -> str:
        """Give the description."""
        return self.description

    def _repr_mimebundle_(
        self,
        include: Iterable[str] | None = None,
        exclude: Iterable[str] | None = None,
    ) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.description}


def draw(scene: Scene) -> Drawing:
    """Draw a scene.

    Parameters
    ----------
    scene : Scene
        Its picture is arranged as it says; its words become the description.

    Returns
    -------
    Drawing
        The same characters for the same scene, on every machine.

    Examples
    --------
    >>> draw(Scene(Table("w", "plain", "W", [["1"]]), {"it": "One weight."}))
    One weight.
    """
    width, height = (side + 2 * MARGIN for side in _measure(scene.picture))
    sheet = _Sheet()
    sheet.put(scene.picture, MARGIN, MARGIN)
    for ends in scene.links:
        (x1, y1), (x2, y2) = (sheet.corner(*end) for end in ends)
        sheet.path("link", f"M{c(x1)} {c(y1)}L{c(x2)} {c(y2)}")
    size = f'width="{c(width)}pt" height="{c(height)}pt"'
    ground = (
        f'<rect class="wbw-paper" width="{c(width)}" height="{c(height)}"/>'
    )
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wbw-figure" {size} '
        f'viewBox="0 0 {c(width)} {c(height)}">',
        f"<style>{_style()}</style>",
        ground,
        *sheet.elements,
        "</svg>",
    ]
    return Drawing(scene.description, "\n".join(svg) + "\n")


def _style() -> str:
    """Put the colours in, as variables with their fallbacks."""
    rules = STYLE
    for name in sorted(COLOURS, key=len, reverse=True):
        colour = f"var(--wbw-{name},{COLOURS[name]})"
        for before in ("fill:", "stroke:"):
            for after in (";", "}"):
                rules = rules.replace(
                    f"{before}{name}{after}", f"{before}{colour}{after}"
                )
    return rules


def text_width(text: str, size: float = SIZE) -> float:
    """Find how wide a text is at most, in the fonts that are asked for."""
    wide = sum(
        0.4
        if letter in " .,:;'|!()[]/ijlftrI·"
        else 0.93
        if letter in "mwMW%@+=−×±→…"
        else 0.72
        if letter.isupper()
        else 0.64
        for letter in text
    )
    return wide * size


# --- How large a part is, without its margin


def _measure(part: Part) -> tuple[float, float]:
    if isinstance(part, Table):
        left, top, width, height = _frame(part)
        return max(left + width, text_width(part.title)), top + height
    if isinstance(part, Photo):
        words = text_width(part.title) * 1.1, text_width(part.caption, SMALL)
        rows, columns = part.size
        return max(PHOTO, *words), _above(part) + PHOTO * rows / columns
    if isinstance(part, Lines):
        size = SMALL if part.small else SIZE
        bold = 1.1 if part.bold else 1
        widest = max(
            (text_width(line, size) for line in part.lines), default=0
        )
        return widest * bold, len(part.lines) * LINE[part.small]
    if isinstance(part, Blank):
        return _measure(part.like)
    sizes = [_measure(inner) for inner in part.parts]
    gaps = part.gap * CELL * (len(sizes) - 1)
    widths, heights = zip(*sizes, strict=True)
    if isinstance(part, Row):
        return sum(widths) + gaps, max(heights)
    return max(widths), sum(heights) + gaps


def _above(photo: Photo) -> float:
    """How much stands above a photo."""
    return TITLE + (LINE[True] if photo.caption else 0)


def _cell(table: Table) -> tuple[float, float]:
    """How far apart the cells of a table stand, across and down."""
    across, down = cell_width(table.characters), CELL * (1 + table.gap)
    return across * table.scale, down * table.scale


def _between(table: Table) -> float:
    """How much space is between the rows of a table."""
    return table.gap * CELL * table.scale


def _upright(table: Table) -> bool:
    """Whether a table's columns have heads that are too long to lie."""
    across, _ = _cell(table)
    texts = table.columns.texts if table.columns else ()
    return any(text_width(text, SMALL) > across for text in texts)


def _frame(table: Table) -> tuple[float, float, float, float]:
    """How much stands left of the cells and above; their width and height."""

    def longest(heads: Heads) -> float:
        return max(text_width(text, SMALL) for text in heads.texts)

    across, down = _cell(table)
    left, top = 0.0, TITLE if table.title else 0.0
    if table.rows:
        left = longest(table.rows) + 7 + (14 if table.rows.name else 0)
    if table.columns:
        left = max(left, text_width(table.columns.name, SMALL) + 7)
        top += longest(table.columns) + 8 if _upright(table) else 17
    rows, columns = len(table.texts), len(table.texts[0])
    return left, top, columns * across, rows * down - _between(table)


# --- The drawing


class _Sheet:
    """The elements drawn so far, and where the tables and photos are."""

    def __init__(self) -> None:
        self.elements: list[str] = []
        self.places: dict[str, tuple[float, float, float, float]] = {}

    def put(self, part: Part, x: float, y: float) -> None:
        """Draw a part with its upper left corner at a point."""
        if isinstance(part, Table):
            self._table(part, x, y)
        elif isinstance(part, Photo):
            self._photo(part, x, y)
        elif isinstance(part, Lines):
            look = ["start"] + ["bold"] * part.bold + ["small"] * part.small
            for number, line in enumerate(part.lines):
                below = y + (number + 0.7) * LINE[part.small]
                self.text(x, below, line, *look)
        elif isinstance(part, Row | Column):
            for inner in part.parts:
                self.put(inner, x, y)
                width, height = _measure(inner)
                gap = part.gap * CELL
                if isinstance(part, Row):
                    x += width + gap
                else:
                    y += height + gap

    def corner(
        self, name: str, row: float, column: float
    ) -> tuple[float, float]:
        """Find the upper left corner of a cell or a pixel."""
        x, y, across, down = self.places[name]
        return x + column * across, y + row * down

    def text(
        self, x: float, y: float, text: str, *look: str, **more: Any
    ) -> None:
        """Write a text; ``look`` are names of its classes."""
        if not text:
            return
        attributes = "".join(
            f' {name}="{value}"' for name, value in more.items()
        )
        classes = " ".join(f"wbw-{name}" for name in look)
        named = f' class="{classes}"' if classes else ""
        self.elements.append(
            f'<text x="{c(x)}" y="{c(y)}"{named}{attributes}>'
            f"{escape(text, quote=False)}</text>"
        )

    def path(self, name: str, d: str) -> None:
        """Draw a path, if there is anything in it."""
        if d:
            self.elements.append(f'<path class="wbw-{name}" d="{d}"/>')

    def box(self, name: str, box: Iterable[float], style: str = "") -> None:
        x, y, w, h = map(c, box)
        look = f' style="{style}"' if style else ""
        self.elements.append(
            f'<rect class="wbw-{name}" x="{x}" y="{y}" width="{w}" '
            f'height="{h}"{look}/>'
        )

    # --- Tables

    def _table(self, table: Table, x: float, y: float) -> None:
        left, top, width, height = _frame(table)
        if table.title:
            self.text(x, y + 13, table.title, "start")
        across, down = _cell(table)
        above, before = table.border
        x, y = x + left, y + top
        self.places[table.name] = (
            x + before * across,
            y + above * down,
            across,
            down,
        )
        self._heads(table, x, y)
        # The rows of a matrix are windows, whatever its kind.
        named = " wbw-matrix" if table.rows and table.rows.name else ""
        self.elements.append(f'<g class="wbw-{table.kind}{named}">')
        self._ground(table, (x, y, width, height))
        self._marks(table, lambda mark: mark.under)
        self._lines(table, (x, y, width, height))
        self._texts(table)
        self._marks(table, lambda mark: not mark.under)
        if table.kind == "kernel":
            self.path("mark-window", MARKS["window"].path(x, y, width, height))
        self.elements.append("</g>")

    def _heads(self, table: Table, x: float, y: float) -> None:
        across, down = _cell(table)
        if table.rows:
            for number, head in enumerate(table.rows.texts):
                middle = y + number * down + CELL * table.scale / 2 + 3.6
                self.text(x - 5, middle, head, "small", "end")
            left, _, _, height = _frame(table)
            middle_x, middle_y = c(x - left + 9), c(y + height / 2)
            turn = f"rotate(-90 {middle_x} {middle_y})"
            name = table.rows.name
            self.text(
                x - left + 9, y + height / 2, name, "small", transform=turn
            )
        if table.columns:
            self.text(x - 5, y - 5, table.columns.name, "small", "end")
            for number, head in enumerate(table.columns.texts):
                middle = x + (number + 0.5) * across
                if _upright(table):
                    turn = f"rotate(-90 {c(middle + 3.6)} {c(y - 5)})"
                    look = "small", "start"
                    self.text(middle + 3.6, y - 5, head, *look, transform=turn)
                else:
                    self.text(middle, y - 5, head, "small")

    def _ground(
        self, table: Table, whole: tuple[float, float, float, float]
    ) -> None:
        if table.kind == "bare":
            return
        if any(table.border):
            self.path("mark-padding", MARKS["padding"].path(*whole))
        self.box("ground", self._block(table, (0, 0, *table.size)))
        for row, line in enumerate(table.grounds or ()):
            for column, ground in enumerate(line):
                cell = self._block(table, (row, column))
                if isinstance(ground, str):
                    self.box("ground", cell, f"fill:{ground}")
                elif ground:
                    self.box("shade", cell, f"fill-opacity:{c(ground)}")

    def _lines(
        self, table: Table, whole: tuple[float, float, float, float]
    ) -> None:
        if table.kind == "bare":
            return
        x, y, width, height = whole
        across, down = _cell(table)
        d = [
            f"M{c(x)} {c(y + row * down)}h{c(width)}"
            for row in range(len(table.texts) + 1)
        ] + [
            f"M{c(x + column * across)} {c(y)}v{c(height)}"
            for column in range(len(table.texts[0]) + 1)
        ]
        self.path("lines", "".join(d))

    def _texts(self, table: Table) -> None:
        above, before = table.border
        hatched = {tuple(at[:2]) for at in table.marks.get("padding", ())}
        rows, columns = table.size
        for row, line in enumerate(table.texts, -above):
            for column, text in enumerate(line, -before):
                x, y, w, h = self._block(table, (row, column), table.labels)
                look = []
                inside = 0 <= row < rows and 0 <= column < columns
                if (row, column) in hatched or not inside:
                    look = ["over"]
                more = {}
                if table.grounds and inside:
                    more = _on(table.grounds[row][column])
                self.text(x + w / 2, y + h / 2 + 4.3, text, *look, **more)
        for row, column, text in table.labels:
            x, y, w, _ = self._block(table, (row, column))
            self.text(x + w - 2, y + CELL - 3, text, "label")

    def _marks(self, table: Table, which: Callable[[Mark], bool]) -> None:
        for name, mark in MARKS.items():
            if not which(mark):
                continue
            labels = () if mark.whole else table.labels
            d = [
                mark.path(*self._block(table, block, labels))
                for block in table.marks.get(name, ())
            ]
            self.path(f"mark-{name}", "".join(d))

    def _block(
        self, table: Table, block: Block, labels: Iterable[Any] = ()
    ) -> tuple[float, float, float, float]:
        """Find the box of a block of cells, or of a cell without its label."""
        row, column, *size = block
        rows, columns = size or (1, 1)
        x, y = self.corner(table.name, row, column)
        across, down = _cell(table)
        height = rows * down - _between(table)
        if labels:
            height -= CELL - LABELLED
        return x, y, columns * across, height

    # --- Photos

    def _photo(self, photo: Photo, x: float, y: float) -> None:
        self.text(x, y + 13, photo.title, "start", "bold")
        self.text(x, y + TITLE + 11, photo.caption, "start", "small")
        y += _above(photo)
        rows, columns = photo.size
        scale = PHOTO / columns
        whole = x, y, PHOTO, rows * scale
        self.places[photo.name] = x, y, scale, scale
        # The outline on a photo named "output" has the colour of outputs.
        kind = "output" if photo.name == "output" else "plain"
        self.elements.append(f'<g class="wbw-{kind}">')
        if photo.pixels is None:
            self.path("mark-padding", MARKS["padding"].path(*whole))
        else:
            self._pixels(photo.name, photo.pixels, whole)
        self.path("lines", MARKS["pixel"].path(*whole))
        if photo.window:
            row, column, *size = photo.window
            height, width = size or (1, 1)
            # A box of few pixels would not be seen: it is a little larger.
            box = x + column * scale - 2.5, y + row * scale - 2.5
            size_of_box = width * scale + 5, height * scale + 5
            outline = MARKS["window"].path(*box, *size_of_box)
            self.path("halo", outline)  # it can be seen on dark pixels too
            self.path("mark-window", outline)
        self.elements.append("</g>")

    def _pixels(
        self, name: str, pixels: np.ndarray, box: Iterable[float]
    ) -> None:
        """Show pixels; the id tells them, whatever compressed their bytes."""
        x, y, w, h = map(c, box)
        self.elements.append(
            f'<image id="{name}-{checksum(pixels)}" x="{x}" y="{y}" '
            f'width="{w}" height="{h}" preserveAspectRatio="none" '
            f'style="image-rendering:pixelated" href="{as_png(pixels)}"/>'
        )


def _on(ground: float | str | None) -> dict[str, str]:
    """Choose black or white, whichever can be read on a colour."""
    if not isinstance(ground, str):
        return {}
    parts = ground.removeprefix("rgb(").removesuffix(")").split()
    dark = luminance([float(part) for part in parts]) < 0.179
    return {"style": f"fill:{'#fff' if dark else '#000'}"}


def luminance(colour: Iterable[float]) -> float:
    """Find how light a colour (red, green, blue) is, from 0 to 1.

    Above 0.179, black is read on it more easily than white.
    """
    light = [
        ((part / 255 + 0.055) / 1.055) ** 2.4 if part > 10 else part / 3295
        for part in colour
    ]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
