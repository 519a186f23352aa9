"""A convolution and its gradients: what is drawn is what is computed."""

import re
from itertools import islice

import numpy as np
import pytest
from widget_states import backward_states

from convbook import Convolution, col2im, coverage
from convbook.figures import draw_backward
from convbook.figures.backward import backward_scene
from convbook.figures.gradients import Passes
from convbook.figures.scene import as_data
from convbook.figures.svg import draw
from convbook.geometry import as_setting
from figures.layout import overlaps
from figures.reading import marked, tables, texts

IMAGE = np.arange(24).reshape(4, 6)
KERNEL = np.array([[1, 0], [2, -1], [0, 3]])
POWERS = 10 ** np.arange(10).reshape(2, 5)
SETTINGS = "stride", "padding", "dilation"
PICTURES = [
    ("forward", "scatter"),
    ("db", "scatter"),
    ("dW", "scatter"),
    ("dX", "scatter"),
    ("dX", "gather"),
]


def passes_of(state):
    setting = as_setting(
        state["size"],
        state["kernel_size"],
        *(state[name] for name in SETTINGS),
    )
    return Passes(
        state["image"],
        state["weights"],
        state["upstream"],
        state["bias"],
        setting,
    )


def scene_of(state, **changes):
    """Make the scene of a state, and see it as JSON holds it."""
    shown = ("tab", "view", "position", "weight", "pixel", "nudge", "hidden")
    traits = {name: state[name] for name in shown} | changes
    scene = as_data(backward_scene(passes_of(state), **traits))
    named = {table["name"]: table for table in scene["tables"]}
    return named, scene["words"]


def written(values):
    """Write whole numbers as the figures do."""
    return [
        [f"{value:.0f}".replace("-", "−") for value in line]
        for line in (values + 0.0).tolist()
    ]


class Layer:
    """What the finished layer of convbook makes of a state."""

    def __init__(self, state, sent=None):
        settings = {name: state[name] for name in SETTINGS}
        rng = np.random.default_rng(0)
        layer = Convolution(1, 1, state["kernel_size"], rng=rng, **settings)
        layer.weights.value = np.float64(state["weights"][None, None])
        layer.bias.value = np.float64([state["bias"]])
        self.Y = layer.forward(np.float64(state["image"][None, None]))[0, 0]
        G = np.float64(state["upstream"])
        if sent is not None:
            G.ravel()[sent:] = 0
        self.dX = layer.backward(G[None, None])[0, 0]
        self.dW = layer.weights.gradient[0, 0]
        self.db = layer.bias.gradient
        self.loss = (self.Y * state["upstream"]).sum()


@pytest.fixture(scope="module", params=range(4))
def states(request):
    return list(islice(backward_states(seed=50 + request.param), 15))


def inside(table):
    """The texts of a table without its border."""
    above, left = table["border"]
    lines = table["texts"]
    lines = lines[above : len(lines) - above]
    return [line[left : len(line) - left] for line in lines]


def test_every_table_holds_what_the_layer_computes(states):
    for state in states:
        state = state | {"hidden": False}
        layer = Layer(state)
        forward, _ = scene_of(state, tab="forward")
        padding = [(p, p) for p in state["padding"]]
        padded = np.pad(state["image"], padding)
        assert forward["input"]["texts"] == written(padded)
        assert forward["weights"]["texts"] == written(state["weights"])
        assert forward["output"]["texts"] == written(layer.Y)
        dW, _ = scene_of(state, tab="dW")
        assert dW["upstream"]["texts"] == written(state["upstream"])
        assert dW["dW"]["texts"] == written(layer.dW)
        gather, _ = scene_of(state, tab="dX", view="gather")
        assert gather["dX"]["texts"] == written(layer.dX)
        flipped = state["weights"][::-1, ::-1]
        assert gather["flipped"]["texts"] == written(flipped)
        assert gather["dX"]["marks"].get("unread", []) == (
            np.argwhere(coverage(*passes_of(state).setting) == 0).tolist()
        )


