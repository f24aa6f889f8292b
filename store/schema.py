"""The tables. The unique constraints carry the guarantees that docs/store.md lists.

Migrations in store/migrations bring a database here; a test holds the two together.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store.types import Bytes, Flag, Instant, Json, Number, Real, Words

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, metadata, *parts, sqlite_strict=True)


def _numbered(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    """A table with an `id` that counts up and is never used again."""
    key = sa.Column("id", Number, sa.Identity(), primary_key=True)
    return sa.Table(name, metadata, key, *parts, sqlite_strict=True, sqlite_autoincrement=True)


def _text(name: str, *rules: sa.schema.SchemaItem, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, Words, *rules, nullable=False, server_default=default)


def _needed(
    name: str, kind: Any, *rules: sa.schema.SchemaItem, server_default: Any = None
) -> sa.Column[Any]:
    return sa.Column(name, kind, *rules, nullable=False, server_default=server_default)


def _optional(name: str, kind: Any, *rules: sa.schema.SchemaItem) -> sa.Column[Any]:
    return sa.Column(name, kind, *rules, nullable=True)


def _where(condition: str) -> dict[str, Any]:
    """Make an index partial, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


feeds = _numbered(
    "feeds",
    _text("url"),
    _text("name"),
    _text("outlet"),
    _text("format"),
    _optional("language", Words),
    _text("tier"),
    _optional("home", Words),
    _text("note"),
    _optional("selectors", Json),
    _needed("active", Flag),
    _optional("etag", Words),
    _optional("last_modified", Words),
    _optional("body_hash", Words),
    _text("health"),
    _optional("since", Instant),
    _optional("last_poll", Instant),
    _optional("next_poll", Instant),
    _optional("interval_s", Real),
    _optional("last_new", Instant),
    _optional("error", Words),
    _needed("failures", Number),
    _needed("sequence", Number),
    _needed("cadence_entries", Real, server_default="0"),
    _needed("cadence_span_s", Real, server_default="0"),
    _optional("last_good", Instant),
    _optional("last_whole", Instant),
    _optional("rolled_over", Instant),
    _optional("newest", Instant),
    _needed("trusted", Flag, server_default=sa.true()),
    _optional("took_s", Real),
    _text("cms", default=""),
    _optional("window_s", Real),
    sa.UniqueConstraint("url"),
    sa.Index(None, "next_poll"),
)

spells = _numbered(
    "spells",
    _needed("feed_id", Number, sa.ForeignKey("feeds.id")),
    _text("state"),
    _text("reason"),
    _needed("started", Instant),
    _optional("ended", Instant),
    sa.CheckConstraint("state IN ('seen', 'blind', 'late', 'missed')", name="state"),
)
sa.Index("uq_spells_open", spells.c.feed_id, unique=True, **_where("ended IS NULL"))
sa.Index("ix_spells_ended", spells.c.ended)

backfills = _numbered(
    "backfills",
    _needed("feed_id", Number, sa.ForeignKey("feeds.id")),
    _needed("since", Instant),
    _needed("until", Instant),
    _needed("quiet", Flag),
    _text("state"),
    _text("route"),
    # The addresses to ask next, in their order.
    _needed("ahead", Json),
    _text("last_page"),
    _needed("pages", Number),
    _needed("found", Number),
    _optional("reached", Instant),
    _needed("tries", Number),
    _needed("due", Instant),
    _optional("problem", Words),
    sa.CheckConstraint("state IN ('open', 'done', 'ended')", name="state"),
    sa.Index(None, "feed_id"),
)
sa.Index(
    "uq_backfills_open",
    backfills.c.feed_id,
    backfills.c.quiet,
    unique=True,
    **_where("state = 'open'"),
)

entries = _numbered(
    "entries",
    _needed("feed_id", Number, sa.ForeignKey("feeds.id")),
    _text("identity"),
    _text("url"),
    _text("title"),
    _text("summary"),
    _text("content"),
    _optional("published", Instant),
    _optional("outlet", Words),
    _text("content_hash"),
    _optional("page", Words),
    _text("dated", default=""),
    _needed("found", Instant),
    _needed("quiet", Flag),
    _text("state"),
    _optional("judged", Instant),
    _optional("kind", Words),
    # Why its page could not be read, where it was judged without.
    _text("problem", default=""),
    sa.UniqueConstraint("feed_id", "identity"),
    sa.CheckConstraint("state IN ('pending', 'judged')", name="state"),
)
sa.Index("ix_entries_feed_id_page", entries.c.feed_id, entries.c.page)
sa.Index("ix_entries_pending", entries.c.id, **_where("state = 'pending'"))

