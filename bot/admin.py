"""What only admins may ask for. To others these commands and buttons do not exist.

This is the table of them. Whether somebody is an admin is asked anew at every command and every
press, and whatever an admin does is in the audit, also what was refused and what failed. An update
that a crash cut off is handled again, so an errand must bear being run twice.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from telegram import BotCommand, BotCommandScopeChat, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    TypeHandler,
    filters,
)

from bot import (
    admin_broadcast,
    admin_money,
    admin_people,
    admin_work,
    buttons,
    catalogue,
    door,
    menu,
    presses,
    texts,
    texts_admin,
)
from bot.catalogue import tell
from bot.errand import Done, Errand, House, Run
from storage import audit
from storage.audit import Outcome

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what the menu says about it, and what carries it out."""

    name: str
    about: str
    run: Run


COMMANDS = (
    Command("stats", "Figures of the last two weeks", admin_money.stats),
    Command("cost", "What this month has cost", admin_money.cost),
    Command("users", "Who uses the bot", admin_people.users),
    Command("allow", "Let a person in: /allow id", admin_people.allow),
    Command("block", "Shut a person out: /block id", admin_people.block),
    Command("quota", "Applications a day: /quota id number", admin_people.quota),
    Command("invite", "A link that lets one person in: /invite days", admin_people.invite),
    Command("jobs", "What runs and waits, with stop buttons", admin_work.jobs),
    Command("errors", "What failed lately", admin_work.errors),
    Command("broadcast", "Write to everybody: /broadcast text", admin_broadcast.prepare),
    Command("pause", "Take nothing new", admin_work.pause),
    Command("resume_intake", "Take new things again", admin_work.resume),
    Command("backup", "Make a backup now", admin_work.back_up),
    Command("backups", "List the backups", admin_work.list_backups),
    Command("health", "How the bot is", admin_work.health),
    Command("audit", "What admins did last", admin_work.log),
    Command("version", "Which version runs", admin_work.tell_version),
)
BUTTONS: dict[str, Run] = {
    "admin-stop": admin_work.stop,
    "cast-send": admin_broadcast.send,
    "cast-drop": admin_broadcast.drop,
    "cast-stop": admin_broadcast.stop,
}


class Admin:
    """The handlers of admins' commands and buttons. *ordinary* answers commands of nobody's."""

    def __init__(self, house: House, ordinary: Any) -> None:
        self._house = house
        self._ordinary = ordinary
        self._runs = {each.name: each.run for each in COMMANDS}
        self._shown: set[int] = set()  # whose menu has the commands

    def install(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Must come before the answers to unknown commands and to expired buttons."""
        # An edited message is no command: who mends a word in an old one means no second deed.
        app.add_handler(CommandHandler(list(self._runs), self.command, filters.UpdateType.MESSAGE))
        app.add_handler(CallbackQueryHandler(self.press, f"^v1:({'|'.join(BUTTONS)}):"))
        app.add_handler(TypeHandler(Update, self.greet), group=1)

    async def open(self) -> None:
        """At start: the menus, and what a process before this one was sending."""
        admins = self._house.services.settings.admin_ids
        await asyncio.gather(*map(self._show, admins))  # each in a task: each has a language
        await self._house.broadcasting.resume()

    async def greet(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """An admin who first writes now gets the menu now: before, there was no chat to show it.

        So does one who has changed the settings: with the language, the chat got a menu without it.
        """
        if update.effective_user is None or not self._is_admin(update.effective_user.id):
            return
        press = buttons.parse(update.callback_query.data) if update.callback_query else None
        if press is not None and press.action == "prefer":
            self._shown.discard(update.effective_user.id)
        await self._show(update.effective_user.id)

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry out an admin's command."""
        message, user = update.message, update.effective_user
        assert message is not None
        assert user is not None
        if not self._is_admin(user.id):
            await self._ordinary(update, context)
            return
        name, words = door.command(update), (message.text or "").split(maxsplit=1)[1:]
        errand = Errand(self._house, user.id, "".join(words).strip())
        await self._tell(user.id, await self._carry_out(name, self._runs[name], errand))

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry out an admin's button. The press is answered first."""
        query, press = presses.read(update)
        if press.action not in BUTTONS or not self._is_admin(query.from_user.id):
            await presses.answer(query, tell(texts.EXPIRED))
            return
        await presses.answer(query)
        errand = Errand(self._house, query.from_user.id, press=press)
        done = await self._carry_out(press.action, BUTTONS[press.action], errand)
        await self._tell(query.from_user.id, done)

    async def _carry_out(self, name: str, run: Run, errand: Errand) -> Done:
        """Run the errand, and keep in the audit how it ended."""
        db = self._house.services.db
        try:
            done = await run(errand)
        except Exception as error:
            detail = type(error).__name__
            await audit.note(db, errand.admin, name, _target(errand), Outcome.FAILED, detail)
            raise
        await audit.note(db, errand.admin, name, done.target, done.outcome, done.detail)
        return done

    async def _tell(self, admin: int, done: Done) -> None:
        bot = self._house.services.bot
        if done.picture:
            await bot.send_photo(admin, done.picture, caption=done.text, parse_mode="HTML")
            return
        await bot.send_message(
            admin, texts_admin.fit(done.text), parse_mode="HTML", reply_markup=done.keyboard
        )

    async def _show(self, admin: int) -> None:
        """Put the commands into the admin's menu, once for each process."""
        if admin in self._shown:
            return
        await catalogue.adopt(self._house.services.db, admin)
        ours = [BotCommand(each.name, each.about) for each in COMMANDS]
        commands = [*menu.commands(catalogue.spoken()), *ours]
        try:
            scope = BotCommandScopeChat(admin)
            await self._house.services.bot.set_my_commands(commands, scope=scope)
            self._shown.add(admin)
        except TelegramError as refusal:
            log.info("An admin has no menu yet: %s", type(refusal).__name__)

    def _is_admin(self, person: int) -> bool:
        return person in self._house.services.settings.admin_ids


def _target(errand: Errand) -> str:
    """What an errand that failed was about."""
    first = errand.words.partition(" ")[0]
    return str(errand.press.id) if errand.press else first if first.isdecimal() else ""
