"""Facts have a hash, by which what was read before is known; those that stand so far have none."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports", sa.Column("facts_hash", sa.Text()))
