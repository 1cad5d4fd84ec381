"""The résumé after edits, as a Word file."""

from collections.abc import Sequence
from datetime import datetime

from documents import archive, clean, container, editor, template, word
from documents.edits import Edit
from documents.edits import apply as apply_edits
from documents.resume import Resume


def render(
    source: bytes,
    format: str,
    resume: Resume,
    edits: Sequence[Edit],
    *,
    now: datetime | None = None,
) -> bytes:
    """A DOCX of *resume* after *edits*.

    For format "docx" it is *source* itself, the person's own file, edited in place; for any other
    it is a clean single-column document with every line of the résumé. `now`, in UTC, is written
    as the time of the last change. Raises editor.Moved if the source is not the file that the
    résumé was read from, KeyError if an edit names a fact that is not there, and what
    `container.check` raises.
    """
    if format == "docx":
        return _edit(source, resume, edits, now)
    return template.render(apply_edits(resume, edits), now=now)


def _edit(source: bytes, resume: Resume, edits: Sequence[Edit], now: datetime | None) -> bytes:
    package = container.check(source)
    parts = word.open_parts(package)
    styles = word.styles_of(parts)
    touched = editor.apply(parts, styles, resume, edits, editor.Plain(styles))
    files = archive.unpack(source)
    roots = {name: root for _, name, root in parts.with_text()}
    files |= {name: archive.serialise(roots[name]) for name in files if name in touched}
    return archive.pack(clean.strip(files, resume.name, now))
