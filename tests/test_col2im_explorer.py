"""Col2imExplorer's Python class: what it takes, and what it shows."""

import json
from itertools import islice

import numpy as np
import pytest
from traitlets import TraitError
from widget_states import col2im_states

from convbook import col2im, output_size
from convbook.figures import draw_col2im
from convbook.widgets import Col2imExplorer

MATRIX = np.arange(60).reshape(10, 6)


def own(widget):
    return json.loads(widget.figure_state())["state"]


def test_it_opens_at_the_worked_example_of_chapter_5():
    widget = Col2imExplorer(pixel=(2, 2))
    assert widget.cols is None
    drawn = draw_col2im(MATRIX, (4, 6), (3, 2), pixel=(2, 2))
    *sums, circled = drawn.description.splitlines()
    assert repr(widget).splitlines()[: len(sums)] == sums
    assert "11 + 16 + 39 + 44 = 110" in repr(widget)
    assert "11 + 16 + 39 + 44 = 110" in circled
    entries = "(1, 5), (2, 4), (6, 3), (7, 2)."
    assert f"Pixel (2, 2) was copied 4 times, to {entries}" in repr(widget)
    assert circled.endswith(entries)


def test_the_snapshot_says_how_far_the_pixel_has_come():
    widget = Col2imExplorer(pixel=(2, 2), step=2)
    assert "11 + 16 = 27, 2 of 4 terms." in repr(widget)
    assert "Row 2 of the image: 36, 86, 27, 134, 158, 86." in repr(widget)
    widget.overwrite = True
    assert "16 stays; 11 is lost, 2 of 4 terms." in repr(widget)
    widget.hidden = True
    assert "36, 38, ?," not in repr(widget)
    assert "hidden: predict it" in repr(widget)


def test_the_snapshot_says_how_far_the_matrix_is_sent():
    widget = Col2imExplorer(view="scatter", step=46)
    said = repr(widget)
    assert "Sent so far: 46 of 60 entries." in said
    assert "Entry (7, 3) is 45. It goes to pixel (2, 3): " in said
    sent = np.where(MATRIX < 46, MATRIX, 0)
    image = col2im(sent[np.newaxis], (1, 1, 4, 6), (3, 2))[0, 0]
    for row, line in enumerate(image):
        numbers = ", ".join(map(str, line))
        assert f"Row {row} of the image: {numbers}." in said
    widget.padding = 1
    widget.step = 1
    assert "Entry (0, 0) is 0. It was copied from the padding" in repr(widget)
    assert "is cut off." in repr(widget)


def test_what_is_lost_and_how_often_a_pixel_was_copied_is_said():
    said = repr(Col2imExplorer(overwrite=True, coverage=True))
    assert "image of the last entry each." in said
    assert "36 of the 60 entries sent are overwritten: they are" in said
    assert "Times copied, row 1: 2, 4, 4, 4, 4, 2." in said


def test_a_change_leaves_everything_in_a_place_that_is_there():
    widget = Col2imExplorer(cols=MATRIX, pixel=(3, 5), view="scatter", step=60)
    widget.stride = 2
    assert widget.cols is None
    assert widget.step == 18
    widget.view = "gather"
    assert widget.step == 0  # no window reads the pixel
    widget.size = (3, 6)
    assert widget.pixel is None
    assert widget.step == 0


@pytest.mark.parametrize(
    "bad, error, sentence",
    [
        ({"size": 9}, ValueError, "size must be at most 8 to be shown"),
        ({"kernel_size": 6}, ValueError, "kernel_size must be at most 5"),
        ({"kernel_size": 5}, ValueError, "kernel 5×5 does not fit the 4×6"),
        ({"size": 8, "kernel_size": 2, "padding": 2}, ValueError, "11×11"),
        ({"cols": MATRIX[:9]}, ValueError, r"= \(10, 6\) for this setting"),
        ({"cols": [["a"]]}, TypeError, "real numbers"),
        ({"pixel": (4, 0)}, ValueError, "in the 4×6 image"),
        ({"pixel": (2, 2), "step": 5}, ValueError, "one of 0 to 4, or -1"),
        ({"step": "1"}, TypeError, "step must be an integer, got '1'"),
        ({"step": -2}, ValueError, "step must be one of 0 to 0"),
        (
            {"view": "sideways"},
            TraitError,
            "any of .'gather', 'scatter'.",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(bad, error, sentence):
    with pytest.raises(error, match=sentence):
        Col2imExplorer(**bad)


def test_what_is_refused_changes_nothing():
    widget = Col2imExplorer(pixel=(2, 2))
    before = own(widget)
    for name, value in [
        *(("stride", 0), ("cols", MATRIX.T), ("pixel", (0, 6))),
        *(("step", 5), ("kernel_size", 5), ("view", "")),
    ]:
        refused = TraitError, ValueError
        with pytest.raises(refused, match=name.split("_")[0]):
            setattr(widget, name, value)
        assert own(widget) == before


def sent_back(state):
    """Send the entries one by one; return the image."""
    size, rest = state["size"], (state["stride"], state["padding"])
    (s1, s2), (p1, p2), (d1, d2) = *rest, state["dilation"]
    k2 = state["kernel_size"][1]
    names = ("size", "kernel_size", "stride", "padding", "dilation")
    across = output_size(*(state[name] for name in names))[1]
    image = np.zeros(size, int)
    terms = 0
    for place, (m, t) in enumerate(np.ndindex(state["cols"].shape)):
        r = m // across * s1 + t // k2 * d1 - p1
        q = m % across * s2 + t % k2 * d2 - p2
        if not (0 <= r < size[0] and 0 <= q < size[1]):
            continue
        mine = (r, q) == state["pixel"]
        count = place if state["view"] == "scatter" else terms
        waits = state["view"] == "scatter" or mine
        if waits and 0 <= state["step"] <= count:
            continue
        terms += mine
        value = state["cols"][m, t]
        image[r, q] = value + (0 if state["overwrite"] else image[r, q])
    return image


STATES = list(islice(col2im_states(seed=12), 200))


@pytest.mark.parametrize("state", STATES)
def test_any_state_that_fits_is_taken(state):
    widget = Col2imExplorer(**state)
    for name, value in own(widget).items():
        assert np.array_equal(value, state[name]), name


@pytest.mark.parametrize("state", STATES[:60])
def test_the_snapshot_says_what_plain_steps_give(state):
    said = repr(Col2imExplorer(**state))
    for row, line in enumerate(sent_back(state)):
        numbers = [f"{value}".replace("-", "−") for value in line]
        if state["hidden"] and row == state["pixel"][0]:
            numbers[state["pixel"][1]] = "?"
        assert f"Row {row} of the image: {', '.join(numbers)}.\n" in said
