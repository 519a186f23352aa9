"""The convolution, forward and backward: against loops, PyTorch, nudges."""

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

from convbook import Convolution, convolve, im2col, numeric_gradient
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


@pytest.mark.parametrize("bias", [5, [1, 2, 3], [[1], [2], [3], [4]], []])
def test_a_bias_has_one_number_for_each_filter(bias):
    with pytest.raises(ValueError, match=r"bias must have shape \(4,\), one"):
        convolve(X, W, bias)


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


# --- The layer


def make_layer(weights, bias, rest, dtype=np.float64):
    """Make a layer that has these weights and this bias."""
    filters, channels, *kernel_size = weights.shape
    rng = np.random.default_rng(0)
    layer = Convolution(
        channels, filters, kernel_size, **rest, rng=rng, dtype=dtype
    )
    layer.weights.value = weights.astype(dtype)
    layer.bias.value = bias.astype(dtype)
    return layer


def pass_through(layer, x, rng, draw=None):
    """Run forward and backward; return the upstream gradient and dX."""
    shape = layer.forward(x).shape
    draw = draw or (lambda shape: rng.integers(-9, 10, shape).astype(float))
    upstream = draw(shape)
    return upstream, layer.backward(upstream)


@pytest.mark.parametrize("part", PARTS)
def test_all_gradients_are_those_of_the_loops_in_4000_settings(part):
    rng = np.random.default_rng([16, part])
    for shape, weights_shape, rest in layers_of_part(part, seed=16):
        x, weights, bias = integer_arrays(rng, shape, weights_shape)
        layer = make_layer(weights, bias, rest)
        upstream, dX = pass_through(layer, x, rng)
        expected = oracle.gradients(x, weights, upstream, **rest)
        found = dX, layer.weights.gradient, layer.bias.gradient
        for ours, loops in zip(found, expected, strict=True):
            assert np.array_equal(ours, loops), (shape, weights_shape, rest)


def test_all_gradients_are_those_of_pytorchs_autograd():
    golden = np.load(GOLDEN)["gradients"]
    rng, upstream_rng = np.random.default_rng(5), np.random.default_rng(6)
    begin = 0
    for shape, weights_shape, rest in random_layers(GOLDEN_LAYERS, seed=4):
        x, weights, bias = integer_arrays(rng, shape, weights_shape)
        layer = make_layer(weights, bias, rest)
        upstream, dX = pass_through(layer, x, upstream_rng)
        found = dX, layer.weights.gradient, layer.bias.gradient
        loops = oracle.gradients(x, weights, upstream, **rest)
        for ours, theirs in zip(found, loops, strict=True):
            end = begin + ours.size
            assert ours.ravel().tolist() == golden[begin:end].tolist()
            assert theirs.ravel().tolist() == golden[begin:end].tolist()
            begin = end
    assert begin == len(golden) > 10_000


def test_gradients_are_what_a_nudge_measures():
    rng = np.random.default_rng(17)
    for shape, weights_shape, rest in random_layers(8, seed=17):
        shapes = shape, weights_shape, weights_shape[:1]
        x, weights, bias = map(rng.standard_normal, shapes)
        layer = make_layer(weights, bias, rest)
        upstream, dX = pass_through(layer, x, rng, rng.standard_normal)

        def loss(x, weights, bias, upstream=upstream, rest=rest):
            return (upstream * convolve(x, weights, bias, **rest)).sum()

        arrays = {"x": x, "weights": weights, "bias": bias}
        ours = dX, layer.weights.gradient, layer.bias.gradient
        for name, gradient in zip(arrays, ours, strict=True):
            measured = numeric_gradient(
                lambda moved, name=name: loss(**arrays | {name: moved}),  # noqa: B023
                arrays[name],
                step=0.5,  # the loss is linear in each
            )
            scale = np.abs(gradient).max()
            assert np.abs(measured - gradient).max() < 1e-11 * scale


def test_gradients_are_summed_over_the_batch():
    rng = np.random.default_rng(18)
    layer = make_layer(W, B, {"stride": (2, 1), "padding": (0, 1)})
    upstream, dX = pass_through(layer, X, rng)
    together = layer.weights.gradient, layer.bias.gradient
    apart = []
    for n in range(len(X)):
        layer.forward(X[n : n + 1])
        assert (layer.backward(upstream[n : n + 1])[0] == dX[n]).all()
        apart.append((layer.weights.gradient, layer.bias.gradient))
    for whole, parts in zip(together, zip(*apart, strict=True), strict=True):
        assert (whole == sum(parts)).all()


