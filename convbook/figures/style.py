"""How a drawing looks: its colours, its style sheet, the widths of texts.

Colours are CSS variables with literal fallbacks. So a picture can be read by
itself, on GitHub or on paper, and follows the theme of a page that inlines it.
"""

from collections.abc import Iterable
from functools import cache

SIZE, SMALL = 12, 10
"""The sizes of the texts: one for a table's cells, one for its heads."""

COLOURS = {
    "ink": "#1a1a1a",
    "faint": "#6b6b6b",
    "paper": "#fff",
    "input": "#d9e8f6",
    "input-edge": "#2b6496",
    "input-shade": "#1f78d1",
    "output": "#fde3cb",
    "output-edge": "#9c4a00",
    "output-shade": "#e07b1a",
    "window": "#7b1f86",
    "halo": "#fff",  # around an outline on a photo, whatever the page
}

STYLE = """
.wbw-figure text{fill:ink;font:12px "DejaVu Sans",Verdana,sans-serif;\
text-anchor:middle}
.wbw-figure .wbw-small{font-size:10px}
.wbw-figure .wbw-label{font-size:7.5px;fill:window;text-anchor:end}
.wbw-figure .wbw-bold{font-weight:bold}
.wbw-figure .wbw-start{text-anchor:start}
.wbw-figure .wbw-end{text-anchor:end}
.wbw-figure .wbw-over{stroke:paper;stroke-width:4px;paint-order:stroke}
.wbw-figure path,.wbw-figure rect{fill:none;stroke:ink;stroke-width:1.6px}
.wbw-figure .wbw-paper{fill:paper;stroke:none}
.wbw-figure .wbw-ground{stroke:none}
.wbw-figure .wbw-lines{stroke:faint;stroke-width:.9px}
.wbw-input>.wbw-ground,.wbw-figure .wbw-mark-pixel{fill:input}
.wbw-output>.wbw-ground,.wbw-figure .wbw-mark-output{fill:output}
.wbw-kernel>.wbw-ground,.wbw-plain>.wbw-ground,.wbw-figure .wbw-mark-cell{\
fill:paper}
.wbw-figure .wbw-shade{stroke:none;fill:input-shade}
.wbw-output>.wbw-shade{fill:output-shade}
.wbw-input>.wbw-lines,.wbw-figure .wbw-mark-pixel{stroke:input-edge}
.wbw-output>.wbw-lines,.wbw-figure .wbw-mark-output{stroke:output-edge}
.wbw-figure .wbw-mark-cell{stroke:faint}
.wbw-figure .wbw-mark-pixel,.wbw-figure .wbw-mark-output,\
.wbw-figure .wbw-mark-cell{stroke-width:.9px}
.wbw-figure .wbw-mark-padding{fill:paper;stroke:faint;stroke-width:.7px}
.wbw-figure .wbw-mark-shaded{fill:window;fill-opacity:.25;stroke:none}
.wbw-figure .wbw-mark-read{fill:window;stroke:none}
.wbw-figure .wbw-mark-channel{stroke-width:2.4px}
.wbw-figure .wbw-mark-unread{stroke:faint;stroke-width:1.2px}
.wbw-figure .wbw-mark-lost{stroke-width:1.2px}
.wbw-figure .wbw-mark-reader{stroke:window;stroke-width:1.8px;\
stroke-dasharray:6 3}
.wbw-figure .wbw-mark-asked{stroke:ink}
.wbw-figure .wbw-mark-waiting,.wbw-figure .wbw-mark-entry{stroke-dasharray:4 3}
.wbw-figure .wbw-mark-survivor{fill:ink}
.wbw-figure .wbw-mark-window{stroke:window;stroke-width:2.8px}
.wbw-output>.wbw-mark-window{stroke:output-edge}
.wbw-matrix>.wbw-mark-window{stroke:window}
.wbw-figure .wbw-halo{stroke:halo;stroke-width:5.2px}
.wbw-figure .wbw-link{stroke:window;stroke-width:1px}
"""


@cache
def style_sheet() -> str:
    """Write the style sheet, its colours as variables with fallbacks."""
    rules = STYLE
    for name in sorted(COLOURS, key=len, reverse=True):
        colour = f"var(--wbw-{name},{COLOURS[name]})"
        for before in ("fill:", "stroke:"):
            for after in (";", "}"):
                rules = rules.replace(
                    f"{before}{name}{after}", f"{before}{colour}{after}"
                )
    return rules


def text_width(text: str, size: float = SIZE) -> float:
    """Find how wide a text is at most, in the fonts that are asked for."""
    wide = sum(
        0.4
        if letter in " .,:;'|!()[]/ijlftrI·"
        else 0.93
        if letter in "mwMW%@+=−×±→…"
        else 0.72
        if letter.isupper()
        else 0.64
        for letter in text
    )
    return wide * size


def text_on(ground: float | str | None) -> dict[str, str]:
    """Choose black or white, whichever can be read on a colour."""
    if not isinstance(ground, str):
        return {}
    parts = ground.removeprefix("rgb(").removesuffix(")").split()
    dark = luminance([float(part) for part in parts]) < 0.179
    return {"style": f"fill:{'#fff' if dark else '#000'}"}


def luminance(colour: Iterable[float]) -> float:
    """Find how light a colour (red, green, blue) is, from 0 to 1.

    Above 0.179, black is read on it more easily than white.
    """
    light = [
        ((part / 255 + 0.055) / 1.055) ** 2.4 if part > 10 else part / 3295
        for part in colour
    ]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
