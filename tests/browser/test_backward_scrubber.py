"""BackwardScrubber on its page: by mouse, keys, touch and address."""

import json
import math
import re
from itertools import islice

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from live import Finger, figure, number, written
from widget_states import as_json, backward_states

import convbook

PAGE = "book/backward-scrubber.html"
NAME = "backward-scrubber"
CHAPTER = np.array(
    [
        [1, 12, 120, 200],
        [1003, 12034, 120340, 200400],
        [3000, 34000, 340000, 400000],
    ]
)


@pytest.fixture
def scrubber(visit):
    opened = visit(PAGE, "file")
    yield figure(opened.page, NAME)
    assert opened.problems == []


def table(scrubber, title):
    """The grid whose title begins so, among those that are shown."""
    panel = scrubber.element.locator(".wbw-panel:visible").filter(
        has=scrubber.page.locator(
            ".wbw-title", has_text=re.compile(f"^{title}")
        )
    )
    found = scrubber.grid("grid")
    found.box = panel.locator(".wbw-grid")
    return found


def last_number(text):
    return number(text.rstrip(".").split(" = ")[-1].split(" ")[-1])


def worked_out(text):
    """The value of a calculation, each step of which has that value."""
    _, *steps = text.split(" = ")
    spelled = [step for step in steps if not step.startswith("the sum of")]
    values = {
        sum(
            math.prod(number(factor.strip("()")) for factor in term.split("·"))
            for term in step.split(" + ")
        )
        for step in spelled
    }
    assert len(values) == 1, text
    return values.pop()


class Layer:
    """What NumPy and convbook say of a state."""

    def __init__(self, state):
        names = ("stride", "padding", "dilation")
        self.setting = {name: tuple(state[name]) for name in names}
        self.x, self.W, self.G = (
            np.array(state[name]) for name in ("image", "weights", "upstream")
        )
        self.A = convbook.im2col(
            self.x[None, None], self.W.shape, **self.setting
        )[0]
        self.Y = (self.A @ self.W.ravel() + state["bias"]).reshape(
            self.G.shape
        )
        self.dW = (self.A.T @ self.G.ravel()).reshape(self.W.shape)
        self.dX = self.scattered(self.G.size)
        self.loss = (self.G * self.Y).sum()

    def scattered(self, windows):
        sent = np.outer(self.G.ravel(), self.W.ravel())
        sent[windows:] = 0
        return convbook.col2im(
            sent[None], (1, 1, *self.x.shape), self.W.shape, **self.setting
        )[0, 0]


def check_nudge(scrubber, state, gradient, moved):
    """Both numbers are nudge·gradient, and the outputs that move say so."""
    nudge, before = state["nudge"], Layer(state)
    assert last_number(scrubber.text("predicted")) == nudge * gradient
    assert last_number(scrubber.text("measured")) == nudge * gradient
    other = Layer(moved)
    shown = table(scrubber, "Y after")
    assert (shown.numbers == other.Y).all()
    places = [tuple(place) for place in np.argwhere(other.Y != before.Y)]
    assert shown.marked("asked") == places
    total = scrubber.text("measured").split(" = ")[1].split(" − ")
    assert number(total[0]) == (before.G * other.Y).sum()
    assert number(total[1].strip("()")) == before.loss


