"""Ages lead to events of any time together with a place: alone they were too many events'."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TELLING = ("operation", "support", "update")

reports = sa.table(
    "reports",
    sa.column("event_id"),
    sa.column("watchlist"),
    sa.column("kind"),
    sa.column("opened"),
    sa.column("facts", JSON),
)
slots = sa.table("event_slots", *map(sa.column, ("watchlist", "slot_key", "event_id")))


def upgrade() -> None:
    op.execute("DELETE FROM event_slots WHERE slot_key LIKE 'ages:%'")
    telling = reports.c.kind.in_(TELLING) | reports.c.opened
    stored = sa.select(reports).where(reports.c.event_id.is_not(None), telling)
    keys = {key for row in op.get_bind().execute(stored) for key in keys_of(row)}
    names = ("watchlist", "slot_key", "event_id")
    op.bulk_insert(slots, [dict(zip(names, key, strict=True)) for key in sorted(keys)])


def keys_of(row: sa.Row[Any]) -> Iterator[tuple[str, str, str]]:
    """Several ages only; what one age leads to is asked for by few."""
    youngest, oldest = row.facts.get("ages") or (0, 0)
    for place in row.facts.get("places") or () if youngest < oldest else ():
        yield row.watchlist, f"ages:{youngest}-{oldest}@{place}", row.event_id