@pytest.mark.parametrize("images", [0.5, 1, 2.5, 100])
def test_gradients_do_not_depend_on_the_block(monkeypatch, images):
    rng = np.random.default_rng(19)
    x = rng.integers(-9, 10, (7, 3, 5, 7))
    layer = make_layer(W, B, {})
    upstream, dX = pass_through(layer, x, rng)
    expected = dX, layer.weights.gradient, layer.bias.gradient
    one = im2col(x[:1].astype(float), W.shape[2:]).nbytes
    monkeypatch.setattr("convbook.layers.BLOCK_BYTES", int(images * one))
    dX = layer.backward(upstream)
    found = dX, layer.weights.gradient, layer.bias.gradient
    for ours, theirs in zip(found, expected, strict=True):
        assert (ours == theirs).all()


@pytest.mark.parametrize(
    "x, weights, computed",
    [
        ("float32", "float32", "float32"),
        ("float32", "float64", "float32"),
        ("float64", "float32", "float64"),
        ("uint8", "float32", "float32"),
        ("int64", "float64", "float64"),
        ("float16", "float32", "float32"),
        (">f4", "float32", "float32"),
        (">f8", "float32", "float64"),
        ("uint64", "float32", "float32"),
    ],
)
def test_the_images_type_is_kept_and_the_weights_gradients_are_theirs(
    x, weights, computed
):
    layer = make_layer(W, B, {}, dtype=weights)
    output = layer.forward(np.abs(X).astype(x))
    assert output.dtype == computed
    assert layer.backward(np.ones(output.shape)).dtype == computed
    for parameter in layer.parameters.values():
        assert parameter.gradient.dtype == parameter.value.dtype == weights
        assert parameter.gradient.shape == parameter.value.shape


def test_the_first_weights_have_the_spread_that_he_gives():
    layer = Convolution(32, 64, (7, 5), rng=np.random.default_rng(0))
    fan_in = 32 * 7 * 5
    assert layer.weights.value.std() == pytest.approx(
        np.sqrt(2 / fan_in), rel=0.02
    )
    assert abs(layer.weights.value.mean()) < 0.001
    assert (layer.bias.value == 0).all()
    images = np.random.default_rng(1).standard_normal((4, 32, 12, 11))
    assert layer.forward(images).std() == pytest.approx(np.sqrt(2), rel=0.05)


def test_the_same_generator_draws_the_same_weights():
    first, second = (
        Convolution(2, 3, 3, rng=np.random.default_rng(5)).weights.value
        for _ in range(2)
    )
    assert (first == second).all()


def test_a_layer_without_bias_has_one_parameter():
    rng = np.random.default_rng(0)
    layer = Convolution(3, 4, (3, 2), 2, 1, bias=False, rng=rng)
    assert list(layer.parameters) == ["weights"]
    layer.backward(np.ones(layer.forward(X).shape))
    assert layer.weights.gradient.shape == (4, 3, 3, 2)
    assert repr(layer) == (
        "Convolution(3, 4, kernel_size=(3, 2), stride=(2, 2), "
        "padding=(1, 1), bias=False)"
    )


def test_images_that_are_changed_in_place_change_the_gradient():
    """As the docstring of forward says: the layer keeps no copy."""
    layer = make_layer(W, B, {})
    x = X.astype(float)
    upstream = np.ones(layer.forward(x).shape)
    dX = layer.backward(upstream)
    before = layer.weights.gradient
    x *= 2
    assert (layer.backward(upstream) == dX).all()
    assert (layer.weights.gradient == 2 * before).all()


def test_nothing_that_is_passed_is_changed_on_the_way_back():
    layer = make_layer(W, B, {"padding": 1})
    upstream = np.random.default_rng(0).standard_normal((2, 4, 5, 8))
    x, before = X.copy(), upstream.copy()
    layer.forward(x)
    expected = layer.backward(upstream)
    assert (x == X).all() and (upstream == before).all()
    assert (layer.backward(np.asfortranarray(upstream)) == expected).all()
    upstream.flags.writeable = False
    assert (layer.backward(upstream.tolist()) == expected).all()


def test_an_empty_batch_has_gradients_of_0():
    layer = make_layer(W, B, {})
    layer.forward(X[:0])
    assert layer.backward(np.zeros((0, 4, 3, 6))).shape == (0, 3, 5, 7)
    assert not layer.weights.gradient.any() and not layer.bias.gradient.any()


