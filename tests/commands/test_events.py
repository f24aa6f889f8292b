"""`scrapy events`: the list, one event in full, and its grouping put right by hand."""

from __future__ import annotations

import argparse
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from commands.verbs.events import Events
from core.errors import UsageError
from core.settings import Settings
from store.database import Database
from tests.alerts.newsdesk import NOON, Newsdesk, article, assessment, slots
from tests.conftest import SteppedClock
from tests.docs.contract import violations


@pytest.fixture
def newsdesk(database: Database, clock: SteppedClock) -> Newsdesk:
    return Newsdesk(database, clock)


@pytest.fixture
def settings(database_url: str) -> Settings:
    given = {"store": {"url": database_url}, "subscriber": [{"name": "a", "email": "a@x.example"}]}
    given["watchlist"] = [{"name": "dgst-bcij", "seeds": "seeds"}]
    return Settings.model_validate(given)


def run(settings: Settings, *words: str) -> int:
    parser = argparse.ArgumentParser()
    verb = Events()
    verb.add_arguments(parser)
    return verb.execute(settings, parser.parse_args(words))


def printed(capsys: pytest.CaptureFixture[str], settings: Settings, *words: str) -> Any:
    """What a program gets; held against the contract's schema."""
    assert run(settings, *words, "--json") == 0
    value = json.loads(capsys.readouterr().out)
    assert violations("events", value) == []
    return value


def three_reports(newsdesk: Newsdesk) -> str:
    for number in range(3):
        told = assessment(slots=slots(count=5 if number else 4))
        came = NOON + timedelta(minutes=number)
        newsdesk.admit(article(f"https://o{number}.example/1", arrived=came), told)
    return str(newsdesk.told[0].event_id)


def test_an_event_is_shown_with_its_reports_and_why_they_stand_there(
    newsdesk: Newsdesk, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    event = three_reports(newsdesk)
    assert run(settings, "show", event) == 0
    shown = capsys.readouterr().out
    for words in (
        f"{event}  operation, terrorism, confirmed",
        "places: Oujda, Jerada",
        "outlets differ in count: 4 (o0.example); 5 (o1.example, o2.example)",
        "told 2024-01-30 13:00: event.new, alr_",  # by the Moroccan clock, as --since reads it
        "2024-01-30 12:55  o0.example",
        "update: places +4.5, date +4.0, text +4.0",
    ):
        assert words in shown
    run(settings)
    assert "\n2024-01-30 13:00  operation" in capsys.readouterr().out
    [row] = printed(capsys, settings, "show", event)
    assert [report["outlet"] for report in row["reports"]] == [f"o{n}.example" for n in range(3)]


def test_split_and_merge_go_there_and_back(
    newsdesk: Newsdesk, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    event = three_reports(newsdesk)
    [listed] = printed(capsys, settings)
    _, second, third = (str(report["id"]) for report in listed["reports"])
    stayed, new = printed(capsys, settings, "split", event, "--report", second, third)
    assert (stayed["id"], stayed["count"], new["count"]) == (event, 4, 5)
    assert [len(row["reports"]) for row in (stayed, new)] == [1, 2]
    assert run(settings, "show", new["id"]) == 0
    assert "split by hand" in capsys.readouterr().out
    assert run(settings, "merge", new["id"], event) == 0
    assert event in (said := capsys.readouterr().out)
    assert "queued for subscribers: nothing" in said
    [one] = printed(capsys, settings)
    assert (one["id"], one["merged_from"], len(one["reports"])) == (event, [new["id"]], 3)


def written(folder: Path, text: str) -> str:
    path = folder / "past.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_past_operations_are_imported_once(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "date,source,count,places\n2019-10-25,MAP,7,Casablanca;Ouezzane\n"
    path = written(tmp_path, rows)
    assert run(settings, "import", path, "--watchlist", "dgst-bcij") == 0
    assert (
        capsys.readouterr().out == "past operations: 1 opened, 0 joined, 0 unchanged, 0 left out\n"
    )
    written(tmp_path, rows.replace(",7,", ",6,") + "soon,MAP,1,Oujda\n")
    assert run(settings, "import", path, "--watchlist", "dgst-bcij", "--json") == 1
    told = capsys.readouterr()
    done = json.loads(told.out)
    assert violations("import", done) == []
    assert (done["opened"], done["joined"], done["unchanged"]) == (0, 1, 0)
    assert [row["where"] for row in done["broken"]] == [f"{path}:3"]
    assert f"{path}:3: left out, it has no ISO date: 'soon'" in told.err
    [event] = printed(capsys, settings)
    assert (event["count"], event["first_seen"], event["alerts"]) == (6, "2019-10-25T11:00:00Z", [])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("list", "evt_1"), "unknown argument: evt_1"),
        (("show",), "takes one event's id"),
        (("show", "evt_404"), "no event has the id 'evt_404'"),
        (("split", "evt_1"), "scrapy events split ID --report N"),
        (("merge", "evt_1", "evt_2", "--report", "1"), "scrapy events split ID --report N"),
        (("split", "evt_1", "evt_2", "--report", "1"), "takes one event's id"),
        (("import",), "takes one CSV file"),
        (("import", "a.csv", "--watchlist", "other"), "import into which watchlist"),
        (("import", "no-such.csv", "--watchlist", "dgst-bcij"), "there is no such file"),
        (("--since", "yesterday"), "write a date like 2026-01-31, or 2d"),
    ],
)
def test_what_can_not_be_meant_is_refused(
    settings: Settings, words: tuple[str, ...], why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        run(settings, *words)
