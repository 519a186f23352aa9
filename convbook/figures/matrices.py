"""Matrices of im2col: their tables, and what their entries stand for.

The figures of im2col and of col2im share what stands here. In JavaScript the
arithmetic is in ``core/convolution.js``, the tables and the words are in
``widgets/matrix/``, under the same names.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from convbook.figures.scene import Heads, Table, Texts
from convbook.figures.words import place
from convbook.geometry import Setting

__all__ = [
    "Copy",
    "Entry",
    "copies",
    "counted",
    "entries_in_words",
    "entry",
    "matrix_shape",
    "matrix_table",
]


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
    """Find where an entry of the matrix comes from.

    Parameters
    ----------
    setting : Setting
        The sizes of the convolution.
    window, feature : int
        The entry's row and its column.

    Returns
    -------
    Entry
        The window's place, the cell of the kernel, the pixel, and its flat
        index as a sum.

    Examples
    --------
    >>> from convbook.geometry import as_setting
    >>> entry(as_setting((4, 6), (3, 2)), window=7, feature=2).pixel
    (0, 2, 2)
    """
    (k1, k2), (s1, s2) = setting.kernel_size, setting.stride
    (p1, p2), (d1, d2) = setting.padding, setting.dilation
    height, width = setting.padded_size
    u, v = divmod(window, setting.output_size[1])
    channel, cell = divmod(feature, k1 * k2)
    i, j = divmod(cell, k2)
    row, column = u * s1 + i * d1 - p1, v * s2 + j * d2 - p2
    rows, columns = setting.size
    return Entry(
        u,
        v,
        channel,
        i,
        j,
        row,
        column,
        start=u * s1 * width + v * s2,
        offset=(channel * height + i * d1) * width + j * d2,
        inside=0 <= row < rows and 0 <= column < columns,
    )


def copies(
    setting: Setting, channel: int, row: int, column: int
) -> list[Copy]:
    """Find every place of the matrix where a pixel stands, by window.

    Parameters
    ----------
    setting : Setting
        The sizes of the convolution.
    channel, row, column : int
        A pixel; in the padding, its row or its column is below 0 or past the
        end.

    Returns
    -------
    list of Copy
        Its windows and features.

    Examples
    --------
    >>> from convbook.geometry import as_setting
    >>> copies(as_setting((1, 3), (1, 2)), 0, 0, 1)
    [Copy(window=0, feature=1), Copy(window=1, feature=0)]
    """
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


def counted(name: str, count: int) -> Heads:
    """Give rows or columns their numbers, from 0, as heads."""
    return Heads(name, [str(number) for number in range(count)])


def matrix_table(
    name: str,
    kind: str,
    title: str,
    texts: Texts,
    rows: str | Heads = "window",
    columns: str | Heads = "feature",
    **more: Any,
) -> Table:
    """Make the table of a matrix, with heads.

    Parameters
    ----------
    name, kind, title, texts
        As of a :class:`~convbook.figures.scene.Table`.
    rows, columns : str or Heads
        What its rows and its columns are; a name alone counts them.
    **more
        Other fields of the table.

    Returns
    -------
    Table
        The table.

    Examples
    --------
    >>> matrix_table("product", "output", "A V", [["1", "2"]]).columns
    Heads(name='feature', texts=['0', '1'])
    """
    if isinstance(rows, str):
        rows = counted(rows, len(texts))
    if isinstance(columns, str):
        columns = counted(columns, len(texts[0]))
    return Table(name, kind, title, texts, rows=rows, columns=columns, **more)
