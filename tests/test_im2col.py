"""Windows as rows, and back: against loops, PyTorch's arrays, a contract."""

import tracemalloc
from pathlib import Path

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from settings import (
    GOLDEN_LAYERS,
    PARTS,
    integer_arrays,
    layers_of_part,
    random_layers,
    random_settings,
)

from convbook import adjoint_gap, col2im, coverage, im2col, output_size

GOLDEN = Path(__file__).parent / "golden" / "golden.npz"
X = np.arange(2 * 3 * 5 * 7).reshape(2, 3, 5, 7)


# --- Against plain loops


@pytest.mark.parametrize("part", PARTS)
def test_every_window_is_that_of_the_loops_in_4000_settings(part):
    rng = np.random.default_rng([10, part])
    for shape, (_, _, *kernel_size), rest in layers_of_part(part, seed=10):
        images = rng.integers(-99, 100, shape)
        matrix = im2col(images, kernel_size, **rest)
        expected = oracle.im2col(images, kernel_size, **rest)
        assert np.array_equal(matrix, expected), (shape, kernel_size, rest)


def test_lone_pixels_and_squares_are_windows_too():
    rng = np.random.default_rng(11)
    for setting in random_settings(1000, seed=11):
        size, kernel_size = setting.pop("size"), setting.pop("kernel_size")
        images = rng.integers(-99, 100, (1, 2, *size))
        matrix = im2col(images, kernel_size, **setting)
        expected = oracle.im2col(images, kernel_size, **setting)
        assert np.array_equal(matrix, expected), (size, kernel_size, setting)


# --- Against arrays drawn from PyTorch


def test_the_matrix_is_pytorchs_unfold_with_its_axes_exchanged():
    golden = np.load(GOLDEN)["unfold"]
    rng = np.random.default_rng(5)
    begin = 0
    for shape, weights_shape, rest in random_layers(GOLDEN_LAYERS, seed=4):
        images, _, _ = integer_arrays(rng, shape, weights_shape)
        for ours in (im2col, oracle.im2col):
            unfolded = ours(images, weights_shape[2:], **rest).swapaxes(1, 2)
            end = begin + unfolded.size
            assert unfolded.ravel().tolist() == golden[begin:end].tolist()
        begin = end
    assert begin == len(golden) > 10_000


# --- The worked number of chapter 3


def test_pixel_14_stands_where_chapter_3_says():
    image = np.arange(24).reshape(1, 1, 4, 6)
    matrix = im2col(image, (3, 2))[0]
    assert matrix[7].tolist() == [8, 9, 14, 15, 20, 21]
    places = np.argwhere(matrix == 14).tolist()
    assert places == [[1, 5], [2, 4], [6, 3], [7, 2]]
    second_channel = np.concatenate([image, image + 24], axis=1)
    assert im2col(second_channel, (3, 2))[0, 7, 6:].tolist() == [
        value + 24 for value in matrix[7]
    ]


# --- Properties


@st.composite
def settings_of_a_small_image(draw):
    pair = lambda low, high: st.tuples(*[st.integers(low, high)] * 2)  # noqa: E731
    kernel_size, dilation = draw(pair(1, 4)), draw(pair(1, 3))
    padding, stride = draw(pair(0, 3)), draw(pair(1, 9))
    size = tuple(
        draw(st.integers(max(1, d * (k - 1) + 1 - 2 * p), 12))
        for k, p, d in zip(kernel_size, padding, dilation, strict=True)
    )
    return size, kernel_size, stride, padding, dilation


@given(settings_of_a_small_image())
def test_every_pixel_stands_in_the_matrix_as_often_as_it_is_read(setting):
    size, *rest = setting
    pixels = np.arange(1, size[0] * size[1] + 1)  # 0 is left to the padding
    matrix = im2col(pixels.reshape(1, 1, *size), *rest)
    counts = np.bincount(matrix.ravel(), minlength=len(pixels) + 1)[1:]
    assert (counts.reshape(size) == coverage(*setting)).all()
    windows = np.prod(output_size(*setting))
    assert matrix.shape == (1, windows, rest[0][0] * rest[0][1])


@given(settings_of_a_small_image(), st.integers(0, 3), st.integers(1, 3))
def test_images_and_channels_do_not_know_of_each_other(
    setting, batch, channels
):
    size, kernel_size, *rest = setting
    rng = np.random.default_rng(0)
    x = rng.integers(-9, 10, (batch, channels, *size))
    matrix = im2col(x, kernel_size, *rest)
    cells = kernel_size[0] * kernel_size[1]
    for n, c in np.ndindex(batch, channels):
        alone = im2col(x[n : n + 1, c : c + 1], kernel_size, *rest)[0]
        assert (matrix[n, :, c * cells : (c + 1) * cells] == alone).all()


