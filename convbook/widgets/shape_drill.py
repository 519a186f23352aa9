"""ShapeDrill: questions about output sizes, starts and coverage."""

import dataclasses
from typing import Any

import numpy as np
import traitlets

from convbook.figures import Drawing, draw_coverage, draw_row
from convbook.figures.rows import row_table
from convbook.figures.scene import Row, Scene, Table
from convbook.geometry import by, coverage
from convbook.widgets.drill import (
    DRILL,
    LIMITS,
    Question,
    drill_question,
    explained,
)
from convbook.widgets.figure import LiveFigure, Whole, whole

__all__ = ["Question", "ShapeDrill", "drill_question"]

ANSWERS: int = DRILL["kept"]  # how many are kept
ANSWER: int = DRILL["longest"]  # how many numbers one may have
COUNTED = "seed", "level", "asked", "right"
BELOW: int = DRILL["below"]  # how far from 0 these may be


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

    def _scene(self) -> Scene:
        here = [self.seed, self.level, self.question]
        asked = drill_question(*here)
        tries = [entry[3:] for entry in self.answers if entry[:3] == here]
        is_open = any(not tried or tried == asked.answer for tried in tries)
        setting, question = str(asked).splitlines()
        counted = {name: getattr(self, name) for name in COUNTED}
        score, invitation = (
            DRILL[name].format(**counted) for name in ("score", "class")
        )
        words = {
            "place": f"Question {self.question}",
            "setting": setting,
            "question": question,
            "formula": "\n".join(explained(asked)) if is_open else "",
            "caption": _caption(asked) if is_open else "",
            "score": score if self.asked else "",
            "class": invitation,
        }
        tables = (_row if asked.is_row else _images)(asked, is_open)
        return Scene(Row(tables), words)

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


# --- The picture: the setting, and what follows once the answer is open


def _caption(asked: Question) -> str:
    """Say what the open picture adds."""
    captions, shown = DRILL["captions"], "row" if asked.is_row else asked.kind
    unread = (coverage(*asked.setting) == 0).any()
    said: str = captions.get(shown, captions["windows"])
    return said + (captions["unread"] if unread else "")


def _row(asked: Question, is_open: bool) -> list[Table]:
    table = row_table(asked.setting, shown=is_open)
    if asked.pixel is None:
        return [table]
    lines = {0, len(table.texts) - 1}  # the last one, once open, has counts
    ringed = [(line, asked.pixel[1]) for line in sorted(lines)]
    marks = {**table.marks, "asked": ringed}
    return [dataclasses.replace(table, marks=marks)]


def _images(asked: Question, is_open: bool) -> list[Table]:
    setting, pixel = asked.setting, asked.pixel
    above, before = border = setting.padding
    texts = np.full(setting.padded_size, "", dtype=object)
    rows, columns = setting.size
    image = texts[above : above + rows, before : before + columns]
    made = setting.output_size
    numbers = np.arange(made[0] * made[1]).astype(str).reshape(made)
    marks: dict[str, list[Any]] = {"asked": [pixel] if pixel else []}
    if is_open:
        counts = coverage(*setting)
        marks["unread"] = np.argwhere(counts == 0).tolist()
        marks["window"] = [(-above, -before, *setting.span)]
        if asked.kind == "read":
            image[:] = counts.astype(str)
        else:
            texts[np.ix_(setting.starts(0), setting.starts(1))] = numbers
    elif pixel:
        image[pixel] = "?"
    title, cells = f"image {by(setting.size)}", texts.tolist()
    tables = [
        Table("image", "input", title, cells, border=border, marks=marks)
    ]
    if is_open and asked.kind != "read":
        title = f"output {by(made)}"
        tables.append(Table("output", "output", title, numbers.tolist()))
    return tables
