"""A live figure on a page, as the tests see it and use it."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

CELL = 30  # units of a drawing
STORE = 'querySelector(".wbw").store'
# A copy but for pixels: nobody compares 78,000 numbers at each look.
COPY = """state => JSON.parse(JSON.stringify(
    state, (name, value) => name === "pixels" ? undefined : value))"""


@dataclass
class Figure:
    """One figure: `page` and the `element` that holds it."""

    page: Any
    element: Any

    @property
    def state(self):
        return self.element.evaluate(f"live => ({COPY})(live.{STORE}.state)")

    def set(self, **changes):
        """Change the state as a control would."""
        self.element.evaluate(
            f"(live, changes) => live.{STORE}.set(changes)", changes
        )

    def open(self, query):
        """Follow a link that names a state."""
        self.states_of([query])

    def states_of(self, queries):
        """Follow such links one after the other; return what each opens."""
        name = self.element.get_attribute("id")
        # By the page's address itself, after one that differs: the same
        # hash once more would be no change. The page has heard of it when
        # this, which asked later, hears of it.
        return self.element.evaluate(
            f"""async (live, hashes) => {{
                const states = [];
                for (const hash of hashes) {{
                    history.replaceState(null, "", location.pathname);
                    await new Promise(done => {{
                        addEventListener("hashchange", done, {{ once: true }});
                        location.hash = hash;
                    }});
                    states.push(({COPY})(live.{STORE}.state));
                }}
                return states;
            }}""",
            [f"{name}?{query}" for query in queries],
        )

    def wait_until_drawn(self):
        """A photo is unpacked beside the page's own loading."""
        self.page.wait_for_function(
            """live => !live.querySelector("canvas")
                || live.querySelector(".wbw-sum").textContent""",
            arg=self.element.element_handle(),
        )

    def grid(self, kind, number=0):
        return Grid(
            self.page, self.element.locator(f".wbw-{kind}").nth(number)
        )

    def tables(self):
        """Read all tables that it shows, at once."""
        found = self.element.evaluate(READ_TABLES)
        return [Table(**table) for table in found]

    def text(self, name):
        return self.element.locator(f".wbw-{name}").inner_text()

    @property
    def note(self):
        return self.element.locator(".wbw-note").inner_text()

    @property
    def said(self):
        """What a screen reader is told, once the hand has come to rest."""
        self.page.clock.run_for(1000)
        return self.element.locator("[aria-live=polite]").text_content()

    def place(self, role, name):
        """What has this role, and a name that begins so."""
        begins = re.compile(f"^{re.escape(name)}")
        return self.element.get_by_role(role, name=begins).first

    def button(self, name):
        return self.element.get_by_role("button", name=name, exact=True)

    def copied_link(self):
        """Press the button; return the query of the link that it makes."""
        self.button("Copy link").click()
        assert self.element.locator(".wbw-link").input_value() == self.page.url
        return self.page.url.split("?")[1]

    def unfold(self):
        """Open whatever is folded."""
        self.element.locator("details").evaluate_all(
            "all => all.forEach(one => { one.open = true; })"
        )

    def guess(self, label, typed):
        """Type an answer; return what is said of it."""
        field = self.element.get_by_label(label)
        field.fill(typed)
        field.press("Enter")
        return self.text("verdict")

    def field(self, label):
        return self.element.get_by_role("spinbutton", name=label, exact=True)


READ_TABLES = """live => [...live.querySelectorAll(".wbw-grid")]
    .filter(box => !box.parentElement.hidden)
    .map(box => {
        const texts = [...box.querySelectorAll(".wbw-texts text")];
        const lines = Map.groupBy(texts, text => text.getAttribute("y"));
        const marks = [...box.querySelectorAll("[class^=wbw-mark-]")];
        return {
            kind: box.className,
            texts: [...lines.values()].map(
                line => line.map(text => text.textContent)
            ),
            across: 2 * texts[0].getAttribute("x"),
            paths: Object.fromEntries(marks.map(mark => [
                mark.getAttribute("class").replace("wbw-mark-", ""),
                mark.getAttribute("d") ?? "",
            ])),
        };
    })"""


@dataclass
class Table:
    """What a table shows, as it was read from the page.

    ``across`` is how wide a cell is, ``paths`` has those of the marks.
    """

    kind: str
    texts: list
    across: float
    paths: dict

    @property
    def numbers(self):
        return np.array(
            [[number(text) for text in line] for line in self.texts]
        )

    def marked(self, mark):
        """The cells with a mark, as places (row, column) from the top left."""
        return starts_of(self.paths[mark], self.across)

    @property
    def window(self):
        [place] = self.marked("window")
        return place


