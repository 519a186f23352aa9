"""Col2imExplorer on its page: what it alone does."""

from itertools import islice

import numpy as np
import pytest
from live import numbers
from widget_states import as_json, col2im_states

import convbook

NAME = "col2im-explorer"
START = "height=4&width=6&kernel=3x2"
COPIES = [(1, 5), (2, 4), (6, 3), (7, 2)]


@pytest.fixture
def explorer(live):
    return live


def test_what_it_shows_is_what_numpy_says(explorer):
    for drawn in islice(col2im_states(seed=9), 60):
        state = as_json(drawn) | {"coverage": True, "hidden": False}
        explorer.set(**state)
        size = tuple(state["size"])
        names = ("kernel_size", "stride", "padding", "dilation")
        rest = {name: tuple(state[name]) for name in names}
        cols, (row, column) = np.array(state["cols"]), state["pixel"]
        places = np.arange(np.prod(size)).reshape(1, 1, *size) + 1
        addresses = convbook.im2col(places, **rest)[0] - 1
        mine = addresses == row * size[1] + column
        step = state["step"] if state["step"] >= 0 else 10**9
        order = np.arange(cols.size).reshape(cols.shape)
        sent = np.full(cols.shape, True)
        if state["view"] == "scatter":
            sent = order < step
        else:
            sent[mine] = np.arange(mine.sum()) < step

        lost = np.full(cols.shape, False)
        if state["overwrite"]:
            # Of those that are sent to a pixel, only the last one stays.
            last = dict(zip(addresses[sent], order[sent], strict=True))
            lost = sent & ~np.isin(order, list(last.values()))
            lost &= addresses >= 0
        kept = sent & ~lost
        image = convbook.col2im(
            np.where(kept, cols, 0)[np.newaxis], (1, 1, *size), **rest
        )[0, 0]

        matrix, shown, counted = explorer.tables()
        assert (matrix.numbers == cols).all()
        p1, p2 = rest["padding"]
        inside = shown.numbers[p1 : p1 + size[0], p2 : p2 + size[1]]
        assert (inside == image).all()
        copies = [tuple(place) for place in np.argwhere(mine)]
        assert matrix.marked("asked") == copies
        struck = [tuple(place) for place in np.argwhere(lost)]
        assert matrix.marked("lost") == struck
        counts = convbook.coverage(size, **rest)
        assert (counted.numbers == counts).all()

        said = explorer.text("asked")
        told = numbers(said.split(", to ")[-1]) if copies else []
        assert told == np.argwhere(mine).ravel().tolist()
        terms = cols[mine & sent].tolist()
        total = explorer.text("sum")
        if not terms:
            assert total.startswith("0:")
        elif state["overwrite"]:
            assert numbers(total)[: len(terms)] == [terms[-1], *terms[:-1]]
        else:
            assert numbers(total)[len(terms) > 1 and len(terms)] == sum(terms)
            assert numbers(total)[: len(terms)] == terms
        if len(terms) < len(copies):
            assert f"{len(terms)} of {len(copies)} term" in total


def test_a_pixel_is_clicked_and_its_sum_grows_term_by_term(explorer):
    explorer.open(START + "&pixel=0x0")
    image, matrix = explorer.grid("input"), explorer.grid("matrix")
    image.click(2, 2)
    explorer.page.mouse.move(1, 1)
    assert matrix.marked("asked") == COPIES
    assert explorer.text("sum") == "11 + 16 + 39 + 44 = 110."
    back = explorer.button("Step: one back")
    for words, value in [
        ("11 + 16 + 39 = 66, 3 of 4 terms.", 66),
        ("11 + 16 = 27, 2 of 4 terms.", 27),
        ("11, 1 of 4 terms.", 11),
        ("0: nothing is added yet, 0 of 4 terms.", 0),
    ]:
        back.click()
        assert explorer.text("sum") == words
        assert image.numbers[2, 2] == value
        assert image.numbers[2, 3] == 134
    image.hover(3, 1)
    assert explorer.text("sum") == "35 + 40 = 75."
    image.click(3, 1)
    assert explorer.state["pixel"] == [3, 1] and explorer.state["step"] == -1


def test_an_entry_is_pointed_at_and_clicked(explorer):
    explorer.open(START + "&pixel=0x0")
    image, matrix = explorer.grid("input"), explorer.grid("matrix")
    matrix.hover(7, 2)
    said = explorer.text("where").replace("\u00a0", " ")
    assert (
        said == "Entry (7, 2) is 44. It goes to pixel (2, 2): 66 + 44 = 110."
    )
    assert image.marked("asked") == [(2, 2)]
    assert image.marked("waiting") == [(0, 0)]  # pinned, it waits
    assert image.window == (1, 2) and matrix.window == (7, 0)
    matrix.click(7, 2)
    assert explorer.state["pixel"] == [2, 2]
    explorer.element.get_by_label("scatter").check()
    matrix.click(7, 2)
    assert explorer.state["step"] == 45
    assert explorer.state["pixel"] == [2, 2]


def test_the_map_of_counts_is_shown_on_demand(explorer):
    explorer.open(START)
    counts = explorer.grid("input", 1)
    assert not counts.box.is_visible()
    explorer.element.get_by_label("how often each pixel").check()
    assert counts.numbers[1].tolist() == [2, 4, 4, 4, 4, 2]
    counts.click(3, 1)
    assert explorer.state["pixel"] == [3, 1]


def test_by_keys_from_table_to_table(explorer):
    explorer.open(START + "&pixel=2x2&step=3")
    keyboard = explorer.page.keyboard
    explorer.grid("matrix").box.focus()
    keyboard.press("ArrowDown")
    assert explorer.said.startswith("Entry (2,\u00a05) is 17.")
    keyboard.press("Tab")
    keyboard.press("ArrowLeft")
    assert explorer.state["pixel"] == [2, 1]


def test_a_finger_taps(opens):
    explorer = opens(f"{START}&padding=1", width=360, touch=True)
    page = explorer.page
    page.touchscreen.tap(*explorer.grid("input").center(3, 3))
    assert explorer.state["pixel"] is None  # it was pinned: (2, 2)
    page.touchscreen.tap(*explorer.grid("matrix").center(8, 5))
    assert explorer.state["pixel"] == [2, 1]
    page.touchscreen.tap(*explorer.grid("matrix").center(0, 0))
    assert "is cut off" in explorer.text("where")
    assert explorer.state["pixel"] == [2, 1]
    # The image stands above the matrix, where the eye begins.
    tops = [
        explorer.grid(kind).box.bounding_box()["y"]
        for kind in ("input", "matrix")
    ]
    assert tops[0] < tops[1]


def test_the_sum_is_hidden_until_it_is_guessed(explorer):
    explorer.open(START + "&pixel=2x2&hide=true")
    image, matrix = explorer.grid("input"), explorer.grid("matrix")
    assert image.texts[2][2] == "?"
    assert matrix.marked("asked") == []
    image.hover(2, 2)
    assert "is hidden: predict it" in explorer.text("asked")
    matrix.hover(7, 2)
    assert "110" not in explorer.element.inner_text()
    assert "110" not in explorer.said
    question = "What does pixel (2,\u00a02) hold"
    for typed, said in [
        ("94", "lacks one term: entry (2,\u00a04)"),
        ("44", "what the last window sends"),
        ("4", "how often the pixel was copied"),
        ("1", "Not 1."),
    ]:
        assert said in explorer.guess(question, typed)
    assert "Right" in explorer.guess(question, "110")
    assert image.numbers[2, 2] == 110
    assert explorer.grid("matrix").marked("asked") == COPIES
