"""Memory and speed of a convolution, forward and backward, beside PyTorch.

`make bench` runs this in the environment of `make golden`. Memory is exact:
what tracemalloc saw at its highest. Times are ratios of the best of several
runs on this machine, alternating, one after the other.
"""

import os
import sys
import time
import tracemalloc

import numpy as np
import torch
from torch.nn import functional

from convbook import Convolution, col2im, convolve, im2col

# Batch, channels, height, width; filters, kernel; stride, padding.
LAYERS = [
    ((1797, 1, 8, 8), (16, 3, 3), 1, 1),
    ((64, 16, 14, 14), (32, 5, 5), 1, 2),
    ((32, 64, 28, 28), (64, 3, 3), 1, 1),
    ((32, 64, 56, 56), (64, 3, 3), 1, 0),
    ((4, 3, 224, 224), (64, 7, 7), 2, 3),
    ((16, 256, 14, 14), (64, 1, 1), 1, 0),
]
RUNS = 15
COLUMNS = [
    "images",
    "filters, stride, padding",
    "im2col: result, MiB",
    "its padded images, MiB",
    "its peak beyond both, KiB",
    "convolve: peak beyond the output, MiB",
    "backward: peak beyond the gradients, MiB",
    "time of im2col : unfold",
    "time of col2im : fold",
    "time of convolve : conv2d",
    "time of backward : autograd's",
]


def peak_memory(function, *arguments):
    """Run once; return the result and the bytes held at the highest point."""
    tracemalloc.start()
    result = function(*arguments)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return result, peak


def best_times(*functions):
    """Run the functions in turn; return the shortest time of each."""
    best = [float("inf")] * len(functions)
    for _ in range(RUNS):
        for number, function in enumerate(functions):
            start = time.perf_counter()
            function()
            best[number] = min(best[number], time.perf_counter() - start)
    return best


def measure(shape, filter_shape, stride, padding):
    filters, *kernel_size = filter_shape
    rng = np.random.default_rng(0)
    x = rng.standard_normal(shape).astype(np.float32)
    weights = rng.standard_normal((filters, shape[1], *kernel_size))
    weights = weights.astype(np.float32)
    setting = stride, padding

    im2col(x, kernel_size, *setting)  # what is made once, at the first call
    matrix, peak = peak_memory(im2col, x, kernel_size, *setting)
    batch, channels, height, width = shape
    padded = batch * channels * (height + 2 * padding) * (width + 2 * padding)
    padded *= x.itemsize if padding else 0
    beyond = peak - matrix.nbytes - padded
    output, layer_peak = peak_memory(convolve, x, weights, None, *setting)

    layer = Convolution(
        channels,
        filters,
        kernel_size,
        *setting,
        rng=rng,
        dtype=np.float32,
    )
    upstream = rng.standard_normal(layer.forward(x).shape).astype(np.float32)
    dX, backward_peak = peak_memory(layer.backward, upstream)
    results = dX.nbytes + weights.nbytes

    tx, tw = torch.from_numpy(x), torch.from_numpy(weights)
    their_setting = {"stride": stride, "padding": padding}
    unfolded = functional.unfold(tx, kernel_size, **their_setting)
    their_upstream = torch.from_numpy(upstream)
    ours, theirs, back, their_back, product, peer, sent, their_sent = (
        best_times(
            lambda: im2col(x, kernel_size, *setting),
            lambda: functional.unfold(tx, kernel_size, **their_setting),
            lambda: col2im(matrix, shape, kernel_size, *setting),
            lambda: functional.fold(
                unfolded, shape[2:], kernel_size, **their_setting
            ),
            lambda: convolve(x, weights, None, *setting),
            lambda: functional.conv2d(tx, tw, **their_setting),
            lambda: layer.backward(upstream),
            lambda: torch.ops.aten.convolution_backward(
                their_upstream,
                tx,
                tw,
                [filters],
                [stride, stride],
                [padding, padding],
                [1, 1],
                False,
                [0, 0],
                1,
                [True, True, True],
            ),
        )
    )
    size = "×".join(map(str, shape))
    kernel = "×".join(map(str, filter_shape))
    return (
        f"| {size} | {kernel}, {stride}, {padding} "
        f"| {matrix.nbytes / 2**20:.1f} | {padded / 2**20:.1f} "
        f"| {beyond / 2**10:.1f} "
        f"| {(layer_peak - output.nbytes) / 2**20:.1f} "
        f"| {(backward_peak - results) / 2**20:.1f} "
        f"| {ours / theirs:.2f} | {back / their_back:.2f} "
        f"| {product / peer:.2f} | {sent / their_sent:.2f} |"
    )


if __name__ == "__main__":
    cores = os.cpu_count()
    torch.set_num_threads(cores)
    torch.set_grad_enabled(False)
    print(
        f"Python {sys.version.split()[0]}, NumPy {np.__version__}, "
        f"PyTorch {torch.__version__}, {cores} cores, float32, "
        f"best of {RUNS} runs\n"
    )
    print(f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}")
    for layer in LAYERS:
        print(measure(*layer), flush=True)
