"""A desk over a database, and short ways to make articles and assessments for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from alerts.channels import build_channels
from alerts.desk import Admission, Desk
from core.alerts import Alert
from core.articles import Article, Entry, Feed, PendingEntry, PollRecord
from core.assessments import Assessment, Evidence, Judgement, Place, Slot, Slots, Span
from core.settings import Settings
from store.database import Database
from store.events import ListedEvent, list_events
from store.feeds import feed_states, record_poll, sync_feeds
from store.outbox import list_deliveries
from tests.conftest import SteppedClock

NOON = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
TEXT = "Le bureau a arrêté quatre hommes de 35 à 40 ans à Oujda et Jerada."
HERE = Span(field="text", start=0, end=len(TEXT))
SETTINGS = Settings.model_validate(
    {
        "subscriber": [
            {"name": "all", "email": "all@example.org", "updates": "all"},
            {"name": "drugs", "email": "drugs@example.org", "topics": ["drugs"]},
        ]
    }
)


def article(url: str = "https://one.example/1", **changes: Any) -> Article:
    given: dict[str, Any] = {
        "id": url,
        "url": url,
        "title": "Quatre arrestations",
        "text": TEXT,
        "language": "fr",
        "published": NOON - timedelta(minutes=5),
        "arrived": NOON,
        "outlet": url.split("/")[2],
        "tier": "national",
    }
    return Article(**given | changes)


def slot(value: Any) -> Slot[Any]:
    return Slot(value=value, text="x", span=HERE)


def place(name: str, code: str) -> Place:
    return Place(name=name, code=code, text=name, span=HERE)


def slots(count: int = 4, day: date = date(2024, 1, 30), **more: Any) -> Slots:
    return Slots(
        date=slot(day),
        count=slot(count),
        ages=slot((35, 40)),
        topic=slot("terrorism"),
        places=(place("Oujda", "02.411.01.23"), place("Jerada", "02.275.01.05")),
        **more,
    )


def assessment(kind: str = "operation", **changes: Any) -> Assessment:
    act = {"operation": "operation", "update": "operation", "retelling": "operation"}
    aspect = {"operation": "new", "update": "followup", "retelling": "past"}
    given: dict[str, Any] = {
        "watchlist": "dgst-bcij",
        "kind": kind,
        "act": act.get(kind, kind),
        "aspect": aspect.get(kind),
        "score": 7.0,
        "threshold": 3.0,
        "rules": ("agency acts",),
        "evidence": (Evidence(reason="agency acts", points=7.0, text="bureau", span=HERE),),
        "slots": slots(),
        "nearest_seed": None,
        "counterfactual": "4 points less",
        "span": HERE,
    }
    return Assessment(**given | changes)


class Newsdesk:
    """A desk over a database, with real channels and a clock that stands."""

    def __init__(
        self, database: Database, clock: SteppedClock, settings: Settings = SETTINGS
    ) -> None:
        self.database = database
        self.clock = clock
        self.told: list[Alert] = []
        self.channels = build_channels(settings, clock)
        self.desk = Desk(database, settings.subscriber, self.channels, clock, self.told.append)

    def admit(self, one: Article, *assessments: Assessment, **more: Any) -> Admission:
        return self.desk.admit(one, Judgement(assessments=assessments), **more)

    @property
    def types(self) -> list[str]:
        return [alert.type for alert in self.told]

    def deliveries(self) -> list[tuple[str, str]]:
        with self.database.read() as conn:
            rows = list_deliveries(conn, limit=99)
        return sorted((row.subscriber, row.type) for row in rows)

    def events(self) -> int:
        return len(self.listed())

    def listed(self) -> list[ListedEvent]:
        with self.database.read() as conn:
            return list_events(conn, limit=99)


def entry_from_a_first_poll(database: Database, published: datetime | None) -> PendingEntry:
    """An entry that a new feed had in its first document; quiet where it is over a day old."""
    with database.begin() as conn:
        sync_feeds(conn, [Feed(name="One", url="https://one.example/feed", outlet="One")])
        state = feed_states(conn)[0]
        entry = Entry(identity="1", url="https://one.example/1", title="t", published=published)
        record = PollRecord(
            feed_id=state.id,
            polled=NOON,
            next_poll=NOON,
            outcome="changed",
            entries=(entry,),
            quiet_before=NOON - timedelta(hours=24),
        )
        return record_poll(conn, record)[0]
