"""BackwardScrubber: the convolution and its three gradients."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import traitlets

from convbook.figures.backward import backward_scene
from convbook.figures.gradients import Passes
from convbook.figures.scene import Scene
from convbook.geometry import IntOrPair, by
from convbook.widgets.figure import (
    SIZED,
    SIZES,
    ImpossibleError,
    Numbers,
    Pair,
    Place,
    WindowFigure,
    nearest,
    pair_up_to,
)

PLACES = {"pixel": "image", "weight": "weights"}
ARRAYS = "image", "weights", "upstream"
SHOWN = "tab", "view", "position", "weight", "pixel", "nudge", "hidden"
LARGEST_NUDGE = 9


class Number(traitlets.TraitType[float, float]):
    """A finite real number."""

    def validate(self, obj: Any, value: Any) -> float:
        """Check the number; return it as an int or a float."""
        array = np.asarray(value)
        if array.dtype.kind not in "uif" or array.ndim:
            raise TypeError(
                f"{self.name} must be a real number, got {value!r}"
            )
        number: float = array.item()
        if array.dtype.kind == "f":
            number = float(number)  # what JSON can hold
        if not math.isfinite(number):
            raise ValueError(f"{self.name} must be finite, got {value!r}")
        return number


class BackwardScrubber(WindowFigure):
    """A convolution and its gradients db, dW and dX, a number at a time.

    Each tab has a time line and spells out one number: an output, the sum of
    the upstream gradient, a weight's gradient, a pixel's gradient. The last
    comes in two views: windows scatter to their pixels, with ``+=``, or the
    flipped kernel gathers from the zero-stuffed upstream gradient. Nudge the
    bias, the weight or the pixel, and the change of the loss that the
    gradient predicts stands beside the one measured. The loss is the sum of
    the upstream gradient times the output, so the two are equal.

    Parameters
    ----------
    image : array_like, optional
        Shape (rows, columns), at most 8×8, real numbers. Without it, ``size``
        says how many digits are shown.
    weights : array_like, optional
        Shape (k1, k2), at most 4×4, real numbers. Without it, 1, 2, 3 and so
        on, of ``kernel_size``.
    upstream : array_like, optional
        The upstream gradient, real numbers, in the shape of the output.
        Without it, powers of ten for up to 6 windows, for more windows the
        digits from 1 to 9.
    bias : float, default 0
        Added to each output.
    size, kernel_size : int or pair of int, default (3, 4) and 2
        Used where there is no ``image``, no ``weights``.
    stride, padding, dilation : int or pair of int, default 1, 0, 1
        As in :func:`convbook.output_size`; at most 4, 3 and 3.
    tab : {"forward", "db", "dW", "dX"}
        What is computed.
    view : {"scatter", "gather"}
        How ``dX`` is computed.
    position : pair of int, default (0, 0)
        The output, or the window, that is shown: its row and column.
    weight, pixel : pair of int, default (0, 0)
        The weight and the pixel whose gradients are spelled out.
    nudge : float, default 1
        How much is added to the bias, the weight or the pixel: a whole number
        or a half between −9 and 9.
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
    set them. Where a change leaves fewer windows, weights or pixels, the
    places move to the nearest ones that are there, and ``upstream`` takes the
    shape of the output; in the pattern above if that is what it showed,
    otherwise its new cells are filled with it. Chapters 5 and 6.

    Examples
    --------
    >>> BackwardScrubber(tab="dX", view="gather", pixel=(1, 1))
    A 3×4 image with a 2×2 kernel, stride 1, padding 0.
    Row 0 of G: 1, 10, 100.
    Row 1 of G: 1000, 10000, 100000.
    Row 0 of dX: 1, 12, 120, 200.
    Row 1 of dX: 1003, 12034, 120340, 200400.
    Row 2 of dX: 3000, 34000, 340000, 400000.
    Laid on pixel (1, 1), the flipped kernel meets G of windows 0, 1, 3, 4.
    dX[1, 1] = 1·4 + 10·3 + 1000·2 + 10000·1 = 4 + 30 + 2000 + 10000 = 12034
    Scatter gives 12034, gather 12034; equal, as in all 12 pixels.
    """

    choices = ("hidden", "bias", "nudge", *SIZES)
    image = Numbers("rows, columns", (8, 8)).tag(sync=True)
    weights = Numbers("rows, columns", (4, 4)).tag(sync=True)
    upstream = Numbers("rows, columns", (14, 14), most=10**9).tag(sync=True)
    stride = Pair(1, largest=4).tag(sync=True)
    padding = Pair(0, largest=3).tag(sync=True)
    dilation = Pair(1, largest=3).tag(sync=True)
    bias = Number(0).tag(sync=True)
    tab = traitlets.Enum(("forward", "db", "dW", "dX"), "forward").tag(
        sync=True
    )
    view = traitlets.Enum(("scatter", "gather"), "scatter").tag(sync=True)
    weight = Place().tag(sync=True)
    pixel = Place().tag(sync=True)
    nudge = Number(1).tag(sync=True)
    hidden = traitlets.Bool().tag(sync=True)

    def __init__(
        self,
        *,
        size: IntOrPair = (3, 4),
        kernel_size: IntOrPair = 2,
        **traits: Any,
    ) -> None:
        sizes = {
            "image": ("size", size, 8),
            "weights": ("kernel_size", kernel_size, 4),
        }
        for name in sizes.keys() - traits:
            traits[name] = _pattern(name, pair_up_to(*sizes[name]))
        super().__init__(**traits)

    def _sizes(self, value: Callable[[str], Any]) -> tuple[Any, Any]:
        return np.shape(value("image")), np.shape(value("weights"))

    @traitlets.default("upstream")
    def _powers_of_ten(self) -> Any:
        return _pattern("upstream", self.setting.output_size)

    @traitlets.validate("upstream")
    def _upstream_is_that_of_the_output(self, proposal: dict[str, Any]) -> Any:
        of, got = self.setting.output_size, np.shape(proposal["value"])
        if got != of:
            raise ImpossibleError(
                "upstream must hold one number for each output, shape "
                f"({of[0]}, {of[1]}), got {by(got)}"
            )
        return proposal["value"]

    @traitlets.validate("pixel", "weight")
    def _cell_is_there(self, proposal: dict[str, Any]) -> Any:
        name = proposal["trait"].name
        table = PLACES[name]
        of = np.shape(getattr(self, table))
        return self._check_place(name, proposal["value"], of, table)

    @traitlets.validate("nudge")
    def _nudge_is_exact(self, proposal: dict[str, Any]) -> Any:
        nudge = proposal["value"]
        if abs(nudge) > LARGEST_NUDGE or 2 * nudge % 1:
            raise ImpossibleError(
                "nudge must be a whole number or a half between "
                f"−{LARGEST_NUDGE} and {LARGEST_NUDGE}, got {nudge}"
            )
        return nudge

    @traitlets.observe(*SIZED)
    def _follow(self, change: dict[str, Any]) -> None:
        size = self.setting.output_size
        old = np.array(self.upstream)
        if old.shape != size:
            new = _pattern("upstream", size)
            if (old != _pattern("upstream", old.shape)).any():
                rows, columns = map(min, old.shape, size)
                new = new.astype(np.result_type(new, old))
                new[:rows, :columns] = old[:rows, :columns]
            self.upstream = new
        for name, table in PLACES.items():
            shape = np.shape(getattr(self, table))
            setattr(self, name, nearest(getattr(self, name), shape))

    def _scene(
        self,
        pointed: Mapping[str, Sequence[int]] | None = None,
        **own: Any,
    ) -> Scene:
        """Show the state, and what a page alone knows: chosen, nudging."""
        arrays = {name: np.array(getattr(self, name)) for name in ARRAYS}
        passes = Passes(**arrays, bias=self.bias, setting=self.setting)
        shown = {name: getattr(self, name) for name in SHOWN}
        return backward_scene(passes, **shown, pointed=pointed, **own)


def _pattern(name: str, size: tuple[int, ...]) -> np.ndarray:
    """Fill a table as the browser does where nobody has set its numbers."""
    number = np.arange(math.prod(size)).reshape(size)
    patterns: dict[str, np.ndarray] = {
        "image": (number + 1) % 10,
        "weights": number + 1,
        "upstream": 10**number if number.size <= 6 else number % 9 + 1,
    }
    return patterns[name]
