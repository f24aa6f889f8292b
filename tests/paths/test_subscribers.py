"""What subscribers choose, through real processes: digests and silences."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from newsroom.receivers.webhook import Received
from newsroom.settings import SECRET_VARIABLE
from tests.docs.contract import violations
from tests.paths.station import PATIENCE, SECRET, Daemon, Station
from tests.paths.test_kill import OUTLET, story


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path, [OUTLET]) as station:
        yield station


def listed(station: Station, *words: str) -> list[dict[str, Any]]:
    done = station.run(*words, "--json")
    assert done.returncode == 0, done.stderr
    value = json.loads(done.stdout)
    assert isinstance(value, list)
    return value


def choose(station: Station, line: str) -> None:
    """Add a choice to both subscribers."""
    path = station.folder / "settings.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('updates = "all"', f'updates = "all"\n{line}'), encoding="utf-8")


def let_a_week_pass(station: Station) -> None:
    """What is held was due long ago."""
    connection = sqlite3.connect(station.database)
    with connection:
        connection.execute("UPDATE deliveries SET due = '2020-01-01T00:00:00.000000Z'")
    connection.close()


def test_a_digest_comes_by_mail_and_webhook(station: Station) -> None:
    choose(station, 'digest = "weekly"')
    station.press.publish(story())
    first = station.run("crawl", "press")
    assert first.returncode == 0, first.stderr
    held = listed(station, "deliveries")
    assert violations("deliveries", held) == []
    assert [d["state"] for d in held] == ["held", "held"]
    assert not station.hooks.received
    let_a_week_pass(station)
    assert station.run("crawl", "press").returncode == 0
    [hook], [mail] = station.hooks.received, station.mail.received
    assert hook.payload is not None
    assert (hook.verified, hook.payload["type"]) == (True, "digest")
    assert hook.payload["items"][0]["event"]["count"] == 5
    assert "ملخص: تنبيه واحد" in str(mail.message["Subject"])
    assert {d["state"] for d in listed(station, "deliveries")} == {"delivered"}


def test_a_mailbox_that_was_paused_gets_one_message_a_program_each_alert(
    station: Station,
) -> None:
    for name in ("hooks", "desk"):
        assert station.run("subscribers", "pause", name).returncode == 0
    for told in (story(), story("autre", minutes_ago=1, number="sept")):
        station.press.publish(told)
        assert station.run("crawl", "press", "-a", "all=1").returncode == 0
    assert not station.hooks.received
    assert not station.mail.received
    for name in ("hooks", "desk"):
        assert station.run("subscribers", "resume", name).returncode == 0
    assert station.run("crawl", "press").returncode == 0
    [mail] = station.mail.received
    assert "ملخص: " in str(mail.message["Subject"])
    types = [hook.payload["type"] for hook in station.hooks.received if hook.payload]
    assert types == ["event.new", "event.update"]


def test_silences_are_made_listed_and_lifted(station: Station) -> None:
    made = station.run("silences", "add", "hooks", "--text", "ERRACHIDIA", "--until", "2199-01-01")
    assert made.returncode == 0, made.stderr
    assert 'silence 1: hooks is not told of "ERRACHIDIA"; it ends in' in made.stdout
    station.press.publish(story())
    assert station.run("crawl", "press").returncode == 0
    assert not station.hooks.received
    assert len(station.mail.received) == 1
    [silence] = listed(station, "silences")
    assert (silence["subscriber"], silence["text"]) == ("hooks", "ERRACHIDIA")
    [kept] = listed(station, "deliveries", "--state", "silenced")
    assert station.run("silences", "lift", "1").stdout == "silence 1 is lifted\n"
    assert station.run("silences", "lift", "1").returncode == 1
    assert listed(station, "silences") == []
    assert station.run("deliveries", "redeliver", str(kept["id"])).returncode == 0
    assert station.run("crawl", "press").returncode == 0
    assert len(station.hooks.received) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "nobody", "--text", "x", "--until", "2199-01-01"), "no subscriber is named"),
        (("add", "hooks", "--until", "2199-01-01"), "give --event ID or --text WORDS"),
        (
            ("add", "hooks", "--text", "\N{ARABIC TATWEEL}", "--until", "2199-01-01"),
            "give --event ID or --text WORDS",
        ),
        (("add", "hooks", "--text", "x"), "say --until DATE"),
        (("add", "hooks", "--text", "x", "--until", "2020-01-01"), "is over already"),
        (("add", "hooks", "--text", "x", "--until", "soon"), "write a date like"),
        (("add", "hooks", "--event", "evt_x", "--until", "2199-01-01"), "no event 'evt_x'"),
        (("lift", "first"), "name its number"),
    ],
)
def test_silences_that_can_not_be(station: Station, words: tuple[str, ...], said: str) -> None:
    done = station.run("silences", *words)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_subscriber_is_added_and_the_file_keeps_its_comments(station: Station) -> None:
    path = station.folder / "settings.toml"
    path.write_text(f"# a word of mine\n{path.read_text()}# the last word\n")
    done = station.run(
        "subscribers",
        "add",
        "new desk",
        "--webhook",
        station.hooks.url,
        "--set",
        "language=ar",
        "--set",
        'topics=["drugs"]',
    )
    assert done.returncode == 0, done.stderr
    text = path.read_text()
    assert text.startswith("# a word of mine\n")
    assert "# the last word" in text
    secret = station.folder / "var" / "new-desk.secret"
    assert str(secret) in done.stdout
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text().split()) == 1
    again = station.run("subscribers", "add", "new desk", "--webhook", station.hooks.url)
    assert "'new desk' is taken already" in again.stderr, "not: its secret's file is there"
    rows = {row["name"]: row for row in listed(station, "subscribers")}
    assert rows["new desk"]["filters"]["topics"] == ["drugs"]
    assert sorted(station.folder.glob(".*")) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "x"), "say NAME and --email ADDRESS or --webhook URL"),
        (("add", "hooks", "--email", "a@b.example"), "'hooks' is taken already"),
        (("add", "x", "--email", "no address"), "email: one bare mail address, like desk@"),
        (
            ("add", "x", "--email", "a@b.example", "--set", 'places=["Cassablanca"]'),
            "no place is known as 'Cassablanca'; did you mean Casablanca?",
        ),
        (("add", "x", "--email", "a@b.example", "--set", "colour=red"), "colour: no such option"),
        (("add", "x", "--email", "a@b.example", "--set", "colour"), "write KEY=VALUE"),
        (("add", "x", "--webhook", "ftp://b.example"), "webhook: a web address begins with http"),
        (("rotate-secret", "hooks"), "is kept in the variable"),
        (("rotate-secret", "desk"), "is kept nowhere"),
    ],
)
def test_what_can_not_be_added_or_rotated_leaves_all_as_it_was(
    station: Station, words: tuple[str, ...], said: str
) -> None:
    path = station.folder / "settings.toml"
    before = path.read_bytes()
    done = station.run("subscribers", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert path.read_bytes() == before
    assert not list(station.folder.glob("var/*.secret"))


def test_a_secret_is_rotated_while_the_daemon_runs(station: Station) -> None:
    """The receiver knows the old secret first, then both are sent, then only the new one."""
    secret = station.folder / "hooks.secret"
    secret.write_text(SECRET)
    path = station.folder / "settings.toml"
    named = f'secret_env = "{SECRET_VARIABLE}"'
    path.write_text(path.read_text().replace(named, 'secret_file = "hooks.secret"'))
    with Daemon(station) as daemon:
        daemon.wait_for_line("poll")
        done = station.run("subscribers", "rotate-secret", "hooks")
        assert done.returncode == 0, done.stderr
        new, old = secret.read_text().split()
        assert (old, station.run("subscribers", "rotate-secret", "hooks").returncode) == (SECRET, 2)
        station.press.publish(story())
        [told] = station.hooks.wait_for(1, PATIENCE)
        assert told.verified
        assert len(told.headers["webhook-signature"].split()) == 2
        assert verifies(new, told)
        assert station.run("subscribers", "rotate-secret", "hooks", "--finish").returncode == 0
        assert secret.read_text().split() == [new]
        station.press.publish(story("autre", minutes_ago=1, number="sept"))
        [_, after, *_] = station.hooks.wait_for(2, PATIENCE)
        assert verifies(new, after)
        assert not after.verified


def verifies(key: str, received: Received) -> bool:
    try:
        Webhook(key).verify(received.body, dict(received.headers))
    except WebhookVerificationError:
        return False
    return True
