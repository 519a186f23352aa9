"""A copy of the book, to change or to build without touching the book."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from paths import ROOT

LEFT_OUT = (
    *(".git", ".venv*", ".*cache", ".hypothesis", ".ipynb_checkpoints"),
    *("_build", "__pycache__", "*.egg-info", "node_modules"),
)
# One process builds all copies: half of a build's time goes into imports.
BUILD = """
import sys
from jupyter_book.cli.main import main

for copy in sys.argv[1:]:
    build = ["build", copy, "-W", "-n", "--keep-going"]
    main.main(build, standalone_mode=False)
"""


def copy_book(folder):
    """Copy what the repository holds into the folder; return where."""
    left_out = shutil.ignore_patterns(*LEFT_OUT)
    return Path(shutil.copytree(ROOT, folder / "book", ignore=left_out))


def write_address(copy, repository):
    """Write the repository's address into the copy's _config.yml."""
    config = copy / "_config.yml"
    text = config.read_text(encoding="utf-8")
    text, count = re.subn("(?m)^  url: .*", f'  url: "{repository}"', text)
    assert count == 1
    config.write_text(text, encoding="utf-8")


def build(copies):
    """Build copies of the book as make does, each with its address.

    Parameters
    ----------
    copies : dict
        From each copy's folder to the repository's address for its
        _config.yml.

    Returns
    -------
    list of Path
        Where the pages of each copy are.
    """
    for copy, repository in copies.items():
        write_address(copy, repository)
    built = subprocess.run(
        [sys.executable, "-c", BUILD, *copies], capture_output=True, text=True
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return [copy / "_build" / "html" for copy in copies]
