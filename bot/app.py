"""python-telegram-bot, set up our way: durable intake, a budget for what goes out."""

from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder

from bot import outbound, updates
from bot.polls import Polls
from bot.settings import Settings
from bot.turns import Turns
from storage.database import Database

App = Application[Any, Any, Any, Any, Any, Any]

UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]


def build(
    settings: Settings, db: Database, turns: Turns, polls: Polls
) -> tuple[App, updates.Inbox]:
    """The application, not started yet, and the queue that its updates come through."""
    inbox = updates.Inbox(db)
    app = (
        ApplicationBuilder()
        .token(settings.telegram_bot_token)
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .rate_limiter(outbound.Outbound(db))
        .concurrent_updates(updates.Processor(db, turns))
        .update_queue(inbox)
        .get_updates_request(polls)
        .read_timeout(20)
        .media_write_timeout(60)
        .build()
    )
    return app, inbox
