"""The chapters' files, and the tool that keeps them in one form."""

import copy
import json
import re
from configparser import ConfigParser

import nbformat
import numpy as np
import pytest
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)
from paths import ROOT

import notebooks
from convbook.figures import draw_photos
from convbook.figures.photo import as_png
from convbook.widgets import PhotoKernel
from convbook.widgets.figure import MIME

# How many cells of all chapters are not compared in full, and which. The
# number may only fall.
EXEMPT = {"01-slide-a-window": 1}


def test_no_more_cells_are_exempt_than_are_named_here():
    found = {}
    for path in notebooks.paths():
        for cell in notebooks.read(path).cells:
            tags = set(cell.metadata.get("tags", []))
            assert tags <= notebooks.EXEMPT, f"{path.stem}: unknown {tags}"
            if tags:
                assert len(cell.metadata.get("reason", "")) > 20
                found[path.stem] = found.get(path.stem, 0) + 1
    assert found == EXEMPT


def test_a_time_that_is_not_compared_is_measured_where_the_cell_says_so():
    config = ConfigParser()
    config.read(ROOT / "tests" / "nbval-sanitize.cfg")
    time = re.compile(config["time"]["regex"])
    for path in notebooks.paths():
        for cell in notebooks.read(path).cells:
            told = "".join(o.get("text", "") for o in cell.get("outputs", []))
            says = "measures-time" in cell.metadata.get("tags", [])
            assert bool(time.search(told)) == says, (path.stem, told)


@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda p: p.stem)
def test_the_chapters_are_in_their_normal_form(path):
    assert notebooks.problems(notebooks.read(path)) == []


def test_chapters_1_and_4_hold_photos_to_compare():
    held = {
        path.stem[:2]: sum(
            output.get("data", {}).get("image/svg+xml", "").count("<image ")
            for cell in notebooks.read(path).cells
            for output in cell.get("outputs", ())
        )
        for path in notebooks.paths()
    }
    assert held["01"] >= 15 and held["04"] >= 8


# --- The tool finds what it should find


def picture(description="Two pixels."):
    data = {"image/svg+xml": "<svg/>", "text/plain": description}
    return new_output("execute_result", data, execution_count=1)


def notebook(source="draw()", outputs=(), text="# A title", **metadata):
    cells = [
        new_markdown_cell(text),
        new_code_cell(
            source,
            execution_count=1,
            outputs=list(outputs),
            metadata=nbformat.from_dict(metadata),
        ),
    ]
    return notebooks.normalise(new_notebook(cells=cells))


def stream(text, name="stdout"):
    return new_output("stream", text=text, name=name)


def test_a_clean_notebook_has_no_problem():
    assert notebooks.problems(notebook(outputs=[picture()])) == []


def test_the_description_becomes_the_alternative_text():
    cell = notebook(outputs=[picture("Two\npixels.")]).cells[1]
    assert cell.metadata.mystnb.image.alt == "Two pixels."


def test_an_alternative_text_that_says_something_else_is_found():
    changed = notebook(outputs=[picture()])
    changed.cells[1].metadata.mystnb.image.alt = "Three pixels."
    assert "alternative texts" in notebooks.problems(changed)[0]


@pytest.mark.parametrize("counts", [None, 2])
def test_a_cell_that_was_not_run_in_order_is_found(counts):
    changed = notebook()
    changed.cells[1].execution_count = counts
    assert "execution counts" in notebooks.problems(changed)[0]


@pytest.mark.parametrize(
    "text, what",
    [
        ("```{note}\nHello\n```", "a MyST directive"),
        (":::{tip}\nHello\n:::", "a MyST directive"),
        ("See {ref}`there`.", "a MyST role"),
        ("(here)=\n# A title", "a MyST target"),
        ("98. In the others", "a sentence that its first number makes a list"),
    ],
)
def test_what_only_the_book_understands_is_found(text, what):
    assert what in notebooks.problems(notebook(text=text))[0]


def test_plain_code_and_mathematics_are_no_directives():
    text = "```python\nx = {1}\n```\n\n$\\{x\\}$ and `{x}` and `f{x}`"
    assert notebooks.problems(notebook(text=text)) == []


@pytest.mark.parametrize(
    "outputs, what",
    [
        ([picture(""), picture()], "2 pictures"),
        ([picture("")], "without a description"),
        ([picture("<Figure size 640x480 with 1 Axes>")], "without a descri"),
        ([new_output("display_data", {"image/png": "iVBO"})], "PNG or JPEG"),
        ([new_output("error", ename="E", evalue="", traceback=[])], "error"),
        ([stream("careful", name="stderr")], "writes to stderr"),
        ([stream("/home/me/book")], "a path of a machine"),
        ([stream("C:\\Users\\me")], "a path of a machine"),
    ],
)
def test_an_output_that_should_not_be_there_is_found(outputs, what):
    found = notebooks.problems(notebook(outputs=outputs))
    assert any(what in problem for problem in found), found


