"""Pages of a delivered document with a real database and Telegram: nothing they do harms a run."""

import asyncio
import hashlib
from dataclasses import replace

import pytest
from telegram.ext import BaseRateLimiter, ExtBot

from bot import buttons, delivery, outbound, pages, texts, texts_pages
from bot.services import Services
from bot.settings import Settings
from documents import reader, reading, writer
from sandbox import telegram as telegrams
from storage import (
    applications,
    database,
    desks,
    errors,
    exports,
    people,
    postings,
    resumes,
    versions,
)

LATIN = "Ada Example\nada@example.com\n\nSkills\nExcel, SAP\n"
ARABIC = "سارة مثال\nsara@example.com\n\nالمهارات\nإكسل, أوراكل\n"


class Gate(BaseRateLimiter):
    """Lets every call out, but sheds the first *shed* cosmetic ones."""

    shed = 0

    async def initialize(self):
        """Nothing to open."""

    async def shutdown(self):
        """Nothing to close."""

    async def process_request(self, callback, args, kwargs, endpoint, data, rate_limit_args):
        if rate_limit_args == outbound.STATUS and self.shed:
            self.shed -= 1
            raise outbound.Shed("no budget")
        return await callback(*args, **kwargs)


class House:
    """One person with one delivered application, whose file is whatever `deliver` put there."""

    def __init__(self, telegram, services, gate, ada):
        self.telegram, self.services, self.gate, self.ada = telegram, services, gate, ada
        self.toasts = []

    async def deliver(self, text=LATIN, data=None):
        db = self.services.db
        read = reader.read(text.encode(), "cv.txt")
        source = writer.render(text.encode(), "txt", read.resume, ())
        await people.meet(db, self.ada.id, "en")
        resume = await resumes.add(
            db, self.ada.id, "cv.txt", reading.dump(read), text.encode(), "txt", 1
        )
        posting = await postings.add(db, self.ada.id, "", "A job post")
        row = await applications.add(db, self.ada.id, self.ada.id, resume, posting)
        for state in ("running", "delivering", "delivered"):
            await applications.advance(db, row.id, state)
        root, file = self.services.exports, source if data is None else data
        folder = await exports.save(root, "Example", "Job", {"resume.docx": file}, row.id)
        digest = hashlib.sha256(file).hexdigest()
        await versions.add(db, row.id, 1, "[]", digest, folder.name)
        self.row = await applications.get(db, row.id)

    async def show(self):
        await pages.show(self.services, self.row, 1, 1)

    async def press(self, number=1, person=None):
        """Press PDF and wait for what comes of it. Returns the toast."""

        async def reply(text):
            self.toasts.append(text)

        desk = await desks.get(self.services.db, self.ada.id)
        desk = replace(desk, person=person or self.ada.id)
        pressed = buttons.Press("pdf", self.row.id, number)
        await pages.press(self.services, desk, pressed, 1, reply)
        return self.toasts[-1]

    async def rest(self):
        await asyncio.gather(*self.services._background)

    @property
    def pictures(self):
        return [message.photo for message in self.ada.chat.from_bot if message.photo]

    @property
    def said(self):
        return [message.text for message in self.ada.chat.from_bot if message.text]


@pytest.fixture
async def house(tmp_path, monkeypatch):
    """A bot without handlers and without LibreOffice, and Ada in its chat."""
    monkeypatch.setenv("PATH", "")
    async with telegrams.serve() as telegram:
        db = await database.open(tmp_path / "data")
        settings = Settings(telegram.token, telegram.url, model="off", exports_dir=tmp_path / "out")
        gate = Gate()
        bot = ExtBot(telegram.token, base_url=f"{telegram.url}/bot", rate_limiter=gate)
        try:
            async with bot:
                ada = telegram.person("Ada Example")
                ada.command("start")
                services = Services(settings, db, bot, None)
                yield House(telegram, services, gate, ada)
                await services.end()
        finally:
            await db.close()


async def test_a_picture_waits_for_room_and_is_left_out_without(house, monkeypatch):
    """Shed twice it comes the third time; shed every time it never comes, and nobody hears."""
    monkeypatch.setattr(pages, "_PAUSES", (0.0, 0.0, 0.0))
    await house.deliver()
    house.gate.shed = 2
    await house.show()
    assert len(house.pictures) == 1
    house.gate.shed = 3
    await house.show()
    assert len(house.pictures) == 1
    assert house.said == []


