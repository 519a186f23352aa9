"""The arithmetic of windows against loops, PyTorch's arrays and properties."""

import itertools
import tracemalloc
from pathlib import Path

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from settings import random_settings

import convbook
from convbook import (
    coverage,
    kernel_span,
    output_size,
    same_padding,
    unread_border,
    window_starts,
)
from convbook.geometry import as_setting

GOLDEN = Path(__file__).parent / "golden" / "golden.npz"


def axes(setting):
    return list(zip(*setting.values(), strict=True))


# --- Against plain loops


def test_starts_and_sizes_are_those_of_the_loops_in_5000_settings():
    for setting in random_settings(5000):
        expected = [oracle.starts(*axis) for axis in axes(setting)]
        starts = window_starts(**setting)
        assert [axis.tolist() for axis in starts] == expected, setting
        assert output_size(**setting) == tuple(map(len, expected)), setting


def test_coverage_is_that_of_the_loops_in_2000_settings():
    for setting in random_settings(2000, seed=1):
        counts = coverage(**setting)
        assert counts.tolist() == oracle.coverage(**setting), setting
        assert counts.dtype.kind == "i"


def test_coverage_of_a_few_pixels_in_much_padding_is_that_of_the_loops():
    ranges = range(1, 5), range(1, 7), range(1, 6), range(8), range(1, 7)
    compared = 0
    for setting in itertools.product(*ranges):
        n, k, _, p, d = setting
        if n + 2 * p <= d * (k - 1):
            continue
        counts = oracle.coverage(*zip((1, 1, 1, 0, 1), setting, strict=True))
        assert coverage(**on_one_axis(setting)).tolist() == counts, setting
        compared += 1
    assert compared == 3255


def test_the_unread_border_is_what_lies_past_the_last_window():
    for setting in random_settings(5000, seed=2):
        expected = []
        for n, k, s, p, d in axes(setting):
            last_read = oracle.starts(n, k, s, p, d)[-1] + d * (k - 1)
            expected.append(sum(pixel + p > last_read for pixel in range(n)))
        assert unread_border(**setting) == tuple(expected), setting


def test_same_padding_keeps_the_size():
    for setting in random_settings(1000, seed=3):
        kernel = {name: setting[name] for name in ("kernel_size", "dilation")}
        if any(span % 2 == 0 for span in kernel_span(**kernel)):
            with pytest.raises(ValueError, match="use an odd kernel"):
                same_padding(**kernel)
            continue
        padding = same_padding(**kernel)
        size = setting["size"]
        assert output_size(size, padding=padding, **kernel) == size


# --- Against arrays drawn from PyTorch


def test_sizes_and_coverage_are_those_of_pytorch():
    golden = np.load(GOLDEN)
    settings = list(random_settings(len(golden["sizes"]), seed=4))
    assert len(settings) >= 300
    begin = 0
    for setting, size in zip(settings, golden["sizes"], strict=True):
        assert output_size(**setting) == tuple(size), setting
        counts = coverage(**setting)
        end = begin + counts.size
        assert (
            counts.ravel().tolist() == golden["coverage"][begin:end].tolist()
        )
        begin = end
    assert begin == len(golden["coverage"])


def test_the_loops_are_pytorchs_conv2d():
    golden = np.load(GOLDEN)
    rng = np.random.default_rng(5)
    begin = 0
    for setting in random_settings(len(golden["sizes"]), seed=4):
        images = rng.integers(-9, 10, (2, 3, *setting["size"]))
        weights = rng.integers(-9, 10, (4, 3, *setting["kernel_size"]))
        if begin >= len(golden["conv2d"]):
            break
        names = ("stride", "padding", "dilation")
        output = oracle.convolve(
            images, weights, **{name: setting[name] for name in names}
        )
        end = begin + output.size
        assert output.ravel().tolist() == golden["conv2d"][begin:end].tolist()
        begin = end
    assert begin == len(golden["conv2d"]) > 1000


# --- What it costs


def test_coverage_costs_nothing_for_windows_that_lie_in_the_padding():
    for p in (10**3, 10**7, 10**15):
        counts = coverage((3, 9), (3, 2), stride=(1, 2), padding=p)
        assert counts.tolist() == [[3] * 9] * 3


