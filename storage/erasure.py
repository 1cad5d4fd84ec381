"""Take every row of a person away, also when a crash or a restored backup brought some back."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import errors, moment
from storage.books import invites
from storage.schema import applications, desks, inbox, people, postings, resumes, silences
from storage.vault import Vault


async def erase(connection: AsyncConnection, person: int) -> None:
    """Delete the person's rows. Ids of inbox rows stay, so that no update is taken twice.

    Sums of money lose the name. What admins decided and did stays, see storage.books.
    """
    mine = inbox.c.person == person
    purge = {"payload": None, "done_at": func.coalesce(inbox.c.done_at, moment.now())}
    await connection.execute(update(inbox).where(mine).values(purge))
    for table in (desks, applications, postings, resumes, silences):
        await connection.execute(delete(table).where(table.c.person == person))
    await connection.execute(update(invites).where(invites.c.guest == person).values(guest=None))
    await connection.execute(delete(people).where(people.c.id == person))


async def finish(connection: AsyncConnection, keys: Vault) -> None:
    """Erase who is here with a forgotten key. Raises KeysLost where nobody has a key at all."""
    rows = (await connection.execute(select(people.c.id, people.c.label))).all()
    here = {person for person, label in rows if label not in keys.forgotten}
    for person, label in rows:
        if label in keys.forgotten:
            await erase(connection, person)
    if here and not here & keys.people:
        raise errors.KeysLost(
            f"the database knows {len(here)} people, and {keys.path.name} none of their keys:"
            " put the copy of the key file back"
        )
