"""The tools behind make: what they find, write and say."""

import shutil
import zipfile

import archive
import last_run
import pages
import yaml
from paths import ROOT


def test_every_page_and_chapter_is_in_the_table_of_contents():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = set(pages.documents(toc))
    there = {f"book/{path.stem}" for path in (ROOT / "book").glob("*.md")}
    there |= {
        f"notebooks/{path.stem}"
        for path in (ROOT / "notebooks").glob("*.ipynb")
    }
    assert listed == there


def test_a_page_that_was_not_built_is_named(tmp_path):
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    listed, missing = pages.missing_pages(tmp_path)
    assert listed == missing and "index.html" in missing
    for page in listed[:-1]:
        target = tmp_path / "_build" / "html" / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    assert pages.missing_pages(tmp_path)[1] == listed[-1:]


def test_the_archive_holds_what_a_reader_needs_in_one_folder(tmp_path):
    names = ["index.html", "book/cover.html", "_static/book.css"]
    unneeded = [".buildinfo", "_static/theme.js.map", "_static/locales/de/a"]
    for name in [*names, *unneeded]:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(name)
    for _ in range(2):  # the second time, an archive is there already
        with zipfile.ZipFile(archive.pack(tmp_path)) as packed:
            inside = sorted(f"window-by-window/{name}" for name in names)
            assert packed.namelist() == inside
            assert packed.read("window-by-window/index.html") == b"index.html"


# --- The table of the last run


def test_the_last_run_is_read_from_the_report(tmp_path):
    report = tmp_path / "test-report.xml"
    report.write_text(
        '<testsuites><testsuite tests="4" failures="1" errors="0" skipped="1"'
        ' time="12.6" timestamp="2026-11-24T10:00:00">'
        '<testcase classname="tests.test_geometry" name="test_a"/>'
        '<testcase classname="tests.test_geometry" name="test_b"/>'
        '<testcase classname="notebooks.01.ipynb" name="Cell 0"/>'
        '<testcase classname="notebooks.01.ipynb" name="Cell 1"/>'
        "</testsuite></testsuites>"
    )
    table = "\n".join(last_run.run_in_words(report))
    assert "| When | 2026-11-24 |" in table
    assert "| Tests | 4 |" in table
    assert "solutions of chapters | 2 |" in table
    assert "| Passed | 2 |" in table and "| Failed | 1 |" in table
    assert "| Seconds | 13 |" in table


def test_without_a_report_the_page_says_what_to_run(tmp_path):
    words = last_run.run_in_words(tmp_path / "none.xml")
    assert "No test has been run" in words[0] and "make test" in words[0]


def test_exempt_cells_are_listed_with_their_reasons():
    words = "\n".join(last_run.exemptions_in_words(ROOT / "notebooks"))
    assert "a cell of `01-slide-a-window`: its measured times are" in words
    assert "how long the loops take" in words
