"""Im2colExplorer on its page: what it alone does."""

import itertools
import re

import numpy as np
import pytest
from live import Finger, written
from widget_states import as_json, im2col_states

import convbook

NAME = "im2col-explorer"
START = "height=4&width=6&kernel=3x2"


@pytest.fixture
def explorer(live):
    return live


def places(text):
    """Read all "(1, 5)" of a sentence."""
    found = re.findall(r"\((\d+),\s(\d+)\)", text)
    return [(int(m), int(t)) for m, t in found]


def test_what_it_shows_is_what_numpy_says(explorer):
    products = 0
    for drawn in itertools.islice(im2col_states(seed=8), 60):
        state = as_json(drawn) | {"hidden": False}
        explorer.set(**state)
        names = ("stride", "padding", "dilation")
        rest = {name: tuple(state[name]) for name in names}
        kernel_size = state["kernel_size"]
        images, weights = map(np.array, (state["images"], state["weights"]))
        channels = images.shape[1]
        n, f, (u, v) = state["n"], state["f"], state["position"]
        (p1, p2), (s1, s2) = rest["padding"], rest["stride"]
        padded = np.pad(images, ((0, 0), (0, 0), (p1, p1), (p2, p2)))
        indices = np.arange(padded.size).reshape(padded.shape)
        shown = padded if state["show"] == "values" else indices
        unpadded = rest | {"padding": 0}
        drawn = explorer.tables()
        words = explorer.element.locator(".wbw-says").inner_text()
        outputs = [t for t in drawn if "matrix" not in t.kind][channels:]
        matrix, *others = [t for t in drawn if "matrix" in t.kind]
        for picture, sheet in zip(shown[n], drawn[:channels], strict=True):
            assert (sheet.numbers == picture).all()
            assert sheet.window == (u * s1, v * s2)
        entries = convbook.im2col(shown, kernel_size, **unpadded)[n]
        assert (matrix.numbers == entries).all()

        rows, across = convbook.output_size(state["size"], kernel_size, **rest)
        m = u * across + v
        assert matrix.window == (m, 0)
        # The pixel's copies: by its flat index, which it has alone.
        channel, row, column = state["pixel"]
        flat = indices[n, channel, row + p1, column + p2]
        table = convbook.im2col(indices, kernel_size, **unpadded)[n]
        copies = [tuple(place) for place in np.argwhere(table == flat)]
        assert matrix.marked("asked") == copies
        told = words.partition("as (window, feature):")[2]
        assert places(told.split("\nvalue of")[0]) == copies
        ringed = sorted({divmod(int(place[0]), across) for place in copies})
        for output in outputs:
            assert output.marked("asked") == ringed
        here = [t for window, t in copies if window == m]
        if here:
            said = words.split(f"indow {m}, feature {here[0]}: ")[1]
            sum_, total = re.match(r"(.*?) = (\d+)", said).groups()
            assert int(total) == flat
            assert sum(map(int, re.findall(r"\d+", sum_))) == flat
        outside = convbook.im2col(np.ones_like(images), kernel_size, **rest)
        hatched = [tuple(place) for place in np.argwhere(outside[n] == 0)]
        assert hatched_cells(matrix) == hatched

        if not state["product"]:
            numbers = np.arange(rows * across).reshape(rows, across)
            assert (outputs[0].numbers == numbers).all()
            continue
        products += 1
        expected = convbook.convolve(images, weights, **rest)[n]
        for output, picture in zip(outputs, expected, strict=True):
            assert (output.numbers == picture).all()
        V = weights.reshape(len(weights), -1).T
        columns, product = others
        assert (columns.numbers == V).all()
        flat_product = expected.reshape(len(V.T), -1).T
        assert (product.numbers == flat_product).all()
        assert product.window == (m, f)
        assert columns.window == (0, f)
        assert f" = {written(expected[f, u, v])}, output" in words
    assert products > 20


