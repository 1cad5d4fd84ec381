"""The door: who is let in to the bot, and what the others hear.

Admins are in ADMIN_IDS; the others are let in by ALLOWED_USER_IDS, by an admin's command or by an
invite. Who is blocked stays out whatever else lets them in. Whoever has something here may read
what is stored, take it along and delete it, also when shut out.
"""

import contextlib
from enum import StrEnum

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot import buttons, catalogue, messages, texts, texts_limits
from bot.catalogue import tell
from bot.services import Services
from storage import access, invites, people

RIGHTS = frozenset({"privacy", "export_me", "delete_me"})  # commands about one's own data
_ANSWERS = frozenset({"forget", "keep-all"})  # the buttons under /delete_me


class Guest(StrEnum):
    """What somebody is to the bot."""

    ADMIN = "admin"
    ALLOWED = "allowed"
    BLOCKED = "blocked"
    STRANGER = "stranger"


async def look(services: Services, person: int) -> Guest:
    """Who stands at the door, by their Telegram id."""
    if person in services.settings.admin_ids:
        return Guest.ADMIN
    standing = (await access.get(services.db, person)).standing
    if standing is access.Standing.BLOCKED:
        return Guest.BLOCKED
    allowed = standing is access.Standing.ALLOWED or services.settings.admits(person)
    return Guest.ALLOWED if allowed else Guest.STRANGER


async def admit(services: Services, update: Update) -> None:
    """Let the sender of *update* in, or say why not and raise ApplicationHandlerStop."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        raise ApplicationHandlerStop
    code = user.language_code or ""
    await catalogue.adopt(services.db, user.id, code)
    if chat.type != "private":
        await _refuse(services, update, tell(texts.PRIVATE_ONLY) if command(update) else "")
    guest = await look(services, user.id)
    if guest is Guest.STRANGER and await _is_invited(services, update):
        guest = Guest.ALLOWED
    if guest in (Guest.ADMIN, Guest.ALLOWED):
        await people.meet(services.db, user.id, code)
    elif not (_is_right(update) and await people.get(services.db, user.id)):
        blocked = guest is Guest.BLOCKED
        sentence = tell(texts_limits.BLOCKED) if blocked else texts.stranger(user.id)
        await _refuse(services, update, sentence)


def command(update: Update) -> str:
    """The name of the command that *update* is, "" for anything else."""
    text = update.message.text if update.message else None
    if not text or not text.startswith("/"):
        return ""
    return text.split(maxsplit=1)[0][1:].partition("@")[0].lower()


async def _refuse(services: Services, update: Update, sentence: str) -> None:
    with contextlib.suppress(TelegramError):
        if update.callback_query is not None:
            await update.callback_query.answer()
        elif update.message is not None and sentence:
            await messages.say(services, update.message.chat_id, sentence)
    raise ApplicationHandlerStop


async def _is_invited(services: Services, update: Update) -> bool:
    """Whether *update* is the press of an invite's link that is still good."""
    if command(update) != "start" or update.message is None or update.effective_user is None:
        return False
    token = (update.message.text or "").partition(" ")[2].strip()
    return bool(token) and await invites.redeem(services.db, token, update.effective_user.id)


def _is_right(update: Update) -> bool:
    if update.callback_query is not None:
        press = buttons.parse(update.callback_query.data)
        return press is not None and press.action in _ANSWERS
    return command(update) in RIGHTS
