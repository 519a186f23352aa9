"""Matrices of im2col: their tables, and what their entries stand for.

The figures of im2col and of col2im share what stands here. In JavaScript the
arithmetic is in ``core/convolution.js``, the tables and the words are in
``widgets/matrix/``, under the same names.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from convbook.figures.scene import Heads, Place, Table, Texts
from convbook.figures.words import by, place
from convbook.geometry import Setting


class Entry(NamedTuple):
    """Where an entry of the matrix comes from.

    The window at (u, v) reads the pixel (channel, row, column) under its cell
    (i, j). Rows and columns count in the image; ``inside`` is False for a
    zero of the padding. ``start`` and ``offset`` add up to the flat index of
    the pixel in the padded image.
    """

    u: int
    v: int
    channel: int
    i: int
    j: int
    row: int
    column: int
    start: int
    offset: int
    inside: bool

    @property
    def pixel(self) -> tuple[int, int, int]:
        """The channel, the row and the column."""
        return self.channel, self.row, self.column


class Copy(NamedTuple):
    """A place of the matrix where a pixel stands."""

    window: int
    feature: int


def entry(setting: Setting, window: int, feature: int) -> Entry:
    """Find where the entry in a row and a column of the matrix comes from."""
    (k1, k2), (s1, s2) = setting.kernel_size, setting.stride
    (p1, p2), (d1, d2) = setting.padding, setting.dilation
    height, width = setting.padded_size
    u, v = divmod(window, setting.output_size[1])
    channel, cell = divmod(feature, k1 * k2)
    i, j = divmod(cell, k2)
    row, column = u * s1 + i * d1 - p1, v * s2 + j * d2 - p2
    start = u * s1 * width + v * s2
    offset = (channel * height + i * d1) * width + j * d2
    inside = is_inside(setting, row, column)
    return Entry(u, v, channel, i, j, row, column, start, offset, inside)


def copies(
    setting: Setting, channel: int, row: int, column: int
) -> list[Copy]:
    """Find every place where a pixel, or a zero of padding, stands."""
    (k1, k2), (_, across) = setting.kernel_size, setting.output_size
    down, beside = (
        np.argwhere(setting.reads(axis) == pixel + setting.padding[axis])
        for axis, pixel in enumerate((row, column))
    )
    return [
        Copy(u * across + v, (channel * k1 + i) * k2 + j)
        for u, i in down.tolist()
        for v, j in beside.tolist()
    ]


def is_inside(setting: Setting, row: int, column: int) -> bool:
    """Tell whether a pixel is one of the image, and not its padding."""
    rows, columns = setting.size
    return 0 <= row < rows and 0 <= column < columns


def holds(size: Sequence[int], padding: Place, pixel: Sequence[int]) -> bool:
    """Tell whether channels of such a size, padded, have a pixel there."""
    axes = zip(pixel, size, (0, *padding), strict=True)
    return all(at + p in range(count + 2 * p) for at, count, p in axes)


def matrix_shape(setting: Setting, channels: int) -> tuple[int, int]:
    """Count the windows and the features: the matrix's rows and columns."""
    (rows, columns), (k1, k2) = setting.output_size, setting.kernel_size
    return rows * columns, channels * k1 * k2


def entries_in_words(
    entries: Iterable[Copy], hidden_row: int | None = None
) -> str:
    """Name entries by window and feature: "(1, 5), (2, 4)".

    In a row that is hidden, a question mark stands for the feature.
    """
    return ", ".join(
        f"({window},\xa0?)"
        if window == hidden_row
        else place((window, feature))
        for window, feature in entries
    )


def counted(name: str | Heads, count: int) -> Heads:
    """Give rows or columns their numbers, from 0, unless they have heads."""
    if isinstance(name, Heads):
        return name
    return Heads(name, [str(number) for number in range(count)])


def matrix_table(
    name: str,
    kind: str,
    texts: Texts,
    rows: str | Heads = "window",
    columns: str | Heads = "feature",
    title: str | None = None,
    **more: Any,
) -> Table:
    """Make the table of a matrix; by default its title is name and size."""
    size = len(texts), len(texts[0])
    return Table(
        name,
        kind,
        f"{name} {by(size)}" if title is None else title,
        texts,
        rows=counted(rows, size[0]),
        columns=counted(columns, size[1]),
        **more,
    )