articles = _numbered(
    "articles",
    _text("url"),
    _text("title"),
    _text("text"),
    _optional("language", Words),
    _optional("published", Instant),
    _needed("arrived", Instant),
    _text("outlet"),
    _text("tier"),
    _text("feed"),
    _text("text_source"),
    _needed("revision", Number),
    _needed("revised", Instant),
    _optional("page", Words),
    _optional("headline", Words),
    sa.UniqueConstraint("url"),
    sa.Index("uq_articles_page", "page", unique=True),
    sa.Index(None, "headline"),
)

article_revisions = _table(
    "article_revisions",
    _needed("article_id", Number, sa.ForeignKey("articles.id")),
    _needed("revision", Number),
    _text("title"),
    _text("text"),
    _needed("revised", Instant),
    sa.PrimaryKeyConstraint("article_id", "revision"),
)

events = _table(
    "events",
    sa.Column("id", Words, primary_key=True),
    _text("watchlist"),
    _needed("first_seen", Instant),
    _needed("alerted", Flag),
    _optional("merged_into", Words, sa.ForeignKey("events.id")),
    _optional("merged", Instant),
    sa.CheckConstraint("merged_into <> id", name="merged_into"),
    sa.Index(None, "first_seen"),
    sa.Index(None, "merged_into"),
)

reports = _numbered(
    "reports",
    _optional("event_id", Words, sa.ForeignKey("events.id")),
    _needed("article_id", Number, sa.ForeignKey("articles.id")),
    _text("watchlist"),
    _text("passage_field"),
    _needed("passage_start", Number),
    _text("kind"),
    _needed("opened", Flag),
    _needed("score", Real),
    _needed("threshold", Real),
    _needed("facts", Json),
    _needed("marks", Json),
    _needed("assessment", Json),
    # A later wording of the article says something else, or no longer tells it.
    sa.Column("superseded", Flag, nullable=False, server_default=sa.false()),
    # What the resolver made of it, with its reasons.
    _optional("decision", Json),
    sa.Index(None, "event_id", "superseded"),
)
sa.Index(
    "uq_reports_passage",
    reports.c.article_id,
    reports.c.watchlist,
    reports.c.passage_field,
    reports.c.passage_start,
    unique=True,
    **_where("NOT superseded"),
)

STANDING = sa.text("NOT reports.superseded")
"""In the words of the index above: SQLite would scan the table for "superseded = 0"."""

event_slots = _table(
    "event_slots",
    _text("watchlist"),
    _text("slot_key"),
    _needed("event_id", Words, sa.ForeignKey("events.id")),
    sa.PrimaryKeyConstraint("watchlist", "slot_key", "event_id"),
    sa.Index(None, "event_id"),
)

kept_apart = _table(
    "kept_apart",
    _needed("event_id", Words, sa.ForeignKey("events.id")),
    _needed("other_id", Words, sa.ForeignKey("events.id")),
    sa.PrimaryKeyConstraint("event_id", "other_id"),
    sa.CheckConstraint("event_id <> other_id", name="other"),
    sa.Index(None, "other_id"),
)

alerts = _table(
    "alerts",
    sa.Column("id", Words, primary_key=True),
    _text("alert_key"),
    _text("type"),
    _optional("event_id", Words, sa.ForeignKey("events.id")),
    _needed("revision", Number),
    _needed("created", Instant),
    _needed("payload", Json),
    sa.UniqueConstraint("alert_key"),
    sa.Index(None, "event_id"),
    sa.Index(None, "created"),
)

