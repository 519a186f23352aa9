"""The tables of the backward pass, and where on them the reader looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from convbook.figures.gradients import Passes
from convbook.figures.scene import Block, Place, Table, longest
from convbook.figures.words import by, by_axis, exact, index

Labels = Sequence[tuple[int, int, str]]
ABOUT = {"dW": "weight", "dX": "pixel"}
"""What the number is about that a tab spells out, if not a position."""

RESULTS = {
    "forward": ("output", "output"),
    "db": ("db", "plain"),
    "dW": ("dW", "plain"),
    "dX": ("dX", "input"),
}
"""The name and the kind of the table of what a tab computes."""

Cross = list[list[int]]
"""The rows, and the columns."""


@dataclass(frozen=True)
class Look:
    """Both passes, and where on them the reader looks or points.

    ``position`` is the output that is looked at, or the window, or the entry
    of G. ``secret`` is the place of the result that is hidden; ``chosen``,
    which of position, weight and pixel was chosen last.
    """

    passes: Passes
    tab: str
    view: str = "scatter"
    position: Place = (0, 0)
    weight: Place = (0, 0)
    pixel: Place = (0, 0)
    secret: Place | None = None
    chosen: str | None = None

    @property
    def picture(self) -> str:
        """Which of the five pictures is shown."""
        return self.view if self.tab == "dX" else self.tab

    @property
    def result(self) -> str:
        """The letters of what is computed."""
        return "Y" if self.tab == "forward" else self.tab

    @property
    def asked(self) -> Place:
        """The place of the result whose number is spelled out."""
        place: Place = getattr(self, ABOUT.get(self.tab, "position"))
        return (0, 0) if self.tab == "db" else place

    @property
    def name(self) -> str:
        """That number's name: "dX[1, 1]"."""
        at = "" if self.tab == "db" else index(self.asked)
        return f"{self.result}{at}"

    @property
    def hidden(self) -> bool:
        """Whether that number is hidden."""
        return self.asked == self.secret

    @property
    def window(self) -> int:
        """The number of the window that is looked at."""
        u, v = self.position
        return u * self.passes.setting.output_size[1] + v

    @property
    def on_the_way(self) -> bool:
        """Whether windows follow that will still add to the result."""
        last = self.passes.upstream.size - 1
        return self.picture in ("db", "scatter") and self.window < last

    @property
    def under(self) -> Cross:
        """The rows and the columns that this window reads."""
        return [self._reads(axis)[self.position[axis]] for axis in (0, 1)]

    @property
    def met(self) -> Cross:
        """The rows and the columns that the weight meets in the windows."""
        return [
            [cells[self.weight[axis]] for cells in self._reads(axis)]
            for axis in (0, 1)
        ]

    def _reads(self, axis: int) -> Cross:
        """List what each window of an axis reads, counted in the image."""
        setting = self.passes.setting
        reads: Cross = (setting.reads(axis) - setting.padding[axis]).tolist()
        return reads

    @property
    def outline(self) -> Block:
        """The window, as a block of pixels."""
        rows, columns = self.under
        return rows[0], columns[0], *self.passes.setting.span

    @property
    def readers(self) -> list[tuple[Place, Place]]:
        """Who reads the pixel: each window, with the weight that meets it."""
        passes = self.passes
        flat = self.pixel[0] * passes.image.shape[1] + self.pixel[1]
        columns, k2 = passes.upstream.shape[1], passes.weights.shape[1]
        found = np.argwhere(passes.pixels == flat).tolist()
        return [(divmod(m, columns), divmod(t, k2)) for m, t in found]

    def dashed(self, trait: str) -> list[Place]:
        """Find the cell of a trait, if the words are about it or it is chosen.

        The trait is "position", "weight" or "pixel".
        """
        shown = trait in (ABOUT.get(self.tab), self.chosen)
        return [getattr(self, trait)] if shown else []


def input_table(look: Look, on: np.ndarray, **marks: Iterable[Block]) -> Table:
    """Make the table of the image, with factors on what they multiply.

    These are the weights, on the pixels of the window; or in the tab ``dW``
    the upstream gradient, on the pixels that the weight meets.
    """
    image, padding = look.passes.image, look.passes.setting.padding
    return _table(
        ("input", "input", f"input X {by(image.shape)}"),
        written(np.pad(image, [(p, p) for p in padding])),
        _factors(on, look.met if look.tab == "dW" else look.under),
        border=padding,
        marks={"entry": look.dashed("pixel"), **marks},
    )


def upstream_table(look: Look, **marks: Iterable[Block]) -> Table:
    """Make the table of the upstream gradient."""
    upstream = look.passes.upstream
    title = f"upstream gradient G {by(upstream.shape)}"
    marks["window"] = [look.position]
    return Table("upstream", "output", title, written(upstream), marks=marks)


