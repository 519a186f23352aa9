"""Tests of a convolution, weak and good, and the mutants that they find out.

A test here is a function that takes the code of a layer and says whether it
passes. The weak ones are like those that people write: some look at little,
others compare every number and are weak in the settings they try. A mutant
*survives* a test that passes with it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np

from convbook.geometry import coverage
from convbook.gradient_check import adjoint_gap, numeric_gradient
from convbook.im2col import col2im, im2col
from convbook.mutants import MUTANTS, Gradients, Mutant, Shape

__all__ = [
    "CHECKS",
    "Check",
    "Code",
    "by_loops",
    "survivors",
    "verdict",
    "verdicts",
]


@dataclass(frozen=True)
class Code:
    """The functions that a convolution layer is made of, right or wrong.

    Attributes
    ----------
    im2col, col2im : callable
        As :func:`convbook.im2col` and :func:`convbook.col2im`.
    gradients : callable, optional
        As :func:`convbook.mutants.gradients`; if there is none, the layer
        makes its gradients from the two others.
    """

    im2col: Callable[..., np.ndarray] = im2col
    col2im: Callable[..., np.ndarray] = col2im
    gradients: Callable[..., Gradients] | None = None

    @classmethod
    def with_mutant(cls, one: Mutant) -> "Code":
        """Make a layer in which one function is wrong."""
        return cls(**{one.replaces: one.function})

    def forward(
        self, x: np.ndarray, weights: np.ndarray, bias: np.ndarray, *rest: Any
    ) -> np.ndarray:
        """Compute the outputs, shape (N, F, H', W').

        After the arrays come stride, padding and dilation, each a pair.
        """
        A = self.im2col(x, weights.shape[2:], *rest)
        Z = A @ weights.reshape(len(weights), -1).T + bias
        size = _output_size(x.shape, weights.shape, *rest)
        Y: np.ndarray = Z.transpose(0, 2, 1)
        return Y.reshape(len(x), len(weights), *size)

    def backward(
        self,
        x: np.ndarray,
        weights: np.ndarray,
        upstream: np.ndarray,
        *rest: Any,
    ) -> Gradients:
        """Compute dX, dW and db; the arguments are like those of forward."""
        if self.gradients is not None:
            return self.gradients(x, weights, upstream, *rest)
        G = upstream.reshape(*upstream.shape[:2], -1).transpose(0, 2, 1)
        A = self.im2col(x, weights.shape[2:], *rest)
        dA = G @ weights.reshape(len(weights), -1)
        dW = (A.transpose(0, 2, 1) @ G).sum(axis=0).T.reshape(weights.shape)
        dX = self.col2im(dA, x.shape, weights.shape[2:], *rest)
        return dX, dW, G.sum(axis=(0, 1))


def _output_size(shape: Shape, weights_shape: Shape, *rest: Any) -> Shape:
    """Count the places by trying each, as the loops below do."""
    stride, padding, dilation = rest
    axes = zip(
        shape[2:], weights_shape[2:], stride, padding, dilation, strict=True
    )
    return tuple(
        len(range(0, n + 2 * p - d * (k - 1), s)) for n, k, s, p, d in axes
    )


class _Case(NamedTuple):
    """Arrays to try a layer on, and what must come out."""

    x: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    upstream: np.ndarray
    rest: tuple[Any, ...]  # stride, padding, dilation
    outputs: np.ndarray
    gradients: Gradients


@cache
def _case(
    shape: Shape,
    weights_shape: Shape,
    rest: tuple[Any, ...],
    ones: tuple[str, ...] = (),
) -> _Case:
    """Draw small integers, so that all is exact; let plain loops answer."""
    rng = np.random.default_rng(7)

    def draw(name: str, *shape: int) -> np.ndarray:
        numbers = rng.integers(-9, 10, shape)
        return np.ones_like(numbers) if name in ones else numbers

    x, weights = draw("x", *shape), draw("weights", *weights_shape)
    filters = len(weights)
    bias = draw("bias", filters)
    size = _output_size(shape, weights_shape, *rest)
    upstream = draw("upstream", len(x), filters, *size)
    expected = by_loops(x, weights, bias, upstream, rest)
    return _Case(x, weights, bias, upstream, rest, *expected)


def by_loops(
    x: np.ndarray,
    weights: np.ndarray,
    bias: np.ndarray,
    upstream: np.ndarray,
    rest: tuple[Any, ...],
) -> tuple[np.ndarray, Gradients]:
    """Visit every product of a convolution; send its share both ways.

    Parameters
    ----------
    x, weights, bias, upstream : numpy.ndarray
        Shapes (N, C, H, W), (F, C, k1, k2), (F,) and (N, F, H', W').
    rest : tuple
        Stride, padding and dilation, each a pair.

    Returns
    -------
    tuple
        The outputs, and the gradients (dX, dW, db).

    Examples
    --------
    >>> x, weights = np.array([[[[5, 6, 7]]]]), np.array([[[[1, 2]]]])
    >>> plain = (1, 1), (0, 0), (1, 1)
    >>> outputs, (dX, dW, db) = by_loops(
    ...     x, weights, np.array([100]), np.array([[[[1, 10]]]]), plain
    ... )
    >>> outputs.ravel().tolist(), dX.ravel().tolist()
    ([117, 120], [1, 12, 20])
    """
    (s1, s2), (p1, p2), (d1, d2) = rest
    height, width = x.shape[2:]
    outputs = np.zeros_like(upstream)
    dX, dW, db = (np.zeros_like(array) for array in (x, weights, bias))
    for n, f, u, v in np.ndindex(outputs.shape):
        sent = upstream[n, f, u, v]
        outputs[n, f, u, v] = bias[f]
        db[f] += sent
        for i, j in np.ndindex(weights.shape[2:]):
            row, column = u * s1 + i * d1 - p1, v * s2 + j * d2 - p2
            if 0 <= row < height and 0 <= column < width:
                pixels, kernel = x[n, :, row, column], weights[f, :, i, j]
                outputs[n, f, u, v] += (pixels * kernel).sum()
                dX[n, :, row, column] += sent * kernel
                dW[f, :, i, j] += sent * pixels
    return outputs, (dX, dW, db)


SHAPE, WEIGHTS = (2, 3, 9, 10), (8, 3, 4, 5)
SETTINGS = (
    ((3, 2), (0, 1), (1, 1)),  # stride, padding, dilation
    ((1, 3), (2, 0), (2, 1)),
    ((2, 1), (1, 2), (1, 2)),
)


def _cases(
    shape: Shape = SHAPE,
    weights_shape: Shape = WEIGHTS,
    settings: Iterable[Any] = SETTINGS,
    ones: tuple[str, ...] = (),
) -> list[_Case]:
    return [_case(shape, weights_shape, rest, ones) for rest in settings]


def _without_stride() -> list[Any]:
    return [((1, 1), padding, dilation) for _, padding, dilation in SETTINGS]


def _without_padding() -> list[Any]:
    return [(stride, (0, 0), dilation) for stride, _, dilation in SETTINGS]


def _equal(found: Any, expected: np.ndarray) -> bool:
    return bool(np.array_equal(found, expected))


def _all_equal(code: Code, cases: list[_Case], outputs: bool = True) -> bool:
    """Compare every number with that of the loops."""
    for case in cases:
        arrays = case.x, case.weights
        if outputs and not _equal(
            code.forward(*arrays, case.bias, *case.rest), case.outputs
        ):
            return False
        found = code.backward(*arrays, case.upstream, *case.rest)
        if not all(map(_equal, found, case.gradients)):
            return False
    return True


# --- Weak tests


def _shapes_only(code: Code) -> bool:
    for case in _cases():
        A = code.im2col(case.x, WEIGHTS[2:], *case.rest)
        right = im2col(case.x, WEIGHTS[2:], *case.rest)
        outputs = code.forward(case.x, case.weights, case.bias, *case.rest)
        found = code.backward(case.x, case.weights, case.upstream, *case.rest)
        arrays = (A, outputs, *found)
        expected = (right, case.outputs, *case.gradients)
        if [a.shape for a in arrays] != [e.shape for e in expected]:
            return False
    return True


def _columns_of_ones(code: Code) -> bool:
    for case in _cases():
        ones = np.ones_like(im2col(case.x, WEIGHTS[2:], *case.rest))
        counts = code.col2im(ones, SHAPE, WEIGHTS[2:], *case.rest)
        expected = coverage(SHAPE[2:], WEIGHTS[2:], *case.rest)
        if not _equal(counts, np.broadcast_to(expected, SHAPE)):
            return False
    return True


def _sum_of_equal_weights(code: Code) -> bool:
    cases = _cases(ones=("weights", "upstream"))
    return _all_equal(code, cases, outputs=False)


def _sum_loss(code: Code) -> bool:
    return _all_equal(code, _cases(ones=("upstream",)), outputs=False)


def _round_trip(code: Code) -> bool:
    x = _case(SHAPE, WEIGHTS, SETTINGS[0]).x[:, :, :8]
    A = code.im2col(x, WEIGHTS[2:], WEIGHTS[2:])
    return _equal(code.col2im(A, x.shape, WEIGHTS[2:], WEIGHTS[2:]), x)


def _mean_only(code: Code) -> bool:
    for case in _cases(settings=_without_padding()):
        arrays = case.x, case.weights, case.upstream
        found, expected = code.backward(*arrays, *case.rest), case.gradients
        # A mean needs a number; a wrong shape is not looked at.
        if not found[0].size or not np.isclose(
            found[0].mean(), expected[0].mean()
        ):
            return False
    return True


def _without_dx(code: Code) -> bool:
    for case in _cases():
        outputs = code.forward(case.x, case.weights, case.bias, *case.rest)
        found = code.backward(case.x, case.weights, case.upstream, *case.rest)
        expected = case.outputs, *case.gradients[1:]
        if not all(map(_equal, (outputs, *found[1:]), expected)):
            return False
    return True


def _squares_only(code: Code) -> bool:
    alike = (2, 1, 1), (3, 0, 1), (1, 2, 2)  # stride, padding, dilation
    settings = [((s, s), (p, p), (d, d)) for s, p, d in alike]
    return _all_equal(code, _cases((2, 3, 9, 9), (8, 3, 4, 4), settings))


def _n_is_2k_minus_1(code: Code) -> bool:
    plain = ((1, 1), (0, 0), (1, 1))
    return _all_equal(code, _cases((2, 3, 5, 5), (8, 3, 3, 3), [plain]))


def _one_of_each(code: Code) -> bool:
    return _all_equal(code, _cases((1, 1, 9, 10), (1, 1, 4, 5)))


# --- Good tests


def _apply(function: Any, rest: tuple[Any, ...], x: np.ndarray) -> Any:
    return function(x, *rest)


def _adjoint_identity(code: Code) -> bool:
    for case in _cases():
        rest = WEIGHTS[2:], *case.rest
        g = np.random.default_rng(8).integers(
            -9, 10, im2col(case.x, *rest).shape
        )
        gap = adjoint_gap(
            partial(_apply, code.im2col, rest),
            partial(_apply, code.col2im, (SHAPE, *rest)),
            case.x,
            g,
        )
        if gap > 1e-12:
            return False
    return True


def _numeric_gradient(code: Code) -> bool:
    """Small arrays: every number is nudged twice."""
    settings = (
        ((3, 1), (0, 1), (1, 1)),
        ((1, 3), (1, 0), (1, 1)),
        ((1, 3), (1, 2), (2, 1)),
    )
    for case in _cases((2, 3, 6, 7), (8, 3, 4, 5), settings):
        x, weights, bias, G, rest = case[:5]

        def loss(x: Any, w: Any, b: Any, G: Any = G, rest: Any = rest) -> Any:
            return (code.forward(x, w, b, *rest) * G).sum()

        dX, dW, db = code.backward(x, weights, G, *rest)
        for found, array, of in (
            (db, bias, lambda b, x=x, w=weights: loss(x, w, b)),
            (dX, x, lambda x, w=weights, b=bias: loss(x, w, b)),
            (dW, weights, lambda w, x=x, b=bias: loss(x, w, b)),
        ):
            # The loss is linear in each: no step is too large.
            if found.shape != array.shape or not np.allclose(
                found, numeric_gradient(of, array, 0.5)
            ):
                return False
    return True


def _plain_loops(code: Code) -> bool:
    return _all_equal(code, _cases())


@dataclass(frozen=True)
class Check:
    """A test of a layer.

    Attributes
    ----------
    name : str
        A few words.
    sentence : str
        What it does.
    good : bool
        Whether it is one of those that this book recommends.
    passes : callable
        Takes a :class:`Code` and says whether the test passes with it. It may
        raise, which counts as not passing.
    """

    name: str
    sentence: str
    good: bool
    passes: Callable[[Code], bool]


CHECKS = (
    Check(
        "shapes only",
        "Compares shapes and no number.",
        False,
        _shapes_only,
    ),
    Check(
        "columns of ones",
        "Asks col2im to count how often each pixel is read.",
        False,
        _columns_of_ones,
    ),
    Check(
        "round trip",
        "Wants x back from col2im(im2col(x)), with windows side by side.",
        False,
        _round_trip,
    ),
    Check(
        "sum(), weights 1",
        "Takes the sum of the outputs for the loss, and 1 for each weight.",
        False,
        _sum_of_equal_weights,
    ),
    Check(
        "sum() loss",
        "Takes the sum of the outputs for the loss, with random weights.",
        False,
        _sum_loss,
    ),
    Check(
        "mean of dX",
        "Compares the mean of dX, without padding.",
        False,
        _mean_only,
    ),
    Check(
        "all but dX",
        "Compares outputs, dW and db, and never looks at dX.",
        False,
        _without_dx,
    ),
    Check(
        "5×5 with 3×3",
        "Compares all numbers, for 5×5 images and 3×3 kernels.",
        False,
        _n_is_2k_minus_1,
    ),
    Check(
        "squares only",
        "Compares all numbers; rows and columns are always alike.",
        False,
        _squares_only,
    ),
    Check(
        "stride 1 only",
        "Compares all numbers, for the stride 1.",
        False,
        lambda code: _all_equal(code, _cases(settings=_without_stride())),
    ),
    Check(
        "padding 0 only",
        "Compares all numbers, without padding.",
        False,
        lambda code: _all_equal(code, _cases(settings=_without_padding())),
    ),
    Check(
        "N = C = F = 1",
        "Compares all numbers, for one image, one channel and one filter.",
        False,
        _one_of_each,
    ),
    Check(
        "adjoint identity",
        "Compares Σ im2col(x)·g with Σ x·col2im(g), all sizes different.",
        True,
        _adjoint_identity,
    ),
    Check(
        "numeric gradient",
        "Nudges every pixel, weight and bias; the upstream gradient is "
        "random and all sizes are different.",
        True,
        _numeric_gradient,
    ),
    Check(
        "plain loops",
        "Compares all numbers with those of plain loops; the upstream "
        "gradient is random and all sizes are different.",
        True,
        _plain_loops,
    ),
)


def verdict(code: Code, test: Callable[[Code], bool]) -> str:
    """Run one test on one piece of code.

    Parameters
    ----------
    code : Code
        The functions to test.
    test : callable
        Takes them and says whether the test passes.

    Returns
    -------
    str
        ``"survived"`` if the test passes; ``"killed"`` if it does not;
        ``"error"`` if anything is raised meanwhile.

    Examples
    --------
    >>> [verdict(Code(), check.passes) for check in CHECKS]
    ... # doctest: +ELLIPSIS
    ['survived', 'survived', ..., 'survived']
    >>> verdict(Code(), lambda code: code.forward(None))
    'error'
    """
    try:
        return "survived" if test(code) else "killed"
    except Exception:  # what a mutant raises may be anything
        return "error"


def survivors(test: Callable[[Code], bool]) -> list[str]:
    """Name the mutants that a test lets through.

    Parameters
    ----------
    test : callable
        Takes a :class:`Code` and says whether the test passes. It must pass
        with the right code.

    Returns
    -------
    list of str
        The names, in the order of ``convbook.mutants.MUTANTS``; none of them
        if the test is a good one.

    Raises
    ------
    ValueError
        If the test does not pass with the right code.

    Examples
    --------
    >>> len(survivors(lambda code: True)) == len(MUTANTS)
    True
    >>> survivors(lambda code: False)
    Traceback (most recent call last):
        ...
    ValueError: test must pass with the right code, Code(), and it does not
    """
    if not test(Code()):
        raise ValueError(
            "test must pass with the right code, Code(), and it does not"
        )
    return [
        one.name
        for one in MUTANTS
        if verdict(Code.with_mutant(one), test) == "survived"
    ]


def verdicts(
    mutants: Iterable[Mutant] = MUTANTS, checks: Iterable[Check] = CHECKS
) -> dict[str, dict[str, str]]:
    """Run tests on mutants.

    Parameters
    ----------
    mutants : iterable of Mutant, optional
        Which; all of them by default.
    checks : iterable of Check, optional
        Which; all of them by default.

    Returns
    -------
    dict
        For each mutant's name a dict, which holds for each test's name what
        :func:`verdict` says.

    Examples
    --------
    >>> table = verdicts()
    >>> table["col2im_assigned"]["round trip"]
    'survived'
    >>> table["col2im_assigned"]["columns of ones"]
    'killed'
    """
    checks = list(checks)
    return {
        one.name: {
            check.name: verdict(Code.with_mutant(one), check.passes)
            for check in checks
        }
        for one in mutants
    }
