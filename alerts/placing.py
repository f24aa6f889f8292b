"""Finds the events of an article's reports, and stores the reports there.

Called by the desk within its transaction. An edited article's reports stay in the events that it
told of before; what it no longer says is superseded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from alerts.raising import Placement
from alerts.view import RELAYS
from core.articles import Article
from core.assessments import Assessment, Judgement
from core.events import (
    Decision,
    JoinEvent,
    KnownEvent,
    Mention,
    MergeEvents,
    NewEvent,
    Report,
    Retelling,
    UpdateEvent,
)
from core.jsonable import jsonable
from matching.facts import facts_of, index_keys, lookup_keys, passage_of
from matching.resolve import is_bygone, resolve, told_as, unchanged
from matching.resolving.succession import continued
from matching.search_terms import search_words
from store.articles import KnownArticle, find_article, save_article
from store.candidates import candidates
from store.database import Connection
from store.entries import watching_since
from store.events import add_report, lock_watchlist, open_event, resolve_id
from store.regrouping import keep_apart, merge_events
from store.reports import (
    TELLING,
    StandingReport,
    events_told_at,
    standing_reports,
    stored_passage,
    supersede,
    watchlists_told,
)
from store.search import index_article

DECIDED: dict[type[Decision], str] = {
    NewEvent: "new",
    JoinEvent: "join",
    UpdateEvent: "update",
    MergeEvents: "merge",
    Retelling: "retelling",
    Mention: "mention",
}
"""The words under which a decision is kept with its report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report to be placed; `former` is what it repeats (`same`) or continues."""

    assessment: Assessment
    report: Report
    former: StandingReport | None
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A stored article with what it tells, strongest first; `edited`: it was known already."""

    article_id: int
    edited: bool
    told: tuple[Told, ...]


def read_article(conn: Connection, article: Article, judgement: Judgement) -> Reading:
    """Store an article and set its reports beside those of its former wording.

    Every watchlist concerned is locked until the transaction ends: in one order and before
    anything is written, since two articles could wait for each other otherwise.
    """
    known = find_article(conn, article)
    stub = known is not None and _depth(article) < _depth(known)
    telling = _one_to_a_passage(judgement.assessments)
    earlier = watchlists_told(conn, known.id) if known else set()
    watchlists = sorted(earlier.union(a.watchlist for a in telling))
    for name in watchlists:
        lock_watchlist(conn, name)
    article_id = known.id if known and stub else _save(conn, article, known)
    reports = [(a, _report(article, article_id, a, judgement)) for a in telling]
    told: list[Told] = []
    for name in watchlists:
        before = standing_reports(conn, article_id, name)
        now = list(_compared([r for r in reports if r[0].watchlist == name], before, stub))
        kept = {t.former.id for t in now if t.same and t.former}
        supersede(conn, [b.id for b in before if b.id not in kept and not stub])
        told += now
    order = [assessment for assessment, _ in reports]
    told.sort(key=lambda t: order.index(t.assessment))
    return Reading(article_id=article_id, edited=known is not None, told=tuple(told))


def _save(conn: Connection, article: Article, known: KnownArticle | None) -> int:
    article_id = save_article(conn, article, known)
    index_article(conn, article_id, search_words(article.title), search_words(article.text))
    return article_id


