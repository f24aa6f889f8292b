"""Admits assessed articles: finds or opens their events, raises alerts, queues deliveries.

One call is one transaction (the second one of an article's way): after it either everything is
stored, or nothing is and the entry stays pending.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.channels.channel import Channel
from alerts.payload import Raised
from alerts.placing import Told, place, read_article, stand
from alerts.queueing import ChannelKey, deliveries_of
from alerts.raising import (
    OLDEST_ALERT,
    Placement,
    first_told,
    is_old_story,
    joined,
    number_alert,
    raise_for,
)
from alerts.regrouping import Regrouped, merge_by_hand, split_by_hand
from alerts.routing import newcomers, recipients, waits_for_reports
from core.alerts import Alert
from core.articles import Article, PendingEntry
from core.assessments import Assessment, Judgement
from core.clock import Clock
from core.events import Decision
from core.subscribers import SubscriberSettings
from store.alerts import raise_alert, subscribers_told
from store.database import Connection, Database
from store.entries import mark_judged

logger = logging.getLogger("balagh.alert")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One assessment with what was decided of it; `event_id` None where it concerns no event."""

    assessment: Assessment
    decision: Decision
    event_id: str | None
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What came of one article."""

    article_id: int
    placed: tuple[Placed, ...]

    @property
    def alerts(self) -> list[Alert]:
        return [alert for p in self.placed for alert in p.alerts]


class Desk:
    """Decides what becomes of an assessed article. To be called from one thread at a time.

    `told` is called with each alert, after its transaction is committed.
    """

    def __init__(
        self,
        database: Database,
        subscribers: Sequence[SubscriberSettings],
        channels: Mapping[ChannelKey, Channel],
        clock: Clock,
        told: Callable[[Alert], None] | None = None,
    ) -> None:
        self._database = database
        self._subscribers = subscribers
        self._channels = channels
        self._clock = clock
        self._told = told

    def admit(
        self,
        article: Article,
        judgement: Judgement,
        *,
        entry: PendingEntry | None = None,
        past: bool = False,
        apart: Collection[str] = (),
    ) -> Admission:
        """Store an article, place each of its reports and raise what is new.

        `entry` is what it came from, marked judged with it; a quiet one raises nothing. Nor does a
        `past` article, by which an event was first seen when it arrived, not today. `apart` are
        the URLs of articles that are known to tell other operations. Raises StoreError; then
        nothing is stored.
        """
        seen = article.arrived if past else self._clock()
        quiet = past or (entry is not None and entry.quiet) or self._is_old(article)
        strongest = judgement.strongest
        with self._database.begin() as conn:
            reading = read_article(conn, article, judgement)
            placed = tuple(
                self._place(conn, told, edited=reading.edited, quiet=quiet, seen=seen, apart=apart)
                for told in reading.told
            )
            if entry is not None:
                kind = strongest.kind if strongest else "none"
                mark_judged(conn, [entry], at=self._clock(), kind=kind)
        admission = Admission(article_id=reading.article_id, placed=placed)
        self._announce(admission.alerts, admission.article_id)
        return admission

    def merge(self, event_ids: Sequence[str]) -> Regrouped:
        """Make events one under the one first seen, as a person says; see alerts/regrouping.py.

        Raises UsageError, StoreError; then nothing is changed.
        """
        return self._regroup(lambda conn: merge_by_hand(conn, event_ids, now=self._clock()))

    def split(self, event_id: str, report_ids: Sequence[int]) -> Regrouped:
        """Move reports of an event into one of their own. Raises UsageError, StoreError."""
        return self._regroup(
            lambda conn: split_by_hand(conn, event_id, report_ids, now=self._clock())
        )

    def _regroup(self, work: Callable[[Connection], Regrouped]) -> Regrouped:
        with self._database.begin() as conn:
            done = work(conn)
            alert = self._queue(conn, done.raised, self._subscribers) if done.raised else None
        if done.raised and alert:
            self._announce([alert], done.raised.report.article_id)
        return done

    def _is_old(self, article: Article) -> bool:
        published = article.published
        return published is not None and article.arrived - published > OLDEST_ALERT

    def _place(
        self,
        conn: Connection,
        told: Told,
        *,
        edited: bool,
        quiet: bool,
        seen: datetime,
        apart: Collection[str],
    ) -> Placed:
        """Place a report and raise what is new; one that stands there already joins nothing."""
        quiet = quiet or is_old_story(told.report.facts)
        if told.same and told.former is not None:
            placement = stand(conn, told, told.former, quiet=quiet)
            raised = raise_for(conn, placement, now=self._clock())
            alerts = [self._queue(conn, raised, self._subscribers)] if raised else []
        else:
            placement = place(conn, told, edited=edited, quiet=quiet, now=seen, apart=apart)
            alerts = list(self._raise(conn, placement))
        return Placed(
            assessment=told.assessment,
            decision=placement.decision,
            event_id=placement.report.event_id,
            alerts=tuple(alerts),
        )

    def _raise(self, conn: Connection, placement: Placement) -> Iterator[Alert]:
        now = self._clock()
        raised = raise_for(conn, placement, now=now)
        found = raised
        if found is None and any(map(waits_for_reports, self._subscribers)):
            found = joined(conn, placement, now=now)
        if found is None:
            return
        new = newcomers(found, self._subscribers, subscribers_told(conn, found.event.id))
        if raised is not None:
            yield self._queue(conn, raised, [s for s in self._subscribers if s not in new])
        if new:
            yield self._queue(conn, first_told(found), new)

    def _queue(
        self, conn: Connection, raised: Raised, subscribers: Sequence[SubscriberSettings]
    ) -> Alert:
        now = self._clock()
        alert = number_alert(conn, raised, now=now)
        before = subscribers_told(conn, raised.event.id) if raised.type != "event.new" else ()
        told = recipients(raised, subscribers, before)
        raise_alert(conn, alert, deliveries_of(conn, alert, raised, told, self._channels, now=now))
        return alert

    def _announce(self, alerts: Sequence[Alert], article_id: int) -> None:
        for alert in alerts:
            event = alert.payload["event"]
            title = alert.payload["report"]["title"]
            logger.info(
                "%s: %s",
                alert.type,
                title,
                extra={
                    "alert_id": alert.id,
                    "event_id": alert.event_id,
                    "article_id": article_id,
                    "watchlist": event["watchlist"],
                },
            )
            if self._told is not None:
                self._told(alert)
