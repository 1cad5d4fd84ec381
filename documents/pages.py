"""Pages of a Word file: the first as a picture, all as a PDF; never any that miss text."""

import io
import math
from collections.abc import Sequence
from functools import partial

import pypdfium2
from PIL import Image

from documents import container, converters, fidelity, programs, typeset, visible, word
from documents.container import Package
from documents.errors import Unsupported
from documents.lines import Line
from documents.programs import Program

MAX_HEIGHT = 2000  # pixels
MAX_BYTES = 1_000_000
MAX_PAGES = 20

_DPI = 150
_QUICKLY = 1  # of 9: more takes longer, and makes pages of text no smaller
_LEAST = 0.998  # of the file's letters
# Size and colours (0 is all), the best first; by the last even noise is small enough.
_PACKINGS = ((1.0, 0), (1.0, 256), (0.8, 256), (0.6, 256), (0.6, 64))


def draw(docx: bytes, by: Sequence[Program] = programs.ORDER) -> bytes | None:
    """Page one as a PNG, at most MAX_HEIGHT pixels high and MAX_BYTES long, on white.

    *by* names the programs that are tried, in order. A picture by "plain" is not of the file's
    own layout, and says so at its foot. None if no program shows all words of the file. Raises
    what `container.check` and `word.read` raise, and Unsupported if it is no DOCX.
    """
    pdf = _convert(docx, by, typeset.NOTE)
    return None if pdf is None else paint(pdf)


def convert(docx: bytes, by: Sequence[Program] = programs.ORDER) -> bytes | None:
    """All pages as a PDF; otherwise as `draw`, but for the note of "plain"."""
    return _convert(docx, by, "")


def _convert(docx: bytes, by: Sequence[Program], note: str) -> bytes | None:
    package = container.check(docx)
    if package.format != "docx":
        raise Unsupported(f"{package.format} files have no picture yet")
    lines = word.read(package)[0]
    made = converters.CONVERTERS | {Program.PLAIN: partial(converters.plain, note=note)}
    for program in by:
        try:
            pdf = made[program](converters.harmless(docx, package))
        except Exception:  # whatever a young library raises, the next one may do it
            continue
        if pdf and _is_whole(package, lines, pdf):
            return pdf
    return None


def _is_whole(package: Package, lines: Sequence[Line], pdf: bytes) -> bool:
    """Whether the pages show every word that a reader of the file sees."""
    with pypdfium2.PdfDocument(pdf) as document:
        if not 0 < len(document) <= MAX_PAGES:
            return False
        seen = visible.read(document)
        hidden = fidelity.unshown(package, len(document))
    said = [line.text for line in lines if line.place.part not in hidden]
    return not seen.boxes and fidelity.compare(said, seen.shown).recall >= _LEAST


def paint(pdf: bytes) -> bytes:
    """Page one of a PDF, as `draw` gives it."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        scale = min(_DPI / 72, (MAX_HEIGHT - 1) / max(page.get_size()))
        image = page.render(scale=scale).to_pil().convert("RGB")
    packed = (_pack(image, factor, colours) for factor, colours in _PACKINGS)
    return next(png for png in packed if len(png) < MAX_BYTES)


def _pack(image: Image.Image, factor: float, colours: int) -> bytes:
    size = math.ceil(image.width * factor), math.ceil(image.height * factor)
    fitted = image.resize(size) if factor < 1 else image
    few = fitted.quantize(colours, Image.Quantize.FASTOCTREE) if colours else fitted
    buffer = io.BytesIO()
    few.save(buffer, "PNG", compress_level=_QUICKLY)
    return buffer.getvalue()
