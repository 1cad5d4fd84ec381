"""What the guard promises for every résumé: itself, any order, any drop, no changed number."""

import unicodedata
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agents import guard
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume
from tests.unit.guard_samples import SECTIONS, line

SCRIPTS = "abcdeéßñабвгдежзіїابتثجדהוז日本語中文かなกขक0123456789٠١٢٣.,%€$/-–()&+#:; "
TEXT = st.text(st.sampled_from(SCRIPTS), min_size=1, max_size=60).filter(str.strip)
LANGUAGE = st.sampled_from(
    ["en", "de", "fr", "es", "pt", "it", "pl", "uk", "ru", "ar", "he", "ja", "zh"]
)
# The zero of each system of decimal digits: seventeen of them.
ZEROS = [chr(c) for c in (0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6,
                          0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040)]  # fmt: skip
PATTERNS = {
    "en": "Served {} customers",
    "de": "Betreuung von {} Kunden",
    "fr": "Suivi de {} clients",
    "es": "Atención a {} clientes",
    "pt": "Atendimento a {} clientes",
    "it": "Assistenza a {} clienti",
    "pl": "Obsługa {} klientów",
    "uk": "Обслуговування {} клієнтів",
    "ru": "Обслуживание {} клиентов",
    "ar": "خدمة {} عميلا",
    "he": "שירות {} לקוחות",
    "ja": "顧客{}名に対応",
    "zh": "服务{}名客户",
}
LANGUAGE = st.sampled_from(sorted(PATTERNS))


@st.composite
def resumes(draw: st.DrawFn) -> Resume:
    """A résumé of a role with bullets, and skills, in any words."""
    bullets = draw(st.lists(TEXT, min_size=1, max_size=5))
    skills = draw(st.lists(TEXT, max_size=4))
    facts = [Fact(f"b{n}", Kind.BULLET, t, "experience", "r1") for n, t in enumerate(bullets)]
    facts += [Fact(f"s{n}", Kind.SKILL, t, "skills") for n, t in enumerate(skills)]
    title = Fact("t", Kind.TITLE, draw(TEXT), "experience", "r1")
    return Resume(SECTIONS, (title, *facts), draw(LANGUAGE))


@given(resumes())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_accepts_itself(resume: Resume) -> None:
    """Every line may be written again as it is."""
    edits = [Edit(Op.REWRITE, fact.id, fact.text, cites=(fact.id,)) for fact in resume.facts]
    assert guard.check(resume, edits) == []


@given(resumes(), st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_accepts_any_order_and_declared_drops(resume: Resume, data: st.DataObject) -> None:
    """Bullets of a role and skills may stand in any order, and any of them may be dropped."""
    edits = []
    for kind in (Kind.BULLET, Kind.SKILL):
        ids = [fact.id for fact in resume.of(kind)]
        gone = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
        kept = [id for id in ids if id not in gone]
        edits += [Edit(Op.DROP, id) for id in gone]
        edits += [Edit(Op.MOVE, i, anchor=data.draw(st.sampled_from(kept))) for i in kept]
    assert guard.check(resume, edits) == []


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(sorted(PATTERNS)))
@settings(max_examples=50, deadline=None)
def test_refuses_any_changed_number(old: int, new: int, language: str) -> None:
    """Whatever the number and the language, another one is refused."""
    assume(old != new and new != 1)
    found = line(PATTERNS[language].format(old), PATTERNS[language].format(new), language)
    assert "number" in {violation.kind for violation in found}


@given(st.integers(2, 10**7), st.sampled_from(ZEROS), st.sampled_from(["en", "ar", "ru", "zh"]))
@settings(max_examples=50, deadline=None)
def test_reads_any_digits(number: int, zero: str, language: str) -> None:
    """A number in other digits is the same number, and its neighbour is not."""
    was, pattern = PATTERNS[language].format(number), PATTERNS[language]
    assert line(was, pattern.format(written(number, zero)), language) == []
    assert line(was, pattern.format(written(number + 1, zero)), language) != []


def written(number: int, zero: str) -> str:
    """*number* in the digits that begin with *zero*."""
    text = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    assert int(text) == number
    assert unicodedata.decimal(text[0]) == int(str(number)[0])
    return text


@given(resumes(), TEXT, TEXT)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_judges_anything(resume: Resume, text: str, asked: str) -> None:
    """No text breaks the guard: it is judged, never refused for the guard's own trouble."""
    bullet = resume.of(Kind.BULLET)[0]
    edits = [Edit(Op.REWRITE, bullet.id, text, cites=(bullet.id,))]
    found = guard.check(resume, edits, asked=[asked])
    assert "guard-error" not in {violation.kind for violation in found}
    assert guard.check(replace(resume, language=""), edits, asked=[asked]) is not None
