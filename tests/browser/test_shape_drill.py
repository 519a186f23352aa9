"""ShapeDrill on its page: what it alone does."""

import re

import numpy as np
import pytest
from live import written
from playwright.sync_api import expect

import convbook
from convbook.widgets.shape_drill import drill_question

NAME = "shape-drill"
BLANK = "level=2&seed=7&question=0"


@pytest.fixture
def drill(live):
    return live


def field(drill):
    return drill.element.get_by_label("Your answer")


def type_in(drill, text):
    return drill.guess("Your answer", text)


def asked(drill):
    """The question that the page shows."""
    place = drill.element.locator(".wbw-place")
    return place.locator("xpath=following-sibling::p[1]").inner_text()


def setting_of(words):
    """Read the setting from the question's words, as pairs."""
    row = re.match(r"A row of (\d+) pixels, kernel (\d+)", words)
    image = re.match(r"An? (\d+)×(\d+) image, kernel (\d+)×(\d+)", words)
    setting = {"padding": (0, 0), "stride": (1, 1), "dilation": (1, 1)}
    if row:
        n, k = map(int, row.groups())
        setting |= {"size": (1, n), "kernel_size": (1, k)}
    else:
        n1, n2, k1, k2 = map(int, image.groups())
        setting |= {"size": (n1, n2), "kernel_size": (k1, k2)}
    for name in ("stride", "padding", "dilation"):
        two = re.search(rf"{name} (\d+) down and (\d+) across", words)
        one = re.search(rf"{name} (\d+)", words)
        if two:
            setting[name] = tuple(map(int, two.groups()))
        elif one:
            value = int(one[1])
            neutral = 0 if name == "padding" else 1
            setting[name] = (neutral if row else value, value)
    return setting


def answer_to(setting, question):
    """Work the answer out, from what the page says alone."""
    row = setting["size"][0] == 1
    if "How many windows" in question:
        return str(convbook.output_size(**setting)[1])
    if "size of the output" in question:
        return "×".join(map(str, convbook.output_size(**setting)))
    if "How often" in question:
        numbers = tuple(map(int, re.findall(r"\d+", question)))
        pixel = (0, *numbers) if row else numbers
        return str(convbook.coverage(**setting)[pixel])
    axis = 0 if "which rows" in question else 1
    starts = convbook.window_starts(**setting)[axis]
    if "the row itself" in question:
        starts = starts - setting["padding"][1]
    return written(", ".join(map(str, starts)))


def row_lines(drill):
    """The texts of the drawing of a row, line by line, its name first."""
    heads = (
        drill.grid("bare").box.locator(".wbw-heads text").all_text_contents()
    )
    lines = [[text for text in line if text] for line in row_texts(drill)]
    return [[head, *line] for head, line in zip(heads, lines, strict=True)]


def row_texts(drill):
    return drill.grid("bare").texts


def crossed(drill):
    """How many places of a row are crossed out."""
    return len(drill.grid("bare").marked("unread"))


def test_what_it_shows_is_what_convbook_says(drill):
    rng = np.random.default_rng(6)
    for place in range(72):
        seed, number = int(rng.integers(10**6)), int(rng.integers(100))
        level = 1 + place % 6
        drill.set(seed=seed, level=level, question=number, answers=[])
        words, question = asked(drill), drill.text("question")
        assert (
            str(drill_question(seed, level, number)) == f"{words}\n{question}"
        )
        setting = setting_of(words)
        right = answer_to(setting, question)
        (p1, p2), size = setting["padding"], setting["size"]
        row = size[0] == 1
        pixels = [str(pixel) for pixel in range(size[1])]
        padded = ["pixel", *["0"] * p2, *pixels, *["0"] * p2]

        # Before it is answered, nothing of it is there.
        assert drill.text("formula") == drill.text("verdict") == ""
        if row:
            assert row_lines(drill) == [padded]
            assert crossed(drill) == 0
        else:
            shown = [
                cell
                for line in drill.grid("grid.wbw-input").texts
                for cell in line
            ]
            assert set(shown) <= {"", "?"}
            assert not drill.grid("output").box.is_visible()
            assert drill.grid("grid.wbw-input").marked("unread") == []

        drill.button("Show me").click()
        assert drill.text("verdict") == f"The answer is {right}."
        counts = convbook.coverage(**setting)
        down, across = convbook.output_size(**setting)
        starts = convbook.window_starts(**setting)
        if row:
            pixel_line, *windows, read = row_lines(drill)
            assert pixel_line == padded
            assert read == ["times read", *map(str, counts[0])]
            cells = [f"w{j}" for j in range(setting["kernel_size"][1])]
            assert windows == [[f"window {v}", *cells] for v in range(across)]
            outlines = drill.grid("bare").marked("window")
            left = [column for _, column in outlines]
            steps = [setting["stride"][1]] * (across - 1)
            assert np.diff(left).tolist() == steps
            zeros = convbook.coverage(
                (1, size[1] + 2 * p2),
                setting["kernel_size"],
                setting["stride"],
                dilation=setting["dilation"],
            )
            assert crossed(drill) == (zeros == 0).sum()
            continue
        grid = drill.grid("grid.wbw-input")
        expected = np.full((size[0] + 2 * p1, size[1] + 2 * p2), "", object)
        if "How often" in question:
            inside = np.s_[p1 : p1 + size[0], p2 : p2 + size[1]]
            expected[inside] = counts.astype(str)
            assert not drill.grid("output").box.is_visible()
        else:
            numbers = np.arange(down * across).reshape(down, across)
            expected[np.ix_(*starts)] = numbers.astype(str)
            assert (drill.grid("output").numbers == numbers).all()
        assert grid.texts == expected.tolist()
        unread = [(i + p1, j + p2) for i, j in np.argwhere(counts == 0)]
        assert grid.marked("unread") == unread
        assert grid.window == (0, 0)


