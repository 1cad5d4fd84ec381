"""The work in progress in this process, so that Stop can end it at once."""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Stopped(Exception):
    """The person stopped this application."""


class Interrupted(Exception):
    """This work hung and was cut off, to be done again."""


class Stuck(Exception):
    """This application does not get on, also when it is done again."""


class Runs:
    """Which tasks work for which application."""

    def __init__(self) -> None:
        self._tasks: defaultdict[int, set[asyncio.Task[Any]]] = defaultdict(set)
        self._stopped: set[int] = set()  # final, so an id never leaves it
        self._cut: set[asyncio.Task[Any]] = set()

    async def run(self, application: int, work: Coroutine[Any, Any, T]) -> T:
        """Await *work*; raises Stopped or Interrupted when its application is stopped or cut."""
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
            if task in self._cut and task.cancelled():
                raise Interrupted from None
            task.cancel()
            raise
        finally:
            self._forget(application, task)

    def stop(self, application: int) -> None:
        """End every task of *application*; the connection of a model call closes with it."""
        self._stopped.add(application)
        for task in list(self._tasks.get(application, ())):
            task.cancel()

    def cut(self, application: int) -> None:
        """End what hangs; its workflow is expected to begin again."""
        for task in list(self._tasks.get(application, ())):
            self._cut.add(task)
            task.cancel()

    def _forget(self, application: int, task: asyncio.Task[Any]) -> None:
        tasks = self._tasks[application]
        tasks.discard(task)
        self._cut.discard(task)
        if not tasks:
            del self._tasks[application]
