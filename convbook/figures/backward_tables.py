"""The tables of the backward pass, and where on them the reader looks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from convbook.figures.gradients import Passes
from convbook.figures.scene import Block, Place, Table
from convbook.figures.words import by, exact

__all__ = [
    "Look",
    "after_table",
    "flipped_table",
    "input_table",
    "result_table",
    "stuffed_table",
    "upstream_table",
    "weights_table",
]

Labels = Sequence[tuple[int, int, str]]


@dataclass(frozen=True)
class Look:
    """Both passes, and where on them the reader looks or points.

    Attributes
    ----------
    passes : Passes
        What there is to see.
    tab : {"forward", "db", "dW", "dX"}
        What is computed.
    view : {"scatter", "gather"}
        How ``dX`` is computed.
    position, weight, pixel : pair of int
        The output (or the window, or the entry of G), the weight and the
        pixel that are looked at.
    secret : pair of int, optional
        The place of the result that is hidden.
    chosen : {"position", "weight", "pixel"}, optional
        Which of the three was chosen last: it is dashed.
    """

    passes: Passes
    tab: str
    view: str
    position: Place
    weight: Place
    pixel: Place
    secret: Place | None = None
    chosen: str | None = None

    @property
    def picture(self) -> str:
        """Which of the five pictures is shown."""
        return self.view if self.tab == "dX" else self.tab

    @property
    def asked(self) -> Place:
        """The place of the result whose number is spelled out."""
        places = {"db": (0, 0), "dW": self.weight, "dX": self.pixel}
        return places.get(self.tab, self.position)

    @property
    def hidden(self) -> bool:
        """Whether the number that would be spelled out is hidden."""
        return self.asked == self.secret

    @property
    def window(self) -> int:
        """The number of the window that is looked at."""
        u, v = self.position
        return u * self.passes.setting.output_size[1] + v

    @property
    def last(self) -> bool:
        """Whether that window is the last one."""
        return self.window == self.passes.upstream.size - 1

    @property
    def under(self) -> tuple[list[int], list[int]]:
        """The rows and the columns that this window reads."""
        given, (u, v) = self.passes.setting, self.position
        (p1, p2), rows, columns = given.padding, given.reads(0), given.reads(1)
        return (rows[u] - p1).tolist(), (columns[v] - p2).tolist()

    @property
    def readers(self) -> list[tuple[Place, Place]]:
        """Who reads the pixel: each window, with the weight that meets it."""
        passes = self.passes
        flat = self.pixel[0] * passes.image.shape[1] + self.pixel[1]
        columns, k2 = passes.upstream.shape[1], passes.weights.shape[1]
        found = np.argwhere(passes.pixels == flat).tolist()
        return [(divmod(m, columns), divmod(t, k2)) for m, t in found]

    @property
    def met(self) -> tuple[list[int], list[int]]:
        """The rows and the columns that the weight meets in the windows."""
        given, (i, j) = self.passes.setting, self.weight
        (p1, p2), rows, columns = given.padding, given.reads(0), given.reads(1)
        return (rows[:, i] - p1).tolist(), (columns[:, j] - p2).tolist()

    def dashed(self, trait: str) -> list[Place]:
        """Find the cell of a trait, if the words are about it or it is chosen.

        Parameters
        ----------
        trait : {"position", "weight", "pixel"}
            Whose cell.

        Returns
        -------
        list of pair of int
            Its place, or none.
        """
        about = {"dW": "weight", "dX": "pixel"}.get(self.tab)
        return [getattr(self, trait)] if trait in (about, self.chosen) else []


def input_table(look: Look, on: np.ndarray, **marks: Iterable[Block]) -> Table:
    """Make the table of the image, with factors on what they multiply.

    Parameters
    ----------
    look : Look
        Of which tab, and where.
    on : numpy.ndarray
        The weights, on the pixels of the window; or in the tab ``dW`` the
        upstream gradient, on the pixels that the weight meets.
    **marks
        As of a table.

    Returns
    -------
    Table
        With the padding.
    """
    image, padding = look.passes.image, look.passes.setting.padding
    texts = _texts(np.pad(image, [(p, p) for p in padding]))
    labels = _factors(on, *(look.met if look.tab == "dW" else look.under))
    return Table(
        "input",
        "input",
        f"input X {by(image.shape)}",
        texts,
        border=padding,
        marks={"entry": look.dashed("pixel"), **marks},
        labels=labels,
        room=_room(labels, texts),
    )


def upstream_table(look: Look, **marks: Iterable[Block]) -> Table:
    """Make the table of the upstream gradient."""
    upstream = look.passes.upstream
    title = f"upstream gradient G {by(upstream.shape)}"
    marks["window"] = [look.position]
    return Table("upstream", "output", title, _texts(upstream), marks=marks)


def weights_table(look: Look) -> Table:
    """Make the table of the weights."""
    weights, bias = look.passes.weights, look.passes.bias
    title = f"weights W {by(weights.shape)}, bias {exact(bias)}"
    marks = {"entry": look.dashed("weight")}
    return Table("weights", "kernel", title, _texts(weights), marks=marks)


def flipped_table(look: Look) -> Table:
    """Make the table of the flipped kernel."""
    k1, k2 = look.passes.weights.shape
    title = f"flipped kernel W {by((k1, k2))}"
    dashed = [(k1 - 1 - i, k2 - 1 - j) for i, j in look.dashed("weight")]
    texts = _texts(look.passes.flipped)
    return Table("flipped", "kernel", title, texts, marks={"entry": dashed})


def stuffed_table(look: Look) -> Table:
    """Make the table of the zero-stuffed gradient, the kernel laid on it."""
    passes = look.passes
    s1, s2 = passes.setting.stride
    texts = _texts(passes.stuffed)
    starts = np.add(look.pixel, passes.first_met).tolist()
    rows, columns = (
        [start + cell * step for cell in range(count)]
        for start, count, step in zip(
            starts,
            passes.weights.shape,
            passes.setting.dilation,
            strict=True,
        )
    )
    labels = _factors(passes.flipped, rows, columns)

    def places(windows: Iterable[Place]) -> list[Place]:
        return [(u * s1, v * s2) for u, v in windows]

    sides = zip(passes.left_over, ("below", "on the right"), strict=True)
    zeros = [
        f"{_each((s1 - 1, s2 - 1))} between",
        f"{_each(passes.around)} around",
        *(f"{count} more {side}" for count, side in sides if count),
    ]
    return Table(
        "stuffed",
        "plain",
        f"zero-stuffed G: {', '.join(zeros)}",
        texts,
        border=passes.around,
        marks={
            "output": places(np.ndindex(*passes.upstream.shape)),
            "window": [(*starts, *passes.setting.span)],
            "asked": places(window for window, _ in look.readers),
            "entry": places(look.dashed("position")),
        },
        labels=labels,
        room=_room(labels, texts),
    )


def result_table(
    look: Look,
    name: str,
    title: str,
    values: np.ndarray,
    kind: str = "plain",
    marks: Mapping[str, Iterable[Block]] | None = None,
    end: np.ndarray | None = None,
) -> Table:
    """Make the table of what is computed, with "?" where it is hidden.

    Parameters
    ----------
    look : Look
        Which picture it is, and where.
    name, title, kind, marks
        As of a table.
    values : numpy.ndarray
        What has been computed so far.
    end : numpy.ndarray, optional
        What it will be in the end: cells are as wide from the beginning.

    Returns
    -------
    Table
        What windows scatter stands on the image with its padding, the window
        on it.
    """
    scatters = look.picture == "scatter"
    border = look.passes.setting.padding if scatters else (0, 0)
    weights = look.passes.weights
    labels = _factors(weights, *look.under) if scatters else []
    texts = _texts(values)
    ends = texts if end is None else _texts(end)
    room = _room(labels, texts, ends)
    if look.secret:
        row, column = look.secret
        texts[row][column] = "?"
    return Table(
        name,
        kind,
        title,
        _framed(texts, border),
        border=border,
        marks=marks or {},
        labels=labels,
        room=room,
    )


def after_table(look: Look, nudged: Passes) -> Table:
    """Make the table of the output after a nudge."""
    before, after = look.passes.output, nudged.output
    texts = _texts(after)
    return Table(
        "after",
        "output",
        "Y after the nudge; ringed: moved",
        texts,
        marks={"asked": np.argwhere(before != after).tolist()},
        room=_room([], texts, _texts(before)),
    )


def _texts(values: np.ndarray) -> list[list[str]]:
    return [[exact(value) for value in line] for line in values.tolist()]


def _factors(
    values: np.ndarray, rows: Iterable[int], columns: Iterable[int]
) -> Labels:
    """Label the places of these rows and columns with what lies on them."""
    return [
        (row, column, f"×{exact(value)}")
        for row, line in zip(rows, values.tolist(), strict=True)
        for column, value in zip(columns, line, strict=True)
    ]


def _room(labels: Labels, *tables: Sequence[Sequence[str]]) -> int:
    """How many characters a cell must hold; a label's are smaller."""
    texts = [text for table in tables for line in table for text in line]
    return max(
        *(len(text) for text in texts),
        *(len(text) - 2 for *_, text in labels),
        1,
    )


def _framed(texts: list[list[str]], border: Place) -> list[list[str]]:
    """Lay empty cells around texts."""
    above, left = border
    lines = [[""] * left + line + [""] * left for line in texts]
    edge = [[""] * len(lines[0])] * above
    return [*edge, *lines, *edge]


def _each(numbers: Place) -> str:
    down, across = numbers
    return str(down) if down == across else f"{down} down and {across} across"
