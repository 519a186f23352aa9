"""Photos in drawings: the pixels are those of the arrays, and told."""

import re

import numpy as np
import pytest

from convbook.figures import draw_filtered, draw_photos, draw_zoom
from convbook.figures.photo import checksum, full_colour, greys, signs
from figures.layout import overlaps
from figures.reading import marked, photos, texts

IMAGE = np.arange(24).reshape(4, 6)
KERNEL = np.array([[1, 0], [2, -1], [0, 3]])
RNG = np.random.default_rng(0)
GREY = RNG.integers(0, 256, (11, 7)).astype(np.uint8)
COLOURS = RNG.integers(0, 256, (5, 9, 3)).astype(np.uint8)


def as_rgb(grey):
    return np.stack([grey] * 3, axis=2)


DRAWINGS = {
    "zoom": lambda: draw_zoom(IMAGE, at=(1, 2), size=(2, 3)),
    "filtered": lambda: draw_filtered(IMAGE, KERNEL, at=(1, 3), show="signed"),
    "hidden": lambda: draw_filtered(IMAGE, KERNEL, at=(1, 3), hide=True),
    "wide": lambda: draw_filtered(GREY * 900.5, np.ones((5, 5)) / 3, 9),
    "photos": lambda: draw_photos({"a": IMAGE, "b": -IMAGE}, signed=True),
    "three": lambda: draw_photos({"a": GREY, "b": COLOURS, "c": IMAGE}),
}
each_drawing = pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)


@each_drawing
def test_no_text_lies_on_another_or_leaves_the_picture(draw):
    assert overlaps(draw()) == []


# --- Pixels


def test_a_photo_keeps_every_pixel_and_its_way_up():
    drawn = photos(draw_photos({"grey": GREY, "colours": COLOURS}))
    assert (drawn[0] == as_rgb(GREY)).all()
    assert (drawn[1] == COLOURS).all()


def test_a_zoom_keeps_every_pixel_and_its_way_up():
    (drawn,) = photos(draw_zoom(GREY, at=(1, 2), size=(2, 3)))
    assert (drawn == as_rgb(GREY)).all()


def test_a_photo_that_is_not_contiguous_is_drawn_as_it_is():
    turned = COLOURS.transpose(1, 0, 2)[::-1]
    (drawn,) = photos(draw_photos({"turned": turned}))
    assert (drawn == turned).all()


def test_the_id_of_a_photo_is_the_checksum_of_its_pixels():
    drawing = draw_photos({"grey": GREY, "colours": COLOURS})
    found = re.findall(r'<image id="photo-(\d)-(\w{16})"', drawing.svg)
    expected = [("0", checksum(as_rgb(GREY))), ("1", checksum(COLOURS))]
    assert found == expected


@pytest.mark.parametrize(
    "change",
    [
        lambda pixels: np.where(pixels == pixels[4, 8], 1, pixels),
        lambda pixels: pixels[::-1],
        lambda pixels: pixels[:, ::-1],
        lambda pixels: pixels[..., ::-1],
        lambda pixels: pixels.reshape(9, 5, 3),
    ],
    ids=["one pixel", "upside down", "mirrored", "blue for red", "reshaped"],
)
def test_other_pixels_have_another_checksum(change):
    changed = change(COLOURS.copy()).astype(np.uint8)
    assert checksum(changed) != checksum(COLOURS)


def test_greys_are_cut_off_and_rounded_to_the_even_side():
    shown = greys(np.array([[-300, 0, 0.5, 1.5, 254.6, 900]]))[..., 0]
    assert shown.tolist() == [[0, 0, 0, 2, 255, 255]]


def test_signs_are_told_apart_by_lightness_too():
    (drawn,) = photos(draw_photos({"a": np.array([[-5, 0, 5]])}, signed=True))
    lightness = drawn.astype(float) @ [0.299, 0.587, 0.114]
    negative, zero, positive = lightness[0]
    assert zero == pytest.approx(255)
    assert negative + 60 < positive < zero - 60
    assert drawn[0].tolist() == [[0, 68, 136], [255] * 3, [230, 140, 30]]


def test_the_furthest_hundredth_has_the_full_colour():
    values = np.arange(-100, 101)
    assert full_colour(values) == 99
    assert (signs(np.array([[99, 100]]), 99) == [230, 140, 30]).all()
    assert full_colour(np.int8([-128])) == 128  # −128 has no int8 opposite
    assert full_colour(np.zeros(3)) == 1


