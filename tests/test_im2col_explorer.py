"""Im2colExplorer's Python class: what it takes, and what it shows."""

import json
from itertools import islice

import numpy as np
import pytest
from traitlets import TraitError
from widget_states import im2col_states

from convbook import convolve, im2col, output_size
from convbook.figures import draw_im2col, draw_product
from convbook.figures.scene import as_data
from convbook.figures.svg import draw
from convbook.widgets import Im2colExplorer

NUMBERS = np.arange(24).reshape(4, 6)
TWO = np.arange(48).reshape(2, 4, 6)
KERNEL = [[1, 2], [3, 4], [5, 6]]


def own(widget):
    return json.loads(widget.figure_state())["state"]


def test_it_opens_at_the_worked_example_of_chapter_3():
    widget = Im2colExplorer(position=(1, 2), pixel=(2, 2))
    assert widget.images == NUMBERS.reshape(1, 1, 4, 6).tolist()
    assert widget.weights == [[KERNEL]]
    assert not widget.product
    drawn = draw_im2col(NUMBERS, (3, 2)).description
    assert repr(widget) == (
        f"{drawn}\n"
        "Window 7 = 1·5 + 2 starts at row 1, column 2, flat index 8. "
        "It is row 7 of the matrix.\n"
        "Window 7, feature 2: start 8 + offset 6 = 14, "
        "pixel (2, 2) under cell (1, 0).\n"
        "Pixel (2, 2) stands in the matrix 4 times, as (window, feature): "
        "(1, 5), (2, 4), (6, 3), (7, 2)."
    )


def test_axes_that_are_missing_have_length_1():
    widget = Im2colExplorer(TWO, kernel_size=2)
    assert np.shape(widget.images) == (1, 2, 4, 6)
    assert np.shape(widget.weights) == (1, 2, 2, 2)
    widget = Im2colExplorer(NUMBERS, KERNEL)
    assert np.shape(widget.weights) == (1, 1, 3, 2)
    assert widget.product
    assert Im2colExplorer(NUMBERS, KERNEL, product=False).product is False


def test_with_weights_the_snapshot_shows_the_product():
    widget = Im2colExplorer(NUMBERS, KERNEL, position=(1, 2))
    assert repr(widget).endswith(
        "8·1 + 9·2 + 14·3 + 15·4 + 20·5 + 21·6 = 354, output (1, 2)."
    )
    A = im2col(NUMBERS[None, None], (3, 2))[0]
    drawn = draw_product(A, np.array(KERNEL).reshape(6, 1)).description
    assert repr(widget).startswith(f"{drawn}\n")
    widget.hidden = True
    texts = [t for t in widget._drawing().svg.split("<text") if ">354<" in t]
    assert not texts and "354" not in repr(widget)
    assert repr(widget).endswith("Row 7 times column 0 is hidden: predict it.")


def test_the_snapshot_is_the_scene_with_its_words_under_it():
    widget = Im2colExplorer(NUMBERS, KERNEL, position=(1, 2))
    scene = widget._scene()
    data, _ = widget._repr_mimebundle_()
    assert data["image/svg+xml"] == draw(scene).svg
    assert data["text/plain"] == scene.description == repr(widget)
    assert "output (1, 2)." in data["image/svg+xml"].replace("\xa0", " ")
    assert scene.words["prompt"] and scene.words["prompt"] not in repr(widget)


def test_flat_indices_count_in_the_padded_image_and_over_the_batch():
    images = np.zeros((2, 2, 4, 6))
    widget = Im2colExplorer(images, kernel_size=(3, 2), show="indices", n=1)
    assert "Row 7: 56, 57, 62, 63, 68, 69, 80, 81" in repr(widget)
    widget.padding = 1
    assert "Row 0: 96, 97, 104, 105, 112, 113, 144" in repr(widget)
    widget.pixel = (1, -1, 6)  # the corner of the frame
    assert repr(widget).endswith(
        "The zero of padding at (−1, 6) of channel 1 stands in the matrix "
        "once, as (window, feature): (6, 7)."
    )


def test_a_hidden_row_is_not_in_the_snapshot():
    widget = Im2colExplorer(position=(1, 1), hidden=True)
    assert "Row 6 is hidden: predict it." in repr(widget)


def test_a_change_leaves_everything_in_a_place_that_is_there():
    widget = Im2colExplorer(
        np.zeros((2, 2, 4, 6)),
        np.zeros((3, 2, 3, 2)),
        position=(1, 4),
        n=1,
        f=2,
        padding=0,
        pixel=(1, 3, 5),
    )
    with widget.hold_trait_notifications():
        widget.images = np.zeros((1, 1, 4, 4))
        widget.weights = np.zeros((1, 1, 3, 2))
    assert (widget.position, widget.n, widget.f) == ((1, 2), 0, 0)
    assert widget.pixel is None
    widget.padding = 1
    widget.pixel = (-1, 4)
    assert widget.pixel == (0, -1, 4)
    widget.padding = 0
    assert widget.pixel is None


