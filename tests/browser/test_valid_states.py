"""No live figure comes to a state that is not valid, whatever is done."""

import json
import random

import pytest
from contract import CONTRACTS

from convbook import widgets

pytestmark = pytest.mark.parametrize(
    "kept", CONTRACTS, ids=lambda one: one.widget
)

# What a hand, an older page or a stranger could have put into an address.
ODD = [
    *("", "none", "null", "-1", "0", "1.5", "0.5x1", "1x2x3x4", "99999999999"),
    *("1e3", "constructor", "__proto__", "<b>", "%00", "1_2", "x", "NaN"),
]
ACTIONS = 2000
KEYS = [
    *("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"),
    *("Enter", "Escape", " ", "+", "-", "Tab", "0", "1", "9", "Backspace"),
]


@pytest.fixture
def name(kept):
    return kept.name


def assert_valid(kept, state):
    """What Python takes as it is, is valid."""
    cls = getattr(widgets, kept.widget)
    own = set(cls.class_trait_names(sync=True)) & state.keys()
    made = json.loads(
        cls(**{name: state[name] for name in own}).figure_state()
    )
    assert made["state"] == {name: state[name] for name in made["state"]}


def test_no_address_opens_a_state_that_is_not_valid(live, kept):
    for part in kept.address.split("&"):
        field = part.split("=")[0]
        for state in live.states_of([f"{field}={odd}" for odd in ODD]):
            assert_valid(kept, state)


def act(page, box, chance, keys):
    """Do one thing that a hand could do, wherever it happens to be."""
    kind = chance.random()
    at = (
        box["x"] + chance.random() * box["width"],
        box["y"] + chance.random() * box["height"],
    )
    if kind < 0.35:
        page.mouse.click(*at)
    elif kind < 0.5:
        page.mouse.move(*at)
    elif kind < 0.6:
        page.mouse.down()
        page.mouse.move(*at)
        page.mouse.up()
    elif kind < 0.7:
        page.evaluate(
            """([id, place]) => {
                const inside = document.getElementById(id).querySelectorAll(
                    "button:enabled, input, [tabindex='0']");
                inside[Math.floor(place * inside.length)].focus();
            }""",
            [box["id"], chance.random()],
        )
    else:
        page.keyboard.press(chance.choice(keys))


def test_no_action_reaches_a_state_that_is_not_valid(live, kept):
    page = live.page
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.evaluate(
        """id => {
            const { store } = document.getElementById(id).firstChild;
            window.states = new Set();
            store.subscribe(state => states.add(JSON.stringify(state)));
            // No file is chosen here, and no link is followed.
            addEventListener("click", event =>
                (event.target.type === "file" || event.target.closest("a"))
                && event.preventDefault(), true);
            // Nor is the figure shown alone: the hand would miss it.
            Element.prototype.requestFullscreen = () => {};
        }""",
        kept.name,
    )
    chance = random.Random(0)
    live.element.scroll_into_view_if_needed()
    again = live.button("Start again")
    for number in range(ACTIONS):
        # A random hand ends up with one pixel, where little is left to do.
        if number % 250 == 0 and "kernel_size" in live.state:
            again.click()
        if number % 20 == 0:
            live.element.evaluate("live => live.scrollIntoView()")
            box = live.element.bounding_box() | {"id": kept.name}
        act(page, box, chance, [*KEYS, *kept.letters])
    states = [json.loads(text) for text in page.evaluate("[...states]")]
    assert len(states) > kept.fewest, len(states)
    for state in states:
        assert_valid(kept, state)
