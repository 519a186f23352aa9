"""Execute the chapters and keep their files in one normal form.

``refresh`` executes every chapter and writes its outputs; it is the only thing
that does. ``check`` changes nothing and says what is not as ``refresh`` would
leave it.
"""

import argparse
import copy
import hashlib
import itertools
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
from markdown_it import MarkdownIt
from nbclient import NotebookClient

from convbook.figures.photo import checksum, from_png
from convbook.widgets.figure import MIME as FIGURE

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
TIMED = "measures-time"
EXEMPT = {TIMED, "raises-exception"}
KEPT = {"reason", "tags"}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}
ADDRESS = re.compile(r"data:image/[^\"'\\\s)]*")
MACHINE_PATH = re.compile(r"/(home|Users|root|tmp)/|[A-Z]:\\\\Users")


def paths():
    """List the chapters in their order."""
    return sorted(
        path
        for path in FOLDER.rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    )


def execute(notebook, folder):
    """Run every cell anew, as a reader would, in the chapter's own folder."""
    NotebookClient(
        notebook,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    ).execute()


def keep_measured_times(notebook, before):
    """Give a cell that measures time the output it had with this source.

    A measured time differs at every run: without this, no two refreshes would
    agree.
    """
    old = {
        cell.source: cell.outputs
        for cell in before.cells
        if cell.cell_type == "code"
    }
    for cell in notebook.cells:
        if TIMED in cell.metadata.get("tags", []) and old.get(cell.source):
            cell.outputs = old[cell.source]
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = cell.execution_count


def normalise(notebook):
    """Return the notebook with ids, metadata, alternative texts computed."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen = {}
    for cell in notebook.cells:
        forget_widgets(cell)
        number = seen[cell.source] = seen.get(cell.source, 0) + 1
        text = f"{cell.cell_type}\n{number}\n{cell.source}"
        cell.id = hashlib.sha256(text.encode()).hexdigest()[:12]
        kept = {k: v for k, v in cell.metadata.items() if k in KEPT}
        if description := described(cell):
            kept["mystnb"] = {"image": {"alt": description}}
        cell.metadata = nbformat.from_dict(kept)
    return notebook


def forget_widgets(cell):
    """Leave of a live figure its state and its snapshot.

    What a widget shows is known to the kernel that made it alone: to anybody
    who opens the file later, the picture says more than "model not found".
    """
    for output in cell.get("outputs", []):
        if FIGURE in output.get("data", {}):
            output.data.pop(WIDGET_VIEW, None)


def described(cell):
    """Return the words beside the cell's picture, on one line, or None."""
    for output in cell.get("outputs", []):
        if "image/svg+xml" in output.get("data", {}):
            return " ".join(output.data.get("text/plain", "").split())
    return None


def myst(text):
    """Find what only the book's own pages understand, in a Markdown cell.

    Outside them, in JupyterLab or on GitHub, it is shown raw, and what
    should be hidden is not.
    """
    for token in MarkdownIt().parse(text):
        if token.type == "fence" and token.info.startswith("{"):
            yield "a MyST directive"
        # "254. Below 0 comes 255" is not a list that starts at 254.
        if token.type == "ordered_list_open" and token.attrGet("start"):
            yield "a sentence that its first number makes a list"
        if token.type != "inline":
            continue
        if re.search(r"^:{3,}", token.content, re.MULTILINE):
            yield "a MyST directive"
        if re.search(r"^\([\w-]+\)=$", token.content, re.MULTILINE):
            yield "a MyST target"
        for left, right in itertools.pairwise(token.children):
            named = re.search(r"\{[\w:+-]+\}$", left.content)
            if named and right.type == "code_inline":
                yield "a MyST role"


