"""Check that the build left a page for all that _toc.yml names."""

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def documents(toc):
    """List every document that a table of contents names, the cover first."""
    found = [toc["root"]]
    for part in toc["parts"]:
        found += [chapter["file"] for chapter in part["chapters"]]
    return found


def missing_pages(root=ROOT):
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    pages = ["index.html", *(f"{name}.html" for name in documents(toc))]
    built = root / "_build" / "html"
    return pages, [page for page in pages if not (built / page).is_file()]


if __name__ == "__main__":
    pages, missing = missing_pages()
    if missing:
        sys.exit(
            f"The build left out {', '.join(missing)}: see its messages above."
        )
    print(f"All {len(pages)} pages are in _build/html.")
