"""The live figures in JupyterLab: what the hand does, and what Python does."""

import re
from dataclasses import dataclass
from pathlib import Path

import labs
import nbformat
import pytest
from live import Figure
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

import notebooks
from convbook import widgets

WAIT = 60_000  # milliseconds
RUN = re.compile("Run Selected Cell and Do not Advance", re.IGNORECASE)


@dataclass
class Round:
    """A way from the hand to Python and back, for one widget."""

    make: str
    trait: str
    hand: object  # what the hand does, given the figure
    heard: str  # the trait's value in Python afterwards
    python: str  # what Python sets it to, and what the figure then has
    shows: object


ROUNDS = {
    "BackwardScrubber": Round(
        make="BackwardScrubber()",
        trait="position",
        hand=lambda figure: figure.grid("input").drag((0, 0), (1, 2)),
        heard="(1, 2)",
        python="(0, 1)",
        shows=[0, 1],
    ),
    "Col2imExplorer": Round(
        make="Col2imExplorer()",
        trait="pixel",
        hand=lambda figure: figure.grid("input").click(3, 1),
        heard="(3, 1)",
        python="(2, 2)",
        shows=[2, 2],
    ),
    "Im2colExplorer": Round(
        make="Im2colExplorer()",
        trait="position",
        hand=lambda figure: figure.grid("input").drag((1, 0), (2, 2)),
        heard="(1, 2)",
        python="(0, 1)",
        shows=[0, 1],
    ),
    "PhotoKernel": Round(
        make="PhotoKernel()",
        trait="position",
        hand=lambda figure: figure.element.locator(".wbw-input-photo").press(
            "End"
        ),
        heard="(297, 257)",
        python="(60, 155)",
        shows=[60, 155],
    ),
    "ShapeDrill": Round(
        make="ShapeDrill(seed=7)",
        trait="question",
        hand=lambda figure: figure.element.get_by_role(
            "button", name="Next question"
        ).click(),
        heard="1",
        python="4",
        shows=4,
    ),
    "WindowGrid": Round(
        make="WindowGrid(size=8, stride=2)",
        trait="position",
        hand=lambda figure: figure.grid("input").drag((1, 1), (3, 5)),
        heard="(1, 2)",
        python="(2, 1)",
        shows=[2, 1],
    ),
}


def test_every_widget_has_its_round():
    assert sorted(ROUNDS) == sorted(widgets.__all__)


def cells(name):
    there = ROUNDS[name]
    return [
        f"from convbook.widgets import {name}\n\nw = {there.make}\nw",
        f"print(w.{there.trait})",
        f"w.{there.trait} = {there.python}",
        f"from ipywidgets import HBox, link\n\nother = {there.make}\n"
        f"_ = link((w, {there.trait!r}), (other, {there.trait!r}))\n"
        'w.layout.width = other.layout.width = "48%"\nHBox([w, other])',
    ]


@pytest.fixture
def notebook(lab):
    """Write a notebook beside the chapters; return its path."""

    def write(name):
        made = new_notebook(
            cells=[new_code_cell(text) for text in cells(name)],
            metadata=nbformat.from_dict(notebooks.METADATA),
        )
        path = Path("notebooks") / f"live-{name}.ipynb"
        nbformat.write(made, lab.folder / path)
        return path

    return write


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page):
        self.page = page

    def cell(self, number):
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(number)

    def run(self, number):
        """Run one cell, and wait until the kernel has answered."""
        cell = self.cell(number)
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        cell.locator(".cm-content").click()
        labs.choose(self.page, "Run", RUN)
        expect(prompt).not_to_have_text(before, timeout=WAIT)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=WAIT)
        assert prompt.inner_text() != before
        errors = cell.locator(
            ".jp-OutputArea-output[data-mime-type*=error],"
            ".jp-OutputArea-output[data-mime-type*=stderr]"
        )
        assert errors.all_text_contents() == []

    def figures(self, number):
        return self.cell(number).locator(".wbw")

    def figure(self, number, which=0):
        """A figure of a cell's output, once it is there."""
        found = self.figures(number).nth(which)
        expect(found).to_be_visible(timeout=WAIT)
        return Figure(self.page, found.locator(".."))

    def printed(self, number):
        return self.cell(number).locator(".jp-OutputArea-output").inner_text()


def wait_for(page, figure, trait, value):
    page.wait_for_function(
        """([live, trait, value]) =>
            JSON.stringify(live.querySelector(".wbw").store.state[trait])
                === JSON.stringify(value)""",
        arg=[figure.element.element_handle(), trait, value],
        timeout=WAIT,
    )


@pytest.mark.parametrize("name", ROUNDS)
def test_the_hand_and_python_hear_each_other(visit, lab, notebook, name):
    there = ROUNDS[name]
    opened = labs.open_notebook(visit, lab, notebook(name))
    book = Notebook(opened.page)

    book.run(0)
    expect(book.figures(0)).to_have_count(1, timeout=WAIT)
    there.hand(book.figure(0))
    opened.page.wait_for_timeout(300)
    book.run(1)
    assert book.printed(1).strip() == there.heard

    book.run(2)
    wait_for(opened.page, book.figure(0), there.trait, there.shows)

    # Run again, the cell makes a new figure, which works as the first did.
    book.run(0)
    expect(book.figures(0)).to_have_count(1, timeout=WAIT)
    there.hand(book.figure(0))
    opened.page.wait_for_timeout(300)
    book.run(1)
    assert book.printed(1).strip() == there.heard

    # Two in a row, linked: what is done to one, the other does.
    book.run(3)
    expect(book.figures(3)).to_have_count(2, timeout=WAIT)
    left, right = book.figure(3), book.figure(3, 1)
    ends = [one.element.bounding_box() for one in (left, right)]
    assert ends[0]["x"] + ends[0]["width"] <= ends[1]["x"] + 1
    book.run(2)
    for one in (left, right):
        wait_for(opened.page, one, there.trait, there.shows)
    assert [one for one in opened.problems if "foreign" in one] == []
