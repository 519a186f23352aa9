"""Measure the live figures on the built pages, with the processor slowed.

How long after a page's load event its last figure stands, and how much
scripting one pointer event costs while the hand points and drags, both with
the processor slowed fourfold; before them, what code and pages weigh.
"""

import gzip
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "tests" / "browser"), str(ROOT / "book" / "tools")]

import archive  # noqa: E402
import chromium  # noqa: E402  (found through the line above)

SLOWED = 4
MOVES, ROUNDS = 40, 8
CODE = ("page.js", "widgets.css")

# Each widget's page, a state with the largest picture, and the part of it that
# the hand points at and drags over.
PAGES = {
    "window-grid": ("height=32&width=32&kernel=7&stride=1", ".wbw-input"),
    "photo-kernel": ("kernel=blur-5&divisor=25", ".wbw-input-photo"),
    "im2col-explorer": ("height=8&width=8&kernel=3", ".wbw-input"),
    "col2im-explorer": ("height=8&width=8&kernel=3", ".wbw-input"),
    "backward-scrubber": (
        "height=8&width=8&kernel=4&padding=3&stride=1&tab=dX&view=scatter",
        ".wbw-panel:not([hidden]) > .wbw-input",
    ),
}

# Notes the moments at which the last figure of the page was put in place and
# at which a photo was last painted.
WATCH = """
new MutationObserver(() => {
    const count = document.querySelectorAll(".wbw-live > .wbw").length;
    if (count !== (window.started ?? 0)) {
        window.started = count;
        window.startedAt = performance.now();
    }
}).observe(document, { childList: true, subtree: true });
const paint = CanvasRenderingContext2D.prototype.putImageData;
CanvasRenderingContext2D.prototype.putImageData = function (...picture) {
    paint.apply(this, picture);
    window.paintedAt = performance.now();
};
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


def weight(browser, path):
    """All that a page loads: bytes, and bytes gzipped."""
    context = browser.new_context()
    page = context.new_page()
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(f"{archive.PAGES.as_uri()}/{path}", wait_until="networkidle")
    loaded = [response.body() for response in responses]
    context.close()
    return (
        sum(map(len, loaded)),
        sum(len(gzip.compress(body)) for body in loaded),
    )


def ready(browser, path):
    """Milliseconds from the load event: the last figure stands, is painted.

    Either is None where there is no figure, or no photo.
    """
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    slowed(context, page)
    page.goto(f"{archive.PAGES.as_uri()}/{path}", wait_until="load")
    page.wait_for_timeout(1500)
    after = page.evaluate(
        """() => [window.startedAt, window.paintedAt].map(moment =>
            moment === undefined ? null : moment
            - performance.getEntriesByType("navigation")[0].loadEventEnd)"""
    )
    context.close()
    return after


def moving(browser, name, pressed):
    """Milliseconds of scripting per pointer event; the best round of all.

    What else runs on the machine makes a round longer, and none shorter.
    """
    query, part = PAGES[name]
    context = browser.new_context(viewport={"width": 1280, "height": 2000})
    page = context.new_page()
    session = slowed(context, page)
    page.goto(f"{archive.PAGES.as_uri()}/book/{name}.html#{name}?{query}")
    page.wait_for_timeout(1500)
    box = page.locator(f"#{name} {part}").first.bounding_box()

    def move(across, down):
        page.mouse.move(
            box["x"] + (0.02 + 0.96 * across) * box["width"],
            box["y"] + (0.02 + 0.96 * down) * box["height"],
        )

    move(0, 0)
    if pressed:
        page.mouse.down()
    move(0.5, 0.5)
    spent = []
    for _ in range(ROUNDS):
        before = scripting(session)
        for step in range(MOVES):
            # Back and forth, another cell at each event.
            move(abs((step / 20) % 2 - 1), (step % 20) / 20)
        spent.append(1000 * (scripting(session) - before) / MOVES)
    context.close()
    return min(spent)


if __name__ == "__main__":
    static = archive.PAGES / "_static"
    code = gzipped(*(static / name for name in CODE))
    print(f"all widgets' code and style, gzipped: {code:.1f} kB")
    chapter = archive.PAGES / "notebooks/03-write-each-window-as-a-row.html"
    size = chapter.stat().st_size / 1000
    print(f"chapter 3: {size:.0f} kB, gzipped {gzipped(chapter):.0f} kB")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.ARGUMENTS
        )
        name = f"notebooks/{chapter.name}"
        whole = [size / 1e6 for size in weight(browser, name)]
        print(f"all it loads: {whole[0]:.1f} MB, gzipped {whole[1]:.1f} MB")
        print(f"processor slowed {SLOWED} times:")
        chapters = sorted(
            f"notebooks/{path.name}"
            for path in (archive.PAGES / "notebooks").glob("*.html")
        )
        own = [f"book/{name}.html" for name in PAGES]
        for path in ["book/cover.html", *own, *chapters]:
            after, painted = ready(browser, path)
            if after is not None:
                photo = "" if painted is None else f", photo {painted:.0f} ms"
                print(f"  {path}: {after:.0f} ms after the load event{photo}")
        print("scripting per pointer event, pointing and dragging:")
        for name in PAGES:
            spent = [moving(browser, name, pressed) for pressed in (0, 1)]
            print(f"  {name}: {spent[0]:.1f} and {spent[1]:.1f} ms")
        browser.close()
