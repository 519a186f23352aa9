"""The drawings of the book, in one visual language.

Input pixels stand on blue, outputs on orange, and the window is a thick purple
outline. Padding is hatched, and a pixel that no window reads is crossed out:
nothing is said by colour alone. The ground is white, so that a drawing looks
the same in a light page, in a dark one and on paper.

Every function returns a :class:`Drawing`, which carries a description in words
beside the picture. Both are computed from the same numbers.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Rectangle

from convbook.figures.svg import Drawing
from convbook.geometry import (
    IntOrPair,
    Setting,
    as_pair,
    as_setting,
    by,
)
from convbook.im2col import col2im, im2col

__all__ = [
    "Drawing",
    "draw_backward",
    "draw_product",
    "draw_reshaped",
    "draw_sparse",
]

INPUT, INPUT_EDGE = "#d9e8f6", "#2b6496"
OUTPUT, OUTPUT_EDGE = "#fde3cb", "#9c4a00"
WINDOW = "#7b1f86"
INK, FAINT = "#1a1a1a", "#767676"
CELL = 0.42  # inches

STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 12,
    "hatch.color": FAINT,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",
    "svg.hashsalt": "convbook",
    "text.color": INK,
}


@contextmanager
def _book_style() -> Iterator[None]:
    """Draw with the book's own settings, whatever the reader has set."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        yield


class _Canvas:
    """A white sheet measured in cells: x to the right, y down."""

    def __init__(self, width: float, height: float, above: str = "") -> None:
        """Make it; ``above`` are lines of text over the picture."""
        lines = above.splitlines()
        top = -0.75 * len(lines)
        width = max(width, *(0.235 * len(line) + 0.4 for line in lines), 0)
        self.figure = Figure(figsize=(width * CELL, (height - top) * CELL))
        self.axes = self.figure.add_axes((0, 0, 1, 1), frameon=False)
        self.axes.set(
            xlim=(0, width), ylim=(height, top), xticks=[], yticks=[]
        )
        for number, line in enumerate(lines):
            self.write(0.2, top + 0.75 * number + 0.55, line, ha="left")

    def box(
        self, x: float, y: float, width: float, height: float, **look: Any
    ) -> None:
        self.axes.add_patch(Rectangle((x, y), width, height, **look))

    def cell(
        self,
        x: float,
        y: float,
        text: str = "",
        width: float = 1,
        **look: Any,
    ) -> None:
        plain = {"facecolor": "white", "edgecolor": FAINT, "linewidth": 0.8}
        self.box(x, y, width, 1, **plain | look)
        # A cell does not grow, so a long number is written smaller.
        size = 12 * min(1, 2.9 * width / max(len(text), 1))
        self.write(x + width / 2, y + 0.5, text, size=size)

    def input_cell(
        self, x: float, y: float, text: str = "", width: float = 1
    ) -> None:
        self.cell(x, y, text, width, facecolor=INPUT, edgecolor=INPUT_EDGE)

    def output_cell(
        self, x: float, y: float, text: str = "", width: float = 1
    ) -> None:
        self.cell(x, y, text, width, facecolor=OUTPUT, edgecolor=OUTPUT_EDGE)

    def padding_cell(
        self, x: float, y: float, text: str = "", width: float = 1
    ) -> None:
        self.cell(x, y, width=width, hatch="////")
        if text:
            middle = x + width / 2
            self.box(middle - 0.23, y + 0.2, 0.46, 0.6, facecolor="white")
            self.write(middle, y + 0.5, text)

    def padded_image(
        self, x: float, y: float, padded: np.ndarray, padding: tuple[int, int]
    ) -> None:
        """Write the numbers of an image, and those of its padding."""
        (height, width), (above, left) = padded.shape, padding
        for (row, column), value in np.ndenumerate(padded):
            inside = above <= row < height - above
            if inside and left <= column < width - left:
                self.input_cell(x + column, y + row, _number(value))
            else:
                self.padding_cell(x + column, y + row, _number(value))

    def outline(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        color: str,
        linewidth: float = 2.8,
    ) -> None:
        look = {"edgecolor": color, "linewidth": linewidth, "zorder": 3}
        self.box(x, y, width, height, facecolor="none", **look)

    def circle(self, x: float, y: float, width: float = 1) -> None:
        middle = x + width / 2, y + 0.5
        look: dict[str, Any] = {"color": INK, "linewidth": 1.6, "zorder": 3}
        self.axes.add_patch(
            Ellipse(middle, width - 0.14, 0.86, fill=False, **look)
        )

    def cross_out(self, x: float, y: float) -> None:
        for ends in ((0.1, 0.9), (0.9, 0.1)):
            down = [y + end for end in ends]
            self.axes.plot([x + 0.1, x + 0.9], down, color=INK, linewidth=0.9)

    def strike(self, x: float, y: float) -> None:
        ends = [x + 0.1, x + 0.9], [y + 0.9, y + 0.1]
        self.axes.plot(*ends, color=INK, linewidth=0.9)

    def write(self, x: float, y: float, text: str, **look: Any) -> None:
        centred = {"ha": "center", "va": "center_baseline"}
        self.axes.text(x, y, text, **centred | look)

    def finish(self, description: str) -> Drawing:
        file = io.StringIO()
        self.figure.savefig(
            file, format="svg", metadata={"Date": None, "Creator": None}
        )
        lines = (line.rstrip() for line in file.getvalue().splitlines())
        return Drawing(description, "\n".join(lines) + "\n")


