"""The right code, in the pieces that the mutants are made of.

Most pieces take the sizes as one checked :class:`convbook.geometry.Setting`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from convbook.geometry import IntOrPair, Pair, Setting
from convbook.im2col import col2im, im2col
from convbook.layers import convolve

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


class Given(NamedTuple):
    """What a backward pass is given, its setting checked."""

    x: np.ndarray
    weights: np.ndarray
    upstream: np.ndarray
    setting: Setting


def gradients(
    x: np.ndarray,
    weights: np.ndarray,
    upstream: np.ndarray,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    *,
    im2col: Callable[..., np.ndarray] = im2col,
    col2im: Callable[..., np.ndarray] = col2im,
) -> Gradients:
    """Compute the gradients of a convolution in one plain function.

    The mutants of the backward pass replace this function.
    :class:`convbook.Convolution` computes the same with less memory.

    Parameters
    ----------
    x : numpy.ndarray
        Images, shape (N, C, H, W).
    weights : numpy.ndarray
        Filters, shape (F, C, k1, k2).
    upstream : numpy.ndarray
        How fast the loss grows with each output, shape (N, F, H', W').
    stride, padding, dilation : int or pair of int
        As in :func:`convbook.im2col`.
    im2col, col2im : callable, optional
        Functions to use in place of the right ones.

    Returns
    -------
    tuple of numpy.ndarray
        dX, dW and db: the gradients of the images, of the weights and of the
        bias, the last two summed over the batch.

    Raises
    ------
    TypeError, ValueError
        If a setting is not valid.

    Notes
    -----
    Chapter 6, *The convolution layer*.

    Examples
    --------
    >>> x, weights = np.array([[[[5, 6, 7]]]]), np.array([[[[1, 2]]]])
    >>> dX, dW, db = gradients(x, weights, np.array([[[[1, 10]]]]))
    >>> dX.ravel().tolist(), dW.ravel().tolist(), db.tolist()
    ([1, 12, 20], [65, 76], [11])
    """
    rest = weights.shape[2:], stride, padding, dilation
    A = im2col(x, *rest)
    G = upstream.reshape(*upstream.shape[:2], -1).transpose(0, 2, 1)
    dX = col2im(G @ weights.reshape(len(weights), -1), x.shape, *rest)
    dW = (A.transpose(0, 2, 1) @ G).sum(axis=0).T.reshape(weights.shape)
    return dX, dW, G.sum(axis=(0, 1))


def right_gradients(given: Given) -> Gradients:
    """Compute the gradients for a checked setting."""
    return gradients(*given[:3], *given.setting[2:])


def right_im2col(x: np.ndarray, setting: Setting) -> np.ndarray:
    """Write each window as a row, for a checked setting."""
    return im2col(x, *setting[1:])


def right_col2im(cols: np.ndarray, setting: Setting) -> np.ndarray:
    """Add up what each pixel gets, for a checked setting."""
    return crop(scatter(by_cell(cols, setting), setting), setting)


def places(channels: int, setting: Setting) -> np.ndarray:
    """Find the flat index in a padded image, per window and feature."""
    shape = 1, channels, *setting.padded_size
    indices = np.arange(np.prod(shape)).reshape(shape)
    A = right_im2col(indices, setting._replace(padding=(0, 0)))
    return A.reshape(A.shape[1:])


def by_cell(cols: np.ndarray, setting: Setting) -> np.ndarray:
    """Give a matrix of windows the axes n, c, i, j, u, v."""
    channels = cols.shape[2] // int(np.prod(setting.kernel_size))
    return cols.transpose(0, 2, 1).reshape(
        len(cols), channels, *setting.kernel_size, *setting.output_size
    )


def scatter(
    cells: np.ndarray,
    setting: Setting,
    put: Callable[..., np.ndarray] = np.add,
) -> np.ndarray:
    """Put cells (n, c, i, j, u, v) onto padded images, slice by slice."""
    padded = np.zeros((*cells.shape[:2], *setting.padded_size), cells.dtype)
    k1, k2, rows, columns = cells.shape[2:]
    (s1, s2), (d1, d2) = setting.stride, setting.dilation
    for i, j in np.ndindex(k1, k2):
        down = slice(d1 * i, d1 * i + s1 * (rows - 1) + 1, s1)
        across = slice(d2 * j, d2 * j + s2 * (columns - 1) + 1, s2)
        pixels = padded[:, :, down, across]
        pixels[...] = put(pixels, cells[:, :, i, j])
    return padded


def crop(padded: np.ndarray, setting: Setting) -> np.ndarray:
    """Cut the padding off."""
    (p1, p2), (height, width) = setting.padding, setting.size
    return padded[:, :, p1 : p1 + height, p2 : p2 + width]


def pad_to(
    size: Pair, image: np.ndarray, mode: Any = "constant"
) -> np.ndarray:
    """Lengthen the rows and columns of images at their ends."""
    missing = np.subtract(size, image.shape[2:])
    return np.pad(image, [(0, 0), (0, 0), *((0, n) for n in missing)], mode)


def zero_stuffed(upstream: np.ndarray, stride: Pair) -> np.ndarray:
    """Put stride − 1 zeros between neighbouring outputs."""
    rows, columns = upstream.shape[2:]
    size = stride[0] * (rows - 1) + 1, stride[1] * (columns - 1) + 1
    stuffed = np.zeros((*upstream.shape[:2], *size), upstream.dtype)
    stuffed[:, :, :: stride[0], :: stride[1]] = upstream
    return stuffed


def full_convolution(
    stuffed: np.ndarray, weights: np.ndarray, setting: Setting
) -> np.ndarray:
    """Convolve with the flipped kernel, every overlap counted.

    This is the gather form of dX. The result is as large as what the windows
    read, padding included.
    """
    flipped = weights[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    padding = np.subtract(setting.span, 1)
    return convolve(stuffed, flipped, None, 1, padding, setting.dilation)
