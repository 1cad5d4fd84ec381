"""The facts of a résumé set in a plain layout, for files that nothing can draw as they are."""

import json
import re
from pathlib import Path

import typst

from documents import fonts, template
from documents.resume import Resume

NOTE = "Preview in a plain layout. The Word file itself keeps its own."

_SOURCE = Path(__file__).with_suffix(".typ")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
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
                "spans": [{"text": s.text, "look": s.look, "ltr": s.is_ltr} for s in block.spans],
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
