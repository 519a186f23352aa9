"""Wrong code on purpose: one mistake each, as people make them.

Most of the mistakes have been seen somewhere, and a few were made for the
book. Some mutants raise, some return an array of a wrong shape, and those that
hide best are right for most of what people try.
"""

import numpy as np

from convbook.geometry import Setting, coverage, unread_border
from convbook.mutation.pieces import (
    ZOO,
    Array,
    Given,
    Gradients,
    Mutant,
    by_cell,
    crop,
    gather_form,
    pad_to,
    places,
    right_col2im,
    right_gradients,
    right_im2col,
    scatter,
    wrong,
    zero_stuffed,
)


@wrong("rasbt/machine-learning-book, pull request 168")
def im2col_stride_forgotten(x: Array, setting: Setting) -> Array:
    """Wrong: moves the window by one pixel, whatever the stride."""
    return right_im2col(x, setting._replace(stride=(1, 1)))


@wrong("Caffe #284 (height and width mixed)")
def im2col_stride_exchanged(x: Array, setting: Setting) -> Array:
    """Wrong: exchanges the strides down and across."""
    return right_im2col(x, setting._replace(stride=setting.stride[::-1]))


@wrong("NNPACK #15 (height and width mixed)")
def im2col_kernel_exchanged(x: Array, setting: Setting) -> Array:
    """Wrong: exchanges the kernel's rows and columns."""
    k1, k2 = setting.kernel_size
    return right_im2col(x, setting._replace(kernel_size=(k2, k1)))


@wrong("mlpack, pull request 3376 (height and width mixed)")
def im2col_padding_exchanged(x: Array, setting: Setting) -> Array:
    """Wrong: exchanges the padding of rows and columns."""
    return right_im2col(x, setting._replace(padding=setting.padding[::-1]))


