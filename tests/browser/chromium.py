"""Find Chromium, or say in one sentence what to install."""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")

# As root, as in a container, Chromium has no sandbox; the rest keeps it from
# asking its own hosts for updates.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def executable():
    """Return the path of Chromium; $CHROMIUM names another one."""
    wanted = os.environ.get("CHROMIUM")
    names = (wanted,) if wanted else NAMES
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        sys.exit(
            f"Chromium is missing ({', '.join(names)} not found): install it "
            "(Debian and Ubuntu: sudo apt install chromium), or name yours: "
            "CHROMIUM=/path/to/chromium make test-browser"
        )
    return found


if __name__ == "__main__":
    print(executable())
