"""The definition, in plain loops: slow, short, and what all else must equal.

Nothing here uses a formula for the number of windows. A window is tried at
every place, and kept if its last cell still lies on the padded image. Windows
and cells are visited one by one; only over images, channels and filters, which
have nothing to do with where a window lies, NumPy runs by itself.
"""

import numpy as np


def starts(n, k, s, p, d):
    """First pixel of every window on one axis, counted in the padded image."""
    found = []
    start = 0
    while start + d * (k - 1) < n + 2 * p:
        found.append(start)
        start += s
    return found


def coverage(size, kernel_size, stride, padding, dilation):
    """How often each pixel is read: visit every window, cell by cell."""
    counts = [[0] * size[1] for _ in range(size[0])]
    axes = zip(size, kernel_size, stride, padding, dilation, strict=True)
    row_starts, column_starts = (starts(*axis) for axis in axes)
    for top in row_starts:
        for left in column_starts:
            for i in range(kernel_size[0]):
                for j in range(kernel_size[1]):
                    row = top + i * dilation[0] - padding[0]
                    column = left + j * dilation[1] - padding[1]
                    if 0 <= row < size[0] and 0 <= column < size[1]:
                        counts[row][column] += 1
    return counts


def reads(size, kernel_size, stride, padding, dilation):
    """For each window, the pixel under each cell; None for a padding zero."""
    axes = zip(size, kernel_size, stride, padding, dilation, strict=True)
    row_starts, column_starts = (starts(*axis) for axis in axes)
    windows = []
    for top in row_starts:
        for left in column_starts:
            window = []
            for i in range(kernel_size[0]):
                for j in range(kernel_size[1]):
                    row = top + i * dilation[0] - padding[0]
                    column = left + j * dilation[1] - padding[1]
                    inside = 0 <= row < size[0] and 0 <= column < size[1]
                    window.append((row, column) if inside else None)
            windows.append(window)
    return windows


def im2col(
    images, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)
):
    """Write down the windows one by one, cell by cell."""
    batch, channels, *size = images.shape
    windows = reads(size, kernel_size, stride, padding, dilation)
    cells = kernel_size[0] * kernel_size[1]
    matrix = np.zeros((batch, len(windows), channels, cells), images.dtype)
    for m, window in enumerate(windows):
        for cell, place in enumerate(window):
            if place:
                row, column = place
                matrix[:, m, :, cell] = images[:, :, row, column]
    return matrix.reshape(batch, len(windows), channels * cells)


def convolve(images, weights, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    """Chapter 1's four loops: over the windows, and over each one's cells.

    Images (N, C, H, W), weights (F, C, k1, k2); the output is (N, F, H', W').
    Images, channels and filters are taken all at once: a product of the
    tables (N, C) and (C, F) for each pixel that a window reads.
    """
    (_, _, *size), (_, _, *kernel_size) = images.shape, weights.shape
    axes = zip(size, kernel_size, stride, padding, dilation, strict=True)
    row_starts, column_starts = (starts(*axis) for axis in axes)
    pixels = np.ascontiguousarray(images.transpose(2, 3, 0, 1))
    kernels = np.ascontiguousarray(weights.transpose(2, 3, 1, 0))
    dtype, outputs = np.result_type(images, weights), []
    for top in row_starts:
        for left in column_starts:
            total = np.zeros((len(images), len(weights)), dtype)
            for i in range(kernel_size[0]):
                row = top + i * dilation[0] - padding[0]
                if not 0 <= row < size[0]:
                    continue
                for j in range(kernel_size[1]):
                    column = left + j * dilation[1] - padding[1]
                    if 0 <= column < size[1]:
                        total += pixels[row, column] @ kernels[i, j]
            outputs.append(total)
    shape = len(images), len(weights), len(row_starts), len(column_starts)
    return np.stack(outputs, axis=-1).reshape(shape)


def col2im(cols, image_shape, kernel_size, **rest):
    """Walk through the matrix; add each number to the pixel it came from."""
    batch, channels, *size = image_shape
    windows = reads(size, kernel_size, **rest)
    sent = cols.reshape(batch, len(windows), channels, -1)
    images = np.zeros(image_shape, cols.dtype)
    for m, window in enumerate(windows):
        for cell, place in enumerate(window):
            if place:
                row, column = place
                images[:, :, row, column] += sent[:, m, :, cell]
    return images


def gradients(images, weights, upstream, stride, padding, dilation):
    """Visit every product of the convolution; send its share both ways.

    Returns the gradients of the images, of the weights and of the bias.
    Images, channels and filters are taken all at once.
    """
    (_, _, *size), (filters, _, *kernel_size) = images.shape, weights.shape
    windows = reads(size, kernel_size, stride, padding, dilation)
    cells = list(np.ndindex(*kernel_size))
    pixels = np.ascontiguousarray(images.transpose(2, 3, 0, 1))
    kernels = np.ascontiguousarray(weights.transpose(2, 3, 0, 1))
    of_pixels = np.zeros(pixels.shape, upstream.dtype)
    of_kernels = np.zeros(kernels.shape, upstream.dtype)
    of_bias = np.zeros(filters, upstream.dtype)
    columns = upstream.shape[3]
    for m, window in enumerate(windows):
        G = upstream[:, :, m // columns, m % columns]  # (N, F)
        of_bias += G.sum(axis=0)
        for cell, place in zip(cells, window, strict=True):
            if place:
                of_kernels[cell] += G.T @ pixels[place]
                of_pixels[place] += G @ kernels[cell]
    return (
        of_pixels.transpose(2, 3, 0, 1),
        of_kernels.transpose(2, 3, 0, 1),
        of_bias,
    )
