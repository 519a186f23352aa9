"""One window on an image: what is drawn is what is computed."""

import re

import numpy as np
import pytest
from settings import random_settings

from convbook import coverage
from convbook.figures import draw_window
from figures.layout import overlaps
from figures.reading import marked, texts

IMAGE = np.arange(24).reshape(4, 6)
KERNEL = np.array([[1, 0], [2, -1], [0, 3]])


def test_the_window_shows_every_output_up_to_its_own():
    drawing = draw_window(IMAGE, KERNEL, at=(1, 3))
    expected = [
        (IMAGE[u : u + 3, v : v + 2] * KERNEL).sum()
        for u in range(2)
        for v in range(5)
    ]
    shown = texts(drawing)
    after = shown[shown.index("output 2×5") + 1 :]
    assert after[:9] == [str(number) for number in expected[:9]]
    assert "9·1 + 10·0 +" in after and "= 89" in after
    assert "21·0 + 22·3." in drawing.description


def test_a_hidden_answer_stands_nowhere():
    drawing = draw_window(IMAGE, KERNEL, at=(1, 3), hide=True)
    assert "?" in texts(drawing)
    assert "89" not in " ".join(texts(drawing))
    assert "89" not in drawing.description


def test_a_blank_output_gives_nothing_away():
    drawing = draw_window(IMAGE, KERNEL, at=(1, 4), blank=True)
    assert texts(drawing)[-1] == "output 2×5"
    assert drawing.description.endswith("The output is left blank.")


def test_the_window_knows_padding_stride_and_dilation():
    settings = {"stride": (2, 3), "padding": (1, 2), "dilation": (1, 2)}
    drawing = draw_window(IMAGE, KERNEL, at=(1, 2), **settings)
    padded = np.pad(IMAGE, [(1, 1), (2, 2)])
    expected = (padded[2:5, 6:9:2] * KERNEL).sum()
    assert f"output at (1, 2), is {expected}." in drawing.description
    assert "starts at row 1, column 4" in drawing.description
    assert "stride 2 down and 3 across" in drawing.description


def test_the_window_crosses_out_what_no_window_reads():
    for setting in random_settings(30, seed=22):
        size, kernel_size = setting.pop("size"), setting.pop("kernel_size")
        drawing = draw_window(np.ones(size), np.ones(kernel_size), **setting)
        unread = (coverage(size, kernel_size, **setting) == 0).sum()
        said = re.search(r"(\d+) pixels? never read", drawing.description)
        assert (int(said[1]) if said else 0) == unread
        assert marked(drawing, "unread") == unread


@pytest.mark.parametrize("largest", [9, 99, 9_999, 10**6])
def test_nothing_lies_on_anything_else(largest):
    rng = np.random.default_rng(largest)
    for setting in random_settings(40, seed=23):
        image = rng.integers(-largest, largest + 1, setting.pop("size"))
        kernel = rng.integers(-9, 10, setting.pop("kernel_size"))
        assert overlaps(draw_window(image, kernel, **setting)) == []


def test_integers_do_not_overflow():
    image = np.array([[200, 100]], np.uint8)
    drawing = draw_window(image, np.array([[2, 1]], np.uint8))
    assert drawing.description.endswith("is 500.")


# --- Hostile input


@pytest.mark.parametrize(
    "image", [np.arange(3), np.zeros((1, 2, 3, 4)), np.float64(3), []]
)
def test_an_image_has_two_axes(image):
    with pytest.raises(ValueError, match="image must have two axes"):
        draw_window(image, KERNEL)
    with pytest.raises(ValueError, match="kernel must have two axes"):
        draw_window(IMAGE, image)


def test_an_image_is_not_empty():
    with pytest.raises(ValueError, match="image must have at least one row"):
        draw_window(np.zeros((0, 4)), KERNEL)


@pytest.mark.parametrize("image", [[["a", "b"]], [[None]], [[1j]]])
def test_an_image_holds_real_numbers(image):
    with pytest.raises(TypeError, match="image must hold real numbers"):
        draw_window(image, KERNEL)


@pytest.mark.parametrize("at", [(2, 0), (0, 5), (-1, 0), 3, "ab", (0,), None])
def test_there_is_an_output_where_the_window_is(at):
    with pytest.raises(ValueError, match=r"at must be a place .* 2×5 output"):
        draw_window(IMAGE, KERNEL, at=at)


def test_a_kernel_that_does_not_fit_is_refused_as_everywhere():
    with pytest.raises(ValueError, match="kernel 3×2 does not fit the 2×6"):
        draw_window(IMAGE[:2], KERNEL)
