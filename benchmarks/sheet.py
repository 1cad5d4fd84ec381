"""Pages written from scratch in every script family, on one sheet to be looked at.

Usage: python -m benchmarks.sheet [PICTURE]

Without an argument it makes docs/from_scratch.png anew. It needs LibreOffice and fonts for the
scripts (of Debian: fonts-crosextra-carlito, fonts-noto-core, fonts-noto-cjk), and fails where a
page has letters without a font, or a rule for applicant systems (R1 to R24) is broken. The last
line is JSON.
"""

import argparse
import asyncio
import io
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
from PIL import Image

from benchmarks import careers
from bot import filenames
from documents import ats, child, template
from documents.programs import Program

_DOCS = Path(__file__).parents[1] / "docs"
_COLUMNS = 3
_WIDTH, _HEIGHT = 560, 792  # pixels of a page, of A4's shape
_GAP = 12
_GROUND = (122, 130, 140)
_COLOURS = 24
_MADE = datetime(2026, 1, 5, 9, tzinfo=UTC)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the sheet; 1 if a page is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("picture", nargs="?", type=Path, default=_DOCS / "from_scratch.png")
    out = parser.parse_args(arguments).picture
    pages, broken = asyncio.run(_pages())
    for line in broken:
        print(line)
    sheet = _lay([_first(page) for page in pages])
    sheet.quantize(_COLOURS, Image.Quantize.MEDIANCUT).save(out, "PNG", optimize=True)
    kilobytes = out.stat().st_size / 1000
    print(json.dumps({"pages": len(pages), "broken": len(broken), "kb": round(kilobytes)}))
    return 1 if broken or kilobytes > 400 else 0


async def _pages() -> tuple[list[bytes], list[str]]:
    """A PDF of each résumé, and what is wrong with the files."""
    made, broken = [], []
    for language, resume in careers.load().items():
        docx = template.render(resume, now=_MADE)
        pdf = await child.convert(docx, (Program.OFFICE,))
        if pdf is None:
            broken.append(f"{language}: no page that shows every letter")
            continue
        made.append(pdf)
        name = filenames.name(resume, "Tidalgate Freight")
        broken += [
            f"{language}: R{check.rule} {check.name}: {check.why}"
            for check in ats.check(docx, name if resume.name.isascii() else "", pdf)
            if check.ok is False
        ]
    return made, broken


def _first(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        image = page.render(scale=2 * _WIDTH / page.get_width()).to_pil().convert("RGB")
        buffer = io.BytesIO()
        image.save(buffer, "BMP")  # the library's own memory goes with the document
    return Image.open(buffer).resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)


def _lay(pages: list[Image.Image]) -> Image.Image:
    rows = -(-len(pages) // _COLUMNS)
    size = _COLUMNS * (_WIDTH + _GAP) + _GAP, rows * (_HEIGHT + _GAP) + _GAP
    sheet = Image.new("RGB", size, _GROUND)
    for number, page in enumerate(pages):
        row, column = divmod(number, _COLUMNS)
        sheet.paste(page, (_GAP + column * (_WIDTH + _GAP), _GAP + row * (_HEIGHT + _GAP)))
    return sheet


if __name__ == "__main__":
    sys.exit(main())
