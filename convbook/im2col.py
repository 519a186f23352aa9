"""Images as matrices, and back: a row for each window, a column per feature.

A feature is one cell of the kernel in one channel. Once every window is a row,
a convolution is one product of matrices. The way back adds up, for each pixel,
what stands in the places where the pixel was copied to.
"""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from convbook.geometry import (
    IntOrPair,
    Setting,
    as_setting,
    empty_array,
    is_integer,
)

__all__ = ["col2im", "im2col"]


def as_array(name: str, value: Any, wanted: str) -> np.ndarray:
    """Make an array of an argument that lists may stand for.

    Parameters
    ----------
    name : str
        Which argument it is.
    value : array_like
        What the caller passed.
    wanted : str
        What the argument must do, for the error: ``"have four axes"``.

    Returns
    -------
    numpy.ndarray
        The same array, or a new one if it was none.

    Raises
    ------
    TypeError
        If it is a masked array.
    ValueError
        If it is a list of lists of different lengths.

    Examples
    --------
    >>> as_array("bias", [1, 2], "hold numbers")
    array([1, 2])
    """
    if np.ma.isMaskedArray(value):
        raise TypeError(
            f"{name} must {wanted}, got a masked array, whose mask would be "
            f"lost; decide what stands in its gaps, for example with "
            f"{name}.filled(0)"
        )
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{name} must {wanted}, got lists of different lengths; "
            "make all of them the same length"
        ) from None


def require_numbers(name: str, array: np.ndarray, real: bool = False) -> None:
    """Raise a TypeError unless an array holds numbers, or real numbers."""
    kinds, numbers = ("buif", "real numbers") if real else ("buifc", "numbers")
    if array.dtype.kind not in kinds:
        raise TypeError(
            f"{name} must hold {numbers}, got an array of {array.dtype}"
        )


def as_four_axes(name: str, value: Any, first: str) -> np.ndarray:
    """Check that an argument is a batch of images, or a set of filters.

    Parameters
    ----------
    name : str
        Which argument it is.
    value : array_like
        What the caller passed.
    first : str
        What its first axis counts, ``"images"`` or ``"filters"``.

    Returns
    -------
    numpy.ndarray
        The same array, with four axes; only the first may be empty.

    Raises
    ------
    TypeError
        If it is a masked array.
    ValueError
        If it has not four axes, or no channel, row or column.

    Examples
    --------
    >>> as_four_axes("x", [[1, 2]], "images")  # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
        ...
    ValueError: x must have four axes (images, channels, rows, columns), got
    shape (1, 2); for a single table of numbers pass x[np.newaxis, np.newaxis]
    """
    wanted = f"have four axes ({first}, channels, rows, columns)"
    array = as_array(name, value, wanted)
    if array.ndim != 4:
        remedy = {
            2: "; for a single table of numbers pass "
            f"{name}[np.newaxis, np.newaxis]",
            3: f"; where the first axis is missing, pass {name}[np.newaxis]",
        }
        raise ValueError(
            f"{name} must {wanted}, got shape {array.shape}"
            f"{remedy.get(array.ndim, '')}"
        )
    if 0 in array.shape[1:]:
        raise ValueError(
            f"{name} must have at least one channel, one row and one column, "
            f"got shape {array.shape}"
        )
    return array


