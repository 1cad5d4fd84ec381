"""What each step of an application came to, so that no model is asked twice for it."""

from sqlalchemy import select

from storage import applications, database, errors, moment, schema, spending
from storage.database import Database
from storage.schema import steps
from storage.spending import Effort


async def put(
    db: Database,
    application: int,
    name: str,
    payload: str,
    spent: str = "",
    effort: Effort | None = None,
) -> None:
    """Keep a step's result and what it took; a second result is not taken. Raises Missing."""
    async with db.write() as connection:
        person = await applications.owner(connection, application)
        row = {
            "application": application,
            "name": name,
            "payload": db.vault.seal(person, payload),
            "spent": db.vault.seal(person, spent),
            "created_at": moment.now(),
        }
        new = database.insert(connection, steps).values(row).on_conflict_do_nothing()
        taken = (await connection.execute(new.returning(steps.c.name))).first()
        if taken and effort is not None:
            await spending.enter(connection, person, effort, application)


async def get(db: Database, application: int, name: str) -> str | None:
    """The step's result, None where it has none. Raises Missing."""
    mine = (steps.c.application == schema.applications.c.id) & (steps.c.name == name)
    both = schema.applications.outerjoin(steps, mine)
    query = select(schema.applications.c.person, steps.c.payload).select_from(both)
    async with db.read() as connection:
        found = await connection.execute(query.where(schema.applications.c.id == application))
        row = found.one_or_none()
    if row is None:
        raise errors.Missing(f"there is no application {application}")
    return None if row.payload is None else db.vault.text(row.person, row.payload)


async def names(db: Database, application: int) -> set[str]:
    """Which steps are done."""
    query = select(steps.c.name).where(steps.c.application == application)
    async with db.read() as connection:
        return set((await connection.execute(query)).scalars())


async def all(db: Database, application: int) -> dict[str, tuple[str, str]]:
    """Name → (result, cost) of every step that is done, in their order. Raises Missing."""
    query = select(steps).where(steps.c.application == application).order_by(steps.c.created_at)
    async with db.read() as connection:
        person = await applications.owner(connection, application)
        rows = (await connection.execute(query)).all()
    text = db.vault.text
    return {row.name: (text(person, row.payload), text(person, row.spent)) for row in rows}
