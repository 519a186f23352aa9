"""An image beside its matrix: each pixel, and every place where it stands."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from convbook.figures.checks import as_image
from convbook.figures.matrices import (
    Copy,
    copies,
    entry,
    matrix_shape,
    matrix_table,
)
from convbook.figures.scene import Column, Heads, Part, Row, Scene, Table
from convbook.figures.svg import Drawing, draw
from convbook.figures.windows import window_block
from convbook.figures.words import by, number, numbers, place, plural
from convbook.figures.words import setting as in_words
from convbook.geometry import IntOrPair, Setting, as_setting
from convbook.im2col import im2col

__all__ = [
    "arranged",
    "channel_table",
    "draw_im2col",
    "flat_heads",
    "im2col_table",
    "image_in_words",
    "image_title",
    "in_padded",
    "matrix_of",
    "padded_numbers",
    "pixel_in_words",
    "window_in_words",
]


def draw_im2col(
    image: np.ndarray,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    window: int | None = None,
    pixel: tuple[int, ...] | None = None,
    flat: bool = False,
    hide: bool = False,
    blank: bool = False,
    first: int | None = None,
) -> Drawing:
    """Draw an image beside its matrix, with matching marks in both.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (rows, columns), or (channels, rows, columns); real numbers.
    kernel_size, stride, padding, dilation : int or pair of int
        As in :func:`convbook.im2col`.
    window : int, optional
        A window to outline in the image and in the matrix.
    pixel : tuple of int, optional
        A pixel to circle, (row, column) or (channel, row, column), and with
        it every cell of the matrix that holds it. Counted in the image, so in
        the padding it is below 0 or past the end.
    flat : bool, default False
        Head each row with the window's start and each column with the cell's
        offset, as flat indices of the padded image, so that the matrix is
        their table of sums. Otherwise rows and columns are numbered.
    hide : bool, default False
        Show question marks in the outlined row, so that it can be predicted.
    blank : bool, default False
        Leave the whole matrix empty, to be filled in by hand.
    first : int, optional
        Write flat indices in place of the values, in the padding too; this is
        the one of the image's first place.

    Returns
    -------
    Drawing
        The image, and beside it the matrix with one row per window; or the
        channels of an image beside each other, and the matrix below. Padding
        is hatched everywhere.

    Raises
    ------
    TypeError, ValueError
        If the image is not one, if a setting is not valid, or if there is no
        such window or pixel.

    Examples
    --------
    >>> draw_im2col(np.arange(6).reshape(2, 3), 2, window=1, pixel=(0, 1))
    A 2×3 image, kernel 2×2, stride 1, padding 0.
    Its matrix has 2 windows by 4 features.
    Row 0: 0, 1, 3, 4.
    Row 1: 1, 2, 4, 5.
    Outlined: window 1, which starts at row 0, column 1.
    Circled: pixel (0, 1), which is in the matrix at (0, 1), (1, 0).
    """
    image = np.asarray(image)
    channels = image if image.ndim == 3 else image[np.newaxis]
    for channel in channels if len(channels) else [channels]:
        as_image("image", channel)
    setting = as_setting(
        channels.shape[1:], kernel_size, stride, padding, dilation
    )
    shown = padded_numbers(channels, setting, first)
    matrix = matrix_of(shown, setting)
    if window is not None and window not in range(len(matrix)):
        raise ValueError(
            f"window must be one of 0 to {len(matrix) - 1}, got {window!r}"
        )
    asked = None if pixel is None else _as_pixel(pixel, len(channels), setting)
    hidden = window if hide else None
    found = [
        copy
        for copy in (copies(setting, *asked) if asked else ())
        if copy.window != hidden and not blank
    ]
    name = "channel {}" if len(shown) > 1 else "image"
    sheets = [
        channel_table(
            c,
            image_title(setting, name.format(c)),
            channel,
            setting,
            window,
            asked=[asked[1:]] if asked and asked[0] == c else [],
        )
        for c, channel in enumerate(shown)
    ]
    rows: str | Heads = "window"
    columns: str | Heads = "feature"
    if flat:
        rows, columns = flat_heads(setting, len(shown))
    table = im2col_table(
        matrix, setting, window, hidden, rows, columns, asked=found
    )
    if blank:
        table = _left_blank(table)
    said = image_in_words(matrix, setting, hidden, blank)
    if window is not None:
        said.append(_outlined_in_words(setting, window))
    if pixel is not None and not blank:
        said.append(_circled_in_words(pixel, found))
    return draw(Scene(arranged(sheets, table), heading="\n".join(said)))


def _as_pixel(
    pixel: Sequence[int], channels: int, setting: Setting
) -> tuple[int, ...]:
    """Check that there is such a pixel; return (channel, row, column)."""
    at = (0, *pixel) if channels == 1 else tuple(pixel)
    padded = zip(setting.padding, setting.padded_size, strict=True)
    around = (0, channels), *padded
    if len(at) != 3 or not all(
        one + before in range(count)
        for one, (before, count) in zip(at, around, strict=True)
    ):
        axes = "(row, column)" if channels == 1 else "(channel, row, column)"
        raise ValueError(
            f"pixel must be a place {axes} in the image of shape "
            f"{(channels, *setting.size)}, counted from 0, got {pixel!r}"
        )
    return tuple(map(int, at))


def _left_blank(table: Table) -> Table:
    """Take away what stands in a table, and all that would tell it."""
    marks = {name: table.marks[name] for name in ("window", "channel")}
    texts = [["" for _ in line] for line in table.texts]
    return replace(table, kind="plain", texts=texts, marks=marks)


# --- The numbers and the tables, which the live figure shares


def padded_numbers(
    channels: np.ndarray, setting: Setting, first: int | None = None
) -> np.ndarray:
    """Give the numbers that stand in an image and in its padding.

    Parameters
    ----------
    channels : numpy.ndarray
        Shape (channels, rows, columns).
    setting : Setting
        Its padding counts.
    first : int, optional
        Count the places from this number on, in place of the values.

    Returns
    -------
    numpy.ndarray
        Shape (channels, padded rows, padded columns).
    """
    padded = np.pad(channels, [(0, 0), *((p, p) for p in setting.padding)])
    if first is None:
        return padded
    return first + np.arange(padded.size).reshape(padded.shape)


def matrix_of(padded: np.ndarray, setting: Setting) -> np.ndarray:
    """Write each window of a padded image as a row.

    Parameters
    ----------
    padded : numpy.ndarray
        Shape (channels, padded rows, padded columns).
    setting : Setting
        The sizes of the convolution; the padding is there already.

    Returns
    -------
    numpy.ndarray
        Shape (windows, features).
    """
    _, kernel_size, stride, _, dilation = setting
    rows: np.ndarray
    (rows,) = im2col(padded[np.newaxis], kernel_size, stride, 0, dilation)
    return rows


def image_title(setting: Setting, name: str) -> str:
    """Name an image, or a channel, with its size: "image 4×6"."""
    padded = f", padded {by(setting.padded_size)}"
    return f"{name} {by(setting.size)}{padded if any(setting.padding) else ''}"


def channel_table(
    channel: int,
    title: str,
    values: np.ndarray,
    setting: Setting,
    window: int | None,
    labels: Sequence[tuple[int, int, str]] = (),
    room: int = 0,
    **marks: Any,
) -> Table:
    """Make the table of one channel, padding included.

    Parameters
    ----------
    channel : int
        Which one it is.
    title : str
        What stands above it.
    values : numpy.ndarray
        Shape (padded rows, padded columns).
    setting : Setting
        The sizes of the convolution.
    window : int or None
        The window to outline.
    labels, room
        As of a :class:`~convbook.figures.scene.Table`.
    **marks
        Other marks than the window.

    Returns
    -------
    Table
        The table.
    """
    outlined = []
    if window is not None:
        at = divmod(window, setting.output_size[1])
        outlined = [window_block(setting, at)]
    return Table(
        f"image {channel}",
        "input",
        title,
        [[number(value) for value in line] for line in values],
        border=setting.padding,
        marks={"window": outlined, **marks},
        labels=labels,
        room=room,
    )


def im2col_table(
    matrix: np.ndarray,
    setting: Setting,
    window: int | None,
    hidden: int | None = None,
    rows: str | Heads = "window",
    columns: str | Heads = "feature",
    room: int = 0,
    **marks: Any,
) -> Table:
    """Make the table of an image's matrix.

    Parameters
    ----------
    matrix : numpy.ndarray
        Shape (windows, features): what :func:`matrix_of` gives.
    setting : Setting
        The sizes of the convolution.
    window : int or None
        The row to outline.
    hidden : int, optional
        A row that shows question marks, and not where the padding is.
    rows, columns : str or Heads
        As of :func:`~convbook.figures.matrices.matrix_table`.
    room : int, optional
        Characters that a cell must hold.
    **marks
        Other marks than the window, the padding and the channels.

    Returns
    -------
    Table
        The table.
    """
    windows, features = matrix.shape
    one = int(np.prod(setting.kernel_size))
    ones = np.ones((features // one, *setting.size), bool)
    inside = matrix_of(padded_numbers(ones, setting), setting)
    padding = [(m, t) for m, t in np.argwhere(~inside).tolist() if m != hidden]
    own = {
        "window": [] if window is None else [(window, 0, 1, features)],
        "padding": padding,
        "channel": [(0, t, windows, 1) for t in range(one, features, one)],
    }
    texts = [
        ["?" if m == hidden else number(value) for value in line]
        for m, line in enumerate(matrix)
    ]
    return matrix_table(
        "matrix",
        "input",
        f"matrix {by(matrix.shape)}",
        texts,
        rows,
        columns,
        room=room,
        marks=own | marks,
    )


def flat_heads(setting: Setting, channels: int) -> tuple[Heads, Heads]:
    """Head a matrix with flat indices, of which its entries are the sums.

    Parameters
    ----------
    setting : Setting
        The sizes of the convolution.
    channels : int
        How many the image has.

    Returns
    -------
    Heads, Heads
        Of its rows, the windows' starts, and of its columns, the features'
        offsets.
    """
    windows, features = matrix_shape(setting, channels)
    starts = [str(entry(setting, m, 0).start) for m in range(windows)]
    offsets = [f"+{entry(setting, 0, t).offset}" for t in range(features)]
    return Heads("start", starts), Heads("offset", offsets)


def arranged(sheets: Sequence[Table], *others: Part) -> Part:
    """Put a matrix beside its image, or below its channels."""
    if len(sheets) > 1:
        return Column([Row(sheets), *others])
    return Row([*sheets, *others])


# --- In words


def image_in_words(
    matrix: np.ndarray,
    setting: Setting,
    hidden: int | None = None,
    blank: bool = False,
) -> list[str]:
    """Say what an image and its matrix are, row by row.

    Parameters
    ----------
    matrix, setting, hidden
        As of :func:`im2col_table`.
    blank : bool, default False
        Whether the matrix is left blank.

    Returns
    -------
    list of str
        Sentences.
    """
    windows, features = matrix.shape
    channels = features // int(np.prod(setting.kernel_size))
    image = f"A {by(setting.size)} image"
    if channels > 1:
        image += f" of {channels} channels"
    said = [
        f"{image}, kernel {by(setting.kernel_size)}, {in_words(setting)}.",
        f"Its matrix has {plural(windows, 'window')} by "
        f"{plural(features, 'feature')}.",
    ]
    if blank:
        return [*said, "The matrix is left blank."]
    return said + [
        f"Row {m} is hidden: predict it."
        if m == hidden
        else f"Row {m}: {numbers(line)}."
        for m, line in enumerate(matrix)
    ]


def _outlined_in_words(setting: Setting, window: int) -> str:
    """Say which window is outlined, and where it starts."""
    first = entry(setting, window, 0)
    of = " of the image" if any(setting.padding) else ""
    return (
        f"Outlined: window {window}, which starts at row {number(first.row)}, "
        f"column {number(first.column)}{of}."
    )


def _circled_in_words(pixel: Sequence[int], found: Sequence[Copy]) -> str:
    """Say which pixel is circled, and where it is in the matrix."""
    places = ", ".join(f"({m}, {t})" for m, t in found)
    return (
        f"Circled: pixel ({numbers(pixel)}), which is in the matrix "
        f"{f'at {places}' if places else 'nowhere'}."
    )


def window_in_words(setting: Setting, window: int) -> str:
    """Say where a window starts, and which row of the matrix it is."""
    first = entry(setting, window, 0)
    return (
        f"Window {window} = {first.u}·{setting.output_size[1]} + {first.v} "
        f"starts at row {number(first.row)}, column {number(first.column)}, "
        f"flat index {first.start}{in_padded(setting)}. "
        f"It is row {window} of the matrix."
    )


def in_padded(setting: Setting) -> str:
    """Say of a flat index in which image it counts, if there is padding."""
    return " in the padded image" if any(setting.padding) else ""


def pixel_in_words(
    setting: Setting, channels: int, pixel: Sequence[int]
) -> str:
    """Name a pixel of one of so many channels, or a zero of the padding."""
    channel, row, column = pixel
    rows, columns = setting.size
    inside = 0 <= row < rows and 0 <= column < columns
    name = "pixel" if inside else "the zero of padding at"
    of = f" of channel {channel}" if channels > 1 else ""
    return f"{name} {place((row, column))}{of}"
