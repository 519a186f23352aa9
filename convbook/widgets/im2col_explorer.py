"""Im2colExplorer: where each pixel stands in the matrix of im2col."""

from collections.abc import Callable
from typing import Any

import numpy as np
import traitlets

from convbook.figures.im2col_explorer import im2col_explorer_scene
from convbook.figures.matrices import holds
from convbook.geometry import IntOrPair, Setting, by
from convbook.widgets.figure import (
    SIZES,
    ImpossibleError,
    Numbers,
    Place,
    Whole,
    WindowFigure,
    as_array,
    pair_up_to,
)
from convbook.widgets.matrix import (
    IMAGE,
    KERNEL,
    KERNEL_OF_CHANNELS,
    MatrixFigure,
)


class Pixel(Place):
    """A pixel of the padded image, (channel, row, column), or None.

    Rows and columns count in the image, so in the padding they may be below
    0. A pair is a pixel of channel 0.
    """

    def __init__(self) -> None:
        super().__init__("channel, row, column", optional=True)

    def validate(self, obj: Any, value: Any) -> tuple[int, ...] | None:
        """Check that it is three integers, or two; return three."""
        if value is None:
            return None
        try:
            place = tuple(value)
        except TypeError:
            place = ()
        if len(place) == 2:
            place = (0, *place)
        whole = all(isinstance(number, int | np.integer) for number in place)
        if len(place) != 3 or not whole:
            raise ValueError(
                f"{self.name} must be a place ({self.axes}), or (row, column) "
                f"in channel 0, integers, or None, got {value!r}"
            )
        return tuple(map(int, place))


class Im2colExplorer(MatrixFigure, WindowFigure):
    """The image, the matrix with a row per window, and the output.

    Click a pixel to see every place of the matrix where it stands. Point at
    any cell to see what belongs to it, with its flat index written out as
    start plus offset. With ``product``, the weights stand beside the matrix,
    and a row times a column is one output.

    Parameters
    ----------
    images : array_like, optional
        Shape (N, C, rows, columns), at most 2×3×8×8, real numbers; axes that
        are missing in front have length 1. Default 0 to 23 in 4 rows of 6.
    weights : array_like, optional
        Shape (F, C, k1, k2), at most 3×3×5×5, and at most 3×3 for several
        channels; a filter may have fewer axes, as the images. If it is given,
        ``product`` is True by default. Otherwise there is one filter, 1, 2,
        3, …
    kernel_size : int or pair of int, default (3, 2)
        Used where there are no ``weights``.
    stride, padding, dilation : int or pair of int, default 1, 0, 1
        As in :func:`convbook.im2col`; at most 8, 3 and 4, with at most 8×8
        windows.
    position : pair of int, default (0, 0)
        The output whose window is outlined: its row and column.
    n, f : int, default 0
        Which image is shown, and which filter.
    pixel : tuple of int, optional
        A pixel to ask about, (channel, row, column), or (row, column) in
        channel 0; in the padding, it counts below 0 or past the end.
    show : {"values", "indices"}
        What stands in the cells: the pixels' values, or their flat indices in
        the padded images.
    product : bool
        Show the weights as columns, and the product.
    hidden : bool, default False
        Show question marks where the answer would stand.
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
    All parameters but ``kernel_size`` are traits: observe them, set them.
    Where a change leaves fewer windows, ``position`` moves to the nearest one
    that is there. Chapters 3 and 4.

    Examples
    --------
    >>> widget = Im2colExplorer([[0, 1, 2], [3, 4, 5]], kernel_size=2)
    >>> widget.position = 0, 1
    >>> widget  # doctest: +NORMALIZE_WHITESPACE
    A 2×3 image, kernel 2×2, stride 1, padding 0.
    Its matrix has 2 windows by 4 features.
    Row 0: 0, 1, 3, 4.
    Row 1: 1, 2, 4, 5.
    Window 1 = 0·2 + 1 starts at row 0, column 1, flat index 1.
    It is row 1 of the matrix.
    """

    choices = ("hidden", "show", "product", *SIZES)
    _make_scene = staticmethod(im2col_explorer_scene)
    images = Numbers(
        "images, channels, rows, columns", (2, 3, *IMAGE), fewest=2
    ).tag(sync=True)
    weights = Numbers(
        "filters, channels, rows, columns", (3, 3, *KERNEL), fewest=2
    ).tag(sync=True)
    n = Whole(0).tag(sync=True)
    f = Whole(0).tag(sync=True)
    pixel = Pixel().tag(sync=True)
    show = traitlets.Enum(("values", "indices"), "values").tag(sync=True)
    product = traitlets.Bool().tag(sync=True)
    hidden = traitlets.Bool().tag(sync=True)

    def __init__(
        self,
        images: Any = None,
        weights: Any = None,
        *,
        kernel_size: IntOrPair = (3, 2),
        **traits: Any,
    ) -> None:
        if images is None:
            images = np.arange(24).reshape(4, 6)
        traits.setdefault("product", weights is not None)
        if weights is None:
            k1, k2 = pair_up_to("kernel_size", kernel_size, max(KERNEL))
            shape = as_array("images", images).shape
            channels = shape[-3] if len(shape) > 2 else 1
            count = np.arange(1, channels * k1 * k2 + 1)
            weights = count.reshape(1, channels, k1, k2)
        super().__init__(images=images, weights=weights, **traits)

    def _sizes(self, value: Callable[[str], Any]) -> tuple[Any, Any]:
        return np.shape(value("images"))[2:], np.shape(value("weights"))[2:]

    def _setting(self, **changes: Any) -> Setting:
        images, weights = (
            np.shape(changes.get(name, getattr(self, name)))
            for name in ("images", "weights")
        )
        channels, kernel_size = images[1], weights[2:]
        if channels != weights[1]:
            raise ValueError(
                f"weights must have a kernel for each of the {channels} "
                f"channels of the images, got shape {weights}"
            )
        if channels > 1 and (np.array(kernel_size) > KERNEL_OF_CHANNELS).any():
            raise ValueError(
                f"kernel {by(kernel_size)} over {channels} channels is "
                "too large to be shown; with several channels use a kernel "
                f"of at most {by(KERNEL_OF_CHANNELS)}"
            )
        return super()._setting(**changes)

    @traitlets.validate("n", "f")
    def _is_one_of_them(self, proposal: dict[str, Any]) -> int:
        name, number = proposal["trait"].name, proposal["value"]
        whose = {"n": ("images", self.images), "f": ("filters", self.weights)}
        what, found = whose[name]
        if not 0 <= number < len(found):
            raise ImpossibleError(
                f"{name} must be one of the {what}, 0 to {len(found) - 1}, "
                f"got {number}"
            )
        return int(number)

    @traitlets.validate("pixel")
    def _pixel_is_there(self, proposal: dict[str, Any]) -> Any:
        pixel, shape = proposal["value"], np.shape(self.images)[1:]
        if pixel is not None and not holds(shape, self.padding, pixel):
            raise ImpossibleError(
                "pixel must be a place (channel, row, column) in the image "
                f"of shape {shape} or in its padding, got {pixel}"
            )
        return pixel

    @traitlets.observe("images", "weights", "padding")
    def _let_go(self, change: dict[str, Any]) -> None:
        self.n = min(self.n, len(self.images) - 1)
        self.f = min(self.f, len(self.weights) - 1)
        shape = np.shape(self.images)[1:]
        if self.pixel and not holds(shape, self.padding, self.pixel):
            self.pixel = None
