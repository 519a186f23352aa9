"""Settings of a convolution to test with: many, and hardly ever square."""

import numpy as np

GOLDEN_LAYERS = 40  # of how many golden.npz holds all arrays


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


def random_layers(count, seed=0):
    """Yield a shape of images, one of weights, and the remaining settings.

    Batch, channels, filters, the image's height and width, the kernel's rows
    and columns: seven numbers above 1, of which no two are equal. So whatever
    exchanges two of them shows.
    """
    rng = np.random.default_rng(seed)
    settings = random_settings(10**9, seed)
    while count:
        setting = next(settings)
        size, kernel_size = setting.pop("size"), setting.pop("kernel_size")
        taken = {*size, *kernel_size}
        if len(taken) < 4 or 1 in taken:
            continue
        free = [number for number in range(2, 9) if number not in taken]
        batch, channels, filters = rng.permutation(free[:3]).tolist()
        yield (
            (batch, channels, *size),
            (filters, channels, *kernel_size),
            setting,
        )
        count -= 1


def integer_arrays(rng, shape, weights_shape):
    """Draw images, weights and a bias: small integers, so all is exact."""
    shapes = shape, weights_shape, weights_shape[:1]
    return [rng.integers(-9, 10, shape) for shape in shapes]