# --- Numbers and words


def _number(value: Any) -> str:
    """Write a number briefly, with a real minus sign."""
    text = f"{value:.4g}" if abs(value) < 10_000 else f"{value:.0f}"
    return text.replace("-", "−")


def _factor(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)


def _plural(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _numbers(values: Iterable[Any]) -> str:
    return ", ".join(_number(value) for value in values)


def _setting_in_words(setting: Setting) -> str:
    def one(pair: tuple[int, int]) -> str:
        if pair[0] == pair[1]:
            return str(pair[0])
        return f"{pair[0]} down and {pair[1]} across"

    words = f"stride {one(setting.stride)}, padding {one(setting.padding)}"
    if setting.dilation != (1, 1):
        words += f", dilation {one(setting.dilation)}"
    return words


def _as_array(name: str, values: np.ndarray) -> np.ndarray:
    """Check that an argument is one image: two axes, real, not empty."""
    array = np.asarray(values)
    if array.dtype.kind not in "uifb":
        raise TypeError(
            f"{name} must hold real numbers, got an array of {array.dtype}"
        )
    if array.ndim != 2:
        raise ValueError(
            f"{name} must have two axes (rows, columns), got shape "
            f"{array.shape}; pass one channel of one image, "
            f"for example {name}[0, 0] or {name}[..., 0]"
        )
    if 0 in array.shape:
        raise ValueError(
            f"{name} must have at least one row and one column, "
            f"got {array.shape}"
        )
    return array


# --- The drawings


@_book_style()
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
        _as_array("image", channel)
    setting = as_setting(
        channels.shape[1:], kernel_size, stride, padding, dilation
    )
    (p1, p2), no_padding = setting.padding, setting._replace(padding=(0, 0))
    padded = np.pad(channels, ((0, 0), (p1, p1), (p2, p2)))
    if first is not None:
        padded = first + np.arange(padded.size).reshape(padded.shape)
    matrix = im2col(padded[np.newaxis], *no_padding[1:])[0]
    is_pixel = im2col(np.ones((1, *channels.shape), bool), *setting[1:])[0]
    if window is not None and window not in range(len(matrix)):
        raise ValueError(
            f"window must be one of 0 to {len(matrix) - 1}, got {window!r}"
        )
    mask = _mask(channels.shape, pixel, setting.padding)
    circled = im2col(mask[np.newaxis], *no_padding[1:])[0]
    if hide and window is not None:
        circled[window] = False
    if blank:
        circled[:] = False

    rows, columns = setting.padded_size
    top, apart = 1.0, columns + 0.8
    several = len(channels) > 1
    if several:  # beside each other, and the matrix, which is wide, below
        matrix_left, matrix_top = 2.1, top + rows + 2.2
    else:
        matrix_left, matrix_top = columns + 1.9, top + 0.8
    right = max(len(channels) * apart, matrix_left + matrix.shape[1] + 0.2)
    canvas = _Canvas(right, max(top + rows, matrix_top + len(matrix)) + 0.2)
    for c, channel in enumerate(padded):
        left = 0.2 + c * apart
        name = f"channel {c}" if several else "image"
        name = f"{name} {by(setting.size)}"
        if setting.padding != (0, 0):
            name += f", padded {by(setting.padded_size)}"
        canvas.write(left, top - 0.5, name, ha="left")
        canvas.padded_image(left, top, channel, setting.padding)
        for row, column in np.argwhere(mask[c]):
            canvas.circle(left + column, top + row)
        if window is not None:
            u, v = divmod(window, setting.output_size[1])
            row, column = setting.starts(0)[u], setting.starts(1)[v]
            span = setting.span[::-1]
            canvas.outline(left + column, top + row, *span, WINDOW)

    small = {"size": 10}
    beside, above = matrix_left - 0.25, matrix_top - 0.4
    heading = f"matrix {by(matrix.shape)}"
    canvas.write(matrix_left, matrix_top - 1.3, heading, ha="left")
    names = ("start", "offset") if flat else ("window", "feature")
    middle = matrix_top + len(matrix) / 2
    canvas.write(matrix_left - 1.35, middle, names[0], rotation=90, **small)
    canvas.write(beside, above, names[1], ha="right", **small)
    row_heads, column_heads = _heads(setting, channels.shape, flat)
    for m, head in enumerate(row_heads):
        canvas.write(beside, matrix_top + m + 0.5, head, ha="right", **small)
    for t, head in enumerate(column_heads):
        canvas.write(matrix_left + t + 0.5, above, head, **small)
    for m, t in np.ndindex(matrix.shape):
        x, y = matrix_left + t, matrix_top + m
        if blank:
            canvas.cell(x, y)
        elif hide and m == window:
            canvas.input_cell(x, y, "?")
        elif is_pixel[m, t]:
            canvas.input_cell(x, y, _number(matrix[m, t]))
        else:
            canvas.padding_cell(x, y, _number(matrix[m, t]))
    for m, t in np.argwhere(circled):
        canvas.circle(matrix_left + t, matrix_top + m)
    for c in range(1, len(channels)):
        x = matrix_left + c * matrix.shape[1] / len(channels)
        ends = [matrix_top, matrix_top + len(matrix)]
        canvas.axes.plot([x, x], ends, color=INK, linewidth=2)
    if window is not None:
        y = matrix_top + window
        canvas.outline(matrix_left, y, matrix.shape[1], 1, WINDOW)

    words = _matrix_in_words(channels, setting, matrix, window, hide, blank)
    if pixel is not None and not blank:
        places = [f"({m}, {t})" for m, t in np.argwhere(circled)]
        words.append(
            f"Circled: pixel ({_numbers(pixel)}), which is in the matrix "
            f"{'at ' + ', '.join(places) if places else 'nowhere'}."
        )
    return canvas.finish("\n".join(words))


def _mask(
    shape: tuple[int, ...],
    pixel: tuple[int, ...] | None,
    padding: tuple[int, int] = (0, 0),
) -> np.ndarray:
    """Mark one pixel of a padded image (channels, rows, columns), or none."""
    channels, *size = shape
    mask = np.zeros(
        (channels, *(n + 2 * p for n, p in zip(size, padding, strict=True))),
        bool,
    )
    if pixel is None:
        return mask
    place = (0, *pixel) if shape[0] == 1 else tuple(pixel)
    if len(place) == 3:
        above, left = padding
        place = place[0], place[1] + above, place[2] + left
    if place not in set(np.ndindex(mask.shape)):
        axes = "(row, column)" if shape[0] == 1 else "(channel, row, column)"
        raise ValueError(
            f"pixel must be a place {axes} in the image of shape {shape}, "
            f"counted from 0, got {pixel!r}"
        )
    mask[place] = True
    return mask


def _heads(
    setting: Setting, shape: tuple[int, ...], flat: bool
) -> tuple[list[str], list[str]]:
    """Name each row and each column of the matrix of one image."""
    padded = shape[0], *setting.padded_size
    places = np.arange(np.prod(padded)).reshape(1, *padded)
    _, kernel_size, stride, _, dilation = setting
    indices = im2col(places, kernel_size, stride, 0, dilation)[0]
    if flat:
        rows, columns = indices[:, 0], indices[0]
        return [f"{start}" for start in rows], [f"+{o}" for o in columns]
    return [f"{m}" for m in range(len(indices))], [
        f"{t}" for t in range(indices.shape[1])
    ]


def _matrix_in_words(
    channels: np.ndarray,
    setting: Setting,
    matrix: np.ndarray,
    window: int | None,
    hide: bool,
    blank: bool,
) -> list[str]:
    image = f"A {by(setting.size)} image"
    if len(channels) > 1:
        image += f" of {len(channels)} channels"
    words = [
        f"{image}, kernel {by(setting.kernel_size)}, "
        f"{_setting_in_words(setting)}.",
        f"Its matrix has {_plural(len(matrix), 'window')} by "
        f"{_plural(matrix.shape[1], 'feature')}.",
    ]
    if blank:
        words.append("The matrix is left blank.")
    for m, row in enumerate([] if blank else matrix):
        if hide and m == window:
            words.append(f"Row {m} is hidden: predict it.")
        else:
            words.append(f"Row {m}: {_numbers(row)}.")
    if window is not None:
        u, v = divmod(window, setting.output_size[1])
        row, column = (
            setting.starts(axis)[place] - setting.padding[axis]
            for axis, place in ((0, u), (1, v))
        )
        words.append(
            f"Outlined: window {window}, which starts at "
            f"row {_number(row)}, column {_number(column)}"
            f"{' of the image' if setting.padding != (0, 0) else ''}."
        )
    return words


@_book_style()
def draw_backward(
    image: np.ndarray,
    weights: np.ndarray,
    upstream: np.ndarray,
    of: str = "dX",
    at: tuple[int, int] = (0, 0),
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    *,
    bias: float = 0,
    view: str = "gather",
    window: tuple[int, int] | None = None,
    hide: bool = False,
) -> Drawing:
    """Draw a convolution or one of its gradients, one number spelled out.

    Parameters
    ----------
    image, weights : numpy.ndarray
        Shapes (rows, columns) and (k1, k2), real numbers.
    upstream : numpy.ndarray
        The upstream gradient G, in the shape of the output, real numbers.
    of : {"forward", "db", "dW", "dX"}, default "dX"
        What is computed.
    at : pair of int, default (0, 0)
        Whose number is spelled out, its row and column: an output, the last
        entry of G that has been added to ``db``, a weight, or a pixel.
    stride, padding, dilation : int or pair of int
        As in :func:`convbook.output_size`.
    bias : float, default 0
        Added to each output.
    view : {"gather", "scatter"}, default "gather"
        For ``dX``: lay the turned kernel on G, spread with zeros, or add what
        each window sends to its pixels.
    window : pair of int, optional
        For the scatter: the last window that has sent; without it, all have.
    hide : bool, default False
        Show a question mark where the answer would stand, so that it can be
        predicted.

    Returns
    -------
    Drawing
        The tables beside each other, and under them the sum.

    Raises
    ------
    TypeError, ValueError
        If an array has not two axes of real numbers, if ``upstream`` has not
        the shape of the output, if a setting or a word is not valid, or if
        there is nothing at ``at``.

    Examples
    --------
    >>> row, G = np.array([[1, 2, 3, 4]]), np.array([[10, 100]])
    >>> draw_backward(row, np.array([[1, 2, 3]]), G, "dW", at=(0, 1))
    A 1×4 image with a 1×3 kernel, stride 1, padding 0.
    Row 0 of G: 10, 100.
    Row 0 of dW: 210, 320, 430.
    dW[0, 1] = 10·2 + 100·3 = 320
    """
    image, weights = _as_array("image", image), _as_array("weights", weights)
    upstream = _as_array("upstream", upstream)
    setting = as_setting(image.shape, weights.shape, stride, padding, dilation)
    made = setting.output_size
    if upstream.shape != made:
        raise ValueError(
            f"upstream must hold one number for each output, shape {made}, "
            f"got {upstream.shape}"
        )
    _check_word("of", of, ("forward", "db", "dW", "dX"))
    _check_word("view", view, ("gather", "scatter"))
    shape = {"dW": weights.shape, "dX": image.shape}.get(of, made)
    at = _check_place("at", at, shape)
    window = _check_place("window", window or (made[0] - 1, made[1] - 1), made)

    # Every pixel by window and feature, as its flat index; -1 in the padding.
    indices = np.arange(1, image.size + 1).reshape(1, 1, *image.shape)
    reads = im2col(indices, *setting[1:])[0] - 1
    pixels = np.append(image.ravel(), 0)[reads]
    G, W = upstream.reshape(-1, 1), weights.reshape(1, -1)
    flat = at[0] * shape[1] + at[1]
    heard = np.ones(G.shape, dtype=bool)
    if of == "dX" and view == "scatter":
        heard.ravel()[window[0] * made[1] + window[1] + 1 :] = False
    elif of == "db":
        heard.ravel()[flat + 1 :] = False
    if of == "forward":
        result = (pixels @ W.T + bias).reshape(made)
        terms = [*zip(pixels[flat], W[0], strict=True), (bias,)]
    elif of == "db":
        result = G[heard].sum(keepdims=True)[np.newaxis]
        terms = [(value,) for value in G[heard]]
    elif of == "dW":
        result = (G.T @ pixels).reshape(weights.shape)
        terms = list(zip(G[:, 0], pixels[:, flat], strict=True))
    else:
        sent = np.where(heard, G, 0) * W
        result = col2im(sent[np.newaxis], indices.shape, *setting[1:]).reshape(
            image.shape
        )
        terms = [
            (G[m, 0], W[0, t]) for m, t in np.argwhere((reads == flat) & heard)
        ]

    place = (0, 0) if of == "db" else at
    name = "Y" if of == "forward" else of
    head = name if of == "db" else f"{name}[{at[0]}, {at[1]}]"
    if not heard.all():
        head += " so far"
    spelled = f"{head} = " + _sum_in_words(terms, result[place])
    if hide:
        spelled = f"{head} is hidden: predict it."
    shown = _table(name, result, "input" if of == "dX" else "output")
    if hide:
        shown.texts[place] = "?"
    shown.circled = [place]

    given = _table("G", upstream, "output")
    factors = _table("W", weights, "plain", outlined=[(0, 0, *weights.shape)])
    above, left = setting.padding
    x = _table("X", np.pad(image, [(p, p) for p in setting.padding]), "input")
    x.size = image.shape
    x.kinds[:] = "padding"
    x.kinds[above : above + image.shape[0], left : left + image.shape[1]] = (
        "input"
    )
    starts = [setting.starts(axis) for axis in (0, 1)]
    if of == "forward":
        corner = starts[0][at[0]], starts[1][at[1]]
        x.outlined = [(*corner, *setting.span)]
        tables = [x, factors, shown]
    elif of == "db":
        given.circled = list(np.ndindex(made))[: flat + 1]
        tables = [given, shown]
    elif of == "dW":
        down, across = (
            starts[axis] + at[axis] * setting.dilation[axis] for axis in (0, 1)
        )
        x.circled = [(row, column) for row in down for column in across]
        tables = [x, given, shown]
    elif view == "scatter":
        given.outlined = [(*window, 1, 1)]
        corner = starts[0][window[0]] - above, starts[1][window[1]] - left
        shown.outlined = [(*corner, *setting.span)]
        tables = [given, factors, shown]
    else:
        spread = _spread(upstream, setting)
        # Its first cell lies span − 1 zeros before the pixel's own place.
        first = [
            max(place, place + p - span + 1)
            for place, p, span in zip(
                at, setting.padding, setting.span, strict=True
            )
        ]
        spread.outlined = [(first[0], first[1], *setting.span)]
        turned = _table("W, turned", weights[::-1, ::-1], "plain")
        turned.outlined = factors.outlined
        tables = [spread, turned, shown]

    words = [
        f"A {by(image.shape)} image with a {by(weights.shape)} kernel, "
        f"{_setting_in_words(setting)}.",
        *(
            f"Row {row} of {table.name}: {', '.join(line)}."
            for table in (given, shown)
            for row, line in enumerate(table.texts)
        ),
        spelled,
    ]
    return _side_by_side(tables, spelled).finish("\n".join(words))


@dataclass
class _Table:
    """Numbers to draw, and what lies on them, counted in cells."""

    name: str
    texts: np.ndarray
    kinds: np.ndarray  # of each cell: input, output, plain or padding
    circled: list[tuple[int, int]] = field(default_factory=list)
    outlined: list[tuple[int, int, int, int]] = field(default_factory=list)
    size: tuple[int, ...] | None = None  # if it is not that of the texts

    @property
    def wide(self) -> float:
        """How many cells a number takes."""
        return max(1, max(map(len, self.texts.flat)) / 3.6)


def _table(name: str, values: np.ndarray, kind: str, **look: Any) -> _Table:
    texts = np.array([[_number(value) for value in line] for line in values])
    kinds = np.full(texts.shape, kind, dtype=object)
    return _Table(name, texts.astype(object), kinds, **look)


def _spread(upstream: np.ndarray, setting: Setting) -> _Table:
    """Lay zeros between the numbers of G and around them.

    So many that the turned kernel has a place for every pixel.
    """
    (rows, columns), (s1, s2) = upstream.shape, setting.stride
    around = [
        max(0, span - 1 - p)
        for span, p in zip(setting.span, setting.padding, strict=True)
    ]
    size = [
        n - span + 1 + 2 * zeros
        for n, span, zeros in zip(
            setting.padded_size, setting.span, around, strict=True
        )
    ]
    top, left = around
    values = np.zeros(size, upstream.dtype)
    entries = (
        slice(top, top + s1 * (rows - 1) + 1, s1),
        slice(left, left + s2 * (columns - 1) + 1, s2),
    )
    values[entries] = upstream
    table = _table("G with zeros", values, "padding")
    table.kinds[top : size[0] - top, left : size[1] - left] = "plain"
    table.kinds[entries] = "output"
    return table


def _side_by_side(tables: list[_Table], line: str) -> _Canvas:
    """Draw tables beside each other, and a line of text under them."""
    gap, top = 0.8, 1.0
    widths = [
        max(table.wide * table.texts.shape[1], 0.3 * len(table.name) + 1.2)
        for table in tables
    ]
    height = top + max(len(table.texts) for table in tables)
    canvas = _Canvas(
        max(sum(widths) + gap * (len(tables) - 1) + 0.4, 0.27 * len(line)),
        height + 1.1,
    )
    looks: dict[str, dict[str, Any]] = {
        "input": {"facecolor": INPUT, "edgecolor": INPUT_EDGE},
        "output": {"facecolor": OUTPUT, "edgecolor": OUTPUT_EDGE},
        "plain": {},
    }
    x = 0.2
    for table, width in zip(tables, widths, strict=True):
        wide = table.wide
        heading = f"{table.name} {by(table.size or table.texts.shape)}"
        canvas.write(x, 0.45, heading, ha="left")
        for row, column in np.ndindex(table.texts.shape):
            at = x + wide * column, top + row
            text = str(table.texts[row, column])
            kind = str(table.kinds[row, column])
            if kind == "padding":
                canvas.padding_cell(*at, text, wide)
            else:
                canvas.cell(*at, text, wide, **looks[kind])
        for row, column in table.circled:
            canvas.circle(x + wide * column, top + row, wide)
        for row, column, rows, columns in table.outlined:
            canvas.outline(
                x + wide * column, top + row, wide * columns, rows, WINDOW
            )
        x += width + gap
    canvas.write(0.2, height + 0.55, line, ha="left", weight="bold")
    return canvas


def _sum_in_words(terms: list[tuple[Any, ...]], total: Any) -> str:
    """Write a sum of products, if there are not too many, and its value."""
    if len(terms) > 12:
        return f"the sum of {len(terms)} terms = {_number(total)}"
    spelled = " + ".join("·".join(map(_factor, term)) for term in terms)
    value = _number(total)
    return value if spelled in ("", value) else f"{spelled} = {value}"


def _check_word(name: str, word: str, words: tuple[str, ...]) -> None:
    if word not in words:
        raise ValueError(
            f"{name} must be one of {', '.join(map(repr, words))}, "
            f"got {word!r}"
        )


def _check_place(
    name: str, place: Any, counts: tuple[int, ...]
) -> tuple[int, int]:
    """Check that there is such a place; return it."""
    if tuple(place) not in set(np.ndindex(counts)):
        raise ValueError(
            f"{name} must be a place (row, column) in the {by(counts)} "
            f"numbers, counted from 0, got {place!r}"
        )
    row, column = place
    return int(row), int(column)


@_book_style()
def draw_product(
    left: np.ndarray,
    right: np.ndarray,
    at: tuple[int, int] | None = None,
    hide: bool = False,
) -> Drawing:
    """Draw a product of matrices, and one row that meets one column.

    Parameters
    ----------
    left : numpy.ndarray
        Shape (windows, features), real numbers.
    right : numpy.ndarray
        Shape (features, filters), real numbers.
    at : pair of int, optional
        Which number of the product to spell out: its row and its column.
    hide : bool, default False
        Show a question mark in its place, so that it can be predicted.

    Returns
    -------
    Drawing
        The left matrix below on the left, the right one above on the right,
        and the product where the rows of one meet the columns of the other.

    Raises
    ------
    TypeError, ValueError
        If one is not a matrix of real numbers, if their inner sizes differ,
        or if there is no number at ``at``.

    Examples
    --------
    >>> draw_product(np.array([[0, 1], [2, 3]]), np.array([[1], [-1]]), (1, 0))
    A 2×2 matrix times a 2×1 matrix is a 2×1 matrix.
    Column 0 of the product: −1, −1.
    Outlined: row 1 times column 0, 2·1 + 3·(−1) = −1.
    """
    left, right = _as_array("left", left), _as_array("right", right)
    if left.shape[1] != right.shape[0]:
        raise ValueError(
            f"left must have as many columns as right has rows, got "
            f"{by(left.shape)} and {by(right.shape)}"
        )
    product = left @ right
    at = tuple(at) if isinstance(at, list | np.ndarray) else at
    if at is not None and at not in set(np.ndindex(product.shape)):
        raise ValueError(
            f"at must be a place (row, column) in the {by(product.shape)} "
            f"product, counted from 0, got {at!r}"
        )
    (rows, inner), columns = left.shape, right.shape[1]
    top, x_left = 1.4, 0.9
    x_right, y_low = x_left + inner + 1.0, top + inner + 1.8
    canvas = _Canvas(
        x_right + max(columns, 4.8) + 0.2,
        y_low + rows + (1.2 if at is not None else 0.2),
    )
    heading = f"A, windows {by(left.shape)}"
    canvas.write(x_left, y_low - 0.9, heading, ha="left")
    heading = f"V, weights {by(right.shape)}"
    canvas.write(x_right, 0.5, heading, ha="left")
    heading = f"A V, product {by(product.shape)}"
    canvas.write(x_right, y_low - 0.9, heading, ha="left")
    for m, t in np.ndindex(left.shape):
        canvas.input_cell(x_left + t, y_low + m, _number(left[m, t]))
    for t, f in np.ndindex(right.shape):
        canvas.cell(x_right + f, top + t, _number(right[t, f]))
    shown = [[_number(value) for value in row] for row in product]
    if hide and at is not None:
        shown[at[0]][at[1]] = "?"
    for m, f in np.ndindex(product.shape):
        canvas.output_cell(x_right + f, y_low + m, shown[m][f])
    small: dict[str, Any] = {"size": 10}
    for m in range(rows):
        y = y_low + m + 0.5
        canvas.write(x_left - 0.2, y, str(m), ha="right", **small)
    for t in range(inner):
        y = top + t + 0.5
        canvas.write(x_right - 0.2, y, str(t), ha="right", **small)
        canvas.write(x_left + t + 0.5, y_low - 0.3, str(t), **small)
    for f in range(columns):
        canvas.write(x_right + f + 0.5, top - 0.3, str(f), **small)
        canvas.write(x_right + f + 0.5, y_low - 0.3, str(f), **small)

    words = [
        f"A {by(left.shape)} matrix times a {by(right.shape)} matrix is a "
        f"{by(product.shape)} matrix.",
        *(
            f"Column {f} of the product: {', '.join(column)}."
            for f, column in enumerate(zip(*shown, strict=True))
        ),
    ]
    if at is not None:
        m, f = at
        canvas.outline(x_left, y_low + m, inner, 1, WINDOW)
        canvas.outline(x_right + f, top, 1, inner, WINDOW)
        canvas.outline(x_right + f, y_low + m, 1, 1, WINDOW)
        terms = " + ".join(
            f"{_factor(x)}·{_factor(w)}"
            for x, w in zip(left[m], right[:, f], strict=True)
        )
        total = f"{terms} = {shown[m][f]}"
        # A long sum is written smaller, so that it stays on the sheet.
        room = (x_right + max(columns, 4.8)) / 0.235
        size = 12 * min(1, room / len(total))
        canvas.write(0.2, y_low + rows + 0.6, total, ha="left", size=size)
        words.append(f"Outlined: row {m} times column {f}, {total}.")
    return canvas.finish("\n".join(words))


@_book_style()
def draw_reshaped(product: np.ndarray, output_size: IntOrPair) -> Drawing:
    """Draw how a product becomes images: transposed, and by mistake not.

    Parameters
    ----------
    product : numpy.ndarray
        Shape (windows, filters), real numbers.
    output_size : int or pair of int
        Rows and columns of the output; their product is the number of windows.

    Returns
    -------
    Drawing
        The product Z with a column per filter, then the images that
        ``Z.T.reshape(...)`` and ``Z.reshape(...)`` make of it. Each number
        carries the name of its filter, f0, f1 and so on, and its shade.

    Raises
    ------
    TypeError, ValueError
        If it is not a matrix of real numbers, or if the sizes do not fit.

    Examples
    --------
    >>> draw_reshaped(np.array([[1, 10], [2, 20]]), (1, 2))
    A 2×2 product, one column per filter.
    Z.T.reshape(2, 1, 2), picture 0: filter 0: 1, 2.
    Z.T.reshape(2, 1, 2), picture 1: filter 1: 10, 20.
    Z.reshape(2, 1, 2), picture 0: a mixture: 1, 10.
    Z.reshape(2, 1, 2), picture 1: a mixture: 2, 20.
    """
    product = _as_array("product", product)
    rows, columns = as_pair("size", output_size)
    windows, filters = product.shape
    if rows * columns != windows:
        raise ValueError(
            f"output_size must hold the {windows} windows of the product, got "
            f"{by((rows, columns))}, which is {rows * columns}"
        )
    shape = filters, rows, columns
    owner = np.broadcast_to(np.arange(filters), product.shape)
    ways = {
        f"Z.T.reshape{shape}": (product.T, owner.T),
        f"Z.reshape{shape}": (product, owner),
    }
    apart, wide = filters + 1.6, max(columns, 5.6) + 0.6
    canvas = _Canvas(
        apart + 2 * wide, max(1.2 + filters * (rows + 0.9), windows + 1.2)
    )

    def cell(x: float, y: float, value: Any, f: int) -> None:
        shades = OUTPUT, "#fff3e6", "#f9c493"
        shade = shades[f % 3]
        canvas.cell(
            x, y, _number(value), facecolor=shade, edgecolor=OUTPUT_EDGE
        )
        small: dict[str, Any] = {"ha": "right", "size": 7.5}
        canvas.write(x + 0.94, y + 0.84, f"f{f}", color=OUTPUT_EDGE, **small)

    canvas.write(0.9, 0.5, f"Z, {by(product.shape)}", ha="left")
    for m, f in np.ndindex(product.shape):
        cell(0.9 + f, 1.0 + m, product[m, f], f)
    for m in range(windows):
        canvas.write(0.7, 1.5 + m, str(m), ha="right", size=10)
    words = [f"A {by(product.shape)} product, one column per filter."]
    for number, (way, (values, owners)) in enumerate(ways.items()):
        x = apart + number * wide
        canvas.write(x, 0.5, way, ha="left", weight="bold", size=10)
        outputs, of = values.reshape(shape), owners.reshape(shape)
        for f in range(filters):
            y = 1.8 + f * (rows + 0.9)
            pure = (of[f] == f).all()
            label = f"picture {f}: {f'filter {f}' if pure else 'a mixture'}"
            canvas.write(x, y - 0.3, label, ha="left", size=10)
            for u, v in np.ndindex(rows, columns):
                cell(x + v, y + u, outputs[f, u, v], int(of[f, u, v]))
            words.append(f"{way}, {label}: {_numbers(outputs[f].ravel())}.")
    return canvas.finish("\n".join(words))


@_book_style()
def draw_sparse(
    matrix: np.ndarray, group: int, at: tuple[int, int] | None = None
) -> Drawing:
    """Draw a matrix that is mostly 0, with its zeros as dots.

    Parameters
    ----------
    matrix : numpy.ndarray
        Shape (windows, pixels), real numbers.
    group : int
        After how many columns a line is drawn: the pixels in an image's row.
    at : pair of int, optional
        A window and a pixel; its row and its column are outlined.

    Returns
    -------
    Drawing
        The matrix; numbers that are not 0 stand in cells.

    Raises
    ------
    TypeError, ValueError
        If it is not a matrix of real numbers, if its columns are not a
        multiple of ``group``, or if there is no such row or column.

    Examples
    --------
    >>> draw_sparse(np.array([[1, 2, 0, 0], [0, 1, 2, 0]]), 2, at=(1, 2))
    A 2×4 matrix; 4 of its 8 numbers are not 0.
    Row 0: 1 at column 0, 2 at column 1.
    Row 1: 1 at column 1, 2 at column 2.
    Outlined: row 1 and column 2.
    """
    matrix = _as_array("matrix", matrix)
    rows, columns = matrix.shape
    if group < 1 or columns % group:
        raise ValueError(
            f"group must divide the {columns} columns of the matrix, "
            f"got {group!r}"
        )
    if at is not None and at not in set(np.ndindex(matrix.shape)):
        raise ValueError(
            f"at must be a place (row, column) in the {by(matrix.shape)} "
            f"matrix, counted from 0, got {at!r}"
        )
    left, top = 1.5, 1.5
    canvas = _Canvas(left + columns + 0.2, top + rows + 0.2)
    for column in range(0, columns, group):
        label = f"row {column // group} of the image"
        canvas.write(left + column + group / 2, 0.4, label, size=10)
    for column in range(columns):
        canvas.write(left + column + 0.5, top - 0.4, str(column), size=10)
    for m, t in np.ndindex(matrix.shape):
        x, y = left + t, top + m
        if matrix[m, t]:
            canvas.cell(x, y, _number(matrix[m, t]), edgecolor=WINDOW)
        else:
            canvas.write(x + 0.5, y + 0.5, "·", color=FAINT)
    middle = top + rows / 2
    canvas.write(0.3, middle, "window", rotation=90, size=10)
    for m in range(rows):
        canvas.write(left - 0.2, top + m + 0.5, str(m), ha="right", size=10)
    for column in range(0, columns + 1, group):
        across, down = [left + column] * 2, [top, top + rows]
        canvas.axes.plot(across, down, color=INPUT_EDGE, linewidth=1.6)
    words = [
        f"A {by(matrix.shape)} matrix; {np.count_nonzero(matrix)} of its "
        f"{matrix.size} numbers are not 0.",
    ]
    for m, row in enumerate(matrix):
        places = np.flatnonzero(row)
        found = ", ".join(f"{_number(row[t])} at column {t}" for t in places)
        words.append(f"Row {m}: {found or 'only zeros'}.")
    if at is not None:
        m, t = at
        canvas.outline(left, top + m, columns, 1, WINDOW)
        canvas.outline(left + t, top, 1, rows, WINDOW)
        words.append(f"Outlined: row {m} and column {t}.")
    return canvas.finish("\n".join(words))
