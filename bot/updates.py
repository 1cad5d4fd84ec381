"""The way in: every update is stored before Telegram hears that it was received."""

import asyncio
import json
import logging
from collections.abc import Awaitable
from contextlib import nullcontext
from typing import Any

import telegram
from telegram.ext import BaseUpdateProcessor

from bot import buttons, tally
from bot import log as lines
from bot.turns import Turns
from storage import disk, errors, inbox
from storage.database import Database

log = logging.getLogger(__name__)


class Inbox(asyncio.Queue[object]):
    """python-telegram-bot's update queue, with a row in the database before each `put` returns.

    The library confirms a batch to Telegram as soon as it is queued, so this is the only place
    where an update can be made safe. A failing write is raised as NetworkError: the poller backs
    off and asks for the batch again, while any other exception would end it silently.
    """

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db

    async def put(self, item: object) -> None:
        """Store *item*, then queue it; an update that is known already is left out."""
        if isinstance(item, telegram.Update):
            try:
                fresh = await inbox.take(self._db, item.update_id, sender(item), item.to_json())
            except errors.Full as full:
                await disk.drop(self._db.data)  # so that people can at least be told
                log.warning("An update finds no room; Telegram will send it again")
                raise telegram.error.NetworkError("inbox: the disk is full") from full
            except Exception as error:
                log.exception("An update could not be stored; Telegram will send it again")
                raise telegram.error.NetworkError("inbox: write failed") from error
            if not fresh:
                return
        await super().put(item)

    async def replay(self, bot: telegram.Bot) -> int:
        """Queue what an earlier process stored and did not finish. Returns how many."""
        pending = await inbox.pending(self._db)
        for row in pending:
            update = telegram.Update.de_json(_json(row.payload), bot)
            self.put_nowait(update)
        return len(pending)


class Processor(BaseUpdateProcessor):
    """One update at a time in each chat, many chats at once; Stop waits for nobody."""

    def __init__(self, db: Database, turns: Turns) -> None:
        super().__init__(256)
        self._db = db
        self._turns = turns

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handlers, then mark the update as done."""
        id = update.update_id if isinstance(update, telegram.Update) else None
        async with self._turn(update):
            with lines.about(update=id), tally.timing("updates"):
                await coroutine
        if isinstance(update, telegram.Update):
            await inbox.done(self._db, update.update_id)

    def _turn(self, update: object) -> Any:
        if not isinstance(update, telegram.Update) or update.effective_chat is None:
            return nullcontext()
        if buttons.urgent(update):
            return nullcontext()
        return self._turns.of(update.effective_chat.id)


def sender(update: telegram.Update) -> int:
    """The user id behind *update*, 0 when there is none."""
    return update.effective_user.id if update.effective_user else 0


def _json(payload: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(payload)
    return loaded
