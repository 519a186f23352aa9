"""ShapeDrill: its questions in Python, its traits and its snapshot."""

import json
import re

import numpy as np
import pytest
import traitlets

from convbook.figures import draw_row
from convbook.widgets import ShapeDrill
from convbook.widgets.shape_drill import LIMITS, drill_question


def some_numbers(count, seed=0):
    """Yield seed, level and question: as many of each level."""
    rng = np.random.default_rng(seed)
    for place in range(count):
        yield int(rng.integers(10**6)), 1 + place % 6, int(rng.integers(100))


def plain_starts(n, k, s, p, d):
    """Try every place of the padded row, from the first on."""
    places = range(0, n + 2 * p, s)
    return [at for at in places if at + d * (k - 1) < n + 2 * p]


def plain_answer(question):
    """Count, with nothing of the library."""
    axes = list(zip(*question.setting, strict=True))
    starts = [plain_starts(*axis) for axis in axes]
    if question.kind == "size":
        return [len(one) for one in starts][question.is_row :]
    if question.kind == "read":
        times = 1
        for at, one, (_, k, _, p, d) in zip(
            question.pixel, starts, axes, strict=True
        ):
            read = [start + d * cell for start in one for cell in range(k)]
            times *= read.count(at + p)
        return [times]
    before = axes[question.axis][3] if question.counted == "image" else 0
    return [start - before for start in starts[question.axis]]


def test_the_answers_are_those_of_plain_counting():
    kinds = set()
    for numbers in some_numbers(300):
        question = drill_question(*numbers)
        assert question.answer == plain_answer(question), numbers
        kinds.add((question.kind, question.is_row, question.counted))
    assert len(kinds) == 7


def test_a_question_says_its_setting():
    for numbers in some_numbers(300, seed=1):
        question = drill_question(*numbers)
        given, asked = str(question).splitlines()
        (n1, n2), (k1, k2) = question.setting[:2]
        sizes = f"A row of {n2} pixels, kernel {k2}, "
        if not question.is_row:
            sizes = f"{n1}×{n2} image, kernel {k1}×{k2}, "
        assert sizes in given
        for name in ("stride", "padding", "dilation"):
            down, across = getattr(question.setting, name)
            if name == "dilation" and across == 1:
                assert name not in given
            elif question.is_row or down == across:
                assert re.search(rf", {name} {across}\b", given)
            else:
                assert f", {name} {down} down and {across} across" in given
        assert asked.endswith("?")
        assert "An 8×" in given or not given.startswith(("An 8", "A 8"))


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("make", [drill_question, ShapeDrill])
def test_a_bad_number_is_refused_with_a_sentence(make, name):
    low, high = LIMITS[name]
    wanted = f"{name} must be an integer from {low} to {high}, got "
    for value in (low - 1, high + 1):
        with pytest.raises(ValueError, match=re.escape(f"{wanted}{value}")):
            make(**{name: value})
    for value in (2.0, "2", None, True):
        with pytest.raises(TypeError, match=re.escape(f"{wanted}{value!r}")):
            make(**{name: value})
    make(**{name: np.int64(high)})


@pytest.mark.parametrize(
    "answers",
    [
        3,
        [3],
        [[7, 2]],
        [[7, 2, 0, "3"]],
        [[7, 2, 0, np.nan]],
        [[7, 2, 0, True]],
        [[7, 2, 0, 10**6]],
        [[7, 2, 0, 1j]],
        [[7, 2, 0, *range(41)]],
        ["123"],
    ],
)
def test_answers_that_are_none_are_refused_with_a_sentence(answers):
    wanted = r"answers must be a list of entries \[seed, level, question, num"
    with pytest.raises(ValueError, match=wanted):
        ShapeDrill(answers=answers)


def test_an_answer_to_no_question_is_refused():
    with pytest.raises(ValueError, match="level must be an integer from 1 to"):
        ShapeDrill(answers=[[7, 9, 0, 3]])


def test_the_score_follows_from_the_answers_and_can_be_observed():
    drill = ShapeDrill(seed=7, level=2)
    heard = []
    drill.observe(lambda change: heard.append(change["new"]), "right")
    right = [7, 2, 0, *drill_question(7, 2, 0).answer]
    drill.answers = [right]
    drill.answers = [right, [7, 2, 1], [7, 2, 2, 999]]
    assert (drill.asked, drill.right) == (3, 1)
    # Too late: it had been shown.
    late = [7, 2, 1, *drill_question(7, 2, 1).answer]
    drill.answers = [*drill.answers, late, right]
    assert (drill.asked, drill.right) == (3, 1)
    assert heard == [1]
    drill.level = 3
    assert (drill.asked, drill.right) == (0, 0)
    drill.level = 2
    assert (drill.asked, drill.right) == (3, 1)
    with pytest.raises(traitlets.TraitError):
        drill.right = 5


def test_the_last_answers_are_kept():
    entries = [[1, 1, number % 100, number] for number in range(300)]
    drill = ShapeDrill(answers=np.array(entries))
    assert drill.answers == entries[100:]


def test_it_can_be_made_from_any_state():
    rng = np.random.default_rng(2)
    for seed, level, question in some_numbers(200, seed=3):
        answers = [
            [int(n) for n in (seed, level, at, *rng.integers(-9, 99, 2))]
            for at in rng.integers(0, 100, rng.integers(5))
        ]
        state = dict(
            seed=seed, level=level, question=question, answers=answers
        )
        drill = ShapeDrill(**state)
        written = json.loads(drill.figure_state())
        assert written == {"figure": "ShapeDrill", "state": state}
        assert drill.right <= drill.asked <= len(answers)


def test_its_text_is_the_question():
    for numbers in some_numbers(6):
        drill = ShapeDrill(**dict(zip(LIMITS, numbers, strict=True)))
        blank = "Its windows and its counts are left blank."
        assert repr(drill) == f"{drill_question(*numbers)}\n{blank}"


def texts(svg):
    return re.findall(r">([^<>]+)</text>", svg)


def test_the_snapshot_asks_and_does_not_answer():
    """It is the same whatever the stride, but where lines would be short."""
    for seed, level, question in some_numbers(18, seed=4):
        drill = ShapeDrill(seed=seed, level=level, question=question)
        data, _ = drill._repr_mimebundle_()
        asked = drill_question(seed, level, question)
        assert data["text/plain"].startswith(str(asked))
        shown = texts(data["image/svg+xml"])
        assert shown[:2] == str(asked).splitlines()
        if not asked.is_row:
            assert len(shown) == 2
            continue
        n, k, _, p, _ = (pair[1] for pair in asked.setting)
        windows = asked.setting.output_size[1]
        lines = [text for text in shown if text.startswith("window")]
        assert len(lines) > windows
        assert "times read" in shown
        others = {
            len(texts(draw_row(n, k, s, p, blank=True).svg)) + 2
            for s in range(1, 5)
        }
        assert len(others) <= 2 and len(shown) in others


def test_the_same_snapshot_twice_is_the_same():
    one, other = (ShapeDrill(seed=5, level=4)._drawing() for _ in range(2))
    assert one == other and one.svg == other.svg
