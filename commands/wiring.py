"""Puts the rooms together for the verbs that crawl, watch or replay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from alerts.channels import build_channels
from alerts.channels.channel import Channel
from alerts.channels.heartbeat import Heartbeat
from alerts.channels.labels import load_labels
from alerts.choosing import told_subscribers
from alerts.desk import Desk
from alerts.digests import Digests
from alerts.endpoints import Endpoints
from alerts.health import Health
from alerts.notices import Notices
from alerts.outbox import Outbox
from alerts.queueing import ChannelKey
from alerts.upkeep import Job, Upkeep
from commands.seeded import seeded_matcher
from core.alerts import Alert
from core.clock import Clock
from core.errors import StoreLocked, UsageError
from core.settings import Settings
from crawler.outage import Outage
from crawler.process import Press, ready_reader
from crawler.recording import Recorder
from crawler.skew import Skew
from crawler.troubles import FeedTroubles
from crawler.worker import Reader
from matching.matcher import Matcher
from store.database import Database, open_database
from store.outbox import release_claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """The rooms, put together. `writer` is the one thread in which the store is called."""

    settings: Settings
    clock: Clock
    database: Database
    matcher: Matcher
    channels: Mapping[ChannelKey, Channel]
    desk: Desk
    outage: Outage
    outbox: Outbox
    notices: Notices
    health: Health
    reader: Reader
    writer: Executor


def open_press(rooms: Wiring) -> Press:
    """Return what a crawl works with, for whoever holds the daemon's lock.

    What a process that died had claimed is due again at once, and operators who are new to the
    settings are told what stands.
    """
    with rooms.database.begin() as conn:
        release_claims(conn, at=rooms.clock())
        rooms.notices.welcome(conn, rooms.clock())
    recorder = Recorder(rooms.database, rooms.matcher, rooms.desk, rooms.clock, rooms.writer)
    digests = Digests(
        subscribers=rooms.settings.subscriber, channels=rooms.channels, labels=load_labels()
    )
    upkeep = Upkeep(
        database=rooms.database,
        digests=digests,
        outbox=rooms.outbox,
        health=rooms.health,
        retention=rooms.settings.retention,
        clock=rooms.clock,
    )
    skew = Skew()
    troubles = FeedTroubles(rooms.database, rooms.notices, rooms.clock, rooms.outage, skew)
    minute = timedelta(minutes=1)
    return Press(
        crawl=rooms.settings.crawl,
        recorder=recorder,
        reader=rooms.reader,
        outage=rooms.outage,
        outbox=rooms.outbox,
        skew=skew,
        jobs=(*upkeep.jobs, Job(minute, recorder.mend), Job(minute, troubles.check)),
        writer=rooms.writer,
        clock=rooms.clock,
    )


@contextmanager
def wire(
    settings: Settings, clock: Clock, told: Callable[[Alert], None] | None = None
) -> Iterator[Wiring]:
    """Open the store, load the matcher and connect desk and outbox; closes what it opened.

    `told` is called with each alert after its commit. Raises SettingsError, StoreError,
    LexiconError.
    """
    subscribers = told_subscribers(settings)
    with ExitStack() as opened:
        reader = opened.enter_context(closing(ready_reader()))
        matcher = seeded_matcher(settings)
        database = opened.enter_context(closing(open_database(settings.store.url)))
        heartbeat = _heartbeat(settings, opened)
        channels = _channels(settings, clock, opened)
        notices = Notices(settings.subscriber, channels)
        outage = Outage()
        writer = opened.enter_context(ThreadPoolExecutor(1, thread_name_prefix="writer"))
        outbox = Outbox(
            database,
            channels,
            settings.delivery,
            clock,
            writer,
            Endpoints(notices),
            offline=lambda: outage.going_on,
            subscribers=settings.subscriber,
        )
        opened.callback(outbox.close)
        works, online = (lambda: outbox.works), (lambda: not outage.going_on)
        health = Health(
            database, notices, settings.operator, clock, heartbeat, sends=works, online=online
        )
        yield Wiring(
            settings=settings,
            clock=clock,
            database=database,
            matcher=matcher,
            channels=channels,
            desk=Desk(database, subscribers, channels, clock, partial(_announce, outbox, told)),
            outage=outage,
            outbox=outbox,
            notices=notices,
            health=health,
            reader=reader,
            writer=writer,
        )


def _heartbeat(settings: Settings, opened: ExitStack) -> Heartbeat | None:
    url = settings.operator.heartbeat_url
    if not url:
        return None
    heartbeat = Heartbeat(url, settings.webhook)
    opened.callback(heartbeat.close)
    return heartbeat


def _channels(settings: Settings, clock: Clock, opened: ExitStack) -> Mapping[ChannelKey, Channel]:
    channels = build_channels(settings, clock)
    for channel in channels.values():
        opened.callback(channel.close)
    return channels


def _announce(outbox: Outbox, told: Callable[[Alert], None] | None, alert: Alert) -> None:
    outbox.pump()
    if told is not None:
        told(alert)


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Hold the daemon's lock: two that send at once would send twice. Raises UsageError."""
    with ExitStack() as held:
        try:
            held.enter_context(database.hold_daemon_lock())
        except StoreLocked:
            raise UsageError(
                "the daemon is running: it polls by itself (or another crawl is at work)"
            ) from None
        yield
