"""The published formula for col2im, in many settings: where it is right."""

import itertools

import numpy as np
import pytest

from convbook import col2im, im2col, output_size
from convbook.geometry import as_pair
from convbook.mutation import mutant

SWEEP = list(
    itertools.product(
        (1, 2), (1, 2, 3), (4, 5, 7), (4, 5, 7),  # N, C, H, W
        (1, 2, 3), (1, 2, 3), (1, 2, 3), (0, 1, 2),  # k1, k2, stride, padding
    )
)  # fmt: skip


def random_numbers(rng, shape):
    return rng.integers(-(10**6), 10**6, shape)


def ones(rng, shape):
    return np.ones(shape, dtype=int)


def sum_loss(rng, shape):
    """Columns as a layer of four filters sends them back from sum()."""
    weights = rng.integers(-(10**6), 10**6, (4, shape[2]))
    return ones(rng, (*shape[:2], 4)) @ weights


KINDS = (random_numbers, ones, sum_loss)


@pytest.fixture(scope="module")
def sweep():
    """List the settings by what comes out, for each function and matrix."""
    rng = np.random.default_rng(3)
    found = {
        ("col2im_published", random_numbers): {},
        ("col2im_published", ones): {},
        ("col2im_published", sum_loss): {},
        ("col2im_row_for_column", random_numbers): {},
    }
    functions = {name: mutant(name).function for name, _ in found}
    for batch, *size, k1, k2, s, p in SWEEP:
        shape, setting = (batch, *size), ((k1, k2), s, p)
        windows = np.prod(output_size(shape[2:], *setting))
        matrix = batch, windows, shape[1] * k1 * k2
        cols = {kind: kind(rng, matrix) for kind in KINDS}
        together = np.concatenate(list(cols.values()))
        right = col2im(together, (len(together), *size), *setting)
        right = dict(zip(KINDS, np.split(right, len(KINDS)), strict=True))
        for (name, kind), outcomes in found.items():
            try:
                image = functions[name](cols[kind], shape, *setting)
            except IndexError:
                outcome = "error"
            else:
                same = np.array_equal(image, right[kind])
                outcome = "right" if same else "wrong"
            outcomes.setdefault(outcome, []).append((*shape, *setting))
    return found


def counts(outcomes):
    return {outcome: len(settings) for outcome, settings in outcomes.items()}


def test_the_published_formula_is_right_in_8_of_4374_settings(sweep):
    outcomes = sweep["col2im_published", random_numbers]
    assert len(SWEEP) == 4374
    assert counts(outcomes) == {"right": 8, "wrong": 3362, "error": 1004}
    images = itertools.product((1, 2), (1, 2, 3))
    twice = [(*image, 5, 5, (3, 3), 1, 0) for image in images]
    alone = [(image, 1, 5, 5, (1, 1), 3, 1) for image in (1, 2)]
    assert sorted(outcomes["right"]) == sorted(twice + alone)


def test_columns_of_ones_find_nothing(sweep):
    outcomes = sweep["col2im_published", ones]
    assert counts(outcomes) == {"right": 3370, "error": 1004}


def test_a_sum_loss_through_a_layer_finds_most(sweep):
    outcomes = sweep["col2im_published", sum_loss]
    assert counts(outcomes) == {"right": 426, "wrong": 2944, "error": 1004}


def test_row_for_column_alone_breaks_1680_settings(sweep):
    outcomes = sweep["col2im_row_for_column", random_numbers]
    assert len(outcomes["right"]) == 4374 - 1680
    assert sum(counts(outcomes).values()) == 4374


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
