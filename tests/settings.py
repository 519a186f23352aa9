"""Settings of a convolution to test with: many, and hardly ever square."""

from functools import cache

import numpy as np

LAYERS = 4000  # with how many settings a function is compared with loops
PARTS = range(8)  # into how many tests these are cut
GOLDEN_LAYERS = 40  # of how many golden.npz holds all arrays


def random_settings(count, seed=0):
    """Yield settings as keyword arguments, each a pair; the kernel fits.

    Sizes from 1 to 11, kernels to 5, strides to 4, paddings to 3, dilations
    to 3, drawn for each axis on its own.
    """
    rng = np.random.default_rng(seed)
    limits = {
        "size": (1, 12),
        "kernel_size": (1, 6),
        "stride": (1, 5),
        "padding": (0, 4),
        "dilation": (1, 4),
    }
    while count:
        setting = {
            name: (int(rng.integers(*limit)), int(rng.integers(*limit)))
            for name, limit in limits.items()
        }
        axes = zip(*setting.values(), strict=True)
        if all(d * (k - 1) + 1 <= n + 2 * p for n, k, _, p, d in axes):
            yield setting
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


@cache
def _all_layers(seed):
    return list(random_layers(LAYERS, seed))


def layers_of_part(part, seed):
    """Give one part of ``random_layers(LAYERS, seed)``.

    Together the parts are all of them; each is a test of its own, so that
    several processes can share the work.
    """
    size = LAYERS // len(PARTS)
    return _all_layers(seed)[part * size : (part + 1) * size]


def integer_arrays(rng, shape, weights_shape):
    """Draw images, weights and a bias: small integers, so all is exact."""
    shapes = shape, weights_shape, weights_shape[:1]
    return [rng.integers(-9, 10, shape) for shape in shapes]
