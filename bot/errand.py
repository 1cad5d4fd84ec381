"""What an admin asks for, and what came of it: what the modules of admins' commands work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from telegram import InlineKeyboardMarkup

from bot.broadcasting import Broadcasting
from bot.buttons import Press
from bot.chores import Chores
from bot.health import Health
from bot.services import Services
from bot.workflow import Workflow
from storage.audit import Outcome


@dataclass(frozen=True, slots=True)
class House:
    """What admins may reach into."""

    services: Services
    engine: Workflow
    chores: Chores
    health: Health
    broadcasting: Broadcasting


@dataclass(frozen=True, slots=True)
class Errand:
    """A command with the words behind it, or a press. `admin` is a Telegram id."""

    house: House
    admin: int
    words: str = ""
    press: Press | None = None

    @property
    def services(self) -> Services:
        """Most errands need no more."""
        return self.house.services


@dataclass(frozen=True, slots=True)
class Done:
    """What to tell the admin, in Telegram's HTML, and what to keep in the audit.

    `target` is an id; `detail` goes into the audit and never holds a person's text.
    """

    text: str
    target: str = ""
    detail: str = ""
    outcome: Outcome = Outcome.DONE
    keyboard: InlineKeyboardMarkup | None = None
    picture: bytes = b""


Run: TypeAlias = Callable[[Errand], Awaitable[Done]]


def refused(text: str, target: str = "") -> Done:
    """Nothing was done, and why."""
    return Done(text, target, outcome=Outcome.REFUSED)
