"""Names and small questions of WordprocessingML: values, toggles, colours, shading, fills."""

from collections.abc import Iterable

from lxml import etree

Element = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"

_VML = (f"{V}shape", f"{V}rect", f"{V}roundrect", f"{V}oval")
_WHITE = 0xF0  # every channel at least this


def first(layers: Iterable[Element], name: str) -> Element | None:
    """The child *name* of the nearest of some w:rPr or w:pPr that has it."""
    for layer in layers:
        found = layer.find(f"{W}{name}")
        if found is not None:
            return found
    return None


def value(element: Element | None) -> str | None:
    """The w:val of *element*."""
    return None if element is None else element.get(f"{W}val")


def is_on(toggle: Element | None) -> bool:
    """Whether a toggle such as w:b is there and not switched off."""
    return toggle is not None and value(toggle) not in ("0", "false", "off", "none")


def is_white(colour: str | None) -> bool:
    """Whether a colour in hexadecimal is white or as good as white."""
    if colour is None or len(colour) != 6:
        return False
    try:
        return all(channel >= _WHITE for channel in bytes.fromhex(colour))
    except ValueError:
        return False


def is_fill(shade: Element | None) -> bool:
    """Whether a w:shd paints something other than white."""
    if shade is None or (value(shade) in ("clear", "nil") and not shade.get(f"{W}fill")):
        return False
    fill = shade.get(f"{W}fill", "auto")
    painted = fill != "auto" and not is_white(fill)
    return painted or value(shade) not in ("clear", "nil", None)


def has_backdrop(part: Element) -> bool:
    """Whether a filled shape or a picture lies behind the text of *part*, or the page is coloured.

    What floats in a page header lies behind the body, in front of its own text or not.
    """
    if next(part.iter(f"{W}background"), None) is not None:
        return True
    header = part.tag == f"{W}hdr"
    for anchor in part.iter(f"{WP}anchor"):
        if header or anchor.get("behindDoc") in ("1", "true"):
            shapes = list(anchor.iter(f"{WPS}wsp"))
            if next(anchor.iter(f"{A}blip"), None) is not None or any(map(is_painted, shapes)):
                return True
    for shape in part.iter(*_VML):
        if (header or "z-index:-" in shape.get("style", "")) and is_painted_vml(shape):
            return True
    return False


def is_painted(shape: Element) -> bool:
    """Whether a DrawingML shape has a fill other than white."""
    properties = shape.find(f"{WPS}spPr")
    for fill in properties if properties is not None else ():
        if fill.tag == f"{A}noFill":
            return False
        if fill.tag == f"{A}solidFill":
            return not any(
                is_white(colour.get("val")) or colour.get("val") in ("bg1", "lt1")
                for colour in fill
            )
        if fill.tag in (f"{A}gradFill", f"{A}blipFill", f"{A}pattFill"):
            return True
    reference = shape.find(f"{WPS}style/{A}fillRef")
    return reference is not None and reference.get("idx") != "0"


def is_painted_vml(shape: Element | None) -> bool:
    """Whether a VML shape has a fill other than white, which is also its default."""
    if shape is None or shape.get("filled") in ("f", "false"):
        return False
    colour = shape.get("fillcolor", "white").split(" ")[0].lower()
    return colour not in ("white", "window", "#fff") and not is_white(colour.removeprefix("#"))
