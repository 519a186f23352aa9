"""PhotoKernel on its page: what it alone does."""

import numpy as np
import pytest
from live import Finger, next_frame, number, written
from photos import (
    EDGES,
    HEAD,
    Picture,
    canvas,
    check,
    close_to,
    greys,
    sums,
)

NAME = "photo-kernel"


@pytest.fixture
def kernel_on_photo(live):
    return live


def test_the_first_look_is_the_one_of_chapter_1(kernel_on_photo):
    shown = kernel_on_photo
    assert (greys(shown, "input") == HEAD).all()
    check(shown, HEAD, EDGES, (60, 155))
    told = "−569, negative: brighter on the left."
    assert shown.text("told").startswith(told)
    caption = shown.text("values")
    assert caption.startswith("Values −753 to 732; 49% below 0: black;")
    shown.element.get_by_text("both signs").click()
    assert "in full colour from ±348 on" in shown.text("values")
    assert shown.text("told") == f"{told} Drawn blue."


def test_what_it_shows_is_what_numpy_says(kernel_on_photo):
    shown = kernel_on_photo
    rng = np.random.default_rng(11)
    for number_ in range(60):
        k = rng.integers(1, 6, 2)
        kernel = rng.integers(-9, 10, k) / (4 if number_ % 3 == 0 else 1)
        divisor = int(rng.choice([1, 9, 25]))
        size = HEAD.shape - k + 1
        at = [int(rng.integers(n)) for n in size]
        show = str(rng.choice(["cut", "distance", "signed"]))
        shown.set(
            kernel=[
                [int(w) if w % 1 == 0 else w for w in r]
                for r in kernel.tolist()
            ],
            weights=None,
            divisor=divisor,
            position=at,
            show=show,
        )
        check(shown, HEAD, kernel, at, divisor)
        expected = sums(HEAD, kernel, divisor)
        assert (
            shown.element.get_by_text(f"output {size[0]}×{size[1]}").count()
            == 1
        )
        values = abs(expected) if show == "distance" else expected
        caption = shown.text("values").rstrip(".").split(";")
        low, high = map(number, caption[0].split()[1::2])
        assert (low, high) == close_to((values.min(), values.max()))
        if show != "signed":
            drawn = np.clip(np.rint(values), 0, 255)
            assert (greys(shown, "output") == drawn).all()
        else:
            red, _, blue = np.moveaxis(canvas(shown, "output"), 2, 0)
            full = np.quantile(abs(expected), 0.99, method="lower")
            said = caption[-1].split("±")[1].removesuffix(" on")
            assert number(said) == close_to(full)
            clear = abs(expected) > full / 20
            assert (((blue > red) == (expected < 0)) | ~clear).all()
            assert (((blue < red) == (expected > 0)) | ~clear).all()


def test_a_hand_looks_and_a_click_keeps(kernel_on_photo):
    shown = kernel_on_photo
    page = shown.page
    page.mouse.move(*Picture(shown, "input").at(120, 40))
    check(shown, HEAD, EDGES, (119, 39))  # the pixel is the window's middle
    assert shown.state["position"] == [60, 155]
    assert Picture(shown, "input").outlined == pytest.approx(
        (120.5, 40.5), abs=0.5
    )
    assert Picture(shown, "output").outlined == pytest.approx(
        (119.5, 39.5), abs=0.5
    )
    page.mouse.move(*Picture(shown, "output").at(200, 100))
    check(shown, HEAD, EDGES, (200, 100))
    page.mouse.move(1, 1)
    check(shown, HEAD, EDGES, (60, 155))
    page.mouse.click(*Picture(shown, "output").at(10, 20))
    page.mouse.move(1, 1)
    check(shown, HEAD, EDGES, (10, 20))
    assert shown.state["position"] == [10, 20]
    # In the corners no window has its middle: the nearest one is taken.
    for pixel, position in [((0, 0), [0, 0]), ((299, 259), [297, 257])]:
        page.mouse.click(*Picture(shown, "input").at(*pixel))
        assert shown.state["position"] == position


def test_a_drag_looks_on_the_way_and_keeps_the_end(kernel_on_photo):
    shown = kernel_on_photo
    page, picture = shown.page, Picture(shown, "input")
    page.mouse.move(*picture.at(50, 50))
    page.mouse.down()
    page.mouse.move(*picture.at(80, 90))
    check(shown, HEAD, EDGES, (79, 89))
    assert shown.state["position"] == [60, 155]
    x, y = picture.at(80, 90)
    page.mouse.move(x - 500, y)  # out of the picture, still held
    check(shown, HEAD, EDGES, (79, 0))
    page.mouse.up()
    assert shown.state["position"] == [79, 0]


