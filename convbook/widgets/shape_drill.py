"""ShapeDrill: questions about output sizes, starts and coverage."""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import traitlets

from convbook.figures import (
    Drawing,
    draw_coverage,
    draw_row,
    words,
)
from convbook.geometry import Pair, Setting, by
from convbook.widgets.figure import LiveFigure, Whole, whole

__all__ = ["Question", "ShapeDrill", "drill_question"]

LIMITS = {"seed": (0, 999_999), "level": (1, 6), "question": (0, 99)}
"""The smallest and the largest of each number of the drill."""

ANSWERS = 200  # how many are kept
ANSWER = 40  # how many numbers one may have
BELOW = 10**6  # how far from 0 these may be

# --- Questions: those of frontend/src/drill.js, drawn in the same way

Range = tuple[int, int]


@dataclass(frozen=True)
class _Level:
    """What a level draws from, (smallest, largest); see drill.js."""

    kinds: tuple[str, ...]
    kernel_size: Range
    stride: Range
    padding: Range
    windows: Range
    apart: dict[str, str]
    dilation: Range = (1, 1)
    rest: int = 0
    unequal: tuple[str, ...] = ()


_ROW = ("size", "starts", "read")
_LEVELS = {
    1: _Level(
        kinds=_ROW,
        kernel_size=(2, 5),
        stride=(1, 1),
        padding=(0, 0),
        windows=(4, 9),
        apart={"size": "", "starts": "", "read": ""},
    ),
    2: _Level(
        kinds=_ROW,
        kernel_size=(2, 5),
        stride=(2, 3),
        padding=(0, 0),
        windows=(3, 6),
        rest=1,
        apart={"size": "up stride", "starts": "stride", "read": "stride"},
    ),
    3: _Level(
        kinds=_ROW,
        kernel_size=(2, 5),
        stride=(1, 3),
        padding=(1, 2),
        windows=(3, 9),
        apart={
            "size": "padding once stride",
            "starts": "padding stride",
            "read": "padding stride",
        },
    ),
    4: _Level(
        kinds=("size", "size", "starts"),
        kernel_size=(2, 4),
        stride=(1, 3),
        padding=(0, 2),
        windows=(2, 6),
        unequal=("size", "kernel_size", "stride", "padding"),
        apart={
            "size": "up stride padding once turned",
            "starts": "stride padding turned",
        },
    ),
    5: _Level(
        kinds=_ROW,
        kernel_size=(2, 4),
        dilation=(2, 3),
        stride=(1, 2),
        padding=(0, 1),
        windows=(3, 6),
        apart={
            "size": "dilation product stride",
            "starts": "dilation product stride",
            "read": "over stride",
        },
    ),
    6: _Level(
        kinds=("read",),
        kernel_size=(2, 4),
        stride=(1, 2),
        padding=(0, 1),
        windows=(2, 6),
        unequal=("size", "kernel_size"),
        apart={"read": "stride turned"},
    ),
}

_SMALLEST = 4  # pixels on an axis
_LARGEST_ROW, _LARGEST_IMAGE = 14, 11  # with the padding


def _change(
    name: str, rule: Callable[[Setting, int], int]
) -> Callable[[Setting], Setting]:
    """Change one number of a setting, on each axis by itself."""
    return lambda q: q._replace(**{name: (rule(q, 0), rule(q, 1))})


def _once(q: Setting) -> Setting:
    n1, n2 = np.add(q.size, q.padding).tolist()
    return q._replace(size=(n1, n2), padding=(0, 0))


# Settings whose right answer is a well-known wrong one.
_CHANGES: dict[str, Callable[[Setting], Setting]] = {
    "up": _change("size", lambda q, axis: q.size[axis] + q.stride[axis] - 1),
    "stride": _change("stride", lambda q, axis: 1),
    "padding": _change("padding", lambda q, axis: 0),
    "once": _once,
    "dilation": _change("dilation", lambda q, axis: 1),
    "product": _change(
        "size", lambda q, axis: q.size[axis] - q.dilation[axis] + 1
    ),
    "over": lambda q: q._replace(kernel_size=q.span, dilation=(1, 1)),
    "turned": lambda q: q._replace(kernel_size=q.kernel_size[::-1]),
}


