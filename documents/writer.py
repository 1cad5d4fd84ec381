"""The résumé after edits, as a Word file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from documents import archive, clean, container, editor, template, word
from documents import edits as changes
from documents.container import Package
from documents.edits import Edit
from documents.redline import Redline
from documents.resume import Resume


def render(
    source: bytes,
    format: str,
    resume: Resume,
    edits: Sequence[Edit],
    *,
    tracked: tuple[str, datetime] | None = None,
    now: datetime | None = None,
) -> bytes:
    """A DOCX of *resume* after *edits*.

    For format "docx" it is *source* itself, the person's own file, edited in place; for any other
    it is a clean single-column document with every line of the résumé. With *tracked*, an author
    and a time, the edits of a DOCX are Word's tracked changes. *now* is written as the time of
    the last change. Raises editor.Moved if the source is not the file that the résumé was read
    from, KeyError if an edit names a fact that is not there, and what `container.check` raises.
    """
    if format == "docx":
        return _edit(source, resume, edits, tracked, now)
    return template.render(_apply(resume, edits), now=now)


def _apply(resume: Resume, edits: Sequence[Edit]) -> Resume:
    """*resume* after *edits*, where what moves to another list gets the label of that list."""
    for edit in edits:
        resume = changes.apply(resume, [edit])
        beside = resume.fact(edit.anchor)
        if beside:
            facts = (
                replace(fact, group=beside.group) if fact.id == edit.fact else fact
                for fact in resume.facts
            )
            resume = replace(resume, facts=tuple(facts))
    return resume


def _edit(
    source: bytes,
    resume: Resume,
    edits: Sequence[Edit],
    tracked: tuple[str, datetime] | None,
    now: datetime | None,
) -> bytes:
    container.check(source)
    files = clean.strip(archive.unpack(source), resume.name, now)
    parts = word.open_parts(Package("docx", tuple(files), files))
    styles = word.styles_of(parts)
    roots = {name: root for _, name, root in parts.with_text()}
    hand = Redline(styles, roots.values(), *tracked) if tracked else editor.Plain(styles)
    touched = editor.apply(parts, styles, resume, edits, hand)
    return archive.pack(files | {name: archive.serialise(roots[name]) for name in touched})
