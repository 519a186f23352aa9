"""The checks of the figures' arguments: one for each kind of argument."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from convbook.geometry import by

__all__ = ["as_image", "as_place", "as_row", "check_range", "one_of"]


def as_image(name: str, values: Any) -> np.ndarray:
    """Check that an argument is one image: two axes, real, not empty.

    Narrow integers are widened, as sums and products are made of them.
    """
    array = np.asarray(values)
    if array.dtype.kind not in "uifb":
        raise TypeError(
            f"{name} must hold real numbers, got an array of {array.dtype}"
        )
    if array.ndim != 2:
        raise ValueError(
            f"{name} must have two axes (rows, columns), got shape "
            f"{array.shape}; pass one channel of one image, "
            f"for example {name}[0, 0] or {name}[..., 0]"
        )
    if 0 in array.shape:
        raise ValueError(
            f"{name} must have at least one row and one column, "
            f"got {array.shape}"
        )
    return array.astype(np.result_type(array, np.int64))


def as_place(
    name: str, place: Any, counts: tuple[int, ...], what: str
) -> tuple[int, ...]:
    """Check that there is such a place; return it as integers."""
    try:
        at = tuple(int(number) for number in place)
        there = at == tuple(place) and len(at) == len(counts)
    except (TypeError, ValueError):
        there = False
    if not there or not all(
        0 <= number < count for number, count in zip(at, counts, strict=True)
    ):
        raise ValueError(
            f"{name} must be a place (row, column) in the {by(counts)} "
            f"{what}, counted from 0, got {place!r}"
        )
    return at


def one_of(name: str, word: str, words: Iterable[str]) -> str:
    """Check that an argument is one of a few words; return it."""
    words = list(words)
    if word not in words:
        raise ValueError(
            f"{name} must be one of {', '.join(map(repr, words))}, "
            f"got {word!r}"
        )
    return word


def check_range(name: str, value: int | None, last: int) -> None:
    """Check that a number, if there is one, is from 0 to the last."""
    if value is not None and not 0 <= value <= last:
        raise ValueError(f"{name} must be 0 to {last}, got {value}")


def as_row(name: str, values: Any) -> np.ndarray:
    """Check that an argument is a row of numbers: one axis, not empty."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(
            f"{name} must have one axis, got shape {array.shape}; "
            f"pass one row of it, for example {name}[0]"
        )
    row: np.ndarray = as_image(name, array[np.newaxis])[0]
    return row
