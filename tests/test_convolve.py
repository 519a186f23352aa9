"""The convolution against loops, PyTorch's arrays and a contract."""

import tracemalloc
from pathlib import Path

import numpy as np
import oracle
import pytest
from settings import (
    GOLDEN_LAYERS,
    PARTS,
    integer_arrays,
    layers_of_part,
    random_layers,
)

from convbook import convolve, im2col
from convbook.layers import BLOCK_BYTES

GOLDEN = Path(__file__).parent / "golden" / "golden.npz"
RNG = np.random.default_rng(0)
X = RNG.integers(-9, 10, (2, 3, 5, 7))
W = RNG.integers(-9, 10, (4, 3, 3, 2))
B = np.array([100, 200, 300, 400])


# --- Against plain loops


@pytest.mark.parametrize("part", PARTS)
def test_the_product_is_the_loops_in_4000_settings(part):
    rng = np.random.default_rng([12, part])
    for shape, weights_shape, rest in layers_of_part(part, seed=12):
        images = rng.integers(-99, 100, shape)
        weights = rng.integers(-99, 100, weights_shape)
        output = convolve(images, weights, **rest)
        expected = oracle.convolve(images, weights, **rest)
        assert output.dtype == np.int64
        assert np.array_equal(output, expected), (shape, weights_shape, rest)


def test_in_floats_the_product_is_the_loops_but_for_rounding():
    rng = np.random.default_rng(13)
    for shape, weights_shape, rest in random_layers(300, seed=13):
        images = rng.standard_normal(shape)
        weights = rng.standard_normal(weights_shape)
        expected = oracle.convolve(images, weights, **rest)
        output = convolve(images, weights, **rest)
        furthest = np.abs(output - expected).max()
        assert furthest <= 1e-12 * np.abs(expected).max()
        images, weights = images.astype("f4"), weights.astype("f4")
        output = convolve(images, weights, **rest)
        assert output.dtype == np.float32
        furthest = np.abs(output - expected).max()
        assert furthest <= 1e-5 * np.abs(expected).max()


# --- Against arrays drawn from PyTorch


def test_the_product_is_pytorchs_conv2d():
    golden = np.load(GOLDEN)["layer"]
    rng = np.random.default_rng(5)
    begin = 0
    for shape, weights_shape, rest in random_layers(GOLDEN_LAYERS, seed=4):
        arrays = integer_arrays(rng, shape, weights_shape)
        output = convolve(*arrays, **rest)
        end = begin + output.size
        assert output.ravel().tolist() == golden[begin:end].tolist()
        begin = end
    assert begin == len(golden) > 10_000


# --- Blocks of images


@pytest.mark.parametrize("batch", [1, 2, 3, 7])
def test_a_batch_of_many_blocks_is_its_images_one_by_one(monkeypatch, batch):
    rng = np.random.default_rng(batch)
    x = rng.integers(-9, 10, (batch, *X.shape[1:]))
    expected = [oracle.convolve(x[n : n + 1], W, (2, 1)) for n in range(batch)]
    one = im2col(x[:1], W.shape[2:], (2, 1)).nbytes
    for images in (0.5, 1, 2.5, 100):
        monkeypatch.setattr("convbook.layers.BLOCK_BYTES", int(images * one))
        output = convolve(x, W, stride=(2, 1))
        assert (output == np.concatenate(expected)).all()


