"""The end of the process: as a kill would end it, so that there is one way to come back."""

import logging
import os
from typing import NoReturn

from bot.disclosure import Plain

log = logging.getLogger(__name__)


def leave(status: int = 0, reason: str = "") -> NoReturn:
    """End the process now, with the reason, in our own words, in the log where there is one.

    What runs is in the database with its finished steps; cancelling it would only take longer.
    """
    if reason:
        log.critical("Ending: %s", Plain(reason))
    logging.shutdown()
    os._exit(status)
