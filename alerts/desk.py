"""Admits assessed articles: finds or opens their events, raises alerts, queues deliveries.

One call is one transaction (the second one of an article's way): after it either everything is
stored, or nothing is and the entry stays pending.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from alerts.channels.channel import Channel
from alerts.raising import raise_for
from alerts.routing import recipients
from core.alerts import Alert
from core.alerts import Channel as ChannelName
from core.articles import Article, PendingEntry
from core.assessments import Assessment, Judgement
from core.clock import Clock
from core.events import (
    Decision,
    JoinEvent,
    Mention,
    MergeEvents,
    NewEvent,
    Report,
    Retelling,
    UpdateEvent,
)
from core.jsonable import jsonable
from core.settings import SubscriberSettings
from matching.facts import facts_of, index_keys, lookup_keys, passage_of
from matching.resolve import resolve
from store.alerts import raise_alert
from store.articles import save_article
from store.database import Connection, Database
from store.entries import mark_judged
from store.events import add_report, candidates, lock_watchlist, merge_events, open_event

logger = logging.getLogger("balagh.alert")

OLDEST_ALERT = timedelta(days=12)
"""What was published longer ago is stored and judged, and raises nothing."""

ChannelKey = tuple[str, ChannelName]
"""A subscriber's name and a channel of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One assessment with what was decided of it; `event_id` None where it concerns no event."""

    assessment: Assessment
    decision: Decision
    event_id: str | None
    alert: Alert | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What came of one article."""

    article_id: int
    placed: tuple[Placed, ...]

    @property
    def alerts(self) -> list[Alert]:
        return [p.alert for p in self.placed if p.alert is not None]


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
    ) -> Admission:
        """Store an article, place each of its reports and raise what is new.

        `entry` is what it came from, marked judged with it; a quiet one raises nothing. Raises
        StoreError; then nothing is stored.
        """
        quiet = (entry is not None and entry.quiet) or self._is_old(article)
        strongest = judgement.strongest
        with self._database.begin() as conn:
            article_id = save_article(conn, article)
            placed = tuple(
                self._place(
                    conn, _report(article, article_id, assessment, judgement), assessment, quiet
                )
                for assessment in judgement.assessments
                if assessment.kind != "none"
            )
            if entry is not None:
                kind = strongest.kind if strongest else "none"
                mark_judged(conn, [entry], at=self._clock(), kind=kind)
        admission = Admission(article_id=article_id, placed=placed)
        self._announce(admission)
        return admission

    def _is_old(self, article: Article) -> bool:
        published = article.published
        return published is not None and article.arrived - published > OLDEST_ALERT

    def _place(self, conn: Connection, told: Report, assessment: Assessment, quiet: bool) -> Placed:
        """Find or open the event that is told of, and raise what is new."""
        watchlist = assessment.watchlist
        lock_watchlist(conn, watchlist)
        known = candidates(conn, watchlist, lookup_keys(told.facts))
        decision = resolve(told.facts, known)
        event_id = self._find_event(conn, watchlist, decision)
        report = replace(told, event_id=event_id)
        stored = add_report(
            conn,
            watchlist,
            report,
            index_keys(report.facts),
            score=assessment.score,
            threshold=assessment.threshold,
        )
        alert = None
        if stored and not quiet and event_id is not None:
            alert = self._raise(conn, watchlist, event_id, decision, report)
        return Placed(assessment=assessment, decision=decision, event_id=event_id, alert=alert)

    def _find_event(self, conn: Connection, watchlist: str, decision: Decision) -> str | None:
        match decision:
            case NewEvent():
                return open_event(conn, watchlist, seen=self._clock())
            case JoinEvent(event=event) | UpdateEvent(event=event):
                return event
            case Retelling(event=found) | Mention(event=found):
                return found
            case MergeEvents(events=(first, *others)):
                merge_events(conn, first, others, at=self._clock())
                return first
        raise AssertionError(decision)

    def _raise(
        self, conn: Connection, watchlist: str, event_id: str, decision: Decision, report: Report
    ) -> Alert | None:
        prepared = raise_for(conn, watchlist, event_id, decision, report, now=self._clock())
        if prepared is None:
            return None
        alert, raised = prepared
        deliveries = [
            channel.render(alert)
            for subscriber in recipients(raised, self._subscribers)
            for (name, _), channel in self._channels.items()
            if name == subscriber.name
        ]
        return alert if raise_alert(conn, alert, deliveries) else None

    def _announce(self, admission: Admission) -> None:
        for alert in admission.alerts:
            event = alert.payload["event"]
            title = alert.payload["report"]["title"]
            logger.info(
                "%s: %s",
                alert.type,
                title,
                extra={
                    "alert_id": alert.id,
                    "event_id": alert.event_id,
                    "article_id": admission.article_id,
                    "watchlist": event["watchlist"],
                },
            )
            if self._told is not None:
                self._told(alert)


def _report(
    article: Article, article_id: int, assessment: Assessment, judgement: Judgement
) -> Report:
    """Return what an assessment says, before its event is known."""
    _, marks = passage_of(article, assessment)
    return Report(
        event_id=None,
        article_id=article_id,
        url=article.url,
        facts=facts_of(article, assessment, judgement.agencies),
        marks=marks,
        assessment=jsonable(assessment),
    )
