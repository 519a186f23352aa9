"""Draw golden.npz from PyTorch: what it says of 400 settings.

Run by hand, in the environment that `make golden` makes:
``PYTHONPATH=. .venv-golden/bin/python tests/golden/draw.py``. The settings are
those of tests/settings.py, seed 4; images, weights and biases are small
integers, so every number is exact.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parents[1]))
from settings import integer_arrays, random_layers, random_settings

TARGET = Path(__file__).with_name("golden.npz")


def torch_coverage(size, kernel_size, **rest):
    """Count with PyTorch: fold(unfold(ones)) adds a 1 for each reading."""
    ones = torch.ones(1, 1, *size, dtype=torch.float64)
    read = functional.unfold(ones, kernel_size, **rest)
    return functional.fold(read, size, kernel_size, **rest)[0, 0]


def draw(count=400, convolved=60):
    """Compute sizes and coverage of all settings, conv2d of the first ones."""
    rng = np.random.default_rng(5)
    sizes, counts, outputs = [], [], []
    for number, setting in enumerate(random_settings(count, seed=4)):
        images = rng.integers(-9, 10, (2, 3, *setting["size"]))
        weights = rng.integers(-9, 10, (4, 3, *setting["kernel_size"]))
        names = ("stride", "padding", "dilation")
        output = functional.conv2d(
            torch.tensor(images, dtype=torch.float64),
            torch.tensor(weights, dtype=torch.float64),
            **{name: setting[name] for name in names},
        )
        sizes.append(tuple(output.shape[2:]))
        counts.append(torch_coverage(**setting).ravel().numpy())
        if number < convolved:
            outputs.append(output.ravel().numpy())
    return {
        "sizes": np.array(sizes, dtype=np.int8),
        "coverage": np.concatenate(counts).astype(np.int16),
        "conv2d": np.concatenate(outputs).astype(np.int16),
        **draw_layers(convolved),
    }


def draw_layers(count):
    """Compute unfold, and conv2d with a bias, where all sizes differ."""
    rng = np.random.default_rng(5)
    unfolded, outputs = [], []
    for shape, weights_shape, rest in random_layers(count, seed=4):
        images, weights, bias = (
            torch.tensor(array, dtype=torch.float64)
            for array in integer_arrays(rng, shape, weights_shape)
        )
        matrix = functional.unfold(images, weights_shape[2:], **rest)
        unfolded.append(matrix.ravel().numpy())
        output = functional.conv2d(images, weights, bias, **rest)
        outputs.append(output.ravel().numpy())
    return {
        "unfold": np.concatenate(unfolded).astype(np.int8),
        "layer": np.concatenate(outputs).astype(np.int16),
    }


if __name__ == "__main__":
    np.savez_compressed(TARGET, **draw())
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
