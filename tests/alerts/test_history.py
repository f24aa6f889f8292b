"""Past operations: rows become silent events, bad ones cost themselves, retellings find them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from alerts.history import read_history
from core.assessments import Slots
from core.errors import UsageError
from tests.alerts.newsdesk import NOON, Newsdesk, article, assessment, place, slot

SHIPPED = Path(__file__).parents[2] / "matching/watchlists/dgst-bcij.history.csv"
TODAY = date(2026, 1, 1)
HEADS = "date,act,places,count,ages,group,topic,source,published,title"
ROW = "2019-10-25,operation,Casablanca;Madrid,7,22-41,IS,terrorism,MAP,2019-10-26,Cell"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "past.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_row_states_its_facts(tmp_path: Path) -> None:
    [one], broken = read_history(written(tmp_path, HEADS, ROW), "test", TODAY)
    assert broken == []
    [told] = one.judgement.assessments
    slots = told.slots
    assert (told.watchlist, told.kind, told.act) == ("test", "operation", "operation")
    assert [(p.name, p.code) for p in slots.places] == [
        ("Casablanca", "06.141.01.0"),
        ("Madrid", None),
    ]
    stated = [s.value for s in (slots.date, slots.count, slots.ages, slots.group, slots.topic) if s]
    assert stated == [date(2019, 10, 25), 7, (22, 41), "IS", "terrorism"]
    assert (one.article.outlet, one.article.title) == ("MAP", "Cell")
    assert one.article.arrived == one.article.published


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (ROW.replace("2019-10-25,", "25 Oct,"), "has no ISO date: '25 Oct'"),
        (ROW.replace("2019-10-25,", "2027-01-01,"), "is dated ahead: 2027-01-01"),
        (ROW.replace("Madrid", "Atlantis"), "names a place that is not known: 'Atlantis'"),
        (ROW.replace(",7,", ",seven,"), "count is no number: 'seven'"),
        (ROW.replace(",7,", ",0,"), "count is no number: '0'"),
        (ROW.replace("22-41", "41-22"), "ages are like 24-28 or 24: '41-22'"),
        (ROW.replace("22-41", "1-2-3"), "ages are like 24-28 or 24: '1-2-3'"),
        (ROW.replace("terrorism", "tennis"), "topic is one of terrorism, "),
        (ROW.replace("operation", "war"), "act is one of operation, support, not 'war'"),
        (ROW.replace("MAP", ""), "names no source"),
        (ROW.replace("2019-10-26", "x"), "published is no ISO date: 'x'"),
        (ROW.replace("2019-10-26", "2019-10-24"), "was published (2019-10-24) before its date"),
        (ROW.replace("2019-10-26", "2026-01-02"), "was published ahead: 2026-01-02"),
        (ROW + ",more", "has more cells than the first line"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_costs_only_itself(
    tmp_path: Path, row: str, problem: str
) -> None:
    path = written(tmp_path, HEADS, row, ROW)
    found, [broken] = read_history(path, "test", TODAY)
    assert len(found) == 1
    assert broken.where == f"{path}:2"
    assert broken.problem.startswith(problem)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("date,places\n", "the first line names the columns"),
        ("date,source,cuont\n", "not date, source, cuont"),
        ("date,source,date\n", "each once"),
        ("", "the first line names the columns"),
        ("date,source\n2019-10-25,\xff", "can't be read: save it as CSV in UTF-8"),
    ],
)
def test_a_file_that_can_not_be_used_is_refused(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "past.csv"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(UsageError, match=why):
        read_history(path, "test", TODAY)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_what_spreadsheets_of_other_countries_save_is_read(tmp_path: Path, delimiter: str) -> None:
    """With their mark in front, places in quotes, and rows of nothing at the end."""
    row = ROW.replace("Casablanca;Madrid", '"Casablanca;Madrid"')
    lines = [text.replace(",", delimiter) for text in (f"\ufeff{HEADS}", row, ",,,,,,,,,")]
    [one], broken = read_history(written(tmp_path, *lines), "test", TODAY)
    assert broken == []
    assert len(one.judgement.assessments[0].slots.places) == 2


def test_the_shipped_list_is_sound() -> None:
    found, broken = read_history(SHIPPED, "dgst-bcij", TODAY)
    assert broken == []
    assert len(found) >= 40
    assert len({one.article.url for one in found}) == len(found)


def admit(newsdesk: Newsdesk, path: Path) -> None:
    for one in read_history(path, "dgst-bcij", TODAY)[0]:
        newsdesk.desk.admit(one.article, one.judgement, past=True, apart=one.apart)


def test_imports_alert_nobody_however_fresh_and_a_retelling_finds_its_event(
    newsdesk: Newsdesk, tmp_path: Path
) -> None:
    path = written(tmp_path, HEADS, ROW, "2024-01-29,,Oujda,,,,,MAP,2024-01-30,")
    for _ in range(2):
        admit(newsdesk, path)
    assert newsdesk.types == []
    [fresh, old] = newsdesk.listed()
    assert old.record.first_seen < NOON - timedelta(days=1000)
    stated = Slots(date=slot(date(2019, 10, 25)), places=(place("Casablanca", "06.141.01.0"),))
    for kind in ("retelling", "operation"):
        told = article(f"https://{kind}.example/1")
        placed = newsdesk.admit(told, assessment(kind, slots=stated)).placed
        assert [p.event_id for p in placed] == [old.record.id]
    assert newsdesk.types == []
    assert fresh.record.id not in old.record.merged_from


def test_two_operations_of_one_day_place_and_source_are_both_kept(
    newsdesk: Newsdesk, tmp_path: Path
) -> None:
    other = ROW.replace(",7,22-41,", ",2,50-60,").replace("terrorism", "drugs")
    for _ in range(2):
        admit(newsdesk, written(tmp_path, HEADS, ROW, other))
        told = [report.facts.count for event in newsdesk.listed() for report in event.reports]
        assert sorted(filter(None, told)) == [2, 7]


def test_two_rows_of_one_day_place_and_source_are_two_events_however_alike(
    newsdesk: Newsdesk, tmp_path: Path
) -> None:
    path = written(tmp_path, HEADS, ROW, ROW.replace(",7,", ",6,"), ROW.replace("MAP", "Two"))
    for _ in range(2):
        admit(newsdesk, path)
        counts = [{report.facts.count for report in e.reports} for e in newsdesk.listed()]
        assert sorted(map(sorted, counts)) == [[6], [7]]


def test_a_row_put_right_takes_the_place_of_the_former_one(
    newsdesk: Newsdesk, tmp_path: Path
) -> None:
    for count in ("7", "8"):
        admit(newsdesk, written(tmp_path, HEADS, ROW.replace(",7,", f",{count},")))
    [event] = newsdesk.listed()
    assert [report.facts.count for report in event.reports] == [8]
    assert newsdesk.types == []
