"""Every mutant is wrong, and the good tests find every one."""

import inspect
import itertools

import numpy as np
import oracle
import pytest
from settings import random_layers

from convbook import Convolution, col2im, im2col, output_size
from convbook.geometry import as_setting
from convbook.mutation import (
    CHECKS,
    MUTANTS,
    Code,
    gradients,
    mutant,
    survivors,
    verdict,
    verdicts,
)
from convbook.mutation.pieces import crop, gather_form, zero_stuffed

NAMES = [one.name for one in MUTANTS]
RIGHT = {"im2col": im2col, "col2im": col2im, "gradients": gradients}
SIGNS = {"survived": ".", "killed": "x", "error": "E"}
# A line for each mutant, a sign for each test, in the order of CHECKS.
TABLE = """
    E.EEEEE.E.EEEEE  im2col_stride_forgotten
    E.EEE.E...xEEEE  im2col_stride_exchanged
    E.EEEEE..EEEEEE  im2col_kernel_exchanged
    E..EE.E..x.EEEE  im2col_padding_exchanged
    E..xx.x.xE.xxEx  im2col_padding_in_total
    E..EEEE.EEEEEEE  im2col_dilation_forgotten
    E.EEEEEEEEEEEEE  im2col_dilation_from_0
    E.xxx.x..xxxxxx  im2col_height_for_width
    ..xxx.xxxxx.xxx  im2col_channels_last
    ..xxx.xxxxx.xxx  im2col_channel_0_only
    ..xxx.xxxxxxxxx  im2col_kernel_flipped
    ..x...xxxxxxxxx  im2col_windows_by_column
    ..xxx.xxxxxxxxx  im2col_reshaped
    E.EEEEEEEEEEEEE  im2col_last_window_lost
    .x.xxx.xxxxxxxx  col2im_assigned
    .x.xxx.xxxxxxxx  col2im_repeats_lost
    EEEEEEE.ExEEEEE  col2im_published
    ..x.xx..xxxxxxx  col2im_published_clipped
    EE.EEEEEEEEEEEE  col2im_row_for_column
    .xxxx...x.xxxxx  col2im_stride_forgotten
    .x.xx...xxxxxxx  col2im_dilation_forgotten
    xxxxxx.xxxxxExx  col2im_crop_to_nothing
    xx.xx...xx.xExx  col2im_crop_wrong_axes
    .x.xx...xx.xxxx  col2im_crop_at_the_end
    xx.xx....x.xExx  col2im_crop_exchanged
    xx.xxx..x.xxExx  col2im_border_missing
    .x.xxx..x.xxxxx  col2im_border_copied
    ..x.x..xxxxxxxx  col2im_kernel_flipped
    ..x.x..xxxx.xxx  col2im_channels_last
    ..x....xxxxxxxx  col2im_windows_by_column
    ..x.x..xxxxxxxx  col2im_reshaped
    .x.xxx.xxxxxxxx  col2im_divided
    ...xx.xxxxx..xx  gradients_batch_averaged
    ...xx.xxxxxx.xx  gradients_windows_averaged
    x..xx.xxxxxx.xx  gradients_db_not_summed
    ...xx.xxxxx..xx  gradients_last_image
    ...xxxxxxxxx.xx  gradients_last_window
    ...xx.xxxxxx.xx  gradients_dw_flipped
    ....x..xxxxx.xx  gradients_dx_not_flipped
    x..xxx..x.xx.xx  gradients_dx_not_stuffed
    x..xx...xx.x.xx  gradients_dx_not_cropped
    ......xxxxx..xx  gradients_upstream_reshaped
    ....xx.xxxx..xx  gradients_weights_reshaped
    E..EEEEEEEE..EE  gradients_filters_for_channels
"""


@pytest.fixture(scope="session")
def table():
    """Run every test on every mutant: once, because it takes a second."""
    return verdicts()


@pytest.fixture(scope="session")
def trials():
    """For each function, arguments in many settings and the right results."""
    rng = np.random.default_rng(2)
    found = {name: [] for name in RIGHT}
    for shape, weights_shape, rest in random_layers(60, seed=32):
        x, weights = (
            rng.integers(-9, 10, each) for each in (shape, weights_shape)
        )
        size = output_size(shape[2:], weights_shape[2:], **rest)
        G = rng.integers(-9, 10, (shape[0], weights_shape[0], *size))
        A = im2col(x, weights_shape[2:], **rest)
        A = rng.integers(-9, 10, A.shape)
        for name, arguments in {
            "im2col": (x, weights_shape[2:]),
            "col2im": (A, shape, weights_shape[2:]),
            "gradients": (x, weights, G),
        }.items():
            right = RIGHT[name](*arguments, **rest)
            found[name].append((arguments, rest, right))
    return found


