"""No file is longer than 500 lines, no function longer than 80."""

import ast

from paths import ROOT

FILE, FUNCTION = 500, 80
FOLDERS = "convbook", "frontend", "book", "benchmarks", "tests"
OTHERS = {"static", "mathjax", "node_modules"}  # bundled, or not ours
SOURCES = [
    path
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".js", ".mjs")
    and not OTHERS.intersection(path.parts)
]
PYTHON = [path for path in SOURCES if path.suffix == ".py"]


def long_functions(source):
    """Name the functions that are too long, their docstrings not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = ast.get_docstring(node) is not None
            docstring = first.end_lineno - first.lineno + 1 if told else 0
            if node.end_lineno - node.lineno + 1 - docstring > FUNCTION:
                yield node.name


def test_a_file_has_at_most_500_lines():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in SOURCES
    }
    assert len(lengths) > 200
    assert {name: n for name, n in lengths.items() if n > FILE} == {}


def test_a_function_of_python_has_at_most_80_lines():
    found = {
        path.name: names
        for path in PYTHON
        if (names := list(long_functions(path.read_text("utf-8"))))
    }
    assert found == {}


def test_a_function_of_81_lines_is_found():
    lines = ["def long():", '    """Two', '    lines."""', *["    1"] * 80]
    assert list(long_functions("\n".join(lines))) == ["long"]
    assert list(long_functions("\n".join(lines[:-1]))) == []