def weights_table(look: Look) -> Table:
    """Make the table of the weights."""
    weights, bias = look.passes.weights, look.passes.bias
    title = f"weights W {by(weights.shape)}, bias {exact(bias)}"
    marks = {"entry": look.dashed("weight")}
    return Table("weights", "kernel", title, written(weights), marks=marks)


def flipped_table(look: Look) -> Table:
    """Make the table of the flipped kernel."""
    k1, k2 = look.passes.weights.shape
    title = f"flipped kernel W {by((k1, k2))}"
    dashed = [(k1 - 1 - i, k2 - 1 - j) for i, j in look.dashed("weight")]
    texts = written(look.passes.flipped)
    return Table("flipped", "kernel", title, texts, marks={"entry": dashed})


def stuffed_table(look: Look) -> Table:
    """Make the table of the zero-stuffed gradient, the kernel laid on it."""
    passes, setting = look.passes, look.passes.setting
    s1, s2 = setting.stride
    starts = np.add(look.pixel, passes.first_met).tolist()
    # Its cells are as far apart as those of a window.
    cells = [
        (start + setting.reads(axis)[0]).tolist()
        for axis, start in enumerate(starts)
    ]

    def places(windows: Iterable[Place]) -> list[Place]:
        return [(u * s1, v * s2) for u, v in windows]

    sides = zip(passes.left_over, ("below", "on the right"), strict=True)
    zeros = [
        f"{by_axis((s1 - 1, s2 - 1))} between",
        f"{by_axis(passes.around)} around",
        *(f"{count} more {side}" for count, side in sides if count),
    ]
    return _table(
        ("stuffed", "plain", f"zero-stuffed G: {', '.join(zeros)}"),
        written(passes.stuffed),
        _factors(passes.flipped, cells),
        border=passes.around,
        marks={
            "output": places(np.ndindex(*passes.upstream.shape)),
            "window": [(*starts, *setting.span)],
            "asked": places(window for window, _ in look.readers),
            "entry": places(look.dashed("position")),
        },
    )


def result_table(
    look: Look, values: np.ndarray, end: np.ndarray | None = None
) -> Table:
    """Make the table of what is computed, with "?" where it is hidden.

    ``end`` is what the values will be in the end: cells are as wide from the
    beginning. What windows scatter stands on the image with its padding.
    """
    name, kind = RESULTS[look.tab]
    title = f"{look.tab} so far" if look.on_the_way else f"gradient {look.tab}"
    if look.tab == "forward":
        title = "output Y"
    if look.tab != "db":
        title = f"{title} {by(values.shape)}"
    marks: dict[str, list[Block]] = {}
    if look.tab == "dX":
        marks["unread"] = look.passes.unread
        marks["entry"] = [look.pixel]
    elif look.tab != "db":
        marks["window"] = [look.asked]
    names = name, kind, title
    ends = [*written(values), *written(values if end is None else end)]
    texts = np.array(written(values), dtype=object)
    if look.secret:
        texts[look.secret] = "?"
    if look.picture != "scatter":
        return _table(names, texts.tolist(), room_of=ends, marks=marks)
    marks["window"] = [look.outline]
    border = look.passes.setting.padding
    framed = np.pad(texts, [(p, p) for p in border], constant_values="")
    labels = _factors(look.passes.weights, look.under)
    return _table(
        names, framed.tolist(), labels, ends, border=border, marks=marks
    )


def after_table(look: Look, nudged: Passes) -> Table:
    """Make the table of the output after a nudge."""
    before, after = look.passes.output, nudged.output
    return _table(
        ("after", "output", "Y after the nudge; ringed: moved"),
        written(after),
        room_of=[*written(before), *written(after)],
        marks={"asked": np.argwhere(before != after).tolist()},
    )


def _table(
    names: tuple[str, str, str],
    texts: list[list[str]],
    labels: Labels = (),
    room_of: list[list[str]] | None = None,
    **more: Any,
) -> Table:
    """Make a table, given its name, kind and title, with room for all texts.

    A label's characters are smaller than the others.
    """
    shortened = (len(text) - 2 for *_, text in labels)
    room = max(longest(room_of or texts), *shortened, 1)
    return Table(*names, texts, labels=labels, room=room, **more)


def written(values: np.ndarray) -> list[list[str]]:
    """Write a table of numbers."""
    return [[exact(value) for value in line] for line in values.tolist()]


def _factors(values: np.ndarray, places: Cross) -> Labels:
    """Label the places of these rows and columns with what lies on them."""
    rows, columns = places
    return [
        (row, column, f"×{exact(value)}")
        for row, line in zip(rows, values.tolist(), strict=True)
        for column, value in zip(columns, line, strict=True)
    ]
