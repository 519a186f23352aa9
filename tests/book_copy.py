"""A copy of the book, built with another address of its repository."""

import shutil
import subprocess
import sys
from pathlib import Path

import address

ROOT = Path(__file__).parents[1]
LEFT_OUT = (".*", "_build", "__pycache__", "*.egg-info")


def build(folder, repository):
    """Build the book into the folder, as make does; return its pages."""
    copy = folder / "book"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
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