def _one_to_a_passage(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Return the assessments that tell something, of one passage in a watchlist the strongest."""
    found: dict[tuple[str, str, int], Assessment] = {}
    for assessment in assessments:
        if assessment.kind != "none":
            span = assessment.span
            found.setdefault((assessment.watchlist, span.field, span.start), assessment)
    return list(found.values())


def _depth(text: Article | KnownArticle) -> tuple[bool, bool]:
    """Rank what an article was read from: a search feed gives but the headline of a known page.

    What comes from less is no edit: it stands beside what was read from more.
    """
    return text.tier not in RELAYS, text.text_source != "feed"


def _compared(
    reports: Sequence[tuple[Assessment, Report]], before: Sequence[StandingReport], stub: bool
) -> Iterator[Told]:
    """Yield the reports of one watchlist in their order."""
    same = [next((b for b in before if _repeats(r, b, stub)), None) for _, r in reports]
    rest = [b for b in before if b not in same and b.event_id and b.facts.kind in TELLING]
    changed = [report.facts for (_, report), b in zip(reports, same, strict=True) if b is None]
    places = iter(continued([b.facts for b in rest], changed))
    for (assessment, report), repeated in zip(reports, same, strict=True):
        former = repeated
        if repeated is None and (at := next(places)) is not None:
            former = rest[at]
        yield Told(assessment=assessment, report=report, former=former, same=repeated is not None)


def _repeats(report: Report, standing: StandingReport, stub: bool) -> bool:
    """A report that set its event right, or followed it unsaid, was stored as a follow-up."""
    if standing.facts.kind == "update":
        report = replace(report, facts=replace(report.facts, kind="update"))
    return standing.says(report) or (stub and standing.passage == stored_passage(report))


def place(
    conn: Connection,
    told: Told,
    *,
    edited: bool,
    quiet: bool,
    now: datetime,
    apart: Collection[str] = (),
) -> Placement:
    """Find or open the event that is told of, and store the report there.

    It is no event of the articles at the URLs of `apart`, nor is it merged with one.
    """
    watchlist, facts = told.assessment.watchlist, told.report.facts
    home = _home(conn, told.former)
    others = events_told_at(conn, watchlist, apart) - {home}
    known = candidates(conn, watchlist, lookup_keys(facts), home)
    known = [event for event in known if event.id not in others]
    if told.former:
        known = [_with_former(e, told.former) if e.id == home else e for e in known]
    former = told.former.facts if told.former else None
    decision = resolve(facts, known, home=home, former=former)
    facts = told_as(facts, decision)
    event_id = _find_event(conn, watchlist, decision, now)
    if event_id:
        keep_apart(conn, event_id, others)
    report = replace(told.report, event_id=event_id, facts=facts)
    add_report(
        conn,
        watchlist,
        report,
        index_keys(facts),
        score=told.assessment.score,
        threshold=told.assessment.threshold,
        decision=_explained(decision),
    )
    return Placement(
        watchlist=watchlist,
        report=report,
        decision=decision,
        alerted=frozenset(event.id for event in known if event.alerted),
        since=watching_since(conn),
        bygone=frozenset(event.id for event in known if is_bygone(event, facts)),
        edited=edited,
        quiet=quiet,
    )


def stand(conn: Connection, told: Told, former: StandingReport, *, quiet: bool) -> Placement:
    """Leave a report where it stands; perhaps nobody was told of its event so far."""
    watchlist, facts, event = told.assessment.watchlist, told.report.facts, former.event_id
    known = candidates(conn, watchlist, (), event) if event else []
    return Placement(
        watchlist=watchlist,
        report=replace(told.report, event_id=event),
        decision=unchanged(told.assessment.kind, event),
        alerted=frozenset(event.id for event in known if event.alerted),
        since=watching_since(conn),
        bygone=frozenset(event.id for event in known if is_bygone(event, facts)),
        edited=False,
        quiet=quiet,
    )


def _explained(decision: Decision) -> dict[str, Any]:
    return {"decision": DECIDED[type(decision)], "reasons": jsonable(decision.reasons)}


def _home(conn: Connection, former: StandingReport | None) -> str | None:
    """Return the event that was told of; another report of the article may just have merged it."""
    return resolve_id(conn, former.event_id) if former and former.event_id else None


def _with_former(event: KnownEvent, former: StandingReport) -> KnownEvent:
    """Beside what an article said before, only what it says anew is new."""
    known = former.facts in event.reports
    return event if known else replace(event, reports=(former.facts, *event.reports))


def _find_event(conn: Connection, watchlist: str, decision: Decision, now: datetime) -> str | None:
    match decision:
        case NewEvent():
            return open_event(conn, watchlist, seen=now)
        case JoinEvent(event=event) | UpdateEvent(event=event):
            return event
        case Retelling(event=found) | Mention(event=found):
            return found
        case MergeEvents(events=(first, *others)):
            merge_events(conn, first, others, at=now)
            return first
    raise AssertionError(decision)


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
