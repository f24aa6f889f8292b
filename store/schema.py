"""The tables. The unique constraints carry the guarantees that docs/store.md lists.

Migrations in store/migrations bring a database here; a test holds the two together.
"""

from __future__ import annotations

import sqlalchemy as sa

from store.columns import needed, optional, text, where
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


feeds = _numbered(
    "feeds",
    text("url"),
    text("name"),
    text("outlet"),
    text("format"),
    optional("language", Words),
    text("tier"),
    optional("home", Words),
    text("note"),
    optional("selectors", Json),
    needed("active", Flag),
    optional("etag", Words),
    optional("last_modified", Words),
    optional("body_hash", Words),
    text("health"),
    optional("since", Instant),
    optional("last_poll", Instant),
    optional("next_poll", Instant),
    optional("interval_s", Real),
    optional("last_new", Instant),
    optional("error", Words),
    needed("failures", Number),
    needed("sequence", Number),
    needed("cadence_entries", Real, server_default="0"),
    needed("cadence_span_s", Real, server_default="0"),
    optional("last_good", Instant),
    optional("last_whole", Instant),
    optional("rolled_over", Instant),
    optional("newest", Instant),
    needed("trusted", Flag, server_default=sa.true()),
    optional("took_s", Real),
    text("cms", default=""),
    optional("window_s", Real),
    sa.UniqueConstraint("url"),
    sa.Index(None, "next_poll"),
)

spells = _numbered(
    "spells",
    needed("feed_id", Number, sa.ForeignKey("feeds.id")),
    text("state"),
    text("reason"),
    needed("started", Instant),
    optional("ended", Instant),
    sa.CheckConstraint("state IN ('seen', 'blind', 'late', 'missed')", name="state"),
)
sa.Index("uq_spells_open", spells.c.feed_id, unique=True, **where("ended IS NULL"))
sa.Index("ix_spells_ended", spells.c.ended)

backfills = _numbered(
    "backfills",
    needed("feed_id", Number, sa.ForeignKey("feeds.id")),
    needed("since", Instant),
    needed("until", Instant),
    needed("quiet", Flag),
    text("state"),
    text("route"),
    # The addresses to ask next, in their order.
    needed("ahead", Json),
    text("last_page"),
    needed("pages", Number),
    needed("found", Number),
    optional("reached", Instant),
    needed("tries", Number),
    needed("due", Instant),
    optional("problem", Words),
    sa.CheckConstraint("state IN ('open', 'done', 'ended')", name="state"),
    sa.Index(None, "feed_id"),
)
sa.Index(
    "uq_backfills_open",
    backfills.c.feed_id,
    backfills.c.quiet,
    unique=True,
    **where("state = 'open'"),
)

entries = _numbered(
    "entries",
    needed("feed_id", Number, sa.ForeignKey("feeds.id")),
    text("identity"),
    text("url"),
    text("title"),
    text("summary"),
    text("content"),
    optional("published", Instant),
    optional("outlet", Words),
    text("content_hash"),
    optional("page", Words),
    text("dated", default=""),
    needed("found", Instant),
    needed("quiet", Flag),
    text("state"),
    optional("judged", Instant),
    optional("kind", Words),
    # Why its page could not be read, where it was judged without.
    text("problem", default=""),
    sa.UniqueConstraint("feed_id", "identity"),
    sa.CheckConstraint("state IN ('pending', 'judged')", name="state"),
)
sa.Index("ix_entries_feed_id_page", entries.c.feed_id, entries.c.page)
sa.Index("ix_entries_pending", entries.c.id, **where("state = 'pending'"))

articles = _numbered(
    "articles",
    text("url"),
    text("title"),
    text("text"),
    optional("language", Words),
    optional("published", Instant),
    needed("arrived", Instant),
    text("outlet"),
    text("tier"),
    text("feed"),
    text("text_source"),
    needed("revision", Number),
    needed("revised", Instant),
    optional("page", Words),
    optional("headline", Words),
    sa.UniqueConstraint("url"),
    sa.Index("uq_articles_page", "page", unique=True),
    sa.Index(None, "headline"),
)

article_revisions = _table(
    "article_revisions",
    needed("article_id", Number, sa.ForeignKey("articles.id")),
    needed("revision", Number),
    text("title"),
    text("text"),
    needed("revised", Instant),
    sa.PrimaryKeyConstraint("article_id", "revision"),
)

events = _table(
    "events",
    sa.Column("id", Words, primary_key=True),
    text("watchlist"),
    needed("first_seen", Instant),
    needed("alerted", Flag),
    optional("merged_into", Words, sa.ForeignKey("events.id")),
    optional("merged", Instant),
    sa.CheckConstraint("merged_into <> id", name="merged_into"),
    sa.Index(None, "first_seen"),
    sa.Index(None, "merged_into"),
)

