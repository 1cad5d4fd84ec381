"""What is done with any press of a button: its spinner ended, its message changed in place."""

import logging

from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram.error import TelegramError

from bot import buttons

log = logging.getLogger(__name__)


def read(update: Update) -> tuple[CallbackQuery, buttons.Press]:
    """The query of *update*, and what its button means; an action of "" for a damaged one."""
    query = update.callback_query
    assert query is not None
    return query, buttons.parse(query.data) or buttons.Press("")


async def answer(query: CallbackQuery, text: str | None = None) -> None:
    """End the button's spinner. After a restart it may be too late for that, not for the press."""
    try:
        await query.answer(text)
    except TelegramError as refusal:
        log.info("A button was not answered: %s", refusal)


async def show(
    query: CallbackQuery, text: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Let the message of the button say this; one that says so already stays."""
    try:
        await query.edit_message_text(text, parse_mode="HTML", reply_markup=keyboard)
    except TelegramError as refusal:
        log.info("A message was not redrawn: %s", refusal)
