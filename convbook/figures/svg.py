"""Write a scene as an SVG: arrange its parts, and draw each mark by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np

from convbook.figures.layout import (
    LINE,
    PHOTO,
    TITLE,
    between,
    cell_step,
    frame,
    is_upright,
    measure,
    photo_head,
)
from convbook.figures.marks import CELL, LABELLED, MARKS, Mark
from convbook.figures.photo import as_png, checksum
from convbook.figures.scene import (
    Block,
    Column,
    Lines,
    Part,
    Photo,
    Row,
    Scene,
    Table,
)
from convbook.figures.style import style_sheet, text_on
from convbook.figures.words import coordinate as c

MARGIN = 6


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
    width, height = (side + 2 * MARGIN for side in measure(scene.picture))
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
        f"<style>{style_sheet()}</style>",
        ground,
        *sheet.elements,
        "</svg>",
    ]
    return Drawing(scene.description, "\n".join(svg) + "\n")


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
                width, height = measure(inner)
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
        left, top, width, height = frame(table)
        if table.title:
            self.text(x, y + 13, table.title, "start")
        across, down = cell_step(table)
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
        across, down = cell_step(table)
        if table.rows:
            for number, head in enumerate(table.rows.texts):
                middle = y + number * down + CELL * table.scale / 2 + 3.6
                self.text(x - 5, middle, head, "small", "end")
            left, _, _, height = frame(table)
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
                if is_upright(table):
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
        across, down = cell_step(table)
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
                    more = text_on(table.grounds[row][column])
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
        across, down = cell_step(table)
        height = rows * down - between(table)
        if labels:
            height -= CELL - LABELLED
        return x, y, columns * across, height

    # --- Photos

    def _photo(self, photo: Photo, x: float, y: float) -> None:
        self.text(x, y + 13, photo.title, "start", "bold")
        self.text(x, y + TITLE + 11, photo.caption, "start", "small")
        y += photo_head(photo)
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
