"""What the guard says against an edit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason why an edit may not reach the document.

    `kind` is a short word for the class ("number", "name", "limit", "foreign-cite"…); `where` is
    the id of the edit's fact (in a comparison of two files, the path of the line); `text` is what
    offends, in the words of the edit; `source` is the line of the résumé that it contradicts, in
    the person's words, or "" where there is none.
    """

    kind: str
    where: str
    text: str = ""
    source: str = ""
