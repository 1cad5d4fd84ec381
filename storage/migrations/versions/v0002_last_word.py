"""The person's last word: decisions on single edits, and what they tell beyond their résumé."""

import sqlalchemy as sa
from alembic import op

from storage.moment import Moment

revision = "0002"
down_revision = "0001"

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CHOICES = "choice IN ('accepted', 'rejected', 'worded', 'undone', 'sent')"


def upgrade() -> None:
    _reviews()
    _decisions()
    _evidence()


def downgrade() -> None:
    for table in ("evidence", "decisions", "reviews"):
        op.drop_table(table)


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("application", _Id, nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        _of_application("reviews"),
        sa.PrimaryKeyConstraint("application", name="pk_reviews"),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("application", _Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edit", sa.String(200), nullable=False),
        sa.Column("choice", sa.String(16), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("created_at", Moment(), nullable=False),
        _of_application("decisions"),
        _check("decisions", "choice", _CHOICES),
        _check("decisions", "version_when_sent", "(choice = 'sent') = (version IS NOT NULL)"),
        _check("decisions", "number", "number > 0"),
        sa.PrimaryKeyConstraint("application", "number", name="pk_decisions"),
        sa.UniqueConstraint("application", "version", name="uq_decisions_application_version"),
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", _Id, autoincrement=True, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("term", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("resume", _Id),
        sa.Column("section", sa.String(64), nullable=False),
        sa.Column("entry", sa.String(64), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_evidence_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resume", "person"],
            ["resumes.id", "resumes.person"],
            name="fk_evidence_resume_person",
            ondelete="CASCADE",
        ),
        _check("evidence", "kind", "kind IN ('told', 'denied', 'worded')"),
        _check("evidence", "resume_when_worded", "(kind = 'worded') = (resume IS NOT NULL)"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint("person", "mark", name="uq_evidence_person_mark"),
        sqlite_autoincrement=True,
    )


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _of_application(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_application"
    return sa.ForeignKeyConstraint(
        ["application"], ["applications.id"], name=name, ondelete="CASCADE"
    )
