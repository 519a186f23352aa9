"""Write the repository's address into _config.yml, where it stands once.

The buttons of a page that open a chapter on Binder, or the repository itself,
lead there. The workflow that publishes the book calls this with the repository
that it runs in, so that a fork's buttons lead to the fork.
"""

import argparse
import re
from pathlib import Path

CONFIG = Path(__file__).parents[2] / "_config.yml"
LINE = re.compile(r'^(  url: )"[^"]*"', re.MULTILINE)
ADDRESS = re.compile(r"https://[\w.-]*(github|gitlab)[\w.-]*(/[\w.-]+){2}")


def address(text):
    """Return the text if a repository's address has this form, or is empty."""
    if text and not ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{text} is not the address of a repository on GitHub or GitLab, "
            "like https://github.com/owner/name"
        )
    return text


def with_address(config, address):
    """Return the text of _config.yml with this address in it."""
    changed, count = LINE.subn(rf'\g<1>"{address}"', config)
    if count != 1:
        raise ValueError(
            f"_config.yml has {count} lines that start with '  url: ' and a "
            "quoted address; it needs exactly one, under repository"
        )
    return changed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "address",
        type=address,
        help="https://host/owner/name; an empty one takes the buttons away",
    )
    new = parser.parse_args().address
    text = CONFIG.read_text(encoding="utf-8")
    CONFIG.write_text(with_address(text, new), encoding="utf-8")
    print(f"The repository in _config.yml is {new or 'not named'}.")
