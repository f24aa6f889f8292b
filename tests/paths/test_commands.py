"""The verbs as programs and people call them: real processes and servers, the contract's fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsroom.faults import status
from newsroom.receivers.webhook import Received
from tests.docs.contract import violations
from tests.forks import Done
from tests.paths.station import ROOT, Station
from tests.paths.test_kill import OUTLET, story

PAYLOAD_EVENT = {
    "id",
    "watchlist",
    "agencies",
    "act",
    "topic",
    "status",
    "first_seen",
    "date",
    "places",
    "count",
    "ages",
    "group",
    "partner",
    "seizures",
    "outlets",
    "merged_from",
}


Crawled = tuple[Station, Done]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """A station whose one story was crawled, told and delivered, and what the crawl said."""
    with Station(tmp_path_factory.mktemp("station"), [OUTLET]) as station:
        station.press.publish(story())
        yield station, station.run("crawl", "press", fresh=True)


@pytest.fixture
def station(crawled: Crawled) -> Station:
    return crawled[0]


def listed(station: Station, *words: str) -> list[dict[str, Any]]:
    done = station.run(*words, "--json")
    assert done.returncode == 0, done.stderr
    value = json.loads(done.stdout)
    assert isinstance(value, list)
    assert violations(words[0], value) == []
    return value


def _is_new(received: Received) -> bool:
    return (received.payload or {}).get("type") == "event.new"


def test_crawl_ends_with_a_summary(crawled: Crawled) -> None:
    _, done = crawled
    assert done.returncode == 0, done.stderr
    summary = " ".join(done.stdout.split())
    for words in (
        "feeds 1 polled",
        "entries 1 new",
        "candidates 1, 1 judged",
        "events 1 new",
        "alerts 1 (1 event.new)",
    ):
        assert words in summary


def test_what_was_crawled_was_delivered(station: Station) -> None:
    (received, *_) = station.hooks.wait_for(1, 1, _is_new)
    assert received.verified
    assert received.payload is not None
    assert received.payload["type"] == "event.new"
    assert received.payload["event"].keys() >= PAYLOAD_EVENT
    mail = station.mail.wait_for(1, 1)[0]
    assert "Errachidia" in str(mail.message["Subject"]) or mail.message.is_multipart()


def test_a_second_crawl_finds_nothing_new(station: Station) -> None:
    again = station.run("crawl", "press", "-a", "all=1")
    assert again.returncode == 0
    assert "unchanged 1" in " ".join(again.stdout.split())
    told = [r for r in station.hooks.received if _is_new(r)]
    assert len({r.webhook_id for r in told}) == 1


def test_events_list(station: Station) -> None:
    (event,) = listed(station, "events")
    assert event.keys() >= PAYLOAD_EVENT | {"reports", "alerts"}
    assert [place["name"] for place in event["places"]] == ["Errachidia"]
    assert event["count"] == 5
    assert event["agencies"] == ["BCIJ", "DGST"]
    assert event["ages"] == [22, 37]
    assert [alert["type"] for alert in event["alerts"]] == ["event.new"]
    assert event["alerts"][0].keys() == {"id", "type", "revision", "created"}
    first = next(r for r in station.hooks.received if _is_new(r))
    assert first.payload is not None
    assert event["alerts"][0]["id"] == first.payload["id"]


def test_feeds_list(station: Station) -> None:
    (feed,) = listed(station, "feeds")
    assert feed.keys() == {
        "name",
        "outlet",
        "url",
        "format",
        "language",
        "tier",
        "health",
        "since",
        "last_poll",
        "next_poll",
        "interval_s",
        "last_new",
        "error",
    }
    assert feed["health"] == "ok"
    assert feed["last_poll"].endswith("Z")


def test_the_entries_of_a_feed_that_there_is_not_are_not_said_to_be_none(station: Station) -> None:
    [feed] = listed(station, "feeds")
    assert story().title in station.run("entries", "--feed", feed["name"]).stdout
    done = station.run("entries", "--feed", feed["name"] + "x")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"near it: {feed['name']}" in done.stderr


def test_deliveries_list(station: Station) -> None:
    rows = listed(station, "deliveries")
    assert {(row["channel"], row["state"]) for row in rows} == {
        ("webhook", "delivered"),
        ("email", "delivered"),
    }
    assert rows[0].keys() == {
        "id",
        "alert_id",
        "event_id",
        "type",
        "subscriber",
        "channel",
        "state",
        "attempts",
        "next_attempt",
        "last_status",
    }


def test_subscribers_list_without_secrets(station: Station) -> None:
    rows = listed(station, "subscribers")
    assert [(row["name"], row["channel"]) for row in rows] == [
        ("hooks", "webhook"),
        ("desk", "email"),
    ]
    assert rows[0].keys() == {"name", "channel", "target", "state", "reason", "filters"}
    assert rows[0]["target"] == station.hooks.authority
    assert "whsec" not in json.dumps(rows)


def test_a_delivery_can_be_queued_again(station: Station) -> None:
    hook = next(row for row in listed(station, "deliveries") if row["channel"] == "webhook")
    before = [r for r in station.hooks.received if _is_new(r)]
    done = station.run("deliveries", "redeliver", str(hook["id"]))
    assert done.returncode == 0
    assert "queued again: 1" in done.stdout
    assert station.run("crawl", "press").returncode == 0
    again = [r for r in station.hooks.received if _is_new(r)][-1]
    assert station.hooks.ids.count(before[0].webhook_id) == len(before) + 1
    assert (again.webhook_id, again.body) == (before[0].webhook_id, before[0].body)
    wrong = station.run("deliveries", "redeliver", "99999")
    assert (wrong.returncode, wrong.stdout) == (1, "queued again: 0\n")
    assert wrong.stderr == "no delivery has the id 99999\n"


def test_a_delivery_is_shown_with_its_attempts(station: Station) -> None:
    number = listed(station, "deliveries")[-1]["id"]
    shown = station.run("deliveries", "show", str(number))
    assert shown.returncode == 0, shown.stderr
    assert "delivered, 127.0.0.1" in shown.stdout
    assert " s)" in shown.stdout
    wrong = station.run("deliveries", "show", str(number), "999")
    assert (wrong.returncode, wrong.stderr) == (1, "no delivery has the id 999\n")
    assert wrong.stdout == shown.stdout, "what there is is shown"
    assert station.run("deliveries", "show").returncode == 2


def test_people_get_tables(station: Station) -> None:
    assert "Errachidia" in station.run("events").stdout
    assert "ok" in station.run("feeds").stdout
    assert "webhook" in station.run("deliveries").stdout
    assert "desk@example.org" in station.run("subscribers").stdout


def test_a_test_alert_says_what_came_back(station: Station) -> None:
    before = len(station.hooks.received)
    done = station.run("subscribers", "test", "hooks")
    assert done.returncode == 0
    assert "hooks by webhook: delivered" in done.stdout
    received = station.hooks.received[before]
    assert received.verified
    assert received.payload is not None
    assert (received.payload["type"], received.payload["test"]) == ("test", True)
    assert station.run("subscribers", "test", "nobody").returncode == 2
    assert station.run("subscribers", "pause", "hooks").returncode == 0
    try:
        told = station.run("subscribers", "test", "hooks").stdout
        [row] = json.loads(station.run("subscribers", "test", "hooks", "--json").stdout)
    finally:
        station.run("subscribers", "resume", "hooks")
    assert "it is paused: alerts wait until scrapy subscribers resume hooks" in told
    assert (row["channel"], row["verdict"], row["state"]) == ("webhook", "delivered", "paused")


def test_a_webhook_that_answered_410_is_shown_and_can_be_switched_on_again(tmp_path: Path) -> None:
    with Station(tmp_path, [OUTLET]) as station:
        station.press.publish(story())
        station.hooks.answer(status(410))
        crawled = station.run("crawl", "press")
        (hook, _) = listed(station, "subscribers")
        doctor = station.run("doctor")
        station.hooks.heal()
        done = station.run("subscribers", "resume", "hooks")
        (delivery,) = [d for d in listed(station, "deliveries") if d["channel"] == "webhook"]
        station.run("deliveries", "redeliver", str(delivery["id"]))
        station.run("crawl", "press")
        again = station.hooks.received
    assert "hooks by webhook is switched off" in crawled.stderr
    assert hook["state"] == "off"
    assert "410" in hook["reason"]
    assert "FAILED hooks by webhook: off since" in doctor.stdout
    assert "scrapy subscribers resume hooks" in doctor.stdout
    assert (done.returncode, done.stdout) == (
        0,
        "hooks by webhook: on; what is queued is due now\n",
    )
    assert len(again) == 2


def test_a_receiver_that_fails_is_named_and_what_waits_for_it_goes_out_once_it_is_mended(
    tmp_path: Path,
) -> None:
    with Station(tmp_path, [OUTLET]) as station:
        station.press.publish(story())
        station.hooks.answer(status(503))
        station.run("crawl", "press")
        (hook, mail) = listed(station, "subscribers")
        doctor = station.run("doctor")
        station.hooks.heal()
        before = len(station.hooks.received)
        station.run("subscribers", "resume", "hooks")
        station.run("crawl", "press")
        after = len(station.hooks.received)
    assert hook["reason"].startswith("every attempt has failed since 2")
    assert mail["reason"] is None
    assert doctor.returncode == 1
    assert "FAILED hooks by webhook: every attempt has failed since " in doctor.stdout
    assert "scrapy subscribers resume hooks sends at once what waits" in doctor.stdout
    assert (before, after) == (1, 2)


def test_a_score_that_nothing_reaches_is_named(tmp_path: Path) -> None:
    with Station(tmp_path, [OUTLET]) as station:
        station.press.publish(story())
        station.run("crawl", "press")
        picky = "[[subscriber]]\nname = 'picky'\nemail = 'a@b.example'\nmin_score = 900\n"
        with (tmp_path / "settings.toml").open("a", encoding="utf-8") as file:
            file.write(picky)
        doctor = station.run("doctor")
    assert "FAILED picky: min_score = 900 keeps everything from it" in doctor.stdout


def test_a_paused_subscriber_gets_what_is_queued_once_it_is_on(tmp_path: Path) -> None:
    with Station(tmp_path, [OUTLET]) as station:
        paused = station.run("subscribers", "pause", "hooks")
        station.press.publish(story())
        station.run("crawl", "press")
        before = len(station.hooks.received)
        station.run("subscribers", "resume", "hooks")
        station.run("crawl", "press")
        after = len(station.hooks.received)
        unknown = station.run("subscribers", "pause", "nobody")
    assert "paused" in paused.stdout
    assert (before, after) == (0, 1)
    assert unknown.returncode == 2


def test_the_doctor_finds_nothing_wrong_here(station: Station) -> None:
    done = station.run("doctor", fresh=True)
    assert done.returncode == 0, done.stdout + done.stderr
    for words in ("ok     settings", "ok     database", "hooks by webhook: is reached"):
        assert words in done.stdout
    assert "ok     desk by email" in done.stdout


def test_the_doctor_names_what_is_broken(tmp_path: Path) -> None:
    with Station(tmp_path, [OUTLET]) as station:
        settings = (tmp_path / "settings.toml").read_text(encoding="utf-8")
        (tmp_path / "settings.toml").write_text(
            settings.replace(f"port = {station.mail.port}", "port = 9").replace(
                'host = "127.0.0.1"', 'host = "mail.invalid"'
            )
            + "[[watchlist]]\nname = 'w'\nseeds = 'texts'\n"
            + "[[subscriber]]\nname = 'night'\nemail = 'a@b.example'\nplaces = ['Cassablanca']\n",
            encoding="utf-8",
        )
        (tmp_path / "texts").mkdir()
        (tmp_path / "texts/broken.txt").write_bytes(b"\xff\xfe\x00")
        done = station.run("doctor")
        refused = station.run("crawl", "press")
    assert done.returncode == 1
    assert "FAILED desk by email" in done.stdout
    assert "FAILED mail: smtp.sender is still balagh@localhost.localdomain" in done.stdout
    misspelt = "places.0: no place is known as 'Cassablanca'; did you mean Casablanca?"
    assert misspelt in done.stdout
    assert misspelt in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert "broken.txt" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_backtest_writes_a_line_per_article(station: Station, tmp_path: Path) -> None:
    rows = [
        {
            "id": "1",
            "title": story().title,
            "text": story().paragraphs[0],
            "published": "2024-01-30",
        },
        {"id": "2", "title": "Météo", "text": "Il fera beau demain.", "published": "2024-10"},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    words = ("--gate", "--decisions", str(tmp_path / "out.jsonl"), "--json")
    done = station.run("backtest", str(tmp_path / "rows.jsonl"), *words)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [violations("backtest_line", line) for line in lines] == [[], []]
    assert [(line["kind"], line["alert"]) for line in lines] == [
        ("operation", "new"),
        ("none", False),
    ]
    assert json.loads(done.stdout)["alerts"] == {"new": 1, "update": 0}


@pytest.mark.parametrize(
    "words",
    [
        ("events", "--nonsense"),
        ("crawl", "press", "--nonsense"),
        ("watch", "--nonsense"),
        ("crawl", "other"),
        ("crawl", "press", "-a", "only=Nobody"),
        ("judge", "no-such-file.txt"),
        ("events", "--since", "yesterday"),
        ("deliveries", "redeliver"),
        ("deliveries", "--limit", "0"),
    ],
)
def test_what_can_not_be_done_ends_in_one_line_and_status_2(
    station: Station, words: tuple[str, ...]
) -> None:
    done = station.run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_help_names_the_arguments_and_their_defaults(station: Station) -> None:
    told = " ".join(station.run("deliveries", "--help").stdout.split())
    assert told.startswith("usage: scrapy deliveries [-h] [--state")
    for words in ("list (default)", "at most so many (default: 100)", "examples: scrapy"):
        assert words in told


def test_wrong_settings_end_a_command_with_what_and_where(tmp_path: Path) -> None:
    with Station(tmp_path, [OUTLET]) as station:
        (tmp_path / "settings.toml").write_text("[crawl]\nspeed = 3\n", encoding="utf-8")
        done = station.run("events")
    assert done.returncode == 2
    assert "crawl.speed: no such option" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_unreadable_database_ends_a_command_with_what_and_where(tmp_path: Path) -> None:
    with Station(tmp_path, [OUTLET]) as station:
        station.database.write_bytes(b"this is not a database" * 100)
        done = station.run("events")
    assert done.returncode == 2
    assert "balagh.db" in done.stderr
    assert done.stderr.count("\n") == 1


EXPECTED = {
    "000": ({"mention"}, None),
    "001": ({"mention"}, None),
    "002": ({"operation", "update"}, ("2024-01-29", 4, [35, 40])),
    "003": ({"operation"}, ("2021-03-25", 4, [24, 28])),
    "004": ({"mention", "retelling"}, None),
}


@pytest.mark.parametrize("number", EXPECTED)
def test_the_seeds_are_judged_as_a_reader_would(station: Station, number: str) -> None:
    (path,) = ROOT.glob(f"seeds/{number}_*.txt")
    done = station.run("judge", str(path), "--json")
    assert done.returncode == 0, done.stderr
    verdict = json.loads(done.stdout)
    assert violations("judge", verdict) == []
    kinds, told = EXPECTED[number]
    assert verdict["kind"] in kinds
    if told is not None:
        facts = [
            (
                (a["slots"]["date"] or {}).get("value"),
                (a["slots"]["count"] or {}).get("value"),
                (a["slots"]["ages"] or {}).get("value"),
            )
            for a in verdict["assessments"]
        ]
        assert told in facts
    for assessment in verdict["assessments"]:
        total = sum(e["points"] for e in assessment["evidence"])
        assert total == pytest.approx(assessment["score"], abs=0.01)