def im2col(
    x: np.ndarray,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> np.ndarray:
    """Write each window of each image as a row.

    Parameters
    ----------
    x : numpy.ndarray
        Images, shape (N, C, H, W), of any dtype.
    kernel_size : int or pair of int
        Rows and columns (k1, k2) of a window.
    stride : int or pair of int, default 1
        Pixels from one window's start to the next one's.
    padding : int or pair of int, default 0
        Zeros added on **each** side.
    dilation : int or pair of int, default 1
        Distance in pixels between neighbouring cells of the kernel.

    Returns
    -------
    numpy.ndarray
        Shape (N, windows, features), of the dtype of `x`; always a copy.
        Window m = u·W' + v is the one of output (u, v), where W' is the number
        of windows beside each other. Feature t = (c·k1 + i)·k2 + j is cell
        (i, j) of the kernel in channel c.

    Raises
    ------
    TypeError
        If a setting is not made of integers, or if `x` is a masked array.
    ValueError
        If `x` has not four axes, if a setting is too small or does not fit
        (see :func:`convbook.output_size`), or if memory does not hold the
        result.

    Notes
    -----
    Chapter 3, *Write each window as a row*; the same function is called
    ``arr2vec`` in S. Gugger's article *Convolution in depth*. PyTorch's
    ``unfold`` gives the same numbers with the last two axes exchanged.

    Besides the result, only the padded images take memory. The result lies in
    memory feature by feature, and is a transposed view of that: the windows'
    numbers for one feature are neighbours in the image too, so whole runs of
    pixels are copied at once.

    Examples
    --------
    >>> image = np.arange(24).reshape(1, 1, 4, 6)
    >>> columns = im2col(image, kernel_size=(3, 2))
    >>> columns.shape
    (1, 10, 6)
    >>> columns[0, 7]
    array([ 8,  9, 14, 15, 20, 21])
    """
    x = as_four_axes("x", x, "images")
    setting = as_setting(x.shape[2:], kernel_size, stride, padding, dilation)
    (k1, k2), (s1, s2), (d1, d2) = (
        setting.kernel_size,
        setting.stride,
        setting.dilation,
    )
    # (N, C, rows, columns, span, span): a view, where no pixel is copied.
    windows = sliding_window_view(
        _pad(x, *setting.padding), setting.span, axis=(2, 3)
    )[:, :, ::s1, ::s2, ::d1, ::d2]
    batch, channels, rows, columns = windows.shape[:4]
    shape = batch, channels, k1, k2, rows, columns
    result = empty_array("the matrix of windows", shape, x.dtype)
    result[...] = windows.transpose(0, 1, 4, 5, 2, 3)
    by_feature = result.reshape(batch, channels * k1 * k2, rows * columns)
    return by_feature.transpose(0, 2, 1)


def _pad(x: np.ndarray, p1: int, p2: int) -> np.ndarray:
    """Lay zeros around each image; without padding, give it as it is."""
    if p1 == p2 == 0:
        return x
    batch, channels, height, width = x.shape
    shape = batch, channels, height + 2 * p1, width + 2 * p2
    padded = empty_array("x with its padding", shape, x.dtype)
    padded[...] = np.zeros((), x.dtype)
    padded[:, :, p1 : p1 + height, p2 : p2 + width] = x
    return padded


def col2im(
    cols: np.ndarray,
    image_shape: tuple[int, int, int, int],
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> np.ndarray:
    """Add up, for each pixel, what its copies in a matrix hold.

    This is the adjoint of :func:`im2col`, not its inverse: a pixel that four
    windows read gets the sum of four numbers, and one that no window reads
    gets 0.

    Parameters
    ----------
    cols : numpy.ndarray
        A number for each window and feature, shape (N, windows, features), as
        :func:`im2col` orders them.
    image_shape : tuple of int
        Shape (N, C, H, W) of the images, without padding.
    kernel_size, stride, padding, dilation : int or pair of int
        As in :func:`im2col`.

    Returns
    -------
    numpy.ndarray
        Shape `image_shape`, of the dtype of `cols`. What stands in the places
        of the padding is left out: zeros are no part of the image.

    Raises
    ------
    TypeError
        If a setting is not made of integers, or if `cols` does not hold
        numbers (convert truth values to int64) or is a masked array.
    ValueError
        If `image_shape` is not four sizes, if a setting is too small or does
        not fit, if `cols` has not one row per window and one column per
        feature, or if memory does not hold the images.

    Notes
    -----
    Chapter 5, *Send it back*. PyTorch's ``fold`` gives the same numbers, from
    a matrix with its last two axes exchanged. Sums stay in the dtype of
    `cols`, so they can overflow in a small integer type, or in float16.

    Examples
    --------
    Every pixel counts its copies:

    >>> ones = np.ones((1, 10, 6), dtype=int)
    >>> col2im(ones, (1, 1, 4, 6), kernel_size=(3, 2))
    array([[[[1, 2, 2, 2, 2, 1],
             [2, 4, 4, 4, 4, 2],
             [2, 4, 4, 4, 4, 2],
             [1, 2, 2, 2, 2, 1]]]])
    """
    image_shape = _as_image_shape(image_shape)
    batch, channels, height, width = image_shape
    setting = as_setting(
        (height, width), kernel_size, stride, padding, dilation
    )
    (rows, columns), (k1, k2) = setting.output_size, setting.kernel_size
    cols = _as_cols(cols, image_shape, setting)
    by_cell = cols.transpose(0, 2, 1).reshape(
        batch, channels, k1, k2, rows, columns
    )
    shape = batch, channels, *setting.padded_size
    padded = empty_array("the padded images", shape, cols.dtype)
    padded[...] = 0
    for i in range(k1):
        for j in range(k2):
            # No pixel stands twice in one slice, so += loses nothing.
            padded[:, :, *_slices(setting, i, j)] += by_cell[:, :, i, j]
    p1, p2 = setting.padding
    return padded[:, :, p1 : p1 + height, p2 : p2 + width]


def _slices(setting: Setting, i: int, j: int) -> tuple[slice, slice]:
    """Cut out the pixels that meet cell (i, j), one for each window."""
    down, across = (
        slice(d * cell, d * cell + s * (windows - 1) + 1, s)
        for cell, windows, s, d in zip(
            (i, j),
            setting.output_size,
            setting.stride,
            setting.dilation,
            strict=True,
        )
    )
    return down, across


def _as_cols(
    value: Any, image_shape: tuple[int, int, int, int], setting: Setting
) -> np.ndarray:
    """Check the matrix that :func:`col2im` adds up."""
    cols = as_array(
        "cols", value, "have three axes (images, windows, features)"
    )
    if cols.dtype.kind not in "uifcO":
        raise TypeError(
            f"cols must hold numbers that can be added up, got an array of "
            f"{cols.dtype}; convert it, for example with cols.astype(np.int64)"
        )
    batch, channels, *_ = image_shape
    (rows, columns), (k1, k2) = setting.output_size, setting.kernel_size
    wanted = batch, rows * columns, channels * k1 * k2
    if cols.shape != wanted:
        raise ValueError(
            f"cols must have shape {wanted}, one row for each of the "
            f"{rows}×{columns} windows and one column for each of the "
            f"{channels}·{k1}·{k2} features, got shape {cols.shape}"
        )
    return cols


def _as_image_shape(value: Any) -> tuple[int, int, int, int]:
    """Check the shape of a batch of images; N may be 0."""
    try:
        sizes = list(value)
    except TypeError:
        sizes = []
    if (
        len(sizes) != 4
        or not all(map(is_integer, sizes))
        or sizes[0] < 0
        or min(sizes[1:]) < 1
    ):
        raise ValueError(
            "image_shape must be four integers (images, channels, rows, "
            f"columns), of which only the first may be 0, got {value!r}"
        )
    batch, channels, height, width = map(int, sizes)
    return batch, channels, height, width
