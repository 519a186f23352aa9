"""WindowGrid on its page: what it alone does."""

import numpy as np
import pytest
from live import Finger, written
from settings import random_settings

import convbook

NAME = "window-grid"


@pytest.fixture
def grid(live):
    return live


def random_states(count):
    rng = np.random.default_rng(5)
    for setting in random_settings(count, seed=5):
        size, kernel_size = setting.pop("size"), setting.pop("kernel_size")
        rows, columns = convbook.output_size(size, kernel_size, **setting)
        yield {
            "image": rng.integers(-99, 100, size).tolist(),
            "kernel": rng.integers(-9, 10, kernel_size).tolist(),
            "position": [int(rng.integers(rows)), int(rng.integers(columns))],
            "pixel": [int(rng.integers(n)) for n in size],
            **{name: list(pair) for name, pair in setting.items()},
        }


def test_what_it_shows_is_what_numpy_says(grid):
    for state in random_states(60):
        size, kernel_size = np.shape(state["image"]), np.shape(state["kernel"])
        grid.set(**state, size=list(size), kernel_size=list(kernel_size))
        names = ("stride", "padding", "dilation")
        setting = {name: tuple(state[name]) for name in names}
        x = np.array(state["image"])[np.newaxis, np.newaxis]
        weights = np.array(state["kernel"])[np.newaxis, np.newaxis]

        expected = convbook.convolve(x, weights, **setting)[0, 0]
        assert (grid.grid("output").numbers == expected).all()
        (p1, p2), (s1, s2) = setting["padding"], setting["stride"]
        padded = np.pad(x[0, 0], ((p1, p1), (p2, p2)))
        assert (grid.grid("input").numbers == padded).all()

        u, v = state["position"]
        assert grid.grid("input").window == (u * s1, v * s2)
        assert grid.grid("output").window == (u, v)
        assert f"output ({u},\u00a0{v})" in grid.text("where")
        total = f" {written(expected[u, v])}"
        assert grid.text("sum").removesuffix(".").endswith(total)

        counts = convbook.coverage(size, kernel_size, **setting)
        unread = [(i + p1, j + p2) for i, j in np.argwhere(counts == 0)]
        assert grid.grid("input").marked("unread") == unread
        pixel = tuple(state["pixel"])
        places = np.arange(counts.size).reshape(1, 1, *size) + 1
        matrix = convbook.im2col(places, kernel_size, **setting)[0]
        flat = pixel[0] * size[1] + pixel[1] + 1
        readers = np.flatnonzero((matrix == flat).any(axis=1))
        assert len(readers) == counts[pixel]
        across = expected.shape[1]
        ringed = [divmod(m, across) for m in readers]
        assert grid.grid("output").marked("asked") == ringed
        answer = grid.text("asked")
        if len(readers):
            assert f"by {len(readers)} window" in answer
        else:
            assert "no window" in answer
        for axis, name in enumerate(("rows", "columns")):
            if expected.shape[0] != expected.shape[1]:
                line = grid.text("formula").splitlines()[axis]
                assert line.startswith(name)
                assert line.endswith(f"= {expected.shape[axis]}")


def test_the_window_is_dragged(grid):
    grid.open("height=8&width=8&kernel=3&stride=2")
    box = grid.grid("input")
    box.drag((1, 1), (3, 5))
    assert grid.state["position"] == [1, 2]
    box.drag((3, 5), (30, -30))  # past the edge
    assert grid.state["position"] == [2, 0]
    # Taken beside it, the window comes to the pointer.
    box.drag((0, 7), (1, 6))
    assert grid.state["position"] == [0, 2]


def test_a_hand_asks_and_a_click_keeps_the_question(grid):
    grid.open("height=8&width=8&kernel=3&stride=2")
    box = grid.grid("input")
    box.hover(4, 4)
    assert "read by 4 windows: 4, 5, 7, 8" in grid.text("asked")
    box.hover(7, 7)
    assert "no window" in grid.text("asked")
    box.click(2, 2)
    grid.grid("output").hover(2, 2)
    assert grid.text("where").startswith("Window 8 of 0–8 reads rows 4–6")
    assert grid.state["position"] == [0, 0]
    assert grid.state["pixel"] == [2, 2]
    grid.grid("output").click(2, 1)
    assert grid.state["position"] == [2, 1]
    grid.grid("kernel").hover(0, 2)
    assert grid.grid("kernel").marked("asked") == [(0, 2)]
    assert box.marked("asked") == [] and box.marked("waiting") == [(2, 2)]
    answer = grid.text("asked")
    assert "multiplies 9 pixels" in answer
    assert "rows 0, 2, 4, columns 2, 4, 6" in answer
    grid.page.mouse.move(1, 1)
    assert grid.text("asked").startswith(
        "Pixel (2,\u00a02) is read by 4 windows"
    )
    assert box.marked("asked") == [(2, 2)] and box.marked("waiting") == []
    box.click(2, 2)
    assert grid.state["pixel"] is None


