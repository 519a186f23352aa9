"""Every chapter in JupyterLab, as Binder starts it, before and after a run."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass

import book_copy
import pytest
import serve
from bs4 import BeautifulSoup
from playwright.sync_api import expect

import notebooks

ENVIRONMENT = book_copy.ROOT / ".venv-binder"
START = book_copy.ROOT / ".binder" / "start"
CHAPTERS = [path.relative_to(notebooks.ROOT) for path in notebooks.paths()]
STARTING, LOADING, RUNNING = 90, 90_000, 180_000  # seconds; milliseconds

ERROR = (
    ".jp-OutputArea-output[data-mime-type*=error],"
    ".jp-OutputArea-output[data-mime-type*=stderr]"
)

# JupyterLab would ask the reader about news, and its own site for updates.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_until_it_answers(server, url, log):
    """Ask until the server answers; fail with what it wrote if it ends."""
    for _ in range(STARTING * 2):
        try:
            urllib.request.urlopen(f"{url}/api", timeout=5).close()
            return
        except OSError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.5)
    pytest.fail(f"JupyterLab did not answer: {log.read_text()}")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a copy of the book, for a reader who starts afresh."""
    home = tmp_path_factory.mktemp("home")
    overrides = home / ".jupyter/labconfig/default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(SETTINGS))
    port = free_port()
    log = home / "jupyterlab.log"
    command = [
        *(START, "jupyter-lab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", f"--port={port}", "--port-retries=0"),
        *("--IdentityProvider.token=", "--ServerApp.password="),
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=book_copy.copy_book(home),
            env={
                "HOME": str(home),
                "PATH": f"{ENVIRONMENT / 'bin'}:{os.environ['PATH']}",
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_it_answers(server, url, log)
        yield url
    finally:
        server.terminate()
        server.wait(30)


@dataclass
class Committed:
    """What a chapter's file holds, counted; formulas, on its page."""

    code: int
    pictures: int
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
    page = (serve.PAGES / chapter).with_suffix(".html").read_text("utf-8")
    return Committed(
        code=len(code),
        pictures=sum("image/svg+xml" in o.get("data", {}) for o in outputs),
        errors=sum(o.output_type == "error" for o in outputs),
        folds=sum(text.count("<details>") for text in texts),
        formulas=len(BeautifulSoup(page, "html.parser").select(".math")),
    )


def open_chapter(visit, lab, chapter):
    """Open a chapter, and wait until its kernel is ready."""
    opened = visit(f"lab/tree/{chapter.as_posix()}?reset", base=lab)
    status = opened.page.locator(
        ".jp-Notebook-ExecutionIndicator[data-status=idle]"
    )
    expect(status).to_be_attached(timeout=LOADING)
    return opened


def choose(page, menu, entry):
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=entry, exact=True).click()


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
    opened = open_chapter(visit, lab, chapter)
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

    choose(page, "Edit", "Clear Outputs of All Cells")
    expect_pictures(page, 0)
    choose(page, "Run", "Run All Cells")
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
    errors = page.locator(ERROR)
    end = prompts.filter(has_text=f"[{file.code}]:")
    too_many = errors.nth(file.errors)
    expect(end.or_(too_many).first).to_be_attached(timeout=RUNNING)
    assert errors.all_text_contents()[file.errors :] == []
    expect(prompts).to_have_text(
        [f"[{number}]:" for number in range(1, file.code + 1)]
    )
    expect_pictures(page, file.pictures)
    # What JupyterLab itself writes to the console is not the book's.
    assert [one for one in opened.problems if "foreign" in one] == []
