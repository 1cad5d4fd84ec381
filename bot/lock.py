"""One bot at a time on a data folder: two would answer everything twice."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from bot.settings import SettingsError


@contextlib.contextmanager
def hold(data: Path) -> Iterator[None]:
    """Hold the data folder. Raises SettingsError when somebody else does."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            message = f"DATA_DIR: another bot is running on {str(data)!r}."
            raise SettingsError(message) from taken
        yield