def test_what_it_shows_is_what_numpy_says(scrubber):
    scrubber.unfold()
    for drawn in islice(backward_states(seed=6), 60):
        state = as_json(drawn)
        layer = Layer(state)
        u, v = state["position"]
        m = u * layer.G.shape[1] + v
        i, j = state["weight"]
        r, q = state["pixel"]
        (p1, p2), (s1, s2) = state["padding"], state["stride"]
        d1, d2 = state["dilation"]

        scrubber.set(**state | {"tab": "forward", "hidden": False})
        assert (table(scrubber, "output Y").numbers == layer.Y).all()
        padded = np.pad(layer.x, ((p1, p1), (p2, p2)))
        assert (table(scrubber, "input X").numbers == padded).all()
        assert table(scrubber, "input X").window == (u * s1, v * s2)
        assert table(scrubber, "output Y").window == (u, v)
        assert worked_out(scrubber.text("sum")) == layer.Y[u, v]
        assert last_number(scrubber.text("more")) == layer.loss

        scrubber.set(tab="db")
        so_far = layer.G.ravel()[: m + 1].sum()
        G = table(scrubber, "upstream")
        assert (G.numbers == layer.G).all()
        added = list(np.ndindex(layer.G.shape))[: m + 1]
        assert G.marked("shaded") == added
        name = "gradient db" if m == layer.G.size - 1 else "db so far"
        assert table(scrubber, name).numbers == so_far
        assert worked_out(scrubber.text("sum")) == so_far
        bias = state["bias"] + state["nudge"]
        check_nudge(scrubber, state, layer.G.sum(), state | {"bias": bias})

        scrubber.set(tab="dW")
        assert (table(scrubber, "gradient dW").numbers == layer.dW).all()
        assert worked_out(scrubber.text("sum")) == layer.dW[i, j]
        met = sorted(
            (a * s1 + i * d1, b * s2 + j * d2)
            for a, b in np.ndindex(layer.G.shape)
        )
        assert table(scrubber, "input X").marked("read") == met
        weights = layer.W.astype(float)
        weights[i, j] += state["nudge"]
        changed = state | {"weights": weights}
        check_nudge(scrubber, state, layer.dW[i, j], changed)

        scrubber.set(tab="dX", view="scatter")
        sums = layer.scattered(m + 1)
        name = "gradient dX" if m == layer.G.size - 1 else "dX so far"
        shown = table(scrubber, name)
        rows, columns = layer.x.shape
        inside = shown.numbers[p1 : p1 + rows, p2 : p2 + columns]
        assert (inside == sums).all()
        assert shown.window == (u * s1, v * s2)
        assert worked_out(scrubber.text("sum")) == sums[r, q]
        flat = r * layer.x.shape[1] + q
        places = np.arange(1, layer.x.size + 1).reshape(layer.x.shape)
        reads = convbook.im2col(
            places[None, None], layer.W.shape, **layer.setting
        )[0]
        readers = np.flatnonzero((reads == flat + 1).any(axis=1))
        ringed = [divmod(w, layer.G.shape[1]) for w in readers]
        assert table(scrubber, "upstream").marked("asked") == ringed
        pixels = layer.x.astype(float)
        pixels[r, q] += state["nudge"]
        changed = state | {"image": pixels}
        check_nudge(scrubber, state, layer.dX[r, q], changed)

        # Half way, the end is not told; at the end it is.
        scrubber.set(position=[0, 0])
        more = scrubber.text("more")
        assert ("Scatter gives" in more) == (layer.G.size == 1)
        end = [count - 1 for count in layer.G.shape]
        scrubber.set(position=end)
        assert scrubber.text("more").startswith("Scatter gives")

        scrubber.set(view="gather")
        shown = table(scrubber, "gradient dX")
        assert (shown.numbers == layer.dX).all()
        assert worked_out(scrubber.text("sum")) == layer.dX[r, q]
        assert (
            table(scrubber, "flipped kernel").numbers == layer.W[::-1, ::-1]
        ).all()
        value = written(layer.dX[r, q])
        assert scrubber.text("more").startswith(
            f"Scatter gives {value}, gather {value}; equal"
        )
        # The flipped kernel, laid where its outline is, makes that number.
        stuffed = table(scrubber, "zero-stuffed G")
        top, left = stuffed.window
        k1, k2 = layer.W.shape
        under = stuffed.numbers[
            top : top + d1 * (k1 - 1) + 1 : d1,
            left : left + d2 * (k2 - 1) + 1 : d2,
        ]
        assert (under * layer.W[::-1, ::-1]).sum() == layer.dX[r, q]
        if (reads == flat + 1).any():
            assert "nothing but zeros" not in scrubber.text("where")
        else:
            assert (r, q) in shown.marked("unread")


