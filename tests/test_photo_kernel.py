"""PhotoKernel in Python: what it takes, what it refuses, what it says."""

import base64
import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from convbook.data import photo
from convbook.figures import draw_filtered
from convbook.widgets import PhotoKernel
from convbook.widgets.figure import MIME

RNG = np.random.default_rng(3)
SMALL = RNG.integers(0, 256, (9, 7))
EDGES = np.tile([-1, 0, 1], (3, 1))


def pixels(figure):
    data = base64.b64decode(figure.photo.split(",")[1])
    return np.asarray(Image.open(io.BytesIO(data))).astype(np.int64)


def png(image, **how):
    file = io.BytesIO()
    image.save(file, format="PNG", **how)
    data = base64.b64encode(file.getvalue()).decode()
    return f"data:image/png;base64,{data}"


def test_without_arguments_it_shows_chapter_1():
    figure = PhotoKernel(position=(60, 155))
    head = photo()[10:310, 130:390].astype(np.int64).sum(axis=2) // 3
    assert (pixels(figure) == head).all()
    assert (np.array(figure.kernel) == EDGES).all()
    assert figure.setting.output_size == (298, 258)
    assert "the output at (60, 155), is −569." in repr(figure)
    assert len(figure.photo) < 75_000


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32])
def test_a_photo_is_kept_pixel_by_pixel(dtype):
    assert (pixels(PhotoKernel(photo=SMALL.astype(dtype))) == SMALL).all()


def test_what_a_photo_reads_as_can_be_set_again():
    one = PhotoKernel(photo=SMALL)
    other = PhotoKernel()
    other.photo = one.photo
    assert (pixels(other) == SMALL).all()


NOT_A_PHOTO = "photo must be an array"


