"""How many there are of what is kept, for whoever watches the bot; of nobody in particular."""

from sqlalchemy import func, select

from storage.database import Database
from storage.schema import applications


async def states(db: Database) -> dict[str, int]:
    """How many applications there are, by state; states of none are left out."""
    query = select(applications.c.state, func.count()).group_by(applications.c.state)
    async with db.read() as connection:
        return {row[0]: row[1] for row in (await connection.execute(query)).all()}
