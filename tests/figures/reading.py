"""Read a drawing: its texts, its marks, and everything that it was made of."""

from xml.etree import ElementTree

from convbook.figures.photo import from_png

SVG = "{http://www.w3.org/2000/svg}"


def texts(drawing):
    """All texts of the picture, in the order of drawing."""
    root = ElementTree.fromstring(drawing.svg)
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def marked(drawing, name):
    """How many blocks of the picture carry a mark."""
    root = ElementTree.fromstring(drawing.svg)
    paths = [
        path.get("d")
        for path in root.iter(f"{SVG}path")
        if path.get("class") == f"wbw-mark-{name}"
    ]
    return "".join(paths).count("M")


def photos(drawing):
    """The photos of the picture: pixels (rows, columns, 3), as they stand."""
    root = ElementTree.fromstring(drawing.svg)
    found = list(root.iter(f"{SVG}image"))
    turned = [e for e in root.iter() if e.tag != f"{SVG}text"]
    assert not any(e.get("transform") for e in turned)
    return [from_png(image.get("href")) for image in found]


def tables(drawing):
    """The texts in the cells of each table, and after them its labels."""
    root = ElementTree.fromstring(drawing.svg)
    return [
        [text.text for text in table.findall(f"{SVG}text")]
        for table in root.iter(f"{SVG}g")
    ]
