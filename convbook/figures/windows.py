"""Windows on an image: one of them, its sum, and the output it makes.

The words and the marks of the live figure, ``window-grid``, are made here
too, under the same names as in JavaScript.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from convbook.figures import words
from convbook.figures.checks import as_image, as_place
from convbook.figures.matrices import copies
from convbook.figures.scene import (
    Column,
    Heads,
    Lines,
    Row,
    Scene,
    Table,
    spoken,
)
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import by, named, number, place, plural, written
from convbook.geometry import IntOrPair, Pair, Setting, as_setting, coverage

PROMPT = "Point at a cell, or click one, to ask about it."
HIDDEN = "Its value is hidden: predict it."

Places = list[Pair]
Terms = list[list[tuple[Any, Any]]]
"""The pixels of a window with their weights, by rows of the kernel."""


def kernel_table(kernel: np.ndarray, marks: Mapping[str, Places]) -> Table:
    """Make the table of a kernel."""
    title = f"kernel {by(kernel.shape)}"
    return Table("kernel", "kernel", title, written(kernel), marks=marks)


def reads(setting: Setting, at: Pair) -> list[np.ndarray]:
    """Find the rows and the columns of the image that a window reads."""
    return [
        setting.reads(axis)[window] - setting.padding[axis]
        for axis, window in enumerate(at)
    ]


def window_block(setting: Setting, at: Pair) -> tuple[int, ...]:
    """Find the block of cells that a window reaches over."""
    (row, *_), (column, *_) = reads(setting, at)
    return int(row), int(column), *setting.span


def paired(pixels: np.ndarray, kernel: np.ndarray) -> Terms:
    """Pair each pixel of a window with its weight."""
    lines = zip(pixels, kernel, strict=True)
    return [list(zip(*line, strict=True)) for line in lines]


def total(terms: Terms) -> Any:
    """Add up the products, in the order of JavaScript."""
    return sum(pixel * weight for pixel, weight in chain(*terms))


def by_kernel_row(terms: Terms) -> list[str]:
    """Write the products, a text for each row of the kernel."""
    return [" + ".join(map(words.product, line)) for line in terms]


def starts_in_words(at: Pair, start: Sequence[int]) -> str:
    """Say where the window of an output starts."""
    (u, v), (row, column, *_) = at, start
    return (
        f"The window of output ({u}, {v}) starts at row {row}, "
        f"column {column}."
    )


@dataclass(frozen=True)
class Look:
    """What is looked at: one window of an image, with what all of them make.

    ``window`` is its number, ``terms`` are what it multiplies; ``padded`` is
    the image with its padding, ``unread`` lists what no window reads.
    """

    kernel: np.ndarray
    setting: Setting
    at: Pair
    window: int
    terms: Terms
    padded: np.ndarray
    outputs: list[Any]
    unread: list[list[int]]

    @property
    def heading(self) -> str:
        """The sizes and the setting, in words."""
        size, kernel_size, *_ = self.setting
        return (
            f"A {by(size)} image with a {by(kernel_size)} kernel, "
            f"{words.setting(self.setting)}; the output is "
            f"{by(self.setting.output_size)}."
        )

    def picture(
        self,
        covered: int,
        asks: bool,
        counted: bool = False,
        **marks: Mapping[str, Places],
    ) -> Row:
        """Arrange the image under its window, the kernel and the output.

        Outputs from a covered one on are left out; ``asks`` sets a question
        mark in place of the first. A table that is ``counted`` has heads, and
        room for all outputs; ``marks`` are further ones, by table.
        """
        setting, columns = self.setting, self.setting.output_size[1]
        rows_read, columns_read = reads(setting, self.at)
        labels = [
            (int(row), int(column), f"×{number(self.kernel[i, j])}")
            for i, row in enumerate(rows_read)
            for j, column in enumerate(columns_read)
        ]
        window = {"window": [window_block(setting, self.at)]}
        image = Table(
            "input",
            "input",
            f"input {by(setting.size)}",
            written(self.padded),
            border=setting.padding,
            marks={**window, "unread": self.unread, **marks.get("input", {})},
            labels=labels,
            **_counts(setting.size, setting.padding) if counted else {},
        )
        (texts,) = written([self.outputs])
        hidden = ["?" if asks else "", *[""] * len(texts)]
        shown = [*texts[:covered], *hidden][: len(texts)]
        output = Table(
            "output",
            "output",
            f"output {by(setting.output_size)}",
            [shown[m : m + columns] for m in range(0, len(shown), columns)],
            marks={"window": [self.at], **marks.get("output", {})},
            room=max(map(len, texts)) if counted else 0,
            **_counts(setting.output_size) if counted else {},
        )
        kernel = kernel_table(self.kernel, marks.get("kernel", {}))
        return Row([image, Column([kernel, output])])


def look_at(
    image: np.ndarray, kernel: np.ndarray, setting: Setting, at: Pair
) -> Look:
    """Compute all outputs, and what one window multiplies."""
    padded = np.pad(image, [(p, p) for p in setting.padding])
    rows, columns = setting.reads(0), setting.reads(1)
    windows = [
        paired(padded[np.ix_(row, column)], kernel)
        for row in rows
        for column in columns
    ]
    window = at[0] * setting.output_size[1] + at[1]
    outputs = list(map(total, windows))
    unread = np.argwhere(coverage(*setting) == 0).tolist()
    return Look(
        kernel, setting, at, window, windows[window], padded, outputs, unread
    )


def _counts(size: Pair, border: Pair = (0, 0)) -> dict[str, Any]:
    """Count rows and columns, from 0 inside the border, as heads."""
    rows, columns = (
        Heads("", [number(at) for at in range(-p, n + p)])
        for n, p in zip(size, border, strict=True)
    )
    return {"rows": rows, "columns": columns}


def window_grid_scene(
    image: np.ndarray,
    kernel: np.ndarray,
    setting: Setting,
    position: Pair,
    pixel: Pair | None = None,
    weight: Pair | None = None,
    hidden: bool = False,
    pointed: Mapping[str, Any] | None = None,
) -> Scene:
    """Make the scene of a WindowGrid, of its traits and what is pointed at.

    That is a place, as ``{"pixel": …}``, ``{"weight": …}`` or
    ``{"output": …}``. A pixel or a weight is answered for in place of what is
    pinned.
    """
    pointed = dict(pointed or {})
    at: Pair = tuple(pointed.pop("output", position))
    look = look_at(image, kernel, setting, at)
    asked = pointed or ({"pixel": pixel} if pixel else {"weight": weight})
    asked = {name: tuple(cell) for name, cell in asked.items() if cell}
    readers, read, told = _answers(kernel, setting, **asked)
    covered = count = len(look.outputs)
    if hidden:
        covered = int(np.ravel_multi_index(position, setting.output_size))
    rows, columns = (list(map(int, read)) for read in reads(setting, at))
    said = {
        "where": f"Window {look.window} of 0–{count - 1} reads "
        f"{named('row', rows)}, {named('column', columns)} and makes output "
        f"{place(at)}.",
        "sum": _sum_in_words(look) if look.window < covered else HIDDEN,
        "asked": told,
        "prompt": "" if told else PROMPT,
        "formula": _formula_in_words(setting),
        "unread": _unread_in_words(len(look.unread)),
    }
    marks: dict[str, Any] = {
        "input": {
            "reader": [window_block(setting, one) for one in readers],
            "read": read,
            **rings(asked.get("pixel"), pixel),
        },
        "kernel": rings(asked.get("weight"), weight),
        "output": {"asked": readers},
    }
    tables = look.picture(covered, asks=True, counted=True, **marks)
    return Scene(Column([tables, spoken(said)], gap=0.3), said, look.heading)


def rings(asked: Pair | None, pinned: Pair | None) -> dict[str, Places]:
    """Ring what is asked about; what is pinned beside it waits."""
    return {
        "asked": [asked] if asked else [],
        "waiting": [pinned] if pinned and pinned != asked else [],
    }


def _answers(
    kernel: np.ndarray,
    setting: Setting,
    pixel: Pair | None = None,
    weight: Pair | None = None,
) -> tuple[Places, Places, str]:
    """Find the windows that read a pixel, or the pixels a weight meets."""
    if pixel:
        windows = [copy.window for copy in copies(setting, 0, *pixel)]
        readers = [divmod(one, setting.output_size[1]) for one in windows]
        return readers, [], _readers_in_words(setting, pixel, windows)
    if weight:
        rows, columns = (
            (setting.reads(axis)[:, cell] - setting.padding[axis]).tolist()
            for axis, cell in enumerate(weight)
        )
        pixels = [(row, column) for row in rows for column in columns]
        told = (
            f"Weight {place(weight)} is {number(kernel[weight])}. It "
            f"multiplies {plural(len(pixels), 'pixel')}, one in each window: "
            f"{named('row', rows)}, {named('column', columns)}."
        )
        return [], pixels, told
    return [], [], ""


def _readers_in_words(
    setting: Setting, pixel: Pair, windows: list[int]
) -> str:
    size = zip(pixel, setting.size, strict=True)
    inside = all(0 <= at < n for at, n in size)
    name = f"{'Pixel' if inside else 'The zero of padding at'} {place(pixel)}"
    if not windows:
        return f"{name} is read by no window: change it, and no output moves."
    count = plural(len(windows), "window")
    return f"{name} is read by {count}: {words.series(windows)}."


def _sum_in_words(look: Look) -> str:
    terms, value = list(chain(*look.terms)), look.outputs[look.window]
    if len(terms) > words.SPELLED_OUT:
        return f"The sum of its {len(terms)} products is {number(value)}."
    return words.sum_of(terms, value)


def _formula_in_words(setting: Setting) -> str:
    """Write the formula of the output's size, with its numbers in place."""
    down, across = (words.size_formula(setting, axis) for axis in (0, 1))
    if down == across:
        return f"rows and columns: {down}"
    return f"rows: {down}\ncolumns: {across}"


