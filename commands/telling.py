"""Shows an alert on standard output, where nobody is subscribed to receive it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.alerts import Alert
from core.printable import readable_line

_HEADS = {"event.new": "NEW", "event.update": "UPDATE", "event.merged": "MERGED"}


def tell(alert: Alert) -> None:
    """Print what would have been sent."""
    told = "\n".join(map(readable_line, _lines(alert)))
    print(f"\n{told}\n", flush=True)


def _lines(alert: Alert) -> Iterator[str]:
    event: dict[str, Any] = alert.payload["event"]
    report: dict[str, Any] = alert.payload["report"]
    held = f"{event['count']} held" if event["count"] is not None else None
    facts = [event["act"], event["topic"], event["date"], *_places(event["places"]), held]
    yield f"── {_HEADS.get(alert.type, alert.type)}  {' · '.join(str(f) for f in facts if f)}"
    yield f"   {report['title']}"
    yield f"   {report['outlet']}  {report['url']}"
    for change in alert.payload.get("changes") or ():
        yield f"   {change['what']}: {change['before'] or '–'} → {change['after']}"


def _places(places: list[Any]) -> list[str]:
    return [str(place["name"] if isinstance(place, dict) else place) for place in places]
