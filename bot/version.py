"""Which version of the bot this is, and how long it runs."""

import os
import time

VERSION = "0.1.0"

_BEGAN = time.monotonic()


def commit() -> str:
    """The commit that the platform says it has deployed, "" where it says none."""
    return os.environ.get("RAILWAY_GIT_COMMIT_SHA", "")[:12]


def uptime() -> float:
    """Seconds since this process began."""
    return time.monotonic() - _BEGAN
