"""Entries say why their page could not be read."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entries", sa.Column("problem", sa.Text(), nullable=False, server_default=""))
