"""PhotoKernel with the reader's own photo, which stays in the browser."""

import base64
import io

import numpy as np
import pytest
from live import number
from photos import EDGES, HEAD, Picture, check, greys, sums
from PIL import Image
from playwright.sync_api import expect

from convbook.widgets import PhotoKernel

NAME = "photo-kernel"


@pytest.fixture
def kernel_on_photo(live):
    return live


def picture_file(colours, name="mine.png", **how):
    file = io.BytesIO()
    Image.fromarray(colours).save(file, format="PNG", **how)
    return {"name": name, "mimeType": "image/png", "buffer": file.getvalue()}


def bring(shown, file, said):
    """Choose a file, and wait until the figure says what it should."""
    shown.element.locator("input[type=file]").set_input_files(file)
    expect(shown.element).to_contain_text(said)


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
    bring(shown, picture_file(colours), "your photo 40×70")
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
    bring(shown, text, "“a.png” is no picture that this browser can read")
    assert "“a.png”" in shown.text("fault")
    check(shown, grey, shown.state["kernel"], (9, 19))
    shown.button("Start again").click()
    assert shown.text("fault") == ""
    assert (greys(shown, "input") == HEAD).all()
    check(shown, HEAD, EDGES, (60, 155))


def test_start_again_brings_the_photo_back_even_if_nothing_else_changed(
    kernel_on_photo,
):
    shown = kernel_on_photo
    black = picture_file(np.zeros((30, 30, 3), dtype=np.uint8))
    bring(shown, black, "your photo 30×30")
    shown.button("Start again").click()
    check(shown, HEAD, EDGES, (60, 155))
    bring(shown, black, "your photo 30×30")
    shown.open("window=7x8")
    check(shown, HEAD, EDGES, (7, 8))


def test_a_large_photo_is_made_smaller(kernel_on_photo):
    shown = kernel_on_photo
    large = np.full((700, 1400, 3), 90, dtype=np.uint8)
    bring(shown, picture_file(large), "your photo 160×320")
    assert (greys(shown, "input") == 90).all()
    # Made smaller, it is narrower than a kernel.
    long = np.full((4000, 30, 3), 90, dtype=np.uint8)
    bring(shown, picture_file(long), "has only 2 columns")
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
    expect(shown.element).to_contain_text("your photo 12×15")
    assert (greys(shown, "input") == 21).all()
    assert number(shown.grid("output").texts[0][0]) == 0
