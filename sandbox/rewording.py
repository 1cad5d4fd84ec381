"""Faithful rewordings of a résumé line by rules: the same facts, with what is asked in front."""

import re
from collections.abc import Iterator

from agents import terms

# Weak openings of English lines and plainer, stronger ones that claim no more.
_OPENINGS = (
    (r"(?:was|were|am) in charge of (\w+ing)\b", "{past}"),
    (r"(?:was|were|am) responsible for (\w+ing)\b", "{past}"),
    (r"responsible for (\w+ing)\b", "{past}"),
    (r"in charge of (\w+ing)\b", "{past}"),
    (r"duties included (\w+ing)\b", "{past}"),
    (r"helped to\b", "helped"),
    (r"worked with\b", "collaborated with"),
    (r"work with\b", "collaborate with"),
    (r"worked together with\b", "collaborated with"),
    (r"took part in\b", "participated in"),
    (r"take part in\b", "participate in"),
    (r"set up\b", "established"),
    (r"put in place\b", "introduced"),
    (r"put\b", "placed"),
    (r"moved\b(?=.* to )", "migrated"),
    (r"showed\b", "presented"),
    (r"cut\b", "reduced"),
    (r"looked after\b", "took care of"),
    (r"look after\b", "take care of"),
    (r"made sure\b", "ensured"),
    (r"built\b", "developed"),
    (r"started\b", "began"),
    (r"carried out\b", "performed"),
    (r"did\b", "performed"),
    (r"used\b", "applied"),
    (r"kept\b(?= (?:the|our|all|\d|\w+ shared)\b)", "maintained"),
    (r"answered\b", "handled"),
    (r"wrote\b", "created"),
    (r"got\b", "obtained"),
)
_PAST_OF = """
    taking:took running:ran building:built leading:led making:made keeping:kept writing:wrote
    teaching:taught selling:sold buying:bought holding:held giving:gave setting:set doing:did
    overseeing:oversaw drawing:drew dealing:dealt driving:drove planning:planned
    controlling:controlled supplying:supplied carrying:carried preparing:prepared
    managing:managed organising:organised organizing:organized ensuring:ensured
    scheduling:scheduled closing:closed handling:handled maintaining:maintained
    training:trained supporting:supported monitoring:monitored checking:checked
    ordering:ordered testing:tested designing:designed developing:developed
    """
_PAST = dict(pair.split(":") for pair in _PAST_OF.split())
_WITH = {
    "en": "with|using|in|on",
    "de": "mit",
    "fr": "avec",
    "es": "con",
    "pt": "com",
    "it": "con",
    "pl": "z",
    "uk": "з|у|в",
    "ru": "с|в|на",
}
_LABEL = re.compile(r"^(?P<label>[^\W\d_][^:：;.,]{1,40}[:：]\s+)(?=\S)")
_CLAUSES = re.compile(r"^(?P<first>[^;；]{12,})[;；]\s*(?P<second>[^;；]{12,}?)(?P<stop>[.。]?)$")
_FRONT = 24  # characters within which a word counts as standing in front
_SHORT = 5  # words of a phrase that may be brought to the front


def candidates(text: str, asked: str, language: str) -> Iterator[str]:
    """Rewordings of *text* that bring out *asked*, the best first; none of them is *text*."""
    label = _LABEL.match(text)
    head = label["label"] if label else ""
    body = text[len(head) :]
    stronger = _strengthen(body) if language == "en" else body
    for new in (_front(stronger, asked, language), _turn(stronger, asked), stronger):
        if new != body:
            yield head + (new if body[:1].isupper() else new[:1].lower() + new[1:])
    if not head and language != "en":
        yield from _named_first(text, asked)


def _strengthen(body: str) -> str:
    """*body* with a stronger opening, if it has a weak one."""
    for weak, strong in _OPENINGS:
        match = re.match(weak, body, re.IGNORECASE)
        if match:
            past = _PAST.get(match[1].lower()) if match.groups() else ""
            if past is None:
                continue
            begun = strong.format(past=past) + body[match.end() :]
            return _capital(begun) if body[:1].isupper() else begun
    return body


def _front(body: str, asked: str, language: str) -> str:
    """*body* with the phrase that names what is asked brought to its front: "With SAP, …"."""
    span = terms.find(asked, body) if asked else None
    words = _WITH.get(language)
    if not span or span[0] < _FRONT or not words:
        return body
    phrase = re.compile(rf",?\s(?P<phrase>(?:{words})\s(?P<what>[^,;.()]+))(?=[,;.]|$)", re.I)
    for match in phrase.finditer(body):
        inside = match.start("what") <= span[0] and span[1] <= match.end("what")
        if inside and len(match["what"].split()) <= _SHORT:
            rest = body[: match.start()] + body[match.end() :]
            comma = ", " if language == "en" else ": "
            return _capital(match["phrase"]) + comma + (_small(rest) if language == "en" else rest)
    return body


def _turn(body: str, asked: str) -> str:
    """*body* with its second clause first, where that has what is asked or the result."""
    match = _CLAUSES.match(body)
    if not match:
        return body
    first, second = match["first"], match["second"]
    named = [bool(asked and terms.find(asked, part)) for part in (first, second)]
    result = any(c.isdigit() for c in second) and not any(c.isdigit() for c in first)
    if (named[1] and not named[0]) or result:
        return f"{_capital(second)}; {_small(first)}{match['stop']}"
    return body


def _named_first(text: str, asked: str) -> Iterator[str]:
    """*text* behind the name that is asked for, as the line has it: "SAP: …"."""
    span = terms.find(asked, text) if asked else None
    if span and span[0] >= _FRONT:
        words = text[slice(*span)]
        if len(words.split()) <= 3 and terms.literal(words, asked):
            yield f"{_capital(words)}: {text}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """*text* without the capital of a sentence's beginning, names left as they are."""
    first = text.split(" ", 1)[0]
    plain = first.isalpha() and first[1:].islower() and not terms.known(first)
    return text[:1].lower() + text[1:] if plain else text