# --- The contract


@pytest.mark.parametrize(
    "dtype",
    ["?", "u1", "i2", "i8", "u8", "f2", "f4", "f8", ">f4", "c8", "O", "U3"],
)
def test_any_type_is_kept(dtype):
    x = X.astype(dtype)
    matrix = im2col(x, (3, 2), stride=(1, 2), padding=(0, 1))
    assert matrix.dtype == x.dtype
    zero = np.zeros((), dtype)[()]
    first = [zero, x[0, 0, 0, 0], zero, x[0, 0, 1, 0], zero, x[0, 0, 2, 0]]
    assert matrix[0, 0, :6].tolist() == np.array(first, dtype).tolist()


@pytest.mark.parametrize(
    "shape, kernel_size",
    [((2, 3, 5, 7), 1), ((1, 1, 5, 7), 1), ((1, 1, 5, 7), (5, 7))],
)
@pytest.mark.parametrize("padding", [0, 1])
def test_the_result_is_a_copy_that_may_be_changed(shape, kernel_size, padding):
    x = np.ones(shape)
    matrix = im2col(x, kernel_size, padding=padding)
    assert not np.shares_memory(matrix, x)
    matrix += 1
    assert (x == 1).all()


def test_memory_layout_does_not_matter_and_nothing_is_changed():
    expected = im2col(X, (3, 2), 2, 1)
    strided = np.zeros((4, 3, 10, 14), int)[::2, :, ::2, ::2]
    strided[...] = X
    frozen = X.copy()
    frozen.flags.writeable = False
    for x in (strided, frozen, np.asfortranarray(X), X.tolist()):
        assert (im2col(x, (3, 2), 2, 1) == expected).all()
    backwards = X[::-1, :, ::-1, ::-1]
    assert (
        im2col(backwards, (3, 2), 2, 1)
        == im2col(backwards.copy(), (3, 2), 2, 1)
    ).all()
    assert (X.ravel() == np.arange(X.size)).all()


def test_an_empty_batch_has_no_rows():
    assert im2col(X[:0], (3, 2)).shape == (0, 18, 18)


@pytest.mark.parametrize("padding", [0, 2, (1, 3)])
def test_memory_holds_the_result_and_the_padded_images_and_no_more(padding):
    x = np.ones((4, 8, 40, 56), np.float32)
    p1, p2 = padding if isinstance(padding, tuple) else (padding, padding)
    padded = 4 * 8 * (40 + 2 * p1) * (56 + 2 * p2) * 4 if padding else 0
    im2col(x, (3, 2), padding=padding)  # what is made once at the first call
    tracemalloc.start()
    result = im2col(x, (3, 2), padding=padding)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result.nbytes <= peak < result.nbytes + padded + 20_000


# --- Hostile input


@pytest.mark.parametrize(
    "x, sentence",
    [
        (np.zeros((4, 6)), "got shape (4, 6); for a single table of numbers "),
        (np.zeros((3, 4, 6)), "got shape (3, 4, 6); where the first axis is"),
        (np.zeros(4), "got shape (4,)"),
        (7, "got shape ()"),
        ([], "got shape (0,)"),
        ([[[[1, 2], [3]]]], "got lists of different lengths; make all of"),
    ],
)
def test_images_have_four_axes(x, sentence):
    with pytest.raises(ValueError) as caught:
        im2col(x, 1)
    message = str(caught.value)
    assert message.startswith("x must have four axes (images, channels, rows")
    assert sentence in message


@pytest.mark.parametrize("shape", [(2, 0, 4, 6), (2, 3, 0, 6), (2, 3, 4, 0)])
def test_an_image_has_a_channel_a_row_and_a_column(shape):
    with pytest.raises(ValueError, match="x must have at least one channel"):
        im2col(np.zeros(shape), 1)


@pytest.mark.parametrize("hidden", [True, False])
def test_a_mask_is_not_lost_in_silence(hidden):
    masked = np.ma.masked_array(X, np.full(X.shape, hidden))
    with pytest.raises(TypeError) as caught:
        im2col(masked, (3, 2))
    assert str(caught.value) == (
        "x must have four axes (images, channels, rows, columns), got a "
        "masked array, whose mask would be lost; decide what stands in its "
        "gaps, for example with x.filled(0)"
    )
    filled = im2col(masked.filled(0), (3, 2))
    assert filled.any() != hidden
    with pytest.raises(
        TypeError, match=r"cols must have three axes .* masked array"
    ):
        col2im(np.ma.masked_array(filled), X.shape, (3, 2))


