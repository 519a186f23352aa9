"""Every live figure of every page: started, at rest, readable, printable."""

import re
from urllib.parse import parse_qs, urljoin

import archive
import pytest
from bs4 import BeautifulSoup
from contract import CONTRACTS
from live import FAULTS_ON_A_PHONE, Figure, figure, next_frame
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


def soup(path):
    text = (archive.PAGES / path).read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def test_every_widget_has_its_row_of_the_contract_and_its_page():
    assert sorted(c.widget for c in CONTRACTS) == sorted(widgets.__all__)
    assert all(FIGURES[c.page] == 1 for c in CONTRACTS)


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


@pytest.mark.parametrize(
    "name", [*(c.name for c in CONTRACTS), "first-lesson"]
)
def test_every_link_to_a_state_opens_just_that_state(visit, name):
    page = f"book/{name}.html"
    found = soup(page).select('article a[href*="#"][href*="?"]')
    assert found
    opened = {}
    for link in [urljoin(page, one["href"]) for one in found]:
        path, name, query = re.split("[#?]", link)
        opened[path] = opened.get(path) or visit(path, "file")
        live = figure(opened[path].page, name)
        live.open(query)
        assert live.note == "", link
        # What the link asks for is a part of what the figure would copy.
        copied = parse_qs(live.copied_link())
        for field, values in parse_qs(query).items():
            assert copied[field] == [as_copied(values[0], field)], link
        assert opened[path].problems == []


@pytest.mark.parametrize("page", FIGURES)
def test_nothing_moves_by_itself(visit, page):
    page = visit(page, "file", clock=True).page
    for number in range(page.locator(".wbw-live").count()):
        Figure(page, page.locator(".wbw-live").nth(number)).wait_until_drawn()
    states = """() => [...document.querySelectorAll(".wbw-live")]
        .map(live => JSON.stringify(live.firstChild.store.state))"""
    before = page.evaluate(states)
    page.clock.run_for(60_000)
    next_frame(page)
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
    assert opened.evaluate(FAULTS_ON_A_PHONE, False) == []


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
        next_frame(opened)
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
