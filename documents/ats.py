"""What parsers of applicant tracking systems need of a Word file, as named checks; no score."""

from collections.abc import Callable
from dataclasses import dataclass

from documents import ats_build, ats_words
from documents.subject import Subject, Verdict


@dataclass(frozen=True, slots=True)
class Check:
    """One rule; `ok` is None where it does not apply, and `why` says what was found or why not."""

    rule: int
    name: str
    ok: bool | None
    why: str = ""


_RULES: tuple[tuple[str, Callable[[Subject], Verdict]], ...] = (
    ("Word programs open it", ats_build.opens),
    ("small, without macros or templates", ats_build.is_light),
    ("one column, in the direction of its script", ats_build.is_one_column),
    ("no tables that lay out the page", ats_build.has_no_tables),
    ("no text boxes", ats_build.has_no_boxes),
    ("no pictures", ats_build.has_no_pictures),
    ("nothing personal in header or footer", ats_build.has_plain_margins),
    ("no content controls", ats_build.has_no_controls),
    ("nothing hidden, no tracked changes", ats_build.has_nothing_hidden),
    ("name and contact data first", ats_words.begins_with_contacts),
    ("usual section titles as headings", ats_words.has_titles),
    ("real lists", ats_words.has_real_lists),
    ("roles in one pattern", ats_words.has_even_heads),
    ("dates in one format", ats_words.has_even_dates),
    ("latest role first", ats_words.is_latest_first),
    ("no columns of tabs or spaces", ats_build.has_few_tabs),
    ("common fonts and sizes", ats_build.has_safe_type),
    ("plain characters", ats_words.has_plain_characters),
    ("no icons", ats_words.has_no_icons),
    ("links show their address", ats_words.has_open_links),
    ("properties name the person", ats_words.is_signed),
    ("independent readers agree", ats_words.reads_alike),
    ("two pages at most", ats_build.has_few_pages),
    ("a plain file name", ats_words.has_plain_name),
)


def check(data: bytes, name: str = "", pdf: bytes = b"") -> tuple[Check, ...]:
    """The rules R1 to R24 on a DOCX, found by reading the file again.

    *name* is its file name; *pdf* is what LibreOffice makes of it, one more reader and the only
    one that counts pages. Both may be empty. Raises the errors of `container.check`.
    """
    file = Subject(data, name, pdf)
    checks = []
    for number, (title, rule) in enumerate(_RULES, start=1):
        ok, why = rule(file)
        checks.append(Check(number, title, ok, why))
    return tuple(checks)
