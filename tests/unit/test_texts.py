"""Texts: every failure has its sentence, and what people write cannot break the markup."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import errors as agent_errors
from agents.values import Agent, Analysis, Finished, Requirement, Spent
from bot import delivery, texts, texts_results
from documents import errors as document_errors
from documents.edits import Edit, Op
from documents.genre import Genre
from documents.reading import Notice, Reading
from documents.resume import Fact, Kind, Resume, Section, Topic
from storage import errors as storage_errors


def failures():
    """Every error class that can reach a person."""
    for module in (agent_errors, document_errors, storage_errors):
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if cls.__module__ == module.__name__ and issubclass(cls, Exception):
                yield cls


@pytest.mark.parametrize("cls", list(failures()), ids=lambda cls: cls.__name__)
def test_every_error_has_a_sentence_of_its_own(cls):
    """Nobody reads a stack trace, and nobody reads the wrong reason."""
    assert cls in texts.FAILURES


def test_an_unknown_error_says_sorry():
    """What nobody foresaw still ends in a sentence."""
    assert texts.failure(ZeroDivisionError()) == texts.SORRY


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_fits_and_is_one_line(text, length):
    """Whatever comes in, the line is no longer than asked."""
    short = texts.shorten(text, length)
    assert len(short) <= length
    assert "\n" not in short


@given(st.text(min_size=1))
def test_cards_escape_what_people_write(text):
    """A name with angle brackets is a name, not markup."""
    card = texts.card("", Genre.NEITHER, f"<b>{text}", f"<i>{text}")
    assert "<i>" not in card
    assert "&lt;b&gt;" in card


def test_a_card_says_what_is_missing():
    """With one of the two at hand the card asks for the other."""
    assert "job post" in texts.card("news", Genre.RESUME, "Ada Example", None)
    assert "Now send your <b>résumé</b>" in texts.card("news", Genre.POSTING, None, "Clerk")


def test_an_understood_resume_is_counted_and_its_hidden_text_reported():
    """The person sees what was found, and what was ignored."""
    sections = (Section("s1", Topic.EXPERIENCE, "Experience"),)
    facts = (
        Fact("f1", Kind.NAME, "Ada <Example>", ""),
        Fact("f2", Kind.TITLE, "Clerk", "s1", "r1"),
        Fact("f3", Kind.BULLET, "Filed.", "s1", "r1"),
    )
    hidden = (Notice("hidden", 12), Notice("unread", 1))
    text = texts.understood_resume(Reading("docx", "", Resume(sections, facts), hidden), "cv.docx")
    assert "Ada &lt;Example&gt;" in text
    assert "1 role, 1 line" in text
    assert "ignored 12 characters of hidden text" in text
    assert "could not be read" in text


def test_an_empty_reading_says_so():
    """No sections is said in words, not as a list of zeros."""
    text = texts.understood_resume(Reading("txt", "", Resume((), ())), "")
    assert "no name found" in text
    assert "text without clear sections" in text


REQUIREMENTS = tuple(
    Requirement(f"q{number}", "requirement " * 6 + str(number), "", must=True)
    for number in range(40)
)


def test_a_caption_fits_into_telegrams_limit():
    """However much is missing, the caption stays within 1,024 characters."""
    analysis = Analysis("T" * 400, "C" * 400, requirements=REQUIREMENTS, blockers=("b" * 300,) * 5)
    edits = (Edit(Op.REWRITE, "f1", "x"), Edit(Op.MOVE, "f2"))
    resume = Resume((), (Fact("f1", Kind.BULLET, "a", ""), Fact("f2", Kind.BULLET, "b", "")))
    caption = delivery.caption(analysis, resume, edits, 3, Spent(by_rules=True), repeat=True)
    assert len(caption) <= 1024
    assert "1 line reworded, 1 moved up" in caption
    assert "3 changes were refused" in caption


def test_a_caption_without_edits_says_so():
    """Nothing changed is an honest result."""
    caption = delivery.caption(Analysis(), Resume((), ()), (), 1, Spent(1, by_rules=True))
    assert "Nothing needed a change" in caption
    assert texts_results.PARTLY_RULES_NOTE in caption


@pytest.mark.parametrize(("agreed", "words"), [(True, "you did"), (False, "not yet")])
def test_privacy_says_who_sees_the_texts(agreed, words):
    """The provider is named, and whether the person agreed."""
    text = texts.privacy("OpenRouter", agreed)
    assert "OpenRouter" in text
    assert words in text
    assert "leaves" in texts.privacy("", False)


def test_a_receipt_tells_time_edits_and_cost():
    """The status card collapses to one line."""
    assert (
        texts_results.receipt("Clerk", 21.4, 13, 0.0123)
        == "✅ <b>Clerk</b> · 21 s · 13 edits · $0.012"
    )
    assert texts_results.receipt("", 3, 0, None) == "✅ 3 s · no edits"


def test_plain_text_has_no_markup():
    """The terminal shows the same words without tags."""
    assert texts.plain("<b>a &amp; b</b>") == "a & b"


@pytest.mark.parametrize(("many", "end"), [(6, "need 5"), (7, "and 1 more"), (9, "and 3 more")])
def test_a_long_list_is_cut(many, end):
    """Six names, and how many more there are."""
    assert texts_results.some([f"need {number}" for number in range(many)]).endswith(end)


@pytest.mark.parametrize(
    ("agent", "figures", "said"),
    [
        (Agent.JOB_ANALYSIS, (1, 2), "1 must-have, 2 nice to have"),
        (Agent.RESUME_OPTIMIZATION, (18, 1), "18 edits in 1 part"),
        (Agent.VALIDATION, (17, 1), "17 accepted, 1 refused"),
        (Agent.POLISH, (0, 17), "0 lines polished, 17 edits"),
        (Agent.IMPLEMENTATION, (), "as it says itself"),
    ],
)
def test_what_an_agent_came_to_is_told(agent, figures, said):
    """In the figures that it reports, else in its own words."""
    event = Finished(agent, "as it says itself", figures=figures)
    assert texts_results.finished(event) == said
