"""A zoo of wrong code: one mistake each, as people make them.

A mutant does what a right function does, but for one mistake. Most have been
seen somewhere, and a few were made for the book. A test is worth as much as
the mutants that it finds out: :mod:`convbook.verdicts` tells which test finds
which.

The mutants keep the signature of what they replace, and their bodies say in
one line what is wrong. Some raise, some return an array of a wrong shape, and
the best hidden ones are right for most of what people try.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from convbook.geometry import IntOrPair, Setting, as_setting, coverage
from convbook.im2col import im2col

__all__ = ["MUTANTS", "Mutant", "gradients", "mutant"]

Shape = tuple[int, ...]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


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
        The wrong function, called like the right one.
    body : callable
        The lines to read: the same with the settings checked and gathered in
        one :class:`convbook.geometry.Setting`.
    """

    name: str
    replaces: str
    sentence: str
    source: str
    function: Callable[..., Any]
    body: Callable[..., Any]


_zoo: list[Mutant] = []


def mutant(name: str) -> Mutant:
    """Find a mutant by its name.

    Parameters
    ----------
    name : str
        Such as ``"col2im_assigned"``.

    Returns
    -------
    Mutant
        The one of that name.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> mutant("col2im_assigned").sentence
    'Writes = where += belongs: each pixel keeps one number of its sum.'
    """
    for one in _zoo:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in _zoo)
    raise ValueError(f"name must be one of {names}; got {name!r}")


