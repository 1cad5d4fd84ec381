"""What running the bot needs: who is let in, what admins did, what everything cost."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.moment import Moment

revision = "0005"
down_revision = "0004"

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "switches",
    "recipients",
    "broadcasts",
    "invites",
    "access",
    "starts",
    "spendings",
    "audit",
)


def upgrade() -> None:
    _audit()
    _people()
    _broadcasts()
    _money()
    op.create_table(
        "switches",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("name", name="pk_switches"),
    )


def downgrade() -> None:
    op.drop_column("applications", "rules")
    for table in _TABLES:
        op.drop_table(table)
    if not _embedded():
        op.execute("DROP FUNCTION audit_stays()")


def _audit() -> None:
    op.create_table(
        "audit",
        _id(),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("target", sa.String(64), nullable=False),
        _moment("at"),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("detail", sa.String(200), nullable=False),
        _check("audit", "action", "action <> ''"),
        _check("audit", "outcome", "outcome IN ('done', 'refused', 'failed')"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    for statement in _SEALS["sqlite" if _embedded() else "postgresql"]:
        op.execute(statement)


_SEALS = {
    "sqlite": [
        f"CREATE TRIGGER audit_stays_{event} BEFORE {event} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
        for event in ("update", "delete")
    ],
    "postgresql": [
        """
        CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'the audit is only added to' USING ERRCODE = '23001'; END $$
        """,
        """
        CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()
        """,
    ],
}


def _people() -> None:
    op.create_table(
        "access",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("quota", sa.Integer()),
        _moment("at"),
        _check("access", "standing", "standing IN ('unset', 'allowed', 'blocked')"),
        _check("access", "quota", "quota >= 0"),
        sa.PrimaryKeyConstraint("person", name="pk_access"),
    )
    op.create_table(
        "invites",
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        sa.Column("guest", sa.BigInteger()),
        sa.Column("used_at", Moment()),
        _check("invites", "expires_later", "expires_at > created_at"),
        _check("invites", "guest_when_used", "guest IS NULL OR used_at IS NOT NULL"),
        sa.PrimaryKeyConstraint("token", name="pk_invites"),
    )


def _broadcasts() -> None:
    states = "'draft', 'sending', 'finished', 'stopped', 'dropped'"
    op.create_table(
        "broadcasts",
        _id(),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        _moment("created_at"),
        sa.Column("ended_at", Moment()),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_broadcasts_person", ondelete="CASCADE"
        ),
        _check("broadcasts", "state", f"state IN ({states})"),
        _check(
            "broadcasts",
            "ended_when_over",
            "(state IN ('finished', 'stopped', 'dropped')) = (ended_at IS NOT NULL)",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "recipients",
        sa.Column("broadcast", _Id, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast"], ["broadcasts.id"], name="fk_recipients_broadcast", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_recipients_person", ondelete="CASCADE"
        ),
        _check("recipients", "state", "state IN ('waiting', 'sent', 'unreachable')"),
        _check("recipients", "attempts", "attempts >= 0"),
        sa.PrimaryKeyConstraint("broadcast", "person", name="pk_recipients"),
    )


def _money() -> None:
    op.create_table(
        "spendings",
        _id(),
        sa.Column("person", sa.BigInteger()),
        sa.Column("application", _Id),
        sa.Column("agent", sa.String(64), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        _moment("at"),
        sa.Column("seconds", sa.Float(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("calls", "input_tokens", "cached_tokens", "output_tokens")
        ),
        sa.Column("cost", sa.Float()),
        sa.Column("trouble", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_spendings_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["application"],
            ["applications.id"],
            name="fk_spendings_application",
            ondelete="SET NULL",
        ),
        _check("spendings", "cost", "cost >= 0"),
        _check("spendings", "seconds", "seconds >= 0"),
        _check("spendings", "calls", "calls >= 0"),
        sa.PrimaryKeyConstraint("id", name="pk_spendings"),
        sqlite_autoincrement=True,
    )
    for column in ("at", "person", "application"):
        op.create_index(f"ix_spendings_{column}", "spendings", [column])
    op.create_table(
        "starts",
        _id(),
        sa.Column("person", sa.BigInteger(), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("id", name="pk_starts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_starts_person_at", "starts", ["person", "at"])
    op.add_column(
        "applications",
        sa.Column("rules", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def _embedded() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _id() -> sa.Column[int]:
    return sa.Column("id", _Id, autoincrement=True, nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, Moment(), nullable=False)


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
