"""Cards: every edit is drawn with its proof, escaped, and within Telegram's limit."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.values import Analysis, Match, Requirement
from bot import chart, review_card, texts, texts_review
from bot.review_card import Review
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Section, Topic
from storage.decisions import Choice, Decision

RESUME = Resume(
    (Section("s1", Topic.EXPERIENCE, "Experience"), Section("s2", Topic.SKILLS, "Skills")),
    (
        Fact("f1", Kind.TITLE, "Clerk <junior>", "s1", "r1"),
        Fact("f2", Kind.BULLET, "Filed <b>40</b> forms & more.", "s1", "r1"),
        Fact("f3", Kind.BULLET, "Answered the phone.", "s1", "r1"),
        Fact("f4", Kind.SKILL, "Python", "s2"),
        Fact("f5", Kind.SKILL, "Excel", "s2"),
        Fact("f6", Kind.LANGUAGE, "German, C1", "s2"),
        Fact("f7", Kind.LANGUAGE, "French, B1", "s2"),
    ),
    "en",
)
NEEDS = (
    Requirement("q1", "forms & <papers>", "", must=True),
    Requirement("q2", "Kubernetes", "", must=True),
    Requirement("q3", "Excel", "", must=False),
)
EDITS = (
    Edit(Op.REWRITE, "f2", "Filed <b>40</b> forms & more!", cites=("f2", "t1"), requirement="q1"),
    Edit(Op.MOVE, "f5", anchor="f4", cites=("f5",)),
    Edit(Op.DROP, "f3", why="Old <news>"),
    Edit(Op.ADD, "n1", "Forms", "f4", Kind.SKILL, ("f2",)),
    Edit(Op.MOVE, "f7", anchor="f6", cites=("f7",)),
    Edit(Op.REWRITE, "f3", "Answered phones.", "f2", cites=("gone",)),
)
REVIEW = Review(
    7,
    "Clerk & <b>Co",
    RESUME,
    Analysis(requirements=NEEDS, blockers=("EU <visa>",)),
    EDITS,
    (Fact("t1", Kind.BULLET, "I filed <many>.", ""),),
    (),
)


def decided(*entries):
    return replace(REVIEW, log=tuple(Decision(n, *e) for n, e in enumerate(entries, 1)))


def labels(review, index):
    return [b.text for row in review_card.keyboard(review, index).inline_keyboard for b in row]


def test_a_card_shows_what_why_and_the_proof():
    """Before, after, the requirement, the person's own lines; nothing of it is markup."""
    drawn = review_card.text(REVIEW, 0)
    assert "<b>Change 1 of 6</b> · Clerk &amp; &lt;b&gt;Co" in drawn
    assert "<i>Reworded</i> · Clerk &lt;junior&gt;" in drawn
    assert "<b>Before</b>: Filed &lt;b&gt;40&lt;/b&gt; forms &amp; more." in drawn
    assert "<b>After</b>: Filed &lt;b&gt;40&lt;/b&gt; forms &amp; more!" in drawn
    assert "the post asks for <i>forms &amp; &lt;papers&gt;</i>" in drawn
    assert "• “I filed &lt;many&gt;.”" in drawn
    assert "EU &lt;visa&gt;" in drawn
    assert "Not in your résumé: forms &amp; &lt;papers&gt;, Kubernetes" in drawn
    assert texts_review.OPEN in drawn


@pytest.mark.parametrize(
    ("index", "words"),
    [
        (1, ["<i>Moved up</i>", "before “Python”", texts_review.AS_WRITTEN]),
        (2, ["<i>Left out</i>", texts_review.LEFT_OUT, "Old &lt;news&gt;"]),
        (3, ["<i>Brought forward</i>", texts_review.NEW_LINE, "forms &amp; more"]),
        (5, [texts_review.REWORDED_AND_MOVED, texts_review.AS_WRITTEN]),
    ],
)
def test_every_kind_of_edit_has_its_card(index, words):
    """A move says where to, a drop what goes, a new line what proves it."""
    drawn = review_card.text(REVIEW, index)
    assert [word for word in words if word not in drawn] == []


