"""A run as a durable workflow: the five agents in order, each step checkpointed by DBOS.

The database of the applications is the source of truth; DBOS only sees to it that a run that was
cut off goes on from its last finished step. What crosses it is an application's id and small
words. `reconcile` hands it every application that is not finished, under a name that depends on
nothing but the application, so that doing it twice changes nothing.
"""

import asyncio
import contextvars
import logging
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from dbos import DBOS, SetWorkflowID, WorkflowStatus

from agents.values import Agent
from bot import attempts, checkpoints, delivery, parts, revision, stages, tally
from bot import log as lines
from bot.attempts import ENDED, Stage
from bot.services import Services
from storage import applications, decisions
from storage.applications import Application

log = logging.getLogger(__name__)

_QUEUE = "applications"
_OVER = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_QUIET = 5.0  # seconds at most for cancelled work to end


class Workflow:
    """The engine of one process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._tasks: set[asyncio.Task[None]] = set()
        self._idle: set[int] = set()
        self.running: set[int] = set()  # the applications that this process works on
        self._application, self._part = _register(services, self)
        self._version = _register_version(services)

    async def launch(self) -> None:
        """Start the engine in the running loop; interrupted workflows go on by themselves."""
        DBOS(config=checkpoints.config(self._services.settings))
        DBOS.launch()
        await DBOS.register_queue_async(
            _QUEUE,
            worker_concurrency=self._services.settings.concurrency,
            polling_interval_sec=0.2,
            on_conflict="always_update",
        )

    async def reconcile(self) -> int:
        """Enqueue every application that is not finished. Returns how many there are."""
        unfinished = await applications.unfinished(self._services.db)
        idle = set()
        for application in unfinished:
            if application.state == "waiting":
                await self.admit(application.person)
            else:
                await self._enqueue(application.id)
                if not await self._busy(application.id):
                    idle.add(application.id)
        for id in idle & self._idle:  # begun, and twice found with nobody at work
            await self.revive(id)
        self._idle = idle
        for id, version in await decisions.unsent(self._services.db):
            await self.send(id, version)
        return len(unfinished)

    async def send(self, application: int, version: int, *, again: bool = False) -> None:
        """Make and deliver document *version* of an application; twice changes nothing.

        With *again* also after a run that ended without a document in the chat.
        """
        name = f"application-{application}-version-{version}"
        known = await _runs(name)
        if known and not (again and known[-1].status in _OVER):
            return
        with SetWorkflowID(_name(name, len(known) + 1)):
            await DBOS.enqueue_workflow_async(_QUEUE, self._version, application, version)

    async def admit(self, person: int) -> None:
        """Let the oldest waiting application of *person* run, unless one of theirs does."""
        db = self._services.db
        if await applications.active(db, person):
            return
        waiting = await applications.next(db, person)
        if waiting and await applications.advance(db, waiting.id, "running"):
            await self._enqueue(waiting.id)

    def admit_later(self, person: int) -> None:
        """`admit` in a task of its own: a step of one workflow must not start another."""
        task = asyncio.get_running_loop().create_task(
            self.admit(person), context=contextvars.Context()
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def revive(self, application: int) -> None:
        """Cut off what hangs and begin again behind the last step that is stored."""
        log.warning("Application %d did not get on: once more", application)
        await self._cancel([_of(application)])
        self._services.runs.cut(application)
        await self._enqueue(application)

    async def forget(self, ended: list[int]) -> None:
        """Delete every record of these applications' workflows; they must have ended."""
        names = [_of(application) for application in ended]
        await self._cancel(names)
        with suppress(TimeoutError):
            async with asyncio.timeout(_QUIET):
                await asyncio.gather(*(self._rest(id) for id in ended))
        await DBOS.delete_workflows_async([each.workflow_id for each in await _records(names)])

    async def prune(self, before: datetime) -> int:
        """Delete the records of workflows that ended before then; gives how many."""
        old = await DBOS.list_workflows_async(
            completed_before=before.isoformat(),
            status=list(_OVER),
            load_input=False,
            load_output=False,
        )
        await DBOS.delete_workflows_async([each.workflow_id for each in old])
        return len(old)

    async def _rest(self, application: int) -> None:
        while application in self.running:
            await asyncio.sleep(0.05)

    async def _cancel(self, names: list[str]) -> None:
        open = [each.workflow_id for each in await _records(names) if each.status not in _OVER]
        if open:
            await DBOS.cancel_workflows_async(open)

    async def _busy(self, application: int) -> bool:
        """Whether this process works on it, or it waits for its turn."""
        runs = await _runs(_of(application))
        return application in self.running or (bool(runs) and runs[-1].status == "ENQUEUED")

    async def _enqueue(self, application: int) -> None:
        known = await _runs(_of(application))
        if known and known[-1].status not in _OVER:
            return
        with SetWorkflowID(_name(_of(application), len(known) + 1)):
            await DBOS.enqueue_workflow_async(_QUEUE, self._application, application)


