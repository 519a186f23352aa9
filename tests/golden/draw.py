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
from settings import (
    GOLDEN_LAYERS,
    integer_arrays,
    random_layers,
    random_settings,
)

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
        **draw_layers(GOLDEN_LAYERS),
    }


def draw_layers(count):
    """Compute unfold, fold, conv2d and its gradients, where sizes differ."""
    rng, upstream_rng = np.random.default_rng(5), np.random.default_rng(6)
    unfolded, folded, outputs, gradients = [], [], [], []
    for shape, weights_shape, rest in random_layers(count, seed=4):
        images, weights, bias = (
            torch.tensor(array, dtype=torch.float64)
            for array in integer_arrays(rng, shape, weights_shape)
        )
        matrix = functional.unfold(images, weights_shape[2:], **rest)
        unfolded.append(matrix.ravel().numpy())
        numbers = torch.arange(matrix.numel()).reshape(
            matrix.shape[0], matrix.shape[2], matrix.shape[1]
        )
        cols = matrix + numbers.swapaxes(1, 2) % 101
        size = shape[2:]
        fold = functional.fold(cols, size, weights_shape[2:], **rest)
        folded.append(fold.ravel().numpy())
        learnt = [array.requires_grad_() for array in (images, weights, bias)]
        output = functional.conv2d(*learnt, **rest)
        outputs.append(output.detach().ravel().numpy())
        upstream = upstream_rng.integers(-9, 10, output.shape)
        output.backward(torch.tensor(upstream, dtype=torch.float64))
        gradients += [array.grad.ravel().numpy() for array in learnt]
    return {
        "unfold": np.concatenate(unfolded).astype(np.int8),
        "fold": np.concatenate(folded).astype(np.int16),
        "layer": np.concatenate(outputs).astype(np.int16),
        "gradients": np.concatenate(gradients).astype(np.int32),
    }


if __name__ == "__main__":
    np.savez_compressed(TARGET, **draw())
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