def test_coverage_holds_windows_and_pixels_and_no_product_of_them():
    pixels = np.arange(20_000)
    expected = np.minimum(pixels + 1, 10_000)
    expected = np.minimum(expected, expected[::-1])
    coverage((1, 20_000), (1, 10_000))  # what is made once at the first call
    tracemalloc.start()
    counts = coverage((1, 20_000), (1, 10_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # A table of windows times cells would take 800 MB.
    assert peak < 10 * counts.nbytes
    assert (counts[0] == expected).all()


# --- Properties


@st.composite
def settings_of_one_axis(draw):
    k, d = draw(st.integers(1, 9)), draw(st.integers(1, 5))
    p, s = draw(st.integers(0, 20)), draw(st.integers(1, 60))
    n = draw(st.integers(max(1, d * (k - 1) + 1 - 2 * p), 60))
    return n, k, s, p, d


def on_one_axis(setting):
    names = ("size", "kernel_size", "stride", "padding", "dilation")
    ones = (1, 1, 1, 0, 1)
    return {
        name: (one, value)
        for name, one, value in zip(names, ones, setting, strict=True)
    }


@given(settings_of_one_axis())
def test_one_more_step_would_leave_the_padded_row(setting):
    n, k, s, p, d = setting
    last = window_starts(**on_one_axis(setting))[1][-1]
    reach = last + d * (k - 1)
    assert 0 <= last and reach <= n + 2 * p - 1
    assert reach + s > n + 2 * p - 1


@given(settings_of_one_axis())
def test_counts_with_the_padding_add_up_to_windows_times_kernel(setting):
    n, k, s, p, d = setting
    padded = on_one_axis((n + 2 * p, k, s, 0, d))
    count = output_size(**on_one_axis(setting))[1]
    everywhere = coverage(**padded)[0]
    assert everywhere.sum() == count * k
    assert (coverage(**on_one_axis(setting))[0] == everywhere[p : p + n]).all()


@given(settings_of_one_axis(), st.data())
def test_a_changed_pixel_moves_as_many_outputs_as_it_is_read(setting, data):
    n, k, s, p, d = setting
    pixel = data.draw(st.integers(0, n - 1))
    image, kernel = np.zeros((1, 1, 1, n), int), np.ones((1, 1, 1, k), int)
    image[..., pixel] = 1
    moved = oracle.convolve(image, kernel, (1, s), (0, p), (1, d))
    counts = coverage(**on_one_axis(setting))[0]
    assert np.count_nonzero(moved) == counts[pixel]


@given(settings_of_one_axis(), settings_of_one_axis())
def test_the_axes_do_not_know_of_each_other(down, across):
    names = ("size", "kernel_size", "stride", "padding", "dilation")
    setting = dict(zip(names, zip(down, across, strict=True), strict=True))
    turned = dict(zip(names, zip(across, down, strict=True), strict=True))
    assert output_size(**setting) == output_size(**turned)[::-1]
    assert (coverage(**setting) == coverage(**turned).T).all()
    assert unread_border(**setting) == unread_border(**turned)[::-1]


def test_a_stride_larger_than_the_way_gives_one_window():
    assert output_size((4, 7), (3, 2), stride=100) == (1, 1)
    rows, columns = window_starts((4, 7), (3, 2), stride=100)
    assert rows.tolist() == columns.tolist() == [0]


def test_windows_may_lie_in_the_padding_alone():
    assert coverage(1, 1, stride=4, padding=3).tolist() == [[0]]
    assert unread_border(1, 1, stride=10, padding=3) == (1, 1)


def test_windows_touch_lie_on_the_image_and_have_no_gaps_unless_told():
    rest = {"stride": 1, "padding": 0, "dilation": 1}
    setting = {"size": (8, 9), "kernel_size": (3, 2)}
    assert output_size(**setting) == output_size(**setting, **rest) == (6, 8)
    for axis, starts in enumerate(window_starts(**setting)):
        assert (
            starts.tolist() == window_starts(**setting, **rest)[axis].tolist()
        )
        assert starts.tolist() == list(range(6 + 2 * axis))
    counts = coverage(**setting, **rest)
    assert (coverage(**setting) == counts).all()
    assert counts[0].tolist() == [1, 2, 2, 2, 2, 2, 2, 2, 1]
    assert (
        unread_border(**setting) == unread_border(**setting, **rest) == (0, 0)
    )
    assert as_setting(**setting) == as_setting(**setting, **rest)
    assert kernel_span((3, 2)) == kernel_span((3, 2), dilation=1) == (3, 2)
    assert same_padding((5, 3)) == same_padding((5, 3), dilation=1) == (2, 1)


def test_one_number_stands_for_both_axes():
    as_pairs = coverage((7, 7), (3, 3), (2, 2), (1, 1), (2, 2))
    assert (coverage(7, 3, 2, 1, 2) == as_pairs).all()
    assert (coverage([7, 7], np.array([3, 3]), 2, 1, 2) == as_pairs).all()
    assert output_size(np.int64(7), np.uint8(3)) == (5, 5)


# --- Hostile input

NOT_INTEGERS = [
    2.0,
    float("nan"),
    float("inf"),
    "3",
    b"3",
    True,
    np.True_,
    np.float32(2),
    np.array(2.0),
    np.array([1.5, 2.5]),
    np.array([[1, 2], [3, 4]]),
    None,
    {1, 2},
    (1, 2.0),
    (1, "2"),
    (1, None),
    (1, (2, 3)),
    (False, 1),
]
NAMES = ("size", "kernel_size", "stride", "padding", "dilation")
VALID = {"size": 8, "kernel_size": 3, "stride": 1, "padding": 0, "dilation": 1}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", NOT_INTEGERS, ids=repr)
def test_what_is_no_integer_is_refused_by_name(name, value):
    with pytest.raises(TypeError) as caught:
        output_size(**VALID | {name: value})
    message = str(caught.value)
    assert message.startswith(f"{name} must be an integer or a pair")
    assert repr(value) in message


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [(), (1,), (1, 2, 3), [], np.array([4])])
def test_a_pair_has_two_numbers(name, value):
    with pytest.raises(ValueError, match=f"{name} must be .* pair .* got "):
        output_size(**VALID | {name: value})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [-1, (1, -1), (-(10**30), 1)])
