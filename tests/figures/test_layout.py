"""The finder of overlaps finds them."""

import pytest

from convbook.figures.scene import Column, Heads, Lines, Scene, Table
from convbook.figures.svg import draw
from figures.layout import overlaps


def drawn(*texts, marks=None, **look):
    table = Table("t", "plain", "", [list(texts)], marks=marks or {}, **look)
    return draw(Scene(table))


@pytest.mark.parametrize("longest", range(1, 10))
def test_a_number_fits_its_cell_and_its_ring(longest):
    for number in ("8" * longest, "−" + "8" * (longest - 1)):
        drawing = drawn(number, number, marks={"asked": [(0, 0)]})
        assert not overlaps(drawing)


@pytest.mark.parametrize("longest", range(1, 9))
def test_a_number_below_0_fits_its_ring(longest):
    number = "−" + "8" * longest
    assert not overlaps(drawn(number, number, marks={"asked": [(0, 0)]}))


@pytest.mark.parametrize("longest", range(1, 10))
def test_a_label_fits_under_its_number_and_its_ring(longest):
    labels = [(0, 0, "×−12"), (0, 1, "×8")]
    marks = {"asked": [(0, 0)], "waiting": [(0, 1)]}
    number = "8" * longest
    assert not overlaps(drawn(number, number, marks=marks, labels=labels))


def test_a_number_that_is_too_long_for_its_cell_is_found():
    told = overlaps(drawn("8888888", "8888888", room=3))
    assert any("lies on" in sentence for sentence in told)
    assert any("leaves the picture" in sentence for sentence in told)


def test_a_number_that_crosses_its_ring_is_found():
    told = overlaps(drawn("88888", room=3, marks={"asked": [(0, 0)]}))
    assert any("crosses a ring" in sentence for sentence in told)


def test_heads_and_titles_keep_apart_from_each_other():
    table = Table(
        "t",
        "input",
        "a title that is wider than its table",
        [["1", "2"], ["3", "4"]],
        rows=Heads("window", ["0", "1"]),
        columns=Heads("feature", ["a long head, upright", "b"]),
    )
    picture = Column([table, Lines(["A sentence."]), Lines(["B"], bold=True)])
    assert not overlaps(draw(Scene(picture)))
