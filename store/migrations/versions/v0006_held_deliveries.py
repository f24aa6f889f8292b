"""Deliveries that wait for a digest, silences, failing endpoints, and notices to the operator."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
FLAG = sa.Integer().with_variant(sa.Boolean(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BYTES = sa.LargeBinary().with_variant(sa.BLOB(), "sqlite")

STATES = "state IN ('pending', 'sending', 'held', 'delivered', 'dead', 'silenced')"
OPEN = sa.text("state IN ('pending', 'sending')")
KEPT = (
    "id, alert_id, event_id, subscriber, channel, message_id, body, state, due, attempts,"
    " claimed, last_status"
)


def upgrade() -> None:
    op.create_index("ix_alerts_created", "alerts", ["created"])
    op.create_index("ix_attempts_finished", "attempts", ["finished"])
    if op.get_context().dialect.name == "sqlite":
        copy_deliveries()
    else:
        op.add_column("deliveries", sa.Column("held_for", sa.Text()))
        op.add_column("deliveries", sa.Column("folded_into", sa.Text()))
        op.create_foreign_key(
            "fk_deliveries_folded_into", "deliveries", "alerts", ["folded_into"], ["id"]
        )
        op.drop_constraint("ck_deliveries_state", "deliveries")
        op.create_check_constraint("ck_deliveries_state", "deliveries", STATES)
    index_held_deliveries()
    op.add_column("subscriber_state", sa.Column("failing_since", INSTANT))
    op.add_column("subscriber_state", sa.Column("off_at", INSTANT))
    create_silences()
    create_notices()


def copy_deliveries() -> None:
    """SQLite drops no constraint of a table that stands: it is made anew and filled.

    The attempts go on to refer to the name, which the new table takes over.
    """
    for name in ("event_id_subscriber_channel", "open", "subscriber_claimed"):
        op.drop_index(f"ix_deliveries_{name}", "deliveries")
    op.execute("PRAGMA legacy_alter_table = ON")
    op.rename_table("deliveries", "former_deliveries")
    op.execute("PRAGMA legacy_alter_table = OFF")
    create_deliveries()
    op.execute(f"INSERT INTO deliveries ({KEPT}) SELECT {KEPT} FROM former_deliveries ORDER BY id")
    op.drop_table("former_deliveries")
    op.create_index(
        "ix_deliveries_event_id_subscriber_channel",
        "deliveries",
        ["event_id", "subscriber", "channel"],
    )
    op.create_index(
        "ix_deliveries_open", "deliveries", ["subscriber", "channel", "due"], sqlite_where=OPEN
    )
    op.create_index("ix_deliveries_subscriber_claimed", "deliveries", ["subscriber", "claimed"])


def create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", NUMBER, sa.Identity()),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text()),
        sa.Column("subscriber", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("body", BYTES, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("attempts", NUMBER, nullable=False),
        sa.Column("claimed", INSTANT),
        sa.Column("last_status", NUMBER),
        sa.Column("held_for", sa.Text()),
        sa.Column("folded_into", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.CheckConstraint(STATES, name="ck_deliveries_state"),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_deliveries_alert_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_deliveries_event_id"),
        sa.ForeignKeyConstraint(["folded_into"], ["alerts.id"], name="fk_deliveries_folded_into"),
        sa.UniqueConstraint(
            "alert_id", "subscriber", "channel", name="uq_deliveries_alert_id_subscriber_channel"
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def index_held_deliveries() -> None:
    held = sa.text("state = 'held' AND folded_into IS NULL")
    op.create_index(
        "ix_deliveries_held",
        "deliveries",
        ["subscriber", "due"],
        sqlite_where=held,
        postgresql_where=held,
    )
    folded = sa.text("folded_into IS NOT NULL")
    op.create_index(
        "ix_deliveries_folded_into",
        "deliveries",
        ["folded_into"],
        sqlite_where=folded,
        postgresql_where=folded,
    )


def create_silences() -> None:
    op.create_table(
        "silences",
        sa.Column("id", NUMBER, sa.Identity()),
        sa.Column("subscriber", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text()),
        sa.Column("text", sa.Text()),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_silences"),
        sa.CheckConstraint("(event_id IS NULL) <> (text IS NULL)", name="ck_silences_one_target"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_silences_event_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_silences_until", "silences", ["until"])


def create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("subscriber", sa.Text()),
        sa.Column("channel", sa.Text()),
        sa.Column("standing", FLAG, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("told", FLAG, nullable=False),
        sa.Column("told_at", INSTANT),
        sa.PrimaryKeyConstraint("key", name="pk_notices"),
        sqlite_strict=True,
    )
    op.create_index("ix_notices_standing_told", "notices", ["standing", "told"])