def starts_of(path, across):
    """Find the cells in which the parts of a path start, in order."""
    return sorted(
        (int(float(y)) // CELL, int(float(x) / across))
        for x, y in (
            re.split("[a-z]", start)[0].split()
            for start in path.split("M")[1:]
        )
    )


@dataclass
class Grid:
    """One of a figure's tables of numbers."""

    page: Any
    box: Any

    @property
    def texts(self):
        """What its cells show, row by row, the padding included."""
        return lines_of_text(self.box, ".wbw-texts text")

    @property
    def numbers(self):
        return np.array(
            [[number(text) for text in line] for line in self.texts]
        )

    def marked(self, look):
        """The cells with a mark, as places (row, column) from the top left."""
        paths = self.box.locator(f".wbw-mark-{look}").evaluate_all(
            "marks => marks.map(mark => mark.getAttribute('d') ?? '')"
        )
        return starts_of("".join(paths), self.cell_width)

    @property
    def window(self):
        """The first cell under the window's outline, from the top left."""
        [place] = self.marked("window")
        return place

    @property
    def cell_width(self):
        """How wide a cell is, in units: long numbers take wider ones."""
        first = self.box.locator(".wbw-texts text").first
        return 2 * float(first.get_attribute("x"))  # it is in the middle

    def center(self, row, column):
        """Where a cell's middle is on the screen; cells from the top left."""
        self.box.scroll_into_view_if_needed()
        box = self.box.locator("svg").bounding_box()
        view = self.box.locator("svg").get_attribute("viewBox").split()
        # The cells begin at 0; above and before them may stand their names.
        left, top, across, down = map(float, view)
        middle = (column + 0.5) * self.cell_width
        return (
            box["x"] + box["width"] * (middle - left) / across,
            box["y"] + box["height"] * ((row + 0.5) * CELL - top) / down,
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


def next_frame(page):
    """Wait until the page has been drawn anew: once, and all of it."""
    page.evaluate(
        """() => new Promise(done =>
            requestAnimationFrame(() => requestAnimationFrame(done)))"""
    )


# What a phone would cut off, and what a finger would miss, with everything
# unfolded. What can be moved sideways may be wider, where that is allowed.
FAULTS_ON_A_PHONE = """moved => [...document.querySelectorAll(".wbw")]
    .flatMap(figure => {
        for (const folded of figure.querySelectorAll("details"))
            folded.open = true;
        const frame = figure.getBoundingClientRect();
        const all = [...figure.querySelectorAll("*")]
            .filter(part => part.checkVisibility())
            .filter(part => !part.closest(".wbw-hidden"));
        const wide = all
            .filter(part => !part.closest("svg *"))
            .filter(part =>
                !(moved && part.parentElement.closest(".wbw-scroll")))
            .filter(part =>
                part.getBoundingClientRect().right > frame.right + 0.5)
            .map(part => `cut off: ${part.outerHTML.slice(0, 80)}`);
        const small = all
            .filter(part => part.matches("button, input, select, summary"))
            .map(part => part.closest("label") ?? part)
            .filter(part => {
                const { width, height } = part.getBoundingClientRect();
                return Math.min(width, height) < 24;
            })
            .map(part => `small: ${part.outerHTML.slice(0, 80)}`);
        return [...wide, ...small];
    })"""


def table(shown, title):
    """The table whose title begins so, among those that are shown."""
    panel = shown.element.locator(".wbw-panel:visible").filter(
        has=shown.page.locator(".wbw-title", has_text=re.compile(f"^{title}"))
    )
    found = shown.grid("grid")
    found.box = panel.locator(".wbw-grid")
    return found


class Finger:
    """A finger on a page that was opened with touch."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)

    def swipe(self, start, *places):
        """Press at the first place, move through the others, and let go."""
        self._send("touchStart", start)
        for place in places:
            self._send("touchMove", place)
        self._send("touchEnd")

    def _send(self, kind, at=None):
        points = [{"x": at[0], "y": at[1]}] if at else []
        self.session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
        )


def lines_of_text(box, texts):
    """Read the texts of a drawing, line by line."""
    return box.evaluate(
        """(box, texts) => {
            const lines = new Map();
            for (const text of box.querySelectorAll(texts)) {
                const y = text.getAttribute("y");
                lines.set(y, [...(lines.get(y) ?? []), text.textContent]);
            }
            return [...lines.values()];
        }""",
        texts,
    )


def number(text):
    """Read a number as the figures write it."""
    return float(text.replace("−", "-")) if text else np.nan


def numbers(text):
    """Read all whole numbers of a sentence."""
    return [int(n) for n in re.findall(r"-?\d+", text.replace("−", "-"))]


def written(value):
    """Write a number, or several, with the minus sign of the figures."""
    return str(value).replace("-", "−")


def figure(page, name="window-grid"):
    return Figure(page, page.locator(f"#{name}"))