def test_the_worked_numbers_of_the_chapter(scrubber):
    assert scrubber.state["tab"] == "dX"
    scrubber.open("view=gather&pixel=1x1")
    scrubber.unfold()
    assert scrubber.text("sum") == (
        "dX[1, 1] = 1·4 + 10·3 + 1000·2 + 10000·1 "
        "= 4 + 30 + 2000 + 10000 = 12034"
    )
    assert (table(scrubber, "gradient dX").numbers == CHAPTER).all()
    assert scrubber.text("predicted").endswith("1·12034 = 12034")
    scrubber.open("view=gather&height=7&width=8&kernel=3&stride=2&pixel=2x7")
    assert "nothing but zeros" in scrubber.text("where")
    assert scrubber.text("sum") == "dX[2, 7] = 0"
    assert scrubber.text("more").endswith(
        "would make 7×7 numbers; with 1 column of zeros more, 7×8."
    )
    assert scrubber.grid("plain").box.evaluate(
        "box => box.previousSibling.textContent"
    ) == ("zero-stuffed G: 1 between, 2 around, 1 more on the right")


def test_a_mouse_scrubs_points_and_picks(scrubber):
    page = scrubber.page
    shown = table(scrubber, "dX so far")
    shown.hover(1, 2)
    assert scrubber.text("sum").startswith("dX[1, 2] so far = ")
    assert "pixel (1,\u00a02)" in scrubber.text("nudging")
    page.mouse.move(1, 1)
    assert scrubber.text("sum").startswith("dX[1, 1] so far = 1·4 = 4")
    shown.click(0, 1)
    assert scrubber.state["pixel"] == [0, 1]
    shown.drag((0.2, 0.2), (1.2, 2.2))
    assert scrubber.state["position"] == [1, 2]
    table(scrubber, "upstream").click(0, 2)
    assert scrubber.state["position"] == [0, 2]
    for label, view in [("gather", "gather"), ("scatter", "scatter")]:
        scrubber.element.get_by_label(re.compile(f"^{label}")).click()
        assert scrubber.state["view"] == view
    scrubber.element.get_by_label(re.compile("^gather")).click()
    table(scrubber, "zero-stuffed G").drag((0.5, 1.5), (1.5, 3.5))
    assert scrubber.state["pixel"] == [1, 3]
    scrubber.element.get_by_role("tab", name="dW").click()
    table(scrubber, "input X").drag((0.3, 0.3), (1.3, 1.3))
    assert scrubber.state["weight"] == [1, 1]
    table(scrubber, "weights W").click(0, 1)
    assert scrubber.state["weight"] == [0, 1]
    table(scrubber, "input X").click(2, 3)
    assert scrubber.state["pixel"] == [2, 3]
    scrubber.element.get_by_role("tab", name="forward").click()
    table(scrubber, "input X").drag((0.3, 0.3), (1.3, 2.3))
    assert scrubber.state["position"] == [1, 2]
    table(scrubber, "output Y").hover(0, 0)
    assert scrubber.text("sum") == "Y[0, 0] = 1·1 + 2·2 + 5·3 + 6·4 + 0 = 44"


