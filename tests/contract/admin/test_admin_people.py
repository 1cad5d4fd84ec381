"""Admins' commands about people: let in, shut out, counted, invited."""

from datetime import UTC, datetime

from bot import texts, texts_limits
from storage import (
    access,
    applications,
    audit,
    people,
)
from storage.access import Access, Standing
from storage.audit import Outcome
from tests.contract.admin.house import ADA, EVE, ROOT, last, told


async def test_people_are_let_in_and_shut_out(house, root, ada, eve):
    """/allow opens the bot to somebody, /block shuts it whatever else lets them in."""
    assert str(EVE) in (await told(house, eve, "/start")).text
    assert "may use" in (await told(house, root, f"/allow {EVE}")).text
    assert (await told(house, eve, "/start")).text == texts.plain(texts.START)
    row = await house.application(ADA)
    answer = await told(house, root, f"/block {ADA}")
    assert answer.text == f"{ADA} is shut out. 1 application of theirs stopped."
    assert await last(house) == ("block", str(ADA), Outcome.DONE)
    assert (await applications.get(house.db, row.id)).state == "stopped"
    assert (await told(house, ada, "/start")).text == texts.plain(texts_limits.BLOCKED)
    await house.said(root, f"/allow {ADA}")
    assert (await told(house, ada, "/start")).text == texts.plain(texts.START)


async def test_who_is_shut_out_keeps_the_right_to_their_data(house, root, ada, eve):
    """They may see, take and delete what is stored; who never was here has nothing."""
    await house.application(ADA, "delivered")
    for person in (ADA, EVE):
        await house.said(root, f"/block {person}")
    assert "Your data" in (await told(house, ada, "/privacy")).text
    assert (await told(house, ada, "/export_me")).document.name == "everything.zip"
    question = await told(house, ada, "/delete_me")
    await house.pressed(ada, "v1:forget:0", question)
    assert await people.get(house.db, ADA) is None
    closed = texts.plain(texts_limits.BLOCKED)
    for person in (ada, eve):
        assert (await told(house, person, "/privacy")).text == closed


async def test_quotas_are_said_in_words(house, root, ada):
    """A number, none at all, or everybody's."""
    assert "3 applications" in (await told(house, root, f"/quota {ADA} 3")).text
    assert await access.get(house.db, ADA) == Access(Standing.UNSET, 3)
    assert "rules only" in (await told(house, root, f"/quota {ADA} 0")).text
    assert "everybody: none" in (await told(house, root, f"/quota {ADA} default")).text
    assert (await access.get(house.db, ADA)).quota is None


async def test_an_invite_lets_a_stranger_in(house, root, eve):
    """The link works once, and its token is not in the audit."""
    answer = await told(house, root, "/invite")
    token = answer.text.rpartition("?start=")[2]
    assert f"https://t.me/{house.telegram.bot.username}?start={token}" in answer.text
    assert "private" in (await told(house, eve, "/start nonsense")).text
    assert (await told(house, eve, f"/start {token}")).text == texts.plain(texts.START)
    other = house.telegram.person("Max Sample")
    assert "private" in (await told(house, other, f"/start {token}")).text
    [entry] = await audit.latest(house.db, 1)
    assert token not in f"{entry.target}{entry.detail}"


async def test_users_are_listed_by_id_with_what_they_may_and_cost(house, root, ada):
    """Who used it last comes first; no name and no text of anybody."""
    await house.application(ADA, "delivered")
    await house.spend(ADA, 0.25)
    await house.said(root, f"/quota {ADA} 3")
    await house.said(root, f"/allow {ADA}")
    lines = (await told(house, root, "/users")).text.splitlines()
    day = datetime.now(UTC).strftime("%d %b")
    cost = "$0.2500 this month"
    assert lines[0] == "2 people"
    assert lines[1] == f"{ADA} · allowed · 3 a day · 1 application, last {day} · {cost}"
    assert lines[2] == f"{ROOT} · 0 applications"


async def test_many_users_are_cut_short(house, root):
    """The list is one message, and says how many more there are."""
    for person in range(1, 41):
        await people.meet(house.db, person, "en")
    text = (await told(house, root, "/users")).text
    assert text.splitlines()[0] == "41 people"
    assert text.splitlines()[-1] == "… and 11 more"