def test_values_and_weights_can_be_changed(grid):
    grid.open("height=4&width=6&kernel=3x2&stride=1")
    grid.grid("input").click(0, 0)
    grid.field("value of pixel (0,\u00a00)").fill("-25")
    grid.page.keyboard.press("Enter")
    assert grid.grid("input").numbers[0, 0] == -25
    grid.grid("kernel").click(2, 1)
    grid.field("value of weight (2,\u00a01)").press("+")
    weights = np.array(grid.state["kernel"])
    x = np.array(grid.state["image"])
    expected = convbook.convolve(x[None, None], weights[None, None])
    assert (grid.grid("output").numbers == expected[0, 0]).all()


def test_what_is_told_by_keys_and_the_kernel_is_next(grid):
    grid.open("height=8&width=8&kernel=3&stride=2")
    page = grid.page
    grid.grid("input").box.focus()
    page.keyboard.press("ArrowRight")
    output = grid.grid("output").texts[0][1]
    said = "Window 1 of 0–8 reads rows 0–2, columns 2–4; output"
    assert grid.said == f"{said} {output}"
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert "Pixel (1,\u00a02) is read by 2 windows: 0–1" in grid.said
    page.keyboard.press("Tab")  # to the kernel
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    assert grid.state["weight"] == [0, 1]


def test_a_finger_drags_the_window_and_taps_a_pixel(opens):
    grid = opens("stride=1", width=360, touch=True)
    page = grid.page
    box = grid.grid("input")
    page.touchscreen.tap(*box.center(5, 6))
    assert grid.state["pixel"] == [5, 6]
    before = page.evaluate("scrollY")
    path = [box.center(1, 1), box.center(2, 3), box.center(4, 4)]
    Finger(page).swipe(*path)
    assert grid.state["position"] == [3, 3]
    assert page.evaluate("scrollY") == before


def test_the_answer_is_hidden_until_it_is_guessed(grid):
    grid.open("height=8&width=8&kernel=3&stride=2")
    grid.set(kernel=[[-1, 0, 1]] * 3, hidden=True)
    shown = grid.grid("output").texts
    assert shown[0][0] == "?" and "predict" in grid.text("sum")
    question = "What is this output?"
    # Flipped, this kernel gives the other sign.
    image = np.array(grid.state["image"])[:3, :3]
    value = image[:, 2].sum() - image[:, 0].sum()
    for typed, said in [
        ("six", "Type a number"),
        (f"{-value}", "wrong sign"),
        (f"{image.sum()}", "without the weights"),
        ("500", "Not 500"),
    ]:
        assert said in grid.guess(question, typed), typed
        assert grid.state["hidden"]
    assert "Right" in grid.guess(question, written(value))
    assert grid.grid("output").numbers[0, 0] == value

    # A kernel that is no mirror of itself; and of a large sum, an estimate.
    kernel = np.array([[1, 2], [3, 40]])
    grid.set(kernel=kernel.tolist(), kernel_size=[2, 2], hidden=True)
    image = np.array(grid.state["image"])[:2, :2]
    flipped = (image * kernel[::-1, ::-1]).sum()
    assert "flipped by 180 degrees" in grid.guess(question, written(flipped))
    value = (image * kernel).sum()
    assert value >= 100
    said = grid.guess(question, written(value + 9))
    assert said == f"Near enough: it is {value}."
    assert not grid.state["hidden"]


def test_the_kernel_gives_way_to_a_smaller_image(grid):
    grid.open("height=8&width=8&kernel=3&stride=2")
    field = grid.field("size")
    field.fill("0")
    field.press("Enter")
    assert field.input_value() == grid.field("kernel").input_value() == "1"
