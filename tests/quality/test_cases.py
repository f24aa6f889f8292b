"""The cases and streams are complete, consistent, and true to their texts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.clock import local_day, parse_instant
from tests.quality.wording import (
    groups_named,
    read_spellings,
    says,
    says_date,
    says_number,
    says_official,
)

HERE = Path(__file__).parent
FIELDS = ["id", "lang", "published", "title", "text", "label", "kind", "aspect", "event_id"]
FIELDS += ["date", "places", "count", "ages", "group", "topic", "official", "either", "note"]
TOPICS = {"terrorism", "drugs", "migration", "cyber", "fraud", "violence", "weapons", "other"}
LEAST_BY_LANGUAGE = {"ar": 70, "fr": 45, "en": 25, "es": 20, "ary": 12}
LEAST_BY_KIND = {
    ("announcement", "operation", "new"): 45,
    ("announcement", "operation", "followup"): 8,
    ("announcement", "support", "new"): 35,
    ("announcement", "support", "followup"): 4,
    ("mention", None, None): 35,
    ("hard_negative", None, None): 30,
    ("negative", None, None): 12,
}
FRESH = timedelta(days=12)

Row = dict[str, Any]


def rows_of(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


CASES = rows_of(HERE / "cases.jsonl")
ANNOUNCEMENTS = [row for row in CASES if row["label"] == "announcement"]
STREAMS = sorted((HERE / "streams").glob("*.jsonl"))


def each(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=[row["id"] for row in rows])


def whole(row: Row) -> str:
    return f"{row['title']}\n{row['text']}"


def test_there_are_enough_of_every_kind_and_language() -> None:
    languages = Counter(row["lang"] for row in CASES)
    kinds = Counter((row["label"], row["kind"], row["aspect"]) for row in CASES)
    assert [lang for lang, least in LEAST_BY_LANGUAGE.items() if languages[lang] < least] == []
    assert [kind for kind, least in LEAST_BY_KIND.items() if kinds[kind] < least] == []
    assert set(kinds) == set(LEAST_BY_KIND)


def test_ids_and_texts_are_unique() -> None:
    assert len({row["id"] for row in CASES}) == len(CASES)
    assert len({whole(row) for row in CASES}) == len(CASES)


@each(CASES)
def test_a_case_is_complete(row: Row) -> None:
    assert list(row) == FIELDS
    assert row["lang"] in LEAST_BY_LANGUAGE
    assert row["title"]
    assert row["text"]
    assert row["note"]
    assert row["either"] is False
    if row["published"]:
        date.fromisoformat(row["published"])


@each([row for row in CASES if row["label"] != "announcement"])
def test_what_announces_nothing_states_no_facts(row: Row) -> None:
    facts = ("kind", "aspect", "date", "count", "ages", "group", "topic", "official")
    assert [row[field] for field in facts] == [None] * len(facts)
    assert row["places"] == []
    assert not row["event_id"] or row["label"] == "mention"


@each(ANNOUNCEMENTS)
def test_an_announcement_names_its_event_and_topic(row: Row) -> None:
    assert row["event_id"]
    assert row["topic"] in TOPICS | {None}
    assert isinstance(row["official"], bool)


@each([row for row in ANNOUNCEMENTS if row["date"]])
def test_the_date_is_recent_and_in_the_text(row: Row) -> None:
    day, published = date.fromisoformat(row["date"]), date.fromisoformat(row["published"])
    assert timedelta() <= published - day <= FRESH
    assert says_date(whole(row), row["lang"], day, published)


@each([row for row in ANNOUNCEMENTS if row["places"]])
def test_the_places_are_in_the_text(row: Row) -> None:
    spellings = read_spellings(HERE / "places.csv")
    absent = [p for p in row["places"] if not any(says(whole(row), s) for s in spellings[p])]
    assert absent == []


@each([row for row in ANNOUNCEMENTS if row["count"]])
def test_the_number_held_is_in_the_text(row: Row) -> None:
    assert says_number(whole(row), row["lang"], row["count"])


@each([row for row in ANNOUNCEMENTS if row["ages"]])
def test_the_ages_are_in_the_text(row: Row) -> None:
    youngest, oldest = row["ages"]
    assert 12 <= youngest <= oldest <= 80
    assert says_number(whole(row), row["lang"], youngest)
    assert says_number(whole(row), row["lang"], oldest)


@each(ANNOUNCEMENTS)
def test_the_group_is_labelled_where_it_is_named(row: Row) -> None:
    named = groups_named(whole(row))
    assert named == ({row["group"]} if row["group"] else set())


@each(ANNOUNCEMENTS)
def test_official_means_that_a_source_is_quoted(row: Row) -> None:
    quoted = says_official(whole(row), row["lang"])
    assert row["official"] is quoted


def test_reports_of_one_operation_agree() -> None:
    events = defaultdict(list)
    for row in ANNOUNCEMENTS:
        if row["aspect"] == "new":
            events[row["event_id"]].append(row)
    for event, reports in events.items():
        for field in ("kind", "date", "topic", "group"):
            stated = {row[field] for row in reports} - {None}
            assert len(stated) <= 1, (event, field, stated)
        assert len({tuple(row["ages"]) for row in reports if row["ages"]}) <= 1, event


def test_operations_are_told_across_languages() -> None:
    languages = defaultdict(set)
    for row in ANNOUNCEMENTS:
        languages[row["event_id"]].add(row["lang"])
    assert sum(len(spoken) > 1 for spoken in languages.values()) >= 25


def test_every_place_is_listed_once_and_used() -> None:
    used = {place for row in CASES for place in row["places"]}
    assert set(read_spellings(HERE / "places.csv")) == used


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


@pytest.mark.parametrize("path", STREAMS, ids=[path.stem for path in STREAMS])
def test_a_stream_is_in_order_and_raises_each_event_once(path: Path) -> None:
    rows = rows_of(path)
    assert 5 <= len(rows) <= 15
    assert len({row["id"] for row in rows}) == len(rows)
    times = [parse_instant(t) for t in (r.get("arrived") or r["published"] for r in rows) if t]
    assert times == sorted(times)
    assert {alert for row in rows for alert in listed(row["expect"])} <= {"new", "update"}
    opened = [
        event for row in rows if "new" in listed(row["expect"]) for event in listed(row["event_id"])
    ]
    assert len(opened) == len(set(opened))
    for row in rows:
        assert row["expect"] is None or row["label"] == "announcement", row["id"]
        assert row["expect"] != "update" or {*listed(row["event_id"])} <= {*opened}, row["id"]


def test_streams_tell_weekdays_that_fit_their_dates() -> None:
    """An announcement speaks of the day it is published on, or of the day before."""
    for row in (row for path in STREAMS for row in rows_of(path)):
        if row["label"] != "announcement" or not row["published"]:
            continue
        day = local_day(parse_instant(row.get("arrived") or row["published"]))
        recent = [day - timedelta(days=back) for back in range(2)]
        assert any(says_date(row["text"], row["lang"], d, day) for d in recent), row["id"]


def test_there_are_twenty_streams() -> None:
    assert len(STREAMS) >= 20
