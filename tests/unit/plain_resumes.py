"""Plain texts as résumés, and what stands in them."""

from documents import facts, plain
from documents.resume import Kind, Resume

Expected = dict[Kind, str]


def structure(text: str, *, markdown: bool = False) -> Resume:
    """The résumé that a plain text makes up."""
    return facts.structure(plain.read(text, markdown=markdown))


def kinds(resume: Resume, section: str = "") -> list[tuple[Kind, str]]:
    """Kind and text of the facts of a section, or of all."""
    return [(f.kind, f.text) for f in resume.facts if section in ("", f.section)]
