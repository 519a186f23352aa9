"""BackwardScrubber as Python sees it: what it takes, refuses and shows."""

import json
from itertools import islice

import numpy as np
import pytest
from traitlets import TraitError
from widget_states import backward_states

from convbook.figures import draw_backward
from convbook.figures.svg import draw
from convbook.widgets import BackwardScrubber


@pytest.mark.parametrize("seed", range(4))
def test_any_valid_state_is_kept_and_shown(seed):
    for state in islice(backward_states(seed), 15):
        figure = BackwardScrubber(**state)
        carried = json.loads(figure.figure_state())
        assert carried["figure"] == "BackwardScrubber"
        for name, value in carried["state"].items():
            assert np.array_equal(value, state[name]), name
        tab, view = state["tab"], state["view"]
        at = {"dW": state["weight"], "dX": state["pixel"]}
        static = draw_backward(
            *(state[name] for name in ("image", "weights", "upstream")),
            tab,
            at.get(tab, state["position"]),
            *(state[name] for name in ("stride", "padding", "dilation")),
            bias=state["bias"],
            view=view,
            window=state["position"],
            hide=state["hidden"],
        )
        # Its heading and its number are those of the static figure.
        *heading, spelled = str(static).splitlines()
        told = repr(figure).splitlines()
        assert told[: len(heading)] == heading
        assert figure._scene().words["sum"] in told
        if state["hidden"]:
            assert "?" in repr(figure)
            assert "The number is hidden: predict it." in told
        else:
            total = spelled.split(" = ")[-1]
            assert f" = {total}\n" in repr(figure) + "\n"


def test_without_numbers_it_shows_the_patterns():
    figure = BackwardScrubber()
    assert figure.image == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 0, 1, 2]]
    assert figure.weights == [[1, 2], [3, 4]]
    assert figure.upstream == [[1, 10, 100], [1000, 10000, 100000]]
    wide = BackwardScrubber(size=(3, 5), kernel_size=(1, 2))
    assert wide.upstream == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 1, 2, 3]]


def test_the_worked_example_of_the_chapter():
    figure = BackwardScrubber(tab="dX", view="gather", pixel=(1, 1))
    assert repr(figure).endswith(
        "Laid on pixel (1, 1), the flipped kernel meets G of windows 0, 1, 3, "
        "4.\ndX[1, 1] = 1·4 + 10·3 + 1000·2 + 10000·1 "
        "= 4 + 30 + 2000 + 10000 = 12034\n"
        "Scatter gives 12034, gather 12034; equal, as in all 12 pixels."
    )
    figure.view, figure.position = "scatter", (1, 0)
    assert "Row 1 of dX: 1003, 2034, 340, 400." in repr(figure)
    assert repr(figure).endswith(
        "dX[1, 1] so far = 1·4 + 10·3 + 1000·2 = 4 + 30 + 2000 = 2034"
    )
    figure.hidden = True
    assert "2034" not in repr(figure)
    assert "Row 1 of dX: 1003, ?, 340, 400." in repr(figure)


def test_the_upstream_gradient_follows_the_output():
    figure = BackwardScrubber()
    figure.stride = 2
    assert figure.upstream == [[1, 10]]
    figure.padding = 1
    assert figure.upstream == [[1, 10, 100], [1000, 10000, 100000]]
    figure.upstream = [[7, 10, 100], [1000, 10000, 100000]]
    figure.image = np.zeros((2, 7))
    assert figure.upstream == [
        [7, 10, 100, 4],
        [1000, 10000, 100000, 8],
    ]


def test_places_stay_inside():
    figure = BackwardScrubber(position=(1, 2), weight=(1, 1), pixel=(2, 3))
    figure.weights = [[1, 2, 3]]
    assert (figure.position, figure.weight) == ((1, 1), (0, 1))
    figure.image = np.ones((2, 3))
    assert (figure.position, figure.pixel) == ((1, 0), (1, 2))


def test_fractions_are_shown_too():
    figure = BackwardScrubber(
        image=[[0.5, 2]], weights=[[1.5, 1]], upstream=[[2]], tab="dX"
    )
    assert "\ndX[0, 0] = 2·1.5 = 3" in repr(figure)
    figure.nudge = -0.5
    assert figure.nudge == -0.5


@pytest.mark.parametrize(
    "traits, error, words",
    [
        ({"upstream": [[1, 2]]}, ValueError, "shape (2, 3), got 1×2"),
        ({"image": np.ones((9, 4))}, ValueError, "at most 8×8"),
        ({"weights": np.ones((5, 1))}, ValueError, "at most 4×4"),
        ({"size": (1, 4)}, ValueError, "kernel 2×2 does not fit the 1×4"),
        ({"stride": 5}, ValueError, "stride must be at most 4"),
        ({"padding": 4}, ValueError, "padding must be at most 3"),
        ({"dilation": 0}, ValueError, "dilation must be at least 1"),
        (
            {"tab": "dV"},
            TraitError,
            "'dW', 'dX'], not the str 'dV'",
        ),
        ({"view": 3}, TraitError, "expected any of ['scatter', 'gather']"),
        (
            {"hidden": "yes"},
            TraitError,
            "a boolean, not the str 'yes'",
        ),
        ({"pixel": (3, 0)}, ValueError, "place in the 3×4 image"),
        ({"weight": (0, 2)}, ValueError, "place in the 2×2 weights"),
        ({"position": (0, 3)}, ValueError, "place in the 2×3 output"),
        ({"nudge": 0.25}, ValueError, "a whole number or a half between −9"),
        ({"nudge": 10}, ValueError, "a whole number or a half between −9"),
        ({"nudge": "1"}, TypeError, "nudge must be a real number, got '1'"),
        ({"bias": np.inf}, ValueError, "bias must be finite"),
        ({"bias": [1]}, TypeError, "bias must be a real number"),
    ],
)
def test_what_is_impossible_is_refused_in_a_sentence(traits, error, words):
    with pytest.raises(error) as caught:
        BackwardScrubber(**traits)
    assert words in str(caught.value)
    if "size" in traits:
        return
    figure = BackwardScrubber()
    before = figure.figure_state()
    with pytest.raises(error):
        for name, value in traits.items():
            setattr(figure, name, value)
    assert figure.figure_state() == before


def test_the_snapshot_stands_beside_the_state():
    figure = BackwardScrubber(tab="dW")
    data, _ = figure._repr_mimebundle_()
    drawing = draw(figure._scene())
    assert data["text/plain"] == repr(figure) == drawing.description
    assert data["text/plain"].endswith("= 765321")
    assert data["image/svg+xml"] == drawing.svg
