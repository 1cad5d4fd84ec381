"""The database: opened, brought up to date, written by one and read by many.

SQLite in data/applications.db, or PostgreSQL when a URL says so; the same code on both.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import courier, erasure, errors, migration, restoration, snapshot, vault

_READERS = 4
_PATIENCE = 10  # seconds that a connection waits for another process's lock
_SETTINGS = (
    f"PRAGMA busy_timeout = {_PATIENCE * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_size_limit = 67108864",
)


class Database:
    """An open database, and the vault that its values are sealed with."""

    def __init__(
        self, data: Path, keys: vault.Vault, writer: AsyncEngine, reader: AsyncEngine
    ) -> None:
        self.data = data
        self.vault = keys
        self._writer = writer
        self._reader = reader
        self._turn: AbstractAsyncContextManager[object] = (
            asyncio.Lock() if self.embedded else nullcontext()
        )

    @property
    def embedded(self) -> bool:
        """Whether this is the SQLite file."""
        return self._writer.dialect.name == "sqlite"

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return self.data / restoration.DATABASE

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction that commits at the end, or not at all."""
        with errors.named():
            async with self._turn, self._writer.begin() as connection:
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database and never waits for the writer."""
        with errors.named():
            async with self._reader.begin() as connection:
                yield connection

    async def truncate(self, patience: float = _PATIENCE) -> bool:
        """Empty SQLite's write-ahead log, where deleted text still stands.

        False when somebody reads longer than the patience, in seconds.
        """
        if not self.embedded:
            return True
        async with self._turn:
            return await asyncio.to_thread(_truncate, self.file, patience)

    async def close(self) -> None:
        """Close every connection; a second time does nothing."""
        await self._reader.dispose()
        await self._writer.dispose()


async def open(data: Path, url: str = "", scripts: Path = migration.SCRIPTS) -> Database:
    """Open the database, made or migrated as needed, and finish what a crash left undone.

    Before a migration the SQLite file is backed up. Raises NewerDatabase and KeysLost, both
    before anything is changed.
    """
    keys = await vault.unlock(data / vault.FILE)
    db = _served(data, keys, url) if url else await asyncio.to_thread(_embedded, data, keys)
    try:
        if db.embedded and await _outdated(db, scripts):
            await asyncio.to_thread(snapshot.take, db.file, data / snapshot.FOLDER)
        async with db.write() as connection:
            await connection.run_sync(migration.upgrade, scripts)
            await erasure.finish(connection, keys)
        return db
    except BaseException:
        await db.close()
        raise


async def attach(data: Path, url: str = "") -> Database:
    """Open a database that is there as it is: nothing is made, migrated or finished."""
    keys = await vault.unlock(data / vault.FILE)
    return _served(data, keys, url) if url else _engines(data, keys)


def insert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the words of this database."""
    return sqlite.insert(table) if _is_sqlite(connection) else postgresql.insert(table)


def _is_sqlite(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "sqlite"


async def _outdated(db: Database, scripts: Path) -> bool:
    """Whether there is something in the database, and it has to be migrated."""
    async with db.read() as connection:
        behind = await connection.run_sync(migration.pending, scripts)
        return behind and await connection.run_sync(migration.current) is not None


def _embedded(data: Path, keys: vault.Vault) -> Database:
    restoration.complete(data)
    (data / restoration.DATABASE).touch(mode=0o600)
    return _engines(data, keys)


def _engines(data: Path, keys: vault.Vault) -> Database:
    path = data / restoration.DATABASE
    url, couriers = f"sqlite+aiosqlite:///{path}", {"async_creator_fn": courier.connect}
    writer = _engine(url, pool_size=1, max_overflow=0, connect_args=couriers)
    reader = _engine(url, pool_size=_READERS, max_overflow=0, connect_args=couriers)
    _listen(writer.sync_engine, "BEGIN IMMEDIATE", _SETTINGS)
    _listen(reader.sync_engine, "BEGIN", (*_SETTINGS, "PRAGMA query_only = ON"))
    return Database(data, keys, writer, reader)


def _served(data: Path, keys: vault.Vault, url: str) -> Database:
    writer = _engine(url, pool_pre_ping=True)
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(data, keys, writer, reader)


def _engine(url: str, **settings: Any) -> AsyncEngine:
    # A failing statement must not carry people's values into a log.
    return create_async_engine(url, hide_parameters=True, **settings)


def _listen(engine: Engine, begin: str, settings: tuple[str, ...]) -> None:
    """Take transactions into our own hands: sqlite3 by itself begins them late and deferred."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for setting in settings:
            cursor.execute(setting)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.connection.driver_connection.begin(begin)


def _truncate(path: Path, patience: float) -> bool:
    with errors.named(), closing(sqlite3.connect(path, timeout=patience)) as connection:
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