def test_an_answer_is_checked_and_a_wrong_one_explained(drill):
    drill.open(BLANK)
    assert asked(drill) == "A row of 12 pixels, kernel 5, stride 3, padding 0."
    for typed, said in [
        ("", "Type a number"),
        ("four", "Type a number"),
        ("3 4", "One number is asked for."),
        ("3.333", "if you do not round down"),
        ("4", "if you round up"),
        ("2", "if you count the steps"),
        ("8", "if you forget the stride"),
        ("77", "Not 77. Take the kernel"),
    ]:
        assert said in type_in(drill, typed), typed
        assert drill.text("formula") == ""
        assert len(row_lines(drill)) == 1
    assert drill.text("score") == "Level 2: 0 of 1 right at the first try."
    field(drill).fill("3")
    drill.button("Check").click()
    assert drill.text("verdict") == "Right: 3."
    formula = "⌊(12 + 2·0 − 1·(5 − 1) − 1) / 3⌋ + 1 = ⌊7 / 3⌋ + 1 = 3"
    assert drill.text("formula") == formula
    assert len(row_lines(drill)) == 5
    assert drill.button("Show me").is_disabled()
    given = [entry[3:] for entry in drill.state["answers"]]
    assert given == [[3.333], [4], [2], [8], [77], [3]]

    drill.button("Next question").click()
    assert drill.text("place") == "Question 1"
    assert drill.text("verdict") == drill.text("formula") == ""
    assert field(drill).input_value() == ""
    expect(field(drill)).to_be_focused()
    assert "Right" in type_in(drill, "0 2 4")
    assert drill.text("score") == "Level 2: 1 of 2 right at the first try."
    # Back again, it is known what was answered.
    drill.field("question").press("ArrowDown")
    assert drill.text("verdict") == "Right: 3."
    assert drill.text("score") == "Level 2: 1 of 2 right at the first try."
    # Another level, or seed, has its own score.
    drill.element.get_by_label("3 padding").check()
    assert not drill.element.locator(".wbw-score").inner_text()
    drill.button("Start again").click()
    assert drill.state["answers"] == []


def test_a_size_on_two_axes_is_two_numbers(drill):
    drill.open("seed=7&level=4&question=0")
    for typed, said in [
        ("6", "Type two numbers, rows and columns"),
        ("18", "18 is the number of windows. Type two numbers"),
        ("6x4", "Not 6×4. You get that if you round up"),
        ("3, 6", "exchange"),
        ("7 3", "exchange the kernel's rows and columns"),
        ("5 3", "Rows: not 5. You get that if you count the steps"),
        ("(6, 3)", "Right: 6×3."),
    ]:
        assert said in type_in(drill, typed), typed
    assert drill.text("formula").splitlines()[1].startswith("columns: ⌊(8 +")


def test_starts_are_read_with_commas_or_spaces(drill):
    drill.open("seed=7&level=3&question=1")
    question = drill_question(7, 3, 1)
    p = question.setting.padding[1]
    other = p if question.counted == "image" else -p
    frame = ", ".join(str(start + other) for start in question.answer)
    assert "if you count in the" in type_in(drill, frame)
    assert "Type whole numbers" in type_in(drill, "0, 2.5")
    assert "the question is where" in type_in(drill, str(len(question.answer)))
    right = " ".join(map(str, question.answer))
    assert "Right: " in type_in(drill, right)


def test_all_of_it_by_keys(drill):
    drill.open(BLANK)
    page = drill.page
    field(drill).focus()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    assert "round up" in drill.text("verdict")
    page.keyboard.press("s")
    assert drill.text("verdict") == "The answer is 3."
    assert field(drill).input_value() == "4"
    page.keyboard.press("n")
    assert drill.state["question"] == 1
    assert drill.said.startswith("Question 1. A row of 10 pixels, kernel 5")
    expect(field(drill)).to_be_focused()
    page.keyboard.press("Tab")  # Check
    page.keyboard.press("Tab")
    expect(drill.button("Show me")).to_be_focused()
    page.keyboard.press("Enter")
    assert drill.text("verdict") == "The answer is 0, 2, 4."
    assert drill.text("score") == "Level 2: 0 of 2 right at the first try."
    drill.element.get_by_label("2 stride").focus()
    page.keyboard.press("ArrowRight")
    assert (drill.state["level"], drill.state["question"]) == (3, 0)


def test_a_finger_taps_and_no_keyboard_covers_the_next_question(opens):
    drill = opens(BLANK, width=360, touch=True)
    field(drill).fill("3")
    drill.button("Check").tap()
    assert drill.text("verdict") == "Right: 3."
    drill.button("Next question").tap()
    assert drill.state["question"] == 1
    expect(field(drill)).not_to_be_focused()
    drill.button("Show me").tap()
    assert drill.text("verdict") == "The answer is 0, 2, 4."
    drill.element.get_by_text("6 times read").tap()
    assert drill.state["level"] == 6


def test_a_link_asks_everyone_the_same(drill, opens):
    drill.open("seed=123456&level=5&question=4")
    assert drill.note == ""
    type_in(drill, "1")
    link = drill.copied_link()
    assert link == "seed=123456&level=5&question=4"
    other = opens(link, "http")
    assert (asked(other), other.text("question")) == (
        asked(drill),
        drill.text("question"),
    )
    assert other.text("verdict") == "" and other.state["answers"] == []
    assert "seed 123456, level 5" in other.text("class")


def test_the_last_question_has_no_next_one(drill):
    drill.open("question=99")
    assert drill.button("Next question").is_disabled()
    field(drill).press("n")
    assert drill.state["question"] == 99
