"""PhotoKernel with the reader's own photo, which stays in the browser."""

import base64
import io

import numpy as np
import pytest
from live import figure, number
from photos import (
    EDGES,
    HEAD,
    PAGE,
    Picture,
    check,
    greys,
    sums,
    wait_until_read,
)
from PIL import Image

from convbook.widgets import PhotoKernel


@pytest.fixture
def kernel_on_photo(visit):
    opened = visit(PAGE, "file")
    shown = figure(opened.page, "photo-kernel")
    wait_until_read(shown)
    yield shown
    assert opened.problems == []


def picture_file(colours, name="mine.png", **how):
    file = io.BytesIO()
    Image.fromarray(colours).save(file, format="PNG", **how)
    return {"name": name, "mimeType": "image/png", "buffer": file.getvalue()}


def bring(shown, file):
    shown.element.locator("input[type=file]").set_input_files(file)
    shown.page.wait_for_timeout(300)


def synced(shown):
    """What Python hears of the state."""
    own = [*PhotoKernel.class_own_traits(), "position"]
    return {name: shown.state[name] for name in own}


def test_an_own_photo_is_shown_and_is_no_part_of_the_state(kernel_on_photo):
    shown = kernel_on_photo
    colours = np.random.default_rng(1).integers(
        0, 256, (40, 70, 3), dtype=np.uint8
    )
    grey = colours.astype(int).sum(axis=2) // 3
    before = synced(shown)
    bring(shown, picture_file(colours))
    assert "your photo 40×70" in shown.element.inner_text()
    assert (greys(shown, "input") == grey).all()
    expected = np.clip(sums(grey, EDGES), 0, 255)
    assert (greys(shown, "output") == expected).all()
    check(shown, grey, EDGES, (20, 35))
    shown.element.locator(".wbw-input-photo").focus()
    shown.page.keyboard.press("End")
    check(shown, grey, EDGES, (37, 67))
    shown.page.mouse.click(*Picture(shown, "input").at(10, 20))
    check(shown, grey, EDGES, (9, 19))
    assert synced(shown) == before
    shown.element.locator("select").select_option("sharpen")
    check(shown, grey, shown.state["kernel"], (9, 19))
    # A message that is no picture leaves what there is.
    text = {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"}
    bring(shown, text)
    assert "“a.png” is no picture that this browser can read" in shown.text(
        "fault"
    )
    check(shown, grey, shown.state["kernel"], (9, 19))
    shown.button("Start again").click()
    assert shown.text("fault") == ""
    assert (greys(shown, "input") == HEAD).all()
    check(shown, HEAD, EDGES, (60, 155))


def test_start_again_brings_the_photo_back_even_if_nothing_else_changed(
    kernel_on_photo,
):
    shown = kernel_on_photo
    bring(shown, picture_file(np.zeros((30, 30, 3), dtype=np.uint8)))
    shown.button("Start again").click()
    check(shown, HEAD, EDGES, (60, 155))
    bring(shown, picture_file(np.zeros((30, 30, 3), dtype=np.uint8)))
    shown.open("window=7x8")
    check(shown, HEAD, EDGES, (7, 8))


@pytest.mark.parametrize(
    "size, shown_as", [((700, 1400), "160×320"), ((4000, 30), "")]
)
def test_a_large_photo_is_made_smaller(kernel_on_photo, size, shown_as):
    shown = kernel_on_photo
    bring(shown, picture_file(np.full((*size, 3), 90, dtype=np.uint8)))
    if shown_as:
        assert f"your photo {shown_as}" in shown.element.inner_text()
        assert (greys(shown, "input") == 90).all()
    else:  # made smaller, it is narrower than a kernel
        assert "has only 2 columns" in shown.text("fault")


def test_a_photo_is_dropped(kernel_on_photo):
    shown = kernel_on_photo
    colours = np.full((12, 15, 3), (10, 20, 33), dtype=np.uint8)
    data = base64.b64encode(picture_file(colours)["buffer"]).decode()
    shown.element.locator(".wbw-input-photo").evaluate(
        """(box, data) => {
            const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
            const carried = new DataTransfer();
            carried.items.add(
                new File([bytes], "dropped.png", { type: "image/png" }));
            const how = { dataTransfer: carried, bubbles: true,
                          cancelable: true };
            if (box.dispatchEvent(new DragEvent("dragover", how)))
                throw new Error("it is not taken");
            box.dispatchEvent(new DragEvent("drop", how));
        }""",
        data,
    )
    shown.page.wait_for_timeout(300)
    assert (greys(shown, "input") == 21).all()
    assert number(shown.grid("output").texts[0][0]) == 0
