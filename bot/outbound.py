"""The way out: what may be sent to a chat, and when, so that Telegram never shuts us up."""

import asyncio
import logging
import os
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from math import inf
from typing import Any, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.turnstile import Sent, Turnstile
from storage import errors, moment, silences
from storage.database import Database

log = logging.getLogger(__name__)

T = TypeVar("T")

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's only switch for its coming types

FINAL, ANSWER, STATUS, TYPING = "final", "answer", "status", "typing"
SPARE = "spare"  # waits for a moment in which nothing else is said
_FIRST = "first"  # the first sign that somebody is heard, in a crowd of which everybody waits
_COSMETIC = (STATUS, TYPING)  # left out where they would have to wait

_COUNTED = ("sendMessage", "sendDocument", "sendPhoto", "editMessageText", "editMessageReplyMarkup")
_NOD, _SIGNS = "setMessageReaction", ("setMessageReaction", "sendChatAction")  # count overall only
_MINUTE = 60.0  # seconds: sends and edits of one chat share a budget a minute
# How many calls a minute each priority may bring the chat to.
_MINUTELY = {FINAL: 20, ANSWER: 18, STATUS: 14, TYPING: 10, SPARE: 10}
_BURST = 3.3  # seconds: about one call a second is meant, a few at once are borne
_BURSTLY = {FINAL: 3, ANSWER: 3, STATUS: 2, TYPING: 1, SPARE: 1}
# Of all calls of a second, before how many each priority goes out. Telegram's own limit is 30.
_OVERALL = {FINAL: 29, _FIRST: 29, ANSWER: 28, STATUS: 18, TYPING: 18, SPARE: 14}
# Seconds after it was asked for that a call is due: in a crowd who is due first goes first.
_DUE = {FINAL: -30.0, _FIRST: 0.0, ANSWER: 20.0, STATUS: 40.0, TYPING: 40.0, SPARE: inf}
_NODDING = 25.0  # seconds until a first sign is not worth a call: answers come by then
AGAIN = (0.5, 2.0, 5.0, 15.0, 30.0, *(60.0,) * 10)  # seconds between tries on a failing network


class Shed(TelegramError):
    """A cosmetic call was left out: the chat's budget is needed for more important ones."""


