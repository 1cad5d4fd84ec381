"""The tables of running the bot: who is let in, what admins did, what everything took and cost.

In all of them `person` is whose row it is: of the audit, an invite, a switch or a broadcast the
admin who acted. What admins decide about people stays when people are forgotten.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from storage.moment import Moment
from storage.schema import Id, metadata

audit = Table(
    "audit",  # rows are only added: triggers refuse everything else
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("person", BigInteger, nullable=False),
    Column("action", String(32), nullable=False),
    Column("target", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("detail", String(200), nullable=False),
    CheckConstraint("action <> ''", name="action"),
    CheckConstraint("outcome IN ('done', 'refused', 'failed')", name="outcome"),
    sqlite_autoincrement=True,
)

access = Table(
    "access",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("standing", String(16), nullable=False),
    Column("quota", Integer),  # applications a day; NULL for the operator's setting
    Column("at", Moment, nullable=False),
    CheckConstraint("standing IN ('unset', 'allowed', 'blocked')", name="standing"),
    CheckConstraint("quota >= 0", name="quota"),
)

invites = Table(
    "invites",
    metadata,
    Column("token", String(64), primary_key=True),  # its SHA-256: the link itself is not kept
    Column("person", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("guest", BigInteger),
    Column("used_at", Moment),
    CheckConstraint("expires_at > created_at", name="expires_later"),
    CheckConstraint("guest IS NULL OR used_at IS NOT NULL", name="guest_when_used"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("person", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    CheckConstraint(
        "state IN ('draft', 'sending', 'finished', 'stopped', 'dropped')", name="state"
    ),
    CheckConstraint(
        "(state IN ('finished', 'stopped', 'dropped')) = (ended_at IS NOT NULL)",
        name="ended_when_over",
    ),
    sqlite_autoincrement=True,
)

recipients = Table(
    "recipients",
    metadata,
    Column("broadcast", Id, ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True),
    Column("person", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    CheckConstraint("state IN ('waiting', 'sent', 'unreachable')", name="state"),
    CheckConstraint("attempts >= 0", name="attempts"),
)

spendings = Table(
    "spendings",  # a person who is forgotten leaves the sums, without a name
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("person", BigInteger, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("application", Id, ForeignKey("applications.id", ondelete="SET NULL"), index=True),
    Column("agent", String(64), nullable=False),
    Column("model", String(200), nullable=False),  # "" where none had a part in it
    Column("at", Moment, nullable=False, index=True),
    Column("seconds", Float, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", Float),  # in USD; NULL where nobody says
    Column("trouble", String(200), nullable=False),
    CheckConstraint("cost >= 0", name="cost"),
    CheckConstraint("seconds >= 0", name="seconds"),
    CheckConstraint("calls >= 0", name="calls"),
    sqlite_autoincrement=True,
)

starts = Table(
    "starts",  # kept for two days also of who is forgotten, or deleting would renew the quota
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("person", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "person", "at"),
    sqlite_autoincrement=True,
)

switches = Table(
    "switches",  # a row is a switch that is on
    metadata,
    Column("name", String(32), primary_key=True),
    Column("person", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
)
