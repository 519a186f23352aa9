"""The tools that test a backward pass are tested where the answer is known."""

import numpy as np
import pytest

from convbook import adjoint_gap, numeric_gradient

RNG = np.random.default_rng(0)


# --- The numeric gradient


def test_a_parabola_is_measured_exactly_with_any_step():
    x = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -8.0]])
    for step in (0.25, 1, 16):
        gradient = numeric_gradient(lambda x: (x**2).sum(), x, step)
        assert (gradient == 2 * x).all()


def test_a_curved_loss_is_measured_closely():
    x = RNG.standard_normal((2, 3, 4))
    gradient = numeric_gradient(lambda x: np.sin(x).sum() ** 2, x)
    expected = 2 * np.sin(x).sum() * np.cos(x)
    assert np.abs(gradient - expected).max() < 1e-8


def test_the_product_rule_is_measured():
    A, B = RNG.standard_normal((3, 4)), RNG.standard_normal((4, 2))
    G = RNG.standard_normal((3, 2))
    gradient = numeric_gradient(lambda A: (G * (A @ B)).sum(), A, 0.5)
    assert np.abs(gradient - G @ B.T).max() < 1e-13


def test_integers_and_small_floats_are_measured_in_float64():
    for dtype in (np.int64, np.float32, np.float16, bool):
        x = np.array([1, 0, 1]).astype(dtype)
        gradient = numeric_gradient(lambda x: (x**2).sum(), x, 0.5)
        assert gradient.dtype == np.float64
        assert gradient.tolist() == [2.0, 0.0, 2.0]
        assert x.tolist() == np.array([1, 0, 1]).astype(dtype).tolist()


def test_a_loss_that_writes_into_its_argument_does_no_harm():
    def loss(x):
        total = (x**2).sum()
        x[:] = 0
        return total

    assert numeric_gradient(loss, [1, 2], 0.5).tolist() == [2.0, 4.0]


def test_one_number_and_no_numbers_are_arrays_too():
    assert numeric_gradient(lambda x: 3 * x, np.float64(2), 0.5) == 3.0
    assert numeric_gradient(lambda x: x.sum(), np.zeros((0, 4))).size == 0


@pytest.mark.parametrize("loss", [lambda x: x, lambda x: None, lambda x: "a"])
def test_a_loss_is_one_number(loss):
    with pytest.raises(ValueError, match="loss must return one number, got"):
        numeric_gradient(loss, np.ones(3))


@pytest.mark.parametrize("step", [0, -1, float("nan")])
def test_a_step_is_positive(step):
    with pytest.raises(ValueError, match="step must be larger than 0, got"):
        numeric_gradient(np.sum, np.ones(3), step)


@pytest.mark.parametrize("x", [["a"], [None], [1j]])
def test_what_is_nudged_is_real(x):
    with pytest.raises(TypeError, match="x must hold real numbers, got an"):
        numeric_gradient(np.sum, x)


# --- The adjoint gap


def test_a_transpose_has_no_gap_and_anything_else_has():
    M = RNG.standard_normal((5, 3))
    x, g = RNG.standard_normal(3), RNG.standard_normal(5)
    right = adjoint_gap(lambda x: M @ x, lambda g: M.T @ g, x, g)
    assert right < 1e-15
    for wrong in (2 * M, -M, M + 1e-6, np.where(M > 0, M, 0)):
        gap = adjoint_gap(lambda x: M @ x, lambda g, W=wrong: W.T @ g, x, g)
        assert gap > 1e-8


def test_integers_have_a_gap_of_exactly_0():
    M = RNG.integers(-9, 10, (5, 3))
    x, g = RNG.integers(-9, 10, 3), RNG.integers(-9, 10, 5)
    assert adjoint_gap(lambda x: M @ x, lambda g: M.T @ g, x, g) == 0.0
    assert adjoint_gap(lambda x: M @ x, lambda g: M.T @ g + 1, x, g) > 0


def test_a_gap_does_not_depend_on_the_scale():
    M, x, g = np.array([[1.0, 2.0]]), np.array([3.0, 4.0]), np.array([5.0])
    gaps = [
        adjoint_gap(
            lambda x: M @ x,
            lambda g, scale=scale: np.array([g[0], 3 * g[0]]),
            scale * x,
            scale * g,
        )
        for scale in (1, 1e-9, 1e9)
    ]
    assert gaps == pytest.approx([gaps[0]] * 3) and gaps[0] > 0.1


def test_zeros_have_no_gap():
    assert adjoint_gap(np.negative, np.negative, np.zeros(3), np.zeros(3)) == 0


def test_shapes_that_differ_are_named():
    with pytest.raises(ValueError, match=r"function\(x\) must have the shape"):
        adjoint_gap(lambda x: x[1:], lambda g: g, np.ones(3), np.ones(3))
    with pytest.raises(ValueError, match=r"adjoint\(g\) must have the shape"):
        adjoint_gap(lambda x: x, lambda g: g[1:], np.ones(3), np.ones(3))
