"""What differs from live figure to live figure where all promise the same.

``test_contract.py`` holds each of them to its row here, and so does
``test_contract_in_jupyterlab.py``. A new live figure gets a row.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Round:
    """A way from the hand to Python and back, in JupyterLab."""

    make: str
    trait: str
    hand: Any  # what the hand does, given the figure
    heard: str  # the trait's value in Python afterwards
    python: str  # what Python sets it to, and what the figure then has
    shows: Any


@dataclass(frozen=True)
class Plays:
    """A time line that goes by itself: where Space is pressed, in which
    state, and what a trait is at first and after each moment."""

    query: str
    where: tuple
    trait: str
    moments: list


@dataclass(frozen=True)
class Contract:
    """One live figure. Places are (role, how the name begins).

    ``keys`` are pressed one after the other, each with the place that has
    the focus (None: whatever has it) and what the state then holds. They are
    all that the figure's own list names. ``states`` are queries, each with
    changes that no address names.
    """

    widget: str  # its name in Python
    name: str  # its name in an address, and its page's
    address: str  # every field, as Copy link writes it
    opens: dict  # some of the state that the address opens
    impossible: list  # (query, what is said of it, some of the state then)
    focused: str  # what has the focus where a link has led
    keys_from: str
    keys: list
    states: list  # what else it can look like
    round: Round
    plays: Plays | None = None
    says: str = ".wbw-says"  # what belongs on a phone's screen
    seen: str = ".wbw-grid"  # with this
    letters: tuple = ()  # keys of its own, for the random hand; one that
    # stands there more often is pressed more often
    fewest: int = 100  # states that the random hand reaches
    told_first: str = ""  # to a screen reader, before a hand does anything

    @property
    def page(self):
        return f"book/{self.name}.html"


INPUT, OUTPUT = ("application", "input"), ("application", "output")
IMAGE, MATRIX = ("application", "image"), ("application", "matrix")
KERNEL, ANSWER = ("application", "kernel"), ("textbox", "Your answer")
CHAPTER_3 = "height=4&width=6&kernel=3x2"

WINDOW_GRID = Contract(
    widget="WindowGrid",
    name="window-grid",
    address="height=5&width=7&kernel=2x3&stride=2x1&padding=0&dilation=1"
    "&window=1x2&pixel=2x3&weight=none&hide=true",
    opens={"size": [5, 7], "position": [1, 2], "pixel": [2, 3]},
    impossible=[
        (
            "height=4&width=4&kernel=6",
            "kernel size had to give way",
            {"kernel_size": [4, 4]},
        ),
        ("height=99&width=99", "size had to give way", {"size": [32, 32]}),
        ("window=9x0", "position had to give way", {"position": [2, 0]}),
        ("stride=two", "“stride=two” was not understood", {"stride": [2, 2]}),
    ],
    focused="[role=application].wbw-input",
    keys_from="height=8&width=8&kernel=3&stride=2",
    keys=[
        (INPUT, "ArrowDown", {"position": [1, 0]}),
        (None, "ArrowRight", {"position": [1, 1]}),
        (None, "ArrowUp", {"position": [0, 1]}),
        (None, "ArrowLeft", {"position": [0, 0]}),
        (None, "End", {"position": [2, 2]}),
        (None, "ArrowRight", {"position": [2, 2]}),
        (None, "-", {"position": [2, 1]}),
        (None, "Home", {"position": [0, 0]}),
        (None, "+", {"position": [0, 1]}),
        (None, "Enter", {"pixel": [0, 2]}),
        (None, "ArrowDown", {"pixel": [1, 2], "position": [0, 1]}),
        (None, "Escape", {"pixel": None}),
        (OUTPUT, "ArrowDown", {"position": [1, 1]}),
        (KERNEL, "Enter", {"weight": [0, 0]}),
        (None, "ArrowRight", {"weight": [0, 1]}),
        (("spinbutton", "stride"), "ArrowUp", {"stride": [3, 3]}),
        (None, "-", {"stride": [2, 2]}),
        (None, "+", {"stride": [3, 3]}),
    ],
    plays=Plays("", OUTPUT, "position", [[0, 0], [0, 1], [0, 2]]),
    states=[
        ("", {}),
        ("stride=1x2&pixel=1x1&hide=1", {}),
        ("height=32&width=32", {"kernel": [[-999, 999]] * 2}),
    ],
    round=Round(
        make="WindowGrid(size=8, stride=2)",
        trait="position",
        hand=lambda figure: figure.grid("input").drag((1, 1), (3, 5)),
        heard="(1, 2)",
        python="(2, 1)",
        shows=[2, 1],
    ),
)

PHOTO_KERNEL = Contract(
    widget="PhotoKernel",
    name="photo-kernel",
    address="kernel=1x0_0x-0.5&divisor=2&window=7x8&show=distance&hide=true",
    opens={"kernel": [[1, 0], [0, -0.5]], "position": [7, 8]},
    impossible=[
        ("kernel=nothing", "weights had to give way", {"weights": "edges"}),
        ("kernel=1x2_3", "weights had to give way", {"weights": "edges"}),
        ("kernel=5000", "weights had to give way", {"kernel": [[999]]}),
        ("divisor=0", "divisor had to give way", {"divisor": 1}),
        ("window=400x7", "position had to give way", {"position": [297, 7]}),
        ("show=grey", "show had to give way", {"show": "cut"}),
        ("photo=x", "there is no “photo” here", {}),
    ],
    focused="select",
    keys_from="window=60x155",
    keys=[
        (("application", "photo"), "ArrowDown", {"position": [61, 155]}),
        (None, "ArrowLeft", {"position": [61, 154]}),
        (None, "Shift+ArrowUp", {"position": [51, 154]}),
        (None, "Shift+ArrowRight", {"position": [51, 164]}),
        (None, "ArrowRight", {"position": [51, 165]}),
        (None, "Home", {"position": [0, 0]}),
        (None, "ArrowUp", {"position": [0, 0]}),
        (None, "End", {"position": [297, 257]}),
        (OUTPUT, "Home", {"position": [0, 0]}),
        (None, "ArrowUp", {"position": [0, 0]}),
        (None, "End", {"position": [297, 257]}),
        (None, "ArrowRight", {"position": [297, 257]}),
        (None, "Shift+ArrowLeft", {"position": [297, 247]}),
        (None, "ArrowRight", {"position": [297, 248]}),
        (None, "ArrowDown", {"position": [297, 248]}),
        (None, "Shift+ArrowUp", {"position": [287, 248]}),
        (None, "End", {"position": [297, 257]}),
        (None, "ArrowUp", {"position": [296, 257]}),
        (KERNEL, "Enter", {}),  # chooses the first weight
        (None, "+", {"kernel": [[0, 0, 1], [-1, 0, 1], [-1, 0, 1]]}),
        (None, "ArrowRight", {}),
        (None, "-", {"kernel": [[0, -1, 1], [-1, 0, 1], [-1, 0, 1]]}),
        (None, "Escape", {}),
        (None, "+", {"kernel": [[0, -1, 1], [-1, 0, 1], [-1, 0, 1]]}),
        (("spinbutton", "row"), "+", {"position": [297, 257]}),
        (None, "-", {"position": [296, 257]}),
    ],
    states=[
        ("", {}),
        ("kernel=blur-5&divisor=25&show=signed", {}),
        ("show=signed&hide=1", {"chosen": [1, 1]}),
        ("kernel=-999.25x999x-999.25x999x-999.25x999x-999.25", {}),
    ],
    told_first="Output (60,\u00a0155)",  # once its photo is read
    round=Round(
        make="PhotoKernel()",
        trait="position",
        hand=lambda figure: figure.element.locator(".wbw-input-photo").press(
            "End"
        ),
        heard="(297, 257)",
        python="(60, 155)",
        shows=[60, 155],
    ),
)

IM2COL_EXPLORER = Contract(
    widget="Im2colExplorer",
    name="im2col-explorer",
    address="height=5&width=7&kernel=2x3&stride=2x1&padding=1x0&dilation=1"
    "&window=1x2&image=0&filter=0&pixel=0x-1x2&show=indices&product=true"
    "&hide=true",
    opens={"size": [5, 7], "pixel": [0, -1, 2], "hidden": True},
    impossible=[
        ("kernel=9", "kernel size had to give way", {"kernel_size": [4, 5]}),
        ("height=99&width=99", "size had to give way", {"size": [8, 8]}),
        ("window=9x0", "position had to give way", {"position": [1, 0]}),
        ("pixel=0x9x9", "pixel had to give way", {}),
        ("image=3&filter=-1", "n and f had to give way", {"n": 0, "f": 0}),
        ("show=both", "show had to give way", {"show": "values"}),
        ("product=2", "“product=2” was not understood", {"product": False}),
    ],
    focused="[role=application].wbw-input",
    keys_from=f"{CHAPTER_3}&window=0x0&pixel=none",
    keys=[
        (IMAGE, "ArrowDown", {"position": [1, 0]}),
        (None, "ArrowRight", {"position": [1, 1]}),
        (None, "ArrowUp", {"position": [0, 1]}),
        (None, "ArrowLeft", {"position": [0, 0]}),
        (None, "End", {"position": [1, 4]}),
        (None, "ArrowDown", {"position": [1, 4]}),
        (None, "-", {"position": [1, 3]}),
        (None, "Home", {"position": [0, 0]}),
        (None, "+", {"position": [0, 1]}),
        (None, "Enter", {"pixel": [0, 0, 1]}),
        (None, "ArrowRight", {"pixel": [0, 0, 2], "position": [0, 1]}),
        (None, "Escape", {"pixel": None}),
        (OUTPUT, "ArrowDown", {"position": [1, 1]}),
        (MATRIX, "ArrowRight", {"pixel": [0, 1, 1]}),
        (None, "ArrowRight", {"pixel": [0, 1, 2]}),
        (None, "ArrowDown", {"pixel": [0, 1, 3], "position": [1, 2]}),
        (None, "Enter", {"pixel": None}),
        (("spinbutton", "size, rows"), "+", {"size": [5, 6]}),
        (None, "-", {"size": [4, 6]}),
    ],
    plays=Plays(CHAPTER_3, OUTPUT, "position", [[0, 0], [0, 1], [0, 2]]),
    states=[
        ("", {}),
        ("product=true&hide=1", {}),
        ("height=8&width=8&kernel=5&show=indices&pixel=none", {}),
    ],
    round=Round(
        make="Im2colExplorer()",
        trait="position",
        hand=lambda figure: figure.grid("input").drag((1, 0), (2, 2)),
        heard="(1, 2)",
        python="(0, 1)",
        shows=[0, 1],
    ),
)

COL2IM_EXPLORER = Contract(
    widget="Col2imExplorer",
    name="col2im-explorer",
    address="height=5&width=7&kernel=2x3&stride=2x1&padding=1x0&dilation=1"
    "&pixel=1&view=scatter&overwrite=true&step=12&coverage=true&hide=true",
    opens={"size": [5, 7], "pixel": [1, 1], "step": 12, "coverage": True},
    impossible=[
        ("kernel=9", "kernel size had to give way", {"kernel_size": [4, 5]}),
        ("height=99&width=99", "size had to give way", {"size": [8, 8]}),
        ("pixel=9x9", "pixel had to give way", {"pixel": None}),
        ("view=both", "view had to give way", {"view": "gather"}),
        ("overwrite=2", "“overwrite=2” was not understood", {"step": -1}),
        ("view=scatter&step=61", "step had to give way", {"view": "scatter"}),
    ],
    focused="[value=gather]:checked",
    keys_from=f"{CHAPTER_3}&pixel=2x2&step=3",
    keys=[
        (IMAGE, "ArrowLeft", {"pixel": [2, 1], "step": -1}),
        (None, "ArrowUp", {"pixel": [1, 1]}),
        (None, "ArrowRight", {"pixel": [1, 2]}),
        (None, "ArrowDown", {"pixel": [2, 2]}),
        (None, "Home", {"step": 0}),
        (None, "+", {"step": 1}),
        (None, "-", {"step": 0}),
        (None, "End", {"step": -1}),
        (None, "Escape", {"pixel": None}),
        (None, "Enter", {"pixel": [0, 0]}),
        (MATRIX, "ArrowRight", {}),  # points at the next entry
        (None, "Enter", {"pixel": [0, 1]}),
        (("spinbutton", "size, rows"), "+", {"size": [5, 6]}),
        (None, "-", {"size": [4, 6]}),
    ],
    plays=Plays(f"{CHAPTER_3}&pixel=2x2", IMAGE, "step", [0, 1, 2]),
    states=[
        ("", {}),
        ("view=scatter&overwrite=true&coverage=true&step=12", {}),
        ("height=8&width=8&kernel=5&hide=1", {}),
    ],
    round=Round(
        make="Col2imExplorer()",
        trait="pixel",
        hand=lambda figure: figure.grid("input").click(3, 1),
        heard="(3, 1)",
        python="(2, 2)",
        shows=[2, 2],
    ),
)

GRADIENT = ("application", "gradient dW")
BACKWARD_SCRUBBER = Contract(
    widget="BackwardScrubber",
    name="backward-scrubber",
    address="tab=dX&view=gather&height=5&width=7&kernel=2x3&stride=2x1"
    "&padding=1&dilation=1&bias=-2&window=1x2&weight=1x0&pixel=2x6"
    "&nudge=-1.5&hide=true",
    opens={"size": [5, 7], "view": "gather", "bias": -2, "nudge": -1.5},
    impossible=[
        ("kernel=4", "kernel size had to give way", {"kernel_size": [3, 4]}),
        ("tab=dV", "tab had to give way", {"tab": "forward"}),
        ("nudge=0.2", "nudge had to give way", {"nudge": 0}),
        ("pixel=9x9", "pixel had to give way", {"pixel": [2, 3]}),
        ("view=both&stride=two", "“stride=two” was not", {"view": "scatter"}),
    ],
    focused="[role=tab][aria-selected=true]",
    keys_from="tab=dW",
    keys=[
        (GRADIENT, "ArrowDown", {"weight": [1, 0]}),
        (None, "ArrowDown", {"weight": [1, 0]}),
        (None, "ArrowRight", {"weight": [1, 1]}),
        (None, "ArrowUp", {"weight": [0, 1]}),
        (None, "ArrowLeft", {"weight": [0, 0]}),
        (None, "End", {"weight": [1, 1]}),
        (None, "-", {"weight": [1, 0]}),
        (None, "Home", {"weight": [0, 0]}),
        (None, "+", {"weight": [0, 1]}),
        (None, "Enter", {}),  # to its number
        (None, "ArrowUp", {"weights": [[1, 3], [3, 4]]}),
        (None, "+", {"weights": [[1, 4], [3, 4]]}),
        (("tab", "dW"), "ArrowRight", {"tab": "dX"}),
        (None, "ArrowLeft", {"tab": "dW"}),
        (None, "Home", {"tab": "forward"}),
        (None, "End", {"tab": "dX"}),
        (("spinbutton", "stride"), "+", {"stride": [2, 2]}),
        (None, "-", {"stride": [1, 1]}),
    ],
    plays=Plays(
        "view=gather",
        ("application", "gradient dX"),
        "pixel",
        [[0, 0], [0, 1], [0, 2]],
    ),
    states=[
        ("", {}),
        ("tab=forward&hide=1", {}),
        ("tab=db&stride=2x1&hide=1", {}),
        ("tab=dW&hide=1", {}),
        ("tab=dX&view=scatter&hide=1", {}),
        ("tab=dX&view=gather&hide=1", {}),
        ("height=8&width=8&kernel=3", {}),
        ("view=gather&height=8&width=8&kernel=3&nudge=-8.5", {}),
    ],
    round=Round(
        make="BackwardScrubber()",
        trait="position",
        hand=lambda figure: figure.grid("input").drag((0, 0), (1, 2)),
        heard="(1, 2)",
        python="(0, 1)",
        shows=[0, 1],
    ),
)

LEVEL_2 = ("radio", "2 stride")
SHAPE_DRILL = Contract(
    widget="ShapeDrill",
    name="shape-drill",
    address="seed=123456&level=5&question=4",
    opens={"seed": 123456, "level": 5, "question": 4, "answers": []},
    impossible=[
        ("level=9", "level had to give way", {"level": 6}),
        ("level=0", "level had to give way", {"level": 1}),
        ("seed=-4", "seed had to give way", {"seed": 0}),
        ("question=100", "question had to give way", {"question": 99}),
        ("seed=two", "“seed=two” was not understood", {"seed": 1}),
    ],
    focused="[type=radio]:checked",
    keys_from="level=2&seed=7&question=0",
    keys=[
        (ANSWER, "4", {}),
        (None, "Enter", {"answers": [[7, 2, 0, 4]]}),
        (None, "s", {"answers": [[7, 2, 0, 4], [7, 2, 0]]}),
        (None, "n", {"question": 1}),
        (LEVEL_2, "ArrowRight", {"level": 3, "question": 0}),
        (None, "ArrowLeft", {"level": 2}),
        (None, "ArrowDown", {"level": 3}),
        (None, "ArrowUp", {"level": 2}),
        (("spinbutton", "seed"), "ArrowUp", {"seed": 8}),
        (None, "ArrowDown", {"seed": 7}),
    ],
    states=[
        ("", {}),
        ("level=2&seed=7", {"answers": [[7, 2, 0, 4], [7, 2, 0]]}),
        ("level=4&seed=7", {"answers": [[7, 4, 0, 6, 4], [7, 4, 0]]}),
        ("level=6&seed=7&question=99", {"answers": [[7, 6, 99]]}),
        ("seed=999999&level=3", {"answers": [[999999, 3, 0, 2.5]]}),
    ],
    says=".wbw-verdict",
    seen=".wbw-question",
    letters=(*"nnnnnnnn", "s"),
    fewest=30,  # a random hand hardly ever types what counts as an answer
    round=Round(
        make="ShapeDrill(seed=7)",
        trait="question",
        hand=lambda figure: figure.button("Next question").click(),
        heard="1",
        python="4",
        shows=4,
    ),
)

CONTRACTS = [
    WINDOW_GRID,
    PHOTO_KERNEL,
    IM2COL_EXPLORER,
    COL2IM_EXPLORER,
    BACKWARD_SCRUBBER,
    SHAPE_DRILL,
]
