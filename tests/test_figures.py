"""The drawings: what they say is what they show, and they are always equal."""

import re
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest

from convbook import col2im, im2col
from convbook.figures import (
    draw_backward,
    draw_col2im,
    draw_coverage,
    draw_places,
    draw_row,
    draw_sent_back,
    draw_window,
)

IMAGE = np.arange(24).reshape(4, 6)
KERNEL = np.array([[1, 0], [2, -1], [0, 3]])
POWERS = 10 ** np.arange(10).reshape(2, 5)
MATRIX = im2col(IMAGE[np.newaxis, np.newaxis], (3, 2))[0]
WEIGHTS = np.array([[1, 2, 3, 4, 5, 6], [1, -1, 1, -1, 1, -1]]).T


def texts(drawing):
    """All texts of the picture, in the order of drawing."""
    root = ElementTree.fromstring(drawing.svg)
    found = root.iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()) for text in found]


DRAWINGS = {
    "row": lambda: draw_row(8, 3, stride=2, padding=1),
    "coverage": lambda: draw_coverage((4, 6), (3, 2)),
    "window": lambda: draw_window(IMAGE, KERNEL, at=(1, 3)),
    "sent back": lambda: draw_sent_back([1, 2, 3], [10, 100], 4),
    "backward": lambda: draw_backward(IMAGE, KERNEL, POWERS, at=(2, 2)),
    "col2im": lambda: draw_col2im(MATRIX, (4, 6), (3, 2), pixel=(2, 2)),
    "places": lambda: draw_places({"a": (IMAGE, [(0, 1)], [(1, 0)])}),
}


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_is_the_same_at_every_call_and_under_any_style(draw):
    first = draw()
    with matplotlib.rc_context({"font.size": 40, "axes.facecolor": "red"}):
        assert draw() == first
        assert matplotlib.rcParams["font.size"] == 40


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_a_notebook_gets_the_picture_and_the_words(draw):
    drawing = draw()
    bundle = drawing._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<?xml")
    assert bundle["text/plain"] == drawing.description == repr(drawing)


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_the_ground_is_white(draw):
    root = ElementTree.fromstring(draw().svg)
    ground = root.find(".//{*}g[@id='patch_1']/{*}path")
    assert "fill: #ffffff" in ground.get("style")


def circles(drawing):
    """How many circles are in the picture."""
    root = ElementTree.fromstring(drawing.svg)
    paths = root.iter("{http://www.w3.org/2000/svg}path")
    return sum(path.get("d").count("C") >= 8 for path in paths)


def test_the_gradient_of_a_pixel_is_gathered_from_spread_numbers():
    G = np.array([[1, 10, 100], [1000, 10000, 100000]])
    square = np.array([[1, 2], [3, 4]])
    drawing = draw_backward(IMAGE, square, G, "dX", (2, 4), stride=(2, 2))
    numbers = texts(drawing)
    spread = np.zeros((5, 7), dtype=int)
    spread[1:4:2, 1:6:2] = G
    flat = [str(n) for n in spread.ravel()]
    assert numbers[0] == "G with zeros 5×7"
    assert numbers[1:36] == flat
    assert numbers[36:41] == ["W, turned 2×2", "4", "3", "2", "1"]
    sums = col2im(
        (G.reshape(6, 1) * square.reshape(1, 4))[np.newaxis],
        (1, 1, 4, 6),
        2,
        2,
    )[0, 0]
    assert numbers[42:66] == [str(n) for n in sums.ravel()]
    assert numbers[66:] == ["dX[2, 4] = 100000·1 = 100000"]
    lines = str(drawing).splitlines()
    assert lines[1:3] == [
        "Row 0 of G: 1, 10, 100.",
        "Row 1 of G: 1000, 10000, 100000.",
    ]
    assert lines[-1] == numbers[-1]


def test_windows_that_have_not_sent_yet_add_nothing():
    G = np.array([[10, 100]])
    row, weights = np.array([[1, 2, 3, 4]]), np.array([[1, 2, 3]])

    def scatter(window):
        return draw_backward(
            row, weights, G, at=(0, 1), view="scatter", window=window
        )

    first, last = scatter((0, 0)), scatter((0, 1))
    assert "Row 0 of dX: 10, 20, 30, 0." in str(first)
    assert str(first).endswith("dX[0, 1] so far = 10·2 = 20")
    assert "Row 0 of dX: 10, 120, 230, 300." in str(last)
    assert str(last).endswith("dX[0, 1] = 10·2 + 100·1 = 120")
    assert scatter(None) == last


def test_the_gradients_of_weights_and_bias_are_spelled_out():
    row, weights, G = [[1, 2, 3, 4]], [[1, 2, 3]], [[10, 100]]
    forward = draw_backward(row, weights, G, "forward", (0, 1), bias=5)
    assert str(forward).endswith("Y[0, 1] = 2·1 + 3·2 + 4·3 + 5 = 25")
    db = draw_backward(row, weights, G, "db", (0, 0))
    assert str(db).endswith("db so far = 10")
    db = draw_backward(row, weights, G, "db", (0, 1))
    assert str(db).endswith("db = 10 + 100 = 110")
    dW = draw_backward(row, weights, G, "dW", (0, 0))
    assert "Row 0 of dW: 210, 320, 430." in str(dW)
    hidden = draw_backward(row, weights, G, "dW", (0, 0), hide=True)
    assert "Row 0 of dW: ?, 320, 430." in str(hidden)
    assert not any("210" in text for text in texts(hidden))


@pytest.mark.parametrize(
    "change, words",
    [
        ({"upstream": [[1]]}, "one number for each output, shape (2, 5)"),
        ({"of": "dV"}, "of must be one of 'forward', 'db', 'dW', 'dX'"),
        ({"view": "both"}, "view must be one of 'gather', 'scatter'"),
        ({"at": (4, 0)}, "at must be a place (row, column) in the 4×6"),
        ({"window": (2, 0)}, "window must be a place (row, column) in the"),
    ],
)
def test_a_gradient_has_its_place(change, words):
    given = {"image": IMAGE, "weights": KERNEL, "upstream": POWERS} | change
    with pytest.raises(ValueError, match=re.escape(words)):
        draw_backward(**given)


# --- Input that is unusual and valid


def test_memory_layout_and_type_do_not_matter():
    expected = draw_window(IMAGE, KERNEL, at=(1, 3))
    strided = np.zeros((8, 12), dtype=int)[::2, ::2]
    strided[:] = IMAGE
    frozen = IMAGE.copy()
    frozen.flags.writeable = False
    for image in (strided, frozen, IMAGE.T.copy().T, IMAGE.tolist()):
        assert draw_window(image, KERNEL, at=(1, 3)) == expected
    for dtype in (np.float32, np.float64, np.int8):
        drawing = draw_window(IMAGE.astype(dtype), KERNEL, at=[1, 3])
        assert drawing == expected


def test_nothing_that_is_passed_is_changed():
    image, kernel = IMAGE.copy(), KERNEL.copy()
    draw_window(image, kernel, padding=1)
    assert (image == IMAGE).all() and (kernel == KERNEL).all()


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


def test_a_row_has_one_axis():
    with pytest.raises(TypeError, match="stride must be one integer"):
        draw_row(8, 3, stride=(1, 2))
