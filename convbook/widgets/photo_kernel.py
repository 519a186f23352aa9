"""PhotoKernel: a photo, what a kernel makes of it, and each window's sum."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import traitlets

from convbook.data import photo as load_photo
from convbook.figures.photo import as_png, from_png, greys, open_png
from convbook.figures.photo_kernel import (
    LARGEST_KERNEL,
    SHOWN,
    photo_kernel_scene,
)
from convbook.figures.scene import Scene
from convbook.geometry import by
from convbook.widgets.figure import (
    Numbers,
    Whole,
    WindowFigure,
    as_array,
)

LARGEST = 320  # pixels on a side of the photo
HEAVIEST = 999  # a weight, or the divisor


class GreyPhoto(traitlets.TraitType[str, Any]):
    """A grey photo, kept for the browser as the address of a PNG."""

    def validate(self, obj: Any, value: Any) -> str:
        """Check an array, or what was kept before; return the address."""
        if isinstance(value, str):
            return _checked(value)
        return as_png(greys(_grey(value)))


class PhotoKernel(WindowFigure):
    """A photo to move a kernel over, beside the picture that its sums make.

    Point at a pixel to see the window around it enlarged: its pixels, the
    weights on them, the products, their sum, and the output pixel that it is.
    The kernel can be chosen and edited. The reader may look at a photo of
    their own; it stays in the browser, so Python never sees it.

    Parameters
    ----------
    photo : array_like, optional
        Shape (rows, columns), at most 320×320, integers from 0, black, to 255,
        white. Without it, the head of chapter 1.
    kernel : array_like, optional
        Shape (k1, k2), at most 5×5, real numbers of at most ±999. Without it,
        the edge kernel of chapter 1.
    divisor : int, default 1
        Each sum is divided by it and rounded down; with 1 it is left as it is.
    position : pair of int, default (0, 0)
        The output that is looked at: its row and column, which are those of
        its window's first pixel too.
    show : {"cut", "distance", "signed"}
        How the output is drawn: cut off at 0 as on a screen; its distance from
        0; or both signs, blue below 0 and orange above.
    hidden : bool, default False
        Hide the output until the reader has guessed one of its numbers.
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
    All parameters are traits: observe them, set them. ``photo`` reads as the
    address of a PNG (``data:image/png;base64,…``). Where a change leaves fewer
    windows, ``position`` moves to the nearest one that is there. Chapter 1.

    Examples
    --------
    >>> PhotoKernel(position=(60, 155))  # doctest: +NORMALIZE_WHITESPACE
    A 300×260 photo with a 3×3 kernel.
    Output, cut off at 0: 298×258.
    Values −753 to 732; 49% below 0: black; 1% above 255: white.
    The window on rows 60–62, columns 155–157 makes output (60, 155).
    224·(−1) + 179·0 + 25·1 + 222·(−1) + 177·0 + 30·1 + 234·(−1) + 194·0
    + 56·1 = −569.
    −569, negative: brighter on the left. A screen draws it black, as if it
    were 0.
    """

    choices = ("hidden", "kernel", "divisor", "show", "photo")
    photo = GreyPhoto().tag(sync=True)
    kernel = Numbers(
        "rows, columns", (LARGEST_KERNEL, LARGEST_KERNEL), most=HEAVIEST
    ).tag(sync=True)
    divisor = Whole(1, within=(1, HEAVIEST)).tag(sync=True)
    show = traitlets.Enum([*SHOWN], next(iter(SHOWN))).tag(sync=True)
    hidden = traitlets.Bool().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        if "photo" not in traits:
            head = load_photo()[10:310, 130:390]
            traits["photo"] = head.astype(np.int64).sum(axis=2) // 3
        if "kernel" not in traits:
            traits["kernel"] = [[-1, 0, 1]] * 3
        super().__init__(**traits)

    def _sizes(self, value: Callable[[str], Any]) -> tuple[Any, Any]:
        return _size(value("photo")), np.shape(value("kernel"))

    def _scene(self, pointed: Mapping[str, Any] | None = None) -> Scene:
        return photo_kernel_scene(
            from_png(self.photo)[..., 0],
            np.array(self.kernel),
            self.divisor,
            self.position,
            self.show,
            self.hidden,
            pointed,
        )


def _grey(value: Any) -> np.ndarray:
    """Check that an array is a grey photo that can be shown."""
    array = as_array("photo", value)
    if array.dtype.kind not in "uif":
        raise TypeError(
            f"photo must hold real numbers, got an array of {array.dtype}"
        )
    if array.ndim != 2 or 0 in array.shape:
        raise ValueError(
            f"photo must have the axes (rows, columns), none of them empty, "
            f"got shape {array.shape}; of a photo in colours take the mean: "
            "photo.astype(int).sum(axis=2) // 3"
        )
    if max(array.shape) > LARGEST:
        raise ValueError(
            f"photo must be at most {by((LARGEST, LARGEST))} to be shown, got "
            f"{by(array.shape)}; cut out a part, for example "
            f"photo[:{LARGEST}, :{LARGEST}]"
        )
    # Written so that NaN is refused too.
    if not ((array >= 0) & (array <= 255) & (array % 1 == 0)).all():
        raise ValueError(
            "photo must hold whole numbers from 0, black, to 255, white, got "
            f"values from {array.min():g} to {array.max():g}; round and clip "
            "them first"
        )
    return array.astype(np.uint8)


def _checked(address: str) -> str:
    """Check an address that another figure's photo gave."""
    try:
        image = open_png(address)
    except ValueError:
        image = None
    # The browser reads only the plainest kind of PNG.
    if (
        image is None
        or image.mode != "L"
        or image.info.get("interlace")
        or max(image.size) > LARGEST
    ):
        raise ValueError(
            "photo must be an array (rows, columns), or the address of a grey "
            f"PNG of at most {by((LARGEST, LARGEST))} that another figure's "
            f"photo gave, got {address[:40]!r}"
        )
    return address


def _size(address: str) -> tuple[int, int]:
    columns, rows = open_png(address).size
    return rows, columns
