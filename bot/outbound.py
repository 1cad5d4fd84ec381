"""The way out: what may be sent to a chat, and when, so that Telegram never shuts us up."""

import asyncio
import logging
import os
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.turnstile import Sent, Turnstile
from storage import errors, moment, silences
from storage.database import Database

log = logging.getLogger(__name__)

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's only switch for its coming types

FINAL, ANSWER, STATUS, TYPING = "final", "answer", "status", "typing"
SPARE = "spare"  # waits for a moment in which nothing else is said
_FIRST = "first"  # the first sign that somebody is heard, in a crowd of which everybody waits

_COUNTED = ("sendMessage", "sendDocument", "sendPhoto", "editMessageText", "editMessageReplyMarkup")
_NOD, _SIGNS = "setMessageReaction", ("setMessageReaction", "sendChatAction")  # count overall only
_MINUTE = 60.0  # seconds: sends and edits of one chat share a budget a minute
# How many calls a minute each priority may bring the chat to.
_MINUTELY = {FINAL: 20, ANSWER: 18, STATUS: 14, TYPING: 10, SPARE: 10}
_BURST = 3.3  # seconds: about one call a second is meant, a few at once are borne
_BURSTLY = {FINAL: 3, ANSWER: 3, STATUS: 2, TYPING: 1, SPARE: 1}
# Of all calls of a second, before how many each priority goes out, those that go first first.
# Telegram's own limit is 30.
_OVERALL = {_FIRST: 29, FINAL: 29, ANSWER: 28, STATUS: 18, TYPING: 18, SPARE: 14}
_RANKS = tuple(_OVERALL)
_INSISTED = ("getFile",)  # beside answers: what a person's message cannot be handled without
_AGAIN = (0.5, 2.0, 5.0, 15.0, 30.0, *(60.0,) * 10)  # seconds between tries on a failing network


class Shed(TelegramError):
    """A cosmetic call was left out: the chat's budget is needed for more important ones."""


