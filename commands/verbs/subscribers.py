"""`scrapy subscribers`: who is told, their switches, and a test alert."""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from alerts.channels import build_channels
from commands.command import EXIT_CRASH, BalaghCommand, add_json_option, print_json
from commands.tables import print_table
from core.alerts import Alert, Channel, Delivery
from core.clock import iso_instant, utc_now
from core.errors import UsageError
from core.settings import Settings
from core.subscribers import SubscriberSettings
from store.database import open_database
from store.subscribers import SubscriberState, Switch, set_subscriber_state, subscriber_states

_SWITCHES: dict[str, Switch] = {"pause": "paused", "on": "on"}
FILTERS = ("watchlists", "acts", "topics", "updates", "language", "health")


class Subscribers(BalaghCommand):
    summary = "List the subscribers, pause one or switch it on, or send it a test alert"
    examples = (
        "scrapy subscribers",
        "scrapy subscribers --json",
        "scrapy subscribers test desk",
        "scrapy subscribers pause desk",
        "scrapy subscribers on desk",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            choices=("list", "test", "pause", "on"),
            default="list",
            help="what to do: list (default), test, pause, or on (also after an answer 410)",
        )
        parser.add_argument("name", nargs="?", help="the subscriber to test, pause or switch on")
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        if options.action == "test":
            return _send_test(settings, options.name)
        if options.action in _SWITCHES:
            return _switch(settings, options.name, _SWITCHES[options.action])
        with closing(open_database(settings.store.url)) as database, database.read() as conn:
            states = subscriber_states(conn)
        rows = [row for s in settings.subscriber for row in _rows(s, states)]
        if options.json:
            print_json(rows)
            return 0
        heads = ("name", "channel", "target", "state", "reason", "filters")
        print_table(
            heads,
            ((*(row[h] for h in heads[:-1]), _words(row["filters"])) for row in rows),
            empty="nobody is told yet: add a [[subscriber]] to settings.toml (examples are there)",
        )
        return 0


def _rows(
    subscriber: SubscriberSettings, states: dict[Any, SubscriberState]
) -> Iterator[dict[str, Any]]:
    """A webhook's URL may hold a token: only its host is shown."""
    webhook = subscriber.webhook and urlsplit(subscriber.webhook).netloc.rpartition("@")[2]
    for channel, target in (("webhook", webhook), ("email", subscriber.email)):
        if target:
            state = states.get((subscriber.name, channel))
            yield {
                "name": subscriber.name,
                "channel": channel,
                "target": target,
                "state": state.state if state else "on",
                "reason": state.reason if state else None,
                "filters": {name: getattr(subscriber, name) for name in FILTERS},
            }


def _words(filters: dict[str, Any]) -> str:
    given = {k: v for k, v in filters.items() if v not in ((), False)}
    return ", ".join(f"{k} {' '.join(v) if isinstance(v, tuple) else v}" for k, v in given.items())


def _named(settings: Settings, name: str | None) -> SubscriberSettings:
    for subscriber in settings.subscriber:
        if subscriber.name == name:
            return subscriber
    names = ", ".join(s.name for s in settings.subscriber) or "none"
    raise UsageError(f"no subscriber is named {name!r}; there are: {names}")


def _switch(settings: Settings, name: str | None, state: Switch) -> int:
    """Turn all channels of a subscriber; a daemon that runs sees it at its next send."""
    subscriber = _named(settings, name)
    channels: list[Channel] = [c for c in ("webhook", "email") if getattr(subscriber, c)]
    with closing(open_database(settings.store.url)) as database, database.begin() as conn:
        for channel in channels:
            set_subscriber_state(conn, subscriber.name, channel, state, at=utc_now())
    waits = "" if state == "on" else "; what is queued waits until it is on again"
    print(f"{subscriber.name} by {' and '.join(channels)}: {state}{waits}")
    return 0


def _send_test(settings: Settings, given: str | None) -> int:
    """Send a marked test alert at once, outside the outbox, and say what came back."""
    name = _named(settings, given).name
    alert = _test_alert(settings, name)
    channels = build_channels(settings, utc_now)
    failed = False
    for (subscriber, kind), channel in channels.items():
        if subscriber != name:
            continue
        queued = channel.render(alert)
        outcome = channel.send(
            Delivery(
                id=0,
                alert_id=alert.id,
                event_id=None,
                type="test",
                subscriber=name,
                channel=queued.channel,
                message_id=queued.message_id,
                body=queued.body,
                attempts=0,
                created=alert.created,
            )
        )
        print(f"{name} by {kind}: {outcome.verdict} ({outcome.detail})")
        failed = failed or outcome.verdict != "delivered"
    return EXIT_CRASH if failed else 0


def _test_alert(settings: Settings, name: str) -> Alert:
    now, alert_id = utc_now(), f"alr_{uuid.uuid4().hex}"
    watched = ", ".join(w.name for w in settings.watchlist)
    payload = {
        "schema": 1,
        "type": "test",
        "id": alert_id,
        "created": iso_instant(now),
        "late_s": None,
        "test": True,
        "notice": {
            "title": "This is a test alert",
            "text": f"{name} will be told what is announced for: {watched}. Nothing happened.",
        },
    }
    return Alert(
        id=alert_id,
        key=f"test:{alert_id}",
        type="test",
        event_id=None,
        revision=1,
        created=now,
        payload=payload,
    )
