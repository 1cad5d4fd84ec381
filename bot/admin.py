"""What only admins may ask for. To others these commands do not exist."""

from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes, filters

from bot import chores, copies, intake, texts_care
from bot.chores import Chores
from bot.services import Services
from storage import backups


class Admin:
    """The admins' commands."""

    def __init__(self, services: Services, nightly: Chores) -> None:
        self._services = services
        self._chores = nightly

    def install(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Must come before the answer to unknown commands."""
        admins = filters.User(sorted(self._services.settings.admin_ids))
        app.add_handler(CommandHandler("backup", self.backup, admins))
        app.add_handler(CommandHandler("backups", self.backups, admins))

    async def backup(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /backup."""
        made = await self._chores.back_up()
        await self._say(update, chores.sentence(made) if made else texts_care.NO_BACKUPS)

    async def backups(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /backups."""
        kept = await backups.kept(self._services.settings.data_dir)
        lines = [copies.describe(backup) for backup in kept]
        await self._say(update, "\n".join(lines) or texts_care.NO_BACKUPS)

    async def _say(self, update: Update, text: str) -> None:
        assert update.effective_chat is not None
        await intake.say(self._services, update.effective_chat.id, text)
