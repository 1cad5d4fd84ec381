"""The way out: what may be sent to a chat, and when, so that Telegram never shuts us up."""

import asyncio
import logging
import os
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from storage import errors, moment, silences
from storage.database import Database

log = logging.getLogger(__name__)

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's only switch for its coming types

FINAL, ANSWER, STATUS, TYPING = "final", "answer", "status", "typing"
SPARE = "spare"  # waits for a moment in which nothing else is said
_FIRST = (
    "first"  # the first sign that somebody is heard, in a crowd of which everybody waits for one
)

_COUNTED = ("sendMessage", "sendDocument", "sendPhoto", "editMessageText", "editMessageReplyMarkup")
_NOD, _SIGNS = "setMessageReaction", ("setMessageReaction", "sendChatAction")  # count overall only
_MINUTE = 60.0  # seconds: sends and edits of one chat share a budget a minute
# How many calls a minute each priority may bring the chat to.
_MINUTELY = {FINAL: 20, ANSWER: 18, STATUS: 14, TYPING: 10, SPARE: 10}
_BURST = 3.3  # seconds: about one call a second is meant, a few at once are borne
_BURSTLY = {FINAL: 3, ANSWER: 3, STATUS: 2, TYPING: 1, SPARE: 1}
# Of all calls of a second, before how many each priority goes out. Telegram's own limit is 30.
_OVERALL = {_FIRST: 28, FINAL: 28, ANSWER: 26, STATUS: 18, TYPING: 18, SPARE: 14}
_TRANSIT = 2.0  # seconds in which a call has surely arrived, answered or not
_NODDING = 25.0  # seconds that a first sign waits; the person hears something else by then
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
        self._recent: list[_Sent] = []
        self._nodded: dict[object, float] = {}  # chat → when, the longest ago first
        self._crowd = asyncio.Lock()

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
                await self._signal(chat, nod=endpoint == _NOD)
            else:
                await self._admit(chat, priority)
            sent = self._note()
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
        sent: "_Sent | None" = None,
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
                sent = sent and self._note()
        return await self._send(callback, args, kwargs, sent)

    async def _send(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        sent: "_Sent | None",
    ) -> Any:
        try:
            return await callback(*args, **kwargs)
        finally:
            if sent is not None:
                sent.answered = self._clock()

    def _note(self) -> "_Sent":
        """Count a call that goes out now."""
        sent = _Sent(self._clock())
        self._recent.append(sent)
        return sent

    async def _signal(self, chat: object, *, nod: bool) -> None:
        if nod and self._clock() - self._nodded.get(chat, -_MINUTE) >= _MINUTE:
            async with self._crowd:  # one after the other
                await self._wait_to_nod(chat)
        elif self._full(TYPING) or self.silent(chat):
            raise Shed("no budget left for a sign")

    async def _wait_to_nod(self, chat: object) -> None:
        asked = self._clock()
        while wait := self._full(_FIRST):
            if self.silent(chat) or self._clock() - asked > _NODDING:
                break
            await self._sleep(wait)
        if wait or self.silent(chat):
            raise Shed("no budget left for a nod")
        self._nodded.pop(chat, None)
        self._nodded[chat] = self._clock()
        while self._clock() - next(iter(self._nodded.values())) > _MINUTE:
            del self._nodded[next(iter(self._nodded))]

    def _full(self, priority: str) -> float:
        """Seconds until the second has room for a call of *priority* to any chat."""
        now, most = self._clock(), _OVERALL[priority]
        self._recent = [sent for sent in self._recent if sent.until(now) > now]
        if len(self._recent) < most:
            return 0.0
        return sorted(sent.until(now) for sent in self._recent)[-most] - now

    async def _admit(self, chat: object, priority: str) -> None:
        while (wait := self._wait(chat, priority)) > 0:
            if priority in (STATUS, TYPING):
                raise Shed("no budget left for a cosmetic call")
            await self._sleep(min(wait, 5.0))
        now = self._clock()
        self._spent.setdefault(chat, deque()).append(now)

    def _wait(self, chat: object, priority: str) -> float:
        """Seconds until a call of *priority* may be made in *chat*; 0 for now."""
        now = self._clock()
        if (until := self._banned.get(chat, 0.0)) > now:
            return until - now
        if crowded := self._full(priority):
            return crowded
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


@dataclass(slots=True)
class _Sent:
    """A call: Telegram counts it at some moment between its going out and its answer."""

    asked: float
    answered: float | None = None

    def until(self, now: float) -> float:
        """When it is out of the second in which it may have been counted."""
        last = min(now, self.asked + _TRANSIT) if self.answered is None else self.answered
        return last + 1.0


def _full(times: Sequence[float], most: int, window: float, now: float) -> float:
    """Seconds until fewer than *most* of *times* lie within *window*."""
    return max(0.0, times[-most] + window - now) if len(times) >= most else 0.0


def _expire(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
