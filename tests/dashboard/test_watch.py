"""Whether everything was seen, as the first page says it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from core.articles import Feed, FeedState, Spell, Validators
from dashboard.watch import STALE_S, Lookout, Watch, watch_of
from store.database import Database
from tests.store.samples import NOON, add_feed

NOW = datetime(2024, 1, 30, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def state(number: int, **known: Any) -> FeedState:
    name = f"outlet {number}"
    feed = Feed(name=name, url=f"https://{number}.example/", outlet=name)
    unknown: dict[str, Any] = dict.fromkeys(
        ("body_hash", "since", "last_poll", "interval_s", "last_new", "error")
    )
    given = {"health": "ok", "failures": 0, "sequence": 1, "validators": Validators()}
    polled = {"last_good": NOW, "next_poll": NOW + HOUR}
    return FeedState(id=number, feed=feed, **unknown | given | polled | known)


def spell(feed: int, kind: Any, hours_ago: float, ended: float | None = None, why: str = "") -> Any:
    end = None if ended is None else NOW - ended * HOUR
    return Spell(feed_id=feed, state=kind, reason=why, started=NOW - hours_ago * HOUR, ended=end)


def watch(*spells: Spell, feeds: int = 2) -> Watch:
    return watch_of([state(n) for n in range(1, feeds + 1)], spells, NOW)


SEEN = (spell(1, "seen", 99), spell(2, "seen", 99))


def test_all_was_seen() -> None:
    found = watch(*SEEN)
    assert (found.verdict, found.numbers, found.dark) == ("seen", {"whole": 2}, ())


def test_an_outage_of_the_night_that_lost_nothing_is_told_as_late() -> None:
    found = watch(*SEEN, *(spell(n, "late", 7, 2, "not polled") for n in (1, 2)))
    assert (found.verdict, found.numbers) == ("seen_late", {"late": 2})
    [pause] = found.dark
    assert (pause.started, pause.ended) == (NOW - 7 * HOUR, NOW - 2 * HOUR)
    [(start, width)] = found.bars
    assert start == round(17 / 24 * 100, 2)
    assert width == round(5 / 24 * 100, 2)


def test_what_was_lost_is_named_with_its_reason() -> None:
    outage = (spell(1, "late", 7, 2, "not polled"), spell(2, "missed", 7, 2, "rolled over"))
    found = watch(*SEEN, *outage)
    assert (found.verdict, found.numbers) == ("not_seen", {"late": 1, "holes": 1})
    [fall] = found.named["holes"]
    assert (fall.outlet, fall.reasons) == ("outlet 2", ("rolled over",))


def test_an_outlet_that_never_answered_is_no_outage() -> None:
    found = watch(spell(1, "seen", 99), spell(2, "blind", 99, None, "dns"))
    assert (found.verdict, found.numbers, found.dark) == ("not_seen", {"whole": 1, "none": 1}, ())


def test_where_nobody_ran_nothing_was_watched() -> None:
    assert watch().verdict == "unwatched"
    assert watch_of([], [], NOW).verdict == "unwatched"


def test_hours_are_moroccan() -> None:
    marked = {hour: x for x, hour in watch(*SEEN).ticks}
    assert list(marked) == ["12:00", "18:00", "00:00", "06:00"]
    assert marked["06:00"] == round((24 - 3) / 24 * 100, 2), "08:00 UTC is 09:00 in January"


def test_what_was_seen_is_kept_for_a_while(database: Database) -> None:
    seconds = [0.0]
    lookout = Lookout(database, monotonic=lambda: seconds[0])
    assert lookout.seen(NOON).feeds == 0
    with database.begin() as conn:
        add_feed(conn)
    assert lookout.seen(NOON).feeds == 0
    seconds[0] += STALE_S
    seen = lookout.seen(NOON)
    assert (seen.feeds, seen.answering, seen.last_poll) == (1, 0, None)
    assert seen.watch.verdict == "unwatched"