def _random(seed: int) -> Iterator[int]:
    """Yield the numbers of mulberry32, from 0 to 2³² − 1."""
    mask = 0xFFFFFFFF
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & mask
        mixed = (state ^ (state >> 15)) * (state | 1) & mask
        again = (mixed ^ (mixed >> 7)) * (mixed | 61) & mask
        mixed ^= (mixed + again) & mask
        yield mixed ^ (mixed >> 14)


@dataclass(frozen=True)
class Question:
    """One question of the drill.

    Attributes
    ----------
    kind : str
        What is asked for: ``"size"`` of the output, ``"starts"`` of the
        windows, or how often a pixel is ``"read"``.
    setting : Setting
        The sizes; on a row, the first axis is 1 everywhere.
    axis : int
        Whose starts are asked for.
    counted : str
        Where starts are counted: in the ``"padded"`` row or image, or in the
        ``"image"`` itself, where those in the padding are below 0.
    pixel : pair of int or None
        The pixel that is asked about.
    """

    kind: str
    setting: Setting
    axis: int = 1
    counted: str = "padded"
    pixel: Pair | None = None

    @property
    def is_row(self) -> bool:
        """Whether there is one axis only."""
        return self.setting.size[0] == 1

    @property
    def answer(self) -> list[int]:
        """The right answer, as a list: one number, two, or the starts."""
        if self.kind == "size":
            sizes = [max(count, 0) for count in self.setting.output_size]
            return sizes[1:] if self.is_row else sizes
        if self.kind == "read":
            down, across = self._counts()
            return [down * across]
        before = self.setting.padding[self.axis]
        starts = self.setting.starts(self.axis)
        found: list[int] = (
            starts - before * (self.counted != "padded")
        ).tolist()
        return found

    def _counts(self) -> Pair:
        """How often the pixel's row is read, and its column."""
        assert self.pixel is not None
        down, across = (
            int((self.setting.reads(axis) == at + p).sum())
            for axis, (at, p) in enumerate(
                zip(self.pixel, self.setting.padding, strict=True)
            )
        )
        return down, across

    def __str__(self) -> str:
        """Ask, in two lines."""
        return f"{self._given()}\n{self._asked()}"

    def _given(self) -> str:
        (rows, columns), kernel = self.setting.size, self.setting.kernel_size
        if self.is_row:
            # A row has no second number to tell apart.
            same = self.setting._replace(
                stride=self.setting.stride[1:] * 2,
                padding=self.setting.padding[1:] * 2,
                dilation=self.setting.dilation[1:] * 2,
            )
            rest = words.setting(same)
            return f"A row of {columns} pixels, kernel {kernel[1]}, {rest}."
        an = "An" if rows in (8, 11) else "A"
        rest = words.setting(self.setting)
        return f"{an} {rows}×{columns} image, kernel {by(kernel)}, {rest}."

    def _asked(self) -> str:
        if self.kind == "size":
            if self.is_row:
                return "How many windows are there?"
            return "What is the size of the output, rows × columns?"
        if self.kind == "read":
            assert self.pixel is not None
            pixel = self.pixel[1] if self.is_row else self.pixel
            return f"How often is pixel {pixel} read?"
        if not self.is_row:
            lines = ("rows", "columns")[self.axis]
            return (
                f"At which {lines} of the padded image do the windows start?"
            )
        if self.setting.padding[1] == 0:
            return "At which pixels do the windows start?"
        if self.counted == "padded":
            return "At which places of the padded row do the windows start?"
        return (
            "At which pixels do the windows start, counted in the row itself, "
            "where padding lies below 0?"
        )

    def _tells_apart(self, names: str) -> bool:
        """Whether the mistakes that belong to the question would show."""
        axes = [self.axis] if self.kind == "starts" else [0, 1]
        wrong = []
        for name in names.split():
            changed = _CHANGES[name](self.setting)
            pairs = list(zip(self.setting, changed, strict=True))
            if any(old[a] != new[a] for old, new in pairs for a in axes):
                other = dataclasses.replace(self, setting=changed)
                wrong.append(other.answer)
        if self.kind == "read":
            assert self.pixel is not None
            down, across = self._counts()
            wrong.append([int(np.prod(self.setting.kernel_size))])
            if not self.is_row:
                turned = dataclasses.replace(self, pixel=self.pixel[::-1])
                wrong.append([down + across])
                wrong.append([max(down, across)])
                wrong.append(turned.answer)
        return self.answer not in wrong


