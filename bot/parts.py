"""The parts of a plan: each is worded and examined on its own, as soon as it is planned."""

import asyncio
import contextvars
import hashlib
from collections.abc import Awaitable, Callable, Sequence

import pydantic

from agents import pipeline
from agents.values import Agent, Finished, Part, Refusal, Spent, Verdict
from bot import stages
from bot.services import Services
from documents.edits import Edit
from storage import steps
from storage.applications import Application

_part = pydantic.TypeAdapter(Part)
_edits: pydantic.TypeAdapter[tuple[Edit, ...]] = pydantic.TypeAdapter(tuple[Edit, ...])
_verdict = pydantic.TypeAdapter(Verdict)


def ref(part: Part) -> str:
    """What a part is called in names of steps; another plan for the same place is another part."""
    return f"{part.key}-{hashlib.sha256(_part.dump_json(part)).hexdigest()[:8]}"


class Parts:
    """The parts of one run that this process works on. *start* works one to its end."""

    def __init__(
        self, services: Services, application: int, start: Callable[[str], Awaitable[str]]
    ) -> None:
        self._services = services
        self._application = application
        self._start = start
        self._tasks: dict[str, asyncio.Task[str]] = {}

    def begin(self, part: Part) -> None:
        """Set to work on *part*, unless that is begun."""
        if ref(part) not in self._tasks:
            # a step must not start a workflow: this task knows nothing of the step it comes from
            work = asyncio.get_running_loop().create_task(
                self._work(part), context=contextvars.Context()
            )
            work.add_done_callback(_heard)
            self._tasks[ref(part)] = work

    async def finish(self, planned: Sequence[Part]) -> list[str]:
        """Wait for all that was *planned* in the end; how each came out."""
        for part in planned:
            self.begin(part)
        return await asyncio.gather(*(self._tasks[ref(part)] for part in planned))

    async def _work(self, part: Part) -> str:
        name = ref(part)
        form = _part.dump_json(part).decode()
        await steps.put(self._services.db, self._application, f"part:{name}", form)
        self._services.recall.put(self._application, f"part:{name}", part)
        return await self._start(name)


def _heard(task: asyncio.Task[str]) -> None:
    """A part that broke off is asked about by `finish`, or by nobody where the run has ended."""
    if not task.cancelled():
        task.exception()


async def word(services: Services, application: Application, name: str) -> None:
    """Word the planned edits of one part (implementation)."""

    async def work() -> tuple[tuple[Edit, ...], Spent]:
        return await pipeline.word(
            await stages.desk(services, application, part=True),
            await stages.resume(services, application),
            await stages.analysis(services, application),
            await stages.stored(services, application.id, f"part:{name}", _part),
            await stages.sendable(services, application),
        )

    await stages.once(services, application.id, f"{Agent.IMPLEMENTATION}:{name}", _edits, work)


async def examine(services: Services, application: Application, name: str) -> None:
    """Check the worded edits of one part (validation)."""

    async def work() -> tuple[Verdict, Spent]:
        step = f"{Agent.IMPLEMENTATION}:{name}"
        worded = await stages.stored(services, application.id, step, _edits)
        return await pipeline.validate(
            await stages.desk(services, application, part=True),
            await stages.resume(services, application),
            worded,
            await stages.sendable(services, application),
            asked=(await stages.analysis(services, application)).asked,
        )

    await stages.once(services, application.id, f"{Agent.VALIDATION}:{name}", _verdict, work)


async def gather(services: Services, application: Application) -> None:
    """Put the parts' verdicts together, in the order of the plan."""

    async def work() -> tuple[Verdict, Spent]:
        accepted: list[Edit] = []
        refused: list[Refusal] = []
        for part in await stages.planned(services, application):
            name = f"{Agent.VALIDATION}:{ref(part)}"
            verdict = await stages.stored(services, application.id, name, _verdict)
            accepted += verdict.accepted
            refused += verdict.refused
        return Verdict(tuple(accepted), tuple(refused)), Spent()

    verdict = await stages.once(services, application.id, Agent.VALIDATION, _verdict, work)
    emit = (await stages.desk(services, application)).emit
    emit(Finished(Agent.IMPLEMENTATION, ""))
    figures = (len(verdict.accepted), len(verdict.refused))
    emit(Finished(Agent.VALIDATION, "", figures=figures))