def gradients(
    x: np.ndarray,
    weights: np.ndarray,
    upstream: np.ndarray,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> Gradients:
    """Compute what a convolution sends back, in one plain function.

    This is the right one, which the mutants of the backward pass replace;
    :class:`convbook.Convolution` does the same and saves memory.

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
    setting = as_setting(
        x.shape[2:], weights.shape[2:], stride, padding, dilation
    )
    return _gradients(x, weights, upstream, setting)


# --- How a mutant is entered. Its name is that of its function.


def _enter(
    replaces: str, sentence: str, source: str, adapt: Callable[..., Any]
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def enter(body: Callable[..., Any]) -> Callable[..., Any]:
        _zoo.append(
            Mutant(
                body.__name__, replaces, sentence, source, adapt(body), body
            )
        )
        return body

    return enter


def _of_im2col(sentence: str, source: str) -> Callable[..., Any]:
    def adapt(body: Callable[..., Any]) -> Callable[..., Any]:
        def mutated(
            x: np.ndarray,
            kernel_size: IntOrPair,
            stride: IntOrPair = 1,
            padding: IntOrPair = 0,
            dilation: IntOrPair = 1,
        ) -> np.ndarray:
            rest = kernel_size, stride, padding, dilation
            result: np.ndarray = body(x, as_setting(x.shape[2:], *rest))
            return result

        return mutated

    return _enter("im2col", sentence, source, adapt)


def _of_col2im(sentence: str, source: str) -> Callable[..., Any]:
    def adapt(body: Callable[..., Any]) -> Callable[..., Any]:
        def mutated(
            cols: np.ndarray,
            image_shape: Shape,
            kernel_size: IntOrPair,
            stride: IntOrPair = 1,
            padding: IntOrPair = 0,
            dilation: IntOrPair = 1,
        ) -> np.ndarray:
            rest = kernel_size, stride, padding, dilation
            setting = as_setting(image_shape[2:], *rest)
            result: np.ndarray = body(cols, image_shape, setting)
            return result

        return mutated

    return _enter("col2im", sentence, source, adapt)


def _of_gradients(sentence: str, source: str) -> Callable[..., Any]:
    def adapt(body: Callable[..., Any]) -> Callable[..., Any]:
        def mutated(
            x: np.ndarray,
            weights: np.ndarray,
            upstream: np.ndarray,
            stride: IntOrPair = 1,
            padding: IntOrPair = 0,
            dilation: IntOrPair = 1,
        ) -> Gradients:
            rest = weights.shape[2:], stride, padding, dilation
            setting = as_setting(x.shape[2:], *rest)
            result: Gradients = body(x, weights, upstream, setting)
            return result

        return mutated

    return _enter("gradients", sentence, source, adapt)


# --- Right pieces that the mutants are made of


def _im2col(x: np.ndarray, setting: Setting) -> np.ndarray:
    return im2col(x, *setting[1:])


def _places(image_shape: Shape, setting: Setting) -> np.ndarray:
    """Flat index in one padded image, for each window and feature."""
    shape = image_shape[1], *setting.padded_size
    indices = np.arange(np.prod(shape)).reshape(1, *shape)
    places: np.ndarray = _im2col(indices, setting._replace(padding=(0, 0)))[0]
    return places


def _cells(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    """Give a matrix of windows its axes n, c, i, j, u, v."""
    batch, channels = image_shape[:2]
    return cols.transpose(0, 2, 1).reshape(
        batch, channels, *setting.kernel_size, *setting.output_size
    )


def _lay(
    cells: np.ndarray,
    image_shape: Shape,
    setting: Setting,
    put: Callable[..., np.ndarray] = np.add,
) -> np.ndarray:
    """Put cells (n, c, i, j, u, v) onto padded images, slice by slice."""
    shape = *image_shape[:2], *setting.padded_size
    padded = np.zeros(shape, cells.dtype)
    k1, k2, rows, columns = cells.shape[2:]
    (s1, s2), (d1, d2) = setting.stride, setting.dilation
    for i in range(k1):
        down = slice(d1 * i, d1 * i + s1 * (rows - 1) + 1, s1)
        for j in range(k2):
            across = slice(d2 * j, d2 * j + s2 * (columns - 1) + 1, s2)
            pixels = padded[:, :, down, across]
            pixels[...] = put(pixels, cells[:, :, i, j])
    return padded


def _crop(padded: np.ndarray, setting: Setting) -> np.ndarray:
    (p1, p2), (height, width) = setting.padding, setting.size
    return padded[:, :, p1 : p1 + height, p2 : p2 + width]


def _col2im(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    cells = _cells(cols, image_shape, setting)
    return _crop(_lay(cells, image_shape, setting), setting)


def _by_window(upstream: np.ndarray) -> np.ndarray:
    """Bring the upstream gradient from (N, F, H', W') to (N, M, F)."""
    batch, filters = upstream.shape[:2]
    return upstream.reshape(batch, filters, -1).transpose(0, 2, 1)


def _of_images(
    G: np.ndarray, V: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    return _col2im(G @ V.T, image_shape, setting)


def _of_weights(A: np.ndarray, G: np.ndarray, shape: Shape) -> np.ndarray:
    summed: np.ndarray = (A.transpose(0, 2, 1) @ G).sum(axis=0)
    return summed.T.reshape(shape)


def _gradients(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    G, V = _by_window(upstream), weights.reshape(len(weights), -1).T
    return (
        _of_images(G, V, x.shape, setting),
        _of_weights(_im2col(x, setting), G, weights.shape),
        G.sum(axis=(0, 1)),
    )


def _stuff(upstream: np.ndarray, stride: tuple[int, int]) -> np.ndarray:
    """Put stride − 1 zeros between neighbouring outputs."""
    batch, filters, rows, columns = upstream.shape
    (s1, s2) = stride
    shape = batch, filters, s1 * (rows - 1) + 1, s2 * (columns - 1) + 1
    stuffed = np.zeros(shape, upstream.dtype)
    stuffed[:, :, ::s1, ::s2] = upstream
    return stuffed


def _full(
    stuffed: np.ndarray, weights: np.ndarray, setting: Setting
) -> np.ndarray:
    """Convolve so that every overlap counts: the gather form of dX.

    The result is as large as what the windows read, padding included.
    """
    turned = weights[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    span, dilation = setting.span, setting.dilation
    A = im2col(
        stuffed,
        setting.kernel_size,
        padding=(span[0] - 1, span[1] - 1),
        dilation=dilation,
    )
    product = A @ turned.reshape(len(turned), -1).T
    size = [n + k - 1 for n, k in zip(stuffed.shape[2:], span, strict=True)]
    full: np.ndarray = product.transpose(0, 2, 1).reshape(
        len(stuffed), -1, *size
    )
    return full


# --- Mutants of im2col


@_of_im2col(
    "Moves the window by one pixel, whatever the stride.",
    "rasbt/machine-learning-book, pull request 168",
)
def im2col_stride_forgotten(x: np.ndarray, setting: Setting) -> np.ndarray:
    return _im2col(x, setting._replace(stride=(1, 1)))


@_of_im2col(
    "Exchanges the strides down and across.",
    "Caffe #284 (height and width mixed)",
)
def im2col_stride_exchanged(x: np.ndarray, setting: Setting) -> np.ndarray:
    return _im2col(x, setting._replace(stride=setting.stride[::-1]))


@_of_im2col(
    "Exchanges the kernel's rows and columns.",
    "NNPACK #15 (height and width mixed)",
)
def im2col_kernel_exchanged(x: np.ndarray, setting: Setting) -> np.ndarray:
    return _im2col(x, setting._replace(kernel_size=setting.kernel_size[::-1]))


@_of_im2col(
    "Exchanges the padding of rows and columns.",
    "mlpack, pull request 3376 (height and width mixed)",
)
def im2col_padding_exchanged(x: np.ndarray, setting: Setting) -> np.ndarray:
    return _im2col(x, setting._replace(padding=setting.padding[::-1]))


@_of_im2col(
    "Takes the padding as the sum of both sides, not as that of each.",
    "Dive into Deep Learning, section on padding (its p is in total)",
)
def im2col_padding_in_total(x: np.ndarray, setting: Setting) -> np.ndarray:
    sides = [(p // 2, p - p // 2) for p in setting.padding]
    padded = np.pad(x, [(0, 0), (0, 0), *sides])
    return _im2col(padded, setting._replace(padding=(0, 0)))


@_of_im2col(
    "Reads neighbouring pixels, whatever the dilation.",
    "made for this book, after udlbook, pull request 123",
)
def im2col_dilation_forgotten(x: np.ndarray, setting: Setting) -> np.ndarray:
    return _im2col(x, setting._replace(dilation=(1, 1)))


@_of_im2col(
    "Counts the pixels left out between two cells, so that 0 means none.",
    "udlbook, pull request 123",
)
def im2col_dilation_from_0(x: np.ndarray, setting: Setting) -> np.ndarray:
    d1, d2 = setting.dilation
    return _im2col(x, setting._replace(dilation=(d1 + 1, d2 + 1)))


@_of_im2col(
    "Writes the height where the flat index needs the width.",
    "Caffe #284 (height and width mixed)",
)
def im2col_height_for_width(x: np.ndarray, setting: Setting) -> np.ndarray:
    padded = np.pad(x, [(0, 0), (0, 0), *((p, p) for p in setting.padding)])
    batch, _, height, width = padded.shape
    indices = _places(x.shape, setting)
    plane, place = np.divmod(indices, height * width)
    row, column = np.divmod(place, width)
    flat = plane * height * width + row * height + column
    return padded.reshape(batch, -1)[:, flat]


@_of_im2col(
    "Orders the features (row, column, channel).",
    "weights carried over from TensorFlow, see chapter 4, exercise 5",
)
def im2col_channels_last(x: np.ndarray, setting: Setting) -> np.ndarray:
    A = _im2col(x, setting)
    split = A.reshape(*A.shape[:2], x.shape[1], -1)
    return split.transpose(0, 1, 3, 2).reshape(A.shape)


@_of_im2col(
    "Reads channel 0 in place of every channel.",
    "made for this book, after pytorch #51430",
)
def im2col_channel_0_only(x: np.ndarray, setting: Setting) -> np.ndarray:
    return _im2col(np.repeat(x[:, :1], x.shape[1], axis=1), setting)


@_of_im2col(
    "Turns the window by half a turn, as if the kernel had to be.",
    "deeplearning.ai forum, 121204 (where does the turn belong?)",
)
def im2col_kernel_turned(x: np.ndarray, setting: Setting) -> np.ndarray:
    A = _im2col(x, setting)
    return A.reshape(*A.shape[:2], x.shape[1], -1)[..., ::-1].reshape(A.shape)


@_of_im2col(
    "Numbers the windows column by column.",
    "Caffe #284 (height and width mixed)",
)
def im2col_windows_by_column(x: np.ndarray, setting: Setting) -> np.ndarray:
    A = _im2col(x, setting)
    split = A.reshape(len(x), *setting.output_size, -1)
    return split.transpose(0, 2, 1, 3).reshape(A.shape)


@_of_im2col(
    "Makes columns into rows by reshape, where transpose belongs.",
    "pydeeplearn #1",
)
def im2col_reshaped(x: np.ndarray, setting: Setting) -> np.ndarray:
    A = _im2col(x, setting)
    return A.transpose(0, 2, 1).reshape(A.shape)


@_of_im2col(
    "Forgets the + 1 of the output size: the last windows are missing.",
    "CS231n #210; d2l-zh #1345",
)
def im2col_last_window_lost(x: np.ndarray, setting: Setting) -> np.ndarray:
    rows, columns = setting.output_size
    A = _im2col(x, setting).reshape(len(x), rows, columns, -1)
    left = A[:, : rows - 1, : columns - 1]
    return left.reshape(len(x), (rows - 1) * (columns - 1), -1)


# --- Mutants of col2im


@_of_col2im(
    "Writes = where += belongs: each pixel keeps one number of its sum.",
    "oreilly-japan/deep-learning-from-scratch #27",
)
def col2im_assigned(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    cells = _cells(cols, image_shape, setting)
    padded = _lay(cells, image_shape, setting, put=lambda old, new: new)
    return _crop(padded, setting)


@_of_col2im(
    "Adds by a[places] += numbers, which counts a repeated place once.",
    "Stack Overflow 45473896",
)
def col2im_repeats_lost(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    padded = np.zeros((*image_shape[:2], *setting.padded_size), cols.dtype)
    for n in range(len(cols)):
        padded[n].reshape(-1)[_places(image_shape, setting)] += cols[n]
    return _crop(padded, setting)


def _gather(
    cols: np.ndarray,
    image_shape: Shape,
    setting: Setting,
    published: bool = False,
    mode: Literal["raise", "clip"] = "raise",
    row_for_column: bool = False,
) -> np.ndarray:
    """For each pixel and kernel cell, fetch one number; add them up."""
    batch, channels, height, width = image_shape
    (k1, k2), (s1, s2) = setting.kernel_size, setting.stride
    (p1, p2), (d1, d2) = setting.padding, setting.dilation
    rows, columns = setting.output_size
    windows, features = cols.shape[1:]
    n, c, r, q, i, j = np.ogrid[:batch, :channels, :height, :width, :k1, :k2]
    # Where the window starts that has pixel (r, q) under its cell (i, j).
    a, b = r - d1 * i, q - d2 * j
    u, v = (a + p1) // s1, (b + p2) // s2
    there = ((a + p1) % s1 == 0) & ((b + p2) % s2 == 0)
    there = there & (0 <= u) & (u < rows) & (0 <= v)
    there = there & ((u if row_for_column else v) < columns)
    if published:
        place = a * k2 + b + c * k1 * k2 + features * (i * k2 + j)
    else:
        m = np.where(there, u * columns + v, 0)
        place = features * m + (c * k1 + i) * k2 + j
    place, there = np.broadcast_arrays(n * windows * features + place, there)
    found = np.where(there, cols.take(place, mode=mode), 0)
    image: np.ndarray = found.sum(axis=(4, 5), dtype=cols.dtype)
    return image


@_of_col2im(
    "Exchanges the window and the feature in the flat index.",
    "S. Gugger, Convolution in depth (2018), in vec2arr",
)
def col2im_published(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    return _gather(cols, image_shape, setting, published=True)


@_of_col2im(
    "The same formula, with every index held within the matrix.",
    "made for this book: the formula above, kept from raising",
)
def col2im_published_clipped(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    return _gather(cols, image_shape, setting, published=True, mode="clip")


@_of_col2im(
    "Asks of a window's row whether its column is still in the image.",
    "a notebook that follows S. Gugger's article",
)
def col2im_row_for_column(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    return _gather(cols, image_shape, setting, row_for_column=True)


@_of_col2im(
    "Lays the windows next to each other, whatever the stride.",
    "Kulbear, pull request 34",
)
def col2im_stride_forgotten(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    cells = _cells(cols, image_shape, setting)
    close = setting._replace(stride=(1, 1))
    return _crop(_lay(cells, image_shape, close), setting)


@_of_col2im(
    "Lays the cells next to each other, whatever the dilation.",
    "made for this book, after udlbook, pull request 123",
)
def col2im_dilation_forgotten(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    cells = _cells(cols, image_shape, setting)
    close = setting._replace(dilation=(1, 1))
    return _crop(_lay(cells, image_shape, close), setting)


@_of_col2im(
    "Crops by p:-p, which leaves nothing where the padding is 0.",
    "made for this book: in Python, -0 is 0",
)
def col2im_crop_to_nothing(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    padded = _lay(_cells(cols, image_shape, setting), image_shape, setting)
    p1, p2 = setting.padding
    return padded[:, :, p1:-p1, p2:-p2]


@_of_col2im(
    "Crops the batch and the channels, not the rows and the columns.",
    "3outeille/CNNumpy",
)
def col2im_crop_wrong_axes(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    padded = _lay(_cells(cols, image_shape, setting), image_shape, setting)
    p1, p2 = setting.padding
    return padded[p1 : len(padded) - p1, p2 : padded.shape[1] - p2]


@_of_col2im(
    "Crops all of the padding at the far ends: the image is moved.",
    "made for this book, after 3outeille/CNNumpy",
)
def col2im_crop_at_the_end(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    padded = _lay(_cells(cols, image_shape, setting), image_shape, setting)
    height, width = setting.size
    return padded[:, :, :height, :width]


@_of_col2im(
    "Exchanges the padding of rows and columns when it crops.",
    "mlpack, pull request 3376 (height and width mixed)",
)
def col2im_crop_exchanged(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    padded = _lay(_cells(cols, image_shape, setting), image_shape, setting)
    return _crop(padded, setting._replace(padding=setting.padding[::-1]))


@_of_col2im(
    "Returns only what the windows reach: the unread border is missing.",
    "CMU10-714 #6 (the backward pass returns the wrong size)",
)
def col2im_border_missing(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    image = _col2im(cols, image_shape, setting)
    ends = [
        int(setting.reads(axis).max()) + 1 - setting.padding[axis]
        for axis in (0, 1)
    ]
    return image[:, :, : ends[0], : ends[1]]


@_of_col2im(
    "Fills the unread border with copies, where the gradient is 0.",
    "made for this book, after torch7-distro #20",
)
def col2im_border_copied(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    image = col2im_border_missing(cols, image_shape, setting)
    missing = [
        (0, whole - there)
        for whole, there in zip(setting.size, image.shape[2:], strict=True)
    ]
    return np.pad(image, [(0, 0), (0, 0), *missing], mode="edge")


@_of_col2im(
    "Turns the window, though the scatter form needs no turn.",
    "deeplearning.ai forum, 121204",
)
def col2im_kernel_turned(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    cells = _cells(cols, image_shape, setting)[:, :, ::-1, ::-1]
    return _crop(_lay(cells, image_shape, setting), setting)


@_of_col2im(
    "Takes the features in the order (row, column, channel).",
    "weights carried over from TensorFlow, see chapter 4, exercise 5",
)
def col2im_channels_last(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    split = cols.reshape(*cols.shape[:2], -1, image_shape[1])
    in_order = split.transpose(0, 1, 3, 2).reshape(cols.shape)
    return _col2im(in_order, image_shape, setting)


@_of_col2im(
    "Takes the windows column by column.",
    "Caffe #284 (height and width mixed)",
)
def col2im_windows_by_column(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    split = cols.reshape(len(cols), *setting.output_size[::-1], -1)
    in_order = split.transpose(0, 2, 1, 3).reshape(cols.shape)
    return _col2im(in_order, image_shape, setting)


@_of_col2im(
    "Takes windows for features by reshape, where transpose belongs.",
    "pyinn #19",
)
def col2im_reshaped(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    shape = *image_shape[:2], *setting.kernel_size, *setting.output_size
    return _crop(_lay(cols.reshape(shape), image_shape, setting), setting)


@_of_col2im(
    "Divides by how often each pixel is read, to get the image back.",
    "oreilly-japan/deep-learning-from-scratch #30; pyinn #27",
)
def col2im_divided(
    cols: np.ndarray, image_shape: Shape, setting: Setting
) -> np.ndarray:
    image = _col2im(cols, image_shape, setting)
    divided: np.ndarray = image / np.maximum(coverage(*setting), 1)
    return divided


# --- Mutants of the backward pass


@_of_gradients(
    "Averages dW and db over the batch, and not dX.",
    "Stack Overflow 24465389; LBANN, pull request 1022",
)
def gradients_batch_averaged(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    dX, dW, db = _gradients(x, weights, upstream, setting)
    return dX, dW / len(x), db / len(x)


@_of_gradients(
    "Averages dW and db over the windows.",
    "Data Science Stack Exchange 94819",
)
def gradients_windows_averaged(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    dX, dW, db = _gradients(x, weights, upstream, setting)
    windows = upstream[0, 0].size
    return dX, dW / windows, db / windows


@_of_gradients(
    "Forgets to sum db over the windows.",
    "Data Science Stack Exchange 94819",
)
def gradients_db_not_summed(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    dX, dW, _ = _gradients(x, weights, upstream, setting)
    return dX, dW, upstream.sum(axis=0)


@_of_gradients(
    "Writes = where += belongs, in a loop over the batch: dW is that of the "
    "last image.",
    "oreilly-japan/deep-learning-from-scratch #27 (= for +=)",
)
def gradients_last_image(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    dX, _, db = _gradients(x, weights, upstream, setting)
    return dX, _gradients(x[-1:], weights, upstream[-1:], setting)[1], db


@_of_gradients(
    "Writes = where += belongs, in a loop over the windows: only the last "
    "one counts.",
    "oreilly-japan/deep-learning-from-scratch #27 (= for +=)",
)
def gradients_last_window(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    last = np.zeros_like(upstream)
    last[:, :, -1, -1] = upstream[:, :, -1, -1]
    return _gradients(x, weights, last, setting)


@_of_gradients(
    "Exchanges the operands of the correlation for dW: it comes out turned.",
    "e2eml course, 322",
)
def gradients_dw_turned(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    dX, dW, db = _gradients(x, weights, upstream, setting)
    return dX, dW[:, :, ::-1, ::-1], db


@_of_gradients(
    "Does not turn the kernel in the gather form of dX, where it must.",
    "deeplearning.ai forum, 121204",
)
def gradients_dx_not_turned(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    _, dW, db = _gradients(x, weights, upstream, setting)
    turned = weights[:, :, ::-1, ::-1]
    return _gradients(x, turned, upstream, setting)[0], dW, db


@_of_gradients(
    "Leaves the stride's zeros out in the gather form of dX.",
    "Artificial Intelligence Stack Exchange 5774",
)
def gradients_dx_not_stuffed(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    _, dW, db = _gradients(x, weights, upstream, setting)
    return _crop(_full(upstream, weights, setting), setting), dW, db


@_of_gradients(
    "Takes the gather form of dX as it comes, and crops no padding.",
    "Artificial Intelligence Stack Exchange 5774",
)
def gradients_dx_not_cropped(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    _, dW, db = _gradients(x, weights, upstream, setting)
    dX = _full(_stuff(upstream, setting.stride), weights, setting)
    missing = [
        (0, whole - there)
        for whole, there in zip(setting.padded_size, dX.shape[2:], strict=True)
    ]
    return np.pad(dX, [(0, 0), (0, 0), *missing]), dW, db


@_of_gradients(
    "Brings the upstream gradient to (N, M, F) by reshape.",
    "pyinn #19 (reshape for transpose)",
)
def gradients_upstream_reshaped(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    dX, _, db = _gradients(x, weights, upstream, setting)
    G = upstream.reshape(len(x), -1, len(weights))
    return dX, _of_weights(_im2col(x, setting), G, weights.shape), db


@_of_gradients(
    "Makes the weights into columns by reshape, where transpose belongs.",
    "pydeeplearn #1",
)
def gradients_weights_reshaped(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    _, dW, db = _gradients(x, weights, upstream, setting)
    V = weights.reshape(-1, len(weights))
    return _of_images(_by_window(upstream), V, x.shape, setting), dW, db


@_of_gradients(
    "Does not exchange filters and channels in the gather form of dX.",
    "made for this book, after pytorch #51430",
)
def gradients_filters_for_channels(
    x: np.ndarray, weights: np.ndarray, upstream: np.ndarray, setting: Setting
) -> Gradients:
    _, dW, db = _gradients(x, weights, upstream, setting)
    exchanged = weights.transpose(1, 0, 2, 3)
    return _gradients(x, exchanged, upstream, setting)[0], dW, db


MUTANTS = tuple(_zoo)
