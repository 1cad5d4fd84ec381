"""What posts were understood as: told again by their mark, and gone with who sent them first."""

from datetime import timedelta

from storage import analyses, moment, people
from storage.database import Database

ADA, EVE = 7, 8


async def test_a_result_is_told_again_and_its_cost_once(db: Database) -> None:
    """The first who uses it pays; those after them do not."""
    await people.meet(db, ADA, "en")
    mark = analyses.mark(db, "model", "prompt", "post")
    assert await analyses.get(db, mark) is None
    await analyses.keep(db, mark, ADA, "result", "cost")
    await analyses.keep(db, mark, ADA, "second", "twice")
    assert await analyses.get(db, mark) == "result"
    assert await analyses.bill(db, mark) == "cost"
    assert await analyses.bill(db, mark) == ""
    assert await analyses.bill(db, analyses.mark(db, "other")) == ""


async def test_marks_keep_their_values_apart(db: Database) -> None:
    """Another model, prompt or post is another result."""
    marks = {analyses.mark(db, *values) for values in (("a", "bc"), ("ab", "c"), ("a", "b", "c"))}
    assert len(marks) == 3


async def test_a_result_goes_with_who_sent_the_post_first(db: Database) -> None:
    """It is derived from what they sent."""
    await people.meet(db, ADA, "en")
    await people.meet(db, EVE, "en")
    mark = analyses.mark(db, "post")
    await analyses.keep(db, mark, ADA, "result", "cost")
    await people.forget(db, EVE)
    assert await analyses.get(db, mark) == "result"
    await people.forget(db, ADA)
    assert await analyses.get(db, mark) is None
    assert await analyses.bill(db, mark) == ""


async def test_a_result_without_its_key_counts_as_none(db: Database) -> None:
    """A key that goes first takes the result with it."""
    await people.meet(db, ADA, "en")
    mark = analyses.mark(db, "post")
    await analyses.keep(db, mark, ADA, "result", "cost")
    await db.vault.forget(ADA)
    assert await analyses.get(db, mark) is None
    assert await analyses.bill(db, mark) == ""


async def test_old_results_are_let_go(db: Database) -> None:
    """What is older than it may be is deleted."""
    await people.meet(db, ADA, "en")
    await analyses.keep(db, analyses.mark(db, "post"), ADA, "result", "")
    assert await analyses.prune(db, moment.now() - timedelta(days=1)) == 0
    assert await analyses.prune(db, moment.now() + timedelta(days=1)) == 1