def test_what_memory_does_not_hold_is_named():
    one = np.ones((1, 1, 1, 1))
    with pytest.raises(ValueError, match=r"x with its padding, shape .* GB"):
        im2col(one, 1, padding=10**9)
    many = np.broadcast_to(np.int8(1), (10**6, 1, 10**6, 10**6))
    with pytest.raises(
        ValueError, match=r"the matrix of windows, shape .* GB"
    ):
        im2col(many, 1)
    with pytest.raises(ValueError, match=r"the padded images, shape .* GB"):
        col2im(one[0], one.shape, 1, stride=2**40, padding=10**9)


def test_a_setting_is_refused_as_everywhere():
    with pytest.raises(ValueError, match="kernel 6×2 does not fit the 5×7"):
        im2col(X, (6, 2))
    with pytest.raises(ValueError, match="stride must be at least 1"):
        im2col(X, 2, stride=0)
    with pytest.raises(TypeError, match="padding must be an integer or a"):
        im2col(X, 2, padding=0.5)
    with pytest.raises(ValueError, match="dilation must be at least 1"):
        im2col(X, 2, dilation=(1, 0))


# --- The way back


def random_cols(rng, shape, kernel_size, rest):
    """Draw a matrix with a row per window and a column per feature."""
    batch, channels, *size = shape
    windows = oracle.reads(size, kernel_size, **rest)
    shape = batch, len(windows), channels * len(windows[0])
    return rng.integers(-99, 100, shape)


@pytest.mark.parametrize("part", PARTS)
def test_every_pixel_gets_the_sum_of_the_loops_in_4000_settings(part):
    rng = np.random.default_rng([14, part])
    for shape, (_, _, *kernel_size), rest in layers_of_part(part, seed=14):
        cols = random_cols(rng, shape, kernel_size, rest)
        images = col2im(cols, shape, kernel_size, **rest)
        expected = oracle.col2im(cols, shape, kernel_size, **rest)
        assert np.array_equal(images, expected), (shape, kernel_size, rest)


def test_sums_of_lone_pixels_and_squares_are_those_of_the_loops():
    rng = np.random.default_rng(15)
    for setting in random_settings(1000, seed=15):
        size, kernel_size = setting.pop("size"), setting.pop("kernel_size")
        cols = random_cols(rng, (1, 2, *size), kernel_size, setting)
        images = col2im(cols, (1, 2, *size), kernel_size, **setting)
        expected = oracle.col2im(cols, (1, 2, *size), kernel_size, **setting)
        assert np.array_equal(images, expected), (size, kernel_size, setting)


def test_the_way_back_is_pytorchs_fold_of_its_unfold():
    golden = np.load(GOLDEN)
    rng = np.random.default_rng(5)
    begin = 0
    for shape, weights_shape, rest in random_layers(GOLDEN_LAYERS, seed=4):
        images, _, _ = integer_arrays(rng, shape, weights_shape)
        cols = im2col(images, weights_shape[2:], **rest)
        # Numbered, so that no two entries of the matrix are alike.
        cols = cols + np.arange(cols.size).reshape(cols.shape) % 101
        for ours in (col2im, oracle.col2im):
            folded = ours(cols, shape, weights_shape[2:], **rest)
            end = begin + folded.size
            expected = golden["fold"][begin:end]
            assert folded.ravel().tolist() == expected.tolist()
        begin = end
    assert begin == len(golden["fold"]) > 10_000


@given(settings_of_a_small_image(), st.integers(0, 3), st.integers(1, 3))
def test_each_is_the_adjoint_of_the_other(setting, batch, channels):
    size, *rest = setting
    rng = np.random.default_rng(0)
    x = rng.standard_normal((batch, channels, *size))
    g = rng.standard_normal(im2col(x, *rest).shape)
    gap = adjoint_gap(
        lambda x: im2col(x, *rest), lambda g: col2im(g, x.shape, *rest), x, g
    )
    assert gap < 1e-12


@given(settings_of_a_small_image())
def test_there_and_back_is_the_image_times_its_coverage(setting):
    size, *rest = setting
    x = np.random.default_rng(0).integers(-9, 10, (2, 3, *size))
    back = col2im(im2col(x, *rest), x.shape, *rest)
    assert (back == x * coverage(*setting)).all()