deliveries = _numbered(
    "deliveries",
    _needed("alert_id", Words, sa.ForeignKey("alerts.id")),
    # The event within which order is kept: the alert's own, or what that was merged into.
    _optional("event_id", Words, sa.ForeignKey("events.id")),
    _text("subscriber"),
    _text("channel"),
    _text("message_id"),
    _needed("body", Bytes),
    _text("state"),
    # When it may be sent or folded; while it is being sent, when its lease runs out.
    _needed("due", Instant),
    _needed("attempts", Number),
    _optional("claimed", Instant),
    _optional("last_status", Number),
    # When its receiver wants to be called again, at the earliest.
    _optional("not_before", Instant),
    _optional("held_for", Words),
    # The digest that lists it; from then on it shares that one's fate.
    _optional("folded_into", Words, sa.ForeignKey("alerts.id")),
    sa.UniqueConstraint("alert_id", "subscriber", "channel"),
    sa.CheckConstraint(
        "state IN ('pending', 'sending', 'held', 'delivered', 'dead', 'silenced')", name="state"
    ),
    sa.Index(None, "subscriber", "claimed"),
    sa.Index(None, "event_id", "subscriber", "channel"),
)
OPEN = "state IN ('pending', 'sending')"
sa.Index(
    "ix_deliveries_open",
    deliveries.c.subscriber,
    deliveries.c.channel,
    deliveries.c.due,
    **_where(OPEN),
)
sa.Index(
    "ix_deliveries_held",
    deliveries.c.subscriber,
    deliveries.c.due,
    **_where("state = 'held' AND folded_into IS NULL"),
)
sa.Index(
    "ix_deliveries_folded_into",
    deliveries.c.folded_into,
    **_where("folded_into IS NOT NULL"),
)

attempts = _table(
    "attempts",
    _needed("delivery_id", Number, sa.ForeignKey("deliveries.id")),
    _needed("number", Number),
    _needed("started", Instant),
    _needed("finished", Instant),
    _text("verdict"),
    _optional("status", Number),
    _text("detail"),
    _text("answer"),
    sa.PrimaryKeyConstraint("delivery_id", "number"),
    sa.Index(None, "finished"),
)

subscriber_state = _table(
    "subscriber_state",
    _text("subscriber"),
    _text("channel"),
    _text("state"),
    _optional("reason", Words),
    _needed("since", Instant),
    # Since when every attempt failed, and when it is switched off if that goes on, once said.
    _optional("failing_since", Instant),
    _optional("off_at", Instant),
    sa.PrimaryKeyConstraint("subscriber", "channel"),
    sa.CheckConstraint("state IN ('on', 'paused', 'off')", name="state"),
)

silences = _numbered(
    "silences",
    _text("subscriber"),
    _optional("event_id", Words, sa.ForeignKey("events.id")),
    _optional("text", Words),
    _needed("until", Instant),
    _needed("created", Instant),
    # Who made it, as in feedback; "command" on the command line.
    _text("voice", default=""),
    sa.CheckConstraint("(event_id IS NULL) <> (text IS NULL)", name="one_target"),
    sa.Index(None, "until"),
)

notices = _table(
    "notices",
    sa.Column("key", Words, primary_key=True),
    _text("title"),
    _text("text"),
    # The endpoint that it is about, by which it can't be told.
    _optional("subscriber", Words),
    _optional("channel", Words),
    _needed("standing", Flag),
    _needed("since", Instant),
    # What was told last, that it stands or that it is over; the two differ while one is to come.
    _needed("told", Flag),
    _optional("told_at", Instant),
    sa.Index(None, "standing", "told"),
)

feedback = _numbered(
    "feedback",
    _text("verdict"),
    # Who says it: "web", "mail:desk", "api:systems". Each has one voice on an event.
    _text("voice"),
    _optional("event_id", Words, sa.ForeignKey("events.id")),
    _optional("url", Words),
    _text("note"),
    _needed("said", Instant),
    sa.UniqueConstraint("event_id", "voice"),
    sa.UniqueConstraint("url", "voice"),
    sa.CheckConstraint("verdict IN ('right', 'wrong', 'duplicate', 'missed')", name="verdict"),
    sa.CheckConstraint("(event_id IS NULL) <> (url IS NULL)", name="about"),
)

SEARCH = "article_words"
"""Each database searches in its own way, so this one is spelled out for each."""

for _dialect, _statement in (
    (
        "sqlite",
        f"CREATE VIRTUAL TABLE {SEARCH} USING fts5"
        "(title, text, tokenize = 'unicode61 remove_diacritics 0')",
    ),
    (
        "postgresql",
        f"CREATE TABLE {SEARCH} (article_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
    ),
    ("postgresql", f"CREATE INDEX ix_{SEARCH} ON {SEARCH} USING gin (words)"),
):
    _made = sa.DDL(_statement)  # type: ignore[no-untyped-call]
    sa.event.listen(metadata, "after_create", _made.execute_if(dialect=_dialect))
_dropped = sa.DDL(f"DROP TABLE IF EXISTS {SEARCH}")  # type: ignore[no-untyped-call]
sa.event.listen(metadata, "after_drop", _dropped)