@pytest.mark.parametrize(
    "bad, error, sentence",
    [
        ({"images": np.zeros((3, 1, 4, 6))}, ValueError, "at most 2×3×8×8"),
        ({"images": np.zeros(4)}, ValueError, "must have the axes"),
        ({"images": [["a"]]}, TypeError, "real numbers"),
        ({"weights": np.zeros((2, 3, 2))}, ValueError, "each of the 1 chann"),
        ({"kernel_size": 5}, ValueError, "kernel 5×5 does not fit the 4×6"),
        (
            {"images": np.zeros((2, 8, 8)), "kernel_size": 4},
            ValueError,
            "with several channels use a kernel of at most 3×3",
        ),
        (
            {"images": np.zeros((8, 8)), "kernel_size": 1, "padding": 1},
            ValueError,
            "the matrix would have 10×10 windows, and at most 8×8",
        ),
        ({"padding": 4}, ValueError, "padding must be at most 3 to be shown"),
        ({"position": (2, 0)}, ValueError, "in the 2×5 output"),
        ({"pixel": (0, 4, 0)}, ValueError, "or in its padding, got"),
        ({"pixel": (1, 0, 0)}, ValueError, "or in its padding, got"),
        ({"pixel": 3}, ValueError, r"or \(row, column\) in channel 0"),
        ({"pixel": (0.5, 1)}, ValueError, "integers"),
        ({"n": 0.0}, TypeError, r"n must be an integer, got 0.0 \(float\)"),
        ({"product": "no"}, TraitError, "'product' .* boolean, not .* 'no'"),
        ({"n": 1}, ValueError, "n must be one of the images, 0 to 0, got 1"),
        ({"f": -1}, ValueError, "f must be one of the filters, 0 to 0"),
        ({"show": "colours"}, TraitError, "any of .'values', 'indices'., not"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(bad, error, sentence):
    with pytest.raises(error, match=sentence):
        Im2colExplorer(**bad)
    if "kernel_size" not in bad:
        widget = Im2colExplorer()
        before = own(widget)
        with pytest.raises(error, match=sentence):
            for name, value in bad.items():
                setattr(widget, name, value)
        assert own(widget) == before


STATES = list(islice(im2col_states(seed=11), 200))
for state in STATES:
    del state["size"], state["kernel_size"]  # the arrays say them


@pytest.mark.parametrize("state", STATES)
def test_any_state_that_fits_is_taken(state):
    widget = Im2colExplorer(**state)
    for name, value in own(widget).items():
        assert np.array_equal(value, state[name]), name


@pytest.mark.parametrize("state", STATES)
def test_the_scene_shows_what_numpy_says(state):
    images, weights = state["images"], state["weights"]
    rest = {name: state[name] for name in ("stride", "padding", "dilation")}
    kernel_size, n, f = weights.shape[2:], state["n"], state["f"]
    rows, across = output_size(images.shape[2:], kernel_size, **rest)
    m = state["position"][0] * across + state["position"][1]
    padded = np.pad(
        images, [(0, 0), (0, 0), *((p, p) for p in rest["padding"])]
    )
    if state["show"] == "indices":
        padded = np.arange(padded.size).reshape(padded.shape)
    entries = im2col(padded, kernel_size, **rest | {"padding": 0})[n]
    scene = as_data(Im2colExplorer(**state)._scene())
    tables = {table["name"]: table for table in scene["tables"]}

    for channel, picture in enumerate(padded[n]):
        assert tables[f"image {channel}"]["texts"] == written(picture)
    expected = written(entries)
    said = Im2colExplorer(**state).__repr__()
    if state["hidden"] and not state["product"]:
        expected[m] = ["?"] * len(expected[m])
        assert f"\nRow {m} is hidden: predict it.\n" in said
    elif not state["product"]:
        assert f"\nRow {m}: {', '.join(expected[m])}.\n" in said
    assert tables["matrix"]["texts"] == expected
    if not state["product"]:
        numbers = np.arange(rows * across).reshape(rows, across)
        assert tables["output 0"]["texts"] == written(numbers)
        assert "product" not in tables
        return
    outputs = convolve(images, weights, **rest)[n]
    product = written(outputs.reshape(len(weights), -1).T)
    shown = [written(output) for output in outputs]
    total = f" = {product[m][f]}, output ("
    assert (total in said) == (not state["hidden"])
    if state["hidden"]:
        shown[f][m // across][m % across] = product[m][f] = "?"
    assert tables["product"]["texts"] == product
    for filter_, output in enumerate(shown):
        assert tables[f"output {filter_}"]["texts"] == output


def written(numbers):
    return [[str(n).replace("-", "−") for n in line] for line in numbers]


def test_what_is_hidden_is_not_pointed_out():
    widget = Im2colExplorer(position=(1, 2), hidden=True)
    scene = widget._scene({"entry": (7, 2)})
    tables = {table["name"]: table for table in as_data(scene)["tables"]}
    assert "asked" not in tables["image 0"]["marks"]
    assert tables["image 0"]["labels"] == []
    assert scene.words["entry"] == "Row 7 is hidden: predict it."
    assert scene.words["asked"] == ""
    other = widget._scene({"entry": (6, 3)})
    assert other.words["asked"].endswith("(6,\xa03), (7,\xa0?).")


@pytest.mark.parametrize("product", [False, True])
def test_that_a_number_is_hidden_moves_no_cell(product):
    longest = {"images": [[10**6, 0, 0]], "weights": [[7]]}
    shown, hidden = (
        as_data(Im2colExplorer(**longest, product=product, hidden=h)._scene())
        for h in (False, True)
    )
    rooms = [table["room"] for table in shown["tables"]]
    assert rooms == [table["room"] for table in hidden["tables"]]
    assert max(rooms) == 7