def check_named(name):
    [found] = [check for check in CHECKS if check.name == name]
    return found


# --- What a mutant is


def test_there_are_44_and_no_name_is_used_twice():
    assert len(MUTANTS) == 44 and len(set(NAMES)) == len(NAMES)
    for name, right in itertools.groupby(one.replaces for one in MUTANTS):
        assert name in RIGHT and len(list(right)) >= 10


@pytest.mark.parametrize("one", MUTANTS, ids=NAMES)
def test_a_mutant_says_what_is_wrong_and_where_it_was_seen(one):
    assert one.sentence[0].isupper() and one.sentence.endswith(".")
    assert 20 < len(one.sentence) < 100 and len(one.source) > 5
    assert one.name.startswith(one.replaces + "_")
    assert mutant(one.name) is one


@pytest.mark.parametrize("one", MUTANTS, ids=NAMES)
def test_a_mutant_has_the_right_signature_and_says_that_it_is_wrong(one):
    right = inspect.signature(RIGHT[one.replaces])
    assert inspect.signature(one.function) == right
    wrong, source = inspect.getdoc(one.function).split("\n\n")
    assert wrong.casefold() == f"wrong: {one.sentence}".casefold()
    assert source == f"Source: {one.source}."
    assert f"def {one.name}(" in inspect.getsource(one.function)


def test_sentences_are_not_used_twice():
    assert len({one.sentence for one in MUTANTS}) == len(MUTANTS)


def test_a_name_that_is_not_there_is_answered_with_all_names():
    with pytest.raises(ValueError, match=r"col2im_assigned.*got 'no such'"):
        mutant("no such")


# --- The right code that they are made from


def test_the_right_gradients_are_those_of_loops_and_of_the_layer():
    rng = np.random.default_rng(0)
    for shape, weights_shape, rest in random_layers(100, seed=30):
        x, weights = (
            rng.integers(-9, 10, each) for each in (shape, weights_shape)
        )
        size = output_size(shape[2:], weights_shape[2:], **rest)
        G = rng.integers(-9, 10, (shape[0], weights_shape[0], *size))
        found = gradients(x, weights, G, **rest)
        for ours, expected in zip(
            found, oracle.gradients(x, weights, G, **rest), strict=True
        ):
            assert (ours == np.array(expected)).all()
        filters, channels, *kernel_size = weights_shape
        layer = Convolution(
            channels, filters, tuple(kernel_size), **rest, rng=rng
        )
        layer.weights.value[...] = weights
        layer.forward(x)
        assert np.array_equal(layer.backward(G), found[0])
        assert np.array_equal(layer.weights.gradient, found[1])
        assert np.array_equal(layer.bias.gradient, found[2])


def test_the_gather_form_is_right_before_it_is_mutated():
    rng = np.random.default_rng(1)
    for shape, weights_shape, rest in random_layers(100, seed=31):
        setting = as_setting(shape[2:], weights_shape[2:], **rest)
        weights = rng.integers(-9, 10, weights_shape)
        size = shape[0], weights_shape[0], *setting.output_size
        G = rng.integers(-9, 10, size)
        full = gather_form(zero_stuffed(G, setting.stride), weights, setting)
        expected = col2im(
            G.reshape(*G.shape[:2], -1).transpose(0, 2, 1)
            @ weights.reshape(len(weights), -1),
            (*shape[:2], *setting.padded_size),
            weights_shape[2:],
            setting.stride,
            0,
            setting.dilation,
        )
        rows, columns = full.shape[2:]
        assert (full == expected[:, :, :rows, :columns]).all()
        assert not expected[:, :, rows:].any()
        assert not expected[:, :, :, columns:].any()
        assert crop(expected, setting).shape == shape


# --- Each is wrong somewhere, and not everywhere


