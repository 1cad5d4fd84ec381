"""An application moves only along its drawn lines, and one of two movers wins."""

import asyncio
from itertools import product

import pytest
from sqlalchemy import text

from storage import applications, desks, errors, inbox, outbox, people, postings, resumes
from storage.applications import FINAL, State
from storage.database import Database
from tests.contract.storage import cases

ADA, BOB = 5550100, 5550101
ROUTES: dict[State, tuple[State, ...]] = {
    State.WAITING: (),
    State.RUNNING: (State.RUNNING,),
    State.DELIVERING: (State.RUNNING, State.DELIVERING),
    State.DELIVERED: (State.RUNNING, State.DELIVERING, State.DELIVERED),
    State.STOPPED: (State.STOPPED,),
    State.FAILED: (State.FAILED,),
}
LEGAL = {
    (State.WAITING, State.RUNNING),
    (State.RUNNING, State.DELIVERING),
    (State.DELIVERING, State.DELIVERED),
    *product((State.WAITING, State.RUNNING, State.DELIVERING), (State.STOPPED, State.FAILED)),
}


async def bring(db: Database, id: int, state: State) -> None:
    for step in ROUTES[state]:
        assert await applications.advance(db, id, step)


async def test_a_new_application_waits(db: Database) -> None:
    """It is waiting, costs nothing, and is what its id gives."""
    made = await cases.application(db, ADA)
    assert (made.person, made.chat, made.state, made.cost) == (ADA, ADA, "waiting", 0.0)
    assert (made.status, made.finished_at, made.card, made.title) == ("saved", None, None, "")
    assert await applications.get(db, made.id) == made
    assert await applications.get(db, made.id + 1) is None


@pytest.mark.parametrize("origin", list(State))
async def test_only_drawn_moves_are_made(db: Database, origin: State) -> None:
    """Every move from every state: a legal one is made, any other changes nothing."""
    for target in State:
        made = await cases.application(db, ADA)
        await bring(db, made.id, origin)
        before = await applications.get(db, made.id)
        moved = await applications.advance(db, made.id, target, title="noted with the move")
        after = await applications.get(db, made.id)
        assert after is not None
        assert moved == ((origin, target) in LEGAL)
        if moved:
            assert (after.state, after.title) == (target, "noted with the move")
            assert (after.finished_at is not None) == (target in FINAL)
        else:
            assert after == before


async def test_a_state_that_is_none_is_refused(db: Database) -> None:
    """A misspelt state or field is a mistake of the caller, not a move that did not happen."""
    made = await cases.application(db, ADA)
    with pytest.raises(ValueError, match="deliverd"):
        await applications.advance(db, made.id, "deliverd")
    with pytest.raises(TypeError, match="titel"):
        await applications.note(db, made.id, titel="Engineer")  # type: ignore[call-arg]
    assert await applications.get(db, made.id) == made


@pytest.mark.parametrize("goals", [("running",) * 6, ("stopped", "failed") * 3])
async def test_of_many_moves_at_once_one_wins(db: Database, goals: tuple[str, ...]) -> None:
    """Everybody else is told that nothing was moved."""
    made = await cases.application(db, ADA)
    moves = (applications.advance(db, made.id, goal) for goal in goals)
    assert sorted(await asyncio.gather(*moves)) == [False] * 5 + [True]


async def test_stop_and_delivery_never_both_win(db: Database) -> None:
    """A stop that meets the delivery: one of the two, never both."""
    for _ in range(5):
        made = await cases.application(db, ADA)
        await bring(db, made.id, State.DELIVERING)
        both = await asyncio.gather(
            applications.advance(db, made.id, "delivered"),
            applications.advance(db, made.id, "stopped"),
        )
        assert sorted(both) == [False, True]


async def test_what_is_noted_stays(db: Database) -> None:
    """Fields are kept one by one, in any script, and None takes the card away."""
    made = await cases.application(db, ADA)
    await applications.note(db, made.id, card=12, title="Инженер", company="Acme & Söhne")
    await applications.note(db, made.id, folder="Acme_Engineer", cost=0.0123, trouble="")
    await applications.note(db, made.id, card=None, status="interview")
    kept = await applications.get(db, made.id)
    assert kept is not None
    assert (kept.title, kept.company, kept.folder) == ("Инженер", "Acme & Söhne", "Acme_Engineer")
    assert (kept.card, kept.cost, kept.status) == (None, 0.0123, "interview")


async def test_nothing_is_noted_about_none(db: Database) -> None:
    """An application that is not there can be neither noted nor moved."""
    with pytest.raises(errors.Missing):
        await applications.note(db, 1, title="Engineer")
    assert not await applications.advance(db, 1, "running")


async def test_lists_know_who_waits(db: Database) -> None:
    """Unfinished, active, next, ahead and the latest, in their orders."""
    first, second, third = [await cases.application(db, ADA) for _ in range(3)]
    other = await cases.application(db, BOB)
    assert await applications.active(db, ADA) is None
    assert await applications.next(db, ADA) == first
    await bring(db, first.id, State.DELIVERING)
    await bring(db, second.id, State.STOPPED)
    running = await applications.active(db, ADA)
    assert running is not None
    assert running.id == first.id
    assert await applications.next(db, ADA) == third
    open_ids = [entry.id for entry in await applications.unfinished(db)]
    assert open_ids == [first.id, third.id, other.id]
    assert [await applications.ahead(db, entry.id) for entry in (first, third, other)] == [0, 1, 2]
    assert [entry.id for entry in await applications.of(db, ADA, 2)] == [third.id, second.id]
    assert len(await applications.of(db, ADA)) == 3
    assert await applications.next(db, 1) is None


async def test_an_application_is_of_its_persons_files(db: Database) -> None:
    """Somebody else's résumé or posting is refused."""
    mine = await cases.desk(db, ADA)
    await people.meet(db, BOB, "en")
    resume = await resumes.add(db, BOB, "b.docx", "{}", b"b", "docx", 1)
    posting = await postings.add(db, BOB, "", "Wanted")
    assert mine.resume is not None
    assert mine.posting is not None
    for wrong in ((resume, mine.posting), (mine.resume, posting), (999, mine.posting)):
        with pytest.raises(errors.Missing):
            await applications.add(db, ADA, ADA, *wrong)
    assert await applications.unfinished(db) == []


CONTRADICTIONS = [
    "UPDATE applications SET state = 'delivered'",
    "UPDATE applications SET state = 'sleeping'",
    "UPDATE applications SET finished_at = created_at",
    "UPDATE applications SET status = 'hired'",
    "UPDATE applications SET cost = -1",
    "UPDATE applications SET title = NULL",
    "UPDATE inbox SET payload = NULL",
    "UPDATE inbox SET done_at = taken_at",
    "UPDATE outbox SET state = 'sent'",
    "UPDATE outbox SET state = 'lost'",
    "UPDATE outbox SET message_id = 5",
    "UPDATE outbox SET attempts = 0",
    "UPDATE desks SET version = 0",
]


async def test_the_database_refuses_contradictions(db: Database) -> None:
    """Rows that contradict themselves cannot be written, not even by hand."""
    made = await cases.application(db, ADA)
    await _fill(db, made.id)
    for statement in CONTRADICTIONS:
        with pytest.raises(errors.Contradiction):
            async with db.write() as connection:
                await connection.execute(text(statement))
    assert await applications.get(db, made.id) == made


async def _fill(db: Database, application: int) -> None:
    await inbox.take(db, 1, ADA, "hello")
    await outbox.begin(db, application, "document")
    await desks.put(db, desks.Desk(ADA, ADA))
