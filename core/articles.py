"""From a feed to an article: one dataclass per stage of the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

FeedFormat = Literal["rss", "atom", "json", "sitemap", "search", "listing"]
Tier = Literal["official", "national", "regional", "foreign", "aggregator", "search", "unknown"]

Cms = Literal["", "wordpress"]
"""The system that an outlet runs, where that opens ways to older entries."""

TextSource = Literal["page", "feed", "file"]

TIERS: tuple[Tier, ...] = (
    "official",
    "national",
    "regional",
    "foreign",
    "aggregator",
    "search",
    "unknown",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS selectors for an outlet's pages; "" is what fits most outlets.

    On a listing page `item` marks each article's block; `link`, `title` and `date` stand within it.
    On an article's page `text` marks what holds the text, `drop` what is no part of it.
    """

    item: str = ""
    link: str = ""
    title: str = ""
    date: str = ""
    text: str = ""
    drop: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A polled URL, as the catalogue or the settings describe it.

    `language` is an ISO 639 code ("ar", "ary", "fr", "en", "es") or None where several mix.
    """

    name: str
    url: str
    outlet: str
    format: FeedFormat = "rss"
    language: str | None = None
    tier: Tier = "unknown"
    home: str | None = None
    cms: Cms = ""
    note: str = ""
    selectors: Selectors = Selectors()


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask "has it changed?" with: both are opaque and may be missing."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed document, as the document states it.

    `identity` is what stays the same when the entry comes again (the GUID, else the link); `page`
    is the key of its own page (core.addresses), "" where it has none.
    `summary` is plain text; `content` is the HTML that the feed itself carries, if any.
    `dated` says what was decided about `published`, "" where it stands as given.
    `outlet` is the publisher named by the entry where the feed mixes several (aggregators).
    `content_hash` changes when title, summary or content change.
    """

    identity: str
    url: str
    title: str
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    outlet: str | None = None
    content_hash: str = ""
    page: str = ""
    dated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEntry:
    """An entry that is stored and not judged yet.

    `quiet`: judged and stored without alerting (a feed's first poll, a backfill).
    `found` is when it was first seen, UTC. `problem` says why its page could not be read, "" where
    it was or nobody tried yet.
    """

    id: int
    feed_id: int
    feed: str
    outlet: str
    tier: Tier
    language: str | None
    entry: Entry
    found: datetime
    quiet: bool
    selectors: Selectors = Selectors()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The text of an entry, ready to be judged.

    `id` is free: the store's number, a label in a corpus, a file's name.
    `published` is aware or None; `arrived` is when Balagh saw it first.
    `text_source` says where the text came from: the page, or the feed's own text. `page` is the
    key of its page (core.addresses), "" where the URL itself is all that is known.
    """

    id: str
    url: str
    title: str
    text: str
    language: str | None
    published: datetime | None
    arrived: datetime
    outlet: str = ""
    tier: Tier = "unknown"
    feed: str = ""
    text_source: TextSource = "page"
    page: str = ""


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a feed publishes: `entries` came in `span_s` seconds; both fade with time."""

    entries: float = 0.0
    span_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A health word and, for any but "ok", a sentence: evidence, and what to do."""

    word: str
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRecord:
    """What one poll of a feed gave, to be written in one transaction.

    `outcome`: "changed" (a new document), "unchanged" (304 or the same body), "failed", "offline"
    (our own network is down: the feed is not to blame).
    `health` is a health word, `problem` a sentence for a person that goes with any but "ok"; both
    are `missed` where entries turn out to have slipped out since the last poll. An offline poll
    leaves them as they are, or as they were `before` the feed was blamed for what our network did.
    `whole` says that the server sent the document, not a 304; `trusted` that its validators are
    believed; `newest` is the latest date of an entry; `oldest` how far back the document reaches.
    `took_s` is how long answers take.
    `quiet_before`: entries published before it, and those without a date, are judged without
    alerting (a first poll).
    """

    feed_id: int
    polled: datetime
    next_poll: datetime
    outcome: Literal["changed", "unchanged", "failed", "offline"]
    entries: tuple[Entry, ...] = ()
    validators: Validators = field(default_factory=Validators)
    body_hash: str | None = None
    status: int | None = None
    health: str = "ok"
    problem: str | None = None
    missed: Finding | None = None
    before: FeedState | None = None
    cadence: Cadence = Cadence()
    whole: bool = True
    trusted: bool = True
    newest: datetime | None = None
    oldest: datetime | None = None
    took_s: float | None = None
    quiet_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """A feed with what the store remembers of it; instants are UTC, None = never yet.

    `health` is a health word, `error` what it means here; `since` when that began.
    `last_good` is the last poll that was answered, `last_whole` the last that brought the document
    itself; `rolled_over` when entries were last missed; `newest` the latest date of an entry.
    `trusted` is False where the server's validators lied; `took_s` is how long answers take,
    `window_s` how far back the last document reached.
    `sequence` counts the polls recorded; `failures` those in a row that failed.
    """

    id: int
    feed: Feed
    validators: Validators
    body_hash: str | None
    health: str
    since: datetime | None
    last_poll: datetime | None
    next_poll: datetime | None
    interval_s: float | None
    last_new: datetime | None
    error: str | None
    failures: int
    sequence: int
    cadence: Cadence = Cadence()
    last_good: datetime | None = None
    last_whole: datetime | None = None
    rolled_over: datetime | None = None
    newest: datetime | None = None
    trusted: bool = True
    took_s: float | None = None
    window_s: float | None = None


SpellState = Literal["seen", "blind", "late", "missed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A time in a feed's life; instants are UTC, `ended` is None while it goes on.

    `state`: "seen" (watched without a gap), "blind" (it fails, and what it publishes is not seen),
    "late" (a gap that was closed: everything was seen, but later), "missed" (entries may have been
    lost). `reason` says why, as a health word.
    """

    feed_id: int
    state: SpellState
    reason: str
    started: datetime
    ended: datetime | None