@pytest.mark.parametrize("one", MUTANTS, ids=NAMES)
def test_a_mutant_differs_from_what_it_replaces(one, trials):
    wrong = 0
    for arguments, rest, expected in trials[one.replaces]:
        before = [np.array(argument) for argument in arguments]
        try:
            found = one.function(*arguments, **rest)
        except (ValueError, IndexError):
            wrong += 1
        else:
            if one.replaces != "gradients":
                found, expected = [found], [expected]
            pairs = zip(found, expected, strict=True)
            wrong += not all(itertools.starmap(np.array_equal, pairs))
        for was, argument in zip(before, arguments, strict=True):
            assert (was == argument).all()  # a mutant spoils nothing else
    assert wrong > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_mutant_survives_some_weak_test(name, table):
    weak = [check.name for check in CHECKS if not check.good]
    assert "survived" in [table[name][test] for test in weak]


# --- The tests


def test_the_table_is_the_same_on_every_machine(table):
    for row in table.values():
        assert list(row) == [check.name for check in CHECKS]
    lines = [
        "".join(SIGNS[told] for told in row.values()) + f"  {name}"
        for name, row in table.items()
    ]
    assert lines == [line.strip() for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_right_code_passes_every_test(check):
    assert check.passes(Code())
    assert check.passes(Code(gradients=gradients))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_test_finds_some_mutant_and_every_weak_one_misses_some(
    check, table
):
    found = [row[check.name] for row in table.values()]
    assert "killed" in found
    assert check.good or "survived" in found


@pytest.mark.parametrize("one", MUTANTS, ids=NAMES)
def test_the_good_tests_kill_every_mutant(one, table):
    row = table[one.name]
    assert row["plain loops"] != "survived"
    assert row["numeric gradient"] != "survived"
    if one.replaces != "gradients":
        assert row["adjoint identity"] != "survived"


def test_squares_hide_what_exchanges_rows_and_columns():
    hidden = survivors(check_named("squares only").passes)
    assert set(hidden) == {
        "im2col_stride_exchanged",
        "im2col_kernel_exchanged",
        "im2col_padding_exchanged",
        "im2col_height_for_width",
        "col2im_crop_exchanged",
    }


def test_only_loops_find_two_mistakes_that_agree():
    both = Code(
        mutant("im2col_kernel_flipped").function,
        mutant("col2im_kernel_flipped").function,
    )
    good = {
        check.name: verdict(both, check.passes)
        for check in CHECKS
        if check.good
    }
    assert good == {
        "adjoint identity": "survived",
        "numeric gradient": "survived",
        "plain loops": "killed",
    }


# --- What tests have in common spoils none of them


def test_code_that_writes_into_its_images_spoils_no_later_test():
    def writes(x, *sizes):
        x += 1
        return im2col(x, *sizes)

    loops = check_named("plain loops").passes
    assert verdict(Code(im2col=writes), loops) == "error"
    assert verdict(Code(), loops) == "survived"


@pytest.mark.parametrize(
    "name", ["sum() loss", "all but dX", "numeric gradient", "plain loops"]
)
def test_code_that_forgets_a_gradient_passes_no_test_of_it(name):
    forgetful = Code(gradients=lambda *given: gradients(*given)[:2])
    assert verdict(forgetful, check_named(name).passes) == "error"


def test_the_nudges_of_right_code_are_not_taken_for_those_of_other_code():
    class Halved(Code):
        def forward(self, *arguments):
            return super().forward(*arguments) / 2

    # The function stays the same, and what it does changes.
    inside = {"im2col": im2col}
    code = Code(lambda *given: inside["im2col"](*given), gradients=gradients)
    nudges = check_named("numeric gradient").passes
    assert nudges(Code()) and not nudges(Halved())
    assert nudges(code)
    inside["im2col"] = mutant("im2col_channels_last").function
    assert not nudges(code)


@pytest.mark.parametrize(
    "width, published, right",
    [
        (3, [103, 1234, 2040], [103, 1234, 2040]),
        (4, [103, 1234, 2350, 3100], [1003, 12034, 120340, 200400]),
    ],
)
def test_powers_of_ten_name_the_windows(width, published, right):
    weights = np.array([[[[1, 2], [3, 4]]]])
    G = 10 ** np.arange(2 * (width - 1)).reshape(1, 1, 2, width - 1)
    x = np.zeros((1, 1, 3, width), dtype=int)
    wrong = Code(col2im=mutant("col2im_published").function)
    rest = (1, 1), (0, 0), (1, 1)
    for code, middle in ((wrong, published), (Code(), right)):
        dX = code.backward(x, weights, G, *rest)[0]
        assert dX[0, 0, 1].tolist() == middle
