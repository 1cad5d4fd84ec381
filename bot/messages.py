"""The plainest things done with a chat: a sentence said, the buttons of an old message taken."""

import logging

from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot import outbound
from bot.services import Services

log = logging.getLogger(__name__)


async def say(
    services: Services, chat: int, text: str, keyboard: InlineKeyboardMarkup | None = None
) -> int:
    """Send a message; returns its id."""
    sent = await services.bot.send_message(chat, text, parse_mode="HTML", reply_markup=keyboard)
    return sent.message_id


async def undress(services: Services, chat: int, message: int) -> None:
    """Take the buttons off a message that is no longer the newest of its kind."""
    try:
        await services.bot.edit_message_reply_markup(chat, message, rate_limit_args=outbound.SPARE)
    except TelegramError as refusal:
        log.info("An old message kept its buttons: %s", refusal)
