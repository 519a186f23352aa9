"""The live figures in JupyterLab: what the hand does, and what Python does."""

import re
from pathlib import Path

import labs
import nbformat
import pytest
from contract import CONTRACTS
from live import Figure
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

import notebooks

WAIT = 60_000  # milliseconds
RUN = re.compile("Run Selected Cell and Do not Advance", re.IGNORECASE)


def cells(contract):
    there, name = contract.round, contract.widget
    return [
        "from IPython.display import display\n"
        "from ipywidgets import HTML, dlink\n\n"
        f"from convbook.widgets import {name}\n\n"
        f"w, heard = {there.make}, HTML()\n"
        f"_ = dlink((w, {there.trait!r}), (heard, 'value'), repr)\n"
        "display(heard)\nw",
        f"w.{there.trait} = {there.python}",
        f"from ipywidgets import HBox, link\n\nother = {there.make}\n"
        f"_ = link((w, {there.trait!r}), (other, {there.trait!r}))\n"
        'w.layout.width = other.layout.width = "48%"\nHBox([w, other])',
    ]


@pytest.fixture
def notebook(lab):
    """Write a notebook beside the chapters; return its path."""

    def write(contract):
        made = new_notebook(
            cells=[new_code_cell(text) for text in cells(contract)],
            metadata=nbformat.from_dict(notebooks.METADATA),
        )
        path = Path("notebooks") / f"live-{contract.name}.ipynb"
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

    def expect_heard(self, number, value):
        """Python itself writes under the cell what it has heard last."""
        heard = self.cell(number).locator(".widget-html-content")
        expect(heard).to_have_text(value, timeout=WAIT)


def wait_for(page, figure, trait, value):
    page.wait_for_function(
        """([live, trait, value]) =>
            JSON.stringify(live.querySelector(".wbw").store.state[trait])
                === JSON.stringify(value)""",
        arg=[figure.element.element_handle(), trait, value],
        timeout=WAIT,
    )


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: one.widget)
def test_the_hand_and_python_hear_each_other(visit, lab, notebook, contract):
    there = contract.round
    opened = labs.open_notebook(visit, lab, notebook(contract))
    book = Notebook(opened.page)

    book.run(0)
    expect(book.figures(0)).to_have_count(1, timeout=WAIT)
    there.hand(book.figure(0))
    book.expect_heard(0, there.heard)

    book.run(1)
    wait_for(opened.page, book.figure(0), there.trait, there.shows)

    # Run again, the cell makes a new figure, which works as the first did.
    book.run(0)
    expect(book.figures(0)).to_have_count(1, timeout=WAIT)
    there.hand(book.figure(0))
    book.expect_heard(0, there.heard)

    # Two in a row, linked: what is done to one, the other does.
    book.run(2)
    expect(book.figures(2)).to_have_count(2, timeout=WAIT)
    left, right = book.figure(2), book.figure(2, 1)
    ends = [one.element.bounding_box() for one in (left, right)]
    assert ends[0]["x"] + ends[0]["width"] <= ends[1]["x"] + 1
    book.run(1)
    for one in (left, right):
        wait_for(opened.page, one, there.trait, there.shows)
    assert [one for one in opened.problems if "foreign request" in one] == []
