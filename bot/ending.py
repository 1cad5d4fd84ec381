"""The end of the process: as a kill would end it, so that there is one way to come back."""

import logging
import os
from typing import NoReturn

log = logging.getLogger(__name__)


def leave(status: int = 0, reason: str = "") -> NoReturn:
    """End the process now, with the reason in the log where there is one.

    What runs is in the database with its finished steps; cancelling it would only take longer.
    """
    if reason:
        log.critical("Ending: %s", reason)
    logging.shutdown()
    os._exit(status)
