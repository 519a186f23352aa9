"""How much room the parts of a scene take, in the units of a drawing."""

from convbook.figures.marks import CELL, cell_width
from convbook.figures.scene import (
    Blank,
    Heads,
    Lines,
    Part,
    Photo,
    Row,
    Table,
)
from convbook.figures.style import SIZE, SMALL, text_width

TITLE = 20  # height of the line for a title
LINE = {False: 22, True: 16}  # height of a line of text, or of a small one
PHOTO = 186  # width of a photo


def measure(part: Part) -> tuple[float, float]:
    """Find the width and the height of a part, without a margin."""
    if isinstance(part, Table):
        left, top, width, height = frame(part)
        return max(left + width, text_width(part.title)), top + height
    if isinstance(part, Photo):
        words = text_width(part.title) * 1.1, text_width(part.caption, SMALL)
        rows, columns = part.size
        return max(PHOTO, *words), photo_head(part) + PHOTO * rows / columns
    if isinstance(part, Lines):
        size = SMALL if part.small else SIZE
        bold = 1.1 if part.bold else 1
        widest = max(
            (text_width(line, size) for line in part.lines), default=0
        )
        return widest * bold, len(part.lines) * LINE[part.small]
    if isinstance(part, Blank):
        return measure(part.like)
    sizes = [measure(inner) for inner in part.parts]
    gaps = part.gap * CELL * (len(sizes) - 1)
    widths, heights = zip(*sizes, strict=True)
    if isinstance(part, Row):
        return sum(widths) + gaps, max(heights)
    return max(widths), sum(heights) + gaps


def photo_head(photo: Photo) -> float:
    """How much stands above a photo."""
    return TITLE + (LINE[True] if photo.caption else 0)


def cell_step(table: Table) -> tuple[float, float]:
    """How far apart the cells of a table stand, across and down."""
    across, down = cell_width(table.characters), CELL * (1 + table.gap)
    return across * table.scale, down * table.scale


def between(table: Table) -> float:
    """How much space is between the rows of a table."""
    return table.gap * CELL * table.scale


def is_upright(table: Table) -> bool:
    """Whether a table's columns have heads that are too long to lie."""
    across, _ = cell_step(table)
    texts = table.columns.texts if table.columns else ()
    return any(text_width(text, SMALL) > across for text in texts)


def frame(table: Table) -> tuple[float, float, float, float]:
    """How much stands left of the cells and above; their width and height."""

    def longest(heads: Heads) -> float:
        return max(text_width(text, SMALL) for text in heads.texts)

    across, down = cell_step(table)
    left, top = 0.0, TITLE if table.title else 0.0
    if table.rows:
        left = longest(table.rows) + 7 + (14 if table.rows.name else 0)
    if table.columns:
        left = max(left, text_width(table.columns.name, SMALL) + 7)
        top += longest(table.columns) + 8 if is_upright(table) else 17
    rows, columns = len(table.texts), len(table.texts[0])
    return left, top, columns * across, rows * down - between(table)
