"""The ``last-run`` directive: what the last ``make test`` found, as a table.

It reads the report that pytest leaves in ``_build`` and the chapters
themselves. In a checkout where no test has been run yet, it says so and how to
run them.
"""

import json
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

EXEMPTIONS = {
    "nbval-ignore-output": "its output is not compared",
    "raises-exception": "it may raise an error",
}


class LastRun(SphinxDirective):
    """Write the table. No arguments, no content."""

    def run(self):
        root = Path(self.env.srcdir)
        report = root / "_build" / "test-report.xml"
        # Both change without this page changing: read it anew in every build.
        self.env.note_reread()
        lines = [
            *run_in_words(report),
            "",
            *exemptions_in_words(root / "notebooks"),
        ]
        box = nodes.container()
        self.state.nested_parse(
            StringList(lines, source=str(report)), self.content_offset, box
        )
        return box.children


def run_in_words(report):
    if not report.exists():
        return [
            "No test has been run in this checkout yet. "
            "`make test` runs them all."
        ]
    suite = ElementTree.parse(report).getroot().find("testsuite")
    count = {
        name: int(suite.get(name))
        for name in ("tests", "failures", "errors", "skipped")
    }
    cases = suite.iter("testcase")
    cells = sum(".ipynb" in case.get("classname") for case in cases)
    failed = count["failures"] + count["errors"]
    passed = count["tests"] - failed - count["skipped"]
    rows = [
        ("When", suite.get("timestamp")[:10]),
        ("Tests", f"{count['tests']}"),
        ("of these, cells and solutions of chapters", f"{cells}"),
        ("Passed", f"{passed}"),
        ("Failed", f"{failed}"),
        ("Skipped", f"{count['skipped']}"),
        ("Seconds", f"{float(suite.get('time')):.0f}"),
    ]
    table = [f"| {name} | {value} |" for name, value in rows]
    return ["| The last run | found |", "| --- | --- |", *table]


def exemptions_in_words(folder):
    found = []
    for path in sorted(folder.rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for tag in set(cell["metadata"].get("tags", [])) & set(EXEMPTIONS):
                reason = cell["metadata"].get("reason", "no reason given")
                found.append(
                    f"- a cell of `{path.stem}`: {EXEMPTIONS[tag]}. {reason}"
                )
    if not found:
        return ["No cell of any chapter is exempt from comparison."]
    return ["Exempt from comparison:", "", *found]


def setup(app):
    app.add_directive("last-run", LastRun)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
