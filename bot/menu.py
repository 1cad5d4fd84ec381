"""The menu of commands: for everybody in each language, for a chat in the language set there."""

import logging

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot import catalogue
from bot.catalogue import mark, tell

log = logging.getLogger(__name__)

COMMANDS = {
    "start": mark("What this bot does"),
    "help": mark("How it works"),
    "resume": mark("Your résumé: see, replace or forget it"),
    "last": mark("The last document again"),
    "history": mark("Your applications, and what became of them"),
    "status": mark("What is running now"),
    "settings": mark("Language, model, layout, retention"),
    "cancel": mark("Stop everything and clear the table"),
    "privacy": mark("What is stored, and who sees it"),
    "export_me": mark("Get everything that is stored about you"),
    "delete_me": mark("Delete everything that is stored about you"),
}


def commands(language: str) -> list[BotCommand]:
    """The menu in *language*."""
    with catalogue.speaking(language):
        return [BotCommand(name, tell(told)) for name, told in COMMANDS.items()]


async def publish(bot: Bot) -> None:
    """Show the menu to everybody, in the language of their Telegram. Raises TelegramError."""
    await bot.set_my_commands(commands(catalogue.ENGLISH))
    for language in catalogue.LANGUAGES:
        if language != catalogue.ENGLISH:
            await bot.set_my_commands(commands(language), language_code=language)


async def show(bot: Bot, chat: int, language: str) -> None:
    """Show the menu in one chat in *language*; "" shows the one that everybody sees."""
    scope = BotCommandScopeChat(chat)
    try:
        if language:
            await bot.set_my_commands(commands(language), scope)
        else:
            await bot.delete_my_commands(scope)
    except TelegramError as refusal:
        log.info("A menu was not changed: %s", refusal)
