"""The order of the library's modules: imports point down.

The order stands in pyproject.toml, for import-linter, and make check holds the
library to it. Here import-linter is tried on copies that break it.
"""

import re
import shutil
import subprocess
import sys

import grimp
import pytest
from paths import ROOT

CORE = ["convbook.geometry", "convbook.im2col", "convbook.layers"]
UP = """\
import convbook.figures
from convbook import figures
from convbook.figures import *
from . import figures
from .figures import *
def draw():
    from convbook import figures
"""


@pytest.fixture
def lint(tmp_path):
    """Lint a copy of the library with a text added to one of its files."""

    def lint(name, text):
        folder = tmp_path / "convbook"
        shutil.copytree(ROOT / "convbook", folder)
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
        code = "from importlinter.cli import lint_imports\n"
        code += "raise SystemExit(lint_imports(no_cache=True))"
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env={"COLUMNS": "200", "PATH": "", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
        )

    return lint


def test_imports_of_the_library_point_down(lint):
    result = lint("geometry.py", "")
    assert result.returncode == 0, result.stdout
    assert "1 kept, 0 broken" in result.stdout


def test_whatever_way_an_import_points_up_is_found(lint):
    lines = (ROOT / "convbook" / "geometry.py").read_text("utf-8").count("\n")
    result = lint("geometry.py", UP)
    assert result.returncode != 0
    found = re.search(r"geometry -> convbook\.figures \((.*)\)", result.stdout)
    numbers = [int(number) for number in re.findall(r"l\.(\d+)", found[1])]
    assert numbers == [lines + place for place in (1, 2, 3, 4, 5, 7)]


def test_a_new_module_needs_a_place_in_the_order(lint):
    result = lint("newcomer.py", '"""Where does it belong?"""\n')
    assert result.returncode != 0
    assert "newcomer" in result.stdout


def test_the_core_needs_numpy_alone():
    graph = grimp.build_graph(
        "convbook", include_external_packages=True, cache_dir=None
    )
    for name in CORE:
        used = graph.find_modules_directly_imported_by(name)
        names = {module.split(".")[0] for module in used}
        assert names - sys.stdlib_module_names <= {"numpy", "convbook"}, name


def test_who_imports_the_library_waits_for_no_figure():
    code = (
        "import sys, convbook, convbook.data; "
        "assert not {'matplotlib', 'PIL', 'IPython'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