reports = _numbered(
    "reports",
    optional("event_id", Words, sa.ForeignKey("events.id")),
    needed("article_id", Number, sa.ForeignKey("articles.id")),
    text("watchlist"),
    text("passage_field"),
    needed("passage_start", Number),
    text("kind"),
    needed("opened", Flag),
    needed("score", Real),
    needed("threshold", Real),
    # By it a process knows the facts that it has read before.
    optional("facts_hash", Words),
    needed("facts", Json),
    needed("marks", Json),
    needed("assessment", Json),
    # A later wording of the article says something else, or no longer tells it.
    sa.Column("superseded", Flag, nullable=False, server_default=sa.false()),
    # What the resolver made of it, with its reasons.
    optional("decision", Json),
    sa.Index(None, "event_id", "superseded"),
    sa.Index(None, "kind", "superseded"),
)
sa.Index(
    "uq_reports_passage",
    reports.c.article_id,
    reports.c.watchlist,
    reports.c.passage_field,
    reports.c.passage_start,
    unique=True,
    **where("NOT superseded"),
)

STANDING = sa.text("NOT reports.superseded")
"""In the words of the index above: SQLite would scan the table for "superseded = 0"."""

event_slots = _table(
    "event_slots",
    text("watchlist"),
    text("slot_key"),
    needed("event_id", Words, sa.ForeignKey("events.id")),
    sa.PrimaryKeyConstraint("watchlist", "slot_key", "event_id"),
    sa.Index(None, "event_id"),
)

kept_apart = _table(
    "kept_apart",
    needed("event_id", Words, sa.ForeignKey("events.id")),
    needed("other_id", Words, sa.ForeignKey("events.id")),
    sa.PrimaryKeyConstraint("event_id", "other_id"),
    sa.CheckConstraint("event_id <> other_id", name="other"),
    sa.Index(None, "other_id"),
)

alerts = _table(
    "alerts",
    sa.Column("id", Words, primary_key=True),
    text("alert_key"),
    text("type"),
    optional("event_id", Words, sa.ForeignKey("events.id")),
    needed("revision", Number),
    needed("created", Instant),
    needed("payload", Json),
    sa.UniqueConstraint("alert_key"),
    sa.Index(None, "event_id"),
    sa.Index(None, "created"),
)

deliveries = _numbered(
    "deliveries",
    needed("alert_id", Words, sa.ForeignKey("alerts.id")),
    # The event within which order is kept: the alert's own, or what that was merged into.
    optional("event_id", Words, sa.ForeignKey("events.id")),
    text("subscriber"),
    text("channel"),
    text("message_id"),
    needed("body", Bytes),
    text("state"),
    # When it may be sent or folded; while it is being sent, when its lease runs out.
    needed("due", Instant),
    needed("attempts", Number),
    optional("claimed", Instant),
    optional("last_status", Number),
    # When its receiver wants to be called again, at the earliest.
    optional("not_before", Instant),
    optional("held_for", Words),
    # The digest that lists it; from then on it shares that one's fate.
    optional("folded_into", Words, sa.ForeignKey("alerts.id")),
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
    **where(OPEN),
)
sa.Index(
    "ix_deliveries_held",
    deliveries.c.subscriber,
    deliveries.c.due,
    **where("state = 'held' AND folded_into IS NULL"),
)
sa.Index(
    "ix_deliveries_folded_into",
    deliveries.c.folded_into,
    **where("folded_into IS NOT NULL"),
)

attempts = _table(
    "attempts",
    needed("delivery_id", Number, sa.ForeignKey("deliveries.id")),
    needed("number", Number),
    needed("started", Instant),
    needed("finished", Instant),
    text("verdict"),
    optional("status", Number),
    text("detail"),
    text("answer"),
    sa.PrimaryKeyConstraint("delivery_id", "number"),
    sa.Index(None, "finished"),
)

subscriber_state = _table(
    "subscriber_state",
    text("subscriber"),
    text("channel"),
    text("state"),
    optional("reason", Words),
    needed("since", Instant),
    # Since when every attempt failed, and when it is switched off if that goes on, once said.
    optional("failing_since", Instant),
    optional("off_at", Instant),
    sa.PrimaryKeyConstraint("subscriber", "channel"),
    sa.CheckConstraint("state IN ('on', 'paused', 'off')", name="state"),
)

silences = _numbered(
    "silences",
    text("subscriber"),
    optional("event_id", Words, sa.ForeignKey("events.id")),
    optional("text", Words),
    needed("until", Instant),
    needed("created", Instant),
    # Who made it, as in feedback; "command" on the command line.
    text("voice", default=""),
    sa.CheckConstraint("(event_id IS NULL) <> (text IS NULL)", name="one_target"),
    sa.Index(None, "until"),
)

notices = _table(
    "notices",
    sa.Column("key", Words, primary_key=True),
    text("title"),
    text("text"),
    # The endpoint that it is about, by which it can't be told.
    optional("subscriber", Words),
    optional("channel", Words),
    needed("standing", Flag),
    needed("since", Instant),
    # What was told last, that it stands or that it is over; the two differ while one is to come.
    needed("told", Flag),
    optional("told_at", Instant),
    sa.Index(None, "standing", "told"),
)

feedback = _numbered(
    "feedback",
    text("verdict"),
    # Who says it: "web", "mail:desk", "api:systems". Each has one voice on an event.
    text("voice"),
    optional("event_id", Words, sa.ForeignKey("events.id")),
    optional("url", Words),
    text("note"),
    needed("said", Instant),
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
