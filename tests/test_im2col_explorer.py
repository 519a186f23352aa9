"""Im2colExplorer's Python class: what it takes, and what it shows."""

import json
from itertools import islice

import numpy as np
import pytest
from widget_states import im2col_states

from convbook import convolve, im2col, output_size
from convbook.figures import draw_im2col, draw_product
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
    drawn = draw_im2col(NUMBERS, (3, 2), window=7, pixel=(2, 2))
    assert repr(widget) == drawn.description
    assert "at (1, 5), (2, 4), (6, 3), (7, 2)" in repr(widget)


def test_axes_that_are_missing_have_length_1():
    widget = Im2colExplorer(TWO, kernel_size=2)
    assert np.shape(widget.images) == (1, 2, 4, 6)
    assert np.shape(widget.weights) == (1, 2, 2, 2)
    widget = Im2colExplorer(NUMBERS, KERNEL)
    assert np.shape(widget.weights) == (1, 1, 3, 2)
    assert widget.product
    assert Im2colExplorer(NUMBERS, KERNEL, product=False).product is False


def test_with_weights_the_snapshot_is_the_product():
    widget = Im2colExplorer(NUMBERS, KERNEL, position=(1, 2))
    assert repr(widget).endswith(
        "8·1 + 9·2 + 14·3 + 15·4 + 20·5 + 21·6 = 354."
    )
    widget.hidden = True
    assert "354" not in repr(widget)
    assert repr(widget).endswith("= ?.")
    A = im2col(NUMBERS[None, None], (3, 2))[0]
    drawn = draw_product(A, np.array(KERNEL).reshape(6, 1), (7, 0), hide=True)
    assert repr(widget) == drawn.description


def test_flat_indices_count_in_the_padded_image_and_over_the_batch():
    images = np.zeros((2, 2, 4, 6))
    widget = Im2colExplorer(images, kernel_size=(3, 2), show="indices", n=1)
    assert "Row 7: 56, 57, 62, 63, 68, 69, 80, 81" in repr(widget)
    widget.padding = 1
    assert "Row 0: 96, 97, 104, 105, 112, 113, 144" in repr(widget)
    widget.pixel = (1, -1, 6)  # the corner of the frame
    assert "pixel (1, −1, 6), which is in the matrix at (6, 7)." in repr(
        widget
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
        ({"product": 1}, TypeError, "product must be True or False, got 1"),
        ({"n": 1}, ValueError, "n must be one of the images, 0 to 0, got 1"),
        ({"f": -1}, ValueError, "f must be one of the filters, 0 to 0"),
        ({"show": "colours"}, ValueError, "'values' or 'indices', got"),
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


@pytest.mark.parametrize("state", STATES[:20])  # to draw takes a while
def test_the_snapshot_says_what_numpy_says(state):
    images, weights = state["images"], state["weights"]
    names = ("stride", "padding", "dilation")
    rest = {name: state[name] for name in names}
    u, v = state["position"]
    across = output_size(images.shape[2:], weights.shape[2:], **rest)[1]
    m, n, f = u * across + v, state["n"], state["f"]
    said = repr(Im2colExplorer(**state))
    if state["product"]:
        value = convolve(images, weights, **rest)[n, f, u, v]
        assert said.endswith(
            "= ?." if state["hidden"] else f"= {value}.".replace("-", "−")
        )
    elif state["hidden"]:
        assert f"Row {m} is hidden" in said
    else:
        if state["show"] == "indices":
            p1, p2 = state["padding"]
            padded = np.pad(images, ((0, 0), (0, 0), (p1, p1), (p2, p2)))
            images = np.arange(padded.size).reshape(padded.shape)
            rest["padding"] = 0
        row = im2col(images, weights.shape[2:], **rest)[n, m]
        numbers = ", ".join(map(str, row)).replace("-", "−")
        assert f"\nRow {m}: {numbers}.\n" in said
