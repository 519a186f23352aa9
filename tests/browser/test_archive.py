"""The archive of the pages, unpacked, with no server and no network."""

from urllib.parse import unquote, urljoin, urlsplit
from zipfile import ZipFile

import archive
import pages
import pytest
from bs4 import BeautifulSoup


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a room without the internet")
    with ZipFile(archive.archive(archive.PAGES)) as file:
        assert all(
            name.startswith("window-by-window/") for name in file.namelist()
        )
        file.extractall(folder)
    return folder / "window-by-window"


def test_every_page_is_in_the_archive(unpacked):
    missing = [
        page
        for page in pages.missing_pages()[0]
        if not (unpacked / page).is_file()
    ]
    assert missing == []


def test_whatever_a_page_names_is_in_the_archive(unpacked, path):
    text = (unpacked / path).read_text(encoding="utf-8")
    here = (unpacked / path).as_uri()
    named = [
        tag.get("src") or tag.get("href")
        for tag in BeautifulSoup(text, "html.parser").select("[src], [href]")
    ]
    files = [
        unquote(urlsplit(urljoin(here, name)).path)
        for name in named
        if urlsplit(name).scheme not in ("http", "https", "mailto", "data")
    ]
    assert len(files) > 20
    # Whoever reads it has the archive itself, which the pages offer.
    itself = str(archive.archive(unpacked))
    for file in set(files) - {itself}:
        assert file.startswith(f"{unpacked}/")
        assert (unpacked / file).is_file(), file


def test_the_cover_opens_from_the_file(visit, unpacked):
    opened = visit("index.html", base=unpacked.as_uri())
    opened.page.wait_for_url("**/book/cover.html")
    opened.page.wait_for_load_state("networkidle")
    assert opened.page.locator("article h1").inner_text().startswith("Window")
    assert opened.page.locator(".wbw-live .wbw-output").is_visible()
    assert opened.problems == []


def test_a_chapter_opens_from_the_file_with_its_pictures(visit, unpacked):
    chapter = "notebooks/02-count-the-windows.html"
    opened = visit(chapter, base=unpacked.as_uri())
    opened.page.wait_for_load_state("networkidle")
    opened.page.wait_for_selector("mjx-container")
    drawn = opened.page.evaluate(
        """() => [...document.querySelectorAll("article .cell_output img")]
            .map(image => image.complete && image.naturalWidth > 0)"""
    )
    assert len(drawn) >= 5 and all(drawn)
    assert opened.problems == []
