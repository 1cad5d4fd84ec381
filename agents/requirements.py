"""A posting's requirements by rules: its lists taken apart into single things asked for."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from agents import credentials, posting, tables, terms
from agents.posting import Line
from agents.titles import Section
from agents.values import Requirement

MOST = 24  # requirements that a posting may have
_LOOKED_AT = 200  # things that a posting may list before the rest is passed over
_LONGEST = 80  # characters of a name
_LEAD_IN = tables.pattern("requirements", "lead")
_TAIL = tables.pattern("requirements", "tail")
_NICE = tables.pattern("requirements", "nice")
_SOFT = tables.pattern("requirements", "soft")
_CERTIFICATE = tables.pattern("requirements", "certificate")
_AND = tables.pattern("requirements", "and")
_OR = tables.pattern("requirements", "or")
_SUCH_AS = tables.pattern("requirements", "such as")
_SENTENCE = re.compile(
    r"(?<=[^\W_][^\W_][.!?])(?<!\bkat\.)(?<!\bmax\.)(?<!\bmin\.)(?<!\binkl\.)(?<!\bмин\.)\s+(?=[^\W\da-zа-я])|(?<=\)\.)\s+|(?<=[^\W\d_]{4}\.)\s+(?=\d)|[;；。]\s*"
)
_ASIDE = tables.pattern("requirements", "aside")
_WELCOME = tables.pattern("requirements", "welcome")
_WITH = re.compile(r"\s(?:with|mit|avec|con|com|using|z|с|з)\s", re.IGNORECASE)
_ALL_NICE = tables.pattern("requirements", "all nice")
_SUBORDINATE = tables.pattern("requirements", "subordinate")
_CUE = tables.pattern("requirements", "cue")
_SPARED = tables.pattern("requirements", "spared")
_NEEDED = tables.pattern("requirements", "needed")
_BUT = re.compile(
    r"\b(?:but|aber|sondern|mais|pero|sino|mas|ma|ale|lecz|але|но)\b|(?<!\w)(?:لكن|ولكن|אבל)(?!\w)|但",
    re.IGNORECASE,
)
_IS = re.compile(r"\s+(?:is|are|ist|sind|est|sont|es|son|é|são|è|sono|jest|są)\s*$", re.IGNORECASE)
_PERMIT = tables.pattern("requirements", "permit")
_EXAMPLE = re.compile(r",\s+(?=(?:z\.\s?B|e\.g|p\.\s?ex|p\.\s?ej|np|напр)\.)")
_TALK = tables.pattern("requirements", "talk")
_BOTH = re.compile(r"\b(?:and|und|et|y|i|и)\b", re.IGNORECASE)
_COMMA = re.compile(r"[,،，]")
_BRIEF = 14  # characters of a language in Chinese or Japanese
_SHORT = 7  # words of a piece of a list that was led in to ("experience with …")
_TERSE = 4  # words of a piece of any other list
_QUOTE = 160  # characters
_LINE = 1000  # characters of a clause that is looked through for what is not needed


def find(text: str) -> tuple[Requirement, ...]:
    """What the posting *text* asks for, most important first, at most `MOST`, with its words."""
    lines = posting.lines(text)
    wanted = list(islice(_listed(lines), _LOOKED_AT))
    if not any(must for *_, must, _ in wanted):
        wanted = [*_named([x for x in lines[1:] if x.section is Section.OPEN]), *wanted]
    wanted += _named([line for line in lines if line.section is Section.DUTY], duty=True)
    return number(Requirement("", *found) for found in wanted)


def number(requirements: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """*requirements* without repetition, musts first, at most `MOST`, with ids n1, n2, …."""
    kept: dict[frozenset[str], Requirement] = {}
    for each in sorted(requirements, key=lambda r: (not r.must, r.kind == "duty")):
        key = frozenset(token.key for token in terms.content(each.name)) or frozenset({each.name})
        if each.kind != "duty" or not any(key <= other for other in kept):
            kept.setdefault(key, each)
    first = list(kept.values())[:MOST]
    return tuple(
        Requirement(f"n{n}", each.name, each.quote, each.must, each.kind)
        for n, each in enumerate(first, 1)
    )


Found = tuple[str, str, bool, str]  # name, quote, must, kind


def _listed(lines: tuple[Line, ...]) -> Iterator[Found]:
    for line in lines:
        if line.section in (Section.MUST, Section.NICE):
            for clause in _clauses(line.text):
                yield from _single(clause, line.section is Section.MUST)


def _clauses(text: str) -> Iterator[str]:
    for piece in _SENTENCE.split(text):
        clause = piece.strip(" .;")
        if clause and not _ASIDE.match(clause):
            yield from _asking(clause)


def _asking(clause: str) -> Iterator[str]:
    """What of *clause* asks for anything: all but what it says not to be needed."""
    spared = _SPARED.search(clause)
    if not spared or len(clause) > _LINE or _NICE.search(clause):
        if clause:
            yield clause
        return
    before, after = clause[: spared.start()], clause[spared.end() :]
    if terms.content(before):
        before = before[: _begin(before)]
        after = "".join(_COMMA.split(after, maxsplit=1)[1:])
    else:
        before, after = "", _go_on(after)
    for rest in (before, after):
        yield from _asking(_BUT.sub("", rest, count=1).strip(" .,;،，、:") if rest else "")


def _begin(before: str) -> int:
    """Where in *before* the list begins that is not needed; "Python, PHP" is none of two."""
    cuts = [match.end() for match in (*_NEEDED.finditer(before), *_BUT.finditer(before))]
    commas = [match.end() for match in _COMMA.finditer(before)]
    last = commas[-1] if commas else 0
    listed = bool(_BOTH.search(before[last:]) or _OR.search(before[last:]))
    return max([0, *cuts] if listed else [last, *cuts])


def _go_on(after: str) -> str:
    """What is said behind the things that are not needed: "…, but Python is"."""
    starts = [match.end() for match in _COMMA.finditer(after) if _CUE.search(after[match.end() :])]
    starts += [match.start() for match in _BUT.finditer(after)]
    return after[min(starts) :] if starts else ""


def asks(quote: str, text: str) -> bool:
    """Whether the posting *text* asks for what it says in *quote*, and does not spare it."""
    said = [c for line in posting.lines(text) for c in _SENTENCE.split(line.text) if quote in c]
    return not said or any(quote in part for clause in said for part in _asking(clause))


def _single(clause: str, must: bool) -> Iterator[Found]:
    """The things that *clause* asks for, each with its kind."""
    whole_nice = bool(_ALL_NICE.search(clause))
    pieces = _pieces(clause)
    for piece in pieces:
        if piece is not pieces[0] and _ASIDE.match(piece):
            return
        kind = tell(piece)
        name = _language(piece) if kind == "language" else _name(piece)
        wanted = must and not (whole_nice or _NICE.search(piece) or _SOFT.search(piece))
        if name and re.search(r"[^\W\d_]", name) and (terms.content(name) or kind != "skill"):
            yield name, clause if len(clause) <= _QUOTE else piece, wanted, kind


def _pieces(clause: str) -> list[str]:
    """*clause* taken apart where it lists things; whole where it is one thing or a sentence."""
    head, _, tail = re.sub("：", ":", clause).partition(": ")
    if tail:
        listed = _split(tail)
        if len(listed) > 1 and all(len(piece.split()) <= 4 for piece in listed):
            return listed
        if len(head.split()) <= 4 and terms.content(head):
            return [head]
        clause = tail
    if credentials.years(clause) and not re.search(r"[,،、，]", clause):
        return [clause]
    bare = _strip(clause)
    if bare != clause:
        return _split(bare)
    pieces = _split(clause, _TERSE)
    return [clause] if _is_sentence(clause, pieces) else pieces


def _is_sentence(clause: str, pieces: list[str]) -> bool:
    """Whether *clause* says something as a whole, although it has commas: it is about "our" work,
    begins with "you", or goes on with a plain word after a phrase ("improve tools and content").
    """
    plain = (len(piece.split()) == 1 and not _names(piece) for piece in pieces[1:])
    return bool(_TALK.search(clause)) or (len(pieces[0].split()) > 2 and any(plain))


def _split(text: str, most: int = _SHORT) -> list[str]:
    """The pieces of *text* if it lists things of at most *most* words each, else the whole."""
    text = _EXAMPLE.sub(" ", text)
    hidden = re.sub(r"[(（][^)）]*[)）]", lambda m: "\0" * len(m[0]), text)
    cuts = [(0, 0), *((m.start(), m.end()) for m in _AND.finditer(hidden)), (len(text),) * 2]
    pieces = [
        text[begin:end].strip(" .,;")
        for (_, begin), (end, _) in pairwise(cuts)
        if text[begin:end].strip(" .,;")
    ]
    brief = all(len(piece.split()) <= 3 for piece in pieces[:-1])
    if pieces[1:] and brief and _OR.search(pieces[-1]) and not _BOTH.search(text):
        return [" or ".join([*pieces[:-1], *_OR.split(pieces[-1])])]
    short = all(len(_strip(piece).split()) <= most or _names(piece) for piece in pieces)
    return pieces if short else [text]


def _names(piece: str) -> bool:
    """Whether *piece*, though it may be long, is there for a name in it."""
    return len(piece.split()) <= _SHORT and any(token.exact for token in terms.content(piece))


def _strip(text: str) -> str:
    """*text* without the words that lead in to what is asked for."""
    while (match := _LEAD_IN.match(text)) and terms.content(text[match.end() :]):
        text = text[match.end() :]
    return text


def _name(piece: str) -> str:
    spared = _SPARED.search(piece)  # "Go is not required but a plus"
    if spared and terms.content(piece[: spared.start()]):
        piece = _IS.sub("", piece[: spared.start()])
    name = _strip(_WELCOME.sub("", _ALL_NICE.sub("", piece).strip(" .,:;–—-")))
    name = _SUCH_AS.sub(" (", name, count=1) + (")" if _SUCH_AS.search(name) else "")
    tool = _WITH.search(name)
    with_it = terms.content(name[tool.end() :]) if tool else ()
    if tool and not credentials.years(piece) and all(token.exact for token in with_it):
        name = name[tool.end() :]  # "Monitoring with Grafana" asks for Grafana
    for cut in (_TAIL, _SUBORDINATE):
        shorter = cut.sub("", name)
        name = shorter if terms.content(shorter) else name
    return shorten(name, _LONGEST)


def _language(piece: str) -> str:
    """The languages of *piece* with their level: "German (B2)"."""
    bare = _TAIL.sub("", _ALL_NICE.sub("", re.sub(r"[,;:.].*$", "", piece)))
    return shorten(bare, _LONGEST)


def shorten(text: str, most: int) -> str:
    """*text* on one line of at most *most* characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line.strip(" ,;:")
    cut = line[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:(") + "…"


def tell(piece: str) -> str:
    """The kind of requirement that *piece* is, as in `values.Requirement`."""
    if credentials.years(piece):
        return "experience"
    if credentials.languages(piece) and (len(terms.content(piece)) <= 4 or len(piece) <= _BRIEF):
        return "language"
    if _CERTIFICATE.search(piece):
        return "certificate"
    if credentials.degree(piece):
        return "education"
    return "other" if _SOFT.search(piece) else "skill"


def _named(lines: list[Line], *, duty: bool = False) -> Iterator[Found]:
    """What *lines* name by a name of its own, and what their sentences say is needed."""
    for line in lines:
        for clause in _clauses(line.text):
            if not duty and _CUE.search(clause) and len(clause) <= 2 * _QUOTE:
                yield from _single(clause, must=True)
                continue
            for _, words in terms.known(clause):
                if not duty or not words.islower() or " " in words or not words.isascii():
                    kind = "duty" if duty else "skill"
                    yield words, _around(clause, words), not duty, kind


def _around(clause: str, words: str) -> str:
    """The part of *clause* around *words* that is short enough to quote, word for word."""
    at = max(0, clause.find(words) - _QUOTE // 3)
    return clause if len(clause) <= _QUOTE else clause[at : at + _QUOTE].strip()


def blockers(text: str, found: tuple[Requirement, ...]) -> tuple[str, ...]:
    """The conditions that rule a person out: permits and visas, licences, languages, years."""
    quotes = Counter(each.quote for each in found)
    hard = [
        each.quote if quotes[each.quote] == 1 else each.name
        for each in found
        if each.must
        and each.kind in ("certificate", "language", "experience")
        and (each.kind != "experience" or credentials.years(each.quote))
    ]
    stated = [
        clause
        for line in posting.lines(text)
        for clause in _clauses(line.text)
        if _PERMIT.search(clause) and len(clause) <= 2 * _QUOTE
    ]
    return tuple(dict.fromkeys([*stated, *hard]))[:6]
