"""/status: what is running for a person and what waits, each with its Stop."""

from typing import Any

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes

from bot import messages, texts, texts_personal, texts_results, updates
from bot.buttons import Press
from bot.catalogue import tell
from bot.services import Services
from bot.workflow import Workflow
from storage import applications


class Progress:
    """The command; its buttons are the Stop of every status card."""

    def __init__(self, services: Services, engine: Workflow) -> None:
        self._services = services
        self._engine = engine

    def install(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Take the command."""
        app.add_handler(CommandHandler("status", self.open))

    async def open(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /status."""
        person = updates.sender(update)
        rows = [
            row for row in await applications.unfinished(self._services.db) if row.person == person
        ]
        if not rows:
            await messages.say(self._services, person, tell(texts_personal.NOTHING_RUNS))
        for row in rows:
            stop = Button(tell("⏹ Stop"), callback_data=Press("stop", row.id).data())
            await messages.say(self._services, person, await self._told(row), Keyboard([[stop]]))

    async def _told(self, row: applications.Application) -> str:
        """Its status card, or its place among those that nobody works on yet."""
        line = await applications.line(self._services.db)
        waiting = [id for id in line if id not in self._engine.running]
        if row.id in waiting:
            return texts.queued(row.title, waiting.index(row.id))
        card = self._services.statuses.get(row.id)
        return card.text() if card else texts_results.under_way(row.title)
