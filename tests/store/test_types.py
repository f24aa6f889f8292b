"""Column values come back as they went in, whatever the world put into them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import StoreError
from store.alerts import raise_alert
from store.database import Database
from store.entries import pending_entries
from store.feeds import due_feeds, feed_states, record_poll
from store.outbox import redeliver
from store.types import bounded_key, clean_text, dump_json
from tests.store.samples import NOON, add_feed, alert, entry, poll


@given(st.text(st.characters(), max_size=40))
@settings(deadline=None)
def test_clean_text_is_what_utf8_can_hold(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.encode().decode() == cleaned
    assert len(cleaned) == len(text)
    assert "\0" not in cleaned


def test_good_text_is_left_alone() -> None:
    assert clean_text("مكتب 🇲🇦\n\t") == "مكتب 🇲🇦\n\t"


def test_long_keys_stay_apart() -> None:
    first, second = (bounded_key("ك" * 5_000 + end) for end in "ab")
    assert first != second
    assert max(len(key.encode()) for key in (first, second)) <= 2_000
    assert bounded_key("x" * 2_000) == "x" * 2_000


def test_json_keeps_no_nul_and_every_backslash() -> None:
    value = {"a\0": ["\0", "\\u0000", 1, None]}
    assert dump_json(value).count("\\u0000") == 1
    assert dump_json({"a": "كلمة"}) == '{"a":"كلمة"}'


def test_json_is_stored_whatever_it_holds(database: Database) -> None:
    payload = {"title": "nul \0 and \ud800", "list": [1.5, None, True, {"ع": []}]}
    with database.begin() as conn:
        raise_alert(conn, alert(None, payload=payload), [])
        stored = conn.scalar(sa.text("SELECT payload FROM alerts"))
    assert "nul � and �" in str(stored)


def test_the_hour_that_a_clock_repeats_is_two(database: Database) -> None:
    """The two are equal to Python, as long as they are in that zone."""
    once = datetime(2024, 3, 10, 2, 30, tzinfo=ZoneInfo("Africa/Casablanca"))
    again = once.replace(fold=1)
    assert once == again
    with database.begin() as conn:
        number = add_feed(conn)
        record_poll(conn, poll(number, entry("a", published=once), entry("b", published=again)))
        [first, second] = pending_entries(conn, limit=9)
    assert abs(first.entry.published - second.entry.published) == timedelta(hours=1)  # type: ignore[operator]


def test_instants_are_utc_to_the_microsecond(database: Database) -> None:
    precise = NOON.replace(microsecond=123456)
    elsewhere = precise.astimezone(timezone(timedelta(hours=-9)))
    with database.begin() as conn:
        record_poll(conn, poll(add_feed(conn), at=elsewhere))
        [state] = feed_states(conn)
    assert state.last_poll == precise
    assert state.last_poll.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StoreError, match="has no time zone"), database.begin() as conn:
        record_poll(conn, poll(add_feed(conn), at=datetime(2024, 1, 30)))  # noqa: DTZ001


@pytest.mark.parametrize("hours", [-14, 0, 14])
@pytest.mark.parametrize(
    "edge", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)
def test_the_ends_of_the_calendar_can_be_stored(
    database: Database, edge: datetime, hours: int
) -> None:
    published = edge.replace(tzinfo=timezone(timedelta(hours=hours)))
    with database.begin() as conn:
        record_poll(conn, poll(add_feed(conn), entry("a", published=published)))
    with database.read() as conn:
        [pending] = pending_entries(conn, limit=1)
    assert pending.entry.published is not None
    assert abs(pending.entry.published - edge) <= timedelta(hours=14)


def test_a_number_beyond_64_bits_is_said_in_one_line(database: Database) -> None:
    with pytest.raises(StoreError), database.begin() as conn:
        redeliver(conn, [10**30], at=NOON)


def test_instants_sort_by_time(database: Database) -> None:
    """On SQLite they are texts: a whole second must not sort behind its own fractions."""
    with database.begin() as conn:
        number = add_feed(conn)
        record_poll(conn, poll(number, next_poll=NOON))
        assert due_feeds(conn, NOON.replace(microsecond=1), limit=1)
        record_poll(conn, poll(number, next_poll=NOON.replace(microsecond=1)))
        assert not due_feeds(conn, NOON, limit=1)
