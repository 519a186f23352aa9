"""Code that is shown and not a cell: solutions and answers, run as printed.

A ``python`` block on a page is run after everything that stands above it; if
a ``text`` block follows, it must be exactly what was printed.
"""

import contextlib
import io
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```\n"
    r"(?:\s*^```text\n(?P<printed>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
CHAPTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = [
    path
    for path in sorted((ROOT / "book").glob("*.md"))
    if BLOCK.search(path.read_text(encoding="utf-8"))
]


def run(code, namespace, where):
    """Run code; return what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, where, "exec"), namespace)
    return printed.getvalue()


def run_blocks(text, namespace, where):
    """Run a page's blocks one after the other; return how many there are."""
    count = 0
    for match in BLOCK.finditer(text):
        printed = run(match["code"], namespace, f"{where}, block {count}")
        if match["printed"] is not None or printed:
            assert printed == match["printed"], match["code"]
        count += 1
    return count


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_solutions_of_a_chapter_run_and_print_what_they_show(path):
    namespace = {"__name__": path.stem}
    solutions = 0
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            run(cell.source, namespace, path.stem)
        else:
            # A solution may not change what the next cell of the chapter sees.
            copy = dict(namespace)
            solutions += run_blocks(cell.source + "\n", copy, path.stem)
    assert solutions >= 3


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_answers_of_a_page_run_and_print_what_they_show(path):
    text = path.read_text(encoding="utf-8")
    assert run_blocks(text, {"__name__": path.stem}, path.stem) >= 3


def test_before_you_start_is_among_the_pages():
    assert "before-you-start" in [path.stem for path in PAGES]


def test_a_wrong_text_block_is_found():
    page = "```python\nprint(3)\n```\n\n```text\n4\n```\n"
    with pytest.raises(AssertionError):
        run_blocks(page, {}, "made up")
