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


def test_without_a_step_each_number_moves_by_a_hundred_thousandth():
    seen = []
    numeric_gradient(lambda x: seen.append(x.tolist()) or 0, [2.0, 3.0])
    up, down = 1e-5, -1e-5
    assert seen == [[2 + up, 3], [2 + down, 3], [2, 3 + up], [2, 3 + down]]


def test_the_way_is_measured_where_a_step_is_rounded():
    """Beside 1e9 a step of 1e-5 becomes one of 1.0014e-5."""
    x = np.array([1e9, -1e9, 1.0])
    gradient = numeric_gradient(lambda x: float(x[0] + 3 * x[1]), x[:2])
    assert gradient.tolist() == [1.0, 3.0]


@pytest.mark.parametrize("number", [1e12, -1e12, np.inf, -np.inf, np.nan])
def test_a_step_that_vanishes_is_an_error_and_no_gradient_of_0(number):
    with pytest.raises(ValueError) as caught:
        numeric_gradient(np.sum, [[1.0, number]])
    assert str(caught.value) == (
        f"step must change the numbers of x, and 1e-05 does not change "
        f"{number} at (0, 1); use a larger step"
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_a_loss_that_is_rounded_to_a_small_float_is_refused(dtype):
    with pytest.raises(ValueError, match="loss must compute in float64, got"):
        numeric_gradient(lambda x: x.astype(dtype).sum(), np.ones(3))


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


@pytest.mark.parametrize("step", [float("inf"), 10**400])
def test_a_step_is_finite(step):
    with pytest.raises(ValueError, match="step must be finite, got"):
        numeric_gradient(np.sum, np.ones(3), step)


@pytest.mark.parametrize(
    "step", ["1e-5", None, True, 1j, np.ones(1), np.array(0.5), [0.5]]
)
def test_a_step_is_a_real_number(step):
    with pytest.raises(TypeError, match="step must be a real number, got"):
        numeric_gradient(np.sum, np.ones(3), step)


def test_numpys_numbers_are_steps_too():
    for step in (np.float32(0.5), np.float64(0.5), np.int64(1), np.uint8(2)):
        gradient = numeric_gradient(lambda x: (x**2).sum(), [3, 4], step)
        assert gradient.tolist() == [6, 8]


def test_what_is_nudged_has_no_gaps_and_no_mask():
    with pytest.raises(ValueError, match="x must hold real numbers, got list"):
        numeric_gradient(np.sum, [[1], [2, 3]])
    with pytest.raises(TypeError, match=r"x must hold real .* masked array"):
        numeric_gradient(np.sum, np.ma.masked_array([1.0, 2.0]))


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


def test_small_integers_hide_nothing_and_invent_nothing():
    """In uint8, 2·4 and 2·(4 + 128) are equal; in int8, 100 + 100 is −56."""
    x, g = np.array([2], np.uint8), np.array([4], np.uint8)
    assert adjoint_gap(lambda x: x, lambda g: g, x, g) == 0
    assert adjoint_gap(lambda x: x, lambda g: g + 128, x, g) > 0.9
    x, g = np.array([100, 100], np.int8), np.array([100], np.int8)
    gap = adjoint_gap(lambda x: x[:1] + x[1:], lambda g: np.repeat(g, 2), x, g)
    assert gap == 0


def test_small_floats_are_multiplied_and_added_in_float64():
    x, g = np.full(3, 3e30, np.float32), np.full(3, 7e30, np.float32)
    assert adjoint_gap(lambda x: 3 * x, lambda g: 3 * g, x, g) < 1e-6
    x, g = np.full(3, 300, np.float16), np.full(3, 300, np.float16)
    assert adjoint_gap(np.negative, np.negative, x, g) == 0


def test_floats_and_complex_numbers_reach_the_functions_as_they_are():
    for dtype in ("float32", "float64", "complex64"):
        seen = []
        x, g = np.ones(3, dtype), np.ones(3, dtype)
        adjoint_gap(
            lambda x, seen=seen: seen.append(x.dtype) or x,
            lambda g, seen=seen: seen.append(g.dtype) or g,
            x,
            g,
        )
        assert seen == [dtype, dtype]
    M = RNG.standard_normal((5, 3)) + 1j * RNG.standard_normal((5, 3))
    x, g = RNG.standard_normal(3) + 1j, RNG.standard_normal(5) - 2j
    assert adjoint_gap(lambda x: M @ x, lambda g: M.T @ g, x, g) < 1e-15
    gap = adjoint_gap(lambda x: M @ x, lambda g: M.T.conj() @ g, x, g)
    assert gap > 0.01


def test_functions_that_write_into_their_arguments_do_no_harm():
    def doubled(array):
        array *= 2
        return array

    x, g = RNG.standard_normal(3), RNG.standard_normal(3)
    before = x.copy(), g.copy()
    assert adjoint_gap(doubled, doubled, x, g) < 1e-15
    assert adjoint_gap(doubled, lambda g: g, x, g) > 0.1
    assert (x == before[0]).all() and (g == before[1]).all()


def test_functions_that_share_their_memory_do_no_harm():
    shared = np.zeros(3)

    def times(factor):
        def function(array):
            shared[:] = factor * array
            return shared

        return function

    x, g = RNG.standard_normal(3), RNG.standard_normal(3)
    assert adjoint_gap(times(2), times(2), x, g) < 1e-15
    assert adjoint_gap(times(3), times(2), x, g) > 0.1


@pytest.mark.parametrize("bad", [np.array(["a"]), np.array([None])])
def test_what_has_a_gap_holds_numbers(bad):
    one = np.ones(1)
    for name, arguments in {
        "x": (np.negative, np.negative, bad, one),
        "g": (np.negative, np.negative, one, bad),
        r"function\(x\)": (lambda x: bad, np.negative, one, one),
        r"adjoint\(g\)": (np.negative, lambda g: bad, one, one),
    }.items():
        with pytest.raises(TypeError, match=f"^{name} must hold numbers, got"):
            adjoint_gap(*arguments)


def test_a_gap_is_not_measured_through_a_mask_or_ragged_lists():
    with pytest.raises(TypeError, match="g must hold numbers, got a masked"):
        adjoint_gap(np.negative, np.negative, [1.0], np.ma.array([1.0]))
    with pytest.raises(ValueError, match="x must hold numbers, got lists of"):
        adjoint_gap(np.negative, np.negative, [[1], [2, 3]], [1.0])


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
