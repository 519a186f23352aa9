"""Tests of a convolution, weak and good, and the mutants that they find.

A test here is a function that takes the code of a layer and says whether it
passes. The weak ones are like those that people write: some look at little,
others compare every number and are weak in the settings they try. A mutant
*survives* a test that passes with it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial, wraps
from itertools import starmap
from typing import Any

import numpy as np

from convbook.geometry import coverage
from convbook.gradient_check import adjoint_gap, numeric_gradient
from convbook.im2col import col2im, im2col
from convbook.mutation.mutants import MUTANTS
from convbook.mutation.pieces import Array, Gradients, Mutant, gradients

Rest = tuple[Any, ...]  # stride, padding, dilation; each is a pair
SHAPE, WEIGHTS = (2, 3, 9, 10), (8, 3, 4, 5)
SETTINGS = (
    ((3, 2), (0, 1), (1, 1)),
    ((1, 3), (2, 0), (2, 1)),
    ((2, 1), (1, 2), (1, 2)),
)
STRIDE_1 = [((1, 1), *rest) for _, *rest in SETTINGS]
PADDING_0 = [(stride, (0, 0), dilation) for stride, _, dilation in SETTINGS]
PLAIN = [((1, 1), (0, 0), (1, 1))]
ALIKE = [
    ((s, s), (p, p), (d, d)) for s, p, d in [(2, 1, 1), (3, 0, 1), (1, 2, 2)]
]
SMALL = (
    ((1, 3), (1, 2), (2, 1)),  # the one that finds most comes first
    ((3, 1), (0, 1), (1, 1)),
    ((1, 3), (1, 0), (1, 1)),
)


@dataclass(frozen=True)
class Code:
    """The functions that a convolution layer is made of, right or wrong.

    Attributes
    ----------
    im2col, col2im : callable
        As :func:`convbook.im2col` and :func:`convbook.col2im`.
    gradients : callable, optional
        As :func:`convbook.mutation.gradients`; if there is none, the layer
        makes its gradients from the two others.
    """

    im2col: Callable[..., Array] = im2col
    col2im: Callable[..., Array] = col2im
    gradients: Callable[..., Gradients] | None = None

    @classmethod
    def with_mutant(cls, one: Mutant) -> "Code":
        """Make a layer in which one function is wrong."""
        return cls(**{one.replaces: one.function})

    def forward(
        self, x: Array, weights: Array, bias: Array, *rest: Any
    ) -> Array:
        """Compute the outputs; `rest` is stride, padding and dilation."""
        A = self.im2col(x, weights.shape[2:], *rest)
        Z = A @ weights.reshape(len(weights), -1).T + bias
        # Count the starts at which a window fits, without the formula.
        axes = zip(x.shape[2:], weights.shape[2:], *rest, strict=True)
        size = [
            len(range(0, n + 2 * p - d * (k - 1), s)) for n, k, s, p, d in axes
        ]
        Y: Array = Z.transpose(0, 2, 1)
        return Y.reshape(len(x), len(weights), *size)

    def backward(
        self, x: Array, weights: Array, upstream: Array, *rest: Any
    ) -> Gradients:
        """Compute dX, dW and db; the arguments are like those of forward."""
        made = partial(gradients, im2col=self.im2col, col2im=self.col2im)
        return (self.gradients or made)(x, weights, upstream, *rest)


@dataclass(frozen=True, eq=False)
class Case:
    """Arrays to try a layer on, and what must come out."""

    x: Array
    weights: Array
    bias: Array
    upstream: Array
    rest: Rest
    outputs: Array  # the right ones
    gradients: Gradients  # likewise: dX, dW, db

    def forward(self, code: Code) -> Array:
        """Compute the outputs with some code."""
        return code.forward(self.x, self.weights, self.bias, *self.rest)

    def backward(self, code: Code) -> Gradients:
        """Compute dX, dW and db with some code."""
        return code.backward(self.x, self.weights, self.upstream, *self.rest)


def by_loops(
    x: Array, weights: Array, bias: Array, upstream: Array, rest: Rest
) -> tuple[Array, Gradients]:
    """Visit every window of a convolution; send its share both ways.

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
    (height, width), (k1, k2) = x.shape[2:], weights.shape[2:]
    padded = np.pad(x, [(0, 0), (0, 0), (p1, p1), (p2, p2)])
    outputs, dX = np.zeros_like(upstream), np.zeros_like(padded)
    dW, db = np.zeros_like(weights), np.zeros_like(bias)
    for n, f, u, v in np.ndindex(outputs.shape):
        rows = slice(s1 * u, s1 * u + d1 * (k1 - 1) + 1, d1)
        columns = slice(s2 * v, s2 * v + d2 * (k2 - 1) + 1, d2)
        window, sent = padded[n, :, rows, columns], upstream[n, f, u, v]
        outputs[n, f, u, v] = (window * weights[f]).sum() + bias[f]
        dX[n, :, rows, columns] += sent * weights[f]
        dW[f] += sent * window
        db[f] += sent
    return outputs, (dX[:, :, p1 : p1 + height, p2 : p2 + width], dW, db)


