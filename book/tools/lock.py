"""Write the pinned requirements from pyproject.toml, or check them.

``requirements.txt`` holds every package with the hashes of its files;
``.binder/requirements.txt`` the few of them that run the chapters, without
hashes, and the package itself. Pins that still fit are kept; ``--upgrade``
lets all of them move.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.txt"
BINDER = ROOT / ".binder" / "requirements.txt"
HEADER = """\
# Every package that the book, its tests and its tools need, with the hashes of
# its files. Written by `make lock` from pyproject.toml, which says why each is
# there; do not edit it here.
"""
BINDER_HEADER = """\
# What Binder installs to run the chapters: the pins of ../requirements.txt
# that this needs, and the package itself, whose folder pip cannot hash and so
# takes only where nothing is hashed. Written by `make lock`; do not edit it
# here.
"""


def resolved(existing, *options):
    """Resolve pyproject.toml from the pins that exist; return the text."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "requirements.txt"
        target.write_text(existing, encoding="utf-8")
        command = [
            *("uv", "pip", "compile", "pyproject.toml"),
            *("--quiet", "--no-header", "--universal"),
            *("--python-version", "3.11"),
            "--system-certs",  # those of the machine, as pip takes them
            *("--output-file", str(target)),
            *options,
        ]
        result = subprocess.run([sys.executable, "-m", *command], cwd=ROOT)
        if result.returncode:
            sys.exit(
                "uv could not resolve pyproject.toml (it needs the network): "
                "see above."
            )
        return target.read_text(encoding="utf-8")


def compiled(existing, upgrade=False):
    """Return what both files should hold, by path."""
    lock = resolved(
        existing,
        *("--all-extras", "--generate-hashes"),
        *(["--upgrade"] if upgrade else []),
    )
    binder = resolved(lock, "--extra", "run", "--no-annotate")
    return {LOCK: HEADER + lock, BINDER: BINDER_HEADER + binder + ".\n"}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["write", "check"])
    parser.add_argument(
        "--upgrade", action="store_true", help="let every pin move"
    )
    arguments = parser.parse_args()
    existing = LOCK.read_text(encoding="utf-8") if LOCK.exists() else ""
    new = compiled(existing, arguments.upgrade)
    for path, text in new.items():
        if arguments.action == "write":
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            sys.exit(
                f"{path.relative_to(ROOT)} is not what pyproject.toml asks "
                "for: run make lock."
            )
