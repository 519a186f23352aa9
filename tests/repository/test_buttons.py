"""The buttons that lead to the repository, with its address and without."""

import re
from pathlib import Path

import book_copy
import nbformat
import pages
import pytest
from bs4 import BeautifulSoup
from paths import ROOT

FORK = "https://github.com/some-one/a.fork"
BUTTONS = ".dropdown-launch-buttons, .dropdown-source-buttons"
PAGES = [page for page in pages.missing_pages()[0] if page != "index.html"]
BINDER = "mybinder.org/v2/"


def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def empty_pages(copy):
    """Leave of each page and chapter a title."""
    for path in (copy / "book").glob("*.md"):
        path.write_text("# A page\n", encoding="utf-8")
    title = nbformat.v4.new_markdown_cell("# A chapter")
    for path in (copy / "notebooks").glob("*.ipynb"):
        nbformat.write(nbformat.v4.new_notebook(cells=[title]), path)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Each page of the book, without an address and with one, by its name.

    Only the copy with the address has the pages' text: buttons depend on a
    page's name alone, and what the text itself links to is the same in both.
    """
    without = book_copy.copy_book(tmp_path_factory.mktemp("without"))
    complete = book_copy.copy_book(tmp_path_factory.mktemp("with"))
    empty_pages(without)
    return [
        {name: soup(html / name) for name in PAGES}
        for html in book_copy.build({without: "", complete: FORK})
    ]


@pytest.fixture
def without_address(built):
    return built[0]


@pytest.fixture
def with_address(built):
    return built[1]


def links(page):
    return [link["href"] for link in page.select("a[href]")]


@pytest.mark.parametrize("name", PAGES)
def test_without_an_address_no_page_has_such_a_button(without_address, name):
    page = without_address[name]
    assert len(links(page)) > 20
    assert page.select(BUTTONS) == []
    assert not [href for href in links(page) if BINDER in href]


@pytest.mark.parametrize("name", PAGES)
def test_a_chapter_opens_in_jupyterlab_on_binder(with_address, name):
    found = [href for href in links(with_address[name]) if BINDER in href]
    notebook = Path(name).with_suffix(".ipynb").as_posix()
    start = f"https://{BINDER}gh/some-one/a.fork/main?urlpath=lab/tree/"
    is_a_chapter = (ROOT / notebook).exists()
    assert found == ([start + notebook] if is_a_chapter else [])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_leads_to_the_repository_and_to_a_new_issue(with_address, name):
    page = with_address[name]
    assert page.select(BUTTONS)
    assert FORK in links(page)
    issue = f"{FORK}/issues/new?title=Issue%20on%20page%20%2F{name}"
    assert any(href.startswith(issue) for href in links(page))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nothing_of_another_host(with_address, name):
    asked = [
        tag.get("src") or tag.get("href")
        for tag in with_address[name].select("[src], link[href]")
    ]
    assert len(asked) > 5
    assert not [url for url in asked if re.match("(https?:)?//", url)]