def test_equals_signs_would_lose_what_windows_share():
    row = np.array([[[[1, 2, 3, 4]]]])
    cols = im2col(row, (1, 3))
    assert col2im(cols, row.shape, (1, 3)).tolist() == [[[[1, 4, 6, 4]]]]


@pytest.mark.parametrize(
    "dtype", ["u1", "i2", "i8", "u8", "f2", "f4", "f8", ">f4", "c8", "O"]
)
def test_the_type_is_kept_on_the_way_back(dtype):
    cols = im2col(X % 5, (3, 2), 2, 1).astype(dtype)
    images = col2im(cols, X.shape, (3, 2), 2, 1)
    assert images.dtype == cols.dtype
    expected = col2im(im2col(X % 5, (3, 2), 2, 1), X.shape, (3, 2), 2, 1)
    assert (images == expected).all()


def test_memory_layout_of_the_matrix_does_not_matter():
    rng = np.random.default_rng(0)
    rest = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}
    cols = random_cols(rng, X.shape, (3, 2), rest)
    before = cols.copy()
    expected = col2im(cols, X.shape, (3, 2))
    frozen = cols.copy()
    frozen.flags.writeable = False
    for same in (np.asfortranarray(cols), frozen, cols.tolist()):
        assert (col2im(same, X.shape, (3, 2)) == expected).all()
    backwards = np.ascontiguousarray(cols[:, ::-1])[:, ::-1]
    assert (col2im(backwards, X.shape, (3, 2)) == expected).all()
    assert (cols == before).all()


def test_an_empty_batch_comes_back_empty():
    assert col2im(np.zeros((0, 18, 18)), (0, 3, 5, 7), (3, 2)).size == 0


@pytest.mark.parametrize("padding", [0, (1, 3)])
def test_the_way_back_holds_the_padded_images_and_no_more(padding):
    shape = 4, 8, 160, 224
    cols = im2col(np.ones(shape, np.float32), (3, 2), padding=padding)
    col2im(cols, shape, (3, 2), padding=padding)
    tracemalloc.start()
    result = col2im(cols, shape, (3, 2), padding=padding)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The result is cut out of them; NumPy adds through a buffer of its own.
    assert 4_500_000 < result.base.nbytes < peak < result.base.nbytes + 2e5


@pytest.mark.parametrize(
    "shape",
    [
        (3, 5, 7),
        (2, 3, 5, 7, 1),
        7,
        None,
        "abcd",
        (2, 3, 5, 7.0),
        (2, True, 5, 7),
        (-1, 3, 5, 7),
        (2, 0, 5, 7),
        (2, 3, 5, 0),
    ],
)
def test_an_image_shape_is_four_sizes(shape):
    with pytest.raises(ValueError) as caught:
        col2im(np.zeros((2, 18, 18)), shape, (3, 2))
    message = str(caught.value)
    assert message.startswith("image_shape must be four integers (images, ch")
    assert message.endswith(f"got {shape!r}")


@pytest.mark.parametrize(
    "shape", [(2, 18, 17), (2, 17, 18), (1, 18, 18), (18, 18), (2, 3, 18, 6)]
)
def test_a_matrix_has_a_row_per_window_and_a_column_per_feature(shape):
    with pytest.raises(ValueError) as caught:
        col2im(np.zeros(shape), X.shape, (3, 2))
    assert str(caught.value) == (
        "cols must have shape (2, 18, 18), one row for each of the 3×6 "
        "windows and one column for each of the 3·3·2 features, "
        f"got shape {shape}"
    )


def test_a_matrix_has_rows_of_one_length():
    with pytest.raises(ValueError) as caught:
        col2im([[[1, 2], [3]]], (1, 1, 1, 2), 1)
    assert str(caught.value) == (
        "cols must have three axes (images, windows, features), got lists of "
        "different lengths; make all of them the same length"
    )


@pytest.mark.parametrize("dtype", [bool, "U3", "datetime64[s]"])
def test_what_cannot_be_added_up_is_refused(dtype):
    with pytest.raises(TypeError, match="cols must hold numbers that can be"):
        col2im(np.zeros((2, 18, 18)).astype(dtype), X.shape, (3, 2))


def test_a_setting_is_refused_on_the_way_back_too():
    with pytest.raises(ValueError, match="kernel 6×2 does not fit the 5×7"):
        col2im(np.zeros((2, 18, 18)), X.shape, (6, 2))
    with pytest.raises(TypeError, match="stride must be an integer or a"):
        col2im(np.zeros((2, 18, 18)), X.shape, (3, 2), stride=1.5)
