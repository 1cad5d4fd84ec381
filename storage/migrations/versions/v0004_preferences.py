"""What a person has set: the bot's language, the model, the layout, how long files are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("quality", sa.String(16), nullable=False),
        sa.Column("layout", sa.String(16), nullable=False),
        sa.Column("retention", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_preferences_person", ondelete="CASCADE"
        ),
        _check("quality", "quality IN ('fast', 'best')"),
        _check("layout", "layout IN ('own', 'clean')"),
        _check("retention", "retention > 0"),
        sa.PrimaryKeyConstraint("person", name="pk_preferences"),
    )


def downgrade() -> None:
    op.drop_table("preferences")


def _check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_preferences_{name}"))
