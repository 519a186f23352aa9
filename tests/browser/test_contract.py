"""What every live figure promises, on its own page.

What differs between them stands in ``contract.py``; what one of them alone
does, in a file of its own. ``test_valid_states.py`` and
``test_contract_in_jupyterlab.py`` go through all of them too, and
``test_live_figures.py`` asks every page that shows one whether it starts, is
at rest, fits, prints, and stands without scripts.
"""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from contract import CONTRACTS
from live import FAULTS_ON_A_PHONE, figure, next_frame
from playwright.sync_api import expect

pytestmark = pytest.mark.parametrize(
    "kept", CONTRACTS, ids=lambda one: one.widget
)

# Whether what has the focus can be seen, and that it has it.
SEEN = """() => {
    const one = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const at = document.elementFromPoint(
        (left + right) / 2,
        (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
        && one.contains(at);
}"""
FOCUSED = """live => live.contains(document.activeElement)
    ? [...document.querySelectorAll("*")].indexOf(document.activeElement)
    : null"""
# Whatever the Tab key should come to, in order; of radio buttons that are
# one choice, the one that is chosen.
STOPS = """live => [...live.querySelectorAll(
        "a, button, input, select, textarea, summary, [tabindex]")]
    .filter(one => one.checkVisibility() && !one.disabled && one.tabIndex >= 0)
    .filter(one => one.type !== "radio" || one.checked)
    .map(one => [...document.querySelectorAll("*")].indexOf(one))"""


@pytest.fixture
def name(kept):
    return kept.name


def documented(live):
    """The keys that the figure's own list names, as a browser names them."""
    named = live.element.locator(".wbw-keys dt").all_text_contents()
    arrows = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]
    others = {"arrows": arrows, "−": ["-"], "Space": [" "]}
    keys = [key for names in named for key in names.split(", ")]
    return {
        one
        for key in keys
        for one in others.get(key, [key.lower() if len(key) == 1 else key])
    }


# --- The address


def test_an_address_opens_its_state_and_copy_link_makes_it(live, opens, kept):
    start = live.state
    live.open(kept.address)
    assert live.note == ""
    state = live.state
    assert state.items() >= kept.opens.items()
    assert live.copied_link() == kept.address
    live.button("Start again").click()
    assert live.state == start and live.note == ""
    live.open(kept.address)
    assert live.state == state and live.note == ""
    # For whoever gets the link, too: on a server, and from the first moment.
    other = opens(kept.address, "http")
    assert other.state == state and other.note == ""


def test_an_impossible_address_opens_the_nearest_state_and_says_so(live, kept):
    impossible = [("colour=3", "there is no “colour” here", {})]
    for query, said, state in impossible + kept.impossible:
        live.open(query)
        assert said in live.note, query
        assert live.note.startswith("The address asked for more than there is")
        assert live.state.items() >= state.items(), query
        # With the next change there is nothing more to say of it.
        field = live.place("spinbutton", "")
        full = field.get_attribute("max") == field.input_value()
        field.press("ArrowDown" if full else "ArrowUp")
        assert live.note == "", query
    # What an address has too much of keeps the rest from nothing.
    live.open(f"colour=3&{kept.address}&__proto__=1")
    assert "no “colour” here; there is no “__proto__” here." in live.note
    assert live.state.items() >= kept.opens.items()


def test_the_address_changes_only_when_a_link_is_asked_for(live, kept):
    live.open(kept.keys_from)
    page, before = live.page, live.page.url
    length = page.evaluate("history.length")
    state = live.state
    press_all(live, kept)
    assert live.state != state
    assert page.url == before
    live.button("Start again").click()
    assert page.url == before
    live.copied_link()
    assert page.url != before
    # The way back leads out of the page still.
    assert page.evaluate("history.length") == length


def test_a_link_is_copied_or_lies_ready_to_be(live, opens, kept):
    live.page.evaluate(
        """() => Object.defineProperty(navigator, "clipboard", {
            value: { writeText: () => Promise.reject(new Error("no")) } })"""
    )
    live.copied_link()
    ready = "Copy the link from the field; it opens the figure as it is now."
    expect(live.element.locator(".wbw-note")).to_have_text(ready)
    assert live.page.evaluate("String(getSelection())") == live.page.url

    other = opens("", "http")
    other.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    other.copied_link()
    expect(other.element.locator(".wbw-note")).to_contain_text("is copied")
    read = "navigator.clipboard.readText()"
    assert other.page.evaluate(read) == other.page.url
    # An older state's link is not left standing.
    field = other.element.locator(".wbw-link")
    expect(field).to_be_visible()
    other.open(kept.address)
    expect(field).to_be_hidden()


