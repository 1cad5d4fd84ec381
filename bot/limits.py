"""What stands in the way of a start: the bot takes nothing new, or a limit of models is reached."""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot import budget, buttons, stages, texts_limits
from bot.catalogue import tell
from bot.services import Services
from storage import switches


@dataclass(frozen=True, slots=True)
class Barrier:
    """What to say instead of starting, and whether working by rules is a way around it."""

    text: str
    rules: bool

    @property
    def card(self) -> InlineKeyboardMarkup:
        """The buttons of a start card at this barrier."""
        return buttons.limited() if self.rules else buttons.back()


async def check(services: Services, person: int, *, rules: bool = False) -> Barrier | None:
    """What keeps *person* from starting an application, by *rules* or with a model; None: nothing.

    People whose texts no model may see are held to no limit of models.
    """
    if await is_closed(services, person):
        return Barrier(tell(texts_limits.CLOSED), rules=False)
    if rules or await stages.model_for(services, person) is None:
        return None
    if await budget.is_spent(services):
        return Barrier(tell(texts_limits.MONTH), rules=True)
    quota = await budget.quota(services, person)
    if quota == 0:
        return Barrier(tell(texts_limits.NO_MODEL), rules=True)
    if quota is not None and await budget.is_used(services, person, quota):
        return Barrier(texts_limits.day(quota), rules=True)
    return None


async def is_closed(services: Services, person: int) -> bool:
    """Whether the bot takes nothing new from *person*: admins are let through."""
    if person in services.settings.admin_ids:
        return False
    return await switches.is_on(services.db, switches.PAUSED)
