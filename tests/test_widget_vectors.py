"""The numbers that the widgets' JavaScript is held to are those of Python."""

import widget_vectors


def test_the_vectors_are_what_python_writes_now():
    written = widget_vectors.VECTORS.read_text(encoding="utf-8")
    now = widget_vectors.as_text(widget_vectors.vectors())
    # Not one assert of the whole: pytest would compare letter by letter.
    pairs = zip(written.splitlines(), now.splitlines(), strict=True)
    for old, new in pairs:
        assert old == new, "frontend/tests/vectors.json: run make widgets"
