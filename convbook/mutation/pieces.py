"""What mutants are made of: right code in pieces, and how one is entered.

Most pieces take the sizes as one checked :class:`convbook.geometry.Setting`.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from convbook.geometry import IntOrPair, Pair, Setting, as_setting
from convbook.im2col import col2im, im2col
from convbook.layers import convolve

Array = np.ndarray
Gradients = tuple[Array, Array, Array]


def gradients(
    x: Array,
    weights: Array,
    upstream: Array,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    *,
    im2col: Callable[..., Array] = im2col,
    col2im: Callable[..., Array] = col2im,
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


class Given(NamedTuple):
    """What a backward pass is given, its setting checked."""

    x: Array
    weights: Array
    upstream: Array
    setting: Setting


def right_gradients(given: Given) -> Gradients:
    """Compute the gradients for a checked setting."""
    return gradients(*given[:3], *given.setting[2:])


def right_im2col(x: Array, setting: Setting) -> Array:
    """Write each window as a row, for a checked setting."""
    return im2col(x, *setting[1:])


def right_col2im(cols: Array, setting: Setting) -> Array:
    """Add up what each pixel gets, for a checked setting."""
    return crop(scatter(by_cell(cols, setting), setting), setting)


def places(channels: int, setting: Setting) -> Array:
    """Find the flat index in a padded image, per window and feature."""
    shape = 1, channels, *setting.padded_size
    indices = np.arange(np.prod(shape)).reshape(shape)
    A = right_im2col(indices, setting._replace(padding=(0, 0)))
    return A.reshape(A.shape[1:])


def by_cell(cols: Array, setting: Setting) -> Array:
    """Give a matrix of windows the axes n, c, i, j, u, v."""
    channels = cols.shape[2] // int(np.prod(setting.kernel_size))
    return cols.transpose(0, 2, 1).reshape(
        len(cols), channels, *setting.kernel_size, *setting.output_size
    )


def scatter(
    cells: Array, setting: Setting, put: Callable[..., Array] = np.add
) -> Array:
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


def crop(padded: Array, setting: Setting) -> Array:
    """Cut the padding off."""
    (p1, p2), (height, width) = setting.padding, setting.size
    return padded[:, :, p1 : p1 + height, p2 : p2 + width]


def pad_to(size: Pair, image: Array, mode: Any = "constant") -> Array:
    """Lengthen the rows and columns of images at their ends."""
    missing = np.subtract(size, image.shape[2:])
    return np.pad(image, [(0, 0), (0, 0), *((0, n) for n in missing)], mode)


def zero_stuffed(upstream: Array, stride: Pair) -> Array:
    """Put stride − 1 zeros between neighbouring outputs."""
    rows, columns = upstream.shape[2:]
    size = stride[0] * (rows - 1) + 1, stride[1] * (columns - 1) + 1
    stuffed = np.zeros((*upstream.shape[:2], *size), upstream.dtype)
    stuffed[:, :, :: stride[0], :: stride[1]] = upstream
    return stuffed


def gather_form(stuffed: Array, weights: Array, setting: Setting) -> Array:
    """Convolve with the flipped kernel: dX for all pixels that are read."""
    flipped = weights[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    padding = np.subtract(setting.span, 1)
    return convolve(stuffed, flipped, None, 1, padding, setting.dilation)


@dataclass(frozen=True)
class Mutant:
    """A wrong function, and what is known about it.

    Attributes
    ----------
    name : str
        Its name; no other mutant has it.
    replaces : str
        The right function: ``"im2col"``, ``"col2im"`` or ``"gradients"``.
    sentence : str
        What is wrong.
    source : str
        Where the mistake was seen.
    function : callable
        The wrong function. It is called like the right one, and its docstring
        holds the sentence and the source.
    """

    name: str
    replaces: str
    sentence: str
    source: str
    function: Callable[..., Any]


ZOO: list[Mutant] = []  # in the order of definition

_RIGHT = {right.__name__: right for right in (im2col, col2im, gradients)}

# What a mutant's body takes, made from what the right function takes.
_TAKEN: dict[str, Callable[..., tuple[Any, ...]]] = {
    "im2col": lambda x, *rest, **named: (
        x,
        as_setting(x.shape[2:], *rest, **named),
    ),
    "col2im": lambda cols, image_shape, *rest, **named: (
        cols,
        as_setting(image_shape[2:], *rest, **named),
    ),
    "gradients": lambda x, weights, upstream, *rest, **named: (
        Given(
            x,
            weights,
            upstream,
            as_setting(x.shape[2:], weights.shape[2:], *rest, **named),
        ),
    ),
}


def wrong(source: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a decorator that enters a function into the zoo.

    Its name starts with the right function's, its docstring with "Wrong: ".
    """

    def enter(body: Callable[..., Any]) -> Callable[..., Any]:
        def mutated(*arguments: Any, **named: Any) -> Any:
            return body(*_TAKEN[replaces](*arguments, **named))

        name = mutated.__name__ = body.__name__
        replaces = name.partition("_")[0]
        vars(mutated)["__signature__"] = inspect.signature(_RIGHT[replaces])
        vars(mutated)["__wrapped__"] = body  # what inspect.getsource shows
        mutated.__doc__ = f"{body.__doc__}\n\nSource: {source}."
        told = (body.__doc__ or "").removeprefix("Wrong: ")
        sentence = told[:1].upper() + told[1:]
        ZOO.append(Mutant(name, replaces, sentence, source, mutated))
        return body

    return enter
