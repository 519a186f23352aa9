"""Write requirements.txt from pyproject.toml, or check that it is fresh.

Pins that still fit are kept; ``--upgrade`` lets all of them move.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.txt"
HEADER = """\
# Every package that the book, its tests and its tools need, with the hashes of
# its files. Written by `make lock` from pyproject.toml, which says why each is
# there; do not edit it here.
"""


def compiled(existing, upgrade=False):
    """Resolve pyproject.toml from the pins that exist; return the text."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "requirements.txt"
        target.write_text(existing, encoding="utf-8")
        command = [
            *("uv", "pip", "compile", "pyproject.toml"),
            *("--quiet", "--no-header", "--universal", "--generate-hashes"),
            *("--all-extras", "--python-version", "3.11"),
            "--system-certs",  # those of the machine, as pip takes them
            *("--output-file", str(target)),
            *(["--upgrade"] if upgrade else []),
        ]
        result = subprocess.run([sys.executable, "-m", *command], cwd=ROOT)
        if result.returncode:
            sys.exit(
                "uv could not resolve pyproject.toml (it needs the network): "
                "see above."
            )
        return HEADER + target.read_text(encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["write", "check"])
    parser.add_argument(
        "--upgrade", action="store_true", help="let every pin move"
    )
    arguments = parser.parse_args()
    existing = LOCK.read_text(encoding="utf-8") if LOCK.exists() else ""
    new = compiled(existing, arguments.upgrade)
    if arguments.action == "write":
        LOCK.write_text(new, encoding="utf-8")
    elif new != existing:
        sys.exit(
            "requirements.txt is not what pyproject.toml asks for: "
            "run make lock."
        )
