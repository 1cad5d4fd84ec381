"""What posts ask for: read as soon as they arrive, once for everybody who sends the same post."""

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Callable

import pydantic

from agents import job_analysis, pipeline, schema
from agents.model import Model
from agents.values import Agent, Analysis, Emit, Event, Spent, ignore
from storage import analyses, errors, spending
from storage.database import Database
from storage.spending import Effort

log = logging.getLogger(__name__)

_analysis = pydantic.TypeAdapter(Analysis)
_spent = pydantic.TypeAdapter(Spent)
_PROMPT = hashlib.sha256(
    json.dumps([job_analysis.SYSTEM, schema.strict(job_analysis.Answer)]).encode()
).hexdigest()[:16]

Result = tuple[Analysis, Spent]


class _Reading:
    """A post that is being read: the task, and who wants to see what it finds."""

    def __init__(self) -> None:
        self.task: asyncio.Task[Result] | None = None
        self.waiting = 0
        self._seen: list[Event] = []
        self._watchers: list[Emit] = []

    def emit(self, event: Event) -> None:
        self._seen.append(event)
        for watch in self._watchers:
            watch(event)

    def watch(self, emit: Emit) -> None:
        for event in self._seen:
            emit(event)
        self._watchers.append(emit)


class Analyses:
    """The posts that are being read in this process, before those that were read."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._open: dict[bytes, _Reading] = {}
        self._ahead: dict[int, bytes] = {}  # person → the post that is read ahead for them

    def foresee(self, model: Model, person: int, text: str) -> None:
        """Begin to read a post that nobody has asked about yet: one at a time for each person."""
        mark = self._mark(model, text)
        if mark in self._open:
            return
        self.drop(person)
        self._ahead[person] = mark
        self._begin(model, mark, person, text)

    def drop(self, person: int) -> None:
        """End what is read ahead for *person*, unless somebody waits for it."""
        mark = self._ahead.pop(person, None)
        reading = self._open.get(mark) if mark is not None else None
        if mark is not None and reading is not None and not reading.waiting:
            self._end(mark, reading)

    async def get(
        self, model: Model | None, person: int, text: str, emit: Emit = ignore, session: str = ""
    ) -> Result:
        """The analysis of the post *text*, and what it cost if that was not told before.

        Without a model it is made by rules and not kept. The last one who is cancelled while
        waiting ends the model's call.
        """
        if model is None:
            return await self._analyse(pipeline.Desk(None, emit, session), person, text)
        mark = self._mark(model, text)
        reading = self._open.get(mark) or self._begin(model, mark, person, text)
        assert reading.task is not None
        reading.watch(emit)
        reading.waiting += 1
        try:
            analysis, spent = await asyncio.shield(reading.task)
        finally:
            reading.waiting -= 1
            if not reading.waiting:
                self._end(mark, reading)
        return analysis, await self._bill(mark, spent)

    def _end(self, mark: bytes, reading: _Reading) -> None:
        """Stop reading; who asks for the post from now on begins anew."""
        if self._open.get(mark) is reading:
            del self._open[mark]
        assert reading.task is not None
        reading.task.cancel()

    def _mark(self, model: Model, text: str) -> bytes:
        return analyses.mark(self._db, model.id(Agent.JOB_ANALYSIS), _PROMPT, text)

    def _begin(self, model: Model, mark: bytes, person: int, text: str) -> _Reading:
        reading = self._open[mark] = _Reading()
        work = self._read(pipeline.Desk(model, reading.emit), mark, person, text)
        reading.task = asyncio.create_task(work)
        reading.task.add_done_callback(self._ended(mark, reading))
        return reading

    async def _read(self, desk: pipeline.Desk, mark: bytes, person: int, text: str) -> Result:
        stored = await analyses.get(self._db, mark)
        if stored is not None:
            analysis = _analysis.validate_json(stored)
            pipeline.report(desk, analysis)
            return analysis, Spent()
        analysis, spent = await self._analyse(desk, person, text)
        if not spent.by_rules:
            await self._keep(mark, person, analysis, spent)
        return analysis, spent

    async def _analyse(self, desk: pipeline.Desk, person: int, text: str) -> Result:
        """Read it now. What that took is in the books at once, also where nobody asks for it."""
        began = time.monotonic()
        analysis, spent = await pipeline.analyse(desk, text)
        effort = Effort(Agent.JOB_ANALYSIS, spent.model, time.monotonic() - began, spent)
        try:
            await spending.add(self._db, person, effort)
        except errors.Missing:
            log.info("What a post took to read is in nobody's name: its person has gone")
        return analysis, spent

    async def _keep(self, mark: bytes, person: int, analysis: Analysis, spent: Spent) -> None:
        payload, cost = _analysis.dump_json(analysis), _spent.dump_json(spent)
        try:
            await analyses.keep(self._db, mark, person, payload.decode(), cost.decode())
        except (errors.Missing, errors.Forgotten):
            log.info("A post that was read is not kept: its person has gone")

    async def _bill(self, mark: bytes, spent: Spent) -> Spent:
        """What the first application that uses a result pays for it, and nobody after it."""
        if spent.by_rules:
            return spent
        told = await analyses.bill(self._db, mark)
        return _spent.validate_json(told) if told else Spent()

    def _ended(self, mark: bytes, reading: _Reading) -> Callable[[asyncio.Task[Result]], None]:
        def ended(task: asyncio.Task[Result]) -> None:
            if self._open.get(mark) is reading:
                del self._open[mark]
            trouble = None if task.cancelled() else task.exception()
            if isinstance(trouble, errors.StorageError):
                log.info("A post that was read is not kept: %s", type(trouble).__name__)
            elif trouble is not None:
                log.error("A post could not be read ahead", exc_info=trouble)

        return ended
