"""A summary of the person's own words: named briefly, or by a whole line, or not at all."""

from agents import evidence, guard, phrases
from documents.edits import Edit, Op
from documents.resume import Kind, Resume
from tests.unit.cv_samples import resume


def made(person: Resume, *names: str, text: str = "Quiet person.") -> str:
    summary = person.of(Kind.SUMMARY)[0]
    base = Edit(Op.REWRITE, summary.id, text, cites=(summary.id,))
    asked = [(name, evidence.mentions(person.facts, name)) for name in names]
    edit = phrases.append(person, base, asked)
    assert guard.check(person, [edit]) == []
    return edit.text


def person(*bullets: str) -> Resume:
    return resume([("Nurse", "Sample Clinic", "2019 – 2024", bullets)], summary=["Quiet person."])


def test_things_are_named_once_and_briefly() -> None:
    """Two names for one thing are one; what nothing proves is not named."""
    clinic = person("Ran triage for the town.", "Cleaned wounds with care.")
    text = made(clinic, "Triage", "triage", "wounds", "welding")
    assert text == "Quiet person. Triage, wounds."


def test_a_short_line_stands_for_what_may_not_be_named_alone() -> None:
    """Where the words alone would drop a limit, the whole of a short line is said."""
    clinic = person("Gave injections only under supervision.", "Ran triage.")
    text = made(clinic, "injections", "injections under supervision", "triage")
    assert text == "Quiet person. Triage. Gave injections only under supervision."


def test_long_lines_are_not_repeated() -> None:
    """A line of more than a sentence's length does not become the summary."""
    clinic = person("Gave injections only under supervision, " + "day and night and day " * 5 + ".")
    assert made(clinic, "injections") == "Quiet person."


def test_there_is_an_end_to_it() -> None:
    """When the room is used up, the rest is left out."""
    names = [f"Tool{n}{'x' * 30}" for n in range(12)]
    clinic = person(*(f"Used {name} every day." for name in names))
    text = made(clinic, *names)
    assert len(text) <= len("Quiet person. ") + phrases.ROOM + 2 * len(names)
    assert names[0] in text
    assert names[-1] not in text


def test_other_proofs_are_tried() -> None:
    """If one line cannot be quoted, the next one is."""
    clinic = person("Assisted with triage only.", "Documented triage for the town.")
    assert made(clinic, "triage") == "Quiet person. Triage."