def test_a_link_of_the_page_brings_the_keys_to_the_figure(live, kept):
    """Of several choices, the one that is made has the focus."""
    link = live.page.locator(f'article a[href*="#{kept.name}?"]').first
    link.click()
    focused = live.element.locator(f"{kept.focused}:focus")
    expect(focused).to_have_count(1)
    state = live.state
    # The same link once more: as good as new.
    live.place("spinbutton", "").press("ArrowUp")
    assert live.state != state
    link.click()
    expect(focused).to_have_count(1)
    assert live.state == state and live.note == ""


# --- Keys


def press_all(live, kept, check=None):
    for where, key, changes in kept.keys:
        if where:
            live.place(*where).focus()
        if check:
            check(key)
        live.page.keyboard.press(key)
        found = {trait: live.state[trait] for trait in changes}
        assert found == changes, key


def test_every_key_that_is_named_does_what_it_should(live, kept):
    assert live.said.startswith(kept.told_first)
    assert bool(live.said) == bool(kept.told_first)
    live.open(kept.keys_from)

    def check(key):
        """With Control, Meta or Alt it would be the browser's."""
        own = live.element.locator("[role=application]:focus").count()
        if own or key in kept.letters:
            before = live.state
            for modifier in ("Control", "Meta", "Alt"):
                live.page.keyboard.press(f"{modifier}+{key}")
                assert live.state == before, (modifier, key)

    press_all(live, kept, check)
    assert len(live.said) > 10
    pressed = {key for _, key, _ in kept.keys}
    if kept.plays:
        pressed.add(" ")
    assert documented(live) - {"f"} <= pressed


def test_f_and_a_button_show_the_figure_alone(live):
    page = live.page
    alone = "document.fullscreenElement?.matches('.wbw')"
    live.place("spinbutton", "").focus()
    page.keyboard.press("f")
    page.wait_for_function(alone)
    assert live.button("Start again").is_visible()
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement === null")
    live.button("Full screen").click()
    page.wait_for_function(alone)
    live.button("Back to the page").click()
    page.wait_for_function("document.fullscreenElement === null")


def test_what_has_keys_has_a_name_and_is_told_them(live):
    for box in live.element.locator("[role=application]").all():
        list_ = live.page.locator(f"#{box.get_attribute('aria-describedby')}")
        assert "arrows" in list_.text_content()
        if box.is_visible():
            assert box.get_attribute("aria-label")
    assert live.element.get_by_role("group").first.get_attribute("aria-label")


def test_space_plays_and_whatever_the_hand_does_stops_it(live, kept):
    assert bool(kept.plays) == (" " in documented(live))
    assert bool(kept.plays) == live.button("Play").is_visible()
    if not kept.plays:
        return
    page, trait, moments = live.page, kept.plays.trait, kept.plays.moments
    live.open(kept.plays.query)
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)

    def play():
        live.place(*kept.plays.where).focus()
        page.keyboard.press("Home")
        page.keyboard.press(" ")
        for moment in moments:
            assert live.state[trait] == moment
            page.clock.run_for(699)
            assert live.state[trait] == moment
            page.clock.run_for(1)
        return live.state[trait]

    for stop in [
        lambda: page.keyboard.press(" "),
        lambda: page.keyboard.press("Shift"),
        lambda: page.locator("article h1").click(),
        lambda: live.button("Pause").click(),
    ]:
        seen = play()
        stop()
        page.clock.run_for(5000)
        assert live.state[trait] == seen
        assert live.button("Play").is_visible()


# --- Focus


@pytest.mark.parametrize("width", [1280, 360])
def test_the_tab_key_comes_to_every_control_and_shows_where(
    opens, kept, width
):
    live = opens(kept.address, width=width)
    live.unfold()
    page = live.page
    page.evaluate(
        """live => {
            const start = document.createElement("span");
            start.tabIndex = -1;
            live.before(start);
            start.focus();
        }""",
        live.element.element_handle(),
    )
    stops = live.element.evaluate(STOPS)
    for key in ("Tab", "Shift+Tab"):
        found = []
        page.keyboard.press(key)
        while (number := live.element.evaluate(FOCUSED)) is not None:
            page.wait_for_function(SEEN, timeout=5000)
            found.append(number)
            page.keyboard.press(key)
        assert found == stops
        stops.reverse()
    # What it passes over has keys elsewhere: in the field, on the tabs.
    others = live.element.locator("[tabindex='-1']:visible")
    assert others.count() == (
        live.element.locator(".wbw-number [tabindex='-1']:visible").count()
        + live.element.locator("[role=tab][tabindex='-1']").count()
    )


# The keys with which a hand uses a control, by its role or its type.
PRESSED = {
    "application": ["ArrowRight", "Enter", "End", "Escape", "Home"],
    "checkbox": [" ", " "],
    "file": [],
    "number": ["+", "ArrowDown", "Enter"],
    "radio": ["ArrowRight", "ArrowRight"],
    "range": ["End", "Home"],
    "select-one": ["ArrowDown", "ArrowUp"],
    "text": ["7", "Enter"],
}
# The next control is given the focus, and its kind is told. They are not
# numbered: what is pressed makes others come and go.
TAKE = """live => {
    live.taken ??= new Set();
    const one = [...live.querySelectorAll(
            "button, input, select, summary, [tabindex='0']")]
        .find(one => one.checkVisibility() && !one.disabled
            && !live.taken.has(one));
    live.taken.add(one);
    one?.focus();
    return one && [one.getAttribute("role") ?? one.type, one.outerHTML];
}"""
KEEPS = """live => live.contains(document.activeElement)
    && document.activeElement.checkVisibility()
    && !document.activeElement.disabled"""


