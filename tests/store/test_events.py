"""Events: found by their keys, told by their reports, made one by merges."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import StoreError
from core.events import Facts
from core.jsonable import jsonable
from store.alerts import raise_alert
from store.articles import save_article
from store.candidates import CANDIDATES, candidates
from store.database import Database
from store.events import (
    add_report,
    event_record,
    event_reports,
    find_event,
    list_events,
    open_event,
)
from store.facts import facts_from_json
from store.regrouping import merge_events
from store.reports import standing_reports, supersede, watchlists_told
from store.schema import reports
from tests.store.samples import (
    LIST,
    MINUTE,
    NOON,
    alert,
    article,
    delivery,
    facts,
    new_event,
    report,
    tell,
)

instants = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(microsecond=0))
names = st.lists(st.text(max_size=5), max_size=3).map(tuple)


@settings(deadline=None)
@given(
    st.builds(
        Facts,
        kind=st.just("operation"),
        act=st.just("support"),
        published=st.none() | instants,
        arrived=instants,
        topic=st.sampled_from((None, "terrorism")),
        date=st.none() | st.dates(),
        places=names,
        place_names=names,
        ages=st.none() | st.tuples(st.integers(0, 120), st.integers(0, 120)),
        seizures=names,
        fingerprints=st.lists(st.integers(0, 2**63)).map(tuple),
    )
)
def test_facts_are_read_back_as_they_were(told: Facts) -> None:
    assert facts_from_json(json.loads(json.dumps(jsonable(told)))) == told


def test_facts_of_another_version_can_be_read() -> None:
    stored = jsonable(facts(count=4)) | {"invented_later": 1}
    del stored["figures"]
    assert facts_from_json(stored) == facts(count=4)


def test_events_are_found_by_any_of_their_keys(database: Database) -> None:
    with database.begin() as conn:
        oujda = new_event(conn, "ages:24-28", "date:2024-01-30", name="oujda")
        tanger = new_event(conn, "date:2024-01-30", name="tanger")
        found = candidates(conn, LIST, {"ages:24-28", "date:2024-01-30", "fp:1"})
        assert [event.id for event in found] == [oujda, tanger]
        assert [e.id for e in candidates(conn, LIST, {"ages:24-28"})] == [oujda]
        assert candidates(conn, LIST, {"ages:1-2"}) == []
        assert candidates(conn, LIST, set()) == []
        assert candidates(conn, "another list", {"ages:24-28"}) == []


def test_a_candidate_says_what_its_reports_say(database: Database) -> None:
    told = {"count": 4, "ages": (24, 28), "date": date(2024, 1, 30), "places": ("09.411",)}
    with database.begin() as conn:
        event_id = open_event(conn, LIST, seen=NOON)
        tell(conn, event_id, "a", {"k"}, **told)
        tell(conn, event_id, "b", {"k"}, kind="update", count=5)
        tell(conn, event_id, "c", {"only:c"}, kind="mention")
        [known] = candidates(conn, LIST, {"k"})
        assert candidates(conn, LIST, {"only:c"}) == []
    assert (known.id, known.watchlist, known.first_seen) == (event_id, LIST, NOON)
    assert known.reports == (facts(**told), facts(kind="update", count=5))
    assert not known.alerted


def test_what_was_rolled_back_is_told_of_no_report(database: Database) -> None:
    """SQLite gives a report's number again that was taken back with its transaction."""
    found = []
    for count in (4, 5):
        with suppress(KeyError), database.begin() as conn:
            tell(conn, open_event(conn, LIST, seen=NOON), "a", {"k"}, count=count)
            found += candidates(conn, LIST, {"k"})
            raise KeyError
    assert [[told.count for told in event.reports] for event in found] == [[4], [5]]


def test_what_was_read_once_is_not_fetched_again(database: Database) -> None:
    with database.begin() as conn:
        new_event(conn, "k", name="a")
        first = candidates(conn, LIST, {"k"})
        conn.execute(sa.update(reports).values(facts={}))
        assert candidates(conn, LIST, {"k"}) == first
        tell(conn, first[0].id, "b", {"k"}, count=5)
        [known] = candidates(conn, LIST, {"k"})
    assert [told.count for told in known.reports] == [None, 5]


