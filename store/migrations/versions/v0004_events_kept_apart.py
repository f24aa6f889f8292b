"""Events that a person set apart stay so, and a report says why it stands where it does."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.Text().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("reports", sa.Column("decision", JSON))
    op.create_table(
        "kept_apart",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "other_id", name="pk_kept_apart"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_kept_apart_event_id"),
        sa.ForeignKeyConstraint(["other_id"], ["events.id"], name="fk_kept_apart_other_id"),
        sa.CheckConstraint("event_id <> other_id", name="ck_kept_apart_other"),
        sqlite_strict=True,
    )
    op.create_index("ix_kept_apart_other_id", "kept_apart", ["other_id"])
