"""Every chapter in JupyterLab, as Binder starts it, before and after a run."""

from dataclasses import dataclass

import archive
import labs
import pytest
from bs4 import BeautifulSoup
from labs import LOADING
from playwright.sync_api import expect

import notebooks
from convbook.widgets.figure import MIME

CHAPTERS = [path.relative_to(notebooks.ROOT) for path in notebooks.paths()]
RUNNING = 180_000  # milliseconds

ERROR = (
    ".jp-OutputArea-output[data-mime-type*=error],"
    ".jp-OutputArea-output[data-mime-type*=stderr]"
)


@dataclass
class Committed:
    """What a chapter's file holds, counted; formulas, on its page."""

    code: int
    pictures: int  # the snapshots of live figures among them
    live: int
    errors: int
    folds: int
    formulas: int


def committed(chapter):
    cells = notebooks.read(notebooks.ROOT / chapter).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    outputs = [output for cell in code for output in cell.outputs]
    texts = [c.source for c in cells if c.cell_type == "markdown"]
    texts += [
        output.get("data", {}).get("text/markdown", "") for output in outputs
    ]
    page = (archive.PAGES / chapter).with_suffix(".html").read_text("utf-8")
    return Committed(
        code=len(code),
        pictures=sum("image/svg+xml" in o.get("data", {}) for o in outputs),
        live=sum(MIME in o.get("data", {}) for o in outputs),
        errors=sum(o.output_type == "error" for o in outputs),
        folds=sum(text.count("<details>") for text in texts),
        formulas=len(BeautifulSoup(page, "html.parser").select(".math")),
    )


def expect_pictures(page, count):
    pictures = ".jp-Notebook .jp-RenderedSVG img"
    expect(page.locator(pictures)).to_have_count(count, timeout=LOADING)
    page.wait_for_function(
        """pictures => [...document.querySelectorAll(pictures)]
            .every(image => image.complete && image.naturalWidth > 0)""",
        arg=pictures,
    )


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_can_be_read_and_then_run_to_its_end(visit, lab, chapter):
    file = committed(chapter)
    opened = labs.open_notebook(visit, lab, chapter)
    page = opened.page

    # Nothing has been run: this is what the file holds.
    expect_pictures(page, file.pictures)
    expect(page.locator(".jp-Notebook mjx-container")).to_have_count(
        file.formulas, timeout=LOADING
    )
    assert page.locator(".jp-Notebook mjx-merror").count() == 0

    folds = page.locator(".jp-Notebook details")
    expect(folds).to_have_count(file.folds)
    for number in range(file.folds):
        fold = folds.nth(number)
        inside = fold.locator(":scope > :not(summary)").first
        expect(inside).to_be_hidden()
        fold.locator("summary").click()
        expect(inside).to_be_visible()

    labs.choose(page, "Edit", "Clear Outputs of All Cells")
    expect_pictures(page, 0)
    labs.choose(page, "Run", "Run All Cells")
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
    errors = page.locator(ERROR)
    end = prompts.filter(has_text=f"[{file.code}]:")
    too_many = errors.nth(file.errors)
    expect(end.or_(too_many).first).to_be_attached(timeout=RUNNING)
    assert errors.all_text_contents()[file.errors :] == []
    expect(prompts).to_have_text(
        [f"[{number}]:" for number in range(1, file.code + 1)]
    )
    # Where a snapshot was, there is the living figure.
    expect_pictures(page, file.pictures - file.live)
    expect(page.locator(".jp-Notebook .wbw")).to_have_count(file.live)
    # What JupyterLab itself writes to the console is not the book's.
    assert [one for one in opened.problems if "foreign request" in one] == []
