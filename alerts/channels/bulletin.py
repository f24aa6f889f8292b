"""What the alerts without an event of their own say: digests, operator notices, tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alerts.channels.labels import Labels
from alerts.channels.story import (
    SUBJECT_LENGTH,
    Text,
    clean,
    one_line,
    shortened,
    subject_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a bulletin; `url` where it leads somewhere."""

    text: Text
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A message that lists lines under a subject."""

    labels: Labels
    type: str
    test: bool
    subject: str
    items: tuple[Item, ...]
    ids: str


def announce(payload: dict[str, Any], labels: Labels) -> Bulletin:
    """Put the payload of a digest, health or test alert into lines."""
    kind = labels.of("type", payload["type"])
    notice = payload.get("notice")
    if notice:
        title = one_line(notice["title"])
        items = [Item(text=Text(text=clean(notice["text"])), url=None)]
    else:
        title = str(len(payload["items"]))
        items = [_item(item, labels) for item in payload["items"]]
    return Bulletin(
        labels=labels,
        type=kind,
        test=payload["test"],
        subject=shortened(f"{kind}: {title}", SUBJECT_LENGTH),
        items=tuple(items),
        ids=payload["id"],
    )


def _item(item: dict[str, Any], labels: Labels) -> Item:
    return Item(text=Text(text=subject_of(item, labels)), url=one_line(item["report"]["url"]))
