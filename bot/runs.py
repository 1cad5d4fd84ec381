"""The work in progress in this process, so that Stop can end it at once."""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Stopped(Exception):
    """The person stopped this application."""


class Runs:
    """Which tasks work for which application."""

    def __init__(self) -> None:
        self._tasks: defaultdict[int, set[asyncio.Task[Any]]] = defaultdict(set)
        self._stopped: set[int] = set()  # final, so an id never leaves it

    async def run(self, application: int, work: Coroutine[Any, Any, T]) -> T:
        """Await *work*; raises Stopped as soon as `stop` is called for its application."""
        if application in self._stopped:
            work.close()
            raise Stopped
        task = asyncio.ensure_future(work)
        self._tasks[application].add(task)
        try:
            return await task
        except asyncio.CancelledError:
            if application in self._stopped and task.cancelled():
                raise Stopped from None
            task.cancel()
            raise
        finally:
            self._forget(application, task)

    def stop(self, application: int) -> None:
        """End every task of *application*; the connection of a model call closes with it."""
        self._stopped.add(application)
        for task in list(self._tasks.get(application, ())):
            task.cancel()

    def _forget(self, application: int, task: asyncio.Task[Any]) -> None:
        tasks = self._tasks[application]
        tasks.discard(task)
        if not tasks:
            del self._tasks[application]
