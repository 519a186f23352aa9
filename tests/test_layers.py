"""The convolution layer: against loops, PyTorch's arrays and nudges."""

import copy
import pickle
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

GOLDEN = Path(__file__).parent / "golden" / "golden.npz"
RNG = np.random.default_rng(0)
X = RNG.integers(-9, 10, (2, 3, 5, 7))
W = RNG.integers(-9, 10, (4, 3, 3, 2))
B = np.array([100, 200, 300, 400])


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


@pytest.mark.parametrize(
    "shape, weights_shape, rest", list(random_layers(8, seed=17))
)
def test_gradients_are_what_a_nudge_measures(shape, weights_shape, rest):
    rng = np.random.default_rng(17)
    shapes = shape, weights_shape, weights_shape[:1]
    x, weights, bias = map(rng.standard_normal, shapes)
    layer = make_layer(weights, bias, rest)
    upstream, dX = pass_through(layer, x, rng, rng.standard_normal)

    def loss(x, weights, bias):
        return (upstream * convolve(x, weights, bias, **rest)).sum()

    arrays = {"x": x, "weights": weights, "bias": bias}
    ours = dX, layer.weights.gradient, layer.bias.gradient
    for name, gradient in zip(arrays, ours, strict=True):
        measured = numeric_gradient(
            lambda moved, name=name: loss(**arrays | {name: moved}),
            arrays[name],
            step=0.5,  # the loss is linear in each
        )
        scale = np.abs(gradient).max()
        assert np.abs(measured - gradient).max() < 1e-11 * scale


@pytest.mark.parametrize("swapped", ["x", "weights", "upstream"])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_the_order_of_bytes_does_not_matter(swapped, dtype):
    """np.load gives arrays in the order of the machine that saved them."""
    rng = np.random.default_rng(20)
    arrays = {
        "x": X,
        "weights": W,
        "upstream": rng.integers(-9, 10, (2, 4, 3, 6)),
    }
    arrays = {name: array.astype(dtype) for name, array in arrays.items()}
    results = []
    for order in ("=", arrays[swapped].dtype.newbyteorder().byteorder):
        arrays[swapped] = arrays[swapped].astype(
            arrays[swapped].dtype.newbyteorder(order)
        )
        layer = make_layer(W, B, {}, dtype=dtype)
        layer.weights.value = arrays["weights"]
        output = layer.forward(arrays["x"])
        dX = layer.backward(arrays["upstream"])
        found = output, dX, layer.weights.gradient, layer.bias.gradient
        assert all(array.dtype == dtype for array in found)
        results.append(found)
    assert arrays[swapped].dtype != dtype
    for native, foreign in zip(*results, strict=True):
        assert np.array_equal(native, foreign)


@pytest.mark.parametrize(
    "pixel, sent",
    [(0.0, 1e300), (1e30, 1e30)],
    ids=["only the bias'", "only the weights'"],
)
def test_gradients_are_set_together_or_not_at_all(pixel, sent):
    """One of the two gradients is too large for float32."""
    layer = make_layer(W, B, {}, dtype=np.float32)
    layer.backward(np.ones(layer.forward(X).shape))
    before = layer.weights.gradient, layer.bias.gradient
    shape = layer.forward(np.full(X.shape, pixel)).shape
    with np.errstate(over="raise"), pytest.raises(FloatingPointError):
        layer.backward(np.full(shape, sent))
    assert layer.weights.gradient is before[0]
    assert layer.bias.gradient is before[1]


def test_sums_of_float16_have_room():
    weights = np.ones((1, 3, 3, 2), np.float16)
    layer = make_layer(weights, np.zeros(1), {})
    x = np.full((1, 3, 4, 6), 60_000, np.float16)
    total = 18 * np.float32(x[0, 0, 0, 0])  # more than 65504
    assert (layer.forward(x) == total).all()
    upstream = np.full((1, 1, 2, 5), 60_000, np.float16)
    dX = layer.backward(upstream)
    assert dX.max() == 4 * np.float32(x[0, 0, 0, 0])
    for parameter in layer.parameters.values():
        assert np.isfinite(parameter.gradient).all()


def test_weights_of_integers_have_gradients_that_are_not_cut():
    layer = make_layer(W, B, {})
    upstream = np.full(layer.forward(X).shape, 0.25)
    layer.backward(upstream)
    expected = layer.weights.gradient, layer.bias.gradient
    for dtype in (np.int64, np.int8, np.uint64):
        layer.weights.value, layer.bias.value = W * 0 + 1, B * 0 + 1
        layer.weights.value = layer.weights.value.astype(dtype)
        layer.bias.value = layer.bias.value.astype(dtype)
        assert layer.forward(X).dtype.kind == "f"
        layer.backward(upstream)
        found = layer.weights.gradient, layer.bias.gradient
        for ours, theirs in zip(found, expected, strict=True):
            assert ours.dtype.kind == "f" and (ours == theirs).all()


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


