"""A figure is a scene: plain data that says what is shown, and where.

A scene is made by a pure function of a state. In Python it is arranged and
written as an SVG (:mod:`convbook.figures.svg`); a live figure makes the same
tables, photos and words in JavaScript, and the browser lays them out. What
both share is what :func:`as_data` gives; ``frontend/src/scene/schema.js``
says the same for JavaScript.

Places in a table are (row, column) as its own image counts them: a cell of
the border, which shows padding, lies below 0 or past the end. A block is
(row, column) of its first cell, or (row, column, rows, columns).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import wrap
from typing import Any

import numpy as np

Place = tuple[int, int]
Block = Sequence[int]
Texts = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Heads:
    """What stands before the rows of a table, or above its columns.

    Attributes
    ----------
    name : str
        What they are: "window", "feature"; may be empty.
    texts : sequence of str
        One for each row or column, the border's included.
    """

    name: str
    texts: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table of numbers, with what is marked in it.

    Attributes
    ----------
    name : str
        Its identity in the scene: "input", "matrix".
    kind : {"input", "output", "kernel", "plain", "bare"}
        The ground of its cells; "bare" has none, and no lines.
    title : str
        Stands above it; may be empty.
    texts : nested sequence of str
        The text of each cell, row by row, the border's included.
    border : pair of int
        Rows and columns of padding on each side; they are hatched.
    rows, columns : Heads, optional
        What the rows and the columns are called.
    marks : mapping of str to list of blocks
        For each mark of :data:`convbook.figures.marks.MARKS` the blocks that
        carry it.
    labels : list of (row, column, text)
        Small texts at the foot of cells, such as the weight on a pixel.
    grounds : nested sequence, optional
        For each cell inside the border its ground: a colour, a number from 0
        to 1 (how much of the table's hue), or None.
    room : int, optional
        Characters that a cell must hold; by default the longest text.
    gap : float
        Space between rows, in cells.
    scale : float
        How large its cells are drawn; the browser has its own measures.
    """

    name: str
    kind: str
    title: str
    texts: Texts
    border: Place = (0, 0)
    rows: Heads | None = None
    columns: Heads | None = None
    marks: Mapping[str, Iterable[Block]] = field(default_factory=dict)
    labels: Iterable[tuple[int, int, str]] = ()
    grounds: Sequence[Sequence[float | str | None]] | None = None
    room: int = 0
    gap: float = 0
    scale: float = 1

    @property
    def size(self) -> Place:
        """Rows and columns inside the border."""
        rows, columns = len(self.texts), len(self.texts[0])
        return rows - 2 * self.border[0], columns - 2 * self.border[1]

    @cached_property
    def characters(self) -> int:
        """How many characters a cell must hold."""
        return self.room or longest(self.texts)


@dataclass(frozen=True)
class Photo:
    """A picture of pixels.

    Attributes
    ----------
    name, title : str
        As of a table.
    caption : str
        A smaller line under the title.
    pixels : numpy.ndarray or None
        Shape (rows, columns, 3), uint8; None where it is hidden.
    size : pair of int
        Its rows and columns.
    window : block, optional
        Pixels to outline.
    """

    name: str
    title: str
    caption: str
    pixels: np.ndarray | None
    size: Place
    window: Block | None = None


@dataclass(frozen=True)
class Lines:
    """Lines of text below each other."""

    lines: Sequence[str]
    bold: bool = False
    small: bool = False


@dataclass(frozen=True)
class Blank:
    """Room as large as another part, with nothing in it."""

    like: "Part"


@dataclass(frozen=True)
class Row:
    """Parts beside each other."""

    parts: Sequence["Part"]
    gap: float = 0.8  # cells


@dataclass(frozen=True)
class Column:
    """Parts below each other."""

    parts: Sequence["Part"]
    gap: float = 0.5  # cells


Part = Table | Photo | Lines | Blank | Row | Column


@dataclass(frozen=True)
class Scene:
    """What a figure shows.

    Attributes
    ----------
    picture : Table, Photo, Lines, Blank, Row or Column
        The parts, arranged.
    words : mapping of str to str
        What is said of the picture, by the name of the paragraph, in order;
        those that have nothing to say are empty. "prompt" says what the hand
        can do, so it is said where there is a hand only.
    links : list of (corner, corner)
        Lines between corners (name of a table or photo, row, column).
    """

    picture: Part
    words: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    links: Sequence[tuple[tuple[str, int, int], tuple[str, int, int]]] = ()

    @property
    def description(self) -> str:
        """All that is said, a sentence or more to a line, in plain spaces."""
        said = self.heading, *_without_prompt(self.words)
        lines = "\n".join(words for words in said if words)
        return lines.replace("\xa0", " ")


def longest(texts: Texts) -> int:
    """Count the characters of a table's longest text."""
    return max((len(text) for line in texts for text in line), default=0)


def _without_prompt(words: Mapping[str, str]) -> list[str]:
    return [said for name, said in words.items() if name != "prompt"]


def spoken(words: Mapping[str, str], width: int = 72) -> Lines:
    """Set what is said under a picture: paragraphs of so many characters."""
    paragraphs = "\n".join(_without_prompt(words)).splitlines()
    lines = [
        line
        for paragraph in paragraphs
        for line in wrap(paragraph, width, break_on_hyphens=False)
    ]
    return Lines(lines, small=True)


def parts_of(part: Part) -> Iterator[Table | Photo | Lines]:
    """Yield the tables, photos and texts of an arrangement, in order."""
    if isinstance(part, Row | Column):
        for inner in part.parts:
            yield from parts_of(inner)
    elif not isinstance(part, Blank):
        yield part


def as_data(scene: Scene) -> dict[str, Any]:
    """Write a scene as JSON holds it: what both languages must agree on.

    Parameters
    ----------
    scene : Scene
        Any scene.

    Returns
    -------
    dict
        ``tables`` and ``photos``, each in order, and ``words``. How they are
        arranged is left out, and so are a photo's pixels.

    Examples
    --------
    >>> scene = Scene(Table("w", "plain", "W", [["1"]]), {"sum": "1"})
    >>> as_data(scene)["words"]
    {'sum': '1'}
    """
    parts = list(parts_of(scene.picture))
    return {
        "tables": [_table(part) for part in parts if isinstance(part, Table)],
        "photos": [
            {
                "name": part.name,
                "title": part.title,
                "caption": part.caption,
                "size": list(part.size),
                "window": part.window and list(part.window),
                "hidden": part.pixels is None,
            }
            for part in parts
            if isinstance(part, Photo)
        ],
        "words": dict(scene.words),
    }


def _table(table: Table) -> dict[str, Any]:
    def heads(found: Heads | None) -> Any:
        return found and {"name": found.name, "texts": list(found.texts)}

    marks = {
        name: [list(map(int, block)) for block in blocks]
        for name, blocks in table.marks.items()
    }
    return {
        "name": table.name,
        "kind": table.kind,
        "title": table.title,
        "texts": [list(line) for line in table.texts],
        "border": list(table.border),
        "rows": heads(table.rows),
        "columns": heads(table.columns),
        "marks": {name: blocks for name, blocks in marks.items() if blocks},
        "labels": [list(label) for label in table.labels],
        "grounds": table.grounds and [list(line) for line in table.grounds],
        "room": table.characters,
        "gap": table.gap,
    }