def test_all_of_it_by_keys(scrubber):
    page, element = scrubber.page, scrubber.element
    element.get_by_role("tab", name="dX").focus()
    for key, tab in [
        ("ArrowRight", "forward"),
        ("ArrowLeft", "dX"),
        ("Home", "forward"),
        ("ArrowRight", "db"),
        ("End", "dX"),
        ("ArrowLeft", "dW"),
    ]:
        page.keyboard.press(key)
        assert scrubber.state["tab"] == tab
        chosen = element.locator("[aria-selected=true]")
        assert chosen.inner_text() == tab
        assert chosen.evaluate("tab => tab === document.activeElement")
        panel = element.get_by_role("tabpanel", name=tab)
        assert panel.count() == 1
    table(scrubber, "gradient dW").box.focus()
    page.keyboard.press("ArrowDown")
    assert scrubber.state["weight"] == [1, 0]
    page.keyboard.press("ArrowDown")
    assert scrubber.state["weight"] == [1, 0]
    page.keyboard.press("+")
    assert scrubber.state["weight"] == [1, 1]
    page.keyboard.press("Home")
    assert scrubber.state["weight"] == [0, 0]
    assert scrubber.said.endswith("= 765321")
    page.keyboard.press("End")
    page.keyboard.press("-")
    assert scrubber.state["weight"] == [1, 0]
    table(scrubber, "weights W").box.focus()
    page.keyboard.press("ArrowDown")
    assert scrubber.said.startswith(
        "weight (1,\u00a00) is 3. That is the edge."
    )
    table(scrubber, "input X").box.focus()
    page.keyboard.press("ArrowLeft")
    assert scrubber.said.startswith(
        "pixel (1,\u00a00) is 5. Weight (1,\u00a00) meets"
    )
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")  # to its number
    page.keyboard.press("ArrowUp")
    assert scrubber.state["image"][1][1] == 7
    page.keyboard.press("ArrowDown")
    element.get_by_role("tab", name="dX").click()
    table(scrubber, "upstream").box.focus()
    page.keyboard.press("ArrowRight")
    assert scrubber.state["position"] == [0, 1]
    table(scrubber, "dX so far").box.focus()
    page.keyboard.press("ArrowLeft")
    assert scrubber.state["pixel"] == [1, 0]
    page.keyboard.press("End")
    assert scrubber.state["position"] == [1, 2]
    element.get_by_label(re.compile("^scatter")).focus()
    page.keyboard.press("ArrowRight")
    assert scrubber.state["view"] == "gather"
    table(scrubber, "zero-stuffed G").box.focus()
    page.keyboard.press("ArrowRight")
    assert scrubber.state["pixel"] == [1, 1]
    element.get_by_text("Nudge pixel (1, 1), and measure").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    field = scrubber.field("nudge pixel (1, 1) by")
    assert field.evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowUp")
    assert scrubber.state["nudge"] == 2
    said = scrubber.said
    assert said.startswith("Predicted: nudge·dX[1, 1] = 2·12034 = 24068. Meas")
    moved = [f"({u},\u00a0{v})" for u, v in np.ndindex(2, 2)]
    assert said.endswith(f"moved: {', '.join(moved)}.")
    field.fill("-0.5")
    page.keyboard.press("Enter")
    assert scrubber.state["nudge"] == -0.5
    assert scrubber.text("measured").endswith("= −6017")
    # Space plays: a step at once is not taken, the next one is.
    table(scrubber, "gradient dX").box.focus()
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    page.wait_for_timeout(900)
    element.get_by_role("tab", name="db").click()  # and this stops it
    page.wait_for_timeout(900)
    assert scrubber.state["pixel"] == [0, 1]
    assert scrubber.state["position"] == [1, 2]


def test_the_nudge_is_folded_until_it_is_asked_for(scrubber):
    nudge = scrubber.element.get_by_text("Predicted: nudge·dX")
    assert not nudge.is_visible()
    scrubber.element.get_by_text("Nudge pixel (1, 1), and measure").click()
    assert nudge.is_visible()
    scrubber.element.get_by_role("tab", name="db").click()
    assert scrubber.element.get_by_text("Nudge the bias, and").is_visible()
    assert scrubber.text("predicted").endswith("= 111111")


def test_a_link_with_a_nudge_shows_it(scrubber):
    scrubber.open("view=gather")
    assert not scrubber.element.locator(".wbw-predicted").is_visible()
    scrubber.open("view=gather&nudge=-2")
    assert scrubber.text("predicted").endswith("= −24068")


