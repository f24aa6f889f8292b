"""A full archive for the benchmark of the web face: articles, events, alerts and deliveries."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.clock import iso_instant
from core.events import Facts
from core.jsonable import jsonable
from matching.search_terms import search_words
from store.database import Connection, open_database
from store.schema import alerts, articles, attempts, deliveries, events, reports
from store.search import index_article

ARTICLES, EVENTS, REPORTS = 100_000, 10_000, 3
KEPT = 1_000
"""Events whose alerts still have their bodies; those of the others were forgotten."""

BATCH = 2_000
START = datetime(2019, 1, 1, 12, tzinfo=UTC)
PLACES = (("01.511.01.0", "Tanger"), ("02.411.01.23", "Oujda"), ("02.381.01.05", "Nador"))
TOPICS = ("terrorism", "drugs", "migration", "cyber")
WORDS = [f"word{n}" for n in range(400)]
SUBSCRIBERS = ("desk", "systems")
BODY = b"From: balagh@example.org\r\n" * 450
PASSAGE = "What the passage says, at the length of a usual paragraph. " * 8


def fill(url: str) -> None:
    """Fill the tables at once; of the articles three in ten tell of an event."""
    chance = random.Random(1)
    with closing(open_database(url)) as database:
        with database.begin() as conn:
            conn.execute(events.insert(), [_event(n) for n in range(EVENTS)])
        for first in range(0, ARTICLES, BATCH):
            with database.begin() as conn:
                _add_articles(conn, range(first, first + BATCH), chance)
        for first in range(0, EVENTS, BATCH):
            with database.begin() as conn:
                _add_alerts(conn, range(first, first + BATCH))


def _add_alerts(conn: Connection, numbers: range) -> None:
    conn.execute(alerts.insert(), [_alert(number) for number in numbers])
    sent = [_delivery(number, who) for number in numbers for who in range(len(SUBSCRIBERS))]
    conn.execute(deliveries.insert(), sent)
    conn.execute(attempts.insert(), [_attempt(delivery) for delivery in sent])


def _add_articles(conn: Connection, numbers: range, chance: random.Random) -> None:
    rows = [_article(number, chance) for number in numbers]
    conn.execute(articles.insert(), rows)
    told = [_report(number) for number in numbers if number < EVENTS * REPORTS]
    if told:
        conn.execute(reports.insert(), told)
    for row in rows:
        index_article(conn, row["id"], search_words(row["title"]), search_words(row["text"]))


def event_id(number: int) -> str:
    return f"evt_{number:022x}"


def _seen(number: int) -> datetime:
    return START + timedelta(hours=6 * number)


def _event(number: int) -> dict[str, Any]:
    return {
        "id": event_id(number),
        "watchlist": "agencies",
        "first_seen": _seen(number),
        "alerted": True,
    }


def _article(number: int, chance: random.Random) -> dict[str, Any]:
    seen = _seen(number // REPORTS)
    text = " ".join(chance.choices(WORDS, k=120)) + (
        " خلية إرهابية بوجدة" if number % 9 == 0 else ""
    )
    found = " cellule démantelée à Oujda" if number % 7 == 0 else ""
    return {
        "id": number + 1,
        "url": f"https://x.example/{number}",
        "title": f"Headline {number}{found}",
        "text": f"{text}{found}. stupéfiants Nador saisie" if number % 11 == 0 else text + found,
        "language": "fr",
        "published": seen,
        "arrived": seen,
        "outlet": f"Outlet {number % 40}",
        "tier": "national",
        "feed": "x",
        "text_source": "page",
        "revision": 1,
        "revised": seen,
    }


def _report(number: int) -> dict[str, Any]:
    event = number // REPORTS
    at = _seen(event) + timedelta(minutes=20 * (number % REPORTS))
    code, name = PLACES[event % len(PLACES)]
    facts = Facts(
        kind="operation",
        act="operation",
        published=at,
        arrived=at,
        topic=TOPICS[event % len(TOPICS)],  # type: ignore[arg-type]
        date=date.fromordinal(at.toordinal()),
        places=(code,),
        place_names=(name,),
        count=4 + number % 2,
        ages=(20, 40),
        group="IS",
        agencies=("Agency",),
        language=("fr", "ar", "en")[number % 3],
        outlet=f"Outlet {number % 40}",
        tier="national",
        title=f"Une cellule démantelée à {name}, quatre personnes interpellées",
        passage=PASSAGE,
        fingerprints=tuple(range(150)),
    )
    why = {"reason": "agency acts", "points": 0.9, "text": "Agency", "span": {}}
    verdict = {"score": 7.0, "threshold": 3.1, "kind": "operation", "rules": ["agency acts"]}
    verdict |= {"evidence": [why] * 8, "counterfactual": "4 points less", "nearest_seed": None}
    return {
        "event_id": event_id(event),
        "article_id": number + 1,
        "watchlist": "agencies",
        "passage_field": "text",
        "passage_start": 0,
        "kind": "operation",
        "opened": number % REPORTS == 0,
        "score": 7.0,
        "threshold": 3.1,
        "facts": jsonable(facts),
        "marks": [[0, 20]],
        "assessment": verdict,
    }


def _alert(number: int) -> dict[str, Any]:
    return {
        "id": f"alr_{number}",
        "alert_key": f"{event_id(number)}:1",
        "type": "event.new",
        "event_id": event_id(number),
        "revision": 1,
        "created": _seen(number),
        "payload": _payload(number),
    }


def _payload(number: int) -> dict[str, Any]:
    code, name = PLACES[number % len(PLACES)]
    at = iso_instant(_seen(number))
    url = f"https://x.example/{number * REPORTS}"
    report = {"outlet": "Outlet 1", "tier": "national", "language": "fr"}
    report |= {"title": "Une cellule", "url": url, "published": at}
    event: dict[str, Any] = {"id": event_id(number), "watchlist": "agencies", "act": "operation"}
    event |= {"topic": TOPICS[number % len(TOPICS)], "status": "confirmed", "first_seen": at}
    event |= {"date": at[:10], "places": [{"name": name, "code": code}], "agencies": ["Agency"]}
    event |= {"count": 4, "ages": [20, 40], "group": "IS", "outlets": 1}
    event |= {name: [] for name in ("partner", "seizures", "merged_from")}
    why: dict[str, Any] = {"score": 7.0, "threshold": 3.1, "nearest_seed": None}
    why["evidence"] = [{"reason": "agency acts", "points": 0.9, "text": "Agency"}] * 8
    why["new_because"] = "no known event shares its facts"
    payload: dict[str, Any] = {"schema": 1, "type": "event.new", "id": f"alr_{number}"}
    payload |= {"created": at, "late_s": None, "test": False, "event": event, "why": why}
    payload |= {name: [] for name in ("changes", "contradictions")}
    full = report | {"passage": PASSAGE, "marks": [[0, 20]]}
    return payload | {"report": full, "reports": [report]}


def _delivery(number: int, who: int) -> dict[str, Any]:
    return {
        "id": number * len(SUBSCRIBERS) + who + 1,
        "alert_id": f"alr_{number}",
        "event_id": event_id(number),
        "subscriber": SUBSCRIBERS[who],
        "channel": "email",
        "message_id": f"{number}-{who}",
        "body": BODY if number >= EVENTS - KEPT else b"",
        "state": "dead" if number % 500 == 0 else "delivered",
        "due": _seen(number),
        "attempts": 1,
    }


def _attempt(delivery: dict[str, Any]) -> dict[str, Any]:
    return {
        "delivery_id": delivery["id"],
        "number": 1,
        "started": delivery["due"],
        "finished": delivery["due"] + timedelta(seconds=1),
        "verdict": delivery["state"],
        "status": 250,
        "detail": "250 accepted",
        "answer": "",
    }
