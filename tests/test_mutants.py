"""The zoo: every mutant is wrong, and the good tests find every one out."""

import itertools

import numpy as np
import oracle
import pytest
from settings import random_layers

from convbook import Convolution, col2im, im2col, output_size
from convbook.geometry import as_pair, as_setting
from convbook.mutants import MUTANTS, _crop, _full, _stuff, gradients, mutant
from convbook.verdicts import CHECKS, Code, survivors, verdict, verdicts

NAMES = [one.name for one in MUTANTS]
RIGHT = {"im2col": im2col, "col2im": col2im, "gradients": gradients}
SWEEP = list(
    itertools.product(
        (1, 2), (1, 2, 3), (4, 5, 7), (4, 5, 7),  # N, C, H, W
        (1, 2, 3), (1, 2, 3), (1, 2, 3), (0, 1, 2),  # k1, k2, stride, padding
    )
)  # fmt: skip


# --- What is in the zoo


def test_there_are_at_least_twenty_and_no_name_is_used_twice():
    assert len(MUTANTS) >= 20 and len(set(NAMES)) == len(NAMES)
    for name, right in itertools.groupby(one.replaces for one in MUTANTS):
        assert name in RIGHT and len(list(right)) >= 10


@pytest.mark.parametrize("one", MUTANTS, ids=NAMES)
def test_a_mutant_says_what_is_wrong_and_where_it_was_seen(one):
    assert one.sentence[0].isupper() and one.sentence.endswith(".")
    assert 20 < len(one.sentence) < 100 and len(one.source) > 5
    assert one.name.startswith(one.replaces + "_")
    assert mutant(one.name) is one


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
        full = _full(_stuff(G, setting.stride), weights, setting)
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
        assert _crop(expected, setting).shape == shape


# --- Each is wrong somewhere, and not everywhere


@pytest.mark.parametrize("one", MUTANTS, ids=NAMES)
def test_a_mutant_differs_from_what_it_replaces(one):
    rng = np.random.default_rng(2)
    wrong = 0
    for shape, weights_shape, rest in random_layers(60, seed=32):
        x = rng.integers(-9, 10, shape)
        if one.replaces == "im2col":
            arguments = x, weights_shape[2:]
        elif one.replaces == "col2im":
            A = im2col(x, weights_shape[2:], **rest)
            A = rng.integers(-9, 10, A.shape)
            arguments = A, shape, weights_shape[2:]
        else:
            size = output_size(shape[2:], weights_shape[2:], **rest)
            G = rng.integers(-9, 10, (shape[0], weights_shape[0], *size))
            arguments = x, rng.integers(-9, 10, weights_shape), G
        before = [np.array(argument) for argument in arguments]
        try:
            found = one.function(*arguments, **rest)
        except (ValueError, IndexError):
            wrong += 1
        else:
            expected = RIGHT[one.replaces](*arguments, **rest)
            if one.replaces != "gradients":
                found, expected = [found], [expected]
            pairs = zip(found, expected, strict=True)
            wrong += not all(itertools.starmap(np.array_equal, pairs))
        for was, argument in zip(before, arguments, strict=True):
            assert (was == argument).all()  # a mutant spoils nothing else
    assert wrong > 0


@pytest.mark.parametrize("one", MUTANTS, ids=NAMES)
def test_every_mutant_survives_some_weak_test(one):
    row = verdicts([one])[one.name]
    assert "survived" in row.values()


# --- The tests


def test_the_table_is_the_same_every_time():
    table = verdicts()
    assert table == verdicts()
    assert list(table) == NAMES
    for row in table.values():
        assert list(row) == [check.name for check in CHECKS]
        assert set(row.values()) <= {"survived", "killed", "error"}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_right_code_passes_every_test(check):
    assert check.passes(Code())
    assert check.passes(Code(gradients=gradients))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_test_finds_some_mutant_and_every_weak_one_misses_some(check):
    found = [verdict(Code.with_mutant(one), check.passes) for one in MUTANTS]
    assert "killed" in found
    assert check.good or "survived" in found


