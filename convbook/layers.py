"""A convolution as a product of matrices, in the order that a layer uses."""

import numpy as np

from convbook.geometry import IntOrPair, as_setting
from convbook.im2col import as_four_axes, im2col

__all__ = ["convolve"]

# The matrix of a few images at a time stays in the processor's cache. What
# counts is that a block of many small images is one call, and a block of large
# ones is not written out to memory and read back.
BLOCK_BYTES = 4 * 2**20


def convolve(
    x: np.ndarray,
    weights: np.ndarray,
    bias: np.ndarray | None = None,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> np.ndarray:
    """Convolve images with every filter, by one product of matrices.

    Parameters
    ----------
    x : numpy.ndarray
        Images, shape (N, C, H, W).
    weights : numpy.ndarray
        Filters, shape (F, C, k1, k2).
    bias : numpy.ndarray, optional
        One number for each filter, shape (F,), added to all its outputs.
    stride, padding, dilation : int or pair of int
        As in :func:`convbook.im2col`.

    Returns
    -------
    numpy.ndarray
        Shape (N, F, H', W'), with H' and W' from
        :func:`convbook.output_size`. If all arguments hold integers, int64;
        otherwise the dtype that the floating ones have in common, so that
        float32 weights on uint8 images give float32.

    Raises
    ------
    TypeError
        If an array does not hold numbers, or a setting is not made of
        integers.
    ValueError
        If `x` or `weights` has not four axes, if their channels differ, if
        `bias` has not one number for each filter, or if a setting is not
        valid (see :func:`convbook.output_size`).

    Notes
    -----
    Chapter 4, *Convolve with one product*. As in every framework the kernel
    is not turned: this is cross-correlation.

    The images are taken a few at a time: besides the result, memory is needed
    for the matrix of one image, or of as many as fit into 4 MiB together, and
    for the padding of those.

    Examples
    --------
    >>> image = np.arange(24).reshape(1, 1, 4, 6)
    >>> ones = np.ones((1, 1, 3, 2), dtype=int)
    >>> convolve(image, ones)
    array([[[[39, 45, 51, 57, 63],
             [75, 81, 87, 93, 99]]]])
    """
    x = as_four_axes("x", x, "images")
    weights = as_four_axes("weights", weights, "filters")
    batch, channels, *size = x.shape
    filters, _, *kernel_size = weights.shape
    if filters == 0:
        raise ValueError(
            f"weights must hold at least one filter, got shape {weights.shape}"
        )
    if weights.shape[1] != channels:
        raise ValueError(
            f"weights must have one kernel for each channel of x, "
            f"shape ({filters}, {channels}, {kernel_size[0]}, "
            f"{kernel_size[1]}), got shape {weights.shape} for x of shape "
            f"{x.shape}"
        )
    arrays = {"x": x, "weights": weights}
    if bias is not None:
        bias = arrays["bias"] = np.asarray(bias)
        if bias.shape != (filters,):
            raise ValueError(
                f"bias must have shape ({filters},), one number for each "
                f"filter of weights, got shape {bias.shape}"
            )
    dtype = _common_dtype(arrays)
    setting = as_setting(size, kernel_size, stride, padding, dilation)

    rows, columns = setting.output_size
    output = np.empty((batch, filters, rows * columns), dtype)
    matrix = weights.reshape(filters, -1).astype(dtype, copy=False)
    bytes_of_one = rows * columns * matrix.shape[1] * dtype.itemsize
    block = max(1, BLOCK_BYTES // bytes_of_one)
    for first in range(0, batch, block):
        images = slice(first, first + block)
        some = x[images].astype(dtype, copy=False)
        # (F, K) times (K, windows), for each image: an output's own order. No
        # name holds the matrix, so it is gone before the next one is made.
        np.matmul(
            matrix,
            im2col(some, *setting[1:]).transpose(0, 2, 1),
            out=output[images],
        )
    if bias is not None:
        output += bias[:, np.newaxis].astype(dtype, copy=False)
    return output.reshape(batch, filters, rows, columns)


def _common_dtype(arrays: dict[str, np.ndarray]) -> np.dtype:
    """Choose the dtype in which arrays are multiplied and added.

    Integers take part in the others' dtype. Integers alone become int64: a
    sum of products of uint8 has no room in uint8.
    """
    for name, array in arrays.items():
        if array.dtype.kind not in "buifc":
            raise TypeError(
                f"{name} must hold numbers, got an array of {array.dtype}"
            )
    floating = [a.dtype for a in arrays.values() if a.dtype.kind in "fc"]
    return np.result_type(*floating) if floating else np.dtype(np.int64)
