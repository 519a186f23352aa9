"""What all drawings keep: equal at every call, and legible."""

import re
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest

from convbook import im2col
from convbook.figures import (
    draw_backward,
    draw_col2im,
    draw_coverage,
    draw_filtered,
    draw_im2col,
    draw_photos,
    draw_places,
    draw_product,
    draw_reshaped,
    draw_row,
    draw_sent_back,
    draw_sparse,
    draw_verdicts,
    draw_window,
    draw_zoom,
)
from convbook.figures.scene import Scene, Table
from convbook.figures.style import COLOURS
from convbook.figures.svg import draw
from figures.layout import overlaps

IMAGE = np.arange(24).reshape(4, 6)
KERNEL = np.array([[1, 0], [2, -1], [0, 3]])
POWERS = 10 ** np.arange(10).reshape(2, 5)
MATRIX = im2col(IMAGE[np.newaxis, np.newaxis], (3, 2))[0]
WEIGHTS = np.array([[1, 2, 3, 4, 5, 6], [1, -1, 1, -1, 1, -1]]).T
VERDICTS = {
    "one": {"x": "survived", "y": "error", "z": "killed"},
    "two": {"x": "survived", "y": "survived", "z": "error"},
}
DRAWINGS = {
    "row": lambda: draw_row(8, 3, stride=2, padding=1),
    "coverage": lambda: draw_coverage((4, 6), (3, 2)),
    "window": lambda: draw_window(IMAGE, KERNEL, at=(1, 3)),
    "zoom": lambda: draw_zoom(IMAGE, at=(1, 2), size=(2, 3)),
    "im2col": lambda: draw_im2col(IMAGE, (3, 2), window=7, pixel=(2, 2)),
    "sent back": lambda: draw_sent_back([1, 2, 3], [10, 100], 4),
    "backward": lambda: draw_backward(IMAGE, KERNEL, POWERS, at=(2, 2)),
    "col2im": lambda: draw_col2im(MATRIX, (4, 6), (3, 2), pixel=(2, 2)),
    "product": lambda: draw_product(MATRIX, WEIGHTS, at=(7, 0)),
    "reshaped": lambda: draw_reshaped(MATRIX @ WEIGHTS, (2, 5)),
    "sparse": lambda: draw_sparse(np.eye(4, dtype=int), group=2),
    "verdicts": lambda: draw_verdicts(VERDICTS, good=["z"]),
    "places": lambda: draw_places({"a": (IMAGE, [(0, 1)], [(1, 0)])}),
    "filtered": lambda: draw_filtered(IMAGE, KERNEL, at=(1, 3), show="signed"),
    "photos": lambda: draw_photos({"a": IMAGE, "b": -IMAGE}, signed=True),
}
every_drawing = pytest.mark.parametrize(
    "draws", DRAWINGS.values(), ids=DRAWINGS
)


@every_drawing
def test_a_drawing_is_the_same_at_every_call_and_under_any_style(draws):
    first = draws()
    with matplotlib.rc_context({"font.size": 40, "axes.facecolor": "red"}):
        assert draws() == first


@every_drawing
def test_a_notebook_gets_the_picture_and_the_words(draws):
    drawing = draws()
    bundle = drawing._repr_mimebundle_()
    assert bundle["image/svg+xml"] == drawing.svg
    assert bundle["text/plain"] == drawing.description == repr(drawing)


@every_drawing
def test_the_ground_is_paper(draws):
    root = ElementTree.fromstring(draws().svg)
    ground = root.find("{*}rect")
    assert ground.get("class") == "wbw-paper"
    view = root.get("viewBox").split()
    assert view == ["0", "0", ground.get("width"), ground.get("height")]


@every_drawing
def test_no_text_lies_on_anything_else(draws):
    assert overlaps(draws()) == []


@every_drawing
def test_every_class_has_a_style_and_every_colour_a_fallback(draws):
    svg = draws().svg
    style = svg[svg.index("<style>") : svg.index("</style>")]
    used = set(
        re.findall(r"[\w-]+", " ".join(re.findall('class="(.*?)"', svg)))
    )
    kinds = {f"wbw-{kind}" for kind in ("input", "output", "kernel", "plain")}
    for name in used - kinds - {"wbw-figure", "wbw-bare"}:
        assert f".{name}" in style, name
    named = re.findall(r"(?:fill|stroke):([^;}]+)", style)
    for colour in set(named) - {"none"}:
        variable = re.fullmatch(r"var\(--wbw-([\w-]+),(#\w+)\)", colour)
        assert variable and COLOURS[variable[1]] == variable[2], colour


def test_what_a_reader_writes_is_text_and_no_markup():
    drawing = draw(Scene(Table("t", "plain", "<b>&", [["<1>"]])))
    texts = ElementTree.fromstring(drawing.svg).findall(".//{*}text")
    assert [text.text for text in texts] == ["<b>&", "<1>"]


def test_memory_layout_and_type_do_not_matter():
    expected = draw_window(IMAGE, KERNEL, at=(1, 3))
    wide = np.zeros((8, 12), int)
    wide[::2, ::2] = IMAGE
    for image in (np.asfortranarray(IMAGE), wide[::2, ::2], IMAGE.tolist()):
        assert draw_window(image, KERNEL, at=(1, 3)) == expected
    for dtype in (np.int8, np.uint8, np.float32, np.float64):
        drawing = draw_window(IMAGE.astype(dtype), KERNEL, at=[1, 3])
        assert drawing == expected


def test_nothing_that_is_passed_is_changed():
    image, kernel = IMAGE.copy(), KERNEL.copy()
    image.flags.writeable = kernel.flags.writeable = False
    draw_window(image, kernel, padding=1)
    draw_photos({"a": image}, signed=True)
    assert (image == IMAGE).all() and (kernel == KERNEL).all()
