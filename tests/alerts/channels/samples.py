"""Alerts, subscribers and deliveries for the tests of the channels."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

from core.alerts import Alert, Delivery, NewDelivery
from core.secrets import new_webhook_key
from core.subscribers import SubscriberSettings

CREATED = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
PASSAGE = "أوقف المكتب المركزي أربعة أشخاص بطنجة، ينتمون إلى خلية DAECH.\nوحُجزت أسلحة بيضاء."

PAYLOAD: dict[str, Any] = {
    "schema": 1,
    "type": "event.new",
    "id": "alr_1",
    "created": "2024-01-30T12:00:00Z",
    "late_s": None,
    "test": False,
    "event": {
        "id": "evt_1",
        "watchlist": "dgst-bcij",
        "agencies": ["BCIJ"],
        "act": "operation",
        "topic": "terrorism",
        "status": "confirmed",
        "first_seen": "2024-01-30T11:58:00Z",
        "date": "2024-01-29",
        "places": [{"name": "Tanger", "code": "01.511."}, {"name": "Sebta", "code": None}],
        "count": 4,
        "ages": [24, 38],
        "group": "IS",
        "partner": ["DGSN"],
        "seizures": ["أسلحة بيضاء", "2 ordinateurs"],
        "outlets": 2,
        "merged_from": [],
    },
    "changes": [],
    "report": {
        "outlet": "صحيفة الشمال",
        "tier": "regional",
        "language": "ar",
        "url": "https://nord.example/a?x=1&y=2",
        "title": "توقيف أربعة أشخاص بطنجة",
        "published": "2024-01-30T11:40:00Z",
        "passage": PASSAGE,
        "marks": [[5, 19], [40, 44]],
    },
    "reports": [
        {
            "outlet": "صحيفة الشمال",
            "tier": "regional",
            "language": "ar",
            "url": "https://nord.example/a?x=1&y=2",
            "title": "توقيف أربعة أشخاص بطنجة",
            "published": "2024-01-30T11:40:00Z",
        },
        {
            "outlet": "Le Détroit",
            "tier": "national",
            "language": "fr",
            "url": "https://detroit.example/b",
            "title": "Quatre hommes arrêtés à Tanger",
            "published": None,
        },
    ],
    "contradictions": [
        {
            "slot": "count",
            "values": [
                {"value": 4, "outlets": ["صحيفة الشمال"]},
                {"value": 5, "outlets": ["Le Détroit"]},
            ],
        }
    ],
    "why": {
        "score": 7.5,
        "threshold": 3.6,
        "evidence": [{"reason": "actor", "points": 4.5, "text": "أوقف المكتب المركزي"}],
        "nearest_seed": {
            "seed": "003",
            "similarity": 71.4,
            "passage": "أوقف المكتب",
            "seed_passage": "تمكن المكتب",
        },
        "new_because": "no known event shares its facts",
    },
}

CHANGE = {"what": "count", "before": "4", "after": "5", "source": "Le Détroit"}


def payload(**changes: Any) -> dict[str, Any]:
    """Return the sample payload; "report__title" changes the title of its report."""
    value = copy.deepcopy(PAYLOAD)
    for path, new in changes.items():
        *outer, last = path.split("__")
        place = value
        for key in outer:
            place = place[key]
        place[last] = new
    return value


def alert(*, revision: int = 1, **changes: Any) -> Alert:
    given = payload(**changes)
    return Alert(
        id=given["id"],
        key=f"evt_1:{revision}",
        type=given["type"],
        event_id=given["event"]["id"],
        revision=revision,
        created=CREATED,
        payload=given,
    )


def notice(title: str = "A feed is silent", text: str = "Hespress: 404 since noon") -> Alert:
    return bulletin("health", notice={"title": title, "text": text})


def bulletin(type: Any, **content: Any) -> Alert:
    head = {k: PAYLOAD[k] for k in ("schema", "created", "late_s", "test")}
    return Alert(
        id="alr_9",
        key=f"{type}:9",
        type=type,
        event_id=None,
        revision=1,
        created=CREATED,
        payload=head | {"type": type, "id": "alr_9"} | content,
    )


def digest(*items: dict[str, Any], reason: str = "digest") -> Alert:
    cap = 5 if reason == "flood" else None
    about = {
        "reason": reason,
        "since": "2024-01-30T06:00:00Z",
        "until": "2024-01-31T06:00:00Z",
        "per_hour": cap,
    }
    return bulletin("digest", items=list(items), digest=about)


def webhook_subscriber(
    url: str, keys: tuple[str, ...] | None = None, **more: Any
) -> SubscriberSettings:
    given = {"name": "systems", "webhook": url, "secret_env": "UNREAD"} | more
    subscriber = SubscriberSettings(**given)
    subscriber._keys = (new_webhook_key(),) if keys is None else keys
    return subscriber


def claimed(new: NewDelivery, id: int = 1) -> Delivery:
    """Return a delivery as the store hands it out."""
    return Delivery(
        id=id,
        alert_id="alr_1",
        event_id="evt_1",
        type="event.new",
        subscriber=new.subscriber,
        channel=new.channel,
        message_id=new.message_id,
        body=new.body,
        attempts=0,
        created=CREATED,
    )