class Outbound(BaseRateLimiter[str]):
    """A budget for each chat and one for all, with priorities.

    `rate_limit_args` of a call is its priority, ANSWER unless told. A chat that answered 429 is
    left alone until its time is over, whoever wants to write there; other chats do not notice.
    STATUS and TYPING calls are never queued: what does not fit now is shed. In a crowd a chat
    that has heard nothing for a minute is nodded at before others are answered. The platform's
    rules are Telegram's FAQ and its maintainers' word that edits share the budget of sends.

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
        sign = endpoint in _SIGNS
        if chat is None or not (sign or endpoint in _COUNTED):
            return await callback(*args, **kwargs)
        priority = TYPING if sign else rate_limit_args or ANSWER
        pauses = iter(AGAIN if priority == ANSWER else ())
        while True:
            if sign:
                sent = await self._signal(chat, nod=endpoint == _NOD)
            else:
                sent = await self._admit(chat, priority)
            try:
                return await self._make(sent, callback(*args, **kwargs))
            except RetryAfter as refusal:
                await self._ban(chat, refusal)
                if priority in _COSMETIC:
                    raise Shed("the chat is waiting out a limit") from refusal
            except BadRequest:
                raise
            except NetworkError as trouble:
                pause = next(pauses, None)
                if pause is None:
                    raise
                log.info("A call broke off (%s), again soon", type(trouble).__name__)
                await self._sleep(pause)

    async def _make(self, sent: Sent, call: Coroutine[Any, Any, Any]) -> Any:
        try:
            return await call
        finally:
            sent.answered = self._clock()

    async def _signal(self, chat: object, *, nod: bool) -> Sent:
        heard = max(_last(self._spent.get(chat, ())), self._nodded.get(chat, -inf))
        if nod and self._clock() - heard >= _MINUTE:
            return await self._nod(chat)
        if self.silent(chat):
            raise Shed("the chat is waiting out a limit")
        return self._slip(TYPING)

    async def _nod(self, chat: object) -> Sent:
        """Show somebody new that they are heard, in turn with everybody new."""
        asked = self._clock()
        _refresh(self._nodded, chat, asked)
        _drop(self._nodded, lambda at: asked - at > _MINUTE)
        sent = await self._enter(_FIRST)
        if self.silent(chat) or self._clock() - asked > _NODDING:
            self._turnstile.forget(sent)
            raise Shed("a nod came too late")
        return sent

    async def _enter(self, priority: str) -> Sent:
        due = self._clock() + _DUE[priority]
        return await self._turnstile.enter(due, _OVERALL[priority])

    def _slip(self, priority: str) -> Sent:
        due = self._clock() + _DUE[priority]
        sent = self._turnstile.slip(due, _OVERALL[priority])
        if sent is None:
            raise Shed("no budget left for a cosmetic call")
        return sent

    async def _admit(self, chat: object, priority: str) -> Sent:
        if priority in _COSMETIC:
            if self._wait(chat, priority):
                raise Shed("no budget left in the chat for a cosmetic call")
            sent = self._slip(priority)
        else:
            sent = await self._queue(chat, priority)
        now = self._clock()
        spent = self._spent.get(chat, deque())
        spent.append(now)
        _refresh(self._spent, chat, spent)
        _drop(self._spent, lambda times: now - _last(times) > _MINUTE)
        return sent

    async def _queue(self, chat: object, priority: str) -> Sent:
        while True:
            while wait := self._wait(chat, priority):
                await self._sleep(min(wait, 5.0))
            sent = await self._enter(priority)
            if not self._wait(chat, priority):
                return sent
            self._turnstile.forget(sent)  # another call to the chat went before

    def _wait(self, chat: object, priority: str) -> float:
        """Seconds until *chat* itself bears a call of *priority*; 0 for now."""
        now = self._clock()
        if (until := self._banned.get(chat, 0.0)) > now:
            return until - now
        spent = self._spent.get(chat, deque())
        while spent and spent[0] <= now - _MINUTE:
            spent.popleft()
        minute = _until(spent, _MINUTELY[priority], _MINUTE, now)
        return max(minute, _until(spent, _BURSTLY[priority], _BURST, now))

    async def _ban(self, chat: object, refusal: RetryAfter) -> None:
        after = refusal.retry_after
        seconds = (after.total_seconds() if isinstance(after, timedelta) else after) + 0.5
        now = self._clock()
        self._banned = {who: until for who, until in self._banned.items() if until > now}
        self._banned[chat] = now + seconds
        log.warning("Telegram asks for %.0f s of silence in one chat", seconds)
        if self._db is None or not isinstance(chat, int):
            return
        try:
            await silences.keep(self._db, chat, moment.now() + timedelta(seconds=seconds))
        except errors.StorageError as trouble:
            log.warning("The silence is kept in memory only: %s", type(trouble).__name__)


def _until(times: Sequence[float], most: int, window: float, now: float) -> float:
    """Seconds until fewer than *most* of *times* lie within *window*."""
    return max(0.0, times[-most] + window - now) if len(times) >= most else 0.0


def _last(times: Sequence[float]) -> float:
    return times[-1] if times else -inf


def _refresh(entries: dict[object, T], key: object, value: T) -> None:
    """Put *value* last: the entries stay in the order of their times."""
    entries.pop(key, None)
    entries[key] = value


def _drop(entries: dict[object, T], over: Callable[[T], bool]) -> None:
    """Forget the first entries, as far as they are *over*."""
    while entries and over(next(iter(entries.values()))):
        del entries[next(iter(entries))]