@cache
def _case(
    rest: Rest,
    shapes: tuple[tuple[int, ...], ...] = (SHAPE, WEIGHTS),
    ones: tuple[str, ...] = (),
) -> Case:
    """Draw small integers, so that all is exact; let plain loops answer."""
    rng = np.random.default_rng(7)

    def draw(name: str, *shape: int) -> Array:
        numbers = rng.integers(-9, 10, shape)
        return np.ones_like(numbers) if name in ones else numbers

    x, weights = draw("x", *shapes[0]), draw("weights", *shapes[1])
    bias = draw("bias", len(weights))
    upstream = draw("upstream", *Code().forward(x, weights, bias, *rest).shape)
    outputs, right = by_loops(x, weights, bias, upstream, rest)
    for array in (x, weights, bias, upstream, outputs, *right):
        array.flags.writeable = False  # every test of every mutant gets it
    return Case(x, weights, bias, upstream, rest, outputs, right)


def _all_equal(code: Code, case: Case) -> bool:
    """Compare every number with that of the loops."""
    right = np.array_equal(case.forward(code), case.outputs)
    return right and _equal_gradients(code, case)


def _equal_gradients(code: Code, case: Case) -> bool:
    pairs = zip(case.backward(code), case.gradients, strict=True)
    return all(starmap(np.array_equal, pairs))


def measured_gradient(code: Code, case: Case, name: str) -> Array:
    """Nudge every number of one array of a case, and watch the loss."""

    def loss(nudged: Any) -> Any:
        outputs = replace(case, **{name: nudged}).forward(code)
        return (outputs * case.upstream).sum()

    # The loss is linear in each array: no step is too large.
    return numeric_gradient(loss, getattr(case, name), 0.5)


