"""Col2imExplorer: every entry of a matrix goes back to its pixel."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import traitlets

from convbook.figures.col2im_explorer import col2im_explorer_scene
from convbook.figures.matrices import matrix_shape
from convbook.geometry import coverage
from convbook.widgets.figure import (
    SETTINGS,
    SIZES,
    ImpossibleError,
    Numbers,
    Pair,
    Place,
    Whole,
    still_there,
)
from convbook.widgets.matrix import IMAGE, KERNEL, WINDOWS, MatrixFigure


class Col2imExplorer(MatrixFigure):
    """A matrix beside the image that its entries add up to.

    Click a pixel to see which entries are sent to it, and how their sum
    grows. In the other view the matrix is sent entry by entry, and the image
    fills up. With ``overwrite``, an entry replaces what stood there, and what
    is lost is struck out.

    Parameters
    ----------
    size, kernel_size : int or pair of int, default (4, 6) and (3, 2)
        At most 8×8 and 5×5.
    stride, padding, dilation : int or pair of int, default 1, 0, 1
        As in :func:`convbook.im2col`; at most 8, 3 and 4, with at most 8×8
        windows.
    cols : array_like, optional
        Shape (windows, features), real numbers. Without it 0, 1, 2, …
    pixel : pair of int, optional
        A pixel to ask about: its row and column.
    view : {"gather", "scatter"}
        One pixel asks all its copies; or entry after entry is sent.
    overwrite : bool, default False
        Write an entry with ``=`` instead of ``+=``.
    step : int, default -1
        How many terms of the pixel are added up (gather), or how many entries
        are sent (scatter); −1 stands for all.
    coverage : bool, default False
        Show how often each pixel was copied.
    hidden : bool, default False
        Show a question mark where the pixel's sum would stand.
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
    All parameters are traits: observe them, set them. Where a change makes
    ``cols`` the wrong shape, it becomes None; ``step`` and ``pixel`` stay
    inside as well. Chapter 5.

    Examples
    --------
    >>> Col2imExplorer(size=(1, 3), kernel_size=(1, 2), pixel=(0, 1))
    A matrix of 2 windows by 2 features, and the 1×3 image of its sums.
    Row 0 of the image: 0, 3, 3.
    Pixel (0, 1) was copied 2 times, to (0, 1), (1, 0).
    1 + 2 = 3.
    """

    choices = ("hidden", "view", "overwrite", "coverage", *SIZES)
    _make_scene = staticmethod(col2im_explorer_scene)
    size = Pair(4, largest=max(IMAGE)).tag(sync=True)
    kernel_size = Pair(3, largest=max(KERNEL)).tag(sync=True)
    cols = Numbers(
        "windows, features",
        (math.prod(WINDOWS), math.prod(KERNEL)),
        optional=True,
    ).tag(sync=True)
    pixel = Place(optional=True).tag(sync=True)
    view = traitlets.Enum(("gather", "scatter"), "gather").tag(sync=True)
    overwrite = traitlets.Bool().tag(sync=True)
    step = Whole(-1).tag(sync=True)
    coverage = traitlets.Bool().tag(sync=True)
    hidden = traitlets.Bool().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**{"size": (4, 6), "kernel_size": (3, 2)} | traits)

    def _sizes(self, value: Callable[[str], Any]) -> tuple[Any, Any]:
        return value("size"), value("kernel_size")

    def _shape(self) -> tuple[int, int]:
        return matrix_shape(self.setting, 1)

    def _steps(self) -> int:
        """Count the steps from nothing to the whole result."""
        if self.view == "scatter":
            return math.prod(self._shape())
        return int(coverage(*self.setting)[self.pixel]) if self.pixel else 0

    @traitlets.validate("cols")
    def _cols_fit(self, proposal: dict[str, Any]) -> Any:
        cols = proposal["value"]
        if cols is not None and np.shape(cols) != self._shape():
            raise ImpossibleError(
                f"cols must have the shape (windows, features) = "
                f"{self._shape()} for this setting, got {np.shape(cols)}"
            )
        return cols

    @traitlets.validate("pixel")
    def _pixel_is_there(self, proposal: dict[str, Any]) -> Any:
        pixel = proposal["value"]
        return self._check_place("pixel", pixel, self.size, "image")

    @traitlets.validate("step")
    def _step_is_there(self, proposal: dict[str, Any]) -> Any:
        step, last = proposal["value"], self._steps()
        if not -1 <= step <= last:
            raise ImpossibleError(
                f"step must be one of 0 to {last}, or -1 for all, got {step}"
            )
        return step

    @traitlets.observe("size", "kernel_size", *SETTINGS, "pixel", "view")
    def _stay_inside(self, change: dict[str, Any]) -> None:
        self.pixel = still_there(self.pixel, self.size)
        if self.cols is not None and np.shape(self.cols) != self._shape():
            self.cols = None
        self.step = min(self.step, self._steps())
