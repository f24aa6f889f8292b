"""The first tables.

Types are spelt out here: a revision must not change when store/types.py does.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.Text().with_variant(postgresql.JSONB(), "postgresql")
FLAG = sa.Integer().with_variant(sa.Boolean(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
BYTES = sa.LargeBinary().with_variant(sa.BLOB(), "sqlite")


def upgrade() -> None:
    create_feeds()
    create_entries()
    create_articles()
    create_article_revisions()
    create_events()
    create_reports()
    create_event_slots()
    create_alerts()
    create_deliveries()
    create_attempts()
    create_subscriber_state()


def create_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", NUMBER, sa.Identity()),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("home", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("body_hash", sa.Text()),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("since", INSTANT),
        sa.Column("last_poll", INSTANT),
        sa.Column("next_poll", INSTANT),
        sa.Column("interval_s", REAL),
        sa.Column("last_new", INSTANT),
        sa.Column("error", sa.Text()),
        sa.Column("failures", NUMBER, nullable=False),
        sa.Column("sequence", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feeds_next_poll", "feeds", ["next_poll"])


def create_entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", NUMBER, sa.Identity()),
        sa.Column("feed_id", NUMBER, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("published", INSTANT),
        sa.Column("outlet", sa.Text()),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("found", INSTANT, nullable=False),
        sa.Column("quiet", FLAG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("judged", INSTANT),
        sa.Column("kind", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.CheckConstraint("state IN ('pending', 'judged')", name="ck_entries_state"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_entries_feed_id"),
        sa.UniqueConstraint("feed_id", "identity", name="uq_entries_feed_id_identity"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entries_pending", "entries", ["id"], **_where("state = 'pending'"))


def create_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", NUMBER, sa.Identity()),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("published", INSTANT),
        sa.Column("arrived", INSTANT, nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("text_source", sa.Text(), nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("revised", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("url", name="uq_articles_url"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def create_article_revisions() -> None:
    op.create_table(
        "article_revisions",
        sa.Column("article_id", NUMBER, nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revised", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "revision", name="pk_article_revisions"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_article_revisions_article_id"
        ),
        sqlite_strict=True,
    )


def create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("watchlist", sa.Text(), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("alerted", FLAG, nullable=False),
        sa.Column("merged_into", sa.Text()),
        sa.Column("merged", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.CheckConstraint("merged_into <> id", name="ck_events_merged_into"),
        sa.ForeignKeyConstraint(["merged_into"], ["events.id"], name="fk_events_merged_into"),
        sqlite_strict=True,
    )
    op.create_index("ix_events_first_seen", "events", ["first_seen"])
    op.create_index("ix_events_merged_into", "events", ["merged_into"])


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
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_reports_article_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_reports_event_id"),
        sa.UniqueConstraint(
            "article_id", "watchlist", "passage_field", "passage_start", name="uq_reports_passage"
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reports_event_id", "reports", ["event_id"])


def create_event_slots() -> None:
    op.create_table(
        "event_slots",
        sa.Column("watchlist", sa.Text(), nullable=False),
        sa.Column("slot_key", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("watchlist", "slot_key", "event_id", name="pk_event_slots"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_slots_event_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_event_slots_event_id", "event_slots", ["event_id"])


def create_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("alert_key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text()),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_alerts_event_id"),
        sa.UniqueConstraint("alert_key", name="uq_alerts_alert_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_alerts_event_id", "alerts", ["event_id"])


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
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'delivered', 'dead')",
            name="ck_deliveries_state",
        ),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_deliveries_alert_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_deliveries_event_id"),
        sa.UniqueConstraint(
            "alert_id", "subscriber", "channel", name="uq_deliveries_alert_id_subscriber_channel"
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deliveries_event_id_subscriber_channel",
        "deliveries",
        ["event_id", "subscriber", "channel"],
    )
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["subscriber", "channel", "due"],
        **_where("state IN ('pending', 'sending')"),
    )
    op.create_index("ix_deliveries_subscriber_claimed", "deliveries", ["subscriber", "claimed"])


def create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("delivery_id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("started", INSTANT, nullable=False),
        sa.Column("finished", INSTANT, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("status", NUMBER),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", "number", name="pk_attempts"),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name="fk_attempts_delivery_id"),
        sqlite_strict=True,
    )


def create_subscriber_state() -> None:
    op.create_table(
        "subscriber_state",
        sa.Column("subscriber", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("subscriber", "channel", name="pk_subscriber_state"),
        sa.CheckConstraint("state IN ('on', 'paused', 'off')", name="ck_subscriber_state_state"),
        sqlite_strict=True,
    )


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
