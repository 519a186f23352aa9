"""What every live figure refuses, and in which words."""

import json
import tracemalloc

import numpy as np
import pytest

from convbook.widgets import (
    BackwardScrubber,
    Col2imExplorer,
    Im2colExplorer,
    PhotoKernel,
    ShapeDrill,
    WindowGrid,
)

FIGURES = [
    BackwardScrubber,
    Col2imExplorer,
    Im2colExplorer,
    PhotoKernel,
    ShapeDrill,
    WindowGrid,
]
RAGGED = [[1, 2, 3], [4, 5]]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_misspelt_parameter_is_refused(figure):
    with pytest.raises(TypeError, match=f"{figure.__name__} has no parameter"):
        figure(strides=2)


def test_the_parameter_that_was_meant_is_named():
    with pytest.raises(TypeError, match=r"'strides'; did you mean stride\?"):
        WindowGrid(strides=2)
    with pytest.raises(TypeError, match="it has answers, level, question"):
        ShapeDrill(colour="red")


def test_what_every_widget_takes_is_no_misspelling():
    assert WindowGrid(layout={"width": "50%"}, model_id="mine").stride


@pytest.mark.parametrize("size", [12_000, (1, 10**6)])
@pytest.mark.parametrize("figure", [BackwardScrubber, WindowGrid])
def test_a_size_is_refused_before_anything_is_made_of_it(figure, size):
    figure()  # what is loaded once does not count
    tracemalloc.start()
    with pytest.raises(ValueError, match="size must be at most"):
        figure(size=size)
    with pytest.raises(ValueError, match="kernel_size must be at most"):
        figure(kernel_size=size)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10**6


@pytest.mark.parametrize(
    "given",
    [
        lambda: WindowGrid(image=RAGGED),
        lambda: WindowGrid(kernel=RAGGED),
        lambda: BackwardScrubber(upstream=RAGGED),
        lambda: Im2colExplorer(images=RAGGED),
        lambda: Im2colExplorer(weights=RAGGED),
        lambda: Col2imExplorer(cols=RAGGED),
        lambda: PhotoKernel(kernel=RAGGED),
    ],
)
def test_lines_of_different_lengths_are_refused(given):
    with pytest.raises(ValueError, match="must have lines of one length"):
        given()


@pytest.mark.parametrize("value", [2**62, -(2**63), 2.0**70, 10**6 + 1])
def test_numbers_that_the_browser_cannot_add_up_are_refused(value):
    with pytest.raises(ValueError, match=r"image must hold numbers of at mos"):
        WindowGrid(image=[[value, 1], [1, 1]], kernel_size=1)
    with pytest.raises(ValueError, match="kernel must hold numbers of at mo"):
        PhotoKernel(kernel=[[value]])


def test_what_a_figure_accepts_json_can_hold():
    grid = WindowGrid(
        image=np.full((4, 4), 0.5, np.longdouble),
        kernel=np.ones((2, 2), np.float16),
        stride=np.array([2, 1]),
    )
    state = json.loads(grid.figure_state())["state"]
    assert state["image"] == [[0.5] * 4] * 4
    assert state["kernel"] == [[1, 1], [1, 1]]
    scrubber = BackwardScrubber(bias=np.longdouble(1.5))
    assert json.loads(scrubber.figure_state())["state"]["bias"] == 1.5


OFFERING = [one for one in FIGURES if one is not ShapeDrill]


@pytest.mark.parametrize("figure", OFFERING)
def test_a_figure_offers_what_it_is_told_to(figure):
    first, *others = figure.choices
    made = figure(controls=(first,), more=others)
    state = json.loads(made.figure_state())["state"]
    assert (state["controls"], state["more"]) == ([first], others)
    # What is offered changes nothing of what is shown.
    assert repr(made) == repr(figure())
    assert "controls" not in json.loads(figure().figure_state())["state"]


@pytest.mark.parametrize("figure", OFFERING)
@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (
            "hidden",
            TypeError,
            r"must be a list of names, .* \['stride'\]",
        ),
        (3, TypeError, "must be a list of names, .* got 3"),
        (["colour"], ValueError, "must be some of 'hidden', .* got 'colour'"),
        ([3], ValueError, "must be some of 'hidden', .* got 3"),
    ],
)
def test_a_control_that_there_is_not_is_refused(figure, given, error, words):
    for name in ("controls", "more"):
        with pytest.raises(error, match=f"{name} {words}"):
            figure(**{name: given})


def test_a_drill_has_nothing_to_choose():
    with pytest.raises(TypeError, match="ShapeDrill has no parameter 'contr"):
        ShapeDrill(controls=[])
