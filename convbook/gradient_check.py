"""Tests of a backward pass that need no other implementation.

The numeric gradient nudges each number and watches the loss. The adjoint gap
compares two sums that must be equal if one function is the adjoint of the
other.
"""

import math
from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np

from convbook.im2col import as_array, require_numbers

__all__ = ["adjoint_gap", "numeric_gradient"]


def numeric_gradient(
    loss: Callable[[np.ndarray], Any], x: np.ndarray, step: float = 1e-5
) -> np.ndarray:
    """Measure how fast a loss grows with each number of an array.

    Each number is moved up and down by `step`, all others staying as they are:
    the difference of the two losses is divided by the way between.

    Parameters
    ----------
    loss : callable
        Takes an array like `x` (float64) and returns one number, which it
        must compute in float64 all the way: what float32 has rounded is
        larger than what a small step changes.
    x : numpy.ndarray
        Where to measure; not changed.
    step : float, default 1e-5
        How far each number is moved. For a loss that is linear in `x`, or a
        parabola, any step gives the same result but for rounding.

    Returns
    -------
    numpy.ndarray
        Shape of `x`, float64.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers or is a masked array, or if the step
        is not a real number.
    ValueError
        If the step is not positive and finite, if it is so small beside a
        number of `x` that adding it changes nothing, or if the loss is not one
        number, or one of float32 or float16.

    Notes
    -----
    Chapter 5, *Send it back*. It calls `loss` twice for each number of `x`:
    use small arrays.

    Examples
    --------
    >>> numeric_gradient(lambda x: (x**2).sum(), np.array([1, 2, 3]), 0.5)
    array([2., 4., 6.])
    """
    x = as_array("x", x, "hold real numbers")
    require_numbers("x", x, real=True)
    step = _as_step(step)
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        number = float(x[place])
        up, down = number + step, number - step
        if not 0 < up - down < math.inf:
            raise ValueError(
                f"step must change the numbers of x, and {step!r} does not "
                f"change {number!r} at {place}; use a larger step"
            )
        losses = []
        for nudged in (up, down):
            moved = x.astype(np.float64)
            moved[place] = nudged
            losses.append(_as_loss(loss(moved)))
        gradient[place] = (losses[0] - losses[1]) / (up - down)
    return gradient


def _as_step(value: Any) -> float:
    """Check how far to move a number."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"step must be a real number, got {value!r}")
    try:
        step = float(value)
    except OverflowError:
        step = math.inf
    if not step > 0:
        raise ValueError(f"step must be larger than 0, got {value!r}")
    if step == math.inf:
        raise ValueError(f"step must be finite, got {value!r}")
    return step


def _as_loss(value: Any) -> float:
    """Check what a loss returned."""
    array = as_array("loss", value, "return one number")
    if array.size != 1 or array.dtype.kind not in "buif":
        raise ValueError(
            f"loss must return one number, got an array of {array.dtype} of "
            f"shape {array.shape}; multiply it by an upstream gradient and "
            "sum"
        )
    if array.dtype in (np.float32, np.float16):
        raise ValueError(
            f"loss must compute in float64, got a {array.dtype}, which rounds "
            "away what a small step changes; convert what it computes with to "
            "float64"
        )
    return float(array.reshape(()))


def adjoint_gap(
    function: Callable[[np.ndarray], np.ndarray],
    adjoint: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    g: np.ndarray,
) -> float:
    """Measure how far a function is from being the adjoint of another.

    If it is, then for every `x` and `g` the two sums Σ function(x)·g and
    Σ x·adjoint(g) are equal. Products and sums are computed in float64 at
    least. The functions get copies, which they may write into.

    Parameters
    ----------
    function : callable
        A linear function of arrays like `x`. Integers reach it as float64, so
        that no sum is too large for a small integer type.
    adjoint : callable
        What should be its adjoint: takes arrays like `g`, likewise.
    x : numpy.ndarray
        What `function` takes; random numbers find most.
    g : numpy.ndarray
        What `adjoint` takes, of the shape of ``function(x)``.

    Returns
    -------
    float
        The difference of the two sums, divided by the sum of the absolute
        values of the terms: 0 if they are equal, about 1e-16 if only rounding
        separates them.

    Raises
    ------
    TypeError
        If one of the four arrays does not hold numbers, or is masked.
    ValueError
        If ``function(x)`` has not the shape of `g`, or ``adjoint(g)`` not that
        of `x`.

    Notes
    -----
    Chapter 5, *Send it back*.

    Examples
    --------
    The adjoint of a matrix is its transpose:

    >>> M = np.array([[1, 2], [3, 4], [5, 6]])
    >>> x, g = np.array([1, -1]), np.array([1, 0, 2])
    >>> adjoint_gap(lambda x: M @ x, lambda g: M.T @ g, x, g)
    0.0
    """
    x, g = _as_numbers("x", x), _as_numbers("g", g)
    there = _widened(_as_numbers("function(x)", function(_floating(x))))
    back = _widened(_as_numbers("adjoint(g)", adjoint(_floating(g))))
    for name, array, like, wanted in (
        ("function(x)", there, "g", g),
        ("adjoint(g)", back, "x", x),
    ):
        if array.shape != wanted.shape:
            raise ValueError(
                f"{name} must have the shape of {like}, {wanted.shape}, "
                f"got {array.shape}"
            )
    left, right = there * g, x * back
    scale = max(np.abs(left).sum(), np.abs(right).sum())
    return float(abs(left.sum() - right.sum()) / scale) if scale else 0.0


def _as_numbers(name: str, value: Any) -> np.ndarray:
    """Check that an argument, or what a function returned, holds numbers."""
    array = as_array(name, value, "hold numbers")
    require_numbers(name, array)
    return array


def _floating(array: np.ndarray) -> np.ndarray:
    """Copy an array; make float64 of integers."""
    return array.astype(
        array.dtype if array.dtype.kind in "fc" else np.float64
    )


def _widened(array: np.ndarray) -> np.ndarray:
    """Copy an array to float64, or to what is wider still."""
    return array.astype(np.result_type(np.float64, array.dtype))
