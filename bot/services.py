"""What the handlers and the workflow work with, built once in `__main__`."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from telegram.ext import ExtBot

from agents.model import Model
from bot.alarms import Alarms
from bot.analyses import Analyses
from bot.links import Links
from bot.recall import Recall
from bot.runs import Runs
from bot.settings import Settings
from bot.status import Status
from bot.turns import Turns
from storage.database import Database


@dataclass(slots=True)
class Services:
    """One process's resources."""

    settings: Settings
    db: Database
    bot: ExtBot[str]
    model: Model | None
    turns: Turns = field(default_factory=Turns)
    runs: Runs = field(default_factory=Runs)
    statuses: dict[int, Status] = field(default_factory=dict)
    links: Links = field(default_factory=Links)
    recall: Recall = field(default_factory=Recall)
    best: Model | None = None  # for who prefers it to the quick one
    pages: set[tuple[str, int, int]] = field(default_factory=set)  # what `bot.pages` is making

    alarms: Alarms = field(init=False)
    analyses: Analyses = field(init=False)
    _background: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.alarms = Alarms(self.bot, self.settings.admin_ids, self.settings.data_dir)
        self.analyses = Analyses(self.db)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that nobody waits for, and that may be lost with the process."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def end(self) -> None:
        """Give up what nobody waits for."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)

    @property
    def exports(self) -> Path:
        """Where finished files go."""
        return self.settings.exports_dir