def test_reports_of_an_earlier_schema_are_read_each_time(database: Database) -> None:
    with database.begin() as conn:
        event_id = open_event(conn, LIST, seen=NOON)
        for count in (4, 5):
            tell(conn, event_id, str(count), {"k"}, count=count)
        conn.execute(sa.update(reports).values(facts_hash=None))
        [known] = candidates(conn, LIST, {"k"})
        conn.execute(sa.update(reports).values(facts=jsonable(facts(count=6))))
        [changed] = candidates(conn, LIST, {"k"})
    assert [told.count for told in known.reports] == [4, 5]
    assert [told.count for told in changed.reports] == [6, 6]


def test_a_retelling_counts_where_it_opened_the_event(database: Database) -> None:
    with database.begin() as conn:
        event_id = open_event(conn, LIST, seen=NOON)
        tell(conn, event_id, "a", {"k"}, kind="retelling", count=1)
        tell(conn, event_id, "b", {"other"}, kind="retelling", count=2)
        [known] = candidates(conn, LIST, {"k", "other"})
    assert [told.count for told in known.reports] == [1]


def test_of_a_long_story_the_ends_are_given(database: Database) -> None:
    with database.begin() as conn:
        event_id = open_event(conn, LIST, seen=NOON)
        for number in range(50):
            tell(conn, event_id, str(number), {"k"}, count=number)
        [known] = candidates(conn, LIST, {"k"})
    assert [told.count for told in known.reports] == [*range(20), *range(30, 50)]


def test_what_was_superseded_shortens_no_story_that_stands(database: Database) -> None:
    with database.begin() as conn:
        event_id = open_event(conn, LIST, seen=NOON)
        for number in range(30):
            tell(conn, event_id, str(number), {"k"}, count=number)
        conn.execute(sa.update(reports).values(superseded=True))
        for number in range(30, 60):
            tell(conn, event_id, str(number), {"k"}, count=number)
        [known] = candidates(conn, LIST, {"k"})
    assert [told.count for told in known.reports] == [*range(30, 60)]


def test_days_in_common_hide_no_event_that_shares_more(database: Database) -> None:
    days = [f"pub:2024-01-{day:02}" for day in range(18, 31)]
    dates = [f"date:2024-01-{day:02}" for day in range(28, 31)]
    with database.begin() as conn:
        true = new_event(conn, days[-1], dates[-1], "fp:1", name="true")
        aged = new_event(conn, days[-1], "ages:24-28", name="aged")
        dated = new_event(conn, days[-1], dates[-1], name="dated", seen=NOON - MINUTE)
        busy = new_event(conn, *days, *dates, name="busy", seen=NOON - 2 * MINUTE)
        lately = new_event(conn, days[-1], name="lately", seen=NOON + MINUTE)
        found = candidates(conn, LIST, {*days, *dates, "fp:1", "ages:24-28"})
        always = candidates(conn, LIST, {"fp:1"}, home=lately)
    assert [event.id for event in found] == [true, aged, dated, busy, lately]
    assert [event.id for event in always] == [lately, true]


def test_of_many_events_the_best_are_given(database: Database) -> None:
    with database.begin() as conn:
        best = new_event(conn, "k", "rare", name="best", seen=NOON - timedelta(days=9))
        ids = [
            new_event(conn, "k", name=str(n), seen=NOON + n * MINUTE) for n in range(CANDIDATES + 5)
        ]
        found = [event.id for event in candidates(conn, LIST, {"k", "rare"})]
    assert found == [best, *reversed(ids[6:])]


def test_a_report_is_stored_once(database: Database) -> None:
    with database.begin() as conn:
        event_id = open_event(conn, LIST, seen=NOON)
        number = save_article(conn, article())
        here, there = report(event_id, number), report(event_id, number, start=90)
        told = [
            add_report(conn, watchlist, r, {"k"}, score=7.5, threshold=3.6)
            for watchlist, r in ((LIST, here), (LIST, here), (LIST, there), ("other", here))
        ]
        assert told == [True, False, True, True]
        stored = event_reports(conn, event_id)
        kept = conn.exec_driver_sql("SELECT marks, assessment FROM reports ORDER BY id").all()
    assert [(r.url, r.article_id) for r in stored] == [(article().url, number)] * 3
    plain = [json.loads(v) if isinstance(v, str) else v for v in kept[1]]
    assert plain == [jsonable(there.marks), there.assessment]


