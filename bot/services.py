"""What the handlers and the workflow work with, built once in `__main__`."""

from dataclasses import dataclass, field
from pathlib import Path

from telegram.ext import ExtBot

from agents.model import Model
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

    @property
    def exports(self) -> Path:
        """Where finished files go."""
        return self.settings.exports_dir
