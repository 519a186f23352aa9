"""Every page of the built book, as a reader meets it."""

import functools
import io
import json
import re
from urllib.parse import unquote, urljoin, urlsplit

import archive
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from PIL import Image

import notebooks
from convbook.widgets.figure import MIME

CHAPTERS = sorted(
    f"notebooks/{path.stem}"
    for path in (archive.PAGES / "notebooks").glob("*.html")
)


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_page_loads_without_a_fault_and_writes_its_mathematics(
    visit, path, scheme
):
    opened = visit(path, scheme)
    opened.page.wait_for_load_state("networkidle")
    assert opened.page.title()
    assert opened.page.locator("article h1").count() == 1
    broken = opened.page.evaluate(
        """() => [...document.images]
            .filter(image => !image.complete || !image.naturalWidth)
            .map(image => image.src)"""
    )
    assert broken == []
    source = soup(path).select(".math.notranslate, .math")
    opened.page.wait_for_function(
        """count => document.querySelectorAll("mjx-container").length
            === count""",
        arg=len(source),
    )
    assert opened.page.locator("mjx-merror").count() == 0
    assert opened.problems == []


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_front_door_leads_to_the_cover(visit, scheme):
    opened = visit("index.html", scheme)
    opened.page.wait_for_url("**/book/cover.html")
    assert (
        opened.page.locator("article h1").inner_text().startswith("Window by")
    )
    assert opened.problems == []


def test_there_is_mathematics_in_every_chapter_and_in_notation():
    for path in [*CHAPTERS, "book/notation"]:
        assert soup(f"{path}.html").select(".math")


# --- Links


@functools.cache
def soup(path):
    text = (archive.PAGES / path).read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def figures(page):
    """The names of a page's live figures in its address: window-grid, say."""
    states = page.select(f'script[type="{MIME}"]')
    names = [json.loads(state.string)["figure"] for state in states]
    return [re.sub(r"(?<=.)([A-Z])", r"-\1", name).lower() for name in names]


def test_links_and_anchors_lead_somewhere(path):
    here = (archive.PAGES / path).as_uri()
    checked = 0
    for link in soup(path).select("a[href]"):
        href = link["href"]
        if urlsplit(href).scheme in ("http", "https", "mailto"):
            continue
        target = urlsplit(urljoin(here, href))
        file = archive.PAGES / unquote(target.path).removeprefix(
            str(archive.PAGES) + "/"
        )
        assert file.is_file(), href
        if target.fragment and file.suffix == ".html":
            page = soup(str(file.relative_to(archive.PAGES)))
            name, _, state = unquote(target.fragment).partition("?")
            # A link to a state leads to a live figure, made by a script.
            found = name in figures(page) if state else page.find(id=name)
            assert found, href
        checked += 1
    assert checked > 5


def test_no_id_stands_twice(path):
    ids = [tag["id"] for tag in soup(path).select("[id]")]
    assert len(ids) == len(set(ids))


# --- Accessibility


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_and_every_picture_says_what_it_shows(
    visit, path, colours
):
    page = visit(path, colours=colours).page
    page.wait_for_load_state("networkidle")
    silent = page.evaluate(
        """() => [...document.querySelectorAll("article img")]
            .filter(image => image.alt.length < 40).map(image => image.alt)"""
    )
    assert silent == []
    # What is folded away is read too.
    page.evaluate(
        "document.querySelectorAll('details').forEach(d => d.open = true)"
    )
    found = Axe().run(page).response["violations"]
    assert found == [], json.dumps(
        [(rule["id"], rule["nodes"][0]["html"]) for rule in found], indent=1
    )


def test_the_chapters_have_their_pictures():
    for path in CHAPTERS:
        pictures = soup(f"{path}.html").select("article .cell_output img")
        cells = notebooks.read(notebooks.ROOT / f"{path}.ipynb").cells
        drawn = sum(
            "image/svg+xml" in output.get("data", {})
            for cell in cells
            for output in cell.get("outputs", [])
        )
        assert len(pictures) == drawn >= 2


def test_a_folded_answer_opens_by_key(visit):
    page = visit(f"{CHAPTERS[0]}.html").page
    fold = page.locator("details").first
    assert not fold.locator("p").first.is_visible()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.locator("p").first.is_visible()


def test_the_tab_key_reaches_the_text_within_a_screen_of_stops(visit):
    page = visit(f"{CHAPTERS[0]}.html").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"


