"""Reports that a later wording of their article took the place of stay, marked as superseded."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.Text().with_variant(postgresql.JSONB(), "postgresql")
FLAG = sa.Integer().with_variant(sa.Boolean(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")

KEPT = (
    "id, event_id, article_id, watchlist, passage_field, passage_start, kind, opened,"
    " score, threshold, facts, marks, assessment"
)


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        copy_reports()
    else:
        op.add_column("reports", superseded())
        op.drop_constraint("uq_reports_passage", "reports")
    passage = ["article_id", "watchlist", "passage_field", "passage_start"]
    standing = sa.text("NOT superseded")
    op.create_index(
        "uq_reports_passage",
        "reports",
        passage,
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def superseded() -> sa.Column[int]:
    return sa.Column("superseded", FLAG, nullable=False, server_default=sa.false())


def copy_reports() -> None:
    """SQLite drops no constraint of a table that stands: it is made anew and filled."""
    op.drop_index("ix_reports_event_id", "reports")
    op.rename_table("reports", "former_reports")
    create_reports()
    op.execute(f"INSERT INTO reports ({KEPT}) SELECT {KEPT} FROM former_reports ORDER BY id")
    op.drop_table("former_reports")


def create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", NUMBER, sa.Identity()),
        sa.Column("event_id", sa.Text()),
        sa.Column("article_id", NUMBER, nullable=False),
        sa.Column("watchlist", sa.Text(), nullable=False),
        sa.Column("passage_field", sa.Text(), nullable=False),
        sa.Column("passage_start", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opened", FLAG, nullable=False),
        sa.Column("score", REAL, nullable=False),
        sa.Column("threshold", REAL, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("marks", JSON, nullable=False),
        sa.Column("assessment", JSON, nullable=False),
        superseded(),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_reports_article_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_reports_event_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reports_event_id", "reports", ["event_id"])
