"""`scrapy subscribers`: who is told, their switches, and a test alert."""

from __future__ import annotations

import argparse
import re
import shlex
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from alerts.channels import build_channels
from alerts.channels.channel import send_now
from alerts.choosing import resolve_place, unknown
from commands.boundary import EXIT_CRASH
from commands.command import (
    BalaghCommand,
    add_json_option,
    print_json,
    project_root,
)
from commands.subscribing import (
    add_subscriber,
    begin_rotation,
    finish_rotation,
    new_secret_file,
    read_choices,
)
from commands.tables import print_table
from core.alerts import Alert, Channel, Outcome
from core.clock import iso_instant, utc_now
from core.errors import SettingsError, UsageError
from core.printable import one_line
from core.settings import Settings
from core.subscribers import QuietHours, SubscriberSettings
from matching.lexicon import load_lexicon
from store.database import Connection, open_database
from store.hastening import hasten
from store.held import hold_backlog
from store.subscribers import SubscriberState, Switch, set_subscriber_state, subscriber_states

ANSWER = 200
TESTED = ("name", "channel", "state", "verdict", "status", "detail", "answer")
"""Characters of a receiver's answer that are shown."""

_SWITCHES: dict[str, Switch] = {"pause": "paused", "resume": "on"}
FILTERS = (
    "watchlists",
    "acts",
    "topics",
    "places",
    "tiers",
    "min_score",
    "updates",
    "digest",
    "quiet_hours",
    "per_hour",
    "language",
    "health",
)


class Subscribers(BalaghCommand):
    summary = "List the subscribers, add, test, pause or resume one, or rotate its secret"
    examples = (
        "scrapy subscribers",
        "scrapy subscribers add desk --email desk@example.org --set language=ar",
        "scrapy subscribers add systems --webhook https://example.org/hooks/balagh",
        "scrapy subscribers test desk",
        "scrapy subscribers pause desk",
        "scrapy subscribers resume desk",
        "scrapy subscribers rotate-secret systems",
        "scrapy subscribers rotate-secret systems --finish",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            choices=("list", "add", "test", "pause", "resume", "rotate-secret"),
            default="list",
            help="what to do: list (default), add, test, pause, resume (also what was switched "
            "off), or rotate-secret",
        )
        parser.add_argument("name", nargs="?", help="the subscriber")
        parser.add_argument("--email", metavar="ADDRESS", help="add: told by email")
        parser.add_argument("--webhook", metavar="URL", help="add: told by webhook, signed")
        parser.add_argument(
            "--secret-file", metavar="PATH", help="add: where its secret is put (var/NAME.secret)"
        )
        parser.add_argument(
            "--set",
            dest="choices",
            action="append",
            default=[],
            metavar="KEY=VALUE",
            help="add: any other option of [[subscriber]], such as language=ar",
        )
        parser.add_argument(
            "--finish", action="store_true", help="rotate-secret: drop the old secret"
        )
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        match options.action:
            case "add":
                return _add(settings, options)
            case "test":
                return _send_test(settings, options.name, json=options.json)
            case "rotate-secret":
                return _rotate(_named(settings, options.name), finish=options.finish)
            case "pause" | "resume":
                return _switch(settings, options.name, _SWITCHES[options.action])
        return _list(settings, json=options.json)


def _list(settings: Settings, *, json: bool) -> int:
    with closing(open_database(settings.store.url)) as database, database.read() as conn:
        states = subscriber_states(conn)
    rows = [row for s in settings.subscriber for row in _rows(s, states)]
    if json:
        print_json(rows)
        return 0
    heads = ("name", "channel", "target", "state", "reason", "filters")
    print_table(
        heads,
        ((*(row[h] for h in heads[:-1]), _words(row["filters"])) for row in rows),
        empty="nobody is told yet: scrapy subscribers add NAME --email ADDRESS",
    )
    return 0


def _add(settings: Settings, options: argparse.Namespace) -> int:
    """Append a subscriber to settings.toml; a signed webhook gets a secret of its own."""
    if not options.name or not (options.email or options.webhook):
        raise UsageError("add whom? say NAME and --email ADDRESS or --webhook URL")
    if options.name in (subscriber.name for subscriber in settings.subscriber):
        raise UsageError(f"{options.name!r} is taken already: `scrapy subscribers` lists them")
    given = {"name": options.name, "email": options.email, "webhook": options.webhook}
    choices = read_choices(options.choices)
    values = {key: value for key, value in given.items() if value} | choices
    _check_places(values.get("places"))
    secret = None
    if options.webhook and choices.get("body") != "slack" and "secret_env" not in choices:
        secret = Path(options.secret_file or f"var/{slug(options.name)}.secret")
        values["secret_file"] = str(secret)
        new_secret_file(settings.folder / secret)
    try:
        add_subscriber(settings, project_root(), values)
    except SettingsError:
        if secret:
            (settings.folder / secret).unlink(missing_ok=True)
        raise
    print(f"added to {settings.path}; a daemon that runs sees it when it is started anew")
    if secret:
        print(f"its secret is in {settings.folder / secret}: give it to the receiver")
    print(f"scrapy subscribers test {shlex.quote(options.name)} sends a test alert")
    return 0


