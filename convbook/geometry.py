"""All arithmetic of windows: their starts, their number, and what they read.

This is the only place in the library where an output size, a window's start or
a padding is computed. Everything here works on sizes alone; no image is
touched.

Every ``size``, ``kernel_size``, ``stride``, ``padding`` and ``dilation`` is an
integer or a pair ``(rows, columns)``. Padding is counted per side; dilation 1
means none. Chapter 2, *Count the windows*, builds all of it.
"""

import math
import operator
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

__all__ = [
    "coverage",
    "kernel_span",
    "output_size",
    "same_padding",
    "unread_border",
    "window_starts",
]

IntOrPair = int | Sequence[int] | np.ndarray
"""A size or a setting: one integer for both axes, or ``(rows, columns)``."""

Pair = tuple[int, int]
"""``(rows, columns)``."""

# Sums and products of a few such numbers still fit into 64 bits.
LARGEST = 2**60

# Each argument's smallest value, and what to write instead of a smaller one.
SMALLEST = {
    "size": (1, "an image has at least one row and one column"),
    "kernel_size": (1, "a 1×1 kernel is the smallest"),
    "stride": (1, "1 moves the window one pixel at a time"),
    "padding": (0, "0 means none"),
    "dilation": (1, "1 means none"),
}


class Setting(NamedTuple):
    """The sizes of one convolution, checked, as pairs ``(rows, columns)``."""

    size: Pair
    kernel_size: Pair
    stride: Pair
    padding: Pair
    dilation: Pair

    @property
    def padded_size(self) -> Pair:
        """Size of the image with its padding."""
        (rows, columns), (above, left) = self.size, self.padding
        return rows + 2 * above, columns + 2 * left

    @property
    def span(self) -> Pair:
        """How many pixels the kernel reaches over, gaps included."""
        (k1, k2), (d1, d2) = self.kernel_size, self.dilation
        return d1 * (k1 - 1) + 1, d2 * (k2 - 1) + 1

    @property
    def output_size(self) -> Pair:
        """How many windows start below each other, and beside each other."""
        axes = zip(self.padded_size, self.span, self.stride, strict=True)
        rows, columns = ((n - span) // s + 1 for n, span, s in axes)
        return rows, columns

    def starts(self, axis: int) -> np.ndarray:
        """First pixel of each window of one axis, in the padded image."""
        return self.stride[axis] * np.arange(self.output_size[axis])

    def reads(self, axis: int) -> np.ndarray:
        """Pixels that each window of one axis reads, in the padded image.

        Shape (windows, kernel size), integers.
        """
        offsets = self.dilation[axis] * np.arange(self.kernel_size[axis])
        return self.starts(axis)[:, np.newaxis] + offsets

    def counts(self, axis: int) -> np.ndarray:
        """How many windows of one axis read each pixel of the image.

        Each window adds 1 at the first pixel that it reads, and takes it away
        behind the last one. The running sum of these changes is the count.
        """
        n, k, s, p, d = (pair[axis] for pair in self)
        # The other windows lie in the padding, before the image or behind it.
        first = max(0, -((d * (k - 1) - p) // s))
        end = min(self.output_size[axis], (n - 1 + p) // s + 1)
        empty_array("starts of windows", (max(0, end - first),))
        starts = s * np.arange(first, end) - p  # in the image, not the padding
        entered = np.where(starts < 0, starts % d, starts)
        left = starts + d * k
        # A window reads every d-th pixel. In a table that is d pixels wide,
        # those stand below each other, and the sum runs down the columns.
        width = min(d, n)
        length = width * -(-n // width)
        changes = np.bincount(entered[entered < n], minlength=length)
        changes -= np.bincount(left[left < n], minlength=length)
        return changes.reshape(-1, width).cumsum(axis=0).ravel()[:n]


def is_integer(value: Any) -> bool:
    """Tell whether a value is an integer; True and 2.0 are not."""
    try:
        operator.index(value)
    except TypeError:
        return False
    return not isinstance(value, bool)


def empty_array(
    what: str, shape: tuple[int, ...], dtype: Any = np.int64
) -> np.ndarray:
    """Call ``np.empty``; say what is too large if memory does not hold it."""
    try:
        return np.empty(shape, dtype)
    except (MemoryError, ValueError):
        gigabytes = math.prod(shape) * np.dtype(dtype).itemsize / 1e9
        raise ValueError(
            f"{what}, shape {shape}, would take {gigabytes:.3g} GB, more than "
            "memory has room for; use smaller sizes"
        ) from None


def as_pair(name: str, value: IntOrPair) -> Pair:
    """Check one argument and write it as a pair ``(rows, columns)``.

    It raises a TypeError if the argument called `name` is not made of integers
    (True and 2.0 are not integers here), and a ValueError if it is not one
    number or two, or if it is too small or too large.

    Examples
    --------
    >>> as_pair("stride", 2)
    (2, 2)
    >>> as_pair("dilation", (1, 0))
    Traceback (most recent call last):
        ...
    ValueError: dilation must be at least 1 (1 means none), got (1, 0)
    """
    wanted = f"{name} must be an integer or a pair of integers (rows, columns)"
    numbers: Any = value.tolist() if isinstance(value, np.ndarray) else value
    if isinstance(numbers, str | bytes) or not isinstance(numbers, Sequence):
        numbers = [numbers, numbers]
    for number in numbers:
        if not is_integer(number):
            raise TypeError(
                f"{wanted}, got {value!r} ({type(number).__name__})"
            )
    if len(numbers) != 2:
        raise ValueError(f"{wanted}, got {len(numbers)} of them: {value!r}")
    rows, columns = (operator.index(number) for number in numbers)
    smallest, remedy = SMALLEST[name]
    if min(rows, columns) < smallest:
        raise ValueError(
            f"{name} must be at least {smallest} ({remedy}), got {value!r}"
        )
    if max(rows, columns) > LARGEST:
        raise ValueError(
            f"{name} must be at most 2**60 (pixels are counted in 64 bits), "
            f"got {value!r}"
        )
    return rows, columns


def as_setting(
    size: IntOrPair,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> Setting:
    """Check the sizes of a convolution, each alone and all together.

    It takes them as all functions here do, and writes each as a pair. It
    raises what :func:`as_pair` does, and a ValueError if the kernel does not
    fit.

    Examples
    --------
    >>> as_setting((4, 6), kernel_size=(3, 2)).stride
    (1, 1)
    """
    setting = Setting(
        as_pair("size", size),
        as_pair("kernel_size", kernel_size),
        as_pair("stride", stride),
        as_pair("padding", padding),
        as_pair("dilation", dilation),
    )
    if min(setting.output_size) < 1:
        raise ValueError(_misfit(setting))
    return setting


def _misfit(setting: Setting) -> str:
    """Say why the kernel does not fit, and what would."""
    axes = zip(
        ("row", "column"),
        setting.size,
        setting.padding,
        setting.span,
        strict=True,
    )
    small = [axis for axis in axes if axis[1] + 2 * axis[2] < axis[3]]
    needed = [_plural(span - 2 * p, name) for name, _, p, span in small]
    missing = max(-((n - span) // 2) for _, n, _, span in small)
    kernel = f"kernel {by(setting.kernel_size)}"
    if setting.dilation != (1, 1):
        kernel += (
            f" with dilation {_short(setting.dilation)} "
            f"spans {by(setting.span)} and"
        )
    return (
        f"{kernel} does not fit the {by(setting.size)} input: "
        f"with padding {_short(setting.padding)} the input needs at least "
        f"{' and '.join(needed)}; use padding ≥ {missing} or a smaller kernel"
    )


def by(sizes: tuple[int, ...]) -> str:
    """Write sizes as a reader says them: 4×6."""
    return "×".join(str(size) for size in sizes)


def _short(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else str(pair)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count > 1 else ''}"


def kernel_span(kernel_size: IntOrPair, dilation: IntOrPair = 1) -> Pair:
    """Count the pixels from a kernel's first cell to its last.

    Parameters
    ----------
    kernel_size : int or pair of int
        Cells of the kernel.
    dilation : int or pair of int, default 1
        Distance in pixels between neighbouring cells of the kernel; 1 means
        that they touch.

    Returns
    -------
    tuple of int
        ``(rows, columns)``, each dilation·(kernel size − 1) + 1.

    Raises
    ------
    TypeError, ValueError
        If an argument is not an integer or a pair of integers of at least 1.

    Examples
    --------
    Three cells with one pixel left out between neighbours reach over five:

    >>> kernel_span(3, dilation=2)
    (5, 5)
    """
    kernel_size = as_pair("kernel_size", kernel_size)
    dilation = as_pair("dilation", dilation)
    return Setting((1, 1), kernel_size, (1, 1), (0, 0), dilation).span


def output_size(
    size: IntOrPair,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> Pair:
    """Count the windows, one below the other and one beside the other.

    Parameters
    ----------
    size : int or pair of int
        Pixels of the image, without padding.
    kernel_size : int or pair of int
        Cells of the kernel.
    stride : int or pair of int, default 1
        Pixels from one window's start to the next one's.
    padding : int or pair of int, default 0
        Pixels added on **each** side.
    dilation : int or pair of int, default 1
        Distance in pixels between neighbouring cells of the kernel.

    Returns
    -------
    tuple of int
        ``(rows, columns)`` of the output, each
        ⌊(size + 2·padding − dilation·(kernel size − 1) − 1) / stride⌋ + 1.

    Raises
    ------
    TypeError, ValueError
        If an argument is not an integer or a pair of integers, is too small
        or too large, or if the kernel does not fit the padded image.

    Notes
    -----
    The same formula stands in the documentation of PyTorch's ``Conv2d``.

    Examples
    --------
    A row of eight pixels, windows of three, two pixels apart:

    >>> output_size((1, 8), kernel_size=(1, 3), stride=(1, 2))
    (1, 3)
    >>> output_size(28, kernel_size=5, padding=2)
    (28, 28)
    """
    return as_setting(size, kernel_size, stride, padding, dilation).output_size


def window_starts(
    size: IntOrPair,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> tuple[np.ndarray, np.ndarray]:
    """Find where windows start: their first rows and their first columns.

    Parameters
    ----------
    size, kernel_size, stride, padding, dilation : int or pair of int
        As in :func:`output_size`.

    Returns
    -------
    tuple of numpy.ndarray
        Row starts, shape (output rows,), and column starts, shape (output
        columns,); integers. Subtract the padding to count in the image itself:
        a negative start lies in the padding.

    Raises
    ------
    TypeError, ValueError
        As :func:`output_size`, or if memory does not hold the result.

    Examples
    --------
    >>> rows, columns = window_starts((4, 8), kernel_size=3, stride=(1, 2))
    >>> rows
    array([0, 1])
    >>> columns
    array([0, 2, 4])
    """
    setting = as_setting(size, kernel_size, stride, padding, dilation)
    for windows in setting.output_size:
        empty_array("starts of windows", (windows,))
    return setting.starts(0), setting.starts(1)


def coverage(
    size: IntOrPair,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> np.ndarray:
    """Count how often each pixel of the image is read, over all windows.

    Parameters
    ----------
    size, kernel_size, stride, padding, dilation : int or pair of int
        As in :func:`output_size`.

    Returns
    -------
    numpy.ndarray
        Shape ``size``, integers. The padding is left out: it is not part of
        the image.

    Raises
    ------
    TypeError, ValueError
        As :func:`output_size`, or if memory does not hold the result.

    Notes
    -----
    A window is read row by column, so the counts are the product of one count
    per row and one per column.

    Examples
    --------
    >>> coverage((1, 8), kernel_size=(1, 3), stride=(1, 2))
    array([[1, 1, 2, 1, 2, 1, 1, 0]])
    >>> coverage(3, kernel_size=3, padding=1)
    array([[4, 6, 4],
           [6, 9, 6],
           [4, 6, 4]])
    """
    setting = as_setting(size, kernel_size, stride, padding, dilation)
    counts = empty_array("coverage", setting.size)
    return np.outer(setting.counts(0), setting.counts(1), out=counts)


def unread_border(
    size: IntOrPair,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> Pair:
    """Count the rows and the columns that lie past the last window.

    They are left over when the stride does not divide evenly, and no output
    depends on them. Where the stride or the dilation leaves gaps, there are
    unread pixels between windows too: :func:`coverage` finds them.

    Parameters
    ----------
    size, kernel_size, stride, padding, dilation : int or pair of int
        As in :func:`output_size`.

    Returns
    -------
    tuple of int
        ``(rows, columns)`` of the image itself; leftover padding is not
        counted.

    Raises
    ------
    TypeError, ValueError
        As :func:`output_size`.

    Examples
    --------
    >>> unread_border(8, kernel_size=3, stride=2)
    (1, 1)
    >>> unread_border(8, kernel_size=3, stride=2, padding=1)
    (0, 0)
    """
    setting = as_setting(size, kernel_size, stride, padding, dilation)
    axes = zip(zip(*setting, strict=True), setting.span, strict=True)
    rows, columns = (
        min(max((n + 2 * p - span) % s - p, 0), n)
        for (n, _, s, p, _), span in axes
    )
    return rows, columns


def same_padding(kernel_size: IntOrPair, dilation: IntOrPair = 1) -> Pair:
    """Find the padding per side that keeps the image's size at stride 1.

    Parameters
    ----------
    kernel_size, dilation : int or pair of int
        As in :func:`kernel_span`.

    Returns
    -------
    tuple of int
        ``(rows, columns)``, each dilation·(kernel size − 1) / 2.

    Raises
    ------
    TypeError, ValueError
        As :func:`kernel_span`, or if the padding would have to be larger on
        one side than on the other.

    Examples
    --------
    >>> same_padding((5, 3))
    (2, 1)
    >>> same_padding(4)  # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
        ...
    ValueError: kernel_size 4 has no same padding: it needs 3 pixels on an
    axis, which two sides cannot share evenly; use an odd kernel
    """
    span1, span2 = kernel_span(kernel_size, dilation)
    for pixels in (span1 - 1, span2 - 1):
        if pixels % 2:
            kernel = _short(as_pair("kernel_size", kernel_size))
            raise ValueError(
                f"kernel_size {kernel} has no same padding: it needs "
                f"{_plural(pixels, 'pixel')} on an axis, "
                "which two sides cannot share evenly; use an odd kernel"
            )
    return (span1 - 1) // 2, (span2 - 1) // 2
