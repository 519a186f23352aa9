"""Code that is shown and not a cell: solutions and answers, run as printed.

A ``python`` block in a page's text is run after everything that stands above
it; if a ``text`` block follows, it must be exactly what was printed. In a
chapter, that is a plugin of pytest: the blocks run in the kernel in which
nbval has just run the cells above them, so nothing is run twice.
"""

import contextlib
import io
import re

import pytest
from nbval.plugin import IPyNbCell

BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```\n"
    r"(?:\s*^```text\n(?P<printed>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
# What a block may do with the chapter's names: use them, and not change them
# for the cell that comes next.
NAMES = "__names_of_the_solution__"


def blocks(text):
    """List the text's blocks: code, and what is shown as printed or None."""
    return [
        (match["code"], match["printed"])
        for match in BLOCK.finditer(text + "\n")
    ]


def compare(code, printed, shown):
    """Fail if a block printed something else than what stands under it."""
    if shown is not None or printed:
        assert printed == shown, code


def run_blocks(text, namespace, where):
    """Run a page's blocks one after the other; return how many there are."""
    found = blocks(text)
    for number, (code, shown) in enumerate(found):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, f"{where}, block {number}", "exec"), namespace)
        compare(code, printed.getvalue(), shown)
    return len(found)


class Solution(pytest.Item):
    """The blocks of one Markdown cell, run in the chapter's own kernel."""

    def __init__(self, *, blocks, **arguments):
        super().__init__(**arguments)
        self.blocks = blocks

    def runtest(self):
        self.run_in_kernel(f"{NAMES} = dict(globals())")
        for code, shown in self.blocks:
            printed = self.run_in_kernel(f"exec({code!r}, {NAMES})")
            compare(code, printed, shown)

    def run_in_kernel(self, code):
        """Run code in the kernel of the chapter; return what it prints."""
        timeout = self.config.option.nbval_cell_timeout
        kernel = self.parent.kernel
        request = kernel.execute_cell_input(code, allow_stdin=False)
        kernel.await_reply(request, timeout=timeout)
        printed = ""
        while True:
            message = kernel.get_message("iopub", timeout=timeout)
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            if message["msg_type"] == "error":
                pytest.fail("\n".join(content["traceback"]), pytrace=False)
            if message["msg_type"] == "stream":
                printed += content["text"]
            if content.get("execution_state") == "idle":
                return printed

    def reportinfo(self):
        return self.path, 0, f"{self.path.stem}: {self.name}"


def pytest_collection_modifyitems(items):
    """Put each chapter's solutions behind the cell that stands above them."""
    for item in [item for item in items if isinstance(item, IPyNbCell)]:
        chapter = item.parent
        cells = chapter.nb.cells
        place = next(i for i, cell in enumerate(cells) if cell is item.cell)
        behind = items.index(item) + 1
        for number, cell in enumerate(cells[place + 1 :], place + 1):
            if cell.cell_type == "code":
                break
            if found := blocks(cell.source):
                solution = Solution.from_parent(
                    chapter,
                    name=f"Solution in text {number}",
                    blocks=found,
                )
                items.insert(behind, solution)
                behind += 1
