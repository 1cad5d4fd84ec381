"""One thing at a time in each chat."""

import asyncio
from weakref import WeakValueDictionary


class Turns:
    """A lock for each chat; it goes when nobody holds or awaits it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def of(self, chat: int) -> asyncio.Lock:
        """The lock of *chat*, to be held while its table is read and changed."""
        lock = self._locks.get(chat)
        if lock is None:
            lock = self._locks[chat] = asyncio.Lock()
        return lock