def test_dashed_is_what_the_sum_is_about_and_what_was_chosen_last(scrubber):
    def dashed():
        boxes = scrubber.element.locator(
            ".wbw-panel:visible .wbw-mark-entry[d]:not([d=''])"
        )
        return boxes.count()

    weights, shown = table(scrubber, "weights"), table(scrubber, "dX so far")
    assert shown.marked("entry") == [(1, 1)] and weights.marked("entry") == []
    weights.click(0, 0)  # which it was already, unmarked
    assert weights.marked("entry") == [(0, 0)] and dashed() == 2
    weights.click(1, 0)
    assert weights.marked("entry") == [(1, 0)] and dashed() == 2
    shown.click(0, 2)
    assert shown.marked("entry") == [(0, 2)] and weights.marked("entry") == []
    for tab, count in {"dW": 2, "db": 0, "forward": 1}.items():
        scrubber.element.get_by_role("tab", name=tab).click()
        assert dashed() == count, tab
    scrubber.button("Start again").click()
    assert dashed() == 1
    scrubber.element.get_by_role("tab", name="forward").click()
    assert dashed() == 0


def test_numbers_and_settings_can_be_changed(scrubber):
    scrubber.open("tab=dX&view=gather&pixel=1x1")
    for title, cell, label, value in [
        ("gradient dX", (1, 1), "pixel (1, 1)", -25),
        ("flipped kernel", (1, 1), "weight (0, 0)", 7),
        ("zero-stuffed G", (1, 1), "G (0, 0)", 5),  # after a row of zeros
        (None, None, "bias", 3),
    ]:
        if title:
            table(scrubber, title).click(*cell)
            assert table(scrubber, title).marked("entry") == [cell]
        field = scrubber.field(label)
        field.fill(str(value))
        field.press("Enter")
    state = scrubber.state
    assert (state["image"][1][1], state["weights"][0][0]) == (-25, 7)
    assert (state["upstream"][0][0], state["bias"]) == (5, 3)
    layer = Layer(state)
    assert (table(scrubber, "gradient dX").numbers == layer.dX).all()
    scrubber.element.get_by_label("rows and columns separately").check()
    scrubber.field("stride, columns").press("ArrowUp")
    layer = Layer(scrubber.state)
    assert scrubber.state["upstream"] == [[5, 10], [1000, 10000]]
    assert (table(scrubber, "gradient dX").numbers == layer.dX).all()
    assert table(scrubber, "zero-stuffed G").numbers.shape == (4, 5)


def test_a_finger_taps_and_drags(visit):
    opened = visit(PAGE, "file", width=360, touch=True)
    page = opened.page
    scrubber = figure(page, NAME)
    tab = scrubber.element.get_by_role("tab", name="dW")
    tab.tap()
    assert scrubber.state["tab"] == "dW"
    page.touchscreen.tap(*table(scrubber, "gradient dW").center(1, 0))
    assert scrubber.state["weight"] == [1, 0]
    scrubber.element.get_by_role("tab", name="dX").tap()
    shown = table(scrubber, "dX so far")
    page.touchscreen.tap(*shown.center(0, 3))
    assert scrubber.state["pixel"] == [0, 3]
    path = [shown.center(0, 0), shown.center(1, 1), shown.center(1, 2)]
    Finger(page).swipe(*path)
    assert scrubber.state["position"] == [1, 2]
    too_small = scrubber.element.evaluate(
        """live => [...live.querySelectorAll("button, summary")]
            .filter(one => one.offsetParent)
            .map(one => one.getBoundingClientRect())
            .filter(box => box.width < 24 || box.height < 24).length"""
    )
    assert too_small == 0
    sideways = "document.documentElement.scrollWidth - innerWidth"
    for query in ("", "height=8&width=8&kernel=3", "tab=db&stride=2x1"):
        scrubber.open(query)
        scrubber.unfold()
        assert page.evaluate(sideways) <= 0
        assert scrubber.element.evaluate(
            "live => live.scrollWidth <= live.clientWidth"
        )
    assert opened.problems == []


