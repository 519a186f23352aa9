"""Settings of a convolution to test with: many, and hardly ever square."""

import numpy as np


def random_settings(count, seed=0):
    """Yield settings as keyword arguments, each a pair; the kernel fits.

    Sizes from 1 to 11, kernels to 5, strides to 4, paddings to 3, dilations
    to 3, drawn for each axis on its own.
    """
    rng = np.random.default_rng(seed)
    while count:
        size = rng.integers(1, 12, 2)
        kernel_size = rng.integers(1, 6, 2)
        stride = rng.integers(1, 5, 2)
        padding = rng.integers(0, 4, 2)
        dilation = rng.integers(1, 4, 2)
        span = dilation * (kernel_size - 1) + 1
        if (span <= size + 2 * padding).all():
            pairs = size, kernel_size, stride, padding, dilation
            names = "size", "kernel_size", "stride", "padding", "dilation"
            yield {
                name: tuple(pair.tolist())
                for name, pair in zip(names, pairs, strict=True)
            }
            count -= 1
