"""The instruments of the capacity benchmark: papers, what each person saw, what missed a bound."""

import pytest

from benchmarks import capacity, curve, papers
from benchmarks.arrivals import Visit
from benchmarks.capacity import Load
from benchmarks.visitor import STOP
from documents import reader
from documents.resume import Kind
from sandbox.journal import Event

RUNNING = "Working\n\n1\n2\n3\n4\n5"


def event(time, kind, text="", *, bot=True, stop=False, message=1):
    """What a person sees in the chat."""
    buttons = [[STOP]] if stop else []
    body = {"bot": bot, "text": text, "buttons": buttons, "message": message}
    return Event(int(time * 10), time, kind, 7, body)


def visit(*events, arrived=0.0, delivered=None):
    """One person's wish."""
    return Visit(None, arrived, delivered, events=list(events))


def load(*visits, lag=0.05):
    """What came of a crowd."""
    return Load(list(visits), peak=300 << 20, lag=lag, cpu=1.0, refused=0)


@pytest.mark.parametrize("number", [0, 1, 700])
def test_everybody_has_papers_of_their_own(number):
    """No line of one person's file is another's, and all are read alike."""
    (one, kind), (other, _) = papers.resume(number), papers.resume(number + 2)
    assert kind == ("resume.pdf" if number % 2 else "resume.docx")
    mine, theirs = reader.read(one, kind).resume, reader.read(other, kind).resume
    lines = [{fact.text for fact in each.of(Kind.BULLET)} for each in (mine, theirs)]
    assert len(mine.facts) == len(theirs.facts) > 50
    assert not lines[0] & lines[1]
    assert papers.posting(number) != papers.posting(number + 1)


def test_what_is_common_is_told_from_what_is_personal():
    """So that a model that plays for hundreds thinks once, and answers each in their own words."""
    said = "Harbourline 12 wants what Valeabc did; Valeabc did it."
    common, own = papers.plain(said)
    assert common == "Harbourline 0 wants what Valeaaa did; Valeaaa did it."
    assert papers.personal(common, own) == said
    assert papers.personal(*papers.plain("nothing of it")) == "nothing of it"


def test_a_visit_knows_when_it_was_answered_and_how_stale_its_card_was():
    """The first sign is a reaction or a message of the bot; gaps are between states of the card."""
    seen = visit(
        event(1.0, "message", "my résumé", bot=False),
        event(1.5, "reaction", bot=False),
        event(2.0, "message", "⏳ 3 before you", stop=True),
        event(4.0, "edit", RUNNING, stop=True),
        event(9.0, "edit", RUNNING + "!", stop=True),
        event(11.0, "edit", "Done"),
    )
    assert (seen.acknowledged, seen.began) == (1.5, 4.0)
    assert list(seen.gaps) == [5.0, 2.0]
    assert seen.places == 1
    silent = visit()
    assert (silent.acknowledged, silent.began, list(silent.gaps)) == (None, None, [])


def test_who_got_nothing_is_lost():
    """And waited endlessly, which no percentile hides."""
    crowd = load(visit(event(1.0, "reaction"), delivered=20.0), visit())
    assert crowd.lost == 1
    assert crowd.waits == [20.0, float("inf")]
    assert crowd.acks == [1.0, float("inf")]
    assert crowd.acknowledged == float("inf")
    assert capacity.percentile(crowd.waits, 0.95) == float("inf")


def test_the_worst_look_but_one_in_a_hundred_is_told_by_its_bucket():
    """From two readings of a histogram that only counts up."""
    before = {0.01: 5.0, 0.1: 6.0, float("inf"): 6.0}
    after = {0.01: 103.0, 0.1: 106.0, float("inf"): 106.0}
    assert capacity._worst(before, after, 0.99) == 0.1
    assert capacity._worst(before, after, 0.5) == 0.01


def test_whatever_misses_its_bound_is_named():
    """The figures of both crowds, and the burst's first signs."""
    fine = load(visit(event(0.5, "reaction"), delivered=20.0))
    assert capacity.problems(capacity.figures(fine, fine), fine, 10.0) == []
    slow = load(visit(event(30.0, "reaction")), lag=0.3)
    found = " ".join(capacity.problems(capacity.figures(slow, slow), slow, 10.0))
    for name in ("ack_p95_s", "loop_lag_p99_ms", "lost is 1", "burst_lost", "acknowledged in 30"):
        assert name in found


def test_the_curve_is_a_table_and_a_picture(tmp_path, capsys):
    """A row for each crowd, and a PNG."""
    points = [curve.Point(n, 0.1, 20.0, 30.0, 200 + n, 0.02, 0) for n in (10, 50)]
    curve.show(points)
    assert "| 50 | 0.1 s | 20 s | 30 s | 250 MB | 20 ms | 0 |" in capsys.readouterr().out
    curve.plot(points, tmp_path / "results" / "curve.png")
    assert (tmp_path / "results" / "curve.png").read_bytes().startswith(b"\x89PNG")
