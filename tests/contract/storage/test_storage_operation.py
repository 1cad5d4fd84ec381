"""What running the bot needs is kept alike on both databases: access, audit, broadcasts, money."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from agents.values import Spent
from storage import (
    access,
    applications,
    audit,
    broadcasts,
    errors,
    figures,
    invites,
    people,
    spending,
    starts,
    steps,
    switches,
)
from storage.access import Access, Standing
from storage.audit import Outcome
from storage.broadcasts import Reach, State
from storage.database import Database
from storage.spending import Effort, Sum
from tests.contract.storage import cases

ADA, BOB, ROOT = 5550100, 5550101, 5550199
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def soon() -> datetime:
    """In an hour."""
    return datetime.now(UTC) + timedelta(hours=1)


async def test_what_admins_did_can_be_read_and_not_be_changed(db: Database) -> None:
    """Entries come newest first; the database itself refuses to change or delete one."""
    await audit.note(db, ROOT, "allow", str(ADA), Outcome.DONE)
    await audit.note(db, ROOT, "block", "x" * 99, Outcome.REFUSED, "y" * 999)
    newest, oldest = await audit.latest(db, 9)
    assert (oldest.admin, oldest.action, oldest.target) == (ROOT, "allow", str(ADA))
    assert (newest.outcome, len(newest.target), len(newest.detail)) == (Outcome.REFUSED, 64, 200)
    assert oldest.at <= newest.at
    for words in ("UPDATE audit SET person = 1", "DELETE FROM audit"):
        with pytest.raises(errors.Contradiction):
            async with db.write() as connection:
                await connection.execute(text(words))
    assert len(await audit.latest(db, 9)) == 2


@pytest.mark.parametrize(("action", "outcome"), [("", "done"), ("allow", "perhaps")])
async def test_an_entry_without_sense_is_refused(db: Database, action: str, outcome: str) -> None:
    """No action without a name, no outcome but the three."""
    with pytest.raises(errors.Contradiction):
        await audit.note(db, ROOT, action, "", outcome)  # type: ignore[arg-type]


async def test_people_are_let_in_and_shut_out_before_they_are_met(db: Database) -> None:
    """The last decision holds, standing and quota each by itself."""
    assert await access.get(db, ADA) == Access()
    await access.place(db, ADA, Standing.ALLOWED)
    await access.limit(db, ADA, 3)
    await access.place(db, ADA, Standing.BLOCKED)
    assert await access.get(db, ADA) == Access(Standing.BLOCKED, 3)
    await access.limit(db, ADA, None)
    assert await access.get(db, ADA) == Access(Standing.BLOCKED)
    await access.limit(db, BOB, 0)
    assert await access.get(db, BOB) == Access(Standing.UNSET, 0)
    with pytest.raises(errors.Contradiction):
        await access.limit(db, BOB, -1)


async def test_who_is_blocked_stays_blocked_when_forgotten(db: Database) -> None:
    """Deleting everything is no way back in; nor does it renew the day's quota."""
    await cases.application(db, ADA)
    await access.place(db, ADA, Standing.BLOCKED)
    await people.forget(db, ADA)
    assert (await access.get(db, ADA)).standing is Standing.BLOCKED
    assert await starts.count(db, ADA, LONG_AGO) == 1
    assert await starts.prune(db, soon()) == 1
    assert await starts.count(db, ADA, LONG_AGO) == 0


async def test_an_invite_lets_one_person_in(db: Database) -> None:
    """Of many who press the link at once, one gets in, and may press it again."""
    token = await invites.make(db, ROOT, soon())
    guests = range(ADA, ADA + 5)
    let_in = await asyncio.gather(*(invites.redeem(db, token, guest) for guest in guests))
    assert sum(let_in) == 1
    winner = guests[let_in.index(True)]
    assert await invites.redeem(db, token, winner)
    for guest in guests:
        standing = (await access.get(db, guest)).standing
        assert (standing is Standing.ALLOWED) is (guest == winner)


async def test_an_invite_is_refused(db: Database) -> None:
    """One that is unknown or over, and any to somebody who is blocked."""
    token = await invites.make(db, ROOT, soon())
    await access.place(db, ADA, Standing.BLOCKED)
    assert not await invites.redeem(db, token, ADA)
    assert not await invites.redeem(db, token + "x", BOB)
    brief = await invites.make(db, ROOT, datetime.now(UTC) + timedelta(milliseconds=50))
    await asyncio.sleep(0.06)
    assert not await invites.redeem(db, brief, BOB)
    assert await invites.prune(db, datetime.now(UTC)) == 1
    assert await invites.redeem(db, token, BOB)
    with pytest.raises(errors.Contradiction):
        await invites.make(db, ROOT, LONG_AGO)