@pytest.mark.parametrize("hidden", [False, True])
def test_whatever_is_pressed_the_focus_stays_in_the_figure(live, kept, hidden):
    if hidden:
        live.open(kept.address)
    live.unfold()
    count = 0
    while taken := live.element.evaluate(TAKE):
        kind, words = taken
        for key in PRESSED.get(kind, ["Enter", "Enter"]):
            live.page.keyboard.press(key)
            assert live.element.evaluate(KEEPS), (key, words[:90])
        count += 1
    assert count > 10


def step_buttons(live, words):
    """The buttons that step a number, while they are there, each by its
    name: one number can take another one's field away."""
    found = live.element.get_by_role(
        "button", name=re.compile(f": one ({words})$")
    )
    names = [one.get_attribute("aria-label") for one in found.all()]
    assert len(names) > 1
    return (live.button(one) for one in names if live.button(one).count())


def test_a_button_that_is_used_up_hands_the_focus_on(live):
    for button in step_buttons(live, "less|more|back|on"):
        up = re.search("(more|on)$", button.get_attribute("aria-label"))
        field = button.locator("xpath=../input")
        if field.get_attribute("type") == "range":
            field.press("End" if up else "Home")
            field.press("-" if up else "+")
        else:
            limit = int(field.get_attribute("max" if up else "min"))
            field.fill(str(limit - 1 if up else limit + 1))
            field.press("Enter")
        button.focus()
        button.press("Enter")
        assert button.is_disabled() and live.element.evaluate(KEEPS)


# --- Numbers


def test_a_number_that_is_not_possible_is_not_left_standing(live):
    fields = live.element.get_by_role("spinbutton").all()
    label_of = "one => one.labels[0].textContent"
    for label in [field.evaluate(label_of) for field in fields]:
        field = live.field(label)
        if not field.count():
            continue  # what it is about is gone
        for edge, by in [("max", 100), ("min", -100)]:
            limit = int(field.get_attribute(edge))
            field.fill(str(limit + by))
            field.press("Enter")
            assert field.input_value() == str(limit), label
            typed = str(limit + by).replace("-", "−")
            assert live.note.startswith(f"{label}: {typed} is not possible")
        field.fill("")
        field.blur()
        assert field.input_value() == str(limit), label


def test_a_button_stays_under_the_hand_however_the_picture_grows(live):
    for button in step_buttons(live, "more"):
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        field = button.locator("xpath=preceding-sibling::input")
        for _ in range(3):
            before = int(field.input_value())
            if before == int(field.get_attribute("max")):
                break
            live.page.mouse.click(*at)
            assert int(field.input_value()) == before + 1, button


# --- On a phone


def test_on_a_phone_nothing_is_cut_off_whatever_is_shown(opens, kept):
    live = opens(width=360, touch=True)
    page = live.page
    for query, changes in kept.states:
        live.open(query)
        live.set(**changes)
        live.unfold()
        next_frame(page)
        assert page.evaluate(FAULTS_ON_A_PHONE, True) == [], query
        sideways = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(sideways) <= 0, query
        assert live.element.evaluate(
            "live => live.scrollWidth <= live.clientWidth"
        )


def test_on_a_phone_what_is_said_is_on_the_screen_with_the_picture(
    opens, kept
):
    live = opens(width=360, touch=True)
    if kept.widget == "ShapeDrill":
        live.button("Show me").tap()
    seen = live.element.locator(f"{kept.seen}:visible").first
    seen.evaluate(
        """box => scrollTo({
            top: scrollY + box.getBoundingClientRect().bottom - 400,
            behavior: "instant" })"""
    )
    next_frame(live.page)
    said = live.element.locator(kept.says).bounding_box()
    assert said["y"] >= 0 and said["y"] + said["height"] <= 800.5
    shown = seen.bounding_box()
    assert shown["y"] + shown["height"] <= said["y"]


# --- In any state


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_whatever_is_shown(visit, kept, colours):
    # What axe itself asks for, on its way to the styles, is no fault.
    page = visit(kept.page, colours=colours).page
    live = figure(page, kept.name)
    live.wait_until_drawn()
    for query, changes in kept.states:
        live.open(query)
        live.set(**changes)
        live.unfold()
        found = Axe().run(page, f"#{kept.name}").response["violations"]
        assert found == [], json.dumps(
            [(rule["id"], rule["nodes"][0]["html"]) for rule in found]
        )
