"""Pack the built pages into one file, for a room without the internet.

Unpacked anywhere, its ``index.html`` opens in a browser without a server.
"""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "_build" / "html"
NAME = "window-by-window"
# What no page asks for: notes of the build, the index for other Sphinx books,
# maps for debugging the theme, and the theme's texts in other languages.
LEFT_OUT = (".buildinfo", "objects.inv", "*.map", "_static/locales/**/*")


def packed(pages):
    """List the files that belong in the archive."""
    left_out = {path for rule in LEFT_OUT for path in pages.rglob(rule)}
    files = {path for path in pages.rglob("*") if path.is_file()}
    return sorted(files - left_out - {archive(pages)})


def archive(pages):
    return pages / f"{NAME}.zip"


def pack(pages=PAGES):
    """Write the archive beside the pages; return its path."""
    with ZipFile(archive(pages), "w", ZIP_DEFLATED) as file:
        for path in packed(pages):
            file.write(path, Path(NAME) / path.relative_to(pages))
    return archive(pages)


if __name__ == "__main__":
    path = pack()
    size = path.stat().st_size / 1e6
    print(f"All of it in one file: {path.relative_to(ROOT)} ({size:.1f} MB).")