# --- Narrow, dark, printed


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_screen_and_text_can_be_read(
    visit, path, width
):
    page = visit(path, width=width).page
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "document.querySelectorAll('details').forEach(d => d.open = true)"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut_off = page.evaluate(
        """width => [...document.querySelectorAll("article img, article svg")]
            .filter(image => image.getBoundingClientRect().right > width)
            .length""",
        width,
    )
    assert cut_off == 0
    size = page.locator("article p").first.evaluate(
        "paragraph => parseFloat(getComputedStyle(paragraph).fontSize)"
    )
    assert size >= 14


def shown(page, picture):
    """The pixels that the screen shows of a picture.

    It is laid on whole pixels of the screen, in the corner: where its own
    place lies between two, they are mixed, and rounded differently over a
    light ground and a dark one.
    """
    picture.scroll_into_view_if_needed()
    page.wait_for_function(
        "image => image.complete", arg=picture.element_handle()
    )
    before = picture.evaluate(
        """image => {
            const before = image.style.cssText;
            image.style.cssText =
                "position: fixed; left: 0; top: 0; margin: 0; z-index: 9999";
            return before;
        }"""
    )
    image = Image.open(io.BytesIO(picture.screenshot())).convert("RGB")
    picture.evaluate(
        "(image, before) => { image.style.cssText = before; }", before
    )
    # Its outermost pixels are mixed with the page around them; there, every
    # drawing has its white margin.
    return np.asarray(image)[2:-2, 2:-2]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_dark_mode_changes_no_pixel_of_a_picture(visit, chapter):
    light = visit(f"{chapter}.html").page
    dark = visit(f"{chapter}.html", colours="dark").page
    assert dark.locator("html").get_attribute("data-theme") == "dark"
    for page in (light, dark):
        # Room for the tallest picture below the bar that stays at the top.
        page.set_viewport_size({"width": 1280, "height": 1600})
    backgrounds = [
        page.locator("body").evaluate(
            "body => getComputedStyle(body).backgroundColor"
        )
        for page in (light, dark)
    ]
    assert backgrounds[0] != backgrounds[1]
    # The snapshot of a live figure is not on the screen.
    shown_ones = "article .cell_output img:visible"
    pictures = light.locator(shown_ones)
    assert pictures.count() == dark.locator(shown_ones).count() >= 2
    for number in range(pictures.count()):
        in_dark = dark.locator(shown_ones).nth(number)
        style = in_dark.evaluate("image => getComputedStyle(image).filter")
        assert style == "none"
        before = shown(light, pictures.nth(number))
        assert (before == shown(dark, in_dark)).all()


def test_the_photo_on_the_page_is_the_photo(visit):
    """Draw the first picture's red channel at its own size, and compare."""
    from convbook.data import photo

    page = visit(f"{CHAPTERS[0]}.html").page
    source = page.locator("article .cell_output img").first.get_attribute(
        "src"
    )
    svg = (archive.PAGES / "notebooks" / source).resolve().read_text()
    encoded = svg.split("base64,")[2].split('"')[0]
    pixels = page.evaluate(
        """async png => {
            const image = new Image();
            image.src = "data:image/png;base64," + png;
            await image.decode();
            const canvas = document.createElement("canvas");
            canvas.width = image.width;
            canvas.height = image.height;
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            const {data} = context.getImageData(
                0, 0, image.width, image.height);
            return [image.height, image.width,
                [...data].filter((_, number) => number % 4 === 0)];
        }""",
        encoded,
    )
    rows, columns, values = pixels
    drawn = np.array(values).reshape(rows, columns)
    assert (drawn[::-1] == photo()[10:310, 130:390, 0]).all() or (
        drawn == photo()[10:310, 130:390, 0]
    ).all()


@pytest.mark.parametrize(
    "page, sheets", [("book/cheat-sheet", 1), ("book/grid-sheet", 2)]
)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_page_made_for_paper_fits_on_it(visit, page, sheets, paper):
    sides = ("top", "right", "bottom", "left")
    margin = {side: "0.4in" for side in sides}  # what browsers leave
    printed = visit(f"{page}.html").page.pdf(format=paper, margin=margin)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == sheets


def test_the_table_of_the_last_run_is_on_its_page():
    text = soup("book/tested.html").get_text()
    assert "Exempt from comparison" in text
    assert "The last run" in text or "No test has been run" in text


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_search_finds_a_word_of_a_chapter(visit, scheme):
    opened = visit("search.html?q=dilation", scheme)
    opened.page.wait_for_selector("#search-results li a")
    hits = opened.page.locator("#search-results li a").all_inner_texts()
    assert any("Count the windows" in hit for hit in hits)
    if scheme == "http":
        assert opened.problems == []
    # From a file, a browser lets no page read another: the hits come without
    # the lines around them, and the console says so.
    assert [one for one in opened.problems if "foreign" in one] == []
