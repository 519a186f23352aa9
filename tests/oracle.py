"""The definition, in plain loops: slow, short, and what all else must equal.

Nothing here uses a formula for the number of windows. A window is tried at
every place, and kept if its last cell still lies on the padded image.
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
    """Write down the windows one by one: a list (N, windows, features)."""
    size = images.shape[2:]
    windows = reads(size, kernel_size, stride, padding, dilation)
    return [
        [
            [
                channel[place[0]][place[1]] if place else 0
                for channel in image
                for place in window
            ]
            for window in windows
        ]
        for image in images.tolist()
    ]


def convolve(images, weights, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    """Chapter 1's four loops, with pictures, channels and filters around them.

    Images (N, C, H, W), weights (F, C, k1, k2); the output is (N, F, H', W').
    """
    batch, channels, *size = images.shape
    filters, _, *kernel_size = weights.shape
    axes = zip(size, kernel_size, stride, padding, dilation, strict=True)
    row_starts, column_starts = (starts(*axis) for axis in axes)
    pixels, kernels = images.tolist(), weights.tolist()
    shape = (batch, filters, len(row_starts), len(column_starts))
    output = np.zeros(shape, np.result_type(images, weights))
    for n, f in np.ndindex(batch, filters):
        for u, top in enumerate(row_starts):
            for v, left in enumerate(column_starts):
                total = 0
                for c in range(channels):
                    for i in range(kernel_size[0]):
                        row = top + i * dilation[0] - padding[0]
                        if not 0 <= row < size[0]:
                            continue
                        for j in range(kernel_size[1]):
                            column = left + j * dilation[1] - padding[1]
                            if 0 <= column < size[1]:
                                pixel = pixels[n][c][row][column]
                                total += pixel * kernels[f][c][i][j]
                output[n, f, u, v] = total
    return output


def col2im(cols, image_shape, kernel_size, **rest):
    """Walk through the matrix; add each number to the pixel it came from.

    Takes lists (N, windows, features); returns lists (N, C, H, W).
    """
    batch, channels, *size = image_shape
    windows = reads(size, kernel_size, **rest)
    images = [
        [[[0] * size[1] for _ in range(size[0])] for _ in range(channels)]
        for _ in range(batch)
    ]
    for image, rows in zip(images, cols, strict=True):
        for row, window in zip(rows, windows, strict=True):
            places = [(c, place) for c in range(channels) for place in window]
            for number, (c, place) in zip(row, places, strict=True):
                if place:
                    image[c][place[0]][place[1]] += number
    return images


def gradients(images, weights, upstream, stride, padding, dilation):
    """Visit every product of the convolution; send its share both ways.

    Returns the gradients of the images, of the weights and of the bias.
    """
    batch, channels, *size = images.shape
    filters, _, *kernel_size = weights.shape
    windows = reads(size, kernel_size, stride, padding, dilation)
    cells = list(np.ndindex(*kernel_size))
    pixels, kernels, sent = (a.tolist() for a in (images, weights, upstream))
    of_images = np.zeros(images.shape, upstream.dtype).tolist()
    of_weights = np.zeros(weights.shape, upstream.dtype).tolist()
    of_bias = [0] * filters
    columns = upstream.shape[3]
    for n, f in np.ndindex(batch, filters):
        for m, window in enumerate(windows):
            g = sent[n][f][m // columns][m % columns]
            of_bias[f] += g
            for c in range(channels):
                for (i, j), place in zip(cells, window, strict=True):
                    if place:
                        row, column = place
                        of_weights[f][c][i][j] += g * pixels[n][c][row][column]
                        of_images[n][c][row][column] += g * kernels[f][c][i][j]
    return of_images, of_weights, of_bias