@pytest.mark.parametrize(
    "traits, error, words",
    [
        ({"photo": np.zeros((321, 5))}, ValueError, r"photo\[:320, :320\]"),
        ({"photo": np.zeros((5, 5, 3))}, ValueError, r"sum\(axis=2\) // 3"),
        ({"photo": np.zeros((0, 5))}, ValueError, "none of them empty"),
        ({"photo": SMALL - 300}, ValueError, "from 0, black, to 255, white"),
        ({"photo": SMALL + 0.5}, ValueError, "whole numbers"),
        ({"photo": SMALL * np.nan}, ValueError, "whole numbers"),
        ({"photo": SMALL > 9}, TypeError, "photo must hold real numbers"),
        ({"photo": "head.png"}, ValueError, NOT_A_PHOTO),
        ({"photo": "data:image/png;base64,%%"}, ValueError, NOT_A_PHOTO),
        ({"photo": "data:image/png;base64,AAAA"}, ValueError, NOT_A_PHOTO),
        (
            {"photo": png(Image.new("RGB", (9, 9)))},
            ValueError,
            NOT_A_PHOTO,
        ),
        ({"photo": png(Image.new("L", (9, 321)))}, ValueError, NOT_A_PHOTO),
        ({"kernel": np.ones((6, 1))}, ValueError, "at most 5×5"),
        ({"kernel": [1, 2]}, ValueError, "the axes"),
        ({"kernel": [["a"]]}, TypeError, "real numbers"),
        ({"kernel": [[np.inf]]}, ValueError, "finite"),
        ({"kernel": [[1000]]}, ValueError, "at most ±999, got 1000"),
        (
            {"photo": SMALL[:2], "kernel": EDGES},
            ValueError,
            "3×3 does not fit the 2×7",
        ),
        ({"divisor": 0}, ValueError, "an integer from 1 to 999, got 0"),
        ({"divisor": 1000}, ValueError, "from 1 to 999, got 1000"),
        ({"divisor": 2.0}, TypeError, "divisor must be an integer from 1 "),
        ({"divisor": True}, TypeError, "divisor must be an integer"),
        ({"position": (298, 0)}, ValueError, "in the 298×258 output"),
        ({"position": (-1, 0)}, ValueError, "counted from 0"),
        ({"position": 3}, ValueError, "counted from 0"),
        ({"show": "grey"}, ValueError, "'cut', 'distance' or 'signed', got"),
        ({"show": 1}, ValueError, "'cut', 'distance' or 'signed', got"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_reason(traits, error, words):
    with pytest.raises(error, match=words):
        PhotoKernel(**traits)


def test_a_refused_change_changes_nothing():
    figure = PhotoKernel(photo=SMALL)
    for name, value in [
        ("kernel", np.ones((6, 6))),
        ("photo", SMALL[:2]),
        ("position", (7, 0)),
        ("show", "grey"),
    ]:
        before = getattr(figure, name)
        with pytest.raises(ValueError):
            setattr(figure, name, value)
        assert getattr(figure, name) == before


def test_the_place_stays_inside_when_windows_become_fewer():
    figure = PhotoKernel(photo=SMALL, position=(6, 4))
    figure.kernel = np.ones((5, 5))
    assert figure.position == (4, 2)
    figure.photo = SMALL[:6, :5]
    assert figure.position == (1, 0)


def sums(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))


def random_state(rng):
    size = rng.integers(5, 25, 2)
    k = rng.integers(1, 6, 2)
    kernel = rng.integers(-9, 10, k)
    return {
        "photo": rng.integers(0, 256, size),
        "kernel": kernel / 4 if rng.integers(2) else kernel,
        "divisor": int(rng.choice([1, 9, 25])),
        "position": tuple(int(rng.integers(n)) for n in size - k + 1),
        "show": str(rng.choice(["cut", "distance", "signed"])),
        "hidden": bool(rng.integers(2)),
    }


@pytest.mark.parametrize("seed", range(200))
def test_any_valid_state_can_be_made_and_is_told(seed):
    state = random_state(np.random.default_rng(seed))
    figure = PhotoKernel(**state)
    told = json.loads(figure.figure_state())
    assert told["figure"] == "PhotoKernel"
    assert told["state"].keys() == state.keys()
    u, v = state["position"]
    words = repr(figure)
    assert f"output ({u}, {v}) starts at row {u}, column {v}." in words
    total = sums(state["photo"], state["kernel"])[u, v]
    if state["divisor"] != 1:
        total = np.floor(total / state["divisor"])
    if state["hidden"]:
        assert words.endswith("Its value is hidden: predict it.")
        return
    value = float(words.rsplit(" ", 1)[1].rstrip(".").replace("−", "-"))
    assert value == pytest.approx(total, rel=1e-3)


# --- The snapshot


def photos(drawing):
    encoded = re.findall(r'base64,([^"]+)"', drawing.svg)
    return [
        np.asarray(Image.open(io.BytesIO(base64.b64decode(one))))
        for one in encoded
    ]


def test_the_snapshot_holds_the_photo_and_the_output():
    kernel = EDGES * 3
    expected = sums(SMALL, kernel)
    for show, shown in [("cut", expected), ("distance", abs(expected))]:
        drawn = photos(draw_filtered(SMALL, kernel, show=show))
        assert (drawn[0] == SMALL).all()
        assert (drawn[1] == np.clip(shown, 0, 255)).all()
    signed = photos(draw_filtered(SMALL, kernel, show="signed"))[1]
    red, _, blue = np.moveaxis(signed.astype(int), 2, 0)
    assert ((blue > red) == (expected < 0)).all()
    assert ((blue < red) == (expected > 0)).all()


def test_a_divided_sum_is_rounded_down():
    ones = np.ones((5, 5), dtype=int)
    drawing = draw_filtered(SMALL, ones, divisor=25, at=(1, 2))
    total = SMALL[1:6, 2:7].sum()
    assert f"sum of its products is {total}; divided by 25" in repr(drawing)
    assert repr(drawing).endswith(f"at (1, 2) is {total // 25}.")
    assert (photos(drawing)[1] == sums(SMALL, ones) // 25).all()


def test_a_photo_of_uint8_has_room_below_0():
    for kernel in (-EDGES, EDGES * 99):
        small = kernel.astype(np.int8)
        drawing = draw_filtered(SMALL.astype(np.uint8), small)
        assert drawing == draw_filtered(SMALL, kernel)


def test_a_hidden_output_stands_nowhere():
    drawing = draw_filtered(SMALL, EDGES, at=(2, 2), hide=True)
    assert len(photos(drawing)) == 1
    total = sums(SMALL, EDGES)[2, 2]
    assert str(abs(total)) not in drawing.description
    texts = re.findall(r">([^<>]+)</text>", drawing.svg)
    assert texts.count("?") == 10
    assert not any(str(abs(total)) in text for text in texts)


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"kernel": np.ones((6, 6))}, "at most 5×5"),
        ({"show": "grey"}, "show must be one of"),
        ({"at": (7, 0)}, "in the 7×5 output"),
    ],
)
def test_a_drawing_that_is_not_possible_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        draw_filtered(**{"photo": SMALL, "kernel": EDGES} | arguments)


def test_two_photos_are_told_apart_without_their_bytes():
    """As nbval compares: the compressed bytes depend on the compressor."""

    def compared(photo):
        figure = PhotoKernel(photo=photo, model_id="a" * 32)
        bundle = figure._repr_mimebundle_()[0]
        texts = [bundle["image/svg+xml"], bundle["text/plain"], bundle[MIME]]
        return re.sub(r"base64,[A-Za-z0-9+/=\s]+", "", "".join(texts))

    other = SMALL.copy()
    other[8, 0] ^= 1  # far from the window that is looked at
    assert compared(SMALL) == compared(SMALL)
    assert compared(SMALL) != compared(other)
