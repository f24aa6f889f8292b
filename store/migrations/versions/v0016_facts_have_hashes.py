"""Facts have a hash, by which what was read before is known: of those that stand, of their text."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


AT_ONCE = 1_000


def upgrade() -> None:
    op.add_column("reports", sa.Column("facts_hash", sa.Text()))
    conn = op.get_bind()
    after = 0
    while rows := conn.execute(_NEXT, {"after": after, "most": AT_ONCE}).all():
        conn.execute(_FILL, [{"number": number, "hash": _hash(text)} for number, text in rows])
        after = rows[-1][0]


_NEXT = sa.text(
    "SELECT id, CAST(facts AS TEXT) FROM reports WHERE id > :after ORDER BY id LIMIT :most"
)
_FILL = sa.text("UPDATE reports SET facts_hash = :hash WHERE id = :number")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