@pytest.mark.parametrize("kind", ["error", "blocked", "drop"])
async def test_a_picture_that_fails_is_not_sent_again(house, kind):
    """Whatever Telegram or the network does, there is one try and no sentence."""
    await house.deliver()
    house.telegram.fail(kind, "sendPhoto")
    await house.show()
    assert house.pictures == []
    assert house.said == []


async def test_a_file_that_cannot_be_drawn_has_no_picture(house):
    """Neither has one that is gone, or one whose owner has deleted everything."""
    await house.deliver(data=b"no document")
    await house.show()
    for path in house.services.exports.rglob("*.docx"):
        path.unlink()
    await house.show()
    await house.deliver()
    showing = asyncio.create_task(house.show())
    await asyncio.sleep(0)
    await people.forget(house.services.db, house.ada.id)
    await showing
    assert house.ada.chat.from_bot == []


async def test_a_crowd_gets_no_pictures(house):
    """Where many are under way already another one is left out; files come first."""
    await house.deliver()
    house.services.pages |= {("picture", 90 + number, 1) for number in range(3)}
    await house.show()
    assert house.pictures == []


async def test_a_pdf_is_made_once_and_sent_again_from_telegrams_copy(house):
    """Two presses at once are one PDF; the next sends the same file; a lost copy is made anew."""
    await house.deliver()
    assert await house.press() is None
    assert await house.press() == texts_pages.PDF_UNDER_WAY
    await house.rest()
    assert await house.press() is None
    await house.rest()
    first, second = house.ada.chat.documents
    assert first.document.id == second.document.id
    assert first.document.name == "Ada_Example.pdf"
    assert first.document.data.startswith(b"%PDF")
    house.telegram.files._files.clear()
    assert await house.press() is None
    await house.rest()
    assert len(house.ada.chat.documents) == 3
    assert house.said == []


async def test_a_layout_that_nothing_keeps_is_told(house):
    """Without LibreOffice a right-to-left file gets a plain layout, and a caption saying so."""
    await house.deliver(ARABIC)
    await house.press()
    await house.rest()
    [sent] = house.ada.chat.documents
    assert sent.text == texts_pages.PLAIN_PDF
    assert sent.document.name == "resume.pdf"


async def test_a_pdf_that_cannot_be_made_is_told(house):
    """A broken file and a lost one end in a sentence, and the button works on."""
    await house.deliver(data=b"no document")
    await house.press()
    await house.rest()
    for path in house.services.exports.rglob("*.docx"):
        path.unlink()
    assert await house.press() is None
    await house.rest()
    assert house.said == [texts_pages.NO_PDF, texts_pages.GONE]


async def test_nobody_gets_what_another_has_in_a_folder_of_that_name(house):
    """What was cleared away is not sent, nor drawn, nor made a PDF, whoever has its folder now."""
    await house.deliver()
    root, row = house.services.exports, house.row
    await exports.remove(root, [row.id])
    mine = writer.render(b"Bob Example", "txt", reader.read(b"Bob Example", "b.txt").resume, ())
    await exports.save(root, "Example", "Job", {"resume.docx": mine}, row.id + 1)
    with pytest.raises(errors.Gone):
        await delivery.send(house.services, row, 1)
    await house.show()
    assert await house.press() is None
    await house.rest()
    assert (house.pictures, house.ada.chat.documents) == ([], [])
    assert house.said == [texts_pages.GONE]


async def test_a_button_is_its_owners_and_its_versions(house):
    """Another person's press, an unknown document and a failed sending do nothing."""
    await house.deliver()
    assert await house.press(person=house.ada.id + 1) == texts.EXPIRED
    assert await house.press(number=2) == texts.EXPIRED
    house.telegram.fail("blocked", "sendDocument")
    assert await house.press() is None
    await house.rest()
    assert house.ada.chat.documents == []


async def test_a_pdf_does_not_outlive_its_owner(house):
    """Who deletes everything while it is made gets nothing after that."""
    await house.deliver()
    await house.press()
    begun = house.telegram.until(lambda: house.ada.chat.actions, 20)
    await begun
    await people.forget(house.services.db, house.ada.id)
    await house.rest()
    assert house.ada.chat.from_bot == []
