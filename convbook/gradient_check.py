"""Tests of a backward pass that need no other implementation.

The numeric gradient nudges each number and watches the loss. The adjoint gap
compares two sums that must be equal if one function is the adjoint of the
other.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["adjoint_gap", "numeric_gradient"]


def numeric_gradient(
    loss: Callable[[np.ndarray], Any], x: np.ndarray, step: float = 1e-5
) -> np.ndarray:
    """Measure how fast a loss grows with each number of an array.

    Each number is moved up and down by `step`, all others staying as they are:
    the difference of the two losses is divided by twice the step.

    Parameters
    ----------
    loss : callable
        Takes an array like `x` (float64) and returns one number.
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
        If `x` does not hold real numbers.
    ValueError
        If the step is not positive, or if the loss is not one number.

    Notes
    -----
    Chapter 5, *Send it back*. It calls `loss` twice for each number of `x`:
    use small arrays.

    Examples
    --------
    >>> numeric_gradient(lambda x: (x**2).sum(), np.array([1, 2, 3]), 0.5)
    array([2., 4., 6.])
    """
    x = np.asarray(x)
    if x.dtype.kind not in "buif":
        raise TypeError(f"x must hold real numbers, got an array of {x.dtype}")
    if not step > 0:
        raise ValueError(f"step must be larger than 0, got {step!r}")
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        losses = []
        for moved_by in (step, -step):
            moved = x.astype(np.float64)
            moved[place] += moved_by
            losses.append(_as_number(loss(moved)))
        gradient[place] = (losses[0] - losses[1]) / (2 * step)
    return gradient


def _as_number(value: Any) -> float:
    array = np.asarray(value)
    if array.size != 1 or array.dtype.kind not in "buif":
        raise ValueError(
            f"loss must return one number, got an array of {array.dtype} of "
            f"shape {array.shape}; multiply it by an upstream gradient and "
            "sum"
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
    Σ x·adjoint(g) are equal.

    Parameters
    ----------
    function : callable
        A linear function of arrays like `x`.
    adjoint : callable
        What should be its adjoint: takes arrays like `g`.
    x : numpy.ndarray
        What `function` takes; random numbers find most.
    g : numpy.ndarray
        What `adjoint` takes, of the shape of ``function(x)``; likewise.

    Returns
    -------
    float
        The difference of the two sums, divided by the sum of the absolute
        values of the terms: 0 if they are equal, about 1e-16 if only rounding
        separates them.

    Raises
    ------
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
    x, g = np.asarray(x), np.asarray(g)
    there, back = np.asarray(function(x)), np.asarray(adjoint(g))
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
