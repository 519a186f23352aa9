"""A row with its windows, an image with its counts: drawn as computed."""

import re

import numpy as np
import pytest
from settings import random_settings

from convbook import coverage, output_size
from convbook.figures import draw_coverage, draw_row
from figures.layout import overlaps
from figures.reading import marked, texts


def test_the_row_shows_what_coverage_counts():
    for setting in random_settings(60, seed=20):
        n, k, s, p, d = (pair[1] for pair in setting.values())
        drawing = draw_row(n, k, stride=s, padding=p, dilation=d)
        counts = coverage((1, n), (1, k), (1, s), (0, p), (1, d))[0]
        shown = texts(drawing)
        assert shown[-n:] == [str(count) for count in counts]
        windows = output_size((1, n), (1, k), (1, s), (0, p), (1, d))[1]
        labels = [text for text in shown if text.startswith("window ")]
        assert labels == [f"window {v}" for v in range(windows)]
        assert marked(drawing, "window") == windows
        listed = ", ".join(map(str, counts))
        assert f"Times read: {listed}." in drawing.description
        assert ("Every pixel is read." in drawing.description) == counts.all()
        padded = coverage((1, n + 2 * p), (1, k), (1, s), 0, (1, d))
        assert marked(drawing, "unread") == (padded == 0).sum()
        assert overlaps(drawing) == []


def test_the_row_names_unread_pixels_and_unread_zeros():
    words = draw_row(9, kernel_size=2, stride=4, padding=1).description
    assert "Pixels 1, 2, 5, 6: never read and crossed out." in words
    assert "1 padding zero never read and crossed out." in words
    assert "Window 0 reads pixel 0 and 1 padding zero." in words


def test_what_is_left_blank_gives_nothing_away():
    two, three = (draw_row(8, 3, stride=s, blank=True) for s in (2, 3))
    lines = ["pixel", *(f"window {n}" for n in range(5)), "times read"]
    assert texts(two) == texts(three) == [*lines, *"01234567"]
    words = "A row of 8 pixels, kernel 3, stride 3, padding 0. Its windows and"
    assert three.description.startswith(words)
    assert two.svg == three.svg

    drawing = draw_coverage((4, 6), (3, 2), stride=(1, 2), blank=True)
    assert texts(drawing) == []
    assert drawing.description == (
        "How often each pixel of the 4×6 image is read.\n"
        "Kernel 3×2, stride 1 down and 2 across, padding 0. "
        "The counts are left blank."
    )


def test_blank_lines_are_not_as_many_as_windows_nor_always_one_more():
    for size, kernel_size, padding in [(8, 3, 0), (8, 3, 1), (5, 4, 2)]:
        more = set()
        for stride in range(1, 5):
            setting = size, kernel_size, stride, padding
            shown = texts(draw_row(*setting, blank=True))
            lines = sum(text.startswith("window") for text in shown)
            windows = output_size(
                (1, size), (1, kernel_size), (1, stride), (0, padding)
            )[1]
            more.add(lines - windows)
        assert min(more) > 0 and len(more) > 1


def test_coverage_is_drawn_row_by_row():
    for setting in random_settings(30, seed=21):
        counts = coverage(**setting)
        drawing = draw_coverage(**setting)
        assert texts(drawing) == [str(count) for count in counts.ravel()]
        unread = (counts == 0).sum()
        said = re.search(r"(\d+) pixels? never read", drawing.description)
        assert (int(said[1]) if said else 0) == unread
        assert overlaps(drawing) == []


def test_a_question_stands_over_the_picture():
    question = "How many?\nCount them."
    for drawing in [
        draw_row(8, 3, blank=True, question=question),
        draw_coverage(8, 3, blank=True, question=question),
    ]:
        assert texts(drawing)[:2] == ["How many?", "Count them."]
        assert overlaps(drawing) == []


@pytest.mark.parametrize("name", ["size", "kernel_size", "stride", "padding"])
def test_a_row_has_one_axis(name):
    given = {"size": 8, "kernel_size": 3} | {name: (1, 2)}
    with pytest.raises(TypeError, match=f"{name} must be one integer"):
        draw_row(**given)


def test_the_more_often_a_pixel_is_read_the_darker_it_is():
    svg = draw_coverage((1, 4), (1, 2)).svg
    shades = np.array(re.findall(r'fill-opacity:([\d.]+)"', svg), float)
    assert shades.tolist() == [0.25, 0.5, 0.5, 0.25]
