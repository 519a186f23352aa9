"""The buttons that lead to Binder and to the repository, in a browser."""

import json

import book_copy
import pytest
from axe_playwright_python.sync_playwright import Axe

CHAPTER = "notebooks/02-count-the-windows.html"
FORK = "https://github.com/some-one/a.fork"
BINDER = "https://mybinder.org/v2/gh/some-one/a.fork/main"


@pytest.fixture(scope="module")
def with_address(tmp_path_factory):
    copy = book_copy.copy_book(tmp_path_factory.mktemp("with_address"))
    return book_copy.build({copy: FORK})[0].as_uri()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(
    "menu, leads_to",
    [
        (".dropdown-launch-buttons", [BINDER]),
        (".dropdown-source-buttons", [FORK, f"{FORK}/issues/new"]),
    ],
)
def test_a_menu_opens_by_key_and_shows_where_it_leads(
    visit, with_address, menu, leads_to, colours
):
    opened = visit(CHAPTER, base=with_address, colours=colours)
    page = opened.page
    page.wait_for_load_state("networkidle")
    entries = page.locator(f"{menu} a")
    assert not entries.first.is_visible()
    page.locator(f"{menu} button").focus()
    page.keyboard.press("Enter")
    entries.first.wait_for(state="visible")
    hrefs = entries.evaluate_all("links => links.map(link => link.href)")
    assert [href.split("?")[0] for href in hrefs] == leads_to
    assert opened.problems == []

    found = Axe().run(page).response["violations"]
    assert found == [], json.dumps(
        [(rule["id"], rule["nodes"][0]["html"]) for rule in found], indent=1
    )


def test_the_buttons_fit_on_a_phone(visit, with_address):
    page = visit(CHAPTER, base=with_address, width=360).page
    button = page.locator(".dropdown-launch-buttons button")
    assert button.is_visible()
    assert button.bounding_box()["x"] + button.bounding_box()["width"] <= 360
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