def test_on_the_way_there_is_what_has_been_added_so_far(states):
    for state in states:
        state = state | {"hidden": False}
        made = state["upstream"].shape
        done = np.ravel_multi_index(state["position"], made) + 1
        end = done == np.prod(made)
        so_far = Layer(state, sent=done)
        db, words = scene_of(state, tab="db")
        assert db["db"]["texts"] == written(so_far.db[None])
        assert len(db["upstream"]["marks"]["shaded"]) == done
        assert db["db"]["title"] == ("gradient db" if end else "db so far")
        assert (" so far = " in words["sum"]) != end
        scatter, words = scene_of(state, tab="dX", view="scatter")
        assert inside(scatter["dX"]) == written(so_far.dX)
        assert (" so far = " in words["sum"]) != end
        assert words["more"].startswith("Scatter gives") == end
        assert scatter["dX"]["title"].startswith("gradient dX") == end


def test_marks_lie_on_what_the_sum_is_made_of(states):
    for state in states:
        layer = Layer(state)
        (s1, s2), (p1, p2), (d1, d2) = (state[name] for name in SETTINGS)
        (u, v), (i, j) = state["position"], state["weight"]
        r, q = state["pixel"]
        span = [
            d * (k - 1) + 1
            for d, k in zip((d1, d2), state["kernel_size"], strict=True)
        ]
        corner = [u * s1 - p1, v * s2 - p2, *span]
        forward, _ = scene_of(state, tab="forward")
        assert forward["input"]["marks"] == {"window": [corner]}
        assert forward["output"]["marks"] == {"window": [[u, v]]}
        scatter, _ = scene_of(state, tab="dX", view="scatter")
        assert scatter["dX"]["marks"]["window"] == [corner]
        assert scatter["dX"]["marks"]["entry"] == [[r, q]]
        dW, _ = scene_of(state, tab="dW")
        met = [
            [a * s1 + i * d1 - p1, b * s2 + j * d2 - p2]
            for a, b in np.ndindex(state["upstream"].shape)
        ]
        columns = state["upstream"].shape[1]
        assert dW["input"]["marks"]["read"] == met
        assert dW["input"]["marks"]["asked"] == [met[u * columns + v]]
        assert dW["input"]["marks"]["window"][0][:2] == met[0]
        # Each window that reads the pixel is ringed, in both views.
        readers = []
        for window in np.ndindex(layer.Y.shape):
            alone = np.zeros(layer.Y.shape)
            alone[window] = 1
            ones = np.ones(state["kernel_size"])
            sent = Layer(state | {"upstream": alone, "weights": ones})
            if sent.dX[r, q]:
                readers.append(list(window))
        assert scatter["upstream"]["marks"].get("asked", []) == readers
        gather, _ = scene_of(state, tab="dX", view="gather")
        ringed = [[a * s1, b * s2] for a, b in readers]
        assert gather["stuffed"]["marks"].get("asked", []) == ringed


def test_the_flipped_kernel_makes_the_pixel_where_it_lies(states):
    for state in states:
        gather, _ = scene_of(state, tab="dX", view="gather", hidden=False)
        stuffed = gather["stuffed"]
        [[row, column, *_]] = stuffed["marks"]["window"]
        above, left = stuffed["border"]
        d1, d2 = state["dilation"]
        under = [
            int(stuffed["texts"][a + above][b + left].replace("−", "-"))
            for a, b, _ in stuffed["labels"]
        ]
        assert stuffed["labels"][0][:2] == [row, column]
        flipped = written(state["weights"][::-1, ::-1].reshape(1, -1))
        assert [f"×{weight}" for weight in flipped[0]] == [
            label for *_, label in stuffed["labels"]
        ]
        assert (
            under @ state["weights"][::-1, ::-1].ravel()
            == (Layer(state).dX[state["pixel"]])
        )
        steps = np.ptp([at[:2] for at in stuffed["labels"]], axis=0)
        assert (steps == (np.array(state["kernel_size"]) - 1) * (d1, d2)).all()
        G = [
            stuffed["texts"][a + above][b + left]
            for a, b in stuffed["marks"]["output"]
        ]
        assert [G] == written(state["upstream"].reshape(1, -1))


