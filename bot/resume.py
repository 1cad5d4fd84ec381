"""/resume: the résumé on file: what is in it, sent back, replaced, forgotten."""

import io
from dataclasses import replace
from typing import Any

from telegram import CallbackQuery, InputFile, Update
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from bot import belongings, catalogue, messages, presses, table, texts, texts_personal, updates
from bot.buttons import Press
from bot.catalogue import tell
from bot.services import Services
from bot.workflow import Workflow
from documents import reading
from documents.genre import Genre
from storage import applications, desks, errors, resumes
from storage.resumes import StoredResume


class OnFile:
    """The command and its buttons. The résumé is the one on the table, else the newest."""

    def __init__(self, services: Services, engine: Workflow) -> None:
        self._services = services
        self._engine = engine

    def install(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Take the command, and the presses of these buttons."""
        app.add_handler(CommandHandler("resume", self.open))
        app.add_handler(CallbackQueryHandler(self.press, r"v1:cv-\w+:"))

    async def open(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /resume."""
        person = updates.sender(update)
        desk = await desks.get(self._services.db, person)
        stored = await resumes.get(self._services.db, desk.resume) if desk.resume else None
        stored = stored or await resumes.latest(self._services.db, person)
        if stored is None:
            await messages.say(self._services, person, tell(texts_personal.NO_RESUME))
        else:
            await messages.say(self._services, person, *self._card(stored, desk.resume))

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry out a button; each is about the résumé whose id it has."""
        query, press = presses.read(update)
        person = updates.sender(update)
        stored = await resumes.get(self._services.db, press.id)
        if stored is None or stored.person != person:
            await presses.answer(query, tell(texts.EXPIRED))
            return
        await presses.answer(query)
        desk = await desks.get(self._services.db, person)
        match press.action:
            case "cv-see":
                await presses.show(query, *self._card(stored, desk.resume))
            case "cv-send":
                file = InputFile(io.BytesIO(stored.source), _file_name(stored))
                await self._services.bot.send_document(person, file)
            case "cv-new":
                await desks.put(self._services.db, replace(desk, asked=Genre.RESUME))
                await presses.show(query, tell(texts.ASK_RESUME))
            case "cv-use":
                news = texts.understood_resume(reading.load(stored.reading), stored.name)
                laid = replace(desk, resume=stored.id)
                await table.lay(self._services, laid, news, Genre.RESUME)
            case "cv-forget":
                await self._ask(query, stored)
            case "cv-gone":
                await self._forget(query, stored)

    def _card(self, stored: StoredResume, on_table: int | None) -> tuple[str, Keyboard]:
        sent = catalogue.day(stored.created_at.astimezone(self._services.settings.timezone))
        read = texts.understood_resume(reading.load(stored.reading), stored.name)
        rows = [
            [_button(tell("📤 Send it back"), "cv-send", stored.id)],
            [
                _button(tell("Replace"), "cv-new", stored.id),
                _button(tell("Forget it"), "cv-forget", stored.id),
            ],
        ]
        if stored.id != on_table:
            rows.insert(0, [_button(tell("Use it"), "cv-use", stored.id)])
        return f"{read}\n{texts_personal.filed(sent, stored.name)}", Keyboard(rows)

    async def _ask(self, query: CallbackQuery, stored: StoredResume) -> None:
        text = texts_personal.forget(len(await self._made(stored)))
        yes = _button(tell("Delete it"), "cv-gone", stored.id)
        no = _button(tell("Keep it"), "cv-see", stored.id)
        await presses.show(query, text, Keyboard([[yes], [no]]))

    async def _forget(self, query: CallbackQuery, stored: StoredResume) -> None:
        """Delete what was made of the résumé, then itself, so that a failure can be repeated."""
        try:
            await belongings.discard(self._services, self._engine, await self._made(stored))
            await resumes.forget(self._services.db, stored.id)
        except errors.StorageError as trouble:
            await presses.show(query, texts.failure(trouble))
            return
        await presses.show(query, tell(texts_personal.FORGOTTEN))

    async def _made(self, stored: StoredResume) -> list[int]:
        rows = await applications.of(self._services.db, stored.person)
        return [row.id for row in rows if row.resume == stored.id]


def _file_name(stored: StoredResume) -> str:
    return stored.name or f"resume.{stored.format}"


def _button(label: str, action: str, id: int) -> Button:
    return Button(label, callback_data=Press(action, id).data())
