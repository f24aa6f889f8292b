"""Entries say what was decided about their date."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entries", sa.Column("dated", sa.Text(), nullable=False, server_default=""))
