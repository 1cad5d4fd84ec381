"""What the process holds once it has started: settled, so that it is small and out of the way.

The modules that were loaded are never garbage: frozen, they are not searched for any again. Memory
that loading them took and no longer needs goes back to the system.
"""

import contextlib
import ctypes
import gc


def settle() -> None:
    """Call it once, when everything is loaded."""
    gc.collect()
    gc.freeze()
    with contextlib.suppress(AttributeError, OSError):  # glibc alone has it
        ctypes.CDLL(None).malloc_trim(0)