def test_the_last_forward_pass_counts():
    layer = make_layer(W, B, {})
    layer.forward(X)
    layer.forward(X[:1, :, :4])
    assert layer.backward(np.ones((1, 4, 2, 6))).shape == (1, 3, 4, 7)


def test_a_forward_pass_that_fails_leaves_the_last_one():
    layer = make_layer(W, B, {})
    layer.forward(X)
    with pytest.raises(ValueError):
        layer.forward(X[:, :2])
    assert layer.backward(np.ones((2, 4, 3, 6))).shape == X.shape


@pytest.mark.parametrize(
    "shape, block", [((64, 8, 20, 24), 30), ((3, 32, 120, 88), 1)]
)
def test_backward_holds_its_results_and_the_matrix_of_one_block(shape, block):
    rng = np.random.default_rng(0)
    layer = Convolution(shape[1], 4, 3, padding=1, rng=rng, dtype=np.float32)
    x = np.ones(shape, np.float32)
    upstream = np.ones(layer.forward(x).shape, np.float32)
    layer.backward(upstream)
    matrix = im2col(x[:block], 3, padding=1).nbytes
    padded = 4 * block * shape[1] * (shape[2] + 2) * (shape[3] + 2)
    tracemalloc.start()
    dX = layer.backward(upstream)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < dX.nbytes + matrix + padded + 5 * 10**5


# --- Hostile input to the layer


def test_backward_comes_after_forward():
    layer = make_layer(W, B, {})
    with pytest.raises(RuntimeError) as caught:
        layer.backward(np.ones((2, 4, 3, 6)))
    assert str(caught.value) == (
        "backward needs the images of a forward pass: call forward(x) before "
        "backward(upstream)"
    )


@pytest.mark.parametrize(
    "shape", [(2, 4, 3, 5), (2, 3, 3, 6), (1, 4, 3, 6), (4, 3, 6), (), (2, 72)]
)
def test_an_upstream_gradient_has_the_shape_of_the_outputs(shape):
    layer = make_layer(W, B, {})
    layer.forward(X)
    with pytest.raises(ValueError) as caught:
        layer.backward(np.ones(shape))
    assert str(caught.value) == (
        "upstream must have the shape of the outputs, (2, 4, 3, 6), "
        f"got {shape}"
    )
    assert layer.weights.gradient is None


def test_an_upstream_gradient_holds_numbers():
    layer = make_layer(W, B, {})
    layer.forward(X)
    with pytest.raises(
        TypeError, match="upstream must hold real numbers, got"
    ):
        layer.backward(np.full((2, 4, 3, 6), "a"))


GOOD = {"in_channels": 3, "out_channels": 4, "kernel_size": (3, 2)}


@pytest.mark.parametrize(
    "bad, error, sentence",
    [
        ({"in_channels": 0}, ValueError, "in_channels must be at least 1"),
        ({"out_channels": -2}, ValueError, "out_channels must be at least 1"),
        ({"in_channels": 2.0}, TypeError, "in_channels must be an integer"),
        ({"out_channels": True}, TypeError, "out_channels must be an integer"),
        ({"out_channels": (3, 4)}, TypeError, "out_channels must be an integ"),
        ({"kernel_size": 0}, ValueError, "kernel_size must be at least 1"),
        ({"stride": 0}, ValueError, "stride must be at least 1"),
        ({"padding": (1, 2, 3)}, ValueError, "padding must be an integer or"),
        ({"dilation": 1.5}, TypeError, "dilation must be an integer or a pa"),
        ({"rng": 0}, TypeError, "rng must be a numpy.random.Generator, for"),
        ({"rng": None}, TypeError, "rng must be a numpy.random.Generator"),
        ({"dtype": "int64"}, TypeError, "dtype must be one of floating numb"),
    ],
)
def test_a_layer_is_told_what_it_must_be(bad, error, sentence):
    arguments = GOOD | {"rng": np.random.default_rng(0)} | bad
    with pytest.raises(error, match=sentence):
        Convolution(**arguments)


def test_images_are_refused_as_by_convolve():
    layer = make_layer(W, B, {})
    with pytest.raises(ValueError, match="weights must have one kernel for"):
        layer.forward(X[:, :2])
    with pytest.raises(ValueError, match="x must have four axes"):
        layer.forward(X[0])
    with pytest.raises(ValueError, match="kernel 3×2 does not fit the 2×7"):
        layer.forward(X[:, :, :2])
