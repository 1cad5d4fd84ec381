"""SQLite behind its thread, with one trip there for each statement.

aiosqlite makes a trip to open a cursor, one to execute, one to fetch and one to close; each wakes
two threads. What is asked here is small, so all of it is done in one go, and a transaction begins
with its first statement.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite
from aiosqlite.core import _STOP_RUNNING_SENTINEL

_CHUNK = 64  # rows; of no importance here


class Courier(aiosqlite.Connection):
    """A connection whose cursors run a statement to its end and bring all rows along."""

    _opening = ""  # what the next statement begins with
    _unsure = False  # a statement broke off: whether a transaction is open is not known

    def begin(self, how: str) -> None:
        """Begin a transaction by *how* as soon as there is something to do in it."""
        self._opening = how

    async def run(self, work: Any) -> Any:
        """One trip: what *work* makes of the connection, in the transaction."""
        opening, self._opening, self._unsure = self._opening, "", True
        trip: Any = self._execute
        told = await trip(partial(work, opening), self._conn)
        self._unsure = False
        return told

    async def commit(self) -> None:
        """End the transaction, if one has begun."""
        if self._is_open():
            await super().commit()

    async def rollback(self) -> None:
        """Take the transaction back, if one has begun."""
        if self._is_open():
            await super().rollback()
            self._unsure = False

    def _is_open(self) -> bool:
        self._opening = ""
        return self._unsure or self.in_transaction

    def cursor(self) -> "Cursor":  # type: ignore[override]
        """A cursor; nothing is opened yet."""
        return Cursor(self)

    def __del__(self) -> None:
        """Close what nobody could: its opening was cut off, so nobody ever had it."""
        open, self._connection = self._connection, None
        if open is not None:
            self._tx.put_nowait((None, partial(_end, open)))


class Cursor:
    """As much of a cursor as SQLAlchemy needs."""

    arraysize = 1

    def __init__(self, connection: Courier) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "Cursor":
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Run the statement, and fetch what it gives."""
        await self._run(partial(_once, statement, parameters))

    async def executemany(self, statement: str, every: Iterable[Sequence[Any]]) -> None:
        """Run the statement once for each set of parameters."""
        await self._run(partial(_often, statement, every))

    async def fetchall(self) -> list[Any]:
        """All rows; they are here already."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open."""

    async def _run(self, work: Any) -> None:
        told = await self._connection.run(work)
        self.description, self.rowcount, self.lastrowid, self._rows = told


def connect(path: str, **settings: Any) -> Courier:
    """A connection, to be awaited; *settings* as of sqlite3.connect."""
    courier = Courier(partial(sqlite3.connect, path, **settings), _CHUNK)
    courier._thread.daemon = True
    return courier


def _end(connection: sqlite3.Connection) -> object:
    connection.close()
    return _STOP_RUNNING_SENTINEL  # ends the thread


def _once(
    statement: str, parameters: Sequence[Any], opening: str, connection: sqlite3.Connection
) -> Any:
    if opening:
        connection.execute(opening)
    return _emptied(connection.execute(statement, parameters))


def _often(
    statement: str, every: Iterable[Sequence[Any]], opening: str, connection: sqlite3.Connection
) -> Any:
    if opening:
        connection.execute(opening)
    return _emptied(connection.executemany(statement, every))


def _emptied(cursor: sqlite3.Cursor) -> tuple[Any, int, int | None, list[Any]]:
    """What there is to know of a cursor; a count is right only once all rows are fetched."""
    try:
        rows = cursor.fetchall() if cursor.description else []
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows
    finally:
        cursor.close()
