"""Whether the database takes a write: one that is committed, and changes nothing that counts."""

import time

from sqlalchemy import text

from storage import errors
from storage.database import Database

_ROUND = 1 << 30


async def beat(db: Database) -> None:
    """Commit a transaction. Raises Full and Unavailable, the latter also for a read-only one."""
    async with db.write() as connection:
        if db.embedded:
            # The version of the user's own, in the file's header, which nothing else uses.
            await connection.exec_driver_sql(f"PRAGMA user_version = {time.time_ns() % _ROUND}")
            return
        reply = await connection.execute(
            text("SELECT current_setting('transaction_read_only'), txid_current()")
        )
        if reply.one()[0] == "on":
            raise errors.Unavailable("the database server only reads")