async def test_an_invite_is_kept_as_a_fingerprint(db: Database) -> None:
    """Who reads the database cannot get in by it; its guest's name goes with the guest."""
    token = await invites.make(db, ROOT, soon())
    await people.meet(db, BOB, "en")
    await invites.redeem(db, token, BOB)
    await people.forget(db, BOB)
    async with db.read() as connection:
        row = (await connection.execute(text("SELECT * FROM invites"))).one()
    assert token not in map(str, row)
    assert row.guest is None
    assert row.used_at is not None


async def test_a_switch_stays_as_it_was_turned(db: Database) -> None:
    """Turning it twice is told apart from turning it."""
    assert not await switches.is_on(db, switches.PAUSED)
    assert await switches.turn_on(db, switches.PAUSED, ROOT)
    assert not await switches.turn_on(db, switches.PAUSED, ROOT)
    assert await switches.is_on(db, switches.PAUSED)
    assert await switches.turn_off(db, switches.PAUSED)
    assert not await switches.turn_off(db, switches.PAUSED)


async def test_a_broadcast_reaches_everybody_once(db: Database) -> None:
    """Who is known when it begins and is not blocked; begun once, and finished once."""
    for person in (ROOT, ADA, BOB):
        await people.meet(db, person, "en")
    await access.place(db, BOB, Standing.BLOCKED)
    first = await broadcasts.draft(db, ROOT, "Hello")
    id = await broadcasts.draft(db, ROOT, cases.TEXT)
    assert not await broadcasts.begin(db, first)  # a later draft took its place
    assert await broadcasts.audience(db) == 2
    assert await broadcasts.begin(db, id)
    assert not await broadcasts.begin(db, id)
    assert [(b.id, b.text, b.admin) for b in await broadcasts.sending(db)] == [
        (id, cases.TEXT, ROOT)
    ]
    assert await broadcasts.waiting(db, id, 9) == [ADA, ROOT]
    assert await broadcasts.reached(db, id, ADA, Reach.WAITING) == 1
    assert await broadcasts.waiting(db, id, 9) == [ROOT, ADA]  # the others come first
    assert await broadcasts.reached(db, id, ADA, Reach.SENT) == 2
    assert await broadcasts.reached(db, id, BOB, Reach.SENT) == 0
    await broadcasts.reached(db, id, ROOT, Reach.UNREACHABLE)
    told = {Reach.WAITING: 0, Reach.SENT: 1, Reach.UNREACHABLE: 1}
    assert await broadcasts.progress(db, id) == told
    assert await broadcasts.end(db, id, State.FINISHED)
    assert not await broadcasts.end(db, id, State.STOPPED)
    found = await broadcasts.get(db, id)
    assert found is not None
    assert found.state is State.FINISHED


async def test_a_broadcast_goes_with_its_people(db: Database) -> None:
    """A recipient who is forgotten is none any more; without its author it is no more."""
    for person in (ROOT, ADA):
        await people.meet(db, person, "en")
    id = await broadcasts.draft(db, ROOT, "Hello")
    await broadcasts.begin(db, id)
    await people.forget(db, ADA)
    assert await broadcasts.waiting(db, id, 9) == [ROOT]
    await people.forget(db, ROOT)
    assert await broadcasts.get(db, id) is None
    assert await broadcasts.sending(db) == []
    with pytest.raises(errors.Forgotten):
        await broadcasts.draft(db, ROOT, "Hello")


async def test_a_draft_can_be_dropped(db: Database) -> None:
    """And is then neither begun nor stopped."""
    await people.meet(db, ROOT, "en")
    id = await broadcasts.draft(db, ROOT, "Hello")
    assert await broadcasts.end(db, id, State.DROPPED)
    assert not await broadcasts.begin(db, id)
    assert not await broadcasts.end(db, id, State.STOPPED)
    assert await broadcasts.get(db, id + 1) is None


def effort(agent: str, seconds: float, spent: Spent) -> Effort:
    """A step of the fast model."""
    return Effort(agent, "fast", seconds, spent)