def drill_question(
    seed: int = 0, level: int = 1, question: int = 0
) -> Question:
    """Draw a question of the drill: the same one for the same numbers.

    Parameters
    ----------
    seed : int, default 0
        From 0 to 999999.
    level : int, default 1
        From 1 to 6: one row, stride, padding, two axes, dilation, times read.
    question : int, default 0
        Its number, from 0 to 99.

    Returns
    -------
    Question
        Its text is ``str(…)``, its answer is ``.answer``.

    Raises
    ------
    TypeError, ValueError
        If a number is not an integer, or out of its range.

    Notes
    -----
    Chapter 2, *Count the windows*. The same ones are drawn in the browser, so
    this prints a worksheet and its key.

    Examples
    --------
    >>> question = drill_question(seed=7, level=2)
    >>> print(question)
    A row of 12 pixels, kernel 5, stride 3, padding 0.
    How many windows are there?
    >>> question.answer
    [3]
    """
    seed, level, question = (
        whole(name, value, LIMITS[name])
        for name, value in zip(LIMITS, (seed, level, question), strict=True)
    )
    numbers = _random(seed * 1000 + level * 100 + question)

    def pick(low: int, high: int) -> int:
        return low + (next(numbers) * (high - low + 1) >> 32)

    rules = _LEVELS[level]
    kind = rules.kinds[question % len(rules.kinds)]
    turns = seed + question // len(rules.kinds)
    while True:
        drawn = _draw(rules, kind, pick, turns)
        if drawn is not None and drawn._tells_apart(rules.apart[kind]):
            return drawn


def _draw(
    rules: _Level, kind: str, pick: Callable[[int, int], int], turns: int
) -> Question | None:
    axes = []
    largest = _LARGEST_IMAGE if rules.unequal else _LARGEST_ROW
    for _ in range(2 if rules.unequal else 1):
        low, high = rules.kernel_size
        # There are few rows. So that none comes back soon, their kernels take
        # turns.
        turn = low + turns % (high - low + 1)
        k = pick(low, high) if rules.unequal else turn
        d = pick(*rules.dilation)
        s = pick(*rules.stride)
        p = pick(rules.padding[0], min(rules.padding[1], k - 1))
        windows = pick(*rules.windows)
        left = pick(min(rules.rest, s - 1), s - 1)
        n = d * (k - 1) + 1 + (windows - 1) * s + left - 2 * p
        if n < _SMALLEST or n <= k or n + 2 * p > largest:
            return None
        axes.append((n, k, s, p, d))
    if not rules.unequal:
        axes.insert(0, (1, 1, 1, 0, 1))
    setting = Setting(*zip(*axes, strict=True))
    for name in (*rules.unequal, "output_size") if rules.unequal else ():
        rows, columns = getattr(setting, name)
        if rows == columns:
            return None
    drawn = Question(kind, setting)
    if kind == "starts" and rules.unequal:
        return dataclasses.replace(drawn, axis=pick(0, 1))
    if kind == "starts" and setting.padding[1]:
        counted = ("padded", "image")[pick(0, 1)]
        return dataclasses.replace(drawn, counted=counted)
    if kind == "read":
        row = pick(0, setting.size[0] - 1) if rules.unequal else 0
        pixel = row, pick(0, setting.size[1] - 1)
        return dataclasses.replace(drawn, pixel=pixel)
    return drawn


