"""Holds the bot's books against what stands in the chats: what is lost, twice, or contradicts."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crowd import Wish
from sandbox.world import World

REPEAT = "interrupted while sending"
_FINAL = "('delivered', 'stopped', 'failed')"
_RULES = {  # what the constraints cannot say, as queries that must find nothing
    "delivered without a document": (
        "SELECT id FROM applications a WHERE state = 'delivered' AND NOT EXISTS"
        " (SELECT 1 FROM outbox WHERE application = a.id AND what = 'document' AND state = 'sent')"
    ),
    "delivered, and its version not marked as sent": (
        "SELECT application FROM versions JOIN applications ON id = application"
        " WHERE state = 'delivered' AND number = 1 AND file_id = ''"
    ),
    "a document sent, and not delivered": (
        "SELECT o.id FROM outbox o JOIN applications a ON a.id = o.application"
        " WHERE o.what = 'document' AND o.state = 'sent' AND a.state <> 'delivered'"
    ),
    "two runs of one person at once": (
        "SELECT person FROM applications WHERE state IN ('running', 'delivering')"
        " GROUP BY person HAVING count(*) > 1"
    ),
}


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong, a line each; `marked` are repeats that own up to it."""

    lost_updates: list[str]
    lost_applications: list[str]
    duplicates: list[str]
    contradictions: list[str]
    marked: int

    @property
    def lines(self) -> list[str]:
        """All of it."""
        return [
            *self.lost_updates,
            *self.lost_applications,
            *self.duplicates,
            *self.contradictions,
        ]


def settled(data: Path) -> bool:
    """Whether every update is handled and every application is final."""
    with closing(_connect(data)) as connection:
        open_updates = "SELECT count(*) FROM inbox WHERE done_at IS NULL"
        open_runs = f"SELECT count(*) FROM applications WHERE state NOT IN {_FINAL}"
        return not any(
            connection.execute(query).fetchone()[0] for query in (open_updates, open_runs)
        )


def audit(data: Path, telegram: World, wishes: Iterable[Wish]) -> Findings:
    """Look everything through, after the bot has come to rest."""
    wishes = list(wishes)
    with closing(_connect(data)) as connection:
        unmarked, marked = _repeats(wishes)
        return Findings(
            _lost_updates(connection, telegram),
            _lost_applications(connection, wishes),
            unmarked,
            _contradictions(connection, telegram),
            marked,
        )


def _lost_updates(connection: sqlite3.Connection, telegram: World) -> list[str]:
    """Whatever was sent is handled and no longer waits at Telegram."""
    done = "SELECT update_id FROM inbox WHERE done_at IS NOT NULL"
    handled = {id for (id,) in connection.execute(done)}
    lost = [f"update {id} was lost" for id in telegram.updates.ids - handled]
    return lost + [f"update {u['update_id']} was never taken" for u in telegram.updates.pending()]


def _lost_applications(connection: sqlite3.Connection, wishes: list[Wish]) -> list[str]:
    lost = [f"{wish.code} ended in silence" for wish in wishes if not wish.ended]
    stuck = f"SELECT id, state FROM applications WHERE state NOT IN {_FINAL}"
    return lost + [f"application {id} is still {state}" for id, state in connection.execute(stuck)]


def _repeats(wishes: list[Wish]) -> tuple[list[str], int]:
    """Documents of a wish beyond its first: those that do not own up to it, and how many do."""
    unmarked, marked = [], 0
    for wish in wishes:
        again = wish.documents[1:]
        owned = sum(REPEAT in message.text for message in again)
        marked += owned
        if owned < len(again):
            unmarked.append(f"{wish.code} came {len(again) + 1} times, {owned} of them marked")
    return unmarked, marked


def _contradictions(connection: sqlite3.Connection, telegram: World) -> list[str]:
    """Rows that the constraints refuse, or that the chats belie."""
    verdict = [line for (line,) in connection.execute("PRAGMA integrity_check")]
    found = [] if verdict == ["ok"] else verdict
    found += [f"{row[0]}: row {row[1]}" for row in connection.execute("PRAGMA foreign_key_check")]
    for rule, query in _RULES.items():
        found += [f"{rule}: {id}" for (id,) in connection.execute(query)]
    sent = (
        "SELECT a.id, a.chat, o.message_id FROM outbox o JOIN applications a"
        " ON a.id = o.application WHERE o.state = 'sent' AND o.what = 'document'"
    )
    for id, chat, number in connection.execute(sent):
        message = telegram.chats[chat].find(number)
        if message is None or message.document is None:
            found.append(f"application {id}: message {number} is no document")
    return found


def _connect(data: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{data / 'applications.db'}?mode=ro", uri=True, timeout=30)
