"""Replaying article files: their order, their clock, broken rows, and the decisions' lines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.backtest import after_merges, replay
from alerts.backtest_rows import BacktestRow, read_rows
from core.articles import Article
from core.assessments import Assessment, Judgement, Place, Slot, Slots, Span
from core.clock import MOROCCO
from core.errors import UsageError
from store.database import Database, open_database
from store.events import list_events

NOW = datetime(2030, 1, 1, tzinfo=UTC)
WHERE = Span(field="text", start=0, end=400)


def row(row_id: str, published: str | None = "2021-03-25T09:00:00Z", **more: Any) -> dict[str, Any]:
    given = {"id": row_id, "title": f"Title {row_id}", "text": f"Text {row_id}"}
    return given | {"published": published} | more


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))
    return path


def read(path: Path) -> list[BacktestRow]:
    rows, broken = read_rows([path], NOW)
    assert not broken
    return rows


def ids(rows: list[BacktestRow]) -> list[str]:
    return [one.article.id for one in rows]


@pytest.fixture
def database() -> Iterator[Database]:
    opened = open_database("sqlite://")
    yield opened
    opened.close()


def slot(value: Any) -> Slot[Any]:
    return Slot(value=value, text="", span=WHERE)


OUJDA = Place(name="Oujda", code="02.411.01.23", text="Oujda", span=WHERE)


def assessed(kind: Any, **slots: Any) -> Assessment:
    return Assessment(
        watchlist="test",
        kind=kind,
        act="operation" if kind != "mention" else "mention",
        aspect="new" if kind == "operation" else None,
        score=6.5,
        threshold=3.0,
        rules=(),
        evidence=(),
        slots=Slots(**slots),
        nearest_seed=None,
        counterfactual="",
        span=WHERE,
    )


def judge(article: Article) -> Judgement:
    """Reads the verdict from the text: kind, and the number held where there is one."""
    kind, _, count = article.text.partition(" ")
    if kind == "none":
        return Judgement()
    stated = {"count": slot(int(count))} if count else {}
    return Judgement(
        assessments=(assessed(kind, places=(OUJDA,), date=slot(date(2021, 3, 25)), **stated),)
    )


def replayed(database: Database, *rows: dict[str, Any], path: Path) -> dict[str, dict[str, Any]]:
    done = list(replay(read(written(path, *rows)), judge, database))
    after_merges([item.line for item in done], database)
    return {item.line["id"]: item.line for item in done}


def test_rows_arrive_by_publication_and_ties_as_in_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl",
        row("late", "2021-03-26"),
        row("b", "2021-03-25"),
        row("a", "2021-03-25"),
    )
    assert ids(read(path)) == ["b", "a", "late"]


def test_a_row_arrives_when_it_says_and_keeps_its_publication(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl",
        row("late", "2021-03-25") | {"arrived": "2021-03-27"},
        row("undated", None),
        row("b", "2021-03-26"),
    )
    rows = read(path)
    assert ids(rows) == ["b", "late", "undated"]
    b, late, undated = (one.article for one in rows)
    assert late.published == datetime(2021, 3, 25, tzinfo=MOROCCO)
    assert late.arrived == undated.arrived == b.arrived + timedelta(days=1)


def test_an_undated_row_arrives_with_the_row_before_it_and_stays_undated(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl",
        row("first", None),
        row("late", "2021-03-26"),
        row("with-late", ""),
        row("early", "2021-03-25"),
        row("month", "2021-02"),
    )
    rows = read(path)
    assert ids(rows) == ["early", "month", "first", "late", "with-late"]
    assert [one.article.published is None for one in rows] == [False, True, True, False, True]


def test_a_bare_date_is_a_moroccan_day(tmp_path: Path) -> None:
    (only,) = read(written(tmp_path / "a.jsonl", row("a", "2021-03-25")))
    assert only.article.published == datetime(2021, 3, 24, 23, 0, tzinfo=UTC)


def test_a_file_without_dates_arrives_now(tmp_path: Path) -> None:
    (only,) = read(written(tmp_path / "a.jsonl", row("a", None)))
    assert (only.article.published, only.article.arrived) == (None, NOW)


def test_a_packed_file_reads_like_a_plain_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(row("a", lang="ar", source="One")).encode()))
    (only,) = read(path)
    assert (only.article.language, only.article.outlet) == ("ar", "One")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "is no JSON"),
        ("[1]", "is no JSON object"),
        ('"\\ud800"', "is no JSON object"),
        ('{"id": "x", "title": "t"}', "text is missing or no text"),
        ('{"id": 7, "title": "t", "text": "x"}', "id is missing or no text"),
        (json.dumps(row("x", "yesterday noon")), "published is no ISO date"),
        (json.dumps(row("x", published=3)), "published is no text"),
        (json.dumps(row("good")), "the id 'good' is taken"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_a_broken_row_costs_itself_and_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "a.jsonl"
    good, after = json.dumps(row("good")), json.dumps(row("after"))
    path.write_text(f"{good}\n\n{line}\n{after}\n")
    rows, (broken,) = read_rows([path], NOW)
    assert ids(rows) == ["good", "after"]
    assert broken.where == f"{path}:3"
    assert broken.problem.startswith(problem)


def test_a_row_that_is_no_utf_8_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": "\xff\xfe"}\n' + json.dumps(row("good")).encode())
    rows, broken = read_rows([path], NOW)
    assert (ids(rows), len(broken)) == (["good"], 1)


CUT_SHORT = gzip.compress(b"{}" * 99, mtime=0)[:-9]


@pytest.mark.parametrize("content", [None, b"\x1f\x8b\x08broken", CUT_SHORT])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.jsonl.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=r"a\.jsonl\.gz"):
        read_rows([path], NOW)


def test_one_operation_is_one_event_and_one_new_alert(database: Database, tmp_path: Path) -> None:
    lines = replayed(
        database,
        row("first", text="operation 4"),
        row("again", "2021-03-25T11:00:00Z", text="operation 4"),
        row("more", "2021-03-25T12:00:00Z", text="operation 5"),
        row("other", "2021-03-25T13:00:00Z", text="none"),
        path=tmp_path / "a.jsonl",
    )
    assert [line["alert"] for line in lines.values()] == ["new", False, "update", False]
    assert lines["first"]["event"] == lines["again"]["event"] == lines["more"]["event"] is not None
    assert lines["other"]["event"] is None


def test_a_line_holds_what_the_contract_says(database: Database, tmp_path: Path) -> None:
    line = replayed(database, row("a", text="operation 4"), path=tmp_path / "a.jsonl")["a"]
    event = line.pop("event")
    assert line == {
        "id": "a",
        "kind": "operation",
        "act": "operation",
        "aspect": "new",
        "score": 6.5,
        "slots": {
            "date": "2021-03-25",
            "count": 4,
            "ages": None,
            "group": None,
            "topic": None,
            "official": None,
            "places": [{"name": "Oujda", "code": "02.411.01.23"}],
            "seizures": [],
            "partner": [],
        },
        "alert": "new",
        "reports": [
            {
                "watchlist": "test",
                "kind": "operation",
                "act": "operation",
                "aspect": "new",
                "event": event,
                "alert": "new",
            }
        ],
    }


def test_the_clock_stands_at_each_articles_publication(database: Database, tmp_path: Path) -> None:
    lines = replayed(
        database, row("a", "2015-11-20T08:00:00Z", text="operation"), path=tmp_path / "a.jsonl"
    )
    assert lines["a"]["alert"] == "new"
    with database.read() as conn:
        (event,) = list_events(conn, limit=9)
    assert event.record.first_seen == datetime(2015, 11, 20, 8, 0, tzinfo=UTC)


def test_two_articles_under_one_url_are_two_to_the_store(tmp_path: Path) -> None:
    url = "https://one.example/"
    rows = read(written(tmp_path / "a.jsonl", row("a", url=url), row("b", url=url)))
    assert len({one.article.url for one in rows}) == 2
    assert {one.article.outlet for one in rows} == {"one.example"}


def test_a_retelling_of_nothing_known_is_no_report_of_an_event(
    database: Database, tmp_path: Path
) -> None:
    line = replayed(database, row("a", text="retelling"), path=tmp_path / "a.jsonl")["a"]
    assert (line["kind"], line["event"], line["alert"]) == ("retelling", None, False)
    assert line["reports"] == []


def test_the_gate_sees_the_title_and_the_first_three_hundred_characters(
    database: Database, tmp_path: Path
) -> None:
    seen: list[tuple[str, str]] = []

    def passes(title: str, lead: str) -> bool:
        seen.append((title, lead))
        return title == "yes"

    path = written(
        tmp_path / "a.jsonl",
        row("a", title="yes", text="none " + "x" * 900),
        row("b", title="no", text="none"),
    )
    lines = [item.line for item in replay(read(path), judge, database, passes)]
    assert [line["candidate"] for line in lines] == [True, False]
    assert [len(lead) for _, lead in seen] == [300, 4]