def photo_checksums(svg):
    """Compute the checksum of each photo in a drawing; refuse a false one.

    The comparison of a chapter's outputs skips the bytes of photos, which
    depend on the compressor. It compares the checksums in their ids, so each
    must be that of the pixels that are really there.
    """
    found = []
    for image in ElementTree.fromstring(svg).findall(".//{*}image"):
        pixels = from_png(image.get("href") or "")
        found.append(checksum(pixels))
        if not (image.get("id") or "").endswith(f"-{found[-1]}"):
            raise ValueError("its pixels are not those that its id names")
        if image.get("transform"):
            raise ValueError("it is turned or flipped")
    return found


def photo_problem(output):
    """Say what is wrong with the photos of an output, if anything is."""
    data = dict(output.get("data", {}))
    try:
        drawn = photo_checksums(data.pop("image/svg+xml", "<svg/>"))
        # A live figure keeps a photo of the snapshot beside it in its state.
        for address in ADDRESS.findall(str(data)):
            if checksum(from_png(address)) not in drawn:
                raise ValueError("one in its state is not in its picture")
    except ElementTree.ParseError as error:
        return f"shows a picture that cannot be read: {error}"
    except ValueError as error:
        return f"shows a photo that is not the one it should be: {error}"
    return None


def problems(notebook):
    """Say what is wrong with an executed notebook, one sentence each."""
    found = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    counts = [cell.execution_count for cell in code]
    if counts != list(range(1, len(code) + 1)):
        found.append(f"execution counts are {counts} and not 1 to {len(code)}")
    if dump(normalise(notebook)) != dump(notebook):
        found.append(
            "ids, metadata or alternative texts are not in the normal form"
        )
    for cell in notebook.cells:
        where = "an empty cell"
        if cell.source:
            first = cell.source.splitlines()[0]
            where = f"the cell that starts with {first!r}"
        if not cell.source.strip():
            found.append("there is an empty cell")
        if cell.cell_type == "markdown":
            found += [f"{what} in {where}" for what in myst(cell.source)]
        else:
            found += [f"{where} {wrong}" for wrong in code_problems(cell)]
    return found


def code_problems(cell):
    """Say what is wrong with a cell of code and its outputs."""
    tags = set(cell.metadata.get("tags", []))
    if tags & EXEMPT and not cell.metadata.get("reason"):
        yield "is exempt from comparison without a reason"
    pictures = sum("image/svg+xml" in o.get("data", {}) for o in cell.outputs)
    if pictures > 1:
        yield f"shows {pictures} pictures; a cell has one alternative text"
    # An object that says nothing of itself shows its type: <Figure ...>.
    if pictures and re.match("<|$", described(cell)):
        yield "shows a picture without a description"
    for output in cell.outputs:
        data = output.get("data", {})
        if WIDGET_VIEW in data:
            yield (
                "shows a widget that a page cannot host; "
                "show one of convbook.widgets alone"
            )
        if {"image/png", "image/jpeg"} & set(data):
            yield "shows a PNG or JPEG, which is never compared"
        if output.output_type == "error" and "raises-exception" not in tags:
            yield "ends in an error"
        if wrong := photo_problem(output):
            yield wrong
        if output.get("name") == "stderr":
            yield "writes to stderr"
        if MACHINE_PATH.search(str(output)):
            yield "shows a path of a machine"


def read(path):
    return nbformat.read(path, as_version=4)


def dump(notebook):
    return nbformat.writes(notebook) + "\n"


def refresh():
    for path in paths():
        print(f"{path.relative_to(ROOT)} ... ", end="", flush=True)
        before = read(path)
        notebook = copy.deepcopy(before)
        execute(notebook, path.parent)
        keep_measured_times(notebook, before)
        path.write_text(dump(normalise(notebook)), encoding="utf-8")
        print("executed")


def check():
    found = [
        f"{path.relative_to(ROOT)}: {problem}"
        for path in paths()
        for problem in problems(read(path))
    ]
    if found:
        sys.exit(
            "\n".join([*found, "Run make refresh, and mend what it does not."])
        )
    print(f"{len(paths())} notebooks are in their normal form.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["refresh", "check"])
    {"refresh": refresh, "check": check}[parser.parse_args().action]()
