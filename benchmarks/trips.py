"""The ways from a post to the document, gone by one person after the other and timed."""

import asyncio
import sys
import time
from dataclasses import dataclass

from agents.values import Agent
from benchmarks import papers, sequence
from benchmarks.chains import Chain
from benchmarks.lengths import Book
from benchmarks.visitor import Visitor
from sandbox.chats import Message
from sandbox.model_calls import Call
from sandbox.model_state import Server

FIRST, ANALYSED, AT_ONCE = "first time", "post analysed", "at once"

_ANALYSIS = 4.0  # seconds in which a bot that analyses posts on arrival has begun to
_READING = 1.0  # seconds from the end of the analysis to Start
_MINUTE = 60.0  # seconds after which Telegram counts a chat's messages anew


@dataclass(frozen=True, slots=True)
class Trip:
    """One way to the document: when the person began to wait, what came, the calls made for it."""

    way: str
    began: float
    ended: float
    delivered: Message
    calls: tuple[Call, ...]  # all that were made for it
    chain: Chain  # of those that the person waited for

    @property
    def seconds(self) -> float:
        """How long the person waited."""
        return self.ended - self.began

    @property
    def ratio(self) -> float:
        """To the longest chain of model calls."""
        return self.seconds / self.chain.seconds


class Journey:
    """One person after the other, and what each of their ways took."""

    def __init__(self, server: Server, book: Book) -> None:
        self._server = server
        self._book = book
        self._posts = 0

    async def rest(self, visitor: Visitor) -> None:
        """Wait until the chat has its whole budget of messages again, as by the next post."""
        last = max(message.edited or message.time for message in visitor.person.chat.from_bot)
        await asyncio.sleep(max(0.0, last + _MINUTE - time.time()))

    async def first_time(self, visitor: Visitor) -> Trip:
        """A PDF and a post, sent together."""
        mark, began = len(self._server.calls), _now()
        sent = visitor.person.send_document(
            (papers.EXAMPLES / "resume.pdf").read_bytes(), "resume.pdf"
        )
        visitor.show_posting(self._post())
        await visitor.start(sent)
        return await self._arrive(FIRST, visitor, sent, began, mark)

    async def analysed(self, visitor: Visitor) -> Trip:
        """A post, and Start after its analysis."""
        mark = len(self._server.calls)
        sent = visitor.show_posting(self._post())
        await self._analysis(mark)
        return await self._arrive(ANALYSED, visitor, sent, await visitor.start(sent), mark)

    async def at_once(self, visitor: Visitor) -> Trip:
        """A post, and Start at once."""
        mark, began = len(self._server.calls), _now()
        sent = visitor.show_posting(self._post())
        await visitor.start(sent)
        return await self._arrive(AT_ONCE, visitor, sent, began, mark)

    def _post(self) -> str:
        self._posts += 1
        return papers.posting(self._posts)

    async def _analysis(self, mark: int) -> None:
        def begun(calls: list[Call]) -> bool:
            return any(call.agent == Agent.JOB_ANALYSIS for call in calls[mark:])

        def ended(calls: list[Call]) -> bool:
            mine = [call for call in calls[mark:] if call.agent == Agent.JOB_ANALYSIS]
            return all(call.end is not None for call in mine)

        try:
            await self._server.log.until(begun, _ANALYSIS)
            await self._server.log.until(ended, 60)
        except TimeoutError:
            print("The post is not analysed before Start.", file=sys.stderr)
        await asyncio.sleep(_READING)

    async def _arrive(
        self, way: str, visitor: Visitor, sent: Message, began: float, mark: int
    ) -> Trip:
        delivered = await visitor.result(sent)
        ended = _now()
        if delivered.document is None:
            raise RuntimeError(f"no document: {delivered.text}")
        await visitor.collapsed(sent)
        made = (call for call in self._server.calls[mark:] if call.session != sequence.SESSION)
        calls = tuple(call for call in made if call.start <= ended)
        waited = [call for call in calls if call.start >= began]
        chain = Chain(waited, self._book.entries, self._server.pace)
        return Trip(way, began, ended, delivered, calls, chain)


def _now() -> float:
    return asyncio.get_running_loop().time()
