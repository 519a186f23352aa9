"""One row of pixels: what each window sends back, and the sums."""

import numpy as np

from convbook.figures.checks import as_row
from convbook.figures.scene import Heads, Row, Scene, Table
from convbook.figures.sending import Sending
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import number, numbers, plural, written
from convbook.geometry import as_setting

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
        Show question marks in place of the sums, to be predicted.

    Returns
    -------
    Drawing
        The pixels; below, for each window, its gradient and what it sends to
        each pixel; then the sums.

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
    weights = as_row("weights", weights)
    upstream = as_row("upstream", upstream)
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
        f"A row of {plural(size, 'pixel')}; the kernel is {numbers(weights)}."
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
    sums = ["?"] * size if hide else written(sending.image)[0]
    hidden = "The sums are hidden: predict them."
    said.append(hidden if hide else f"The sums: {', '.join(sums)}.")
    gradients = Table(
        "upstream",
        "bare",
        "",
        [[""], *([number(value)] for value in upstream), [""]],
        rows=Heads("", ["", *(f"window {m}, G" for m in range(windows)), ""]),
        marks={"output": [(row + 1, 0) for row in range(windows)]},
        gap=GAP,
    )
    picture = Row([gradients, _rows_of_pixels(sending, sums)], gap=0.3)
    return draw(Scene(picture, heading="\n".join(said)))


def _rows_of_pixels(sending: Sending, sums: list[str]) -> Table:
    """Make rows below each other: pixels, what each window sends, sums."""
    (_, size), (_, padding) = sending.setting.size, sending.setting.padding
    last, wide = len(sending.cols) + 1, sending.setting.padded_size[1]
    texts = [[""] * wide for _ in range(last + 1)]
    pixels = range(padding, padding + size)
    texts[0][padding : padding + size] = map(str, range(size))
    texts[last][padding : padding + size] = sums
    cells, windows = [], []
    for window, values in enumerate(sending.cols):
        for feature, value in enumerate(values):
            cell = window + 1, sending.pixel_of((window, feature))[1] + padding
            texts[cell[0]][cell[1]] = number(value)
            cells.append(cell)
        start = sending.pixel_of((window, 0))[1] + padding
        windows.append((window + 1, start, 1, sending.setting.span[1]))
    return Table(
        "sent",
        "bare",
        "",
        texts,
        rows=Heads("", ["pixel", *[""] * (last - 1), "sum"]),
        marks={
            "pixel": [(row, column) for row in (0, last) for column in pixels],
            "padding": [(0, at) for at in range(wide) if at not in pixels],
            "cell": cells,
            "window": windows,
        },
        room=sending.room,
        gap=GAP,
    )
