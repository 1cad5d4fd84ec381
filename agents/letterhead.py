"""Who is hiring for what and where: the lines above the lists of a posting."""

import re

from agents import posting, tables

_NOISE = re.compile(
    r"^[^\w#]*(?:#\w+[\s,]*)*$|\d[\d\s.,]{0,20}(?:[€$₽£¥₴]|usd|eur|руб|zł|pln)", re.I
)
_EDGE = re.compile(r"^[^\w«\"“(¿¡]+|[^\w)»\"”.+#]+$")
_SEPARATOR = re.compile(r"\s+[—–|·•@]\s+|\s+-\s+|\s+(?:at|bei|chez|presso)\s+(?=[A-ZÀ-ÞА-Я])")
_LABELLED = {
    key: re.compile(
        rf"^[^\w\n]{{0,9}}(?:{tables.pattern('letterhead', key).pattern})[*_ ]{{0,4}}[:：](.+)$",
        re.IGNORECASE | re.MULTILINE,
    )
    for key in ("title", "company", "location")
}
_LEGAL = re.compile(tables.pattern("letterhead", "legal").pattern)  # capitals count
_ABOUT = re.compile(tables.pattern("letterhead", "about").pattern, re.IGNORECASE | re.MULTILINE)
_LOOKING = tables.pattern("letterhead", "looking")
_BEGINNING = 8000  # characters
_LINES = 60
_PARAGRAPH = 400  # characters
_LINE = 120  # characters: a longer one is a paragraph, not a letterhead
_QUOTES = "«»'\"“”„"
_WHERE = re.compile(r"[(（]([^()（）]{2,40})[)）]\s*$")
_FRONT_TITLE = re.compile(r"\A---\n.*?^title:\s*['\"]?(.+?)['\"]?\s*$", re.DOTALL | re.MULTILINE)
_GENDER = re.compile(
    r"\s*[(（]\s*(?:[mwfdxhא-ת]|gn|all genders|div)(?:\s*[/|,]\s*\w+)*\s*[)）]"
    r"|\s+[HFM]/[FHMW](?!\w)",
    re.IGNORECASE,
)


def read(text: str) -> tuple[str, str, str]:
    """The title, the company and the place that a posting names, each "" where it names none.

    Looks at the beginning only, and at no more of a line than a letterhead has.
    """
    text = "\n".join(line[:_PARAGRAPH] for line in text[:_BEGINNING].splitlines())
    labelled = {key: _labelled(pattern, text) for key, pattern in _LABELLED.items()}
    front = _FRONT_TITLE.search(text)
    top = _top(text)
    title, company, location = _headline(top[0]) if top else ("", "", "")
    if len(top) > 1 and not company and _SEPARATOR.search(top[1]) and len(top[1]) < _LINE:
        company, location = _second(top[1])
    sought = _LOOKING.search(text)
    if not title or len(title) > 90 or (sought and sought[1] in title):
        title = sought[1] if sought else ""
    about = _ABOUT.search(text)
    company = company or (about and (about[1] or about[2])) or _legal(top, text)
    return (
        _neat(labelled["title"] or (front[1] if front else "") or title, 90),
        _neat(labelled["company"] or company, 60),
        _neat(labelled["location"] or location, 60),
    )


def _legal(top: list[str], text: str) -> str:
    """A name with its legal form, or at the top in quotation marks."""
    above = _LEGAL.search("\n".join(line for line in top if len(line) < _LINE))
    named = above or next((m for m in _LEGAL.finditer(text) if not m["quoted"]), None)
    return named[0] if named else ""


def _labelled(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    stated = match[1].strip("*_ \t") if match else ""
    return stated if len(stated) <= 90 else ""


def _top(text: str) -> list[str]:
    """The first lines, without those of hashtags or pay."""
    bare = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    telling = (line for line in bare.splitlines()[:_LINES] if not _NOISE.search(line))
    lines = (_EDGE.sub("", re.sub(r"[*_#]+", "", line)).strip() for line in telling)
    return [line for line in lines if line and not posting.title(line)][:8]


def _headline(line: str) -> tuple[str, str, str]:
    """ "Title — Company (Place)", or as much of it as *line* has."""
    line = _GENDER.sub("", line)
    place = ""
    legal = _LEGAL.search(line)
    parts = [part.strip() for part in _SEPARATOR.split(line) if part.strip()]
    if len(parts) == 1:
        return line, legal[0] if legal else "", ""
    found = _WHERE.search(parts[-1])
    if found:
        place, parts[-1] = found[1], parts[-1][: found.start()].strip()
    company, city = _comma(parts[1])
    return parts[0], company, place or city or (parts[2] if len(parts) > 2 else "")


def _second(line: str) -> tuple[str, str]:
    parts = _SEPARATOR.split(line)
    company, city = _comma(parts[0])
    return company, city or (parts[1] if len(parts) > 1 else "")


def _comma(part: str) -> tuple[str, str]:
    company, *city = re.split(r"[,،、]\s+", part, maxsplit=1)
    return company, city[0] if city else ""


def _neat(text: str, most: int) -> str:
    line = " ".join(_GENDER.sub("", text).split()).strip(" ,;:–—-*")
    if line[:1] in _QUOTES and (line[-1:] in _QUOTES or not set(line[1:]) & set(_QUOTES)):
        line = line.strip(_QUOTES)
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0]
