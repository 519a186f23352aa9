"""PhotoKernel in Python: what it takes, what it refuses, what it says."""

import base64
import io
import json
import re
from itertools import islice

import numpy as np
import pytest
from figures.layout import overlaps
from figures.reading import marked, photos, texts
from PIL import Image
from traitlets import TraitError
from widget_states import photo_states

from convbook.data import photo
from convbook.figures import draw_filtered
from convbook.figures.photo import from_png
from convbook.figures.scene import as_data
from convbook.widgets import PhotoKernel
from convbook.widgets.figure import MIME

RNG = np.random.default_rng(3)
SMALL = RNG.integers(0, 256, (9, 7))
EDGES = np.tile([-1, 0, 1], (3, 1))


def pixels(figure):
    return from_png(figure.photo)[..., 0].astype(np.int64)


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
    assert "56·1 = −569." in repr(figure)
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
        ({"kernel": [[-1000, 0]]}, ValueError, "at most ±999, got 1000"),
        # The smallest int64 has no opposite: its abs is itself.
        ({"kernel": [[-(2**63)]]}, ValueError, r"±999, got 9.22337e\+18"),
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
        ({"show": "grey"}, TraitError, "any of .'cut', 'distance', 'signed'."),
        ({"show": 1}, TraitError, "'signed'., not the int 1"),
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
        with pytest.raises((TraitError, ValueError)):
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


STATES = list(islice(photo_states(seed=0), 200))


@pytest.mark.parametrize("state", STATES)
def test_any_valid_state_can_be_made_and_is_told(state):
    figure = PhotoKernel(**state)
    told = json.loads(figure.figure_state())
    assert told["figure"] == "PhotoKernel"
    assert told["state"].keys() == state.keys()
    scene, at = figure._scene(), state["position"]
    assert repr(figure) == scene.description
    assert f"output ({at[0]},\xa0{at[1]})." in scene.words["where"]
    assert overlaps(figure._drawing()) == []
    said = scene.words["sum"]
    if state["hidden"]:
        assert said == "Its value is hidden: estimate it."
        assert scene.words["told"] == ""
        return
    total = sums(state["photo"], state["kernel"])[at]
    value = total
    assert written_as(first_number(said, after="(?:= |up to )"), total)
    if state["divisor"] != 1:
        value = np.floor(total / state["divisor"])
        assert written_as(first_number(said, after="down: "), value)
    assert written_as(first_number(scene.words["told"], after="^"), value)


def first_number(words, after):
    return re.search(rf"{after}(−?\d+(?:\.\d+)?)", words)[1]


def written_as(text, value):
    """Whether a text is a number, to the last of the digits it has room for.

    Below 10 000 it has four, above all before the point.
    """
    found = float(text.replace("−", "-"))
    digits = np.floor(np.log10(abs(value))) if value else 0
    return abs(found - value) <= 0.501 * 10.0 ** min(digits - 3, 0)


@pytest.mark.parametrize(
    "text, value, right",
    [
        ("1234", 1234, True),
        ("1235", 1234, False),
        ("−1234", 1234, False),
        ("98765", 98765.25, True),
        ("98766", 98765.25, False),
        ("12.34", 12.3375, True),
        ("12.33", 12.3375, False),
        ("0", 0, True),
        ("1", 0, False),
    ],
)
def test_a_number_that_is_off_by_one_is_found(text, value, right):
    assert written_as(text, value) == right


# --- The snapshot


def test_the_snapshot_holds_the_photo_and_the_output():
    kernel = EDGES * 3
    expected = sums(SMALL, kernel)
    for show, shown in [("cut", expected), ("distance", abs(expected))]:
        drawn = photos(draw_filtered(SMALL, kernel, show=show))
        assert (drawn[0] == SMALL[..., None]).all()
        assert (drawn[1] == np.clip(shown, 0, 255)[..., None]).all()
    signed = photos(draw_filtered(SMALL, kernel, show="signed"))[1]
    red, _, blue = np.moveaxis(signed.astype(int), 2, 0)
    assert ((blue > red) == (expected < 0)).all()
    assert ((blue < red) == (expected > 0)).all()


def test_the_snapshot_enlarges_the_window():
    shown = texts(draw_filtered(SMALL, EDGES, at=(2, 1)))
    window = SMALL[2:5, 1:4]
    grids = [window, EDGES, window * EDGES]
    for title, grid in zip(
        ["pixels", "kernel 3×3", "products"], grids, strict=True
    ):
        start = shown.index(title) + 1
        written = [str(n).replace("-", "−") for n in grid.ravel()]
        assert shown[start : start + 9] == written
    total = str((window * EDGES).sum()).replace("-", "−")
    assert shown[shown.index("output") + 1] == total
    drawing = draw_filtered(SMALL, EDGES, at=(2, 1))
    assert marked(drawing, "window") == 4  # two photos, pixels and kernel


def test_a_divided_sum_is_rounded_down():
    ones = np.ones((5, 5), dtype=int)
    drawing = draw_filtered(SMALL, ones, divisor=25, at=(1, 2))
    total = SMALL[1:6, 2:7].sum()
    assert f"sum of its products is {total}; divided by 25" in repr(drawing)
    assert repr(drawing).endswith(f"at (1, 2) is {total // 25}.")
    drawn = photos(drawing)[1]
    assert (drawn == (sums(SMALL, ones) // 25)[..., None]).all()


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
    shown = texts(drawing)
    assert shown.count("?") == 10
    assert marked(drawing, "window") == 3  # none on the output
    assert not any(str(abs(total)) in text for text in shown)


@pytest.mark.parametrize("show", ["cut", "distance", "signed"])
@pytest.mark.parametrize("divisor", [1, 9])
def test_a_hidden_scene_is_the_same_whatever_the_answer(show, divisor):
    """Two photos and kernels whose outputs differ tell nothing of them."""
    told = []
    for factor in (1, -1):
        scene = PhotoKernel(
            photo=SMALL,
            kernel=EDGES * factor,
            divisor=divisor,
            show=show,
            hidden=True,
        )._scene()
        data = as_data(scene)
        kernel = data["tables"].pop(1)
        assert kernel["name"] == "kernel"
        told.append(data)
    assert told[0] == told[1]


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
