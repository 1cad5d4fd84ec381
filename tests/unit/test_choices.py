"""Choices: what a log of decisions makes of the edits."""

from hypothesis import given
from hypothesis import strategies as st

from bot import choices
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Section, Topic
from storage.decisions import Choice, Decision

RESUME = Resume(
    (Section("s1", Topic.EXPERIENCE, "Experience"), Section("s2", Topic.SKILLS, "Skills")),
    (
        Fact("f1", Kind.TITLE, "Clerk", "s1", "r1"),
        Fact("f2", Kind.BULLET, "Filed 40 forms a day in Python.", "s1", "r1"),
        Fact("f3", Kind.BULLET, "Answered the phone.", "s1", "r1"),
        Fact("f4", Kind.SKILL, "Python", "s2"),
        Fact("f5", Kind.SKILL, "Excel", "s2"),
    ),
    "en",
)
REWRITE = Edit(Op.REWRITE, "f2", "Filed 40 forms each day in Python.", cites=("f2",))
MOVE = Edit(Op.MOVE, "f5", anchor="f4", cites=("f5",))
DROP = Edit(Op.DROP, "f3")
EDITS = (REWRITE, MOVE, DROP)


def log(*entries):
    """Decisions with their numbers, from (fact, choice) or (fact, choice, text)."""
    return [Decision(number, *entry) for number, entry in enumerate(entries, 1)]


def settle(entries, evidence=()):
    return choices.settle(RESUME, EDITS, choices.fold(EDITS, entries), evidence)


def test_what_is_undecided_stays_as_it_was_sent():
    """Saying nothing changes nothing."""
    assert settle([]) == EDITS


def test_a_rejected_edit_is_left_out():
    """The person's own line stays, and every other edit."""
    assert settle(log(("f2", Choice.REJECTED))) == (MOVE, DROP)


def test_the_last_word_on_an_edit_counts():
    """A change of mind is one."""
    entries = log(("f2", Choice.REJECTED), ("f3", Choice.REJECTED), ("f2", Choice.ACCEPTED))
    assert settle(entries) == (REWRITE, MOVE)


def test_undo_goes_back_one_decision_at_a_time():
    """Past a sending too; where nothing is left it changes nothing."""
    entries = log(
        ("f2", Choice.REJECTED), ("f3", Choice.REJECTED), ("", Choice.SENT), ("", Choice.UNDONE)
    )
    assert settle(entries) == (MOVE, DROP)
    for _ in range(3):
        entries.append(Decision(len(entries) + 1, "", Choice.UNDONE))
    assert settle(entries) == EDITS


def test_accept_all_decides_what_is_open():
    """What was rejected before stays rejected; Undo takes all of it back at once."""
    entries = log(("f2", Choice.REJECTED), ("", Choice.ACCEPTED))
    decided = choices.fold(EDITS, entries)
    assert [decided[edit.fact].choice for edit in EDITS] == [
        Choice.REJECTED,
        Choice.ACCEPTED,
        Choice.ACCEPTED,
    ]
    entries.append(Decision(3, "", Choice.UNDONE))
    assert choices.fold(EDITS, entries).keys() == {"f2"}


def test_an_own_wording_cites_itself():
    """It is evidence of its own line, wherever else the same words were said."""
    words = "Filed 90 forms a day with Rust."
    evidence = (
        Fact("told-1", Kind.BULLET, words, "s2"),
        Fact("told-2", Kind.BULLET, words, "s1", "r1"),
    )
    [edit, *_] = settle(log(("f2", Choice.WORDED, words)), evidence)
    assert (edit.op, edit.text, edit.cites) == (Op.REWRITE, words, ("f2", "told-2"))


def test_an_own_wording_of_a_moved_or_dropped_line_is_a_rewrite():
    """It stands where the line was to stand; a dropped line stays."""
    entries = log(("f5", Choice.WORDED, "Excel, Word"), ("f3", Choice.WORDED, "Led the phones."))
    _, moved, kept = settle(entries)
    assert (moved.op, moved.text, moved.anchor) == (Op.REWRITE, "Excel, Word", "f4")
    assert (kept.op, kept.text) == (Op.REWRITE, "Led the phones.")


def test_the_guard_is_asked_again():
    """An edit that only held beside a rejected one goes; the person's own word stays."""
    bad = Edit(Op.REWRITE, "f3", "Answered 500 phones.", cites=("f3",))
    edits = (REWRITE, bad)
    assert choices.settle(RESUME, edits, {}, ()) == (REWRITE,)
    own = choices.fold(edits, log(("f3", Choice.WORDED, "Answered 500 phones.")))
    assert choices.settle(RESUME, edits, own, ())[1].text == "Answered 500 phones."


def test_a_new_lines_place_is_that_of_its_neighbour():
    """And a new summary has none."""
    assert choices.place(RESUME, Edit(Op.ADD, "n1", "Rust", "f4", Kind.SKILL)) == ("s2", "")
    assert choices.place(RESUME, Edit(Op.ADD, "n1", "Clerk.", "", Kind.SUMMARY)) == ("", "")
    assert choices.place(RESUME, REWRITE) == ("s1", "r1")


def test_a_document_is_made_of_the_log_before_it():
    """Whatever was decided since."""
    entries = [
        Decision(1, "f2", Choice.REJECTED),
        Decision(2, "", Choice.SENT, version=2),
        Decision(3, "f3", Choice.REJECTED),
    ]
    assert choices.until(entries, 2) == entries[:1]
    assert (choices.sent(entries), choices.sent([])) == (2, 1)


ENTRY = st.tuples(
    st.sampled_from(["f2", "f5", "f3", ""]),
    st.sampled_from([Choice.ACCEPTED, Choice.REJECTED, Choice.UNDONE, Choice.SENT]),
)


@given(st.lists(ENTRY, max_size=12))
def test_undoing_everything_is_the_beginning(entries):
    """As many steps back as decisions were made, whatever they were."""
    made = log(*entries)
    undo = [Decision(100 + i, "", Choice.UNDONE) for i in range(len(made))]
    assert choices.fold(EDITS, made + undo) == {}