@wrong("Dive into Deep Learning, section on padding (its p is in total)")
def im2col_padding_in_total(x: Array, setting: Setting) -> Array:
    """Wrong: takes the padding as the total of both sides, not of each."""
    sides = [(p // 2, p - p // 2) for p in setting.padding]
    padded = np.pad(x, [(0, 0), (0, 0), *sides])
    return right_im2col(padded, setting._replace(padding=(0, 0)))


@wrong("made for this book, after udlbook, pull request 123")
def im2col_dilation_forgotten(x: Array, setting: Setting) -> Array:
    """Wrong: reads neighbouring pixels, whatever the dilation."""
    return right_im2col(x, setting._replace(dilation=(1, 1)))


@wrong("udlbook, pull request 123")
def im2col_dilation_from_0(x: Array, setting: Setting) -> Array:
    """Wrong: counts the pixels between two cells, so that 0 means none."""
    d1, d2 = setting.dilation
    return right_im2col(x, setting._replace(dilation=(d1 + 1, d2 + 1)))


@wrong("Caffe #284 (height and width mixed)")
def im2col_height_for_width(x: Array, setting: Setting) -> Array:
    """Wrong: writes the height where the flat index needs the width."""
    padded = np.pad(x, [(0, 0), (0, 0), *((p, p) for p in setting.padding)])
    batch, _, height, width = padded.shape
    plane, place = np.divmod(places(x.shape[1], setting), height * width)
    row, column = np.divmod(place, width)
    flat = plane * height * width + row * height + column
    return padded.reshape(batch, -1)[:, flat]


@wrong("weights carried over from TensorFlow, see chapter 4, exercise 5")
def im2col_channels_last(x: Array, setting: Setting) -> Array:
    """Wrong: orders the features (row, column, channel)."""
    A = right_im2col(x, setting)
    split = A.reshape(*A.shape[:2], x.shape[1], -1)
    return split.transpose(0, 1, 3, 2).reshape(A.shape)


@wrong("made for this book, after pytorch #51430")
def im2col_channel_0_only(x: Array, setting: Setting) -> Array:
    """Wrong: reads channel 0 in place of every channel."""
    return right_im2col(np.repeat(x[:, :1], x.shape[1], axis=1), setting)


@wrong("deeplearning.ai forum, 121204 (where does the flip belong?)")
def im2col_kernel_flipped(x: Array, setting: Setting) -> Array:
    """Wrong: flips the window, as if the kernel had to be flipped."""
    A = right_im2col(x, setting)
    return A.reshape(*A.shape[:2], x.shape[1], -1)[..., ::-1].reshape(A.shape)


@wrong("Caffe #284 (height and width mixed)")
def im2col_windows_by_column(x: Array, setting: Setting) -> Array:
    """Wrong: numbers the windows column by column."""
    A = right_im2col(x, setting)
    split = A.reshape(len(x), *setting.output_size, -1)
    return split.transpose(0, 2, 1, 3).reshape(A.shape)


@wrong("pydeeplearn #1")
def im2col_reshaped(x: Array, setting: Setting) -> Array:
    """Wrong: makes columns into rows by reshape, where transpose belongs."""
    A = right_im2col(x, setting)
    return A.transpose(0, 2, 1).reshape(A.shape)


@wrong("CS231n #210; d2l-zh #1345")
def im2col_last_window_lost(x: Array, setting: Setting) -> Array:
    """Wrong: forgets the + 1 of the output size: the last windows are lost."""
    rows, columns = setting.output_size
    A = right_im2col(x, setting).reshape(len(x), rows, columns, -1)
    return A[:, :-1, :-1].reshape(len(x), (rows - 1) * (columns - 1), -1)


@wrong("oreilly-japan/deep-learning-from-scratch #27")
def col2im_assigned(cols: Array, setting: Setting) -> Array:
    """Wrong: writes = where += belongs: a pixel keeps one number of many."""
    padded = scatter(by_cell(cols, setting), setting, lambda old, new: new)
    return crop(padded, setting)


@wrong("Stack Overflow 45473896")
def col2im_repeats_lost(cols: Array, setting: Setting) -> Array:
    """Wrong: adds by a[places] += numbers: a repeated place counts once."""
    padded = np.zeros_like(scatter(by_cell(cols, setting), setting))
    for n in range(len(cols)):
        flat = padded[n].reshape(-1)
        flat[places(padded.shape[1], setting)] += cols[n]
    return crop(padded, setting)


def _gather(
    cols: Array,
    setting: Setting,
    published: bool = False,
    clipped: bool = False,
    row_for_column: bool = False,
) -> Array:
    """For each pixel and kernel cell, fetch one number; add them up."""
    (height, width), (k1, k2), (s1, s2) = setting[:3]
    (p1, p2), (d1, d2) = setting.padding, setting.dilation
    rows, columns = setting.output_size
    batch, windows, features = cols.shape
    channels = features // (k1 * k2)
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
    fetched = cols.take(place, mode="clip" if clipped else "raise")
    found = np.where(there, fetched, 0)
    image: Array = found.sum(axis=(4, 5), dtype=cols.dtype)
    return image


@wrong("S. Gugger, Convolution in depth (2018), in vec2arr")
def col2im_published(cols: Array, setting: Setting) -> Array:
    """Wrong: exchanges the window and the feature in the flat index."""
    return _gather(cols, setting, published=True)


@wrong("made for this book: the formula above, kept from raising")
def col2im_published_clipped(cols: Array, setting: Setting) -> Array:
    """Wrong: the same formula, with every index held within the matrix."""
    return _gather(cols, setting, published=True, clipped=True)


@wrong("a notebook that follows S. Gugger's article")
def col2im_row_for_column(cols: Array, setting: Setting) -> Array:
    """Wrong: asks of a window's row whether its column is in the image."""
    return _gather(cols, setting, row_for_column=True)


@wrong("Kulbear, pull request 34")
def col2im_stride_forgotten(cols: Array, setting: Setting) -> Array:
    """Wrong: lays the windows next to each other, whatever the stride."""
    close = setting._replace(stride=(1, 1))
    return crop(scatter(by_cell(cols, setting), close), setting)


@wrong("made for this book, after udlbook, pull request 123")
def col2im_dilation_forgotten(cols: Array, setting: Setting) -> Array:
    """Wrong: lays the cells next to each other, whatever the dilation."""
    close = setting._replace(dilation=(1, 1))
    return crop(scatter(by_cell(cols, setting), close), setting)


@wrong("made for this book: in Python, -0 is 0")
def col2im_crop_to_nothing(cols: Array, setting: Setting) -> Array:
    """Wrong: crops by p:-p, which leaves nothing where the padding is 0."""
    padded = scatter(by_cell(cols, setting), setting)
    p1, p2 = setting.padding
    return padded[:, :, p1:-p1, p2:-p2]


@wrong("3outeille/CNNumpy")
def col2im_crop_wrong_axes(cols: Array, setting: Setting) -> Array:
    """Wrong: crops the batch and the channels, not the rows and columns."""
    padded = scatter(by_cell(cols, setting), setting)
    p1, p2 = setting.padding
    return padded[p1 : len(padded) - p1, p2 : padded.shape[1] - p2]


@wrong("made for this book, after 3outeille/CNNumpy")
def col2im_crop_at_the_end(cols: Array, setting: Setting) -> Array:
    """Wrong: crops all of the padding at the far ends: the image is moved."""
    padded = scatter(by_cell(cols, setting), setting)
    height, width = setting.size
    return padded[:, :, :height, :width]


@wrong("mlpack, pull request 3376 (height and width mixed)")
def col2im_crop_exchanged(cols: Array, setting: Setting) -> Array:
    """Wrong: exchanges the padding of rows and columns when it crops."""
    padded = scatter(by_cell(cols, setting), setting)
    return crop(padded, setting._replace(padding=setting.padding[::-1]))


@wrong("CMU10-714 #6 (the backward pass returns the wrong size)")
def col2im_border_missing(cols: Array, setting: Setting) -> Array:
    """Wrong: returns what the windows reach: the unread border is missing."""
    image = right_col2im(cols, setting)
    height, width = np.subtract(setting.size, unread_border(*setting))
    return image[:, :, :height, :width]


@wrong("made for this book, after torch7-distro #20")
def col2im_border_copied(cols: Array, setting: Setting) -> Array:
    """Wrong: fills the unread border with copies, where the gradient is 0."""
    image = col2im_border_missing(cols, setting)
    return pad_to(setting.size, image, mode="edge")


@wrong("deeplearning.ai forum, 121204")
def col2im_kernel_flipped(cols: Array, setting: Setting) -> Array:
    """Wrong: flips the window, though the scatter form needs no flip."""
    cells = by_cell(cols, setting)[:, :, ::-1, ::-1]
    return crop(scatter(cells, setting), setting)


@wrong("weights carried over from TensorFlow, see chapter 4, exercise 5")
def col2im_channels_last(cols: Array, setting: Setting) -> Array:
    """Wrong: takes the features in the order (row, column, channel)."""
    cells = int(np.prod(setting.kernel_size))
    split = cols.reshape(*cols.shape[:2], cells, -1)
    in_order = split.transpose(0, 1, 3, 2).reshape(cols.shape)
    return right_col2im(in_order, setting)


@wrong("Caffe #284 (height and width mixed)")
def col2im_windows_by_column(cols: Array, setting: Setting) -> Array:
    """Wrong: takes the windows column by column."""
    split = cols.reshape(len(cols), *setting.output_size[::-1], -1)
    in_order = split.transpose(0, 2, 1, 3).reshape(cols.shape)
    return right_col2im(in_order, setting)


@wrong("pyinn #19")
def col2im_reshaped(cols: Array, setting: Setting) -> Array:
    """Wrong: takes windows for features by reshape, not by transpose."""
    cells = cols.reshape(by_cell(cols, setting).shape)
    return crop(scatter(cells, setting), setting)


@wrong("oreilly-japan/deep-learning-from-scratch #30; pyinn #27")
def col2im_divided(cols: Array, setting: Setting) -> Array:
    """Wrong: divides by how often a pixel is read, to get the image back."""
    image = right_col2im(cols, setting)
    divided: Array = image / np.maximum(coverage(*setting), 1)
    return divided


@wrong("Stack Overflow 24465389; LBANN, pull request 1022")
def gradients_batch_averaged(given: Given) -> Gradients:
    """Wrong: averages dW and db over the batch, and not dX."""
    dX, dW, db = right_gradients(given)
    return dX, dW / len(given.x), db / len(given.x)


@wrong("Data Science Stack Exchange 94819")
def gradients_windows_averaged(given: Given) -> Gradients:
    """Wrong: averages dW and db over the windows."""
    dX, dW, db = right_gradients(given)
    windows = given.upstream[0, 0].size
    return dX, dW / windows, db / windows


@wrong("Data Science Stack Exchange 94819")
def gradients_db_not_summed(given: Given) -> Gradients:
    """Wrong: forgets to sum db over the windows."""
    dX, dW, _ = right_gradients(given)
    return dX, dW, given.upstream.sum(axis=0)


@wrong("oreilly-japan/deep-learning-from-scratch #27 (= for +=)")
def gradients_last_image(given: Given) -> Gradients:
    """Wrong: writes = where += belongs: dW is that of the last image."""
    dX, _, db = right_gradients(given)
    last = given._replace(x=given.x[-1:], upstream=given.upstream[-1:])
    return dX, right_gradients(last)[1], db


@wrong("oreilly-japan/deep-learning-from-scratch #27 (= for +=)")
def gradients_last_window(given: Given) -> Gradients:
    """Wrong: writes = where += belongs: only the last window counts."""
    last = np.zeros_like(given.upstream)
    last[:, :, -1, -1] = given.upstream[:, :, -1, -1]
    return right_gradients(given._replace(upstream=last))


@wrong("e2eml course, 322")
def gradients_dw_flipped(given: Given) -> Gradients:
    """Wrong: exchanges the operands of dW's correlation, which flips it."""
    dX, dW, db = right_gradients(given)
    return dX, dW[:, :, ::-1, ::-1], db


@wrong("deeplearning.ai forum, 121204")
def gradients_dx_not_flipped(given: Given) -> Gradients:
    """Wrong: does not flip the kernel in the gather form of dX."""
    _, dW, db = right_gradients(given)
    flipped = given._replace(weights=given.weights[:, :, ::-1, ::-1])
    return right_gradients(flipped)[0], dW, db


@wrong("Artificial Intelligence Stack Exchange 5774")
def gradients_dx_not_stuffed(given: Given) -> Gradients:
    """Wrong: does not zero-stuff the gradient in the gather form of dX."""
    _, dW, db = right_gradients(given)
    dX = gather_form(given.upstream, given.weights, given.setting)
    return crop(dX, given.setting), dW, db


@wrong("Artificial Intelligence Stack Exchange 5774")
def gradients_dx_not_cropped(given: Given) -> Gradients:
    """Wrong: takes the gather form of dX as it comes, and crops no padding."""
    _, dW, db = right_gradients(given)
    stuffed = zero_stuffed(given.upstream, given.setting.stride)
    dX = gather_form(stuffed, given.weights, given.setting)
    return pad_to(given.setting.padded_size, dX), dW, db


@wrong("pyinn #19 (reshape for transpose)")
def gradients_upstream_reshaped(given: Given) -> Gradients:
    """Wrong: brings the upstream gradient to (N, M, F) by reshape."""
    dX, _, db = right_gradients(given)
    G = given.upstream.reshape(len(given.x), -1, len(given.weights))
    mixed = G.transpose(0, 2, 1).reshape(given.upstream.shape)
    return dX, right_gradients(given._replace(upstream=mixed))[1], db


@wrong("pydeeplearn #1")
def gradients_weights_reshaped(given: Given) -> Gradients:
    """Wrong: makes the weights into columns by reshape, not by transpose."""
    _, dW, db = right_gradients(given)
    V = given.weights.reshape(-1, len(given.weights))
    mixed = given._replace(weights=V.T.reshape(given.weights.shape))
    return right_gradients(mixed)[0], dW, db


@wrong("made for this book, after pytorch #51430")
def gradients_filters_for_channels(given: Given) -> Gradients:
    """Wrong: does not exchange filters and channels in dX's gather form."""
    _, dW, db = right_gradients(given)
    exchanged = given._replace(weights=given.weights.transpose(1, 0, 2, 3))
    return right_gradients(exchanged)[0], dW, db


MUTANTS = tuple(ZOO)


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
    >>> mutant("col2im_crop_exchanged").sentence
    'Exchanges the padding of rows and columns when it crops.'
    """
    for one in MUTANTS:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in MUTANTS)
    raise ValueError(f"name must be one of {names}; got {name!r}")
