"""A sign of life in the data folder, for whoever cannot ask over the network.

`healthcheck.py` in the root reads it: it must not import the bot to do so.
"""

import logging
from pathlib import Path

log = logging.getLogger(__name__)

FILE = "alive"


def tell(data: Path) -> None:
    """Say that the process lives: the file's time is now. A full disk does not hinder that."""
    try:
        (data / FILE).touch()
    except OSError as trouble:
        log.warning("The sign of life could not be left (%s)", trouble)