def _of(application: int) -> str:
    return f"application-{application}"


def _name(what: str, run: int) -> str:
    return what + (f"-{run}" if run > 1 else "")


async def _runs(what: str) -> list[WorkflowStatus]:
    """The runs of *what* so far, the newest last."""
    found: list[WorkflowStatus] = []
    while (known := await DBOS.get_workflow_status_async(_name(what, len(found) + 1))) is not None:
        found.append(known)
    return found


async def _records(names: list[str]) -> list[WorkflowStatus]:
    """Every workflow of these applications: their runs, parts and later documents."""
    if not names:
        return []
    first = await DBOS.list_workflows_async(workflow_ids=names, load_input=False, load_output=False)
    return first + await DBOS.list_workflows_async(
        workflow_id_prefix=[f"{name}-" for name in names], load_input=False, load_output=False
    )


def _register(services: Services, engine: Workflow) -> tuple[Any, Any]:
    """The two workflows, with *services* at hand. Returns (application, part)."""

    async def step(name: str, application: int, stage: Stage) -> str:
        with lines.about(application=application, agent=str(name)), tally.timing("steps", name):
            return await DBOS.run_step_async(
                {"name": name}, attempts.work, services, application, stage
            )

    @DBOS.workflow(name="part")
    async def part(application: int, name: str) -> str:
        async def word(services: Services, row: Application) -> None:
            await parts.word(services, row, name)

        async def examine(services: Services, row: Application) -> None:
            await parts.examine(services, row, name)

        if await step("word", application, word) == ENDED:
            return ENDED
        return await step("examine", application, examine)

    @DBOS.workflow(name="application")
    async def application(id: int) -> str:
        engine.running.add(id)
        services.recall.begin(id)
        try:
            outcome = await run(id)
            await DBOS.run_step_async(
                {"name": "leave"}, attempts.leave, services, engine.admit_later, id
            )
            return outcome
        finally:
            services.recall.end(id)
            engine.running.discard(id)

    async def run(id: int) -> str:
        at_work = parts.Parts(services, id, partial(start, str(DBOS.workflow_id), id))
        for name, stage in _order(at_work):
            if await step(name, id, stage) == ENDED:
                return ENDED
        return "delivered"

    async def start(run: str, id: int, name: str) -> str:
        """Work one part in a workflow of its own; one that is begun already is waited for."""
        with SetWorkflowID(f"{run}-{name}"):
            handle = await DBOS.start_workflow_async(part, id, name)
        outcome: str = await handle.get_result(polling_interval_sec=0.2)
        return outcome

    return application, part


def _order(at_work: parts.Parts) -> tuple[tuple[str, Stage], ...]:
    """The steps of a run."""

    async def plan(services: Services, row: Application) -> None:
        await stages.plan(services, row, at_work.begin)

    async def finish(services: Services, row: Application) -> None:
        outcomes = await at_work.finish(await stages.planned(services, row))
        if ENDED not in outcomes:
            await parts.gather(services, row)

    return (
        (Agent.JOB_ANALYSIS, stages.analyse),
        (Agent.RESUME_OPTIMIZATION, plan),
        (Agent.VALIDATION, finish),
        (Agent.POLISH, stages.polish),
        ("render", stages.render),
        ("deliver", delivery.deliver),
    )


def _register_version(services: Services) -> Any:
    """The workflow of a document that was decided on in a review."""

    @DBOS.workflow(name="version")
    async def version(id: int, number: int) -> str:
        for name, stage in (("revise", revision.render), ("deliver", delivery.send)):
            if not await DBOS.run_step_async(
                {"name": name}, revision.attempt, services, id, number, stage
            ):
                return ENDED
        return "delivered"

    return version
