"""Every live figure of every page: started, valid, readable, printable."""

import json
import random
from urllib.parse import parse_qs, urljoin

import archive
import pytest
from bs4 import BeautifulSoup
from live import figure
from playwright.sync_api import expect

from convbook import widgets
from convbook.widgets.figure import MIME

# How many live figures each page has; every other page has none.
FIGURES = {
    "book/cover.html": 1,
    "book/photo-kernel.html": 1,
    "notebooks/01-slide-a-window.html": 3,
    "notebooks/02-count-the-windows.html": 3,
    "notebooks/03-write-each-window-as-a-row.html": 2,
    "notebooks/04-convolve-with-one-product.html": 1,
    "notebooks/05-send-it-back.html": 2,
    "notebooks/06-the-convolution-layer.html": 2,
    "book/window-grid.html": 1,
    "book/im2col-explorer.html": 1,
    "book/col2im-explorer.html": 1,
    "book/backward-scrubber.html": 1,
    "book/shape-drill.html": 1,
}
# Each widget on a page of its own.
PAGES = {
    "BackwardScrubber": "backward-scrubber",
    "Col2imExplorer": "col2im-explorer",
    "Im2colExplorer": "im2col-explorer",
    "PhotoKernel": "photo-kernel",
    "ShapeDrill": "shape-drill",
    "WindowGrid": "window-grid",
}
ACTIONS = 2000
# A random hand hardly ever types what counts as an answer.
FEWEST_STATES = {"ShapeDrill": 30}
OWN_KEYS = {"ShapeDrill": ["n", "s"]}

KEYS = [
    *("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"),
    *("Enter", "Escape", " ", "+", "-", "Tab", "0", "1", "9", "Backspace"),
]


def soup(path):
    text = (archive.PAGES / path).read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def test_every_widget_has_its_page():
    assert sorted(PAGES) == sorted(widgets.__all__)


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_every_figure_of_a_page_starts(visit, path, scheme):
    opened = visit(path, scheme)
    count = FIGURES.get(path, 0)
    assert len(soup(path).select(f'script[type="{MIME}"]')) == count
    started = opened.page.locator(".wbw-live > .wbw")
    assert started.count() == count
    ids = opened.page.locator(".wbw-live").evaluate_all(
        "all => all.map(live => live.id)"
    )
    assert len(set(ids)) == count
    # The code comes once, and only where it is needed.
    code = opened.page.locator('script[src*="page.js"]')
    assert code.count() == (count > 0)
    assert opened.problems == []


def as_copied(value, field):
    """A value as *Copy link* writes it: one number for two that are equal."""
    first, *rest = value.split("x")
    if field == "hide":
        return {"1": "true", "0": "false"}.get(value, value)
    return first if rest == [first] else value


@pytest.mark.parametrize("name", [*PAGES.values(), "first-lesson"])
def test_every_link_to_a_state_opens_just_that_state(visit, name):
    page = f"book/{name}.html"
    found = soup(page).select('article a[href*="#"][href*="?"]')
    assert found
    for link in [one["href"] for one in found]:
        target = urljoin(page, link)
        opened = visit(target, "file")
        name, query = target.split("#")[1].split("?")
        live = figure(opened.page, name)
        assert live.note == "", link
        # What the link asks for is a part of what the figure would copy.
        copied = parse_qs(live.copied_link())
        for field, values in parse_qs(query).items():
            assert copied[field] == [as_copied(values[0], field)], link
        assert opened.problems == []


@pytest.mark.parametrize("page", FIGURES)
def test_nothing_moves_by_itself(visit, page):
    page = visit(page, "file").page
    states = """() => [...document.querySelectorAll(".wbw-live")]
        .map(live => JSON.stringify(live.firstChild.store.state))"""
    before = page.evaluate(states)
    page.wait_for_timeout(1600)
    assert page.evaluate(states) == before
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("page", FIGURES)
def test_on_paper_and_without_scripts_the_snapshot_stands(
    visit, browser, addresses, page
):
    snapshots = ".cell_output.wbw-started img, .live-figure .drawing"
    opened = visit(page, "file").page
    shown = opened.locator(snapshots)
    assert shown.count() == FIGURES[page]
    for number in range(shown.count()):
        assert not shown.nth(number).is_visible()
    opened.emulate_media(media="print")
    for number in range(shown.count()):
        assert shown.nth(number).is_visible()
    assert not opened.locator(".wbw-live").first.is_visible()

    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{addresses['file']}/{page}")
    pictures = plain.locator(
        f'.cell_output:has(script[type="{MIME}"]) img,'
        ".live-figure .drawing svg"
    )
    assert pictures.count() == FIGURES[page]
    for picture in pictures.all():
        assert picture.is_visible()
        words = picture.get_attribute("alt") or picture.get_attribute(
            "aria-label"
        )
        assert len(words) > 40
    context.close()


@pytest.mark.parametrize("page", FIGURES)
def test_in_dark_no_light_ground_shows_around_a_figure(visit, page):
    opened = visit(page, "file", colours="dark").page
    grounds = opened.locator(".wbw-live").evaluate_all(
        """all => all.flatMap(live => {
            const grounds = [];
            for (let box = live.parentElement; box.id !== "main-content";
                    box = box.parentElement) {
                grounds.push(getComputedStyle(box).backgroundColor);
            }
            return grounds;
        })"""
    )
    page_itself = opened.locator("body").evaluate(
        "body => getComputedStyle(body).backgroundColor"
    )
    assert set(grounds) <= {"rgba(0, 0, 0, 0)", page_itself}


