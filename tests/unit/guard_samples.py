"""One small résumé and short ways to put edits of it before the guard."""

from collections.abc import Sequence

from agents import guard
from agents.violations import Violation
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Section, Topic

SECTIONS = tuple(
    Section(topic.value, topic, topic.value.title())
    for topic in (
        Topic.CONTACT,
        Topic.SUMMARY,
        Topic.EXPERIENCE,
        Topic.EDUCATION,
        Topic.SKILLS,
        Topic.LANGUAGES,
        Topic.CERTIFICATES,
        Topic.INTERESTS,
    )
)
NURSE = Resume(
    SECTIONS,
    (
        Fact("name", Kind.NAME, "Ada Example", "contact"),
        Fact("mail", Kind.CONTACT, "ada@example.com", "contact"),
        Fact("head", Kind.HEADLINE, "Registered Nurse", "contact"),
        Fact("sum", Kind.SUMMARY, "Registered nurse, wound care and triage.", "summary"),
        Fact("t1", Kind.TITLE, "Registered Nurse", "experience", "r1"),
        Fact("e1", Kind.EMPLOYER, "Oracle Hospital", "experience", "r1"),
        Fact("d1", Kind.DATES, "04/2019 – 03/2024", "experience", "r1"),
        Fact("b1", Kind.BULLET, "Cared for up to 12 patients per shift", "experience", "r1"),
        Fact("b2", Kind.BULLET, "Contributed to the MediPlan rollout", "experience", "r1"),
        Fact("b3", Kind.BULLET, "Assisted the head nurse with rotas", "experience", "r1"),
        Fact("t2", Kind.TITLE, "Care Assistant", "experience", "r2"),
        Fact("d2", Kind.DATES, "2016 – 2019", "experience", "r2"),
        Fact("b4", Kind.BULLET, "Washed 22 residents a day", "experience", "r2"),
        Fact("deg", Kind.DEGREE, "Diploma of Nursing", "education", "d"),
        Fact("sch", Kind.SCHOOL, "Example College", "education", "d"),
        Fact("s1", Kind.SKILL, "wound care", "skills", group="Basics"),
        Fact("s2", Kind.SKILL, "triage", "skills", group="Basics"),
        Fact("s3", Kind.SKILL, "ventilation", "skills", group="Advanced"),
        Fact("l1", Kind.LANGUAGE, "Spanish – B1", "languages"),
        Fact("l2", Kind.LANGUAGE, "French – reading only", "languages"),
        Fact("c1", Kind.CERTIFICATE, "Basic Life Support", "certificates"),
        Fact("i1", Kind.OTHER, "Chess", "interests"),
    ),
    "en",
)
EVERYTHING = tuple(fact.id for fact in NURSE.facts)


def kinds(*edits: Edit, evidence: Sequence[Fact] = (), asked: Sequence[str] = ()) -> set[str]:
    """What the guard has against *edits* of the nurse's résumé."""
    return {v.kind for v in guard.check(NURSE, edits, evidence, asked=asked)}


def line(
    was: str, now: str, language: str = "en", *cited: str, asked: Sequence[str] = ()
) -> list[Violation]:
    """What the guard has against rewording one bullet, with *cited* ones beside it."""
    texts = (was, *cited)
    facts = tuple(
        Fact(f"b{at}", Kind.BULLET, text, "experience", "r1") for at, text in enumerate(texts)
    )
    resume = Resume(SECTIONS, facts, language)
    edit = Edit(Op.REWRITE, "b0", now, cites=tuple(fact.id for fact in facts))
    return guard.check(resume, [edit], asked=asked)
