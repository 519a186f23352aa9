"""BackwardScrubber on its page: what it alone does."""

import re

import numpy as np
import pytest
from live import Finger, table
from playwright.sync_api import expect

NAME = "backward-scrubber"
CHAPTER = np.array(
    [
        [1, 12, 120, 200],
        [1003, 12034, 120340, 200400],
        [3000, 34000, 340000, 400000],
    ]
)


@pytest.fixture
def scrubber(live):
    return live


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


def test_tabs_and_the_gradient_of_the_weights_by_keys(scrubber):
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
    page.keyboard.press("Home")
    assert scrubber.said.endswith("= 765321")
    page.keyboard.press("End")
    page.keyboard.press("-")
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


def test_the_gradient_of_the_image_by_keys(scrubber):
    page, element = scrubber.page, scrubber.element
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
    # It plays, and another tab stops it.
    table(scrubber, "gradient dX").box.focus()
    page.keyboard.press("Home")
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.keyboard.press(" ")
    page.clock.run_for(900)
    element.get_by_role("tab", name="db").click()
    page.clock.run_for(5000)
    assert scrubber.state["pixel"] == [0, 1]
    assert scrubber.state["position"] == [1, 2]


def test_the_nudge_is_folded_until_it_is_asked_for(scrubber):
    # Not what a screen reader is told, which says so too.
    nudge = scrubber.element.locator(".wbw-predicted")
    assert not nudge.is_visible()
    scrubber.element.get_by_text("Nudge pixel (1, 1), and measure").click()
    expect(nudge).to_be_visible()  # what unfolds says so a moment later
    assert nudge.inner_text().startswith("Predicted: nudge·dX")
    scrubber.element.get_by_role("tab", name="db").click()
    expect(scrubber.element.get_by_text("Nudge the bias, and")).to_be_visible()
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


def test_a_finger_taps_and_drags(opens):
    scrubber = opens(width=360, touch=True)
    page = scrubber.page
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
