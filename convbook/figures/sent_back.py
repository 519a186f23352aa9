"""One row of pixels: what each window sends back, and the sums."""

import numpy as np

from convbook.figures import words
from convbook.figures.checks import as_row
from convbook.figures.scene import Block, Heads, Row, Scene, Table
from convbook.figures.sending import Sending
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import number, plural
from convbook.geometry import as_setting

__all__ = ["draw_sent_back"]

GAP = 0.25  # cells between the windows' rows


def draw_sent_back(
    weights: np.ndarray,
    upstream: np.ndarray,
    size: int,
    stride: int = 1,
    padding: int = 0,
    hide: bool = False,
) -> Drawing:
    """Draw what each window of one row sends back, and its sum per pixel.

    Parameters
    ----------
    weights : numpy.ndarray
        The kernel, shape (k,), real numbers.
    upstream : numpy.ndarray
        The gradient of each output, shape (windows,), real numbers.
    size : int
        Pixels in the row, without padding.
    stride, padding : int
        As in :func:`convbook.im2col`, for this one axis.
    hide : bool, default False
        Show question marks in place of the sums, so that they can be
        predicted.

    Returns
    -------
    Drawing
        The pixels, one line per window with its upstream gradient and, under
        each pixel that it reads, weight times gradient; then the sums.

    Raises
    ------
    TypeError, ValueError
        If an array has not one axis of real numbers, if a setting is not
        valid, or if there is not one gradient for each window.

    Examples
    --------
    >>> draw_sent_back([1, 2], [10, 100], size=3)
    A row of 3 pixels; the kernel is 1, 2.
    Window 0, gradient 10, sends 10 to pixel 0, 20 to pixel 1.
    Window 1, gradient 100, sends 100 to pixel 1, 200 to pixel 2.
    The sums: 10, 120, 200.
    """
    weights, upstream = (
        as_row("weights", weights),
        as_row("upstream", upstream),
    )
    setting = as_setting(
        (1, size), (1, len(weights)), (1, stride), (0, padding)
    )
    windows = setting.output_size[1]
    if len(upstream) != windows:
        raise ValueError(
            f"upstream must hold one number for each of the "
            f"{plural(windows, 'window')}, got {len(upstream)}"
        )
    sent = [[g * w for w in weights.tolist()] for g in upstream.tolist()]
    sending = Sending(setting, sent)
    said = [
        f"A row of {plural(size, 'pixel')}; "
        f"the kernel is {words.numbers(weights)}."
    ]
    for window, values in enumerate(sent):
        found = []
        for feature, value in enumerate(values):
            _, pixel = at = sending.pixel_of((window, feature))
            to = f"pixel {pixel}" if sending.is_inside(at) else "the padding"
            found.append(f"{number(value)} to {to}")
        said.append(
            f"Window {window}, gradient {number(upstream[window])}, sends "
            f"{', '.join(found)}."
        )
    sums = ["?" if hide else number(value) for value in sending.image[0]]
    said.append(
        "The sums are hidden: predict them."
        if hide
        else f"The sums: {', '.join(sums)}."
    )
    rows = _row_of_upstream(upstream), _row_of_pixels(sending, sums)
    return draw(Scene(Row(rows, gap=0.3), heading="\n".join(said)))


def _row_of_upstream(upstream: np.ndarray) -> Table:
    """Make a column of gradients, one for each window."""
    names = [f"window {window}, G" for window in range(len(upstream))]
    return Table(
        "upstream",
        "bare",
        "",
        [[""], *([number(value)] for value in upstream), [""]],
        rows=Heads("", ["", *names, ""]),
        marks={"output": [(row, 0) for row in range(1, len(names) + 1)]},
        gap=GAP,
    )


def _row_of_pixels(sending: Sending, sums: list[str]) -> Table:
    """Make rows below each other: pixels, what each window sends, sums."""
    (_, size), (_, padding) = sending.setting.size, sending.setting.padding
    last, wide = len(sending.cols) + 1, sending.setting.padded_size[1]
    texts = [[""] * wide for _ in range(last + 1)]
    pixels = range(padding, padding + size)
    marks: dict[str, list[Block]] = {
        "pixel": [(row, column) for row in (0, last) for column in pixels],
        "padding": [(0, at) for at in range(wide) if at not in pixels],
        "cell": [],
        "window": [],
    }
    for at, column in enumerate(pixels):
        texts[0][column], texts[last][column] = str(at), sums[at]
    for window, values in enumerate(sending.cols):
        for feature, value in enumerate(values):
            _, pixel = sending.pixel_of((window, feature))
            texts[window + 1][pixel + padding] = number(value)
            marks["cell"].append((window + 1, pixel + padding))
        _, start = sending.pixel_of((window, 0))
        span = sending.setting.span[1]
        marks["window"].append((window + 1, start + padding, 1, span))
    names = ["pixel", *[""] * (last - 1), "sum"]
    return Table(
        "sent",
        "bare",
        "",
        texts,
        rows=Heads("", names),
        marks=marks,
        room=sending.room,
        gap=GAP,
    )
