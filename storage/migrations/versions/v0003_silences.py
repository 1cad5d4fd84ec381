"""Chats that Telegram wants left alone, and until when, across a restart."""

import sqlalchemy as sa
from alembic import op

from storage.moment import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "silences",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_silences"),
    )


def downgrade() -> None:
    op.drop_table("silences")