# The right outputs are nudged once, and not again for every wrong backward.
_of_right = cache(partial(measured_gradient, Code()))


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
        Says whether a :class:`Code` passes; to raise counts as not passing.
    """

    name: str
    sentence: str
    good: bool
    passes: Callable[[Code], bool]


_checks: list[Check] = []
_Test = Callable[[Code, Case], bool]


def _check(
    name: str, good: bool = False, settings: Any = SETTINGS, **arrays: Any
) -> Callable[[_Test], _Test]:
    """Enter a test of one case; say which cases it is to pass."""

    def enter(test: _Test) -> _Test:
        @wraps(test)
        def passes(code: Code) -> bool:
            return all(test(code, _case(rest, **arrays)) for rest in settings)

        sentence = " ".join((test.__doc__ or "").split())
        _checks.append(Check(name, sentence, good, passes))
        return test

    return enter


@_check("shapes only")
def _shapes_only(code: Code, case: Case) -> bool:
    """Compare shapes and no number."""
    sizes = WEIGHTS[2:], *case.rest
    A, right = code.im2col(case.x, *sizes), im2col(case.x, *sizes)
    found = A, case.forward(code), *case.backward(code)
    expected = right, case.outputs, *case.gradients
    return [a.shape for a in found] == [e.shape for e in expected]


@_check("columns of ones")
def _columns_of_ones(code: Code, case: Case) -> bool:
    """Ask col2im to count how often each pixel is read."""
    sizes = WEIGHTS[2:], *case.rest
    ones = np.ones_like(im2col(case.x, *sizes))
    counts = np.broadcast_to(coverage(SHAPE[2:], *sizes), SHAPE)
    return np.array_equal(code.col2im(ones, SHAPE, *sizes), counts)


@_check("round trip", settings=SETTINGS[:1])
def _round_trip(code: Code, case: Case) -> bool:
    """Expect x back from col2im(im2col(x)), with windows side by side."""
    x, sizes = case.x[:, :, :8], (WEIGHTS[2:], WEIGHTS[2:])
    A = code.im2col(x, *sizes)
    return np.array_equal(code.col2im(A, x.shape, *sizes), x)


@_check("sum(), weights 1", ones=("weights", "upstream"))
def _sum_of_equal_weights(code: Code, case: Case) -> bool:
    """Take the sum of the outputs for the loss, and 1 for each weight."""
    return _equal_gradients(code, case)


@_check("sum() loss", ones=("upstream",))
def _sum_loss(code: Code, case: Case) -> bool:
    """Take the sum of the outputs for the loss, with random weights."""
    return _equal_gradients(code, case)


@_check("mean of dX", settings=PADDING_0)
def _mean_only(code: Code, case: Case) -> bool:
    """Compare the mean of dX, without padding."""
    dX, expected = case.backward(code)[0], case.gradients[0]
    # A mean needs a number; a wrong shape is not looked at.
    return bool(dX.size and np.isclose(dX.mean(), expected.mean()))


@_check("all but dX")
def _without_dx(code: Code, case: Case) -> bool:
    """Compare outputs, dW and db, and never look at dX."""
    found = case.forward(code), *case.backward(code)[1:]
    expected = case.outputs, *case.gradients[1:]
    return all(starmap(np.array_equal, zip(found, expected, strict=True)))


@_check("5×5 with 3×3", settings=PLAIN, shapes=((2, 3, 5, 5), (8, 3, 3, 3)))
def _n_is_2k_minus_1(code: Code, case: Case) -> bool:
    """Compare all numbers, for 5×5 images and 3×3 kernels."""
    return _all_equal(code, case)


@_check("squares only", settings=ALIKE, shapes=((2, 3, 9, 9), (8, 3, 4, 4)))
def _squares_only(code: Code, case: Case) -> bool:
    """Compare all numbers; rows and columns are always alike."""
    return _all_equal(code, case)


@_check("stride 1 only", settings=STRIDE_1)
def _without_stride(code: Code, case: Case) -> bool:
    """Compare all numbers, for the stride 1."""
    return _all_equal(code, case)


@_check("padding 0 only", settings=PADDING_0)
def _without_padding(code: Code, case: Case) -> bool:
    """Compare all numbers, without padding."""
    return _all_equal(code, case)


@_check("N = C = F = 1", shapes=((1, 1, 9, 10), (1, 1, 4, 5)))
def _one_of_each(code: Code, case: Case) -> bool:
    """Compare all numbers, for one image, one channel and one filter."""
    return _all_equal(code, case)


@_check("adjoint identity", good=True)
def _adjoint_identity(code: Code, case: Case) -> bool:
    """Compare Σ im2col(x)·g with Σ x·col2im(g), all sizes different."""
    sizes = WEIGHTS[2:], *case.rest
    shape = im2col(case.x, *sizes).shape
    gap = adjoint_gap(
        lambda x: code.im2col(x, *sizes),
        lambda g: code.col2im(g, SHAPE, *sizes),
        case.x,
        np.random.default_rng(8).integers(-9, 10, shape),
    )
    return gap <= 1e-12


@_check(
    "numeric gradient",
    good=True,
    settings=SMALL,
    shapes=((2, 3, 6, 7), (8, 3, 4, 5)),  # each number is nudged twice
)
def _numeric_gradient(code: Code, case: Case) -> bool:
    """Nudge every pixel, weight and bias.

    The upstream gradient is random and all sizes are different.
    """
    right = type(code) is Code and code.im2col is im2col
    measured = _of_right if right else partial(measured_gradient, code)
    dX, dW, db = case.backward(code)
    return all(
        found.shape == getattr(case, name).shape
        and np.allclose(found, measured(case, name))
        for name, found in (("bias", db), ("x", dX), ("weights", dW))
    )


@_check("plain loops", good=True)
def _plain_loops(code: Code, case: Case) -> bool:
    """Compare all numbers with those of plain loops.

    The upstream gradient is random and all sizes are different.
    """
    return _all_equal(code, case)


CHECKS = tuple(_checks)


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
    >>> verdict(Code(), CHECKS[0].passes)
    'survived'
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
        Says whether a :class:`Code` passes. The right code must pass.

    Returns
    -------
    list of str
        The names, in the order of :data:`MUTANTS`.

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
    mutants, checks : iterable of Mutant, iterable of Check, optional
        Which; all of them by default.

    Returns
    -------
    dict
        For each mutant's name a dict, which holds for each test's name what
        :func:`verdict` says.

    Examples
    --------
    >>> verdicts(MUTANTS[:1], CHECKS[:1])
    {'im2col_stride_forgotten': {'shapes only': 'error'}}
    """
    checks = list(checks)
    return {
        one.name: {
            check.name: verdict(Code.with_mutant(one), check.passes)
            for check in checks
        }
        for one in mutants
    }
