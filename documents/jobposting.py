"""schema.org JobPosting: found in a page's JSON-LD, however carelessly written, put in words."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from documents import markup
from documents.markup import Element

Posting: TypeAlias = dict[str, Any]

_WRAPPING = re.compile(
    r"^\s*(?:(?://|/\*)?\s*(?:<!--|<!\[CDATA\[)\s*(?:\*/)?)+"
    r"|(?:(?://|/\*)?\s*(?:-->|\]\]>)\s*(?:\*/)?)+\s*$"
)
_NEXT = re.compile(r"[^\s;,]|\Z")
_TRAILING = re.compile(r",(?=\s*[}\]])")
_FURTHER = (
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("skills", "Skills"),
    ("experienceRequirements", "Experience"),
    ("educationRequirements", "Education"),
    ("jobBenefits", "Benefits"),
)
_MOST = 50  # postings looked at: a page with more is a list of them


def find(root: Element) -> list[Posting]:
    """The job postings in the JSON-LD of a page, in its order."""
    found: list[Posting] = []
    for script in root.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            found += _postings(_parse(script.text or ""))
    return found[:_MOST]


def render(posting: Posting) -> str:
    """*posting* as HTML: its title, who and where, terms, then its texts."""
    facts = [_name(posting.get("hiringOrganization")), _place(posting), _terms(posting)]
    head = "".join(f"<p>{html.escape(fact)}</p>" for fact in facts if fact)
    body = _markup(posting.get("description"))
    said = _words(body)
    for key, title in _FURTHER:
        more = _markup(posting.get(key))
        if more and _words(more) not in said:
            body += f"<h3>{title}</h3>{more}"
    return f"<h1>{html.escape(_line(posting.get('title')))}</h1>{head}{body}"


def _parse(text: str) -> list[Any]:
    """The values in a script: comments around them, control characters, commas too many and
    several values one after the other are forgiven.
    """
    bare = _WRAPPING.sub("", text)
    for tried in (bare, _TRAILING.sub("", bare), _TRAILING.sub("", html.unescape(bare))):
        found = _values(tried.strip())
        if found:
            return found
    return []


def _values(text: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False)
    found = []
    at = 0
    try:
        while (start := _NEXT.search(text, at)) and start[0]:
            value, at = decoder.raw_decode(text, start.start())
            found.append(value)
    except (ValueError, RecursionError):
        pass
    return found


def _postings(values: list[Any]) -> Iterator[Posting]:
    waiting = values[::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value[::-1]
        elif isinstance(value, dict):
            if any(_is_posting(kind) for kind in _list(value.get("@type"))):
                yield value
            waiting += [each for each in value.values() if isinstance(each, dict | list)][::-1]


def _is_posting(kind: object) -> bool:
    return re.split(r"[/:#]", str(kind))[-1] == "JobPosting"


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _line(value: Any) -> str:
    """A value that should be a short text, on one line."""
    if isinstance(value, dict):
        return _line(value.get("name") or value.get("@value") or value.get("value"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_line, value)))
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = str(value)
    for _ in range(2):  # some sites escape twice
        text = html.unescape(text)
    return " ".join(re.sub(r"<[^>]{0,200}>", " ", text).split())


def _name(value: Any) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(_line, _list(value)))))


def _place(posting: Posting) -> str:
    """Where the work is: "Gothenburg, SE; Remote"."""
    places = [_address(place) for place in _list(posting.get("jobLocation"))]
    if "TELECOMMUTE" in map(str, _list(posting.get("jobLocationType"))):
        among = _name(posting.get("applicantLocationRequirements"))
        places.append(f"Remote ({among})" if among else "Remote")
    return "; ".join(dict.fromkeys(filter(None, places)))


def _address(place: Any) -> str:
    address = place.get("address", place) if isinstance(place, dict) else place
    if not isinstance(address, dict):
        return _line(address)
    keys = ("addressLocality", "addressRegion", "addressCountry")
    parts = [_line(address.get(key)) for key in keys]
    return ", ".join(dict.fromkeys(filter(None, parts))) or _line(address)


def _terms(posting: Posting) -> str:
    """Pay, hours and the last day to apply."""
    kinds = [
        _line(kind).replace("_", " ").capitalize() for kind in _list(posting.get("employmentType"))
    ]
    until = _line(posting.get("validThrough"))[:10]
    pay = [_pay(salary) for salary in _list(posting.get("baseSalary"))]
    terms = [*pay, ", ".join(filter(None, kinds)), f"Apply by {until}" if until else ""]
    return " · ".join(filter(None, terms))


def _pay(salary: Any) -> str:
    """An amount in words: "SEK 58000–68000 per month"."""
    if not isinstance(salary, dict):
        return _line(salary)
    value = salary.get("value")
    amount = value if isinstance(value, dict) else salary
    bounds = [_line(amount.get(key)) for key in ("minValue", "maxValue")]
    number = "–".join(dict.fromkeys(filter(None, bounds)))
    number = number or _line(amount.get("value")) or _line(value)
    if not number:
        return ""
    unit = _line(amount.get("unitText") or salary.get("unitText")).lower()
    currency = _line(salary.get("currency") or amount.get("currency"))
    return " ".join(filter(None, (currency, number, f"per {unit}" if unit else "")))


def _markup(value: Any) -> str:
    """A long text as HTML; where its tags are escaped, they are meant as tags."""
    if isinstance(value, list):
        items = "".join(f"<li>{_markup(each)}</li>" for each in value)
        return f"<ul>{items}</ul>" if items else ""
    if isinstance(value, dict):
        value = value.get("description") or _line(value)
    if not isinstance(value, str):
        return ""
    text = html.unescape(value) if re.search(r"&lt;/?[a-z]", value, re.IGNORECASE) else value
    if re.search(r"<[a-z!/]", text, re.IGNORECASE):
        return f"<div>{text}</div>"
    return f"<pre>{html.escape(html.unescape(text))}</pre>"


def _words(markup_text: str) -> str:
    return " ".join(markup.text(markup.parse(markup_text)).split())