class Outbound(BaseRateLimiter[str]):
    """A budget for each chat and one for all, with priorities.

    `rate_limit_args` of a call is its priority, ANSWER unless told. A chat that answered 429 is
    left alone until its time is over, whoever wants to write there; other chats do not notice.
    STATUS and TYPING calls are never queued: what does not fit now is shed. In a crowd each chat's
    first nod of a minute goes before everybody's answers. The platform's rules are Telegram's FAQ
    and its maintainers' word that edits share the budget of sends.

    With a database the 429 of a chat outlives a restart. An ANSWER whose call broke off is made
    again: it may then be there twice, which beats not at all.
    """

    def __init__(
        self,
        db: Database | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._db = db
        self._clock = clock
        self._sleep = sleep
        self._spent: dict[object, deque[float]] = {}
        self._banned: dict[object, float] = {}
        self._turnstile = Turnstile(clock, sleep)
        self._nodded: dict[object, float] = {}  # chat → when asked for, the longest ago first

    async def initialize(self) -> None:
        """Take over what an earlier process was told."""
        if self._db is None:
            return
        now = moment.now()
        for chat, until in (await silences.lasting(self._db)).items():
            self._banned[chat] = self._clock() + (until - now).total_seconds()

    def silent(self, chat: object) -> bool:
        """Whether *chat* is being left alone."""
        return self._banned.get(chat, 0.0) > self._clock()

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Any:
        """Make the call when its chat and its priority allow. Raises Shed for cosmetics."""
        chat = data.get("chat_id")
        priority = rate_limit_args or ANSWER
        sign = endpoint in _SIGNS
        if chat is None or not (sign or endpoint in _COUNTED):
            return await self._insist(callback, args, kwargs, endpoint in _INSISTED)
        while True:
            if sign:
                priority = TYPING
                sent = await self._signal(chat, nod=endpoint == _NOD)
            else:
                sent = await self._admit(chat, priority)
            try:
                return await self._insist(callback, args, kwargs, priority == ANSWER, sent)
            except RetryAfter as refusal:
                await self._ban(chat, refusal)
                if priority in (STATUS, TYPING):
                    raise Shed("the chat is waiting out a limit") from refusal

    async def _insist(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        again: bool,
        sent: Sent | None = None,
    ) -> Any:
        """Make the call, *again* where the network fails; the last failure is raised."""
        for pause in _AGAIN if again else ():
            try:
                return await self._send(callback, args, kwargs, sent)
            except BadRequest:
                raise
            except NetworkError as trouble:
                log.info("A call broke off (%s), again soon", type(trouble).__name__)
                await self._sleep(pause)
                sent = sent and self._turnstile.note()
        return await self._send(callback, args, kwargs, sent)

    async def _send(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        sent: Sent | None,
    ) -> Any:
        try:
            return await callback(*args, **kwargs)
        finally:
            if sent is not None:
                sent.answered = self._clock()

    async def _signal(self, chat: object, *, nod: bool) -> Sent:
        if nod and self._clock() - self._nodded.get(chat, -_MINUTE) >= _MINUTE:
            return await self._nod(chat)
        if self._full(TYPING) or self.silent(chat):
            raise Shed("no budget left for a sign")
        return self._turnstile.note()

    async def _nod(self, chat: object) -> Sent:
        """Wait for everybody's nods before this one; an answer that comes first makes up for it."""
        asked = self._clock()
        self._nodded.pop(chat, None)
        self._nodded[chat] = asked
        while asked - next(iter(self._nodded.values())) > _MINUTE:
            del self._nodded[next(iter(self._nodded))]
        sent = await self._enter(_FIRST)
        if self.silent(chat) or self._spent.get(chat, (asked,))[-1] > asked:
            self._turnstile.forget(sent)
            raise Shed("no budget left for a nod")
        return sent

    def _full(self, priority: str) -> bool:
        """Whether the second has no room for a call of *priority* to any chat."""
        return self._turnstile.full(_OVERALL[priority]) > 0

    async def _enter(self, priority: str) -> Sent:
        return await self._turnstile.enter(_RANKS.index(priority), _OVERALL[priority])

    async def _admit(self, chat: object, priority: str) -> Sent:
        cosmetic = priority in (STATUS, TYPING)
        while True:
            if cosmetic and (self._wait(chat, priority) or self._full(priority)):
                raise Shed("no budget left for a cosmetic call")
            while wait := self._wait(chat, priority):
                await self._sleep(min(wait, 5.0))
            sent = await self._enter(priority)
            if not self._wait(chat, priority):
                self._spent.setdefault(chat, deque()).append(self._clock())
                return sent
            self._turnstile.forget(sent)  # another call to the chat went before

    def _wait(self, chat: object, priority: str) -> float:
        """Seconds until *chat* itself bears a call of *priority*; 0 for now."""
        now = self._clock()
        if (until := self._banned.get(chat, 0.0)) > now:
            return until - now
        spent = self._spent.get(chat)
        if spent is None:
            return 0.0
        _expire(spent, now - _MINUTE)
        if not spent:
            del self._spent[chat]
            return 0.0
        minute = _full(spent, _MINUTELY[priority], _MINUTE, now)
        return max(minute, _full(spent, _BURSTLY[priority], _BURST, now))

    async def _ban(self, chat: object, refusal: RetryAfter) -> None:
        after = refusal.retry_after
        seconds = (after.total_seconds() if isinstance(after, timedelta) else after) + 0.5
        self._banned[chat] = self._clock() + seconds
        log.warning("Telegram asks for %.0f s of silence in one chat", seconds)
        if self._db is None or not isinstance(chat, int):
            return
        try:
            await silences.keep(self._db, chat, moment.now() + timedelta(seconds=seconds))
        except errors.StorageError as trouble:
            log.warning("The silence is kept in memory only: %s", type(trouble).__name__)


def _full(times: Sequence[float], most: int, window: float, now: float) -> float:
    """Seconds until fewer than *most* of *times* lie within *window*."""
    return max(0.0, times[-most] + window - now) if len(times) >= most else 0.0


def _expire(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