def _unread_in_words(count: int) -> str:
    if not count:
        return "Every pixel is read."
    them = "them" if count > 1 else "it"
    return f"{plural(count, 'pixel')} crossed out: no window reads {them}."


def draw_window(
    image: np.ndarray,
    kernel: np.ndarray,
    at: tuple[int, int] = (0, 0),
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    hide: bool = False,
    blank: bool = False,
) -> Drawing:
    """Draw one window on an image, the kernel, and the outputs up to this one.

    Parameters
    ----------
    image, kernel : numpy.ndarray
        Shapes (rows, columns) and (k1, k2), real numbers.
    at : pair of int, default (0, 0)
        Which output to look at: its row and column in the output.
    stride, padding, dilation : int or pair of int
        As in :func:`convbook.output_size`.
    hide : bool, default False
        Show a question mark where the answer would stand, to predict it.
    blank : bool, default False
        Leave the whole output empty, to be filled in by hand.

    Returns
    -------
    Drawing
        On the left the image with the window outlined and the pixels that no
        window reads crossed out; on the right the kernel, and under it the
        output with the values computed so far.

    Raises
    ------
    TypeError, ValueError
        If an array has not two axes of real numbers, if a setting is not
        valid, or if there is no output at ``at``.

    Examples
    --------
    >>> image, kernel = np.arange(6).reshape(2, 3), [[1, 0], [0, -1]]
    >>> draw_window(image, kernel, at=(0, 1))
    A 2×3 image with a 2×2 kernel, stride 1, padding 0; the output is 1×2.
    The window of output (0, 1) starts at row 0, column 1.
    Products by kernel row: 1·1 + 2·0; 4·0 + 5·(−1).
    Their sum, the output at (0, 1), is −4.
    """
    image, kernel = as_image("image", image), as_image("kernel", kernel)
    setting = as_setting(image.shape, kernel.shape, stride, padding, dilation)
    u, v = as_place("at", at, setting.output_size, "output")
    look = look_at(image, kernel, setting, (u, v))
    shows = not hide and not blank
    covered = 0 if blank else look.window + shows
    picture, spelled = look.picture(covered, asks=hide and not blank), []
    lines = by_kernel_row(look.terms)
    value = number(look.outputs[look.window])
    said = [
        look.heading,
        starts_in_words(look.at, window_block(setting, look.at)),
    ]
    if look.unread:
        pixels = plural(len(look.unread), "pixel")
        said.append(f"{pixels} never read and crossed out.")
    if shows and kernel.size <= words.SPELLED_OUT:
        products = [f"{line} +" for line in lines[:-1]] + lines[-1:]
        spelled = [Lines(products), Lines([f"= {value}"], bold=True)]
        said.append(f"Products by kernel row: {'; '.join(lines)}.")
    if shows:
        said.append(f"Their sum, the output at ({u}, {v}), is {value}.")
    else:
        said.append("The output is left blank." if blank else HIDDEN)
    parts = Column([picture, *spelled], gap=0.2)
    return draw(Scene(parts, heading="\n".join(said)))