async def test_money_is_summed_by_who_what_and_when(db: Database) -> None:
    """Tokens, seconds and USD, in all and by agent, model, person and application."""
    ada, bob = await cases.application(db, ADA), await cases.application(db, BOB)
    dear = Spent(2, 1000, 400, 300, 0.25, trouble="busy")
    await steps.put(db, ada.id, "polish", "{}", "", effort("polish", 2.0, dear))
    await steps.put(db, ada.id, "polish", "{}", "", effort("polish", 9.0, dear))  # not taken
    await spending.add(db, BOB, effort("polish", 1.0, Spent(1, 10, 0, 5)), bob.id)
    await spending.add(db, BOB, effort("validation", 0.5, Spent(by_rules=True)))
    everything = Sum(3, 3, 1010, 400, 305, 3.5, 0.25, 1)
    assert await spending.total(db, LONG_AGO) == everything
    assert await spending.total(db, soon()) == Sum()
    assert await spending.total(db, LONG_AGO, LONG_AGO) == Sum()
    assert (await spending.total(db, LONG_AGO, person=BOB)).unpriced == 1
    assert (await spending.total(db, LONG_AGO, application=ada.id)).cost == 0.25
    assert await spending.cost(db, LONG_AGO) == (0.25, 3)
    assert await spending.cost(db, LONG_AGO, 3) == (0.0, 3)
    assert (await spending.cost(db, LONG_AGO, 1))[0] == 0.0
    by_agent = await spending.by(db, "agent", LONG_AGO)
    assert {agent: each.seconds for agent, each in by_agent.items()} == {
        "polish": 3.0,
        "validation": 0.5,
    }
    by_model = await spending.by(db, "model", LONG_AGO)
    assert {model: each.calls for model, each in by_model.items()} == {"fast": 3, "": 0}
    assert list(await spending.by(db, "person", LONG_AGO)) == [ADA, BOB]
    assert list(await spending.by(db, "application", LONG_AGO, limit=1)) == [ada.id]
    assert await spending.troubles(db, LONG_AGO) == {"busy": 1}


async def test_money_is_summed_by_day(db: Database) -> None:
    """What lies before or after the bounds is in no day."""
    await cases.application(db, ADA)
    await spending.add(db, ADA, effort("polish", 1.0, Spent(1, 1, 0, 1, 0.5)))
    now = datetime.now(UTC)
    bounds = [now - timedelta(hours=hours) for hours in (3, 2, 1, -1)]
    assert [day.cost for day in await spending.by_day(db, bounds)] == [0, 0, 0.5]
    assert [day.cost for day in await spending.by_day(db, bounds[:3])] == [0, 0]
    assert [day.begun for day in await figures.days(db, bounds)] == [0, 0, 1]
    assert [day.begun for day in await figures.days(db, bounds[:3])] == [0, 0]


async def test_what_the_forgotten_cost_stays_without_a_name(db: Database) -> None:
    """Else deleting everything would make room in the month's budget."""
    made = await cases.application(db, ADA)
    await spending.add(db, ADA, effort("polish", 1.0, Spent(1, 1, 0, 1, 0.5)), made.id)
    await people.forget(db, ADA)
    assert (await spending.total(db, LONG_AGO)).cost == 0.5
    assert list(await spending.by(db, "person", LONG_AGO)) == [None]
    assert list(await spending.by(db, "application", LONG_AGO)) == [None]


async def test_rules_are_asked_for_and_count_nothing(db: Database) -> None:
    """An application by rules is known as one, and is in nobody's quota."""
    desk = await cases.desk(db, ADA)
    assert desk.resume is not None
    assert desk.posting is not None
    made = await applications.add(db, ADA, ADA, desk.resume, desk.posting, rules=True)
    assert made.rules
    assert (await applications.get(db, made.id)) == made
    assert await starts.count(db, ADA, LONG_AGO) == 0
    assert not (await cases.application(db, ADA)).rules
    assert await starts.count(db, ADA, LONG_AGO) == 1
    assert await starts.count(db, ADA, soon()) == 0


async def test_figures_say_how_applications_ended(db: Database) -> None:
    """By day with the number of people, the users with the latest first, and what failed."""
    ends = [("stopped", ""), ("failed", "Unavailable"), ("running", "")]
    for end, trouble in ends:
        made = await cases.application(db, ADA)
        await applications.advance(db, made.id, end, trouble=trouble)
    other = await cases.application(db, BOB)
    for state in ("running", "delivering", "delivered"):
        await applications.advance(db, other.id, state)
    await people.meet(db, ROOT, "de")
    await access.limit(db, BOB, 7)
    [day] = await figures.days(db, [LONG_AGO, soon()])
    assert day == figures.Day(4, 1, 1, 1, 2)
    number, users = await figures.users(db, 9)
    assert number == 3
    assert [(u.id, u.applications, u.quota) for u in users] == [
        (BOB, 1, 7),
        (ADA, 3, None),
        (ROOT, 0, None),
    ]
    assert users[2].last is None
    assert (await figures.users(db, 1))[1] == users[:1]
    [failure] = await figures.failures(db, 9)
    assert (failure.person, failure.trouble) == (ADA, "Unavailable")
    assert failure.at.tzinfo is UTC
