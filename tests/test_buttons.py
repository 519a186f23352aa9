"""The buttons that lead to the repository, with its address and without."""

import argparse
import re
from pathlib import Path

import address
import book_copy
import pages
import pytest
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[1]
FORK = "https://github.com/some-one/a.fork"
BUTTONS = ".dropdown-launch-buttons, .dropdown-source-buttons"
PAGES = [page for page in pages.missing_pages()[0] if page != "index.html"]


@pytest.fixture(scope="module")
def without_address(tmp_path_factory):
    return book_copy.build(tmp_path_factory.mktemp("without"), "")


@pytest.fixture(scope="module")
def with_address(tmp_path_factory):
    return book_copy.build(tmp_path_factory.mktemp("with"), FORK)


def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def links(page):
    return [link["href"] for link in page.select("a[href]")]


def test_without_an_address_no_page_has_such_a_button(without_address):
    for name in PAGES:
        page = soup(without_address / name)
        assert not page.select(BUTTONS), name
        assert not [href for href in links(page) if "mybinder.org/v2/" in href]


def test_a_chapter_opens_in_jupyterlab_on_binder(with_address):
    start = "https://mybinder.org/v2/gh/some-one/a.fork/main?urlpath=lab/tree/"
    for name in PAGES:
        found = [
            href
            for href in links(soup(with_address / name))
            if "mybinder.org/v2/" in href
        ]
        notebook = Path(name).with_suffix(".ipynb")
        if not (ROOT / notebook).exists():
            assert found == [], name
            continue
        assert found == [start + notebook.as_posix()]


def test_a_page_leads_to_the_repository_and_to_a_new_issue(with_address):
    for name in PAGES:
        page = soup(with_address / name)
        assert page.select(BUTTONS), name
        assert FORK in links(page)
        issue = f"{FORK}/issues/new?title=Issue%20on%20page%20%2F{name}"
        assert any(href.startswith(issue) for href in links(page))


def test_a_page_asks_nothing_of_another_host(with_address):
    for name in PAGES:
        page = soup(with_address / name)
        asked = [
            tag.get("src") or tag.get("href")
            for tag in page.select("[src], link[href]")
        ]
        assert len(asked) > 5
        assert not [url for url in asked if re.match("(https?:)?//", url)]


# --- The tool that writes the address


def test_an_address_changes_its_line_and_no_other():
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    empty = address.with_address(config, "")
    changed = address.with_address(empty, FORK)
    assert yaml.safe_load(changed)["repository"]["url"] == FORK
    lines = zip(empty.splitlines(), changed.splitlines(), strict=True)
    assert sum(before != after for before, after in lines) == 1
    assert address.with_address(changed, "") == empty


@pytest.mark.parametrize(
    "text",
    ["", FORK, "https://gitlab.example.org/a/b", "https://github.com/a_b/c-d"],
)
def test_an_address_of_a_repository_is_taken(text):
    assert address.address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "some-one/a.fork",
        "http://github.com/a/b",
        "https://github.com/a",
        "https://github.com/a/b/tree/main",
        "https://github.com/a/b.git/",
        "https://example.org/a/b",
        'https://github.com/a/b" # c',
        "https://github.com/a/b\n",
    ],
)
def test_another_address_is_refused_with_an_example(text):
    with pytest.raises(argparse.ArgumentTypeError, match="owner/name"):
        address.address(text)


def test_a_settings_file_without_the_line_is_refused():
    with pytest.raises(ValueError, match="has 0 lines"):
        address.with_address("repository:\n", FORK)


def test_the_book_is_published_with_the_address_of_its_repository():
    text = (ROOT / ".github/workflows/book.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["test"]["steps"]
    commands = [step.get("run", "") for step in steps]
    written = commands.index(
        'python3 book/tools/address.py "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY"'
    )
    assert written < commands.index("bash .ci/run")
