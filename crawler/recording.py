"""What a crawl leaves in the store: polls (transaction 1) and judged articles (transaction 2).

Transaction 1 leaves the candidates pending; what the gate keeps out is judged by that. All of it
runs in the one writer thread, so an entry is in one pair of hands at a time.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Executor
from datetime import datetime
from html import unescape
from typing import TypeVar

from alerts.desk import Admission, Desk
from core.articles import Article, Entry, Feed, FeedState, PendingEntry, PollRecord
from core.assessments import Judgement, Kind
from core.backfills import Backfill
from core.clock import Clock
from core.events import NewEvent
from crawler.gathering import Gathering
from crawler.planning import QUIET_BEFORE
from crawler.statistics import Statistics
from matching.matcher import Matcher
from store.backfills import record_page
from store.backlog import begin_backfill, last_backfills, open_backfills
from store.database import Connection, Database
from store.entries import mark_judged, pending_entries
from store.feeds import (
    due_feeds,
    feed_state,
    feed_states,
    mend_polls,
    record_poll,
    sync_feeds,
)

T = TypeVar("T")

Polled = tuple[int, list[PendingEntry]]
"""The number of a poll's new or changed entries, and the candidates among them."""

assessments = logging.getLogger("balagh.assessment")

LEAD = 300
"""The gate sees the title and so many characters; an announcement names its agency in them."""

LEAD_MARKUP = 6_000
"""Characters of a content's HTML in which its lead is looked for, behind an image in many sizes."""

_SAME_START = 40
"""Where a content begins with so much of the summary, it says all of it."""

_ANNOUNCING: tuple[Kind, ...] = ("operation", "support", "update")

_TAG = re.compile(r"<[^<>]*>")
BATCH = 200