def _check_places(places: object) -> None:
    """Raises UsageError for a place that nobody knows; what is no list is named by the settings."""
    if isinstance(places, list) and places:
        known = load_lexicon().places
        for name in map(str, places):
            if resolve_place(name, known) is None:
                raise UsageError(f"places: {unknown(name)}")


def slug(name: str) -> str:
    """Return a name as it may stand in a file's name."""
    return re.sub(r"\W+", "-", name).strip("-").lower() or "subscriber"


def _rotate(subscriber: SubscriberSettings, *, finish: bool) -> int:
    if finish:
        print(f"the old secret no longer signs; the one in {finish_rotation(subscriber)} does")
        return 0
    path = begin_rotation(subscriber)
    print(
        f"the first line of {path} is the new secret: give it to the receiver. Both sign from now "
        f"on, in a daemon that runs too, until scrapy subscribers rotate-secret "
        f"{shlex.quote(subscriber.name)} --finish"
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
                "reason": _reason(state) if state else None,
                "filters": {name: _plain(getattr(subscriber, name)) for name in FILTERS},
            }


def _reason(state: SubscriberState) -> str | None:
    if state.reason is None and state.failing_since is not None:
        return f"every attempt has failed since {iso_instant(state.failing_since)}"
    return state.reason


def _plain(choice: Any) -> Any:
    return str(choice) if isinstance(choice, QuietHours) else choice


def _words(filters: dict[str, Any]) -> str:
    given = {k: v for k, v in filters.items() if v not in ((), False, 0, None, "none")}
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
    now = utc_now()
    with closing(open_database(settings.store.url)) as database, database.begin() as conn:
        before = subscriber_states(conn)
        for channel in channels:
            set_subscriber_state(conn, subscriber.name, channel, state, at=now)
            if state == "on":
                _let_go(conn, subscriber, channel, before, now)
    waits = "is due now" if state == "on" else "waits until it is on again"
    print(f"{subscriber.name} by {' and '.join(channels)}: {state}; what is queued {waits}")
    return 0


def _let_go(
    conn: Connection,
    subscriber: SubscriberSettings,
    channel: Channel,
    before: Mapping[tuple[str, Channel], SubscriberState],
    now: datetime,
) -> None:
    """A person gets what came meanwhile in one message, a program alert by alert."""
    for_people = channel == "email" or subscriber.body == "slack"
    was = before.get((subscriber.name, channel))
    if for_people and was is not None and was.state != "on":
        hold_backlog(conn, subscriber.name, channel, at=now)
    hasten(conn, subscriber.name, channel, at=now)


def _send_test(settings: Settings, given: str | None, *, json: bool = False) -> int:
    """Send a marked test alert at once, outside the outbox, and say what came back."""
    name = _named(settings, given).name
    alert = _test_alert(settings, name)
    with closing(open_database(settings.store.url)) as database, database.read() as conn:
        states = subscriber_states(conn)
    made: list[dict[str, Any]] = []
    for key, channel in build_channels(settings, utc_now).items():
        if key[0] != name:
            continue
        outcome = send_now(channel, alert)
        state = states[key].state if key in states else "on"
        made.append({"name": name, "channel": key[1], "state": state} | asdict(outcome))
        if not json:
            print(one_line(_came_back(name, key[1], state, outcome)))
    if json:
        print_json([{k: row[k] for k in TESTED} for row in made])
    return 0 if all(row["verdict"] == "delivered" for row in made) else EXIT_CRASH


def _came_back(name: str, channel: Channel, state: Switch, outcome: Outcome) -> str:
    answer = one_line(outcome.answer.strip()[:ANSWER])
    said = f": {answer}" if answer and answer not in outcome.detail else ""
    resume = f"scrapy subscribers resume {shlex.quote(name)}"
    waits = "" if state == "on" else f"; it is {state}: alerts wait until {resume}"
    return f"{name} by {channel}: {outcome.verdict} ({outcome.detail}{said}){waits}"


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
