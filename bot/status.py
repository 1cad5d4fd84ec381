"""The status message of a run: five lines, edited in place, never in the way of the work."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from html import escape

import telegram
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from agents.values import Agent, Event, Finished, Found, Started
from bot import buttons, catalogue, outbound, texts, texts_results
from bot.catalogue import tell

log = logging.getLogger(__name__)

_GAP = (4.0, 6.0, 10.0)  # seconds between edits: in the first half minute, the first two, later
_SENDING = 5.0  # seconds at most for a card that is on its way
_HEARTBEAT = 10.0  # seconds without news after which the clock alone is worth an edit


@dataclass(slots=True)
class _Line:
    started: float | None = None
    seconds: float | None = None
    text: str = ""


class Status:
    """The card of one application.

    `note` only remembers; a task of its own draws. What Telegram says to a drawing never reaches
    the agents: a refused edit is left out, a card that is gone is sent anew.
    """

    def __init__(
        self,
        bot: ExtBot[str],
        chat: int,
        application: int,
        title: str,
        message: int | None = None,
        keep: Callable[[int], Awaitable[None]] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot, self._chat, self._application, self._title = bot, chat, application, title
        self._store = keep  # is told the id of each message that becomes the card
        self._clock = clock
        self._lines = {agent: _Line() for agent in Agent}
        self._began = clock()
        self._changed = asyncio.Event()
        self._drawn = ""
        self.language = catalogue.spoken()
        self._sending = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self.message = message

    def open(self) -> None:
        """Send the card, or take over the one that is there, and keep it fresh."""
        self._changed.set()
        self._task = asyncio.create_task(self._keep())

    def restore(self, done: Iterable[Agent]) -> None:
        """These agents finished in a process before this one."""
        for agent in done:
            self._lines[agent].seconds = 0.0

    def name(self, title: str) -> None:
        """The posting's title is known now."""
        self._title = title
        self._changed.set()

    def note(self, event: Event) -> None:
        """Remember what an agent reports."""
        line = self._lines[event.agent]
        now = self._clock()
        match event:
            case Started() if line.started is None or line.seconds is not None:
                line.started, line.seconds = now, None
            case Started():
                pass  # one more part of the same work
            case Found(text=text):
                line.text = text
            case Finished():
                line.text = texts_results.finished(event) or line.text
                line.seconds = now - (line.started if line.started is not None else now)
        self._changed.set()

    async def close(self, receipt: str) -> None:
        """Collapse the card to *receipt*, without buttons."""
        await self._rest()
        await self._draw(receipt, None, outbound.ANSWER)

    async def pause(self) -> None:
        """Say that the run goes on by itself after a restart."""
        catalogue.speak(self.language)
        await self._rest()
        text = f"{self.text()}\n\n{tell(texts.PAUSED)}"
        await self._draw(text, buttons.stop(self._application), outbound.FINAL)

    async def _rest(self) -> None:
        """Draw no more. A card that is just being sent is waited for: it would stay as it is."""
        if self._task is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_SENDING):
                await self._sending.acquire()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = None

    def seconds(self) -> float:
        """How long the card has been open."""
        return self._clock() - self._began

    def text(self) -> str:
        """The card as it should stand now."""
        head = texts_results.under_way(self._title)
        return "\n".join([head, "", *(self._row(agent) for agent in Agent)])

    def _row(self, agent: Agent) -> str:
        line, name = self._lines[agent], tell(texts.AGENTS[agent])
        found = f" — {escape(texts.shorten(line.text, 60))}" if line.text else ""
        if line.seconds is not None:
            clock = f" · {texts_results.seconds(line.seconds)}" if line.started is not None else ""
            return f"✅ {name}{found}{clock}"
        if line.started is not None:
            clock = texts_results.seconds(self._clock() - line.started)
            return f"⏳ <b>{name}</b>{found} · {clock}"
        return f"▫️ {name}"

    async def _keep(self) -> None:
        while True:
            try:
                async with asyncio.timeout(_HEARTBEAT):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            if self.message is None:
                async with self._sending:
                    await self._send()
            else:
                await self._draw(self.text(), buttons.stop(self._application), outbound.STATUS)
            await asyncio.sleep(self._gap())

    def _gap(self) -> float:
        age = self.seconds()
        return _GAP[0] if age < 30 else _GAP[1] if age < 120 else _GAP[2]

    async def _draw(
        self, text: str, keyboard: telegram.InlineKeyboardMarkup | None, priority: str
    ) -> None:
        if text == self._drawn or self.message is None:
            return
        try:
            await self._bot.edit_message_text(
                text,
                chat_id=self._chat,
                message_id=self.message,
                parse_mode="HTML",
                reply_markup=keyboard,
                rate_limit_args=priority,
            )
            self._drawn = text
        except BadRequest as refusal:
            await self._settle(refusal, text)
        except TelegramError as trouble:
            log.info("A status edit was left out: %s", type(trouble).__name__)

    async def _settle(self, refusal: BadRequest, text: str) -> None:
        if "not modified" in refusal.message:
            self._drawn = text
        elif "not found" in refusal.message:
            self.message = None
            self._changed.set()
        else:
            log.warning("Telegram refused a status edit: %s", refusal)

    async def _send(self) -> None:
        text = self.text()
        try:
            sent = await self._bot.send_message(
                self._chat,
                text,
                parse_mode="HTML",
                disable_notification=True,
                reply_markup=buttons.stop(self._application),
                rate_limit_args=outbound.STATUS,
            )
        except TelegramError as trouble:
            log.info("The status message was not sent: %s", type(trouble).__name__)
            return
        self.message, self._drawn = sent.message_id, text
        if self._store is not None:
            await self._store(sent.message_id)
