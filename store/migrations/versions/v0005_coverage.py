"""What polls teach of a feed's cadence and health, and the spells in which it was watched."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
FLAG = sa.Integer().with_variant(sa.Boolean(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    add_to_feeds()
    create_spells()


def add_to_feeds() -> None:
    for name in ("cadence_entries", "cadence_span_s"):
        op.add_column("feeds", sa.Column(name, REAL, nullable=False, server_default="0"))
    for name in ("last_good", "last_whole", "rolled_over", "newest"):
        op.add_column("feeds", sa.Column(name, INSTANT))
    trusted = sa.Column("trusted", FLAG, nullable=False, server_default=sa.true())
    op.add_column("feeds", trusted)
    op.add_column("feeds", sa.Column("took_s", REAL))
    op.execute("UPDATE feeds SET last_good = last_poll WHERE failures = 0")


def create_spells() -> None:
    op.create_table(
        "spells",
        sa.Column("id", NUMBER, sa.Identity()),
        sa.Column("feed_id", NUMBER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("started", INSTANT, nullable=False),
        sa.Column("ended", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_spells"),
        sa.CheckConstraint("state IN ('seen', 'blind', 'late', 'missed')", name="ck_spells_state"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_spells_feed_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    going_on = sa.text("ended IS NULL")
    op.create_index(
        "uq_spells_open",
        "spells",
        ["feed_id"],
        unique=True,
        sqlite_where=going_on,
        postgresql_where=going_on,
    )
    op.create_index("ix_spells_ended", "spells", ["ended"])
