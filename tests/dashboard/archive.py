"""An archive to look at: the quality cases, judged and placed as they came.

Built once for a test session; each test takes a copy of the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts.backtest import ReplayClock
from alerts.backtest_rows import BacktestRow, read_rows
from alerts.channels import build_channels
from alerts.desk import Desk
from core.alerts import Outcome
from core.articles import Feed, PollRecord, Tier
from core.settings import Settings
from store.database import Database, open_database
from store.feeds import due_feeds, record_poll, sync_feeds
from store.outbox import AttemptRecord, claim_due, record_attempts
from tests.matching.readings import matcher

CASES = Path(__file__).parents[1] / "quality/cases.jsonl"
TELLS = Settings.model_validate(
    {
        "subscriber": [
            {"name": "desk", "email": "desk@example.org", "language": "ar", "updates": "all"},
            {"name": "analysts", "email": "analysts@example.org", "topics": ["terrorism"]},
        ]
    }
)
OUTCOMES = (
    Outcome(verdict="delivered", status=250, detail="250 accepted"),
    Outcome(verdict="dead", status=550, detail="550 no such mailbox here"),
    Outcome(verdict="delivered", status=250, detail="250 accepted"),
)
OUTLETS: tuple[tuple[str, Tier], ...] = (
    ("Lagune", "national"),
    ("Atlas Info", "national"),
    ("صوت الريف", "regional"),
    ("Agence du Détroit", "official"),
    ("El Faro Nuevo", "foreign"),
)
MINUTE = timedelta(minutes=1)


def build_archive(path: Path, most: int | None = None) -> datetime:
    """Fill a new SQLite file and return when its last article arrived."""
    rows, broken = read_rows([CASES], datetime.max.replace(tzinfo=UTC))
    assert not broken
    with closing(open_database(f"sqlite:///{path}")) as database:
        last = _admit(database, rows if most is None else rows[-most:])
        _poll(database, last)
        _send(database, last)
    return last


def _admit(database: Database, rows: Iterable[BacktestRow]) -> datetime:
    clock = ReplayClock()
    desk = Desk(database, TELLS.subscriber, build_channels(TELLS, clock), clock)
    for number, row in enumerate(rows):
        # Two outlets of one case file rarely publish in the same second.
        clock.now = row.article.arrived + timedelta(minutes=number % 50)
        outlet, tier = OUTLETS[number % len(OUTLETS)]
        url = f"https://{outlet.split()[-1].lower()}.example/{row.article.id}"
        article = replace(
            row.article,
            outlet=outlet,
            tier=tier,
            url=url,
            published=row.article.published and clock.now,
        )
        desk.admit(article, matcher().judge(article))
    return clock.now


def _poll(database: Database, at: datetime) -> None:
    feeds = [
        Feed(name=name, url=f"https://{n}.example/feed", outlet=name, tier=tier, language="ar")
        for n, (name, tier) in enumerate(OUTLETS)
    ]
    with database.begin() as conn:
        sync_feeds(conn, feeds)
        for state in due_feeds(conn, at, limit=len(feeds) - 1):
            broken = {"outcome": "failed", "health": "timeout", "problem": "no answer in 30 s"}
            how = broken if state.id == 2 else {"outcome": "unchanged"}
            record = {"feed_id": state.id, "polled": at, "next_poll": at + 5 * MINUTE}
            record_poll(conn, PollRecord(**record | how))  # type: ignore[arg-type]


def _send(database: Database, at: datetime) -> None:
    """Try most of what waits; every third attempt fails for good."""
    with database.begin() as conn:
        claimed = claim_due(conn, at, lease=MINUTE, limit=60, busy={}, per_subscriber=40)
        made = [
            AttemptRecord(
                delivery_id=delivery.id,
                started=at,
                finished=at + MINUTE,
                outcome=OUTCOMES[number % len(OUTCOMES)],
                next_attempt=None,
            )
            for number, delivery in enumerate(claimed)
        ]
        record_attempts(conn, made)