@pytest.mark.parametrize(
    "shape, block", [((64, 8, 20, 24), 30), ((3, 32, 120, 88), 1)]
)
def test_memory_holds_the_output_and_the_matrix_of_one_block(shape, block):
    x = np.ones(shape, np.float32)
    weights = np.ones((4, shape[1], 3, 3), np.float32)
    tracemalloc.start()
    matrix = im2col(x[:block], 3, padding=1)
    _, one_block = tracemalloc.get_traced_memory()  # with the padded images
    assert block == max(1, BLOCK_BYTES // (matrix.nbytes // block))
    del matrix
    tracemalloc.reset_peak()
    output = convolve(x, weights, padding=1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < output.nbytes + one_block + 20_000


# --- The contract


def test_the_bias_is_added_to_every_output_of_its_filter():
    with_bias = convolve(X, W, B, padding=1)
    difference = with_bias - convolve(X, W, padding=1)
    assert (difference == B[:, np.newaxis, np.newaxis]).all()


@pytest.mark.parametrize(
    "x, weights, bias, expected",
    [
        ("uint8", "uint8", "int8", "int64"),
        ("bool", "int32", "int64", "int64"),
        ("uint64", "int64", None, "int64"),
        ("uint8", "float32", None, "float32"),
        ("int64", "float32", "float32", "float32"),
        ("float32", "int64", "int64", "float32"),
        ("float32", "float32", "float32", "float32"),
        ("float32", "float64", None, "float64"),
        ("float32", "float32", "float64", "float64"),
        ("int64", "int64", "float32", "float32"),
        ("float16", "uint8", None, "float32"),
        ("float16", "float16", "float16", "float32"),
        (">f4", ">f4", None, "float32"),
        ("complex64", "float32", None, "complex64"),
    ],
)
def test_integers_follow_the_floats_and_alone_are_int64(
    x, weights, bias, expected
):
    x = np.full((2, 3, 5, 7), 1).astype(x)
    weights = np.full((4, 3, 3, 2), 1).astype(weights)
    bias = None if bias is None else np.full(4, 2).astype(bias)
    output = convolve(x, weights, bias)
    assert output.dtype == expected
    assert (output == 18 + (0 if bias is None else 2)).all()


def test_a_white_photo_does_not_start_again_at_0():
    white = np.full((1, 3, 4, 6), 255, np.uint8)
    output = convolve(white, np.full((1, 3, 3, 2), 200, np.uint8))
    assert (output == 255 * 200 * 18).all()


def test_float16_is_summed_and_returned_where_it_has_room():
    x = np.full((1, 3, 4, 6), 60_000, np.float16)
    weights = np.ones((1, 3, 3, 2), np.float16)
    total = 18 * np.float32(x[0, 0, 0, 0])  # more than 65504
    assert (convolve(x, weights) == total).all()


def test_complex_images_and_filters_keep_their_imaginary_part():
    for x, weights in (X * 1j, W), (X, W * 1j):
        assert (convolve(x, weights) == 1j * convolve(X, W)).all()
    assert (convolve(X, W, B * 1j) - convolve(X, W)).imag.any()


def test_large_integers_are_exact_up_to_the_end_of_int64():
    def convolved(pixel, weight, added, width=1):
        x = np.full((1, 1, 1, width), pixel, np.uint64)
        weights = np.full((2, 1, 1, width), weight, np.int64)
        bias = np.full(2, added, np.int64)
        return int(convolve(x, weights, bias)[0, 1, 0, 0])

    assert convolved(2**31, 2**31, 2**62 - 1) == 2**63 - 1
    assert convolved(2**31, -(2**31), 0) == -(2**62)
    assert convolved(2**62 - 1, 1, 1, width=2) == 2**63 - 1
    for too_large in (
        (2**63, 1, 0),
        (2**63 + 5, 1, 0),
        (2**31, 2**31, 2**62),
        (2**31, -(2**31), -(2**62)),
        (2**62, 1, 0, 2),
    ):
        with pytest.raises(ValueError) as caught:
            convolved(*too_large)
        assert str(caught.value) == (
            f"x and weights hold integers up to {too_large[0]} and "
            f"{abs(too_large[1])}: outputs could be too large for int64; "
            "pass x.astype(np.float64)"
        )


def test_memory_layout_does_not_matter_and_nothing_is_changed():
    x, weights, bias = X.copy(), W.copy(), B.copy()
    expected = convolve(x, weights, bias, 2, 1)
    assert (X == x).all() and (W == weights).all() and (B == bias).all()
    turned = np.asfortranarray(X), np.asfortranarray(W), np.repeat(B, 2)[::2]
    assert (convolve(*turned, 2, 1) == expected).all()
    lists = X.tolist(), W.tolist(), B.tolist()
    assert (convolve(*lists, 2, 1) == expected).all()
    mirrored = X[..., ::-1], W[..., ::-1]
    assert (convolve(*mirrored) == convolve(X, W)[..., ::-1]).all()


def test_an_empty_batch_gives_no_outputs():
    assert convolve(X[:0], W, B).shape == (0, 4, 3, 6)


# --- Hostile input


@pytest.mark.parametrize(
    "weights, sentence",
    [
        (W[0, 0], "weights must have four axes (filters, channels, rows"),
        (W[0], "where the first axis is missing, pass weights[np.newaxis]"),
        (W[:0], "weights must hold at least one filter, got shape (0, 3"),
        (
            W[:, :2],
            "shape (4, 3, 3, 2), got shape (4, 2, 3, 2) for x of shape",
        ),
        (np.ones((4, 3, 6, 2)), "kernel 6×2 does not fit the 5×7 input"),
        (np.ones((4, 3, 0, 2)), "weights must have at least one channel, one"),
    ],
)
def test_weights_are_told_what_they_must_be(weights, sentence):
    with pytest.raises(ValueError) as caught:
        convolve(X, weights)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    "bias", [5, [1, 2, 3], [[1], [2], [3], [4]], [], [[1], [2, 3]]]
)
def test_a_bias_has_one_number_for_each_filter(bias):
    with pytest.raises(ValueError, match=r"bias must have shape \(4,\), one"):
        convolve(X, W, bias)


@pytest.mark.parametrize("name", ["x", "weights", "bias"])
def test_a_mask_is_not_lost_in_silence(name):
    arrays = {"x": X, "weights": W, "bias": B}
    arrays[name] = np.ma.masked_array(arrays[name], False)
    with pytest.raises(TypeError, match=f"^{name} must have .* masked array"):
        convolve(**arrays)


def test_an_output_that_memory_does_not_hold_is_named():
    one = np.ones((1, 1, 1, 1))
    with pytest.raises(ValueError, match=r"the output, shape .* GB"):
        convolve(one, one, padding=10**9)


@pytest.mark.parametrize("name", ["x", "weights", "bias"])
@pytest.mark.parametrize("dtype", ["U3", "object", "datetime64[s]"])
def test_what_is_no_number_is_refused_by_name(name, dtype):
    arrays = {"x": X, "weights": W, "bias": B}
    arrays[name] = arrays[name].astype(dtype)
    with pytest.raises(TypeError, match=f"{name} must hold numbers, got an"):
        convolve(**arrays)


def test_x_and_the_settings_are_refused_as_everywhere():
    with pytest.raises(ValueError, match="x must have four axes"):
        convolve(X[0], W)
    with pytest.raises(ValueError, match="padding must be at least 0"):
        convolve(X, W, padding=-1)
    with pytest.raises(TypeError, match="stride must be an integer"):
        convolve(X, W, stride="2")