def test_an_address_opens_its_state_and_one_is_copied(scrubber):
    query = (
        "tab=dX&view=gather&height=5&width=7&kernel=2x3&stride=2x1&padding=1"
        "&dilation=1&bias=-2&window=1x2&weight=1x0&pixel=2x6&nudge=-1.5"
    )
    scrubber.open(query)
    assert scrubber.note == ""
    state = scrubber.state
    assert (state["size"], state["pixel"]) == ([5, 7], [2, 6])
    assert (state["nudge"], state["view"], state["bias"]) == (
        -1.5,
        "gather",
        -2,
    )
    link = scrubber.copied_link()
    scrubber.button("Start again").click()
    assert scrubber.state["size"] == [3, 4]
    scrubber.open(link)
    assert scrubber.state == state


@pytest.mark.parametrize(
    "query, said, state",
    [
        ("kernel=4", "kernel size had to give way", {"kernel_size": [3, 4]}),
        ("tab=dV", "tab had to give way", {"tab": "forward"}),
        ("nudge=0.2", "nudge had to give way", {"nudge": 0}),
        ("pixel=9x9", "pixel had to give way", {"pixel": [2, 3]}),
        ("view=both&stride=two", "“stride=two” was not", {"view": "scatter"}),
    ],
)
def test_an_impossible_address_opens_the_nearest_state_and_says_so(
    scrubber, query, said, state
):
    scrubber.open(query)
    assert said in scrubber.note
    assert scrubber.state.items() >= state.items()


@pytest.mark.parametrize(
    "query, title, place, guesses, right",
    [
        (
            "tab=forward&bias=5",
            "output Y",
            (0, 0),
            {"44": "without the bias", "six": "Type a number"},
            "49",
        ),
        (
            "tab=db",
            "(db so far|gradient db)",
            (0, 0),
            {"1": "so far"},
            "111111",
        ),
        (
            "tab=dW&weight=0x1",
            "gradient dW",
            (0, 1),
            {"109765": "weight (1,\u00a00)", "1": "Multiply along"},
            "876432",
        ),
        (
            "tab=dX&view=scatter&window=1x2&pixel=1x1",
            "gradient dX",
            (1, 1),
            {"43021": "flipping the kernel", "10000": "= where += should"},
            "12034",
        ),
        (
            "tab=dX&view=gather&pixel=1x1",
            "gradient dX",
            (1, 1),
            {"11011": "without the weights"},
            "12034",
        ),
    ],
)
def test_the_answer_is_hidden_until_it_is_guessed(
    scrubber, query, title, place, guesses, right
):
    scrubber.open(f"{query}&hide=1")
    scrubber.unfold()
    shown = table(scrubber, title)
    assert shown.texts[place[0]][place[1]] == "?"
    words = " ".join(scrubber.element.locator(".wbw-words").all_inner_texts())
    assert not re.search(rf"\b{right}\b", words)
    question = "What is it in the end"
    for typed, said in guesses.items():
        assert said in scrubber.guess(question, typed), typed
        assert scrubber.state["hidden"]
    assert "Right" in scrubber.guess(question, right)
    assert not scrubber.state["hidden"]
    assert shown.texts[place[0]][place[1]] != "?"
    assert right in scrubber.text("sum")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("tab", ["forward", "db", "dW", "scatter", "gather"])
def test_axe_finds_nothing_in_any_tab(visit, tab, colours):
    page = visit(PAGE, "file", colours=colours).page
    scrubber = figure(page, NAME)
    dX = tab in ("scatter", "gather")
    scrubber.set(tab="dX" if dX else tab, view=tab, hidden=True)
    scrubber.unfold()
    found = Axe().run(page, f"#{NAME}").response["violations"]
    assert found == [], json.dumps(
        [(rule["id"], rule["nodes"][0]["html"]) for rule in found]
    )
