"""One try at a stage of a run: with a card, under Stop, and with an end in words."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from bot import catalogue, delivery, ending, questions, room, runs, texts_care
from bot.services import Services
from storage import applications, disk, errors
from storage.applications import Application

log = logging.getLogger(__name__)

GOES_ON, ENDED = "goes on", "ended"

Stage = Callable[[Services, Application], Coroutine[Any, Any, Any]]


async def work(services: Services, application: int, stage: Stage) -> str:
    """Run one stage unless the application has ended; whatever goes wrong ends in a sentence.

    Where the disk is full the process ends: DBOS does not take up by itself what broke off so.
    """
    await room.wait(services.settings)
    row = await applications.get(services.db, application)
    if row is None or row.state not in ("running", "delivering"):
        return ENDED
    card = services.statuses.get(application)
    if card is not None:
        catalogue.speak(card.language)
    else:
        await catalogue.adopt(services.db, row.person)
    try:
        await delivery.watch(services, row)
        await services.runs.run(application, stage(services, row))
    except runs.Stopped:
        return ENDED
    except runs.Interrupted:
        raise
    except errors.Full as full:
        await disk.drop(services.db.data)
        await services.alarms.ring("disk", texts_care.DISK)
        ending.leave(1, f"{full}; what was under way goes on when there is room")
    except Exception as error:
        log.exception("Application %d failed", application)
        await delivery.fail(services, row, error)
        return ENDED
    return GOES_ON


async def leave(services: Services, admit: Callable[[int], None], application: int) -> str:
    """Close the card, let the person's next application in, and ask about what is missing."""
    row = await applications.get(services.db, application)
    if row is not None:
        await catalogue.adopt(services.db, row.person)
        await delivery.close(services, row)
        admit(row.person)
        await questions.ask(services, row)
    return ENDED
