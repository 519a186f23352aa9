"""Measure the live figures on the built pages, with the processor slowed.

For each widget's own page: how long after the page's load event it is ready,
and how much scripting one pointer event costs while the hand drags, both with
the processor slowed fourfold; beside them what the pages weigh.
"""

import gzip
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "tests" / "browser"), str(ROOT / "book" / "tools")]

import chromium  # noqa: E402  (found through the line above)
import serve  # noqa: E402
from live import figure  # noqa: E402

SLOWED = 4
MOVES, ROUNDS = 40, 8
CODE = ("page.js", "widgets.css")

# Each widget's page, the largest picture that it can be asked for, and the
# table that the hand drags over.
PAGES = {
    "window-grid": ("height=32&width=32&kernel=7&padding=0&stride=1", "input"),
}

# Notes the moment at which the last figure of the page was put in place.
WATCH = """
new MutationObserver(() => {
    const count = document.querySelectorAll(".wbw-live > .wbw").length;
    if (count !== (window.started ?? 0)) {
        window.started = count;
        window.startedAt = performance.now();
    }
}).observe(document, { childList: true, subtree: true });
"""


def gzipped(*paths):
    """Weigh files as a server sends them, in kB."""
    return sum(len(gzip.compress(path.read_bytes())) for path in paths) / 1000


def slowed(context, page):
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    session.send("Performance.enable")
    return session


def scripting(session):
    """Seconds of scripting in this page so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {one["name"]: one["value"] for one in metrics}["ScriptDuration"]


def ready(browser, path):
    """Milliseconds from the load event until the last figure stands."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    slowed(context, page)
    page.goto(f"{serve.PAGES.as_uri()}/{path}", wait_until="load")
    page.wait_for_timeout(1500)
    after = page.evaluate(
        """() => window.started === undefined ? null : window.startedAt
            - performance.getEntriesByType("navigation")[0].loadEventEnd"""
    )
    context.close()
    return after


def dragging(browser, name):
    """Milliseconds of scripting per pointer event; the best round of all."""
    query, kind = PAGES[name]
    context = browser.new_context(viewport={"width": 1280, "height": 1600})
    page = context.new_page()
    session = slowed(context, page)
    page.goto(f"{serve.PAGES.as_uri()}/book/{name}.html#{name}?{query}")
    page.wait_for_timeout(1000)
    grid = figure(page, name).grid(kind)
    across, down = grid.center(0, 0), grid.center(20, 24)
    page.mouse.move(*across)
    page.mouse.down()
    page.mouse.move(*down)
    spent = []
    for _ in range(ROUNDS):
        before = scripting(session)
        for step in range(MOVES):
            # Back and forth, a cell or so at each event.
            share = abs((step / 20) % 2 - 1)
            page.mouse.move(
                across[0] + share * (down[0] - across[0]),
                across[1] + (step % 20) / 20 * (down[1] - across[1]),
            )
        spent.append(1000 * (scripting(session) - before) / MOVES)
    page.mouse.up()
    context.close()
    return min(spent)


if __name__ == "__main__":
    static = serve.PAGES / "_static"
    code = gzipped(*(static / name for name in CODE))
    print(f"all widgets' code and style, gzipped: {code:.1f} kB")
    chapter = serve.PAGES / "notebooks/03-write-each-window-as-a-row.html"
    size = chapter.stat().st_size / 1000
    print(f"chapter 3: {size:.0f} kB, gzipped {gzipped(chapter):.0f} kB")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.ARGUMENTS
        )
        print(f"processor slowed {SLOWED} times:")
        chapters = sorted(
            f"notebooks/{path.name}"
            for path in (serve.PAGES / "notebooks").glob("*.html")
        )
        own = [f"book/{name}.html" for name in PAGES]
        for path in ["book/cover.html", *own, *chapters]:
            after = ready(browser, path)
            if after is not None:
                print(f"  {path}: ready {after:.0f} ms after the load event")
        for name in PAGES:
            spent = dragging(browser, name)
            print(f"  {name}: {spent:.1f} ms of scripting per pointer event")
        browser.close()