PIXELS = np.random.default_rng(0).integers(0, 256, (9, 8))
PHOTO = draw_photos({"noise": PIXELS}).svg
LIVE = PhotoKernel(photo=PIXELS)._repr_mimebundle_()[0]


def photo_output(svg=PHOTO, **more):
    data = {"image/svg+xml": svg, "text/plain": "A photo.", **more}
    return new_output("execute_result", data, execution_count=1)


def overwritten(svg):
    """Write other characters into the middle of a photo's bytes."""
    start = svg.index("base64,") + 70
    return svg[:start] + svg[start : start + 20].swapcase() + svg[start + 20 :]


def with_other_pixels(svg, pixels):
    address = as_png(np.stack([pixels] * 3, axis=2).astype(np.uint8))
    return re.sub(r'data:image/png[^"]*', address, svg, count=1)


def with_other_state():
    state = json.loads(LIVE[MIME])
    state["state"]["photo"] = PhotoKernel(photo=PIXELS[::-1]).photo
    return json.dumps(state)


def test_photos_as_they_are_drawn_have_no_problem():
    live = photo_output(LIVE["image/svg+xml"], **{MIME: LIVE[MIME]})
    for output in (photo_output(), live):
        assert notebooks.problems(notebook(outputs=[output])) == []


@pytest.mark.parametrize(
    "output, what",
    [
        (photo_output(overwritten(PHOTO)), "not the address of a PNG"),
        (photo_output(with_other_pixels(PHOTO, PIXELS ^ 1)), "its id names"),
        (photo_output(with_other_pixels(PHOTO, PIXELS[::-1])), "its id names"),
        (photo_output(PHOTO.replace("<image id", "<image di")), "its id nam"),
        (
            photo_output(PHOTO.replace("<image ", '<image transform="x" ')),
            "turned or flipped",
        ),
        (photo_output(PHOTO.replace("<style>", "<<<")), "cannot be read"),
        (
            photo_output(PHOTO.replace('href="data', 'href="x')),
            "not the address of a PNG",
        ),
        (
            photo_output(LIVE["image/svg+xml"], **{MIME: with_other_state()}),
            "one in its state is not in its picture",
        ),
    ],
)
def test_a_photo_that_is_not_the_one_it_should_be_is_found(output, what):
    found = notebooks.problems(notebook(outputs=[output]))
    assert any(what in problem for problem in found), found


def test_an_exemption_needs_a_reason():
    tags = ["measures-time"]
    bare = notebooks.problems(notebook(tags=tags))
    assert "without a reason" in bare[0]
    assert notebooks.problems(notebook(tags=tags, reason="It is timed.")) == []


def test_what_an_editor_adds_is_found():
    changed = notebook()
    changed.metadata.language_info.version = "3.11.7"
    assert "normal form" in notebooks.problems(changed)[0]
    changed = notebook()
    changed.cells[1].metadata.execution = {"iopub.execute_input": "now"}
    assert "normal form" in notebooks.problems(changed)[0]


def test_ids_depend_on_the_text_alone_and_differ():
    twice = new_notebook(cells=[new_code_cell("1"), new_code_cell("1")])
    ids = [cell.id for cell in notebooks.normalise(twice).cells]
    again = [cell.id for cell in notebooks.normalise(twice).cells]
    assert ids == again and len(set(ids)) == 2


def test_a_measured_time_stays_while_the_source_is_the_same():
    tags = {"tags": ["measures-time"], "reason": "It is timed."}
    before = notebook("time()", [stream("1 s")], **tags)
    after = notebook("time()", [stream("2 s")], **tags)
    notebooks.keep_measured_times(after, before)
    assert after.cells[1].outputs[0].text == "1 s"

    edited = notebook("time(2)", [stream("3 s")], **tags)
    notebooks.keep_measured_times(edited, before)
    assert edited.cells[1].outputs[0].text == "3 s"

    compared = notebook("time()", [stream("2 s")])
    notebooks.keep_measured_times(compared, before)
    assert compared.cells[1].outputs[0].text == "2 s"


def test_normalising_twice_is_normalising_once():
    once = notebook(outputs=[picture()])
    twice = notebooks.normalise(copy.deepcopy(once))
    assert notebooks.dump(once) == notebooks.dump(twice)
