"""The facts of a résumé set in a plain layout, for files that nothing can draw as they are."""

import json
import re
import unicodedata
from pathlib import Path

import typst

from documents import fonts, template
from documents.resume import Resume
from documents.template import Span

NOTE = "Preview in a plain layout. The Word file itself keeps its own."

_SOURCE = Path(__file__).with_suffix(".typ")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_NUMBER = re.compile(r"\+?[\d(][\d\s()./-]{4,}\d")
# Where none of these is installed, or a script is in none, another font that has it is taken.
_FONTS = ("Carlito", "Liberation Sans", "Noto Sans", "Libertinus Serif")
_RTL_FONTS = ("Noto Naskh Arabic", "Noto Sans Arabic", "Noto Sans Hebrew")
_EAST_ASIAN_FONTS = ("Noto Sans CJK SC", "WenQuanYi Micro Hei", "Droid Sans Fallback")


def render(resume: Resume, note: str = "") -> bytes:
    """A PDF with every fact and title of *resume*; *note* stands small at the foot of each page.

    Letters that no font of the machine has come out as empty boxes. Raises RuntimeError if the
    pages cannot be made.
    """
    blocks = list(template.compose(resume))
    text = "".join(span.text for block in blocks for span in block.spans)
    face = fonts.choose(text, resume.language)
    said = {
        "title": template.tidy(resume.name),
        "note": note,
        "language": resume.language if _LANGUAGE.fullmatch(resume.language) else "en",
        "rtl": face.is_rtl,
        "fonts": [*(_RTL_FONTS if face.is_rtl else ()), *_FONTS, *_EAST_ASIAN_FONTS],
        "blocks": [
            {
                "style": block.style,
                "spans": [_said(span) for span in block.spans],
            }
            for block in blocks
        ],
    }
    return typst.compile(
        _SOURCE,
        format="pdf",
        root=_SOURCE.parent,
        sys_inputs={"said": json.dumps(said)},
        timestamp=0,
    )


def _said(span: Span) -> dict[str, str | bool]:
    """The span as data; a telephone number beside right-to-left words keeps its own order."""
    if not span.is_ltr:
        return {"text": span.text, "look": span.look, "ltr": False}
    labelled = any(unicodedata.bidirectional(char) in ("R", "AL") for char in span.text)
    text = _NUMBER.sub("\u2066\\g<0>\u2069", span.text)
    return {"text": text, "look": span.look, "ltr": not labelled}
