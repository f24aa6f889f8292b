"""Backfills, and what they and `scrapy feeds show` want to know of a feed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
FLAG = sa.Integer().with_variant(sa.Boolean(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
JSON = sa.Text().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("feeds", sa.Column("cms", sa.Text(), nullable=False, server_default=""))
    op.add_column("feeds", sa.Column("window_s", REAL))
    op.create_table(
        "backfills",
        sa.Column("id", NUMBER, sa.Identity()),
        sa.Column("feed_id", NUMBER, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("quiet", FLAG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("ahead", JSON, nullable=False),
        sa.Column("last_page", sa.Text(), nullable=False),
        sa.Column("pages", NUMBER, nullable=False),
        sa.Column("found", NUMBER, nullable=False),
        sa.Column("reached", INSTANT),
        sa.Column("tries", NUMBER, nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("problem", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_backfills"),
        sa.CheckConstraint("state IN ('open', 'done', 'ended')", name="ck_backfills_state"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_backfills_feed_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    going_on = sa.text("state = 'open'")
    op.create_index(
        "uq_backfills_open",
        "backfills",
        ["feed_id", "quiet"],
        unique=True,
        sqlite_where=going_on,
        postgresql_where=going_on,
    )
    op.create_index("ix_backfills_feed_id", "backfills", ["feed_id"])
