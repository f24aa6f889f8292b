"""Entries and articles are known by their page too; those that stand so far, by what they were."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entries", sa.Column("page", sa.Text()))
    op.create_index("ix_entries_feed_id_page", "entries", ["feed_id", "page"])
    op.add_column("articles", sa.Column("page", sa.Text()))
    op.add_column("articles", sa.Column("headline", sa.Text()))
    op.create_index("uq_articles_page", "articles", ["page"], unique=True)
    op.create_index("ix_articles_headline", "articles", ["headline"])
