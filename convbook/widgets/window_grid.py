"""WindowGrid: one window on an image, its output, and who reads what."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import traitlets

from convbook.figures.scene import Scene
from convbook.figures.windows import window_grid_scene
from convbook.geometry import IntOrPair
from convbook.widgets.figure import (
    SIZES,
    Numbers,
    Pair,
    Place,
    WindowFigure,
    pair_up_to,
    still_there,
)


class WindowGrid(WindowFigure):
    """A window to drag over an image, beside the kernel and the output.

    Point at a pixel to see every window that reads it, at a weight to see all
    the pixels it multiplies, at an output to see its window. Pixels that no
    window reads are crossed out, and the formula of the output's size stands
    under it with the numbers in place.

    Parameters
    ----------
    image : array_like, optional
        Shape (rows, columns), at most 32×32, real numbers. Without it,
        ``size`` says how many digits are shown.
    kernel : array_like, optional
        Shape (k1, k2), at most 7×7, real numbers. Without it, ones of
        ``kernel_size``.
    size, kernel_size : int or pair of int, default 8 and 3
        Used where there is no ``image``, no ``kernel``.
    stride, padding, dilation : int or pair of int, default 1, 0, 1
        As in :func:`convbook.output_size`; at most 8, 6 and 4.
    position : pair of int, default (0, 0)
        The output whose window is shown: its row and column.
    pixel, weight : pair of int, optional
        A pixel, or a weight of the kernel, to ask about: its row and column.
    hidden : bool, default False
        Show a question mark where the answer would stand.
    controls, more : list of str, optional
        Which of the figure's ``choices`` have their controls in front, and
        which folded away; without ``controls`` all stand in front. To be
        given when the figure is made.

    Raises
    ------
    TypeError, ValueError
        If a value is not valid, or cannot be shown.

    Notes
    -----
    All parameters but ``size`` and ``kernel_size`` are traits: observe them,
    set them. Where a change leaves fewer windows, ``position`` moves to the
    nearest one that is there. Chapters 1 and 2.

    Examples
    --------
    >>> WindowGrid(size=(4, 6), kernel=[[1, 0], [0, -1]], position=(1, 2))
    A 4×6 image with a 2×2 kernel, stride 1, padding 0; the output is 3×5.
    Window 7 of 0–14 reads rows 1–2, columns 2–3 and makes output (1, 2).
    1·1 + 6·0 + 8·0 + 5·(−1) = −4
    rows: ⌊(4 + 2·0 − 1·(2 − 1) − 1) / 1⌋ + 1 = ⌊2 / 1⌋ + 1 = 3
    columns: ⌊(6 + 2·0 − 1·(2 − 1) − 1) / 1⌋ + 1 = ⌊4 / 1⌋ + 1 = 5
    Every pixel is read.
    """

    choices = ("hidden", *SIZES)
    image = Numbers("rows, columns", (32, 32)).tag(sync=True)
    kernel = Numbers("rows, columns", (7, 7)).tag(sync=True)
    stride = Pair(1, largest=8).tag(sync=True)
    padding = Pair(0, largest=6).tag(sync=True)
    dilation = Pair(1, largest=4).tag(sync=True)
    pixel = Place(optional=True).tag(sync=True)
    weight = Place(optional=True).tag(sync=True)
    hidden = traitlets.Bool().tag(sync=True)

    def __init__(
        self,
        *,
        size: IntOrPair = 8,
        kernel_size: IntOrPair = 3,
        **traits: Any,
    ) -> None:
        if "image" not in traits:
            traits["image"] = _digits(pair_up_to("size", size, 32))
        if "kernel" not in traits:
            traits["kernel"] = np.ones(
                pair_up_to("kernel_size", kernel_size, 7), dtype=np.int64
            )
        super().__init__(**traits)

    def _sizes(self, value: Callable[[str], Any]) -> tuple[Any, Any]:
        return np.shape(value("image")), np.shape(value("kernel"))

    @traitlets.validate("pixel", "weight")
    def _cell_is_there(self, proposal: dict[str, Any]) -> Any:
        name = proposal["trait"].name
        what = {"pixel": "image", "weight": "kernel"}[name]
        of = np.shape(getattr(self, what))
        return self._check_place(name, proposal["value"], of, what)

    @traitlets.observe("image", "kernel")
    def _let_go(self, change: dict[str, Any]) -> None:
        self.pixel = still_there(self.pixel, np.shape(self.image))
        self.weight = still_there(self.weight, np.shape(self.kernel))

    def _scene(self, pointed: Mapping[str, Any] | None = None) -> Scene:
        return window_grid_scene(
            np.array(self.image),
            np.array(self.kernel),
            self.setting,
            self.position,
            self.pixel,
            self.weight,
            self.hidden,
            pointed,
        )


def _digits(size: tuple[int, int]) -> np.ndarray:
    """Fill an image with digits, those that the browser uses too."""
    row, column = np.indices(size)
    digits: np.ndarray = (row * row + 3 * column + 2 * row * column) % 10
    return digits
