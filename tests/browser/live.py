"""A live figure on a page, as the tests see it and use it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

STORE = 'querySelector(".wbw").store'


@dataclass
class Figure:
    """One figure: `page` and the `element` that holds it."""

    page: Any
    element: Any

    @property
    def state(self):
        return self.element.evaluate(f"live => live.{STORE}.state")

    def set(self, **changes):
        """Change the state as a control would."""
        self.element.evaluate(
            f"(live, changes) => live.{STORE}.set(changes)", changes
        )

    def open(self, query):
        """Follow a link that names a state."""
        name = self.element.get_attribute("id")
        # By the page's address itself: a hash alone does not load it anew.
        self.page.evaluate("hash => { location.hash = hash; }", "")
        self.page.evaluate(
            "hash => { location.hash = hash; }", f"{name}?{query}"
        )
        self.page.wait_for_timeout(20)

    def grid(self, kind, number=0):
        return Grid(
            self.page, self.element.locator(f".wbw-{kind}").nth(number)
        )

    def text(self, name):
        return self.element.locator(f".wbw-{name}").inner_text()

    @property
    def note(self):
        return self.element.locator(".wbw-note").inner_text()

    @property
    def said(self):
        """What a screen reader is told, once the hand has come to rest."""
        self.page.wait_for_timeout(350)
        return self.element.locator("[aria-live=polite]").text_content()

    def field(self, label):
        return self.element.get_by_role("spinbutton", name=label, exact=True)


@dataclass
class Grid:
    """One of a figure's tables of numbers."""

    page: Any
    box: Any

    @property
    def texts(self):
        """What its cells show, row by row, the padding included."""
        return self.box.evaluate(
            """box => {
                const lines = new Map();
                for (const text of box.querySelectorAll(".wbw-texts text")) {
                    const y = text.getAttribute("y");
                    lines.set(y, [...(lines.get(y) ?? []), text.textContent]);
                }
                return [...lines.values()];
            }"""
        )

    @property
    def numbers(self):
        return np.array(
            [[number(text) for text in line] for line in self.texts]
        )

    def marked(self, look):
        """The cells with a mark, as places (row, column) from the top left."""
        paths = self.box.locator(f".wbw-mark-{look}").evaluate_all(
            "marks => marks.map(mark => mark.getAttribute('d'))"
        )
        return sorted(
            (int(float(y)) // 10, int(float(x)) // 10)
            for path in paths
            for x, y in (
                start.split("h")[0].split("l")[0].split("a")[0].split()
                for start in path.split("M")[1:]
            )
        )

    @property
    def window(self):
        """The first cell under the window's outline, from the top left."""
        outline = self.box.locator(".wbw-window")
        places = (outline.get_attribute(name) for name in ("y", "x"))
        return tuple(int(float(place)) // 10 for place in places)

    def center(self, row, column):
        """Where a cell's middle is on the screen; cells from the top left."""
        self.box.scroll_into_view_if_needed()
        box = self.box.locator("svg").bounding_box()
        view = self.box.locator("svg").get_attribute("viewBox").split()
        across, down = (float(size) - 1 for size in view[2:])
        return (
            box["x"] + box["width"] * (column * 10 + 5) / across,
            box["y"] + box["height"] * (row * 10 + 5) / down,
        )

    def hover(self, row, column):
        self.page.mouse.move(*self.center(row, column))

    def click(self, row, column):
        self.page.mouse.click(*self.center(row, column))

    def drag(self, start, end, steps=5):
        self.page.mouse.move(*self.center(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.center(*end), steps=steps)
        self.page.mouse.up()


def number(text):
    """Read a number as the figures write it."""
    return float(text.replace("−", "-")) if text else np.nan


def figure(page, name="window-grid"):
    return Figure(page, page.locator(f"#{name}"))