def worked_out(text):
    """The value of a calculation, each step of which has that value."""
    _, *steps = text.replace("−", "-").split(" = ")
    values = {
        sum(
            np.prod([float(one.strip("()")) for one in term.split("·")])
            for term in step.split(" + ")
        )
        for step in steps
        if not step.startswith("the sum of")
    }
    assert len(values) == 1, text
    return values.pop()


def test_every_step_of_a_calculation_has_its_value(states):
    for state in states:
        state = state | {"hidden": False}
        made = state["upstream"].shape
        done = np.ravel_multi_index(state["position"], made) + 1
        layer, so_far = Layer(state), Layer(state, sent=done)
        (r, q), ij = state["pixel"], state["weight"]
        for tab, view, value in [
            ("forward", "scatter", layer.Y[state["position"]]),
            ("db", "scatter", so_far.db[0]),
            ("dW", "scatter", layer.dW[ij]),
            ("dX", "scatter", so_far.dX[r, q]),
            ("dX", "gather", layer.dX[r, q]),
        ]:
            _, words = scene_of(state, tab=tab, view=view)
            assert worked_out(words["sum"]) == value
            if tab == "forward":
                loss = written(np.array([[layer.loss]]))[0][0]
                assert words["more"].endswith(f" = {loss}.")


def test_a_nudge_moves_the_loss_as_the_gradient_predicts(states):
    for state in states:
        state = state | {"hidden": False}
        layer, nudge = Layer(state), state["nudge"]
        weights, image = (
            state[name].astype(float) for name in ("weights", "image")
        )
        weights[state["weight"]] += nudge
        image[state["pixel"]] += nudge
        for tab, gradient, changed in [
            ("db", layer.db[0], {"bias": state["bias"] + nudge}),
            ("dW", layer.dW[state["weight"]], {"weights": weights}),
            ("dX", layer.dX[state["pixel"]], {"image": image}),
        ]:
            shown, words = scene_of(state, tab=tab, nudging=True)
            # Halves are written with their half, so all of it is exact.
            for name in ("predicted", "measured"):
                told = words[name].split(" = ")[-1].replace("−", "-")
                assert float(told) == nudge * gradient
            other = Layer(state | changed)
            moved = np.argwhere(other.Y != layer.Y).tolist()
            assert shown["after"]["marks"].get("asked", []) == moved
            values = np.array(
                [
                    [float(text.replace("−", "-")) for text in line]
                    for line in shown["after"]["texts"]
                ]
            )
            assert (values == other.Y).all()


def test_a_nudge_that_is_folded_is_not_told(states):
    for state in states:
        for tab, view in PICTURES:
            shown, words = scene_of(state, tab=tab, view=view)
            assert "after" not in shown
            assert words["predicted"] == words["measured"] == ""


@pytest.mark.parametrize("nudging", [False, True])
def test_what_is_hidden_shows_in_nothing(states, nudging):
    for state in states:
        state = state | {"hidden": True}
        for tab, view in PICTURES:
            how = {"tab": tab, "view": view, "nudging": nudging}
            shown, words = scene_of(state, **how)
            assert words["sum"] == "The number is hidden: predict it."
            assert words["more"] == "" and "=" not in words["predicted"]
            assert words["measured"] == ""
            result = shown["output" if tab == "forward" else tab]
            questions = [
                [row, column]
                for row, line in enumerate(inside(result))
                for column, text in enumerate(line)
                if text == "?"
            ]
            places = {
                "forward": state["position"],
                "db": (0, 0),
                "dW": state["weight"],
                "dX": state["pixel"],
            }
            assert questions == [list(places[tab])]