def hatched_cells(matrix):
    """Cells in which the strokes of a hatch have their middles."""
    path = matrix.paths["padding"]
    strokes = re.findall(r"M(\S+) (\S+?)L(\S+) ([\d.]+)", path)
    middles = [
        ((float(y1) + float(y2)) / 2, (float(x1) + float(x2)) / 2)
        for x1, y1, x2, y2 in strokes
        if (x1, y1) != (x2, y2)  # the last stroke may be a point in a corner
    ]
    cells = {(int(y) // 30, int(x / matrix.across)) for y, x in middles}
    return sorted(cells)


def test_a_pixel_is_clicked_and_all_its_places_are_circled(explorer):
    explorer.open(START)
    sheet, matrix = explorer.grid("input"), explorer.grid("matrix")
    sheet.click(2, 2)  # let the first one go
    explorer.page.mouse.move(1, 1)
    assert explorer.state["pixel"] is None
    assert matrix.marked("asked") == []
    sheet.click(2, 2)
    explorer.page.mouse.move(1, 1)
    assert matrix.marked("asked") == [(1, 5), (2, 4), (6, 3), (7, 2)]
    said = explorer.text("asked").replace("\u00a0", " ")
    assert said == (
        "Pixel (2, 2) stands in the matrix 4 times, as (window, feature): "
        "(1, 5), (2, 4), (6, 3), (7, 2)."
    )
    sheet.click(3, 5)
    assert "feature): (9," in explorer.text("asked")


def test_a_hand_points_at_any_cell_and_sees_its_counterparts(explorer):
    explorer.open(START + "&window=0x0&pixel=0x0x0")
    sheet, matrix = explorer.grid("input"), explorer.grid("matrix")
    matrix.hover(7, 2)
    said = explorer.text("entry").replace("\u00a0", " ")
    assert said == (
        "Window 7, feature 2: start 8 + offset 6 = 14, "
        "pixel (2, 2) under cell (1, 0)."
    )
    assert sheet.window == (1, 2)
    assert sheet.marked("asked") == [(2, 2)]
    assert sheet.marked("waiting") == [(0, 0)]  # pinned
    assert len(matrix.marked("asked")) == 4
    explorer.grid("output").hover(1, 4)
    assert sheet.window == (1, 4) and matrix.window == (9, 0)
    assert explorer.text("where").startswith("Window 9 = 1·5 + 4 starts at")
    sheet.hover(0, 1)
    assert matrix.marked("asked") == [(0, 1), (1, 0)]
    explorer.page.mouse.move(1, 1)
    assert sheet.marked("asked") == [(0, 0)] and sheet.marked("waiting") == []
    assert sheet.window == (0, 0)
    assert explorer.state["position"] == [0, 0]
    matrix.click(7, 2)
    assert explorer.state["position"] == [1, 2]
    assert explorer.state["pixel"] == [0, 2, 2]
    explorer.grid("output").click(0, 3)
    assert explorer.state["position"] == [0, 3]
    sheet.drag((1, 3), (2, 1))
    assert explorer.state["position"] == [1, 1]


def test_a_row_times_a_column_lights_up(explorer):
    explorer.open(START + "&window=1x2&pixel=0x0x0")
    explorer.element.get_by_label("times the weights").check()
    matrix, weights, product = (explorer.grid("matrix", k) for k in range(3))
    said = explorer.text("sum").replace("\u00a0", " ")
    assert said == (
        "Row 7 times column 0: 8·1 + 9·2 + 14·3 + 15·4 + 20·5 + 21·6 = 354, "
        "output (1, 2)."
    )
    assert matrix.window == (7, 0) and product.window == (7, 0)
    product.hover(0, 0)
    assert "= 186, output" in explorer.text("sum")
    weights.hover(3, 0)
    assert "Weight 3 of column 0 multiplies feature 3" in explorer.text(
        "asked"
    )
    assert len(explorer.grid("input").marked("read")) == 10
    product.click(9, 0)
    assert explorer.state["position"] == [1, 4]
    # All copies of a pixel change with it, and the products with them.
    explorer.grid("input").click(2, 2)
    before = product.numbers
    explorer.field("value of pixel (2,\u00a02)").press("ArrowUp")
    changes = (product.numbers - before).ravel()
    assert changes.tolist() == [0, 6, 5, 0, 0, 0, 4, 3, 0, 0]


def test_the_choice_of_values_and_flat_indices(explorer):
    explorer.open(START + "&padding=1")
    explorer.element.get_by_label("flat indices").check()
    indices = np.arange(48).reshape(1, 1, 6, 8)
    expected = convbook.im2col(indices, (3, 2))[0]
    matrix = explorer.grid("matrix")
    assert (matrix.numbers == expected).all()
    heads = matrix.box.locator(".wbw-heads text").all_text_contents()
    assert heads[:2] == ["window: start", "offset"]
    across = expected.shape[1]
    assert heads[2:-across] == [
        f"{window}: {start}" for window, start in enumerate(expected[:, 0])
    ]
    assert heads[-across:] == [f"+{offset}" for offset in expected[0]]


def test_what_is_told_by_keys(explorer):
    explorer.open(START + "&window=0x1&pixel=none")
    keyboard = explorer.page.keyboard
    explorer.grid("input").box.focus()
    keyboard.press("Enter")
    assert "stands in the matrix 2 times" in explorer.said
    explorer.element.get_by_label("times the weights").check()
    weights = np.arange(18).reshape(3, 1, 3, 2).tolist()
    explorer.set(weights=weights, f=1)
    explorer.grid("matrix", 1).box.focus()
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    assert "Weight 1 of column 1" in explorer.said


def test_a_finger_taps_and_drags(opens):
    explorer = opens(f"{START}&padding=1", width=360, touch=True)
    page = explorer.page
    page.touchscreen.tap(*explorer.grid("matrix").center(3, 5))
    assert explorer.state["position"] == [0, 3]
    assert explorer.state["pixel"] == [0, 1, 3]
    page.touchscreen.tap(*explorer.grid("input").center(0, 2))
    assert explorer.state["pixel"] == [0, -1, 1]  # a zero of the padding
    assert "zero of padding" in explorer.text("asked")
    page.touchscreen.tap(*explorer.grid("output").center(3, 6))
    assert explorer.state["position"] == [3, 6]
    sheet = explorer.grid("input")
    path = [sheet.center(4, 6), sheet.center(3, 4), sheet.center(2, 3)]
    Finger(page).swipe(*path)
    assert explorer.state["position"] == [1, 3]


def test_a_wide_matrix_is_moved_sideways_and_not_made_small(opens):
    explorer = opens("height=8&width=8&kernel=5", width=360)
    panel = explorer.element.locator(".wbw-scroll").first
    inside, outside = panel.evaluate("p => [p.scrollWidth, p.clientWidth]")
    assert inside > outside
    cell = explorer.grid("matrix").box.bounding_box()["width"] / 26.9
    assert cell > 20


def test_an_answer_is_hidden_until_it_is_guessed(explorer):
    explorer.open(START + "&window=1x1&pixel=0x2x2&hide=true")
    matrix = explorer.grid("matrix")
    assert matrix.texts[6] == ["?"] * 6
    assert matrix.marked("asked") == [(1, 5), (2, 4), (7, 2)]
    question = "What stands in row 6, feature 3?"
    assert "takes the window's number" in explorer.guess(question, "13")
    assert explorer.state["hidden"]
    assert "Right" in explorer.guess(question, "14")
    assert "?" not in itertools.chain.from_iterable(matrix.texts)
    explorer.open(START + "&window=1x2&product=true&hide=true")
    assert explorer.grid("matrix", 2).texts[7] == ["?"]
    assert explorer.grid("output").texts[1][2] == "?"
    assert "354" not in explorer.element.inner_text()
    assert "354" not in explorer.said
    question = "What is row 7 times column 0?"
    assert "Right" in explorer.guess(question, "354")
    assert explorer.grid("matrix", 2).texts[7] == ["354"]
