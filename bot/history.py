"""/history and /last: the applications so far, what became of them, and their documents again."""

from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InputFile, Update
from telegram import InlineKeyboardMarkup as Keyboard
from telegram.error import BadRequest
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from bot import buttons, catalogue, messages, presses, stages, texts, texts_personal, updates
from bot.buttons import Press
from bot.catalogue import tell
from bot.services import Services
from storage import applications, exports, versions
from storage import errors as storage_errors
from storage.applications import State, Status
from storage.versions import Version

_PAGE = 5
_MOST = 200  # applications that are looked at
_STATUSES = tuple(Status)
_THERE = (State.DELIVERING, State.DELIVERED)  # the document is in the chat, or about to be


class History:
    """The commands, and the buttons under what they show.

    A button's `step` is the page that it belongs to.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    def install(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Take the commands, and the presses of these buttons."""
        app.add_handler(CommandHandler("history", self.open))
        app.add_handler(CommandHandler("last", self.last))
        app.add_handler(CallbackQueryHandler(self.press, r"v1:(history|made|became|resend):"))

    async def open(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /history."""
        person = updates.sender(update)
        await messages.say(self._services, person, *await self._page(person, 0))

    async def last(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /last: the newest document once more."""
        person = updates.sender(update)
        rows = await self._delivered(person)
        if not rows:
            await messages.say(self._services, person, tell(texts_personal.NO_DOCUMENT))
        elif not await self._resend(rows[0]):
            await messages.say(self._services, person, tell(texts_personal.GONE))

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Turn the page, show one application, note what became of it, or send it again."""
        query, press = presses.read(update)
        person = updates.sender(update)
        if press.action == "history":
            await presses.answer(query)
            await presses.show(query, *await self._page(person, press.id))
            return
        row = await applications.get(self._services.db, press.id)
        if row is None or row.person != person or row.state not in _THERE:
            await presses.answer(query, tell(texts.EXPIRED))
            return
        if press.action == "resend":
            await presses.answer(query)
            if not await self._resend(row):
                await messages.say(self._services, person, tell(texts_personal.GONE))
            return
        await self._note(query, press, row)

    async def _note(
        self, query: CallbackQuery, press: Press, row: applications.Application
    ) -> None:
        """Show *row*; with a status in the button, note that first."""
        if press.action == "became":
            if press.edit >= len(_STATUSES):
                await presses.answer(query, tell(texts.EXPIRED))
                return
            await applications.note(self._services.db, row.id, status=_STATUSES[press.edit])
        await presses.answer(query)
        fresh = await applications.get(self._services.db, row.id)
        await presses.show(query, *self._one(fresh or row, press.step))

    async def _delivered(self, person: int) -> list[applications.Application]:
        rows = await applications.of(self._services.db, person, _MOST)
        return [row for row in rows if row.state in _THERE]

    async def _page(self, person: int, page: int) -> tuple[str, Keyboard | None]:
        rows = await self._delivered(person)
        shown = rows[page * _PAGE : (page + 1) * _PAGE]
        if not shown:
            return tell(texts_personal.NO_APPLICATIONS), None
        first = page * _PAGE + 1
        lines = [
            texts_personal.listed(number, _name(row), self._day(row), row.status)
            for number, row in enumerate(shown, first)
        ]
        numbers = [
            _button(str(number), "made", row.id, step=page)
            for number, row in enumerate(shown, first)
        ]
        turn = [_button(tell("◀ Newer"), "history", page - 1)] if page else []
        if len(rows) > (page + 1) * _PAGE:
            turn.append(_button(tell("Older ▶"), "history", page + 1))
        text = "\n\n".join([tell("<b>Your applications</b>"), *lines])
        return text, Keyboard([numbers, turn] if turn else [numbers])

    def _one(self, row: applications.Application, page: int) -> tuple[str, Keyboard]:
        choices = [
            _button(
                ("✓ " if status is row.status else "") + tell(texts_personal.STATUSES[status]),
                "became",
                row.id,
                number,
                page,
            )
            for number, status in enumerate(_STATUSES)
        ]
        again = _button(tell("📄 Send it again"), "resend", row.id)
        back = _button(tell("Back"), "history", page)
        text = texts_personal.application(_name(row), self._day(row), row.status)
        return text, Keyboard([choices[:3], choices[3:], [again], [back]])

    def _day(self, row: applications.Application) -> str:
        when = row.finished_at or row.created_at
        return catalogue.day(when.astimezone(self._services.settings.timezone))

    async def _resend(self, row: applications.Application) -> bool:
        """Send the newest document that was sent, by its file id if Telegram still knows it."""
        version = await self._sent(row.id)
        if version is None:
            return False
        if await self._send(row, version.number, version.file_id):
            return True
        name = stages.filename(version.number)
        try:
            file = await exports.read(self._services.exports, version, name)
        except storage_errors.Gone:
            return False
        return await self._send(row, version.number, InputFile(file, name))

    async def _send(
        self, row: applications.Application, number: int, file: str | InputFile
    ) -> bool:
        """Whether Telegram took the file."""
        try:
            await self._services.bot.send_document(
                row.chat,
                file,
                caption=f"<b>{_name(row)}</b>",
                parse_mode="HTML",
                reply_markup=buttons.delivered(row.id, number),
            )
        except BadRequest:
            return False
        return True

    async def _sent(self, application: int) -> Version | None:
        latest = await versions.latest(self._services.db, application)
        for number in range(latest.number if latest else 0, 0, -1):
            version = await versions.get(self._services.db, application, number)
            if version is not None and version.file_id:
                return version
        return None


def _name(row: applications.Application) -> str:
    return texts_personal.named(row.title, row.company)


def _button(label: str, action: str, id: int, edit: int = 0, step: int = 0) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=Press(action, id, edit, step).data())