# --- The figure


class _Answers(traitlets.TraitType[list[list[float]], Any]):
    """What has been answered, in order."""

    def __init__(self) -> None:
        super().__init__([])

    def validate(self, obj: Any, value: Any) -> list[list[float]]:
        """Check the entries; return them as lists, the last ones."""
        try:
            entries = [[_real(number) for number in entry] for entry in value]
        except TypeError:
            entries = [[]]
        for entry in entries:
            # Written so that NaN is refused too.
            small = all(abs(number) < BELOW for number in entry)
            if not 3 <= len(entry) <= 3 + ANSWER or not small:
                raise ValueError(
                    "answers must be a list of entries [seed, level, "
                    f"question, number, …] of numbers below {BELOW}, with no "
                    f"number where the answer was shown, got {value!r}"
                )
            for name, number in zip(LIMITS, entry[:3], strict=True):
                whole(name, number, LIMITS[name])
        return entries[-ANSWERS:]


def _real(number: Any) -> float:
    if isinstance(number, bool) or not np.isreal(number):
        raise TypeError
    value: float = np.asarray(number).item()
    if isinstance(value, str):
        raise TypeError
    return value


class ShapeDrill(LiveFigure):
    """Questions to practise on: how many windows, where, how often read.

    Type an answer; the figure says whether it is right, and otherwise what it
    would have meant. The same seed and level ask everyone the same questions.

    Parameters
    ----------
    seed : int, default 0
        From 0 to 999999; another seed, other questions.
    level : int, default 1
        From 1 to 6: one row, stride, padding, two axes, dilation, times read.
    question : int, default 0
        The number of the question, from 0 to 99.
    answers : list of list, optional
        What has been answered, in order, the last 200: entries ``[seed, level,
        question, number, …]``, with no number where *Show me* was pressed.

    Raises
    ------
    TypeError, ValueError
        If a value is not valid.

    Notes
    -----
    All parameters are traits: observe them, set them. Two more follow from
    ``answers`` and can only be read: ``asked``, how many questions of this
    seed and level have been answered or shown, and ``right``, how many of them
    rightly at the first try. The picture and the text of a notebook ask the
    question and do not answer it. Chapter 2.

    Examples
    --------
    >>> drill = ShapeDrill(seed=7, level=2)
    >>> drill
    A row of 12 pixels, kernel 5, stride 3, padding 0.
    How many windows are there?
    Its windows and its counts are left blank.
    >>> drill.answers = [[7, 2, 0, 4], [7, 2, 0, 3], [7, 2, 1, 0, 2, 4]]
    >>> drill.asked, drill.right
    (2, 1)
    """

    seed = Whole(0, LIMITS["seed"]).tag(sync=True)
    level = Whole(1, LIMITS["level"]).tag(sync=True)
    question = Whole(0, LIMITS["question"]).tag(sync=True)
    answers = _Answers().tag(sync=True)
    asked = traitlets.Int(0, read_only=True)
    right = traitlets.Int(0, read_only=True)

    @traitlets.observe("seed", "level", "answers")
    def _count(self, change: dict[str, Any]) -> None:
        first: dict[int, list[float]] = {}
        for seed, level, question, *numbers in self.answers:
            if (seed, level) == (self.seed, self.level):
                first.setdefault(int(question), numbers)
        right = sum(
            numbers == drill_question(self.seed, self.level, question).answer
            for question, numbers in first.items()
        )
        self.set_trait("asked", len(first))
        self.set_trait("right", right)

    def _drawing(self) -> Drawing:
        asked = drill_question(self.seed, self.level, self.question)
        if asked.is_row:
            n, k, s, p, d = (pair[1] for pair in asked.setting)
            drawing = draw_row(n, k, s, p, d, blank=True, question=str(asked))
        else:
            drawing = draw_coverage(
                *asked.setting, blank=True, question=str(asked)
            )
        words = f"{asked}\nIts windows and its counts are left blank."
        return dataclasses.replace(drawing, description=words)
