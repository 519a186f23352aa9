"""The Python side of WindowGrid, and what all live figures share."""

import json

import ipywidgets
import numpy as np
import pytest
import traitlets
from settings import random_settings

import convbook
from convbook.figures import draw_window
from convbook.figures.svg import draw
from convbook.widgets import WindowGrid
from convbook.widgets.figure import MIME, STATIC


def test_sizes_or_arrays_make_it():
    assert WindowGrid(size=(4, 6), kernel_size=(3, 2)).setting.output_size == (
        2,
        5,
    )
    grid = WindowGrid(image=np.arange(6).reshape(2, 3), kernel=[[1.5, -2]])
    assert grid.setting.size == (2, 3)
    assert grid.image == [[0, 1, 2], [3, 4, 5]]
    assert grid.kernel == [[1.5, -2.0]]


@pytest.mark.parametrize("setting", list(random_settings(200, seed=31)))
def test_every_setting_that_fits_is_shown(setting):
    size, kernel_size = setting.pop("size"), setting.pop("kernel_size")
    output = convbook.output_size(size, kernel_size, **setting)
    last = tuple(count - 1 for count in output)
    grid = WindowGrid(
        size=size, kernel_size=kernel_size, position=last, **setting
    )
    assert grid.setting.output_size == output
    assert grid.position == last


@pytest.mark.parametrize(
    "wrong, error, sentence",
    [
        ({"size": 4, "kernel_size": 5}, ValueError, "use padding ≥ 1 or a sm"),
        ({"size": 33}, ValueError, "size must be at most 32 to be shown"),
        (
            {"kernel_size": 8},
            ValueError,
            "kernel_size must be at most 7 to be",
        ),
        ({"stride": 9}, ValueError, "stride must be at most 8 to be shown"),
        ({"stride": 0}, ValueError, "stride must be at least 1"),
        ({"padding": 1.5}, TypeError, "padding must be an integer or a pair"),
        ({"position": (6, 0)}, ValueError, "place in the 6×6 output, counted"),
        ({"position": (-1, 0)}, ValueError, "position must be a place (row,"),
        ({"position": 3}, ValueError, "two integers|integers counted from 0"),
        ({"pixel": (8, 0)}, ValueError, "place in the 8×8 image"),
        ({"weight": (0, 3)}, ValueError, "place in the 3×3 kernel"),
        ({"image": [1, 2]}, ValueError, "must have the axes (rows, columns)"),
        ({"image": [["a"]]}, TypeError, "image must hold real numbers"),
        ({"image": [[np.nan]]}, ValueError, "replace NaN and infinity"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(
    wrong, error, sentence
):
    with pytest.raises(error) as raised:
        WindowGrid(**wrong)
    parts = sentence.split("|")
    assert any(part in str(raised.value) for part in parts), raised.value


def test_a_refused_value_changes_nothing():
    grid = WindowGrid(size=8, stride=2)
    before = grid.figure_state()
    for name, value in [
        ("kernel", np.ones((3, 3)).tolist() * 4),
        ("position", (3, 0)),
        ("stride", 0),
        ("pixel", (0, 8)),
    ]:
        with pytest.raises((ValueError, TypeError)):
            setattr(grid, name, value)
        assert grid.figure_state() == before
    # Set together, they are taken back together.
    with pytest.raises(ValueError, match="does not fit"):
        with grid.hold_trait_notifications():
            grid.padding = 1
            grid.image = [[1, 2, 3]]
            grid.kernel = [[1] * 7]
    assert grid.figure_state() == before


def test_the_window_comes_to_the_nearest_output_that_is_left():
    grid = WindowGrid(size=8, position=(5, 5), pixel=(7, 7), weight=(2, 2))
    heard = []
    grid.observe(lambda change: heard.append(change.new), "position")
    grid.stride = (2, 3)
    assert grid.position == (2, 1)
    assert heard == [(2, 1)]
    grid.image = [[1, 2, 3]] * 5
    assert grid.pixel is None and grid.weight == (2, 2)
    grid.kernel = [[1, 1]]
    assert grid.weight is None


def test_its_words_and_its_snapshot_are_those_of_its_scene():
    grid = WindowGrid(size=8, stride=2, position=(1, 2), padding=(1, 0))
    data, _ = grid._repr_mimebundle_()
    drawing = draw(grid._scene())
    assert data["text/plain"] == repr(grid) == drawing.description
    assert data["image/svg+xml"] == drawing.svg
    told = draw_window(
        np.array(grid.image), np.ones((3, 3)), (1, 2), 2, (1, 0)
    ).description
    heading, *_, total = told.splitlines()
    assert heading in repr(grid)
    assert f"= {total.split()[-1].rstrip('.')}\n" in repr(grid)
    assert json.loads(data[MIME]) == {
        "figure": "WindowGrid",
        "state": {
            "dilation": [1, 1],
            "hidden": False,
            "image": grid.image,
            "kernel": grid.kernel,
            "padding": [1, 0],
            "pixel": None,
            "position": [1, 2],
            "stride": [2, 2],
            "weight": None,
        },
    }
    view = data["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == grid.model_id
    grid.hidden = True
    assert "predict it" in repr(grid)


def test_ids_are_the_same_at_every_run_and_differ(monkeypatch):
    runs = []
    for _ in range(2):
        monkeypatch.setattr(WindowGrid, "_counts", {})
        two = [WindowGrid(), WindowGrid()]
        runs.append([(w.model_id, w.layout.model_id) for w in two])
    assert runs[0] == runs[1]
    assert len({id for pair in runs[0] for id in pair}) == 4


def test_it_is_an_ordinary_widget():
    one, other = WindowGrid(), WindowGrid(layout={"width": "50%"})
    traitlets.link((one, "position"), (other, "position"))
    one.position = (2, 3)
    assert other.position == (2, 3)
    assert other.layout.width == "50%"
    assert ipywidgets.HBox([one, other]).children == (one, other)


def test_the_code_that_a_notebook_loads_is_in_the_package():
    grid = WindowGrid()
    assert grid._esm == (STATIC / "notebook.js").read_text(encoding="utf-8")
    assert ".wbw" in grid._css
    assert "WindowGrid" in grid._esm
