"""The questions of ShapeDrill: what is drawn, asked and answered.

The levels, the sentences and the mistakes with a name stand in ``drill.json``,
which the browser reads too. Both draw the same questions.
"""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from convbook.figures import words
from convbook.figures.words import by, number, numbers, plural, series
from convbook.geometry import Pair, Setting
from convbook.widgets.figure import whole

DRILL: dict[str, Any] = json.loads(
    Path(__file__).with_name("drill.json").read_text(encoding="utf-8")
)
"""Levels, sentences, and settings whose right answer is a wrong one."""

LIMITS: dict[str, tuple[int, int]] = {
    name: (low, high) for name, (low, high) in DRILL["limits"].items()
}
"""The smallest and the largest of each number of the drill."""

LINES = "rows", "columns"


def changed(setting: Setting, name: str) -> Setting:
    """Change a setting as a mistake does, on each axis by itself.

    A change says for each size that it changes the sum that it becomes: so
    many times n, k, s, p, d, the span, 1 where the kernel is dilated, and 1.
    """
    axes = [
        dict(zip("nkspd", axis, strict=True))
        | {"span": span, "dilated": int(axis[4] > 1), "one": 1}
        for *axis, span in zip(*setting, setting.span, strict=True)
    ]

    def becomes(size: str, rule: Any) -> Any:
        if rule == "exchanged":
            return getattr(setting, size)[::-1]
        return tuple(
            sum(count * axis[letter] for letter, count in rule.items())
            for axis in axes
        )

    changes = DRILL["changes"][name].items()
    return setting._replace(**{n: becomes(n, rule) for n, rule in changes})


def mulberry32(seed: int) -> Iterator[int]:
    """Yield the numbers of mulberry32, from 0 to 2³² − 1.

    By Tommy Ettinger, in the public domain; the browser draws the same.
    """
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

    It asks for the ``"size"`` of the output; for the ``"starts"`` of the
    windows of an axis, counted in the ``"padded"`` row or image or in the
    ``"image"`` itself; or how often a pixel is ``"read"``. On a row, the
    first axis of the setting is 1 everywhere.
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
            return [math.prod(map(len, self.readers))]
        before = self.setting.padding[self.axis]
        starts: list[int] = self.setting.starts(self.axis).tolist()
        return [at - before * (self.counted == "image") for at in starts]

    @property
    def readers(self) -> list[list[int]]:
        """Which windows read the pixel, axis by axis."""
        setting = self.setting
        places = np.add(self.pixel or (0, 0), setting.padding)
        return [
            np.nonzero(setting.reads(axis) == place)[0].tolist()
            for axis, place in enumerate(places)
        ]

    def __str__(self) -> str:
        """Ask, in two lines."""
        setting, pixel, row = self.setting, self.pixel, self.is_row
        rows, columns = setting.size
        values = {
            "an": "An" if rows in (8, 11) else "A",
            "rows": rows,
            "columns": columns,
            "kernel": setting.kernel_size[1] if row else by(setting[1]),
            # A row has no second number to tell apart.
            "setting": words.setting(
                Setting(*(pair[1:] * 2 for pair in setting))
                if row
                else setting
            ),
            "pixel": pixel[1] if pixel and row else pixel,
            "lines": LINES[self.axis],
        }
        given = "row" if row else "image"
        asked = "read" if self.kind == "read" else f"{given} {self.kind}"
        if asked == "row starts" and setting.padding[1]:
            padded = self.counted == "padded"
            asked = "padded starts" if padded else "pixel starts"
        sentences = DRILL["questions"]
        return "\n".join(
            sentences[name].format(**values) for name in (given, asked)
        )

    def tells_apart(self, mistakes: list[str]) -> bool:
        """Whether the mistakes that belong to the question would show."""
        axes = [self.axis] if self.kind == "starts" else [0, 1]
        wrong = []
        for name in mistakes:
            other = changed(self.setting, name)
            pairs = list(zip(self.setting, other, strict=True))
            if any(old[a] != new[a] for old, new in pairs for a in axes):
                wrong.append(replace(self, setting=other).answer)
        if self.pixel:
            wrong.append([math.prod(self.setting.kernel_size)])
        if self.pixel and not self.is_row:
            row, column = self.pixel
            down, across = map(len, self.readers)
            exchanged = replace(self, pixel=(column, row))
            wrong += [[down + across], [max(down, across)], exchanged.answer]
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
    numbers = mulberry32(seed * 1000 + level * 100 + question)

    def pick(low: int, high: int) -> int:
        return low + (next(numbers) * (high - low + 1) >> 32)

    rules = DRILL["levels"][str(level)]
    kind = rules["kinds"][question % len(rules["kinds"])]
    turns = seed + question // len(rules["kinds"])
    while True:
        drawn = _draw(rules, kind, pick, turns)
        if drawn and drawn.tells_apart(rules["apart"][kind]):
            return drawn


