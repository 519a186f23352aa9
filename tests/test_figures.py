"""The drawings: what they say is what they show, and they are always equal."""

import base64
import io
import re
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from PIL import Image

from convbook import im2col
from convbook.figures import (
    draw_col2im,
    draw_coverage,
    draw_filtered,
    draw_photos,
    draw_places,
    draw_row,
    draw_sent_back,
    draw_verdicts,
    draw_window,
    draw_zoom,
)

IMAGE = np.arange(24).reshape(4, 6)
KERNEL = np.array([[1, 0], [2, -1], [0, 3]])
POWERS = 10 ** np.arange(10).reshape(2, 5)
MATRIX = im2col(IMAGE[np.newaxis, np.newaxis], (3, 2))[0]
WEIGHTS = np.array([[1, 2, 3, 4, 5, 6], [1, -1, 1, -1, 1, -1]]).T
VERDICTS = {
    "one": {"x": "survived", "y": "error", "z": "killed"},
    "two": {"x": "survived", "y": "survived", "z": "error"},
}


def texts(drawing):
    """All texts of the picture, in the order of drawing."""
    root = ElementTree.fromstring(drawing.svg)
    found = root.iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()) for text in found]


def pixels(drawing):
    """The photos in the picture, as arrays."""
    encoded = re.findall(r'base64,([^"]+)"', drawing.svg)
    return [
        np.asarray(Image.open(io.BytesIO(base64.b64decode(one))))
        for one in encoded
    ]


DRAWINGS = {
    "row": lambda: draw_row(8, 3, stride=2, padding=1),
    "coverage": lambda: draw_coverage((4, 6), (3, 2)),
    "window": lambda: draw_window(IMAGE, KERNEL, at=(1, 3)),
    "zoom": lambda: draw_zoom(IMAGE, at=(1, 2), size=(2, 3)),
    "sent back": lambda: draw_sent_back([1, 2, 3], [10, 100], 4),
    "col2im": lambda: draw_col2im(MATRIX, (4, 6), (3, 2), pixel=(2, 2)),
    "verdicts": lambda: draw_verdicts(VERDICTS, good=["z"]),
    "places": lambda: draw_places({"a": (IMAGE, [(0, 1)], [(1, 0)])}),
    "filtered": lambda: draw_filtered(IMAGE, KERNEL, at=(1, 3), show="signed"),
    "photos": lambda: draw_photos({"a": IMAGE, "b": -IMAGE}, signed=True),
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


def test_a_photo_keeps_every_pixel():
    rng = np.random.default_rng(0)
    grey = rng.integers(0, 256, (11, 7)).astype(np.uint8)
    colours = rng.integers(0, 256, (5, 9, 3)).astype(np.uint8)
    drawn = pixels(draw_photos({"grey": grey, "colours": colours}))
    assert (drawn[0][::-1] == grey).all() or (drawn[0] == grey).all()
    assert (drawn[1][::-1] == colours).all() or (drawn[1] == colours).all()


def test_one_changed_pixel_changes_the_checksum():
    before = draw_photos({"a": IMAGE}).svg
    changed = IMAGE.copy()
    changed[3, 5] += 1
    after = draw_photos({"a": changed}).svg
    checksum = re.compile(r'id="(pixels-0-\w{16})"')
    assert checksum.search(before)[1] != checksum.search(after)[1]


def test_signs_are_told_apart_by_lightness_too():
    drawn = pixels(draw_photos({"a": np.array([[-5, 0, 5]])}, signed=True))
    lightness = drawn[0].astype(float) @ [0.299, 0.587, 0.114]
    negative, zero, positive = lightness[0]
    assert zero == pytest.approx(255)
    assert negative + 60 < positive < zero - 60


def test_photos_say_what_a_screen_cannot_show():
    words = draw_photos({"a": np.array([[-1, 0, 256, 9]])}).description
    assert "values −1 to 256" in words
    assert "25% lie below 0 and are drawn black" in words
    assert "25% lie above 255 and are drawn white" in words


def test_zoom_shows_the_part_and_its_place():
    drawing = draw_zoom(IMAGE, at=(1, 2), size=(2, 3))
    expected = [str(number) for number in IMAGE[1:3, 2:5].ravel()]
    assert texts(drawing)[:6] == expected
    assert "Row 2: 14, 15, 16." in drawing.description


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
    draw_photos({"a": image}, signed=True)
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


@pytest.mark.parametrize("at", [(-1, 0), (3, 0), (0, 4), (9, 9)])
def test_a_zoom_stays_inside(at):
    with pytest.raises(ValueError, match="a part inside the 4×6 image"):
        draw_zoom(IMAGE, at=at, size=(2, 3))


def test_a_row_has_one_axis():
    with pytest.raises(TypeError, match="stride must be one integer"):
        draw_row(8, 3, stride=(1, 2))


@pytest.mark.parametrize(
    "array", [np.zeros((2, 2, 3)), np.zeros((2, 2, 4), dtype=np.uint8)]
)
def test_a_picture_is_grey_or_has_three_uint8_colours(array):
    with pytest.raises(ValueError, match=r"pictures\['x'\] must be grey"):
        draw_photos({"x": array})


def test_there_is_at_least_one_picture():
    with pytest.raises(ValueError, match="at least one title and its array"):
        draw_photos({})


def test_verdicts_are_drawn_as_signs_and_counted():
    drawing = draw_verdicts(VERDICTS, good=["z"])
    shown = texts(drawing)
    signs = [text for text in shown if text in "×E"]
    assert signs == ["×", "E", "E", "×", "E"]  # first those of the legend
    assert circles(drawing) == 1 + 3
    assert [text for text in shown if text.isdigit()] == ["2", "1", "0"]
    assert drawing.description.splitlines() == [
        "2 mutants, 3 tests.",
        "x: 2 survive (one, two); 0 killed, 0 of them by an error.",
        "y: 1 survives (two); 1 killed, 1 of them by an error.",
        "z: 0 survive; 2 killed, 1 of them by an error.",
    ]


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
