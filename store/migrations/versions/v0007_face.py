"""What the web face reads and keeps: an index of reports, the full-text search, and feedback."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_index("ix_reports_event_id", "reports")
    op.create_index("ix_reports_event_id_superseded", "reports", ["event_id", "superseded"])
    create_search()
    create_feedback()


def create_search() -> None:
    """No model knows of these: each database searches in its own way."""
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE article_words USING fts5"
            "(title, text, tokenize = 'unicode61 remove_diacritics 0')"
        )
        return
    op.execute(
        "CREATE TABLE article_words (article_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_article_words ON article_words USING gin (words)")


def create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", NUMBER, sa.Identity()),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("event_id", "voice", name="uq_feedback_event_id_voice"),
        sa.UniqueConstraint("url", "voice", name="uq_feedback_url_voice"),
        sa.CheckConstraint(
            "verdict IN ('right', 'wrong', 'duplicate', 'missed')", name="ck_feedback_verdict"
        ),
        sa.CheckConstraint("(event_id IS NULL) <> (url IS NULL)", name="ck_feedback_about"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_feedback_event_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
