"""Every table of the first version."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.moment import Moment

revision = "0001"
down_revision = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COUNTED = {"sqlite_autoincrement": True}


def upgrade() -> None:
    _people()
    _inbox()
    _files()
    _desks()
    _applications()
    _results()
    _outbox()


def downgrade() -> None:
    for table in (
        "outbox",
        "versions",
        "steps",
        "applications",
        "desks",
        "postings",
        "resumes",
        "inbox",
        "consents",
        "people",
    ):
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        _blob("label"),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "consents",
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.String(64), nullable=False),
        _moment("created_at"),
        _of_person("consents"),
        sa.PrimaryKeyConstraint("person", "provider", name="pk_consents"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        _id(),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary()),
        _moment("taken_at"),
        sa.Column("done_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("update_id", name="uq_inbox_update_id"),
        _check("inbox", "purged_when_done", "(payload IS NULL) = (done_at IS NOT NULL)"),
        **_COUNTED,
    )
    op.create_index("ix_inbox_done_at", "inbox", ["done_at"])
    op.create_index("ix_inbox_person", "inbox", ["person"])


def _files() -> None:
    op.create_table(
        "resumes",
        _id(),
        sa.Column("person", sa.BigInteger(), nullable=False),
        _blob("name"),
        sa.Column("format", sa.String(16), nullable=False),
        _blob("source"),
        _blob("reading"),
        sa.Column("reader", sa.Integer(), nullable=False),
        _blob("mark"),
        _moment("created_at"),
        _of_person("resumes"),
        sa.PrimaryKeyConstraint("id", name="pk_resumes"),
        sa.UniqueConstraint("person", "mark", "reader", name="uq_resumes_person_mark_reader"),
        sa.UniqueConstraint("id", "person", name="uq_resumes_id_person"),
        **_COUNTED,
    )
    op.create_table(
        "postings",
        _id(),
        sa.Column("person", sa.BigInteger(), nullable=False),
        _blob("name"),
        _blob("text"),
        _blob("source"),
        _blob("mark"),
        _moment("created_at"),
        _of_person("postings"),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
        sa.UniqueConstraint("person", "mark", name="uq_postings_person_mark"),
        sa.UniqueConstraint("id", "person", name="uq_postings_id_person"),
        **_COUNTED,
    )


def _desks() -> None:
    op.create_table(
        "desks",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("resume", _Id),
        sa.Column("posting", _Id),
        sa.Column("card", sa.BigInteger()),
        _blob("asked"),
        _blob("pending"),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_person("desks"),
        _of_same_person("desks", "resume"),
        _of_same_person("desks", "posting"),
        _check("desks", "version", "version > 0"),
        sa.PrimaryKeyConstraint("chat", name="pk_desks"),
    )
    op.create_index("ix_desks_person", "desks", ["person"])


def _applications() -> None:
    states = "'waiting', 'running', 'delivering', 'delivered', 'stopped', 'failed'"
    final = "(state IN ('delivered', 'stopped', 'failed')) = (finished_at IS NOT NULL)"
    statuses = "'saved', 'applied', 'interview', 'offer', 'rejected'"
    op.create_table(
        "applications",
        _id(),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("resume", _Id, nullable=False),
        sa.Column("posting", _Id, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("card", sa.BigInteger()),
        _blob("title"),
        _blob("company"),
        _blob("folder"),
        _blob("trouble"),
        sa.Column("cost", sa.Float(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        _moment("created_at"),
        sa.Column("finished_at", Moment()),
        _of_person("applications"),
        _of_same_person("applications", "resume"),
        _of_same_person("applications", "posting"),
        _check("applications", "state", f"state IN ({states})"),
        _check("applications", "finished_when_final", final),
        _check("applications", "status", f"status IN ({statuses})"),
        _check("applications", "cost", "cost >= 0"),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
        **_COUNTED,
    )
    op.create_index("ix_applications_state", "applications", ["state"])
    op.create_index("ix_applications_person_state", "applications", ["person", "state"])


def _results() -> None:
    op.create_table(
        "steps",
        sa.Column("application", _Id, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        _blob("payload"),
        _blob("spent"),
        _moment("created_at"),
        _of_application("steps"),
        sa.PrimaryKeyConstraint("application", "name", name="pk_steps"),
    )
    op.create_table(
        "versions",
        sa.Column("application", _Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _blob("edits"),
        sa.Column("sha256", sa.String(64), nullable=False),
        _blob("folder"),
        sa.Column("file_id", sa.String(255), nullable=False),
        _moment("created_at"),
        _of_application("versions"),
        sa.PrimaryKeyConstraint("application", "number", name="pk_versions"),
    )


def _outbox() -> None:
    arrived = "(state = 'sent') = ({} IS NOT NULL)"
    op.create_table(
        "outbox",
        _id(),
        sa.Column("application", _Id, nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("file_id", sa.String(255), nullable=False),
        _moment("begun_at"),
        sa.Column("sent_at", Moment()),
        _of_application("outbox"),
        _check("outbox", "state", "state IN ('sending', 'sent')"),
        _check("outbox", "message_when_sent", arrived.format("message_id")),
        _check("outbox", "time_when_sent", arrived.format("sent_at")),
        _check("outbox", "attempts", "attempts > 0"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("application", "what", name="uq_outbox_application_what"),
        **_COUNTED,
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", _Id, autoincrement=True, nullable=False)


def _blob(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, Moment(), nullable=False)


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_person"
    return sa.ForeignKeyConstraint(["person"], ["people.id"], name=name, ondelete="CASCADE")


def _of_same_person(table: str, file: str) -> sa.ForeignKeyConstraint:
    target = [f"{file}s.id", f"{file}s.person"]
    name = f"fk_{table}_{file}_person"
    return sa.ForeignKeyConstraint([file, "person"], target, name=name, ondelete="CASCADE")


def _of_application(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_application"
    return sa.ForeignKeyConstraint(
        ["application"], ["applications.id"], name=name, ondelete="CASCADE"
    )
