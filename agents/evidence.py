"""What in a résumé answers a requirement, and whether a reader would see it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agents import credentials, reservations, terms
from agents.values import Requirement
from documents.resume import Fact, Kind, Resume, Topic

_MUTE = (Kind.NAME, Kind.CONTACT, Kind.DATES, Kind.LOCATION)
_UP_FRONT = (Kind.HEADLINE, Kind.SUMMARY, Kind.SKILL, Kind.LANGUAGE, Kind.CERTIFICATE, Kind.DEGREE)
# Words that limit what stands beside them.
_LIMITS = re.compile(
    r"\b(?:basics?|beginner|reading only|familiar|grundkenntnisse|anfänger|grundlagen"
    r"|notions|débutant|bases|básic[oa]s?|noções|nociones|principiante|podstawy|podstawow\w+"
    r"|базов\w+|начальн\w+|основы|основи|початков\w+)\b|أساسيات|مبتدئ|בסיסי|入门|了解|初級",
    re.IGNORECASE,
)
_NEAR = 24  # characters between a limiting word and what it limits


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact that answers a requirement, and where in its text. `limited`: with a reservation."""

    fact: Fact
    start: int
    end: int
    limited: bool = False

    @property
    def words(self) -> str:
        """The person's own words for what was asked."""
        return self.fact.text[self.start : self.end]


def find(resume: Resume, requirement: Requirement) -> tuple[Proof, ...]:
    """Every fact that answers *requirement*, in reading order; empty where nothing does."""
    if requirement.kind == "language" and credentials.languages(requirement.name):
        asked = f"{requirement.name} {requirement.quote if _alone(requirement) else ''}"
        return tuple(map(_whole, credentials.speaks(resume, asked)))
    if requirement.kind == "education" and credentials.degree(requirement.name):
        fact = credentials.studied(resume, requirement.name)
        return (_whole(fact),) if fact else ()
    if requirement.kind == "experience" and credentials.years(requirement.quote):
        return tuple(_seasoned(resume, requirement))
    if requirement.kind == "certificate":
        return tuple(_certified(resume, requirement.name))
    found = mentions(resume.facts, requirement.name, resume.language)
    return found or tuple(_in_role(resume, requirement.name))


def _in_role(resume: Resume, name: str) -> Iterator[Proof]:
    """Bullets that say *name* together with the title above them: a "site manager" of "bridges"."""
    heads: dict[str, str] = {}
    for fact in resume.of(Kind.TITLE, Kind.EMPLOYER):
        heads[fact.entry] = f"{heads.get(fact.entry, '')} {fact.text}".strip()
    for fact in resume.of(Kind.BULLET):
        title = heads.get(fact.entry, "")
        both = title and terms.touches(name, title) and terms.touches(name, fact.text)
        span = terms.find(name, f"{title}\n{fact.text}") if both else None
        at = span[1] - len(title) - 1 if span else 0
        if span and at > 0:
            start = max(0, span[0] - len(title) - 1)
            held = reservations.holds(fact.text, start, at, resume.language)
            yield Proof(fact, start, at, held or _is_little(fact.text, start, at))


def _certified(resume: Resume, name: str) -> Iterator[Proof]:
    """Papers by their name; elsewhere the paper itself has to be spoken of, not only its field."""
    for fact in resume.facts:
        paper = fact.kind is Kind.CERTIFICATE or resume.topic(fact) is Topic.CERTIFICATES
        yield from _mentions([fact], name, resume.language, strict=not paper)


def _alone(requirement: Requirement) -> bool:
    return len(credentials.languages(requirement.quote)) == 1


def _seasoned(resume: Resume, requirement: Requirement) -> Iterator[Proof]:
    topic = terms.subject(requirement.name)
    if credentials.worked(resume, topic) >= credentials.years(requirement.quote):
        for fact in resume.of(Kind.TITLE):
            at_work = resume.topic(fact) is Topic.EXPERIENCE
            if at_work and credentials.concerns(resume, fact.entry, topic):
                yield _whole(fact)


def _whole(fact: Fact) -> Proof:
    return Proof(fact, 0, len(fact.text))


def mentions(facts: Iterable[Fact], name: str, language: str = "") -> tuple[Proof, ...]:
    """The facts among *facts*, of a résumé in *language*, whose words say what *name* names."""
    return tuple(_mentions(facts, name, language))


def _mentions(
    facts: Iterable[Fact], name: str, language: str, *, strict: bool = False
) -> Iterator[Proof]:
    for fact in facts:
        proofs = _within(fact, name, language, strict) if fact.kind not in _MUTE else ()
        proof = min(proofs, key=lambda proof: proof.limited, default=None)
        if proof:
            yield proof


def _within(fact: Fact, name: str, language: str, strict: bool) -> Iterator[Proof]:
    """Each place of *fact* that says *name*: what is denied here may be claimed there."""
    for start, end, held in reservations.places(fact.text, name, language, strict=strict):
        yield Proof(fact, start, end, held or _is_little(fact.text, start, end))


def _is_little(text: str, start: int, end: int) -> bool:
    near = text[max(0, start - _NEAR) : start] + " " + text[end : end + _NEAR]
    return bool(_LIMITS.search(near))


def ranked(proofs: Iterable[Proof], name: str) -> list[Proof]:
    """The proofs to quote for *name*: first those that say it as asked, in a list, and briefly."""

    def rank(proof: Proof) -> tuple[bool, bool, int]:
        as_asked = terms.literal(proof.words, name) is not None
        return not as_asked, proof.fact.kind is not Kind.SKILL, len(proof.words)

    return sorted((proof for proof in proofs if not proof.limited), key=rank)


def visible(resume: Resume, proof: Proof) -> bool:
    """Whether a reader meets the proof at once: at the top, or in a list made to be looked up."""
    if proof.fact.kind in _UP_FRONT or resume.topic(proof.fact) in (Topic.SUMMARY, Topic.SKILLS):
        return True
    return proof.fact.id in first_third(resume)


def first_third(resume: Resume, above: int = 0) -> frozenset[str]:
    """The ids of the facts in the first third of the text, with *above* more characters on top."""
    total = sum(len(fact.text) for fact in resume.facts) + above
    read, ids = above, set()
    for fact in resume.facts:
        read += len(fact.text)
        if read * 3 > total:
            break
        ids.add(fact.id)
    return frozenset(ids)
