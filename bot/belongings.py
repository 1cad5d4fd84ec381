"""What belongs to a person: all of it in their hands, or all of it gone."""

import asyncio
import io
import logging
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import telegram
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from bot import buttons, copies, messages, stages, texts, texts_care
from bot.catalogue import tell
from bot.services import Services
from bot.workflow import Workflow
from documents import memo
from storage import applications, dossier, errors, exports, offsite, people, versions
from storage.bucket import Bucket

log = logging.getLogger(__name__)

_PART = 20_000_000  # bytes after which a new archive begins; Telegram takes 50 MB
_FORGET, _KEEP = buttons.Press("forget"), buttons.Press("keep-all")


class Belongings:
    """The commands /export_me and /delete_me. *drop* forgets what a chat is still pasting."""

    def __init__(self, services: Services, engine: Workflow, drop: Callable[[int], None]) -> None:
        self._services = services
        self._engine = engine
        self._drop = drop

    def install(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Must come before the answer to unknown commands."""
        app.add_handler(CommandHandler("export_me", self.export))
        app.add_handler(CommandHandler("delete_me", self.ask))
        app.add_handler(CallbackQueryHandler(self.answer, "^v1:(forget|keep-all):"))

    async def export(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /export_me: JSON of every row, and every file."""
        person = _person(update)
        number = 0
        async for packed in _packed(_everything(self._services, person)):
            number += 1
            name = "everything.zip" if number == 1 else f"everything-{number}.zip"
            await self._services.bot.send_document(
                person, telegram.InputFile(packed, name), caption=tell(texts_care.EXPORTING)
            )

    async def ask(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /delete_me with the question whether that is meant."""
        keyboard = buttons.forget(_FORGET, _KEEP)
        await messages.say(self._services, _person(update), tell(texts_care.DELETE), keyboard)

    async def answer(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry out the answer to that question."""
        query = update.callback_query
        assert query is not None
        meant = query.data == _FORGET.data()
        await _settle(query)
        sentence = tell(texts_care.KEPT)
        if meant:
            self._drop(_person(update))
            sentence = await forget(self._services, self._engine, _person(update))
        await messages.say(self._services, _person(update), sentence)


async def forget(services: Services, engine: Workflow, person: int) -> str:
    """Delete everything about a person; gives what to tell them.

    The person's rows go last, so that whatever fails before can be asked for again.
    """
    mine = [row.id for row in await applications.of(services.db, person)]
    services.analyses.drop(person)
    elsewhere = copies.place(services.settings)
    try:
        await discard(services, engine, mine)
        await people.forget(services.db, person)
        memo.forget()
    except errors.StorageError as trouble:
        log.exception("A person could not be forgotten yet")
        return texts.failure(trouble)
    if elsewhere is not None:
        await _send_keys(services, elsewhere)
    return tell(texts_care.DELETED)


async def discard(services: Services, engine: Workflow, mine: list[int]) -> None:
    """End these applications; delete their files and their records. Their rows stay."""
    await _end(services, mine)
    await exports.remove(services.exports, mine)
    elsewhere = copies.place(services.settings)
    if elsewhere is not None:
        await offsite.drop_exports(elsewhere, mine)
    await engine.forget(mine)


async def _end(services: Services, mine: list[int]) -> None:
    """Stop what runs; the card of a run goes with it."""
    for id in mine:
        if await applications.advance(services.db, id, "stopped"):
            services.runs.stop(id)
        card = services.statuses.pop(id, None)
        if card is not None:
            await card.close(tell(texts.STOPPED))


async def _send_keys(services: Services, elsewhere: Bucket) -> None:
    """Without this the key would stay in its off-site copy until tonight."""
    try:
        await offsite.send_keys(elsewhere, services.settings.data_dir)
    except errors.StorageError as trouble:
        await services.alarms.ring("bucket", f"A deleted key is still in the bucket: {trouble}")


async def _everything(services: Services, person: int) -> AsyncIterator[tuple[str, bytes]]:
    yield "everything.json", (await dossier.gather(services.db, person)).encode()
    async for name, data in dossier.files(services.db, person):
        yield f"sent/{name}", data
    for row in await applications.of(services.db, person):
        for made in await versions.all(services.db, row.id):
            name = stages.filename(made.number)
            with suppress(errors.Gone):
                data = await exports.read(services.exports, made, name)
                yield f"made/{made.folder}/{name}", data


async def _packed(entries: AsyncIterator[tuple[str, bytes]]) -> AsyncIterator[bytes]:
    """The files in archives, each of a size that Telegram takes."""
    made, size = io.BytesIO(), 0
    archive = zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED)
    async for name, data in entries:
        if size and size + len(data) > _PART:
            archive.close()
            yield made.getvalue()
            made, size = io.BytesIO(), 0
            archive = zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED)
        await asyncio.to_thread(archive.writestr, name, data)
        size += len(data)
    archive.close()
    yield made.getvalue()


async def _settle(query: telegram.CallbackQuery) -> None:
    """End the button's spinner and take the buttons away, as far as Telegram lets us."""
    try:
        await query.answer()
        await query.edit_message_reply_markup(None)
    except TelegramError as refusal:
        log.info("The question kept its buttons: %s", type(refusal).__name__)


def _person(update: Update) -> int:
    assert update.effective_user is not None
    return update.effective_user.id