def _draw(
    rules: dict[str, Any],
    kind: str,
    pick: Callable[[int, int], int],
    turns: int,
) -> Question | None:
    """Draw a setting, and what is asked; None where it does not suit."""
    axes = []
    ranges, unequal = rules["ranges"], rules["unequal"]
    largest = DRILL["largest"]["image" if unequal else "row"]
    for _ in range(2 if unequal else 1):
        low, high = ranges["kernel_size"]
        # There are few rows. So that none comes back soon, their kernels take
        # turns.
        turn = low + turns % (high - low + 1)
        k = pick(low, high) if unequal else turn
        d = pick(*ranges["dilation"])
        s = pick(*ranges["stride"])
        p = pick(ranges["padding"][0], min(ranges["padding"][1], k - 1))
        windows = pick(*ranges["windows"])
        left = pick(min(rules["rest"], s - 1), s - 1)
        n = d * (k - 1) + 1 + (windows - 1) * s + left - 2 * p
        if n < DRILL["smallest"] or n <= k or n + 2 * p > largest:
            return None
        axes.append((n, k, s, p, d))
    if not unequal:
        axes.insert(0, (1, 1, 1, 0, 1))
    setting = Setting(*zip(*axes, strict=True))
    for name in (*unequal, "output_size") if unequal else ():
        rows, columns = getattr(setting, name)
        if rows == columns:
            return None
    more: dict[str, Any] = {}
    if kind == "starts" and unequal:
        more["axis"] = pick(0, 1)
    elif kind == "starts" and setting.padding[1]:
        more["counted"] = ("padded", "image")[pick(0, 1)]
    elif kind == "read":
        row = pick(0, setting.size[0] - 1) if unequal else 0
        more["pixel"] = row, pick(0, setting.size[1] - 1)
    return Question(kind, setting, **more)


# --- How the answer is found


def explained(question: Question) -> list[str]:
    """Say how the answer is found, with the numbers in place, in a few lines.

    Examples
    --------
    >>> explained(drill_question(seed=7, level=2))
    ['⌊(12 + 2·0 − 1·(5 − 1) − 1) / 3⌋ + 1 = ⌊7 / 3⌋ + 1 = 3']
    """
    setting, row = question.setting, question.is_row
    if question.kind == "size":
        found = [words.size_formula(setting, axis) for axis in (0, 1)]
        if row:
            return found[1:]
        return [f"{a}: {b}" for a, b in zip(LINES, found, strict=True)]
    if question.kind == "starts":
        return _starts_explained(question)
    assert question.pixel is not None
    readers = question.readers
    if row:
        which = plural(len(readers[1]), "window") + f": {series(readers[1])}"
        told = which if readers[1] else "no window"
        return [f"Pixel {question.pixel[1]} is read by {told}."]
    down, across = (
        f"{len(windows)} of the {count} {lines} of windows"
        + (f" ({series(windows)})" if windows else "")
        for windows, count, lines in zip(
            readers, setting.output_size, LINES, strict=True
        )
    )
    a, b = map(len, readers)
    return [
        f"Row {question.pixel[0]} is read by {down}, column "
        f"{question.pixel[1]} by {across}: {a}·{b} = {a * b}."
    ]


def _starts_explained(question: Question) -> list[str]:
    setting, axis, row = question.setting, question.axis, question.is_row
    s, p = setting.stride[axis], setting.padding[axis]
    starts = setting.starts(axis).tolist()
    last = setting.padded_size[axis] - 1
    needed = starts[-1] + s + setting.span[axis] - 1
    place = ("place" if p else "pixel") if row else ("row", "column")[axis]
    what = f"{'padded ' if p or not row else ''}{'row' if row else 'image'}"
    told = [
        f"From 0 in steps of {s}: {numbers(starts)}.",
        f"A start at {starts[-1] + s} would need {place} {needed}, and the "
        f"{what} ends at {place} {last}.",
    ]
    if question.counted == "image":
        less = ", ".join(number(at - p) for at in starts)
        told.append(f"Less the padding of {p}: {less}.")
    return told