# --- Words


def test_photos_say_what_a_screen_cannot_show():
    words = draw_photos({"a": np.array([[-1, 0, 256, 9]])}).description
    assert "values −1 to 256" in words
    assert "25% lie below 0 and are drawn black" in words
    assert "25% lie above 255 and are drawn white" in words
    few = np.zeros((20, 20))
    few[0, 0] = -1
    assert "less than 1% lie below 0" in draw_photos({"a": few}).description


def test_each_photo_has_a_title_and_its_numbers():
    drawing = draw_photos({"grey": GREY, "colours": COLOURS})
    lows_and_highs = [(a.min(), a.max()) for a in (GREY, COLOURS)]
    captions = [
        f"{size}, values {low} to {high}"
        for size, (low, high) in zip(
            ["11×7", "5×9×3"], lows_and_highs, strict=True
        )
    ]
    assert texts(drawing) == ["grey", captions[0], "colours", captions[1]]


def test_zoom_shows_the_part_and_its_place():
    drawing = draw_zoom(IMAGE, at=(1, 2), size=(2, 3))
    shown = texts(drawing)
    assert shown[:2] == ["photo", "4×6"]
    assert shown[2:8] == [str(number) for number in IMAGE[1:3, 2:5].ravel()]
    assert shown[8] == "rows 1–2, columns 2–4"
    assert "Row 2: 14, 15, 16." in drawing.description
    assert marked(drawing, "window") == 2  # on the photo, and around the part


def test_two_lines_lead_from_the_part_to_its_numbers():
    svg = draw_zoom(IMAGE, at=(1, 2), size=(2, 3)).svg
    photo = re.search(r'<image .* x="(\S+)" y="(\S+)" width="(\S+)"', svg)
    x, y, width = map(float, photo.groups())
    pixel = width / 6
    table = re.findall(r'wbw-mark-window" d="M(\S+) (\S+)h(\S+?)v', svg)[1]
    left, top, _ = map(float, table)
    expected = [
        (x + 5 * pixel, y + 1 * pixel, left, top),
        (x + 5 * pixel, y + 3 * pixel, left, top + 2 * 30),
    ]
    found = re.findall(r'wbw-link" d="M(\S+) (\S+)L(\S+) (\S+)"', svg)
    found = [tuple(map(float, ends)) for ends in found]
    assert found == [pytest.approx(ends, abs=0.02) for ends in expected]


def test_a_number_can_be_read_on_its_grey():
    svg = draw_zoom(GREY, at=(0, 0), size=(8, 7)).svg
    written = re.findall(r'style="fill:(#\w+)">(\d+)<', svg)
    assert [int(text) for _, text in written] == GREY[:8].ravel().tolist()
    for colour, text in written:
        assert colour == ("#fff" if int(text) < 118 else "#000")


# --- Hostile input


def test_nothing_that_is_passed_is_changed():
    image = IMAGE.copy()
    draw_photos({"a": image}, signed=True)
    draw_zoom(image, at=(0, 0), size=(1, 1))
    assert (image == IMAGE).all()


@pytest.mark.parametrize(
    "at", [(-1, 0), (3, 0), (0, 4), (9, 9), (0.5, 0), (0,), None, "ab", 3]
)
def test_a_zoom_stays_inside(at):
    with pytest.raises(ValueError, match="a part inside the 4×6 image"):
        draw_zoom(IMAGE, at=at, size=(2, 3))


@pytest.mark.parametrize(
    "array", [np.zeros((2, 2, 3)), np.zeros((2, 2, 4), dtype=np.uint8)]
)
def test_a_picture_is_grey_or_has_three_uint8_colours(array):
    with pytest.raises(ValueError, match=r"pictures\['x'\] must be grey"):
        draw_photos({"x": array})


@pytest.mark.parametrize("array", [[["a"]], [[1j]]])
def test_a_picture_holds_real_numbers(array):
    with pytest.raises(TypeError, match=r"pictures\['x'\] must hold real"):
        draw_photos({"x": array})


def test_there_is_at_least_one_picture():
    with pytest.raises(ValueError, match="at least one title and its array"):
        draw_photos({})
