"""A copy of the book, to change or to build without touching the book."""

import shutil
import subprocess
import sys
from pathlib import Path

import address

ROOT = Path(__file__).parents[1]
LEFT_OUT = (".*", "_build", "__pycache__", "*.egg-info", "node_modules")


def copy_book(folder):
    """Copy what the repository holds into the folder; return where."""
    left_out = shutil.ignore_patterns(*LEFT_OUT)
    return Path(shutil.copytree(ROOT, folder / "book", ignore=left_out))


def build(folder, repository):
    """Build the book with this address, as make does; return its pages."""
    copy = copy_book(folder)
    config = copy / "_config.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(address.with_address(text, repository), encoding="utf-8")
    command = [
        Path(sys.executable).with_name("jupyter-book"),
        *("build", ".", "-W", "-n", "--keep-going"),
    ]
    built = subprocess.run(command, cwd=copy, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    return copy / "_build" / "html"
