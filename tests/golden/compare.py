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

from convbook import (
    Convolution,
    adjoint_gap,
    col2im,
    convolve,
    coverage,
    im2col,
    output_size,
    window_starts,
)


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


def compare_backward(count):
    """Compare col2im with fold, and a layer's gradients with autograd's."""
    rng = np.random.default_rng(10)
    furthest = {"int64": 0.0, "float64": 0.0, "float32": 0.0}
    allowed = {"int64": 0.0, "float64": 1e-11, "float32": 1e-4}
    gaps = 0.0
    for shape, weights_shape, rest in random_layers(count, seed=10):
        shapes = shape, weights_shape, weights_shape[:1]
        kernel_size = weights_shape[2:]
        upstream_shape = convolve(*map(np.zeros, shapes), **rest).shape
        for kind in furthest:
            if kind == "int64":  # small ones, as floats, are exact
                arrays = integer_arrays(rng, shape, weights_shape)
                arrays.append(rng.integers(-9, 10, upstream_shape))
            else:
                arrays = [
                    rng.standard_normal(one)
                    for one in (*shapes, upstream_shape)
                ]
            dtype = "float32" if kind == "float32" else "float64"
            arrays = [array.astype(dtype) for array in arrays]
            x, weights, bias, upstream = arrays
            layer = Convolution(
                weights_shape[1],
                weights_shape[0],
                kernel_size,
                **rest,
                rng=rng,
                dtype=dtype,
            )
            layer.weights.value, layer.bias.value = weights, bias
            layer.forward(x)
            dX = layer.backward(upstream)
            ours = dX, layer.weights.gradient, layer.bias.gradient

            learnt = [torch.tensor(a, requires_grad=True) for a in arrays[:3]]
            functional.conv2d(*learnt, **rest).backward(torch.tensor(upstream))
            for mine, theirs in zip(ours, learnt, strict=True):
                expected = theirs.grad.numpy()
                assert mine.dtype == expected.dtype
                error = np.abs(mine - expected).max()
                error /= max(np.abs(expected).max(), 1e-300)
                assert error <= allowed[kind], (kind, shapes, rest, error)
                furthest[kind] = max(furthest[kind], error)

            cols = rng.standard_normal(im2col(x, kernel_size, **rest).shape)
            if kind == "int64":
                cols = np.rint(9 * cols)
            cols = cols.astype(dtype)
            folded = functional.fold(
                torch.tensor(cols).swapaxes(1, 2),
                shape[2:],
                kernel_size,
                **rest,
            ).numpy()
            images = col2im(cols, shape, kernel_size, **rest)
            error = np.abs(images - folded).max()
            assert error <= allowed[kind] * np.abs(folded).max(), (kind, rest)
            if kind == "float64":
                gap = adjoint_gap(
                    lambda x: im2col(x, kernel_size, **rest),  # noqa: B023
                    lambda g: col2im(g, shape, kernel_size, **rest),  # noqa: B023
                    x,
                    cols,
                )
                assert gap < 1e-12, (shapes, rest, gap)
                gaps = max(gaps, gap)
    print(
        f"col2im: equal to fold in integers in all {count} settings; "
        f"adjoint gap at most {gaps:.1e}\n"
        f"gradients: equal to autograd's in integers in all {count} settings, "
        f"in float64 at most {furthest['float64']:.1e} of the largest away, "
        f"in float32 {furthest['float32']:.1e}"
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
    compare_backward(4000)
    compare_golden()
    print("PyTorch", torch.__version__, "agrees.")
