"""Switches that admins turn, and that outlive a restart."""

from sqlalchemy import delete, select

from storage import database, moment
from storage.books import switches
from storage.database import Database

PAUSED = "paused"  # the bot takes nothing new


async def is_on(db: Database, name: str) -> bool:
    """Whether the switch is on."""
    query = select(switches.c.name).where(switches.c.name == name)
    async with db.read() as connection:
        return (await connection.execute(query)).first() is not None


async def turn_on(db: Database, name: str, admin: int) -> bool:
    """Turn it on; False where it was on already."""
    row = {"name": name, "person": admin, "at": moment.now()}
    async with db.write() as connection:
        new = database.insert(connection, switches).values(row).on_conflict_do_nothing()
        turned = await connection.execute(new.returning(switches.c.name))
        return turned.first() is not None


async def turn_off(db: Database, name: str) -> bool:
    """Turn it off; False where it was off already."""
    async with db.write() as connection:
        gone = delete(switches).where(switches.c.name == name)
        return bool((await connection.execute(gone)).rowcount)
