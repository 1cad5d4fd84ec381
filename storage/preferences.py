"""What a person has set; who has set nothing gets the defaults."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select

from storage import database
from storage.database import Database
from storage.schema import preferences


class Quality(StrEnum):
    """Which model words the lines: the quick one, or the best one that there is."""

    FAST = "fast"
    BEST = "best"


class Layout(StrEnum):
    """What the document looks like: the person's own file, or the clean template."""

    OWN = "own"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's settings. `language` "" is the one that Telegram tells.

    `retention` is in days, None for as long as the operator keeps finished files.
    """

    language: str = ""
    quality: Quality = Quality.FAST
    layout: Layout = Layout.OWN
    retention: int | None = None

    @classmethod
    def of(cls, row: Row[Any]) -> "Preferences":
        """Those that stand in *row*, where other columns may stand too."""
        return cls(row.language, Quality(row.quality), Layout(row.layout), row.retention)


DEFAULT = Preferences()


async def get(db: Database, person: int) -> Preferences:
    """The person's settings."""
    query = select(preferences).where(preferences.c.person == person)
    async with db.read() as connection:
        row = (await connection.execute(query)).one_or_none()
    return DEFAULT if row is None else Preferences.of(row)


async def put(db: Database, person: int, chosen: Preferences) -> None:
    """Keep the person's settings. Raises Missing, and ValueError below one day of retention."""
    if chosen.retention is not None and chosen.retention < 1:
        raise ValueError("files are kept for a day at least")
    row = {
        "language": chosen.language,
        "quality": chosen.quality,
        "layout": chosen.layout,
        "retention": chosen.retention,
    }
    async with db.write() as connection:
        new = database.insert(connection, preferences).values(person=person, **row)
        await connection.execute(new.on_conflict_do_update(index_elements=["person"], set_=row))


async def retentions(db: Database) -> dict[int, int]:
    """Person → days, of those who have set how long their files are kept."""
    query = select(preferences.c.person, preferences.c.retention)
    async with db.read() as connection:
        rows = await connection.execute(query.where(preferences.c.retention.is_not(None)))
        return {row.person: row.retention for row in rows}