@pytest.mark.parametrize("dtype", [np.float32, np.float64, "float32"])
def test_weights_and_bias_are_of_the_dtype_that_was_asked_for(dtype):
    layer = Convolution(2, 3, 3, rng=np.random.default_rng(0), dtype=dtype)
    assert layer.weights.value.dtype == layer.bias.value.dtype == dtype
    usual = Convolution(2, 3, 3, rng=np.random.default_rng(0))
    assert usual.weights.value.dtype == usual.bias.value.dtype == np.float64
    assert (usual.weights.value.astype(dtype) == layer.weights.value).all()


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


def test_the_way_back_takes_the_weights_of_this_moment():
    """As the docstring of backward says: the layer keeps no copy."""
    layer = make_layer(W, B, {})
    upstream = np.ones(layer.forward(X).shape)
    dX = layer.backward(upstream)
    layer.weights.value *= 2
    assert (layer.backward(upstream) == 2 * dX).all()
    layer.weights.value = W[:, :2]
    with pytest.raises(ValueError, match="weights must have one kernel for"):
        layer.backward(upstream)


@pytest.mark.parametrize(
    "copied", [lambda layer: pickle.loads(pickle.dumps(layer)), copy.deepcopy]
)
def test_a_copy_of_a_layer_has_its_parameters_and_no_images(copied):
    layer = make_layer(W, B, {"stride": (2, 1)})
    output = layer.forward(X)
    same = copied(layer)
    assert repr(same) == repr(layer)
    with pytest.raises(RuntimeError, match="backward needs the images"):
        same.backward(output)
    assert layer.backward(output).shape == X.shape
    assert (same.forward(X) == output).all()


def test_a_pickle_does_not_grow_with_the_images():
    layer = make_layer(W, B, {})
    empty = len(pickle.dumps(layer))
    layer.forward(np.ones((50, *X.shape[1:])))
    assert len(pickle.dumps(layer)) == empty


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
    with pytest.raises(
        ValueError, match=r"upstream must have .* got lists of"
    ):
        layer.backward([[1], [2, 3]])
    with pytest.raises(TypeError, match=r"upstream must have .* masked array"):
        layer.backward(np.ma.ones((2, 4, 3, 6)))


@pytest.mark.parametrize("name", ["x", "weights", "bias", "upstream"])
def test_a_layer_refuses_complex_numbers_and_loses_no_part_of_them(name):
    layer = make_layer(W, B, {})
    arrays = {"x": X, "upstream": np.ones((2, 4, 3, 6))}
    if name in arrays:
        arrays[name] = arrays[name] * 1j
    else:
        layer.parameters[name].value = layer.parameters[name].value * 1j
    with pytest.raises(TypeError, match=f"^{name} must hold real numbers"):
        layer.forward(arrays["x"])
        layer.backward(arrays["upstream"])
    assert layer.weights.gradient is None and layer.bias.gradient is None


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
        (
            {"dtype": "float31"},
            TypeError,
            "dtype must be one .* got 'float31'",
        ),
        (
            {"dtype": "float16"},
            TypeError,
            "dtype must be one .* got 'float16'",
        ),
        ({"dtype": ">f4"}, TypeError, "dtype must be one of .* got '>f4'"),
        ({"dtype": {}}, TypeError, "dtype must be one of .* got {}"),
        ({"bias": "False"}, TypeError, "bias must be True or .* got 'False'"),
        ({"bias": 0}, TypeError, "bias must be True or False, got 0"),
        ({"bias": None}, TypeError, "bias must be True or False, got None"),
        ({"bias": B}, TypeError, r"bias must be True or .* got array\(\[100"),
        ({"in_channels": 2**60 + 1}, ValueError, r"at most 2\*\*60, got 115"),
        ({"out_channels": 10**400}, ValueError, r"at most 2\*\*60, got 100"),
        ({"in_channels": 2**60}, ValueError, "the weights, shape .* GB, more"),
    ],
)
def test_a_layer_is_told_what_it_must_be(bad, error, sentence):
    arguments = GOOD | {"rng": np.random.default_rng(0)} | bad
    with pytest.raises(error, match=sentence):
        Convolution(**arguments)


@pytest.mark.parametrize("count", [np.int64(3), np.uint8(3), np.array(3)])
def test_channels_are_counted_with_any_integer(count):
    rng = np.random.default_rng(0)
    layer = Convolution(count, count, count, bias=np.True_, rng=rng)
    assert layer.weights.value.shape == (3, 3, 3, 3)
    assert repr(layer) == "Convolution(3, 3, kernel_size=(3, 3))"


def test_images_are_refused_as_by_convolve():
    layer = make_layer(W, B, {})
    with pytest.raises(ValueError, match="weights must have one kernel for"):
        layer.forward(X[:, :2])
    with pytest.raises(ValueError, match="x must have four axes"):
        layer.forward(X[0])
    with pytest.raises(ValueError, match="kernel 3×2 does not fit the 2×7"):
        layer.forward(X[:, :, :2])