def test_what_is_too_small_is_refused_with_the_smallest(name, value):
    with pytest.raises(ValueError) as caught:
        output_size(**VALID | {name: value})
    message = str(caught.value)
    smallest = 0 if name == "padding" else 1
    assert message.startswith(f"{name} must be at least {smallest} (")
    assert message.endswith(f"got {value!r}")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [2**60 + 1, (1, 3 * 10**19), 10**400])
def test_what_64_bits_could_not_count_is_refused(name, value):
    for function in (output_size, window_starts, coverage, unread_border):
        with pytest.raises(ValueError) as caught:
            function(**VALID | {name: value})
        assert str(caught.value) == (
            f"{name} must be at most 2**60 (pixels are counted in 64 bits), "
            f"got {value!r}"
        )


def test_the_largest_sizes_are_counted_right():
    rows, _ = window_starts((2**60, 1), 1, stride=2**59, padding=(2**60, 0))
    assert rows.tolist() == [start * 2**59 for start in range(6)]
    assert window_starts(5, 3, stride=2**60)[0].tolist() == [0]
    wide = {"stride": 2**60, "padding": 2**60, "dilation": 2**60}
    assert coverage(3, 3, **wide).tolist() == np.diag([1, 0, 0]).tolist()
    assert unread_border(2**60, 1, stride=2**60)[0] == 2**60 - 1


@pytest.mark.parametrize(
    "function, arguments, what",
    [
        (window_starts, (10**18, 1), "starts of windows"),
        (window_starts, ((1, 2**60), 1), "starts of windows"),
        (coverage, ((10**9, 10**9), 1), "coverage"),
        (coverage, (2**60, 1), "coverage"),
        (coverage, (3, 10**17, 1, 10**17), "starts of windows"),
    ],
)
def test_what_memory_does_not_hold_is_one_sentence(function, arguments, what):
    with pytest.raises(ValueError) as caught:
        function(*arguments)
    message = str(caught.value)
    assert message.startswith(f"{what}, shape (") and " GB" in message
    assert message.endswith("memory has room for; use smaller sizes")


@pytest.mark.parametrize("name", ["size", "kernel_size", "stride", "dilation"])
def test_zero_is_too_small_except_for_padding(name):
    with pytest.raises(ValueError, match=f"{name} must be at least 1"):
        output_size(**VALID | {name: 0})


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (
            {"size": 4, "kernel_size": 5},
            "kernel 5×5 does not fit the 4×4 input: with padding 0 the input "
            "needs at least 5 rows and 5 columns; "
            "use padding ≥ 1 or a smaller kernel",
        ),
        (
            {"size": (4, 9), "kernel_size": (9, 2), "padding": (1, 0)},
            "kernel 9×2 does not fit the 4×9 input: with padding (1, 0) the "
            "input needs at least 7 rows; "
            "use padding ≥ 3 or a smaller kernel",
        ),
        (
            {"size": (5, 2), "kernel_size": 2, "dilation": (1, 3)},
            "kernel 2×2 with dilation (1, 3) spans 2×4 and does not fit the "
            "5×2 input: with padding 0 the input needs at least 4 columns; "
            "use padding ≥ 1 or a smaller kernel",
        ),
    ],
)
def test_a_kernel_that_does_not_fit_is_told_what_would(arguments, sentence):
    for function in (output_size, window_starts, coverage, unread_border):
        with pytest.raises(ValueError) as caught:
            function(**arguments)
        assert str(caught.value) == sentence


def test_the_padding_that_the_message_names_is_enough_and_no_more():
    for n in range(1, 6):
        for k in range(n + 1, 12):
            with pytest.raises(ValueError) as caught:
                output_size(n, k)
            named = int(str(caught.value).split("padding ≥ ")[1].split()[0])
            assert output_size(n, k, padding=named)[0] >= 1
            with pytest.raises(ValueError):
                output_size(n, k, padding=named - 1)


def test_everything_is_exported():
    for name in convbook.__all__:
        assert callable(getattr(convbook, name))
