"""The findings of `scrapy doctor` on settings, seeds, database and feeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alerts.choosing import told_subscribers
from alerts.health import disk_trouble
from commands.tables import ago, moment
from core.articles import FeedState
from core.errors import BalaghError, SettingsError, StoreLocked
from core.settings import NO_SENDER, Settings
from crawler.catalogue import all_feeds
from matching.matcher import load_matcher
from store.database import Database, open_database
from store.feeds import feed_states
from store.outbox import list_deliveries
from store.reports import highest_score
from store.subscribers import SubscriberState, subscriber_states

Verdict = Literal["ok", "note", "failed"]
LISTED = 20
"""Feeds or deliveries that are named one by one; the lists show the rest."""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: `detail` says what was found and, where something is wrong, what to do."""

    what: str
    verdict: Verdict
    detail: str


def check_seeds(settings: Settings) -> Iterator[Check]:
    try:
        matcher = load_matcher(settings.watchlist)
    except BalaghError as error:
        yield Check("watchlists", "failed", str(error))
        return
    for problem in matcher.problems:
        yield Check("seeds", "failed", problem)
    for watchlist in settings.watchlist:
        source = watchlist.definition or "settings.toml"
        seeds = len(matcher.seeds[watchlist.name])
        detail = f"agencies from {source}, {seeds} seeds from {watchlist.seeds}"
        yield Check(f"watchlist {watchlist.name}", "ok" if seeds else "note", detail)


def check_database(settings: Settings) -> Iterator[Check]:
    try:
        with closing(open_database(settings.store.url)) as database:
            with database.read() as conn:
                dead = list_deliveries(conn, limit=LISTED, state="dead")
            running = _daemon_runs(database)
            full = disk_trouble(database.folder, settings.operator)
    except BalaghError as error:
        yield Check("database", "failed", str(error))
        return
    daemon = "the daemon (or a crawl) runs" if running else "no daemon runs (scrapy watch)"
    yield Check("database", "ok", f"opens and is up to date; {daemon}")
    if full is not None:
        yield Check("disk", "failed", f"{full.title}: {full.text}")
    if dead:
        hint = "scrapy deliveries --state dead lists them, redeliver queues them again"
        yield Check("deliveries", "failed", f"{len(dead)} were given up; {hint}")


def check_choices(settings: Settings) -> Iterator[Check]:
    """Name choices of subscribers that nothing meets: unknown places, unheard-of scores."""
    try:
        told_subscribers(settings)
    except SettingsError as error:
        for problem in error.problems:
            yield Check("subscribers", "failed", problem)
    mailed = [s.name for s in settings.subscriber if s.email]
    if mailed and settings.smtp.sender == NO_SENDER:
        away = settings.smtp.host not in ("localhost", "127.0.0.1", "::1")
        detail = f"smtp.sender is still {NO_SENDER}: most servers refuse such mail for good"
        yield Check("mail", "failed" if away else "note", detail)
    try:
        with closing(open_database(settings.store.url)) as database, database.read() as conn:
            highest = highest_score(conn)
    except BalaghError:  # check_database has said it
        return
    for subscriber in settings.subscriber:
        if highest is not None and subscriber.min_score > highest:
            asked = f"min_score = {subscriber.min_score:g} keeps everything from it"
            detail = f"{asked}: no report has scored more than {highest:.1f} so far"
            yield Check(subscriber.name, "failed", detail)


def check_switches(settings: Settings, now: datetime) -> Iterator[Check]:
    """Name the channels that are paused, off or failing; what is queued for them waits."""
    try:
        with closing(open_database(settings.store.url)) as database, database.read() as conn:
            states = subscriber_states(conn)
    except BalaghError:  # check_database has said it
        return
    named = {subscriber.name for subscriber in settings.subscriber}
    for (name, channel), found in states.items():
        if name in named and (found.state != "on" or found.failing_since):
            verdict: Verdict = "note" if found.state == "paused" else "failed"
            yield Check(f"{name} by {channel}", verdict, _switch(found, now))


def _switch(found: SubscriberState, now: datetime) -> str:
    """Say how long a channel is not what it should be, why, and what to do."""
    resume = f"scrapy subscribers resume {found.subscriber}"
    if found.state == "on" and found.failing_since is not None:
        since = f"every attempt has failed since {ago(found.failing_since, now)}"
        off = f", a failure from {moment(found.off_at)} on switches it off" if found.off_at else ""
        return f"{since}{off}; once it is mended, {resume} sends at once what waits"
    why = f": {found.reason}" if found.reason else ""
    since = f"{found.state} since {ago(found.since, now)}{why}"
    return f"{since}; what is queued waits; {resume} switches it on"


def _daemon_runs(database: Database) -> bool:
    try:
        with database.hold_daemon_lock():
            return False
    except StoreLocked:
        return True


def check_feeds(settings: Settings, now: datetime) -> Iterator[Check]:
    try:
        feeds = all_feeds(settings)
        with closing(open_database(settings.store.url)) as database, database.read() as conn:
            states = {state.feed.url: state for state in feed_states(conn)}
    except BalaghError as error:
        yield Check("feeds", "failed", str(error))
        return
    known = [states[feed.url] for feed in feeds if feed.url in states]
    polled = [state for state in known if state.last_poll is not None]
    if not polled:
        yield Check("feeds", "note", f"{len(feeds)} feeds, none polled yet: scrapy crawl press")
        return
    counted = Counter(state.health for state in polled)
    summary = ", ".join(f"{number} {health}" for health, number in counted.most_common())
    yield Check(
        "feeds",
        "ok" if counted["ok"] else "failed",
        f"{len(feeds)} feeds, {len(polled)} polled: {summary}",
    )
    for state in [state for state in polled if state.error][:LISTED]:
        yield Check(f"feed {state.feed.name}", "note", _trouble(state, now))


def _trouble(state: FeedState, now: datetime) -> str:
    return f"{state.health} since {ago(state.since, now)}: {state.error}"