class Recorder:
    """The crawl's side of the store. Every method raises StoreError where the store fails."""

    def __init__(
        self, database: Database, matcher: Matcher, desk: Desk, clock: Clock, writer: Executor
    ) -> None:
        self._database = database
        self._matcher = matcher
        self._desk = desk
        self._clock = clock
        self._writer = writer
        self._in_hand: set[int] = set()
        self._last_taken = 0
        self._polls = Gathering(self._write)
        self.statistics = Statistics()

    async def sync(self, feeds: Sequence[Feed]) -> None:
        """Make these the feeds that are polled."""
        await self._run(lambda: self._sync(feeds))

    async def states(self) -> list[FeedState]:
        return await self._run(self._states)

    async def due(self, limit: int, *, without: Collection[int] = ()) -> list[FeedState]:
        """Return feeds whose time has come, the longest due first; `without` are numbers."""
        return await self._run(lambda: self._due(limit, without))

    async def poll(self, record: PollRecord) -> Polled:
        """Write one poll down; return the number of new or changed entries, and the candidates."""
        return await self._polls.put(record)

    async def backfills(
        self, feed_ids: Iterable[int] | None = None
    ) -> list[tuple[Backfill, FeedState]]:
        """Return the open backfills that are due, of these feeds or of all."""
        return await self._run(lambda: self._backfills(feed_ids))

    async def begin_history(self, feed_ids: Sequence[int], since: datetime) -> None:
        """Open a quiet backfill for each of these feeds that was not paged back so far yet."""
        await self._run(lambda: self._begin_history(feed_ids, since))

    async def page(
        self, after: Backfill, entries: Sequence[Entry]
    ) -> tuple[int, list[PendingEntry]]:
        """Write a page of a backfill down; return the number of new entries, and the candidates."""
        return await self._run(lambda: self._page(after, entries))

    async def take_up(self) -> tuple[list[PendingEntry], bool]:
        """Go on through the entries that a crash or a full queue left pending.

        Return the next candidates, and whether the end was reached; then it begins anew.
        """
        return await self._run(self._take_up)

    async def judge(self, article: Article, pending: PendingEntry) -> Admission:
        """Judge a candidate and admit it; on an error it stays in hand until put_back()."""
        return await self._run(lambda: self._judge(article, pending))

    async def announces(self, article: Article) -> bool:
        """Say whether an article announces anything as it stands, or can't be judged at all."""
        return await self._run(lambda: self._announces(article))

    def put_back(self, pending: PendingEntry) -> None:
        """Leave a candidate to a later take_up(), which counts it again."""
        if pending.id in self._in_hand:
            self._in_hand.remove(pending.id)
            self.statistics.candidates -= 1

    def mend(self) -> None:
        """Make due what a clock that was set back would leave for later; in the writer's thread."""
        with self._database.begin() as conn:
            mend_polls(conn, self._clock())

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    def _sync(self, feeds: Sequence[Feed]) -> None:
        with self._database.begin() as conn:
            sync_feeds(conn, feeds)
            mend_polls(conn, self._clock())

    def _states(self) -> list[FeedState]:
        with self._database.read() as conn:
            return feed_states(conn)

    def _due(self, limit: int, without: Collection[int]) -> list[FeedState]:
        with self._database.read() as conn:
            return due_feeds(conn, self._clock(), limit=limit, without=without)

    async def _write(self, records: Sequence[PollRecord]) -> list[Polled | Exception]:
        return await self._run(lambda: self._poll_all(records))

    def _poll_all(self, records: Sequence[PollRecord]) -> list[Polled | Exception]:
        """Record polls in one transaction; where one breaks it, each in its own."""
        try:
            with self._database.begin() as conn:
                polled: list[Polled | Exception] = [self._poll(conn, r) for r in records]
        except Exception as error:  # noqa: BLE001 - the boundary of one feed
            if len(records) == 1:
                return [error]
            return [found for record in records for found in self._poll_all([record])]
        for found in polled:
            if not isinstance(found, Exception):
                self._take_in_hand(found[1])
                self.statistics.entries += found[0]
        return polled

    def _poll(self, conn: Connection, record: PollRecord) -> Polled:
        fresh = 0

        def gate(entry: Entry) -> bool:
            nonlocal fresh
            fresh += 1
            return self._lets_through(entry)

        candidates = record_poll(conn, record, gate)
        return fresh, candidates

    def _backfills(self, feed_ids: Iterable[int] | None) -> list[tuple[Backfill, FeedState]]:
        with self._database.read() as conn:
            found = open_backfills(conn, self._clock(), feed_ids=feed_ids)
            return [(backfill, feed_state(conn, backfill.feed_id)) for backfill in found]

    def _begin_history(self, feed_ids: Sequence[int], since: datetime) -> None:
        with self._database.begin() as conn:
            known = last_backfills(conn, quiet=True)
            for number in feed_ids:
                last = known.get(number)
                if last is None or last.state != "done" or last.since > since:
                    polled = feed_state(conn, number).last_good
                    until = polled or self._clock() - QUIET_BEFORE
                    begin_backfill(conn, number, since=since, until=until, quiet=True)

    def _page(self, after: Backfill, entries: Sequence[Entry]) -> tuple[int, list[PendingEntry]]:
        with self._database.begin() as conn:
            pending = record_page(conn, after, entries, at=self._clock())
            candidates = self._sift(conn, pending)
        self._take_in_hand(candidates)
        self.statistics.entries += len(pending)
        return len(pending), candidates

    def _take_up(self) -> tuple[list[PendingEntry], bool]:
        with self._database.read() as conn:
            found = pending_entries(conn, limit=BATCH, after=self._last_taken)
        at_end = len(found) < BATCH
        self._last_taken = 0 if at_end else found[-1].id
        free = [entry for entry in found if entry.id not in self._in_hand]
        if not free:
            return [], at_end
        with self._database.begin() as conn:
            candidates = self._sift(conn, free)
        self._take_in_hand(candidates)
        return candidates, at_end

    def _sift(self, conn: Connection, pending: Sequence[PendingEntry]) -> list[PendingEntry]:
        """Return the candidates; what the gate keeps out is marked as judged."""
        candidates = [p for p in pending if self._lets_through(p.entry)]
        kept = {p.id for p in candidates}
        others = [p for p in pending if p.id not in kept]
        mark_judged(conn, others, at=self._clock(), kind="none")
        return candidates

    def _lets_through(self, entry: Entry) -> bool:
        """An entry that says nothing, as one whose page a person named, is judged by its page."""
        lead = _lead(entry)
        if not entry.title and not lead:
            return True
        try:
            return self._matcher.lets_through(entry.title, lead)
        except Exception:  # noqa: BLE001 - the boundary of one article
            assessments.exception("the gate failed on %s", entry.url)
            return True

    def _take_in_hand(self, candidates: Sequence[PendingEntry]) -> None:
        fresh = {p.id for p in candidates} - self._in_hand
        self._in_hand |= fresh
        self.statistics.candidates += len(fresh)

    def _announces(self, article: Article) -> bool:
        try:
            judgement = self._matcher.judge(article)
        except Exception:  # noqa: BLE001 - the boundary of one article
            assessments.exception("not judged: %s", article.url)
            return True
        return any(found.kind in _ANNOUNCING for found in judgement.assessments)

    def _judge(self, article: Article, pending: PendingEntry) -> Admission:
        judgement = self._matcher.judge(article)
        _log(article, judgement, pending)
        admission = self._desk.admit(article, judgement, entry=pending)
        self._in_hand.discard(pending.id)
        self._count(admission)
        return admission

    def _count(self, admission: Admission) -> None:
        self.statistics.articles += 1
        opened = [p for p in admission.placed if isinstance(p.decision, NewEvent)]
        self.statistics.events += len(opened)
        self.statistics.alerts.update(alert.type for alert in admission.alerts)


def _lead(entry: Entry) -> str:
    """Return the summary, and where it is short how the content begins: many end too soon.

    Tags are only cut out here, which is as good for the gate as reading them, and much faster.
    """
    if len(entry.summary) >= LEAD or not entry.content:
        return entry.summary[:LEAD]
    content = _without_tags(entry.content[: 2 * LEAD])
    if len(content) < LEAD < len(entry.content):
        content = _without_tags(entry.content[:LEAD_MARKUP])
    if content.startswith(entry.summary[:_SAME_START]):
        return content[:LEAD]
    return f"{entry.summary} {content}"[:LEAD]


def _without_tags(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _log(article: Article, judgement: Judgement, pending: PendingEntry) -> None:
    for assessment in judgement.assessments:
        if assessment.kind != "none":
            assessments.info(
                "%s %.1f (threshold %.1f) %s: %s",
                assessment.kind,
                assessment.score,
                assessment.threshold,
                article.outlet,
                article.title,
                extra={
                    "entry_id": pending.id,
                    "feed_id": pending.feed_id,
                    "watchlist": assessment.watchlist,
                },
            )
