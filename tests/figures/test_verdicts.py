"""The table of verdicts: each sign in its place, and the survivors counted."""

import pytest

from convbook.figures import draw_verdicts
from figures.layout import overlaps
from figures.reading import marked, texts

VERDICTS = {
    "one": {"x": "survived", "y": "error", "z": "killed"},
    "two": {"x": "survived", "y": "survived", "z": "error"},
}
LEGEND = "● survived   × killed   E killed by an error".replace(" ", "\xa0")


def test_verdicts_are_drawn_as_signs_and_counted():
    drawing = draw_verdicts(VERDICTS, good=["z"])
    heads = ["one", "two", "survivors", "x", "y", "z"]
    signs = ["E", "×", "E", "2", "1", "0"]
    assert texts(drawing) == [LEGEND, *heads, *signs]
    assert marked(drawing, "survivor") == marked(drawing, "output") == 3
    assert marked(drawing, "cell") == 3
    assert marked(draw_verdicts({"a": {"x": "survived"}}), "survivor") == 1
    assert marked(draw_verdicts({"a": {"x": "survived"}}), "cell") == 0
    assert drawing.description.splitlines() == [
        "2 mutants, 3 tests.",
        "x: 2 survive (one, two); 0 killed, 0 of them by an error.",
        "y: 1 survives (two); 1 killed, 1 of them by an error.",
        "z: 0 survive; 2 killed, 1 of them by an error.",
    ]


@pytest.mark.parametrize(
    "good, lines", [("", 0), ("x", 1), ("z", 1), ("yz", 1), ("xz", 2)]
)
def test_a_line_stands_before_the_first_good_test(good, lines):
    assert marked(draw_verdicts(VERDICTS, good=good), "channel") == lines


def test_a_table_is_the_same_at_every_call_and_nothing_overlaps():
    names = [f"a_name_of_some_length_{n}" for n in range(12)]
    told = {f"test number {n}": "survived" for n in range(15)}
    table = dict.fromkeys(names, told)
    assert draw_verdicts(table) == draw_verdicts(table)
    assert overlaps(draw_verdicts(table)) == []


def test_the_mutants_of_one_function_are_drawn_without_its_name():
    table = {
        "im2col_not_even": {"x": "survived"},
        "col2im_two": {"x": "killed"},
    }
    drawing = draw_verdicts(table, of="im2col")
    assert "not even" in texts(drawing) and "two" not in texts(drawing)
    assert drawing.description.splitlines() == [
        "1 mutant of im2col, 1 test.",
        "x: 1 survives (not even); 0 killed, 0 of them by an error.",
    ]
    with pytest.raises(ValueError, match="one mutant of gradients and one"):
        draw_verdicts(table, of="gradients")


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"one": {}},
        {"one": {"x": "dead"}},
        {"one": {"x": "killed"}, "two": {"y": "killed"}},
    ],
)
def test_verdicts_are_told_what_they_must_be(table):
    with pytest.raises(ValueError, match="table must"):
        draw_verdicts(table)