def test_what_an_article_tells_is_found_again(database: Database) -> None:
    with database.begin() as conn:
        event_id = open_event(conn, LIST, seen=NOON)
        number = save_article(conn, article())
        told = report(event_id, number, count=4)
        add_report(conn, LIST, told, (), score=7.5, threshold=3.6)
        [standing] = standing_reports(conn, number, LIST)
        assert (standing.event_id, standing.facts) == (event_id, told.facts)
        assert standing_reports(conn, number, "other") == []
        assert watchlists_told(conn, number) == {LIST}
    assert standing.says(report(None, number, count=4, arrived=NOON + 9 * MINUTE))
    assert not standing.says(report(None, number, count=5))
    assert not standing.says(report(None, number, count=4, start=90))


def test_a_superseded_report_gives_its_place_to_another(database: Database) -> None:
    with database.begin() as conn:
        event_id = new_event(conn, "k", name="a")
        tell(conn, event_id, "b", {"k"}, count=4)
        number = save_article(conn, article("b"))
        supersede(conn, [s.id for s in standing_reports(conn, number, LIST)])
        assert standing_reports(conn, number, LIST) == []
        assert watchlists_told(conn, number) == set()
        assert [r.facts.count for r in event_reports(conn, event_id)] == [None]
        assert tell(conn, event_id, "b", {"new"}, count=5)
        assert not tell(conn, event_id, "b", {"new"}, count=5)
        assert [r.facts.count for r in event_reports(conn, event_id)] == [None, 5]
        [known] = candidates(conn, LIST, {"new"})
        assert [told.count for told in known.reports] == [None, 5]


def test_an_event_of_superseded_reports_only_keeps_what_they_said(database: Database) -> None:
    with database.begin() as conn:
        event_id = open_event(conn, LIST, seen=NOON)
        tell(conn, event_id, "a", {"k"}, count=4)
        number = save_article(conn, article("a"))
        supersede(conn, [s.id for s in standing_reports(conn, number, LIST)])
        [known] = candidates(conn, LIST, {"k"})
        [listed] = list_events(conn, limit=9)
        assert [told.count for told in known.reports] == [4]
        assert [r.facts.count for r in listed.reports] == [4]


def test_reports_that_concern_no_event_are_kept(database: Database) -> None:
    with database.begin() as conn:
        assert tell(conn, None, "a", {"k"}, kind="retelling")
        assert not tell(conn, None, "a", {"k"}, kind="retelling")
        assert candidates(conn, LIST, {"k"}) == []


def test_an_unknown_event_has_no_record(database: Database) -> None:
    with pytest.raises(StoreError), database.begin() as conn:
        event_record(conn, "evt_404")


def test_an_event_is_found_under_every_id_that_leads_to_it(database: Database) -> None:
    with database.begin() as conn:
        first, second = (new_event(conn, "k", name=name) for name in "ab")
        merge_events(conn, first, [second], at=NOON)
        found = [find_event(conn, event_id) for event_id in (first, second)]
        assert [event and event.record.id for event in found] == [first, first]
        assert find_event(conn, "evt_404") is None


def test_the_list_of_events(database: Database) -> None:
    with database.begin() as conn:
        old = new_event(conn, "k", name="a", seen=NOON)
        new = new_event(conn, "k", name="b", seen=NOON + MINUTE)
        gone = new_event(conn, "k", name="c", seen=NOON + MINUTE)
        gone_told, new_told = alert(gone), alert(new, created=NOON + MINUTE)
        last_told = alert(new, 2, created=NOON + 2 * MINUTE)
        raise_alert(conn, gone_told, [delivery()])
        for one in (new_told, last_told):
            raise_alert(conn, one, [])
        merge_events(conn, new, [gone], at=NOON)
        open_event(conn, LIST, seen=NOON + MINUTE)
        first, second = list_events(conn, limit=9)
        assert list_events(conn, limit=1) == [first]
        assert list_events(conn, limit=9, since=NOON + MINUTE) == [first]
    assert (first.record.id, first.record.merged_from) == (new, (gone,))
    assert [told.url[-1] for told in first.reports] == ["b", "c"]
    raised = [(a.type, a.revision) for a in first.alerts]
    assert raised == [("event.new", 1), ("event.new", 1), ("event.update", 2)]
    assert [a.id for a in first.alerts] == [told.id for told in (gone_told, new_told, last_told)]
    assert (second.record.id, second.alerts) == (old, ())
