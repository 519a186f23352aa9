"""Code that is shown and not a cell: every page and chapter has some."""

import nbformat
import pytest
import solutions
from paths import ROOT

pytest_plugins = ["pytester"]

CHAPTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = [
    path
    for path in sorted((ROOT / "book").glob("*.md"))
    if solutions.blocks(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_answers_of_a_page_run_and_print_what_they_show(path):
    text = path.read_text(encoding="utf-8")
    run = solutions.run_blocks(text, {"__name__": path.stem}, path.stem)
    assert run >= 3


def test_before_you_start_is_among_the_pages():
    assert "before-you-start" in [path.stem for path in PAGES]


def test_a_wrong_text_block_is_found():
    page = "```python\nprint(3)\n```\n\n```text\n4\n```\n"
    with pytest.raises(AssertionError):
        solutions.run_blocks(page, {}, "made up")


# --- The solutions of a chapter, which run where nbval runs its cells


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_has_solutions_and_each_stands_below_a_cell(path):
    cells = nbformat.read(path, as_version=4).cells
    code = [i for i, cell in enumerate(cells) if cell.cell_type == "code"]
    places = [
        i
        for i, cell in enumerate(cells)
        if cell.cell_type == "markdown"
        for _ in solutions.blocks(cell.source)
    ]
    assert len(places) >= 3
    assert min(places) > code[0]  # what stands above every cell is never run


def text(code, shown):
    return nbformat.v4.new_markdown_cell(
        f"```python\n{code}\n```\n\n```text\n{shown}\n```"
    )


def cell(code, shown):
    output = nbformat.v4.new_output("stream", text=f"{shown}\n")
    return nbformat.v4.new_code_cell(code, execution_count=1, outputs=[output])


def test_a_solution_runs_behind_its_cell_and_changes_nothing_for_the_next(
    pytester,
):
    cells = [
        cell("x = 3\nprint(x)", 3),
        text("x += 1\nprint(x)", 4),
        text("print(x)", 4),
        text("print(y)", 4),
        cell("print(x)", 3),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(notebook, pytester.path / "chapter.ipynb")
    pytester.makeini("[pytest]")
    result = pytester.runpytest_inprocess(
        *("-p", "solutions", "--nbval", "--nbval-current-env", "-rA")
    )
    result.assert_outcomes(passed=3, failed=2)
    result.stdout.fnmatch_lines(
        [
            "PASSED chapter.ipynb::Cell 0",
            "PASSED chapter.ipynb::Solution in text 1",
            "PASSED chapter.ipynb::Cell 1",
            "FAILED chapter.ipynb::Solution in text 2*",
            "FAILED chapter.ipynb::Solution in text 3*",
        ]
    )
    result.stdout.fnmatch_lines(["*NameError*y*"])
