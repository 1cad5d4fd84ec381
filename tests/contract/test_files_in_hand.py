"""Files are held by their bytes, and only until they are stored."""

import asyncio

import pytest

from bot import intake
from bot.hands import Hands
from bot.incoming import Incoming
from tests.contract import front


@pytest.fixture
async def house(tmp_path):
    """A bot for everybody."""
    async with front.serve(tmp_path, ALLOWED_USER_IDS="*") as made:
        yield made


async def test_who_cannot_be_told_holds_up_nobody_elses_file(house, monkeypatch):
    """With room for one file only, and a chat that has to be left alone for a while."""
    ada, eve = (house.telegram.person(name) for name in ("Ada Example", "Eve Example"))
    for person in (ada, eve):
        await house.said(person, "/start")
    for person in (ada, eve):
        person.send_document((front.EXAMPLES / "resume.docx").read_bytes(), "resume.docx")
    over, show = asyncio.Event(), intake.show

    async def wait(services, taken):
        if taken.desk.chat == ada.id:
            await over.wait()
        await show(services, taken)

    monkeypatch.setattr(intake, "show", wait)
    incoming = Incoming(house.services)
    incoming._hands = Hands(house.services.bot, 1)
    async with asyncio.TaskGroup() as taking:
        for update in await house.app.bot.get_updates(house._offset):
            taking.create_task(incoming.file(update, None))
        await eve.chat.wait_for_button("Cancel", timeout=60)
        over.set()
    assert "Cancel" in ada.chat.history[-1].labels
