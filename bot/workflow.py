"""A run as a durable workflow: the five agents in order, each step checkpointed by DBOS.

The database of the applications is the source of truth; DBOS only sees to it that a run that was
cut off goes on from its last finished step. What crosses it is an application's id and small
words. `reconcile` hands it every application that is not finished, under a name that depends on
nothing but the application, so that doing it twice changes nothing.
"""

import asyncio
import contextvars
import json
import logging
import sqlite3
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID
from dbos._serialization import Serializer

from agents.values import Agent, Finished, Started
from bot import delivery, revision, runs, stages
from bot.services import Services
from storage import applications, decisions
from storage.applications import Application

log = logging.getLogger(__name__)

PIPELINE = "pipeline-1"  # raise it only when the order of steps changes: DBOS resumes no other
_QUEUE = "applications"
_GOES_ON, _ENDED = "goes on", "ended"

Stage = Callable[[Services, Application], Coroutine[Any, Any, Any]]


class Json(Serializer):
    """Plain JSON in the workflow database: readable, and nothing in it can be executed."""

    def serialize(self, data: Any) -> str:
        """*data* as JSON; of an exception only its class."""
        return json.dumps(data, default=lambda value: type(value).__name__)

    def deserialize(self, serialized_data: str) -> Any:
        """What `serialize` wrote."""
        return json.loads(serialized_data)

    def name(self) -> str:
        """Stands beside each value in the database."""
        return "json"


class Workflow:
    """The engine of one process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._tasks: set[asyncio.Task[None]] = set()
        self._application, self._part = _register(services, self)
        self._version = _register_version(services)

    async def launch(self) -> None:
        """Start the engine in the running loop; interrupted workflows go on by themselves."""
        DBOS(config=_config(self._services))
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
        for application in unfinished:
            if application.state == "waiting":
                await self.admit(application.person)
            else:
                await self._enqueue(application.id)
        for id, version in await decisions.unsent(self._services.db):
            await self.send(id, version)
        return len(unfinished)

    async def send(self, application: int, version: int) -> None:
        """Make and deliver document *version* of an application; twice changes nothing."""
        name = f"application-{application}-version-{version}"
        if await DBOS.get_workflow_status_async(name) is None:
            with SetWorkflowID(name):
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

    async def _enqueue(self, application: int, attempt: int = 1) -> None:
        name = f"application-{application}" + (f"-{attempt}" if attempt > 1 else "")
        known = await DBOS.get_workflow_status_async(name)
        if known is not None and known.status in ("SUCCESS", "ERROR", "CANCELLED"):
            await self._enqueue(application, attempt + 1)
            return
        if known is None:
            with SetWorkflowID(name):
                await DBOS.enqueue_workflow_async(_QUEUE, self._application, application)


def _config(services: Services) -> DBOSConfig:
    url = services.settings.database_url
    if not url:
        path = services.settings.data_dir / "workflows.db"
        _prepare(path)
        url = f"sqlite:///{path.resolve()}"
    return {
        "name": "resume-tailor",
        "system_database_url": url,
        "application_version": PIPELINE,
        "executor_id": "bot",
        "serializer": Json(),
        "log_level": "WARNING",
        "max_executor_threads": 16,
    }


def _prepare(path: Path) -> None:
    """DBOS opens SQLite with a rollback journal; the journal mode is kept in the file."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _register(services: Services, engine: Workflow) -> tuple[Any, Any]:
    """The two workflows, with *services* at hand. Returns (application, part)."""

    async def step(name: str, application: int, stage: Stage) -> str:
        return await DBOS.run_step_async({"name": name}, _attempt, services, application, stage)

    @DBOS.workflow(name="part")
    async def part(application: int, key: str) -> str:
        async def word(services: Services, row: Application) -> None:
            await stages.word(services, row, key)

        return await step("word", application, word)

    @DBOS.workflow(name="application")
    async def application(id: int) -> str:
        outcome = await run(id)
        await DBOS.run_step_async({"name": "leave"}, _leave, services, engine, id)
        return outcome

    async def run(id: int) -> str:
        if await step(Agent.JOB_ANALYSIS, id, stages.analyse) == _ENDED:
            return _ENDED
        keys = await DBOS.run_step_async({"name": "plan"}, _planned, services, id)
        if keys is None or await word(id, keys) == _ENDED:
            return _ENDED
        for name, stage in (
            (Agent.VALIDATION, stages.validate),
            (Agent.POLISH, stages.polish),
            ("render", stages.render),
            ("deliver", delivery.deliver),
        ):
            if await step(name, id, stage) == _ENDED:
                return _ENDED
        return "delivered"

    async def word(id: int, keys: list[str]) -> str:
        """One child workflow for each part, side by side."""
        _note(services, id, Started(Agent.IMPLEMENTATION))
        handles = []
        for key in keys:
            with SetWorkflowID(f"{DBOS.workflow_id}-{key}"):
                handles.append(await DBOS.start_workflow_async(part, id, key))
        outcomes = [await handle.get_result(polling_interval_sec=0.2) for handle in handles]
        _note(services, id, Finished(Agent.IMPLEMENTATION, ""))
        return _ENDED if _ENDED in outcomes else _GOES_ON

    return application, part


def _register_version(services: Services) -> Any:
    """The workflow of a document that was decided on in a review."""

    @DBOS.workflow(name="version")
    async def version(id: int, number: int) -> str:
        for name, stage in (("revise", revision.render), ("deliver", delivery.send)):
            if not await DBOS.run_step_async(
                {"name": name}, revision.attempt, services, id, number, stage
            ):
                return _ENDED
        return "delivered"

    return version


async def _planned(services: Services, application: int) -> list[str] | None:
    keys: list[str] = []

    async def stage(services: Services, row: Application) -> None:
        keys.extend(await stages.plan(services, row))

    return keys if await _attempt(services, application, stage) == _GOES_ON else None


async def _attempt(services: Services, application: int, stage: Stage) -> str:
    """Run one stage unless the application has ended; whatever goes wrong ends in a sentence."""
    row = await applications.get(services.db, application)
    if row is None or row.state not in ("running", "delivering"):
        return _ENDED
    try:
        await delivery.watch(services, row)
        await services.runs.run(application, stage(services, row))
    except runs.Stopped:
        return _ENDED
    except Exception as error:
        log.exception("Application %d failed", application)
        await delivery.fail(services, row, error)
        return _ENDED
    return _GOES_ON


async def _leave(services: Services, engine: Workflow, application: int) -> str:
    """Close the card and let the person's next application in."""
    row = await applications.get(services.db, application)
    if row is not None:
        await delivery.close(services, row)
        engine.admit_later(row.person)
    return _ENDED


def _note(services: Services, application: int, event: Started | Finished) -> None:
    card = services.statuses.get(application)
    if card is not None:
        card.note(event)
