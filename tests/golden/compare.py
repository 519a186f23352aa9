"""Compare the library with PyTorch itself, over thousands of settings.

`make golden` runs this in an environment of its own: PyTorch is a peer to
measure against, and nothing that the book needs.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parents[1]))
import oracle
from draw import TARGET, draw, torch_coverage
from settings import integer_arrays, random_layers, random_settings

from convbook import convolve, coverage, im2col, output_size, window_starts


def torch_starts(size, kernel_size, **rest):
    """Unfold an image that holds its own rows, then its columns.

    The first cell of each window tells where it starts. Padding would read 0,
    so the padding is laid around beforehand, as a part of the image.
    """
    padding = rest.pop("padding")
    rows, columns = (n + 2 * p for n, p in zip(size, padding, strict=True))
    places = torch.stack(
        torch.meshgrid(
            torch.arange(rows, dtype=torch.float64),
            torch.arange(columns, dtype=torch.float64),
            indexing="ij",
        )
    )
    read = functional.unfold(places[:, None], kernel_size, **rest)
    first = read[:, 0].numpy().astype(int)
    return sorted(set(first[0])), sorted(set(first[1]))


def compare_geometry(count):
    for setting in random_settings(count, seed=6):
        counts = torch_coverage(**setting).numpy()
        assert (coverage(**setting) == counts).all(), setting
        rows, columns = window_starts(**setting)
        expected = torch_starts(**setting)
        assert (rows.tolist(), columns.tolist()) == expected, setting
        assert output_size(**setting) == tuple(map(len, expected)), setting
    print(f"geometry: equal in all {count} settings")


def compare_loops(count):
    rng = np.random.default_rng(7)
    names = ("stride", "padding", "dilation")
    for setting in random_settings(count, seed=8):
        images = rng.integers(-9, 10, (2, 2, *setting["size"]))
        weights = rng.integers(-9, 10, (3, 2, *setting["kernel_size"]))
        rest = {name: setting[name] for name in names}
        expected = functional.conv2d(
            *(torch.tensor(a, dtype=torch.float64) for a in (images, weights)),
            **rest,
        )
        output = oracle.convolve(images, weights, **rest)
        assert (output == expected.numpy()).all(), setting
    print(f"loops: equal to conv2d in all {count} settings")


def compare_layers(count):
    """Compare im2col with unfold, and convolve with conv2d."""
    rng = np.random.default_rng(9)
    furthest = 0.0
    for shape, weights_shape, rest in random_layers(count, seed=9):
        shapes = shape, weights_shape, weights_shape[:1]
        integers = integer_arrays(rng, shape, weights_shape)
        floats = [rng.standard_normal(shape) for shape in shapes]
        for arrays in (integers, floats):
            tensors = [
                torch.tensor(array, dtype=torch.float64) for array in arrays
            ]
            matrix = im2col(arrays[0], weights_shape[2:], **rest)
            unfolded = functional.unfold(tensors[0], weights_shape[2:], **rest)
            assert (matrix.swapaxes(1, 2) == unfolded.numpy()).all(), rest
            output = convolve(*arrays, **rest)
            expected = functional.conv2d(*tensors, **rest).numpy()
            if arrays is integers:
                assert (output == expected).all(), (shapes, rest)
                continue
            error = np.abs(output - expected).max() / np.abs(expected).max()
            assert error <= 1e-12, (shapes, rest, error)
            furthest = max(furthest, error)
    print(
        f"im2col: equal to unfold in all {count} settings\n"
        f"convolve: equal to conv2d in integers in all {count} settings, and "
        f"in float64 at most {furthest:.1e} of the largest output away"
    )


def compare_golden():
    with np.load(TARGET) as golden:
        for name, array in draw().items():
            assert (golden[name] == array).all(), name
    print(f"{TARGET.name}: as drawn")


if __name__ == "__main__":
    compare_geometry(6000)
    compare_loops(400)
    compare_layers(5000)
    compare_golden()
    print("PyTorch", torch.__version__, "agrees.")
