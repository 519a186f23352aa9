"""How numbers, places and sums are written, in one way everywhere.

``frontend/src/scene/words.js`` has the same functions under the same names,
and a file of vectors holds the two equal.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import groupby
from typing import Any

from convbook.geometry import Setting, by

__all__ = [
    "by",
    "by_axis",
    "capital",
    "coordinate",
    "exact",
    "factor",
    "index",
    "listed",
    "named",
    "number",
    "numbers",
    "percent",
    "place",
    "plural",
    "product",
    "series",
    "setting",
    "size_formula",
    "sum_of",
    "times",
    "written",
]

MINUS = "−"
DIGITS = Context(prec=400)
"""Room for every digit of the largest float."""

SPELLED_OUT = 12
"""Terms of a sum that are still written out."""


def number(value: Any) -> str:
    """Write a number briefly, with a real minus sign.

    Below 10 000 it has four digits, above none after the point; halves round
    away from 0.

    Examples
    --------
    >>> number(-2.5), number(1 / 3), number(123456.5)
    ('−2.5', '0.3333', '123457')
    """
    exactly = Decimal(_as_python(value))
    size = exactly.copy_abs()
    places = 0 if size >= 10_000 or not size else 3 - size.adjusted()
    step = Decimal(1).scaleb(-max(places, 0))
    rounded = size.quantize(step, ROUND_HALF_UP, DIGITS)
    text = f"{rounded:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if exactly < 0 and rounded else text


def exact(value: Any) -> str:
    """Write a whole number or a half in full, any other briefly.

    Sums of such numbers come out as they are written.

    Examples
    --------
    >>> exact(-123456.5), exact(1 / 3)
    ('−123456.5', '0.3333')
    """
    twice = DIGITS.multiply(2, Decimal(_as_python(value)))
    if twice != twice.to_integral_value():
        return number(value)
    whole, rest = divmod(abs(int(twice)), 2)
    return f"{MINUS if twice < 0 else ''}{whole}{'.5' if rest else ''}"


def _as_python(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def coordinate(value: float) -> str:
    """Write a coordinate of a drawing, with two decimals where it has them."""
    text = f"{round(value * 100) / 100:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def factor(value: Any, write: Callable[[Any], str] = number) -> str:
    """Write a number as a factor or a term: in brackets if it is negative."""
    return f"({write(value)})" if value < 0 else write(value)


def product(
    factors: Iterable[Any], write: Callable[[Any], str] = number
) -> str:
    """Write a product: "2·(−1)"."""
    return "·".join(factor(value, write) for value in factors)


def sum_of(
    terms: Sequence[Sequence[Any]],
    total: Any,
    write: Callable[[Any], str] = number,
    worked_out: int = 0,
) -> str:
    """Write a sum of products and its value: "1·2 + 3·(−1) = −1".

    A sum of too many terms is not written out; up to ``worked_out`` products
    are worked out on the way. Where two steps are the same, one is written.

    Examples
    --------
    >>> sum_of([(1, 2), (3, -1)], -1, worked_out=2)
    '1·2 + 3·(−1) = 2 + (−3) = −1'
    """
    if len(terms) > SPELLED_OUT:
        return f"the sum of {len(terms)} terms = {write(total)}"
    steps = [" + ".join(product(term, write) for term in terms)]
    if 1 < len(terms) <= worked_out and min(map(len, terms)) > 1:
        steps.append(
            " + ".join(factor(math.prod(term), write) for term in terms)
        )
    steps.append(write(total))
    return " = ".join(step for step, _ in groupby(steps) if step)


def numbers(values: Iterable[Any]) -> str:
    """Write numbers with commas between them: "0, 2, 4"."""
    return ", ".join(map(number, values))


def written(values: Iterable[Iterable[Any]]) -> list[list[str]]:
    """Write the numbers of a table."""
    return [list(map(number, line)) for line in values]


def series(values: Sequence[int]) -> str:
    """Write numbers as "0, 2, 4", or as "2–4" where each follows the last."""
    in_a_row = len(values) > 1 and all(
        value == values[0] + at for at, value in enumerate(values)
    )
    if not in_a_row:
        return numbers(values)
    # Beside a minus sign a dash would look like another one.
    dash = " to " if values[0] < 0 else "–"
    return f"{number(values[0])}{dash}{number(values[-1])}"


def named(thing: str, values: Sequence[int]) -> str:
    """Write "rows 0–2", or "row 2"."""
    return f"{thing}{'' if len(values) == 1 else 's'} {series(values)}"


def plural(count: int, thing: str) -> str:
    """Write "3 windows", or "1 window"."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def times(count: int) -> str:
    """Write "4 times", or "once"."""
    return "once" if count == 1 else f"{count} times"


def listed(words: Sequence[str]) -> str:
    """Write "11, 16 and 39"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def percent(count: int, of: int) -> str:
    """Write a share in whole percents; 0% is none and 100% is all.

    Examples
    --------
    >>> percent(1, 8), percent(1, 900), percent(899, 900), percent(0, 900)
    ('13%', 'less than 1%', 'more than 99%', '0%')
    """
    if 0 < 100 * count < of:
        return "less than 1%"
    if 99 * of < 100 * count < 100 * of:
        return "more than 99%"
    return f"{(200 * int(count) + of) // (2 * of)}%"


def place(at: Iterable[int]) -> str:
    """Write a place, "(2, 2)", in one piece: no line breaks inside it."""
    return f"({f',{chr(160)}'.join(map(number, at))})"


def index(at: Iterable[int]) -> str:
    """Write a place as NumPy does: "[2, 2]"."""
    return f"[{', '.join(map(str, at))}]"


def by_axis(pair: Sequence[int]) -> str:
    """Write a number for each axis, "2 down and 1 across", or one for both."""
    down, across = pair
    return str(down) if down == across else f"{down} down and {across} across"


def setting(given: Setting) -> str:
    """Write the stride, the padding and the dilation, if there is one."""
    words = f"stride {by_axis(given.stride)}, padding {by_axis(given.padding)}"
    if given.dilation != (1, 1):
        words += f", dilation {by_axis(given.dilation)}"
    return words


def capital(words: str) -> str:
    """Write with a capital, as a sentence begins.

    Examples
    --------
    >>> capital("pixel (2, 2)")
    'Pixel (2, 2)'
    """
    return words[:1].upper() + words[1:]


def size_formula(given: Setting, axis: int) -> str:
    """Write the formula of the output's size on an axis, numbers in place."""
    n, k, s, p, d = (pair[axis] for pair in given)
    travel = given.padded_size[axis] - given.span[axis]
    return (
        f"⌊({n} + 2·{p} − {d}·({k} − 1) − 1) / {s}⌋ + 1 = "
        f"⌊{travel} / {s}⌋ + 1 = {given.output_size[axis]}"
    )
