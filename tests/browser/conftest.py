"""The built book, opened in Chromium with every other host refused."""

import threading
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import archive
import chromium
import labs
import pages
import pytest
from live import figure
from playwright.sync_api import sync_playwright

PAGES = [page for page in pages.missing_pages()[0] if page != "index.html"]


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(),
            args=chromium.ARGUMENTS,
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def addresses():
    """Where the book can be opened: from a server, and from its files."""
    handler = partial(SimpleHTTPRequestHandler, directory=archive.PAGES)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {
            "http": f"http://127.0.0.1:{server.server_port}",
            "file": archive.PAGES.as_uri(),
        }
        server.shutdown()


@dataclass
class Visit:
    """One page, and what went wrong while it was open."""

    page: object
    problems: list[str] = field(default_factory=list)


@pytest.fixture
def visit(browser, addresses):
    """Open a page; refuse, and remember, whatever is not of the book."""
    contexts = []

    def open_page(
        path,
        scheme="http",
        width=1280,
        colours="light",
        base=None,
        touch=False,
        clock=False,
    ):
        base = base or addresses[scheme]
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=colours,
            has_touch=touch,
        )
        contexts.append(context)
        if clock:  # which the test then can put forward
            context.clock.install()
        visit = Visit(context.new_page())

        def route(route):
            url = route.request.url
            if url.startswith((base, "data:", "blob:")):
                route.continue_()
            else:
                visit.problems.append(f"foreign request: {url}")
                route.abort()

        context.route("**/*", route)
        page = visit.page
        page.on(
            "console",
            lambda message: (
                visit.problems.append(f"console: {message.text}")
                if message.type in ("error", "warning")
                else None
            ),
        )
        page.on(
            "pageerror",
            lambda error: visit.problems.append(f"script error: {error}"),
        )
        page.on(
            "requestfailed",
            lambda request: visit.problems.append(f"failed: {request.url}"),
        )
        page.on(
            "response",
            lambda response: (
                visit.problems.append(f"{response.status}: {response.url}")
                if response.status >= 400
                else None
            ),
        )
        page.goto(f"{base}/{path}", wait_until="load")
        return visit

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def name(request):
    """The live figure that a file of tests is about."""
    return request.module.NAME


@pytest.fixture
def opens(visit, name):
    """Open a live figure's page; nothing may go wrong while it is open."""
    visits = []

    def open_figure(query="", scheme="file", **how):
        address = f"book/{name}.html" + (f"#{name}?{query}" if query else "")
        visits.append(visit(address, scheme, clock=True, **how))
        shown = figure(visits[-1].page, name)
        shown.wait_until_drawn()
        return shown

    yield open_figure
    assert [one for opened in visits for one in opened.problems] == []


@pytest.fixture
def live(opens):
    """The live figure, on its page."""
    return opens()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    with labs.started(tmp_path_factory.mktemp("home")) as lab:
        yield lab


def pytest_generate_tests(metafunc):
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", PAGES)
