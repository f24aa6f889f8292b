"""Reports are counted by kind from an index alone."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_reports_kind_superseded", "reports", ["kind", "superseded"])
