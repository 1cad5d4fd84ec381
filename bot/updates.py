"""The way in: every update is stored before Telegram hears that it was received."""

import asyncio
import json
import logging
from collections.abc import Awaitable
from typing import Any

import telegram
from telegram.ext import BaseUpdateProcessor

from bot import buttons, tally
from bot import log as lines
from bot.turns import Turns
from storage import disk, errors, inbox
from storage.database import Database

log = logging.getLogger(__name__)

_UNCOUNTED = 1 << 30  # the library's own limit would count those that wait for their turn


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
    """One update at a time in each chat, all chats at once; Stop waits for nobody."""

    def __init__(self, db: Database, turns: Turns) -> None:
        super().__init__(_UNCOUNTED)
        self._db = db
        self._turns = turns

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handlers, then mark the update as done."""
        chat = _waits_in(update)
        if chat is None:
            await self._handle(update, coroutine)
            return
        async with self._turns.of(chat):
            await self._handle(update, coroutine)

    async def _handle(self, update: object, coroutine: Awaitable[Any]) -> None:
        id = update.update_id if isinstance(update, telegram.Update) else None
        with lines.about(update=id), tally.timing("updates"):
            await coroutine
        if id is not None:
            await inbox.done(self._db, id)


def _waits_in(update: object) -> int | None:
    """The chat whose turn *update* waits for, None where it waits for nobody."""
    if not isinstance(update, telegram.Update) or buttons.urgent(update):
        return None
    return update.effective_chat.id if update.effective_chat else None


def sender(update: telegram.Update) -> int:
    """The user id behind *update*, 0 when there is none."""
    return update.effective_user.id if update.effective_user else 0


def _json(payload: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(payload)
    return loaded