def test_another_number_is_told_while_it_is_pointed_at():
    [state] = islice(backward_states(seed=60), 1)
    state = state | {"tab": "dW", "hidden": True, "weight": (0, 0)}
    state |= {"kernel_size": (1, 2), "weights": np.array([[2, 3]])}
    state |= {"size": (1, 3), "image": np.array([[5, 6, 7]])}
    state |= {"upstream": np.array([[10, 100]]), "position": (0, 0)}
    state |= {name: (1, 1) for name in ("stride", "dilation")}
    state |= {"padding": (0, 0)}
    shown, words = scene_of(state, pointed={"weight": [0, 1]})
    assert words["sum"] == "dW[0, 1] = 10·6 + 100·7 = 60 + 700 = 760"
    assert shown["dW"]["texts"] == [["?", "760"]]
    assert shown["dW"]["marks"] == {"window": [[0, 1]]}
    # Beside another output, the loss would tell the hidden one.
    how = {"tab": "forward", "pointed": {"position": [0, 1]}}
    _, words = scene_of(state, **how)
    assert words["sum"].startswith("Y[0, 1] = 6·2 + 7·3 + ")
    assert words["more"] == ""


@pytest.mark.parametrize("chosen", ["position", "weight", "pixel", None])
def test_dashed_is_what_the_sum_is_about_and_what_was_chosen_last(chosen):
    [state] = islice(backward_states(seed=61), 1)
    about = {"forward": set(), "db": set(), "dW": {"weight"}, "dX": {"pixel"}}
    tables_of = {
        "position": {"stuffed"},
        "weight": {"weights", "flipped"},
        "pixel": {"input", "dX"},
    }
    for tab, view in PICTURES:
        shown, _ = scene_of(state, tab=tab, view=view, chosen=chosen)
        dashed = {
            name for name, table in shown.items() if "entry" in table["marks"]
        }
        traits = about[tab] | ({chosen} - {None})
        expected = set().union(*(tables_of[trait] for trait in traits))
        assert dashed == expected & set(shown)


def test_the_zeros_of_the_gradient_are_named():
    setting, ones = as_setting((7, 8), 3, 2), np.ones((3, 3))
    passes = Passes(np.ones((7, 8)), ones, ones, 0, setting)
    scene = backward_scene(passes, "dX", "gather", pixel=(2, 7))
    stuffed = as_data(scene)["tables"][0]
    assert stuffed["title"] == (
        "zero-stuffed G: 1 between, 2 around, 1 more on the right"
    )
    assert np.shape(stuffed["texts"]) == (9, 10)
    assert "meets nothing but zeros." in scene.words["where"]
    assert scene.words["sum"] == "dX[2, 7] = 0"
    assert scene.words["more"].endswith(
        "would make 7×7 numbers; with 1 column of zeros more, 7×8."
    )


@pytest.mark.parametrize("larger", [1, 9_999])
def test_nothing_lies_on_anything_else(states, larger):
    for state in states[::4]:
        state = state | {"upstream": state["upstream"] * larger}
        for tab, view in PICTURES:
            traits = {name: state[name] for name in ("position", "weight")}
            scene = backward_scene(
                passes_of(state),
                tab,
                view,
                **traits,
                pixel=state["pixel"],
                nudging=True,
                chosen="weight",
            )
            assert overlaps(draw(scene)) == []


# --- The static figure


