"""An image beside its matrix: each pixel, and every place where it stands."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from convbook.figures.checks import as_image
from convbook.figures.matrices import (
    copies,
    entry,
    holds,
    matrix_shape,
    matrix_table,
)
from convbook.figures.scene import Column, Heads, Row, Scene, Table
from convbook.figures.svg import Drawing, draw
from convbook.figures.windows import window_block
from convbook.figures.words import by, number, numbers, plural, written
from convbook.figures.words import setting as in_words
from convbook.geometry import IntOrPair, Setting, as_setting
from convbook.im2col import im2col


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
        A pixel to circle, (row, column) or (channel, row, column), wherever
        it stands. In the padding it counts below 0 or past the end.
    flat : bool, default False
        Head rows with the windows' starts and columns with the cells' offsets,
        as flat indices of the padded image; otherwise number them.
    hide : bool, default False
        Show question marks in the outlined row, so that it can be predicted.
    blank : bool, default False
        Leave the whole matrix empty, to be filled in by hand.
    first : int, optional
        Write flat indices in place of the values, from this one on.

    Returns
    -------
    Drawing
        The image, and beside it, or below several channels, the matrix with
        one row per window. Padding is hatched everywhere.

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
    hidden = window if hide else None
    said = image_in_words(matrix, setting, hidden, blank)
    if window is not None:
        said.append(_outlined_in_words(matrix, setting, window))
    circled, found = [], []
    if pixel is not None:
        circled = [_as_pixel(pixel, len(channels), setting)]
        found = [at for at in copies(setting, *circled[0]) if at[0] != hidden]
        places = ", ".join(f"({m}, {t})" for m, t in found)
        if not blank:
            said.append(
                f"Circled: pixel ({numbers(pixel)}), which is in the matrix "
                f"{f'at {places}' if places else 'nowhere'}."
            )
    sheets = [
        channel_table(
            c,
            f"channel {c}" if len(shown) > 1 else "image",
            channel,
            setting,
            window,
            asked=[place for channel_, *place in circled if channel_ == c],
        )
        for c, channel in enumerate(shown)
    ]
    heads = flat_heads(setting, len(shown)) if flat else ("window", "feature")
    table = im2col_table(matrix, setting, window, hidden, heads, asked=found)
    if blank:
        # Nothing may tell what stands in the matrix.
        marks = {name: table.marks[name] for name in ("window", "channel")}
        texts = [[""] * len(line) for line in table.texts]
        table = replace(table, kind="plain", texts=texts, marks=marks)
    several = len(sheets) > 1
    picture = (
        Column([Row(sheets), table]) if several else Row([*sheets, table])
    )
    return draw(Scene(picture, heading="\n".join(said)))


def _as_pixel(
    pixel: Sequence[int], channels: int, setting: Setting
) -> tuple[int, ...]:
    """Check that there is such a pixel; return (channel, row, column)."""
    at = (0, *pixel) if channels == 1 else tuple(pixel)
    size = channels, *setting.size
    if len(at) != 3 or not holds(size, setting.padding, at):
        axes = "(row, column)" if channels == 1 else "(channel, row, column)"
        raise ValueError(
            f"pixel must be a place {axes} in the image of shape "
            f"{size}, counted from 0, got {pixel!r}"
        )
    return tuple(map(int, at))


def _outlined_in_words(
    matrix: np.ndarray, setting: Setting, window: int
) -> str:
    """Check that there is such a window; say where it starts."""
    if window not in range(len(matrix)):
        raise ValueError(
            f"window must be one of 0 to {len(matrix) - 1}, got {window!r}"
        )
    first = entry(setting, window, 0)
    of = " of the image" if any(setting.padding) else ""
    return (
        f"Outlined: window {window}, which starts at row {number(first.row)}, "
        f"column {number(first.column)}{of}."
    )


# --- What the live figure shares


def padded_numbers(
    channels: np.ndarray, setting: Setting, first: int | None = None
) -> np.ndarray:
    """Give the numbers in an image and its padding, (channels, rows, columns).

    They are its values, or the numbers of its places, counted from ``first``.
    """
    padded = np.pad(channels, [(0, 0), *((p, p) for p in setting.padding)])
    if first is None:
        return padded
    return first + np.arange(padded.size).reshape(padded.shape)


def matrix_of(padded: np.ndarray, setting: Setting) -> np.ndarray:
    """Write each window of a padded image as a row: (windows, features)."""
    _, kernel_size, stride, _, dilation = setting
    rows: np.ndarray
    (rows,) = im2col(padded[np.newaxis], kernel_size, stride, 0, dilation)
    return rows


def channel_table(
    channel: int,
    name: str,
    values: np.ndarray,
    setting: Setting,
    window: int | None,
    labels: Sequence[tuple[int, int, str]] = (),
    room: int = 0,
    **marks: Any,
) -> Table:
    """Make the table of a channel with its padding, and outline a window."""
    padded = f", padded {by(setting.padded_size)}"
    outlined = []
    if window is not None:
        at = divmod(window, setting.output_size[1])
        outlined = [window_block(setting, at)]
    return Table(
        f"image {channel}",
        "input",
        f"{name} {by(setting.size)}{padded if any(setting.padding) else ''}",
        written(values),
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
    heads: tuple[str | Heads, str | Heads] = ("window", "feature"),
    room: int = 0,
    **marks: Any,
) -> Table:
    """Make the table of an image's matrix (windows, features).

    A hidden row shows question marks, and not where its padding is.
    """
    windows, features = matrix.shape
    texts = written(matrix)
    if hidden is not None:
        texts[hidden] = ["?"] * features
    one = int(np.prod(setting.kernel_size))
    own = {
        "window": [] if window is None else [(window, 0, 1, features)],
        "padding": [
            (m, t)
            for m, t in np.ndindex(matrix.shape)
            if m != hidden and not entry(setting, m, t).inside
        ],
        "channel": [(0, t, windows, 1) for t in range(one, features, one)],
    }
    marks = own | marks
    return matrix_table(
        "matrix", "input", texts, *heads, marks=marks, room=room
    )


def flat_heads(
    setting: Setting, channels: int, numbered: bool = False
) -> tuple[Heads, Heads]:
    """Head rows and columns with the flat indices that entries are sums of.

    The rows may have their numbers beside them: "7: 8".
    """
    windows, features = map(range, matrix_shape(setting, channels))
    starts = {m: str(entry(setting, m, 0).start) for m in windows}
    offsets = [f"+{entry(setting, 0, t).offset}" for t in features]
    rows = Heads("start", list(starts.values()))
    if numbered:
        texts = [f"{m}: {start}" for m, start in starts.items()]
        rows = Heads("window: start", texts)
    return rows, Heads("offset", offsets)


def image_in_words(
    matrix: np.ndarray,
    setting: Setting,
    hidden: int | None = None,
    blank: bool = False,
) -> list[str]:
    """Say what an image and its matrix are, row by row."""
    windows, features = matrix.shape
    channels = features // int(np.prod(setting.kernel_size))
    of = f" of {channels} channels" if channels > 1 else ""
    said = [
        f"A {by(setting.size)} image{of}, kernel {by(setting.kernel_size)}, "
        f"{in_words(setting)}.",
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
