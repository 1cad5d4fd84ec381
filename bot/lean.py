"""What is left out of the process: imported first, before anything that would load it.

httpx and structlog bring a coloured terminal along where they find the packages for one, some
eight megabytes that nobody looks at, and uvicorn a watch over source files. And glibc gives each
thread a heap of its own, of which the bot's many threads, which mostly wait, leave the larger part
unused.
"""

import contextlib
import ctypes
import sys
from typing import Any

_ARENA_MAX = -8  # of malloc.h

_modules: dict[str, Any] = sys.modules
for _name in ("pygments", "rich", "watchfiles"):
    _modules.setdefault(_name, None)  # to import it fails, for which all three are prepared
with contextlib.suppress(AttributeError, OSError):  # another C library
    ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