@pytest.mark.parametrize("one", MUTANTS, ids=NAMES)
def test_the_good_tests_kill_every_mutant(one):
    good = [check for check in CHECKS if check.good]
    row = verdicts([one], good)[one.name]
    assert row["plain loops"] != "survived"
    assert row["numeric gradient"] != "survived"
    if one.replaces != "gradients":
        assert row["adjoint identity"] != "survived"


def test_squares_hide_what_exchanges_rows_and_columns():
    [check] = [check for check in CHECKS if check.name == "squares only"]
    hidden = survivors(check.passes)
    assert set(hidden) == {
        "im2col_stride_exchanged",
        "im2col_kernel_exchanged",
        "im2col_padding_exchanged",
        "im2col_height_for_width",
        "col2im_crop_exchanged",
    }


def test_only_loops_find_two_mistakes_that_agree():
    both = Code(
        mutant("im2col_kernel_turned").function,
        mutant("col2im_kernel_turned").function,
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


# --- The published formula over the sweep


def sweep(function, columns):
    """Count what comes out, and list the settings where it is right."""
    rng = np.random.default_rng(3)
    right, wrong, error = [], [], []
    for *shape, k1, k2, s, p in SWEEP:
        setting = (k1, k2), s, p
        windows = np.prod(output_size(shape[2:], *setting))
        cols = columns(rng, (shape[0], windows, shape[1] * k1 * k2))
        try:
            found = function(cols, shape, *setting)
        except IndexError:
            error.append((*shape, *setting))
        else:
            same = np.allclose(found, col2im(cols, shape, *setting))
            (right if same else wrong).append((*shape, *setting))
    return right, len(wrong), len(error)


def random_numbers(rng, shape):
    return rng.standard_normal(shape)


def sum_loss(rng, shape):
    """Columns as a layer of four filters sends them back from sum()."""
    G, weights = np.ones((*shape[:2], 4)), rng.standard_normal((4, shape[2]))
    return G @ weights


def test_the_published_formula_is_right_in_8_of_4374_settings():
    published = mutant("col2im_published").function
    assert len(SWEEP) == 4374
    right, wrong, error = sweep(published, random_numbers)
    assert (len(right), wrong, error) == (8, 3362, 1004)
    images = itertools.product((1, 2), (1, 2, 3))
    twice = [(*image, 5, 5, (3, 3), 1, 0) for image in images]
    alone = [(image, 1, 5, 5, (1, 1), 3, 1) for image in (1, 2)]
    assert sorted(right) == sorted(twice + alone)


def test_columns_of_ones_find_nothing():
    published = mutant("col2im_published").function
    right, wrong, error = sweep(published, lambda rng, shape: np.ones(shape))
    assert (len(right), wrong, error) == (3370, 0, 1004)


def test_a_sum_loss_through_a_layer_finds_most():
    published = mutant("col2im_published").function
    right, wrong, error = sweep(published, sum_loss)
    assert (len(right), wrong, error) == (426, 2944, 1004)


def test_row_for_column_alone_breaks_1680_settings():
    function = mutant("col2im_row_for_column").function
    right, wrong, error = sweep(function, random_numbers)
    assert wrong + error == 1680 and len(right) == 4374 - 1680


@pytest.mark.parametrize(
    "size, kernel_size",
    [(5, 3), (7, 4), (3, 2), (9, 5), ((5, 7), (3, 4)), (1, 1)],
)
def test_n_is_2k_minus_1_hides_it(size, kernel_size):
    published = mutant("col2im_published").function
    shape = 2, 3, *as_pair("size", size)
    A = im2col(np.zeros(shape), kernel_size)
    cols = np.random.default_rng(4).standard_normal(A.shape)
    found = published(cols, shape, kernel_size)
    assert np.allclose(found, col2im(cols, shape, kernel_size))


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