@pytest.mark.parametrize("page", FIGURES)
def test_on_a_phone_nothing_is_cut_off_and_all_can_be_hit(visit, page):
    opened = visit(page, "file", width=360).page
    faults = opened.evaluate(
        """() => [...document.querySelectorAll(".wbw")].flatMap(figure => {
            for (const folded of figure.querySelectorAll("details"))
                folded.open = true;
            const frame = figure.getBoundingClientRect();
            const all = [...figure.querySelectorAll("*")]
                .filter(part => part.checkVisibility())
                .filter(part => !part.closest(".wbw-hidden"));
            const wide = all
                .filter(part => !part.closest("svg *"))
                .filter(part =>
                    part.getBoundingClientRect().right > frame.right + 0.5)
                .map(part => `cut off: ${part.outerHTML.slice(0, 80)}`);
            const small = all
                .filter(part => part.matches("button, input, summary"))
                .map(part => part.closest("label") ?? part)
                .filter(part => {
                    const { width, height } = part.getBoundingClientRect();
                    return Math.min(width, height) < 24;
                })
                .map(part => `small: ${part.outerHTML.slice(0, 80)}`);
            return [...wide, ...small];
        })"""
    )
    assert faults == []


@pytest.mark.parametrize(
    "name, query, chosen",
    [
        ("backward-scrubber", "tab=dW", "[role=tab][aria-selected=true]"),
        ("col2im-explorer", "view=scatter", "[value=scatter]:checked"),
        ("shape-drill", "level=3", "[type=radio]:checked"),
    ],
)
def test_a_link_brings_the_focus_to_the_choice_that_is_made(
    visit, name, query, chosen
):
    page = visit(f"book/{name}.html", "file").page
    live = figure(page, name)
    live.open(query)
    focused = live.element.locator(f"{chosen}:focus")
    expect(focused).to_have_count(1)


@pytest.mark.parametrize("page", FIGURES)
def test_on_a_phone_what_is_said_is_on_the_screen_with_the_picture(
    visit, page
):
    opened = visit(page, "file", width=360, touch=True).page
    for place in range(opened.locator(".wbw-live").count()):
        live = opened.locator(".wbw-live").nth(place)
        if live.get_attribute("id").startswith("shape-drill"):
            continue  # it has its answer beside the question
        picture = live.locator(".wbw-grid:visible").first
        picture.evaluate(
            """box => scrollTo({
                top: scrollY + box.getBoundingClientRect().bottom - 400,
                behavior: "instant" })"""
        )
        opened.wait_for_timeout(100)
        seen = live.locator(".wbw-says").bounding_box()
        assert seen["y"] >= 0 and seen["y"] + seen["height"] <= 800.5
        shown = picture.bounding_box()
        assert shown["y"] + shown["height"] <= seen["y"]
        # Nor does the theme's way back to the top, which comes as the hand
        # scrolls up, lie on it.
        opened.mouse.wheel(0, -60)
        back = opened.locator("#pst-back-to-top")
        expect(back).to_have_css("display", "block")
        expect(back).to_have_css("visibility", "hidden")


def act(page, box, chance, keys):
    """Do one thing that a hand could do, wherever it happens to be."""
    kind = chance.random()
    at = (
        box["x"] + chance.random() * box["width"],
        box["y"] + chance.random() * box["height"],
    )
    if kind < 0.35:
        page.mouse.click(*at)
    elif kind < 0.5:
        page.mouse.move(*at)
    elif kind < 0.6:
        page.mouse.down()
        page.mouse.move(*at)
        page.mouse.up()
    elif kind < 0.7:
        page.evaluate(
            """([id, place]) => {
                const inside = document.getElementById(id).querySelectorAll(
                    "button:enabled, input, [tabindex='0']");
                inside[Math.floor(place * inside.length)].focus();
            }""",
            [box["id"], chance.random()],
        )
    else:
        page.keyboard.press(chance.choice(keys))


@pytest.mark.parametrize("name", PAGES)
def test_no_action_reaches_a_state_that_is_not_valid(visit, name):
    opened = visit(f"book/{PAGES[name]}.html", "file")
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 1600})
    live = figure(page, PAGES[name])
    page.evaluate(
        """id => {
            const { store } = document.getElementById(id).firstChild;
            window.states = new Set();
            store.subscribe(state => states.add(JSON.stringify(state)));
            // No file is chosen here, and no link is followed.
            addEventListener("click", event =>
                (event.target.type === "file" || event.target.closest("a"))
                && event.preventDefault(), true);
        }""",
        PAGES[name],
    )
    chance = random.Random(0)
    live.element.scroll_into_view_if_needed()
    again = live.element.get_by_role("button", name="Start again")
    for number in range(ACTIONS):
        # A random hand ends up with one pixel, where little is left to do.
        if number % 250 == 0 and "kernel_size" in live.state:
            again.click()
        if number % 20 == 0:
            live.element.evaluate("live => live.scrollIntoView()")
            box = live.element.bounding_box() | {"id": PAGES[name]}
        act(page, box, chance, KEYS + OWN_KEYS.get(name, []))
    assert opened.problems == []
    states = [json.loads(text) for text in page.evaluate("[...states]")]
    assert len(states) > FEWEST_STATES.get(name, 100), len(states)
    cls = getattr(widgets, name)
    for state in states:
        own = set(cls.class_trait_names(sync=True))
        assert_valid(cls, {name: state[name] for name in own & state.keys()})


def assert_valid(cls, traits):
    """What Python takes as it is, is valid."""
    made = cls(**traits)
    kept = json.loads(made.figure_state())["state"]
    assert kept == {name: traits[name] for name in kept}