def test_all_of_it_by_keys(kernel_on_photo):
    shown = kernel_on_photo
    keyboard = shown.page.keyboard
    for picture in ("input", "output"):
        shown.open("window=60x155")
        shown.element.locator(f".wbw-{picture}-photo").focus()
        for key, position in [
            ("Shift+ArrowUp", (50, 155)),
            ("End", (297, 257)),
        ]:
            keyboard.press(key)
            check(shown, HEAD, EDGES, position)
    value = written(sums(HEAD, EDGES)[297, 257])
    words = "Output (297,\u00a0257), rows 297–299, columns 257–259"
    assert shown.said.startswith(f"{words}: {value}")
    shown.open("window=60x155")
    kernel = shown.grid("kernel")
    kernel.box.focus()
    keyboard.press("Enter")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowRight")
    assert kernel.marked("asked") == [(1, 1)]
    keyboard.press("+")
    changed = EDGES.copy()
    changed[1, 1] = 1
    check(shown, HEAD, changed, (60, 155))
    assert "177·1 = 177" in shown.text("asked")
    keyboard.press("Enter")
    keyboard.type("-7")
    keyboard.press("Enter")
    changed[1, 1] = -7
    check(shown, HEAD, changed, (60, 155))
    kernel.box.focus()
    keyboard.press("Escape")
    assert kernel.marked("asked") == []
    row = shown.field("row")
    row.fill("297")
    row.press("Enter")
    shown.field("column").press("ArrowUp")
    check(shown, HEAD, changed, (297, 156))


def test_a_weight_is_changed_by_mouse_and_the_output_follows(kernel_on_photo):
    shown = kernel_on_photo
    kernel = shown.grid("kernel")
    kernel.hover(2, 0)
    assert "pixel (62,\u00a0155)" in shown.text("asked")
    assert "234·(−1) = −234" in shown.text("asked")
    for kind in ("input", "kernel", "plain"):
        assert shown.grid(kind).marked("asked") == [(2, 0)]
    kernel.click(2, 0)
    field = shown.field("weight (2,\u00a00)")
    field.fill("0.5")
    field.press("Enter")
    changed = EDGES.astype(float)
    changed[2, 0] = 0.5
    check(shown, HEAD, changed, (60, 155))
    expected = np.clip(np.rint(sums(HEAD, changed)), 0, 255)
    assert (greys(shown, "output") == expected).all()
    menu = shown.element.locator("select")
    assert menu.evaluate("menu => menu.selectedOptions[0].text") == "your own"


@pytest.mark.parametrize(
    "label, kernel, divisor",
    [
        ("edges, top to bottom", EDGES.T, 1),
        ("Sobel, left to right", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], 1),
        ("blur, 3×3", np.ones((3, 3)), 9),
        ("blur, 5×5", np.ones((5, 5)), 25),
        ("sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]], 1),
        ("leave as it is", [[0, 0, 0], [0, 1, 0], [0, 0, 0]], 1),
    ],
)
def test_a_kernel_is_chosen(kernel_on_photo, label, kernel, divisor):
    shown = kernel_on_photo
    shown.element.locator("select").select_option(label=label)
    check(shown, HEAD, kernel, (60, 155), divisor)
    expected = np.clip(sums(HEAD, kernel, divisor), 0, 255)
    assert (greys(shown, "output") == expected).all()


def test_a_finger_taps_drags_and_scrolls(opens):
    shown = opens(width=360, touch=True)
    page = shown.page
    picture = Picture(shown, "input")
    width = picture.box.locator("canvas").bounding_box()["width"]
    page.touchscreen.tap(*picture.at(150, 100))
    # A pixel of the screen is up to two of the photo.
    kept = np.array(shown.state["position"])
    assert (abs(kept - (149, 99)) <= np.ceil(260 / width)).all()
    check(shown, HEAD, EDGES, kept)
    finger = Finger(page)

    def swipe(*places):
        finger.swipe(*(picture.at(*place) for place in places))
        next_frame(page)

    # Taken at its outline the window follows the finger, up and down too.
    before = page.evaluate("scrollY")
    swipe((150, 100), (180, 100), (220, 110), (260, 120))
    assert (abs(np.array(shown.state["position"]) - (259, 119)) <= 3).all()
    # Elsewhere it follows a finger that starts to the side,
    swipe((20, 20), (20, 60), (25, 120), (40, 200))
    assert (abs(np.array(shown.state["position"]) - (39, 199)) <= 3).all()
    assert page.evaluate("scrollY") == before
    # and one that moves up scrolls the page.
    kept = shown.state["position"]
    x, y = picture.at(290, 30)
    finger.swipe(*((x, y - 15 * step) for step in range(12)))
    page.wait_for_function("before => scrollY > before", arg=before)
    next_frame(page)
    assert shown.state["position"] == kept


def test_the_answer_is_hidden_until_it_is_guessed(kernel_on_photo):
    shown = kernel_on_photo
    shown.open("window=60x155&hide=1")
    assert shown.grid("output").texts == [["?"]]
    assert {text for line in shown.grid("plain").texts for text in line} == {
        "?"
    }
    assert (canvas(shown, "output") == 0).all()  # blank: all is see-through
    assert not shown.element.locator(
        ".wbw-output-photo .wbw-outline"
    ).is_visible()
    assert "hidden" in shown.said  # and not what was said before
    assert "569" not in shown.element.inner_text()
    question = "Your estimate of this output:"
    for typed, said in [
        ("many", "Type a number"),
        ("569", "wrong sign"),
        ("1341", "without the weights"),
        ("0", "what a screen would show"),
        ("-200", "too near to 0"),
    ]:
        assert said in shown.guess(question, typed), typed
        assert shown.state["hidden"]
    assert shown.guess(question, "−600") == "−600 is close: it is −569."
    check(shown, HEAD, EDGES, (60, 155))
    assert (greys(shown, "output") == np.clip(sums(HEAD, EDGES), 0, 255)).all()