def test_the_gradient_of_a_pixel_is_gathered_from_the_zero_stuffed_one():
    G = np.array([[1, 10, 100], [1000, 10000, 100000]])
    square = np.array([[1, 2], [3, 4]])
    drawing = draw_backward(IMAGE, square, G, "dX", (2, 4), stride=(2, 2))
    stuffed = np.zeros((5, 7), dtype=int)
    stuffed[1:4:2, 1:6:2] = G
    shown, flipped, image = tables(drawing)
    assert shown[:35] == [str(number) for number in stuffed.ravel()]
    assert flipped == ["4", "3", "2", "1"]
    sent = (G.reshape(6, 1) * square.reshape(1, 4))[np.newaxis]
    sums = col2im(sent, (1, 1, 4, 6), 2, 2)[0, 0]
    assert image == [str(number) for number in sums.ravel()]
    said = texts(drawing)
    assert said[-1] == "dX[2, 4] = 100000·1 = 100000"
    assert "zero-stuffed G: 1 between, 1 around" in said
    assert "flipped kernel W 2×2" in said
    lines = str(drawing).splitlines()
    assert lines[1:3] == [
        "Row 0 of G: 1, 10, 100.",
        "Row 1 of G: 1000, 10000, 100000.",
    ]
    assert lines[-1] == said[-1]


def test_windows_that_have_not_sent_yet_add_nothing():
    G = np.array([[10, 100]])
    row, weights = np.array([[1, 2, 3, 4]]), np.array([[1, 2, 3]])

    def scatter(window):
        return draw_backward(
            row, weights, G, at=(0, 1), view="scatter", window=window
        )

    first, last = scatter((0, 0)), scatter((0, 1))
    assert "Row 0 of dX: 10, 20, 30, 0." in str(first)
    assert str(first).endswith("dX[0, 1] so far = 10·2 = 20")
    assert "Row 0 of dX: 10, 120, 230, 300." in str(last)
    assert str(last).endswith("dX[0, 1] = 10·2 + 100·1 = 120")
    assert scatter(None) == last


def test_the_gradients_of_weights_and_bias_are_spelled_out():
    row, weights, G = [[1, 2, 3, 4]], [[1, 2, 3]], [[10, 100]]
    forward = draw_backward(row, weights, G, "forward", (0, 1), bias=5)
    assert str(forward).endswith("Y[0, 1] = 2·1 + 3·2 + 4·3 + 5 = 25")
    db = draw_backward(row, weights, G, "db", (0, 0))
    assert str(db).endswith("db so far = 10")
    db = draw_backward(row, weights, G, "db", (0, 1))
    assert str(db).endswith("db = 10 + 100 = 110")
    dW = draw_backward(row, weights, G, "dW", (0, 0))
    assert "Row 0 of dW: 210, 320, 430." in str(dW)
    hidden = draw_backward(row, weights, G, "dW", (0, 0), hide=True)
    assert "Row 0 of dW: ?, 320, 430." in str(hidden)
    assert not any("210" in text for text in texts(hidden))


@pytest.mark.parametrize(
    "change, words",
    [
        ({"upstream": [[1]]}, "one number for each output, shape (2, 5)"),
        ({"of": "dV"}, "of must be one of 'forward', 'db', 'dW', 'dX'"),
        ({"view": "both"}, "view must be one of 'gather', 'scatter'"),
        ({"at": (4, 0)}, "at must be a place (row, column) in the 4×6"),
        ({"window": (2, 0)}, "window must be a place (row, column) in the"),
    ],
)
def test_a_gradient_has_its_place(change, words):
    given = {"image": IMAGE, "weights": KERNEL, "upstream": POWERS} | change
    with pytest.raises(ValueError, match=re.escape(words)):
        draw_backward(**given)


def test_what_is_added_to_db_is_shaded():
    drawing = draw_backward(IMAGE, KERNEL, POWERS, "db", (1, 1))
    assert marked(drawing, "shaded") == 7


def test_small_integers_do_not_overflow():
    image, G = np.array([[200, 100]], np.uint8), np.array([[200]], np.uint8)
    drawing = draw_backward(image, image, G, "dX", view="scatter")
    assert "Row 0 of dX: 40000, 20000." in str(drawing)
    assert str(drawing).endswith("dX[0, 0] = 200·200 = 40000")