def test_what_a_person_is_cannot_be_worded_here():
    """A language may be moved and that be taken back, but not be rewritten."""
    assert "✏️" in labels(REVIEW, 0)
    assert "✏️" in labels(REVIEW, 3)
    assert "✏️" not in labels(REVIEW, 4)


def test_decisions_are_shown_and_counted():
    """The card says what was decided on it, and how many are open."""
    review = decided(("f2", Choice.WORDED, "My <own> words"), ("f5", Choice.REJECTED))
    drawn = review_card.text(review, 0)
    assert "<b>After</b>: My &lt;own&gt; words" in drawn
    assert texts_review.WORDED in drawn
    assert texts_review.tally(0, 1, 1, 4) in drawn
    assert texts_review.REJECTED in review_card.text(review, 1)


def test_a_sending_is_shown_until_the_next_decision():
    """And a document is another one only if something was decided since."""
    review = decided(("f5", Choice.REJECTED))
    assert review.changed()
    sent = replace(review, log=(*review.log, Decision(2, "", Choice.SENT, version=2)))
    assert "Version 2" in review_card.text(sent, 0)
    assert not sent.changed()
    assert not REVIEW.changed()


def test_buttons_carry_their_card():
    """Application, edit and step; the turning ones go round."""
    data = [
        button.callback_data
        for row in review_card.keyboard(decided(("f5", Choice.REJECTED)), 0).inline_keyboard
        for button in row
    ]
    assert data[:3] == ["v1:yes:7:0:1", "v1:no:7:0:1", "v1:word:7:0:1"]
    assert data[3:5] == ["v1:see:7:5:1", "v1:see:7:1:1"]


def test_after_a_decision_comes_what_is_open():
    """Round the end; where nothing is open the card stays."""
    assert decided(("f2", Choice.ACCEPTED)).open_after(5) == 1
    assert decided(("", Choice.ACCEPTED)).open_after(3) == 3
    assert replace(REVIEW, edits=EDITS[:1]).open_after(0) == 0


@settings(max_examples=10, deadline=None)
@given(st.text(st.sampled_from("a<&😀漢 "), min_size=1), st.integers(1, 1200))
def test_a_card_always_fits(text, times):
    """However long and in whatever script, at most 4,096 units of UTF-16 reach Telegram."""
    long = (text * times)[:1200]
    edit = Edit(Op.REWRITE, "f2", long, cites=("f2",) * 9, requirement="q1")
    facts = (Fact("f2", Kind.BULLET, long, "s1", "r1"),)
    needs = tuple(Requirement(f"q{n}", f"need {n} {text[:9]}", "", must=True) for n in range(9))
    analysis = Analysis(requirements=needs, blockers=(long,) * 5)
    review = Review(1, long, Resume(RESUME.sections, facts), analysis, (edit,), (), ())
    drawn = texts.plain(review_card.text(review, 0))
    assert len(drawn.encode("utf-16-le")) // 2 <= 4096


def test_the_chart_shows_before_and_after():
    """Squares where they fit, figures alone where not; nothing about what the post lacks."""
    analysis = Analysis(requirements=NEEDS[:2])
    before, after = Match(unused=("q1",), missing=("q2",)), Match(shown=("q1",), missing=("q2",))
    [row] = chart.draw(analysis, before, after)
    assert row == "🎯 Must-haves shown: 0 → 1 of 2\n🟨⬜ → 🟩⬜"
    assert chart.draw(analysis, after, after) == ["🎯 Must-haves shown: 1 of 2\n🟩⬜"]
    many = Analysis(requirements=tuple(Requirement(f"q{n}", "", "") for n in range(30)))
    assert chart.draw(many, Match(), Match(shown=("q1",))) == ["🎯 Must-haves shown: 0 → 1 of 30"]
    assert chart.draw(Analysis(), Match(), Match()) == []
    nine = Analysis(requirements=many.requirements[:9])
    [row] = chart.draw(nine, Match(), Match(shown=("q1",)))
    assert row.splitlines()[1] == "⬜" * 9 + " →"
