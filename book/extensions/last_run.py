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
    "measures-time": "its measured times are not compared",
    "raises-exception": "it may raise an error",
}


class LastRun(SphinxDirective):
    """Write the table. No arguments, no content."""

    def run(self):
        root = Path(self.env.srcdir)
        report = root / "_build" / "test-report.xml"
        # Both change without this page changing: read it anew in every build.
        self.env.note_reread()
        exempt = exemptions_in_words(root / "notebooks")
        lines = StringList([*run_in_words(report), "", *exempt], str(report))
        box = nodes.container()
        self.state.nested_parse(lines, self.content_offset, box)
        return box.children


def run_in_words(report):
    if not report.exists():
        return [
            "No test has been run in this checkout yet. "
            "`make test` runs them all."
        ]
    suite = ElementTree.parse(report).getroot().find("testsuite")
    tests, failures, errors, skipped = (
        int(suite.get(name))
        for name in ("tests", "failures", "errors", "skipped")
    )
    cases = suite.iter("testcase")
    cells = sum(".ipynb" in case.get("classname") for case in cases)
    return [
        "| The last run | found |",
        "| --- | --- |",
        f"| When | {suite.get('timestamp')[:10]} |",
        f"| Tests | {tests} |",
        f"| of these, cells and solutions of chapters | {cells} |",
        f"| Passed | {tests - failures - errors - skipped} |",
        f"| Failed | {failures + errors} |",
        f"| Skipped | {skipped} |",
        f"| Seconds | {float(suite.get('time')):.0f} |",
    ]


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
    return {"parallel_read_safe": True, "parallel_write_safe": True}
