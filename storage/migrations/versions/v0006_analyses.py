"""What posts were understood as, so that the same post is read once."""

import sqlalchemy as sa
from alembic import op

from storage.moment import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "analyses",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("spent", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_analyses"),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_analyses_person", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_analyses_person", "analyses", ["person"])
    op.create_index("ix_analyses_created_at", "analyses", ["created_at"])


def downgrade() -> None:
    op.drop_table("analyses")
