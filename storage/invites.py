"""Links that let one person in, once, for some days. Only the fingerprint of a link is kept."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update

from storage import access, moment
from storage.access import Standing
from storage.books import access as decided
from storage.books import invites
from storage.database import Database

_BYTES = 24  # of chance in a link; as text they are 32 letters, of which Telegram takes 64


async def make(db: Database, admin: int, expires_at: datetime) -> str:
    """A new invite's token, to be told once. Raises Contradiction for a time that is over."""
    token = secrets.token_urlsafe(_BYTES)
    row = {"person": admin, "created_at": moment.now(), "expires_at": expires_at}
    async with db.write() as connection:
        await connection.execute(insert(invites).values(token=_print(token), **row))
    return token


async def redeem(db: Database, token: str, guest: int) -> bool:
    """Let the guest in. False for a token that is unknown, over or another's, and for the blocked.

    The same guest may come with it again: an update can be handled twice.
    """
    open = or_(invites.c.used_at.is_(None), invites.c.guest == guest)
    this = (invites.c.token == _print(token)) & (invites.c.expires_at > moment.now()) & open
    barred = (decided.c.person == guest) & (decided.c.standing == Standing.BLOCKED)
    async with db.write() as connection:
        if (await connection.execute(select(decided.c.person).where(barred))).first():
            return False
        used = update(invites).where(this).values(guest=guest, used_at=moment.now())
        if not (await connection.execute(used)).rowcount:
            return False
        await access.enter(connection, guest, standing=Standing.ALLOWED)
        return True


async def prune(db: Database, before: datetime) -> int:
    """Drop the invites that were over before then; gives how many."""
    async with db.write() as connection:
        old = delete(invites).where(invites.c.expires_at < before)
        return (await connection.execute(old)).rowcount


def _print(token: str) -> str:
    """A token is 192 bits of chance: a plain hash of it tells nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
