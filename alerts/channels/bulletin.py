"""What the alerts without an event of their own say: digests, operator notices, tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alerts.channels.labels import Labels
from alerts.channels.phrases import noticed
from alerts.channels.story import SUBJECT_LENGTH, Source, source_of, subject_of
from alerts.channels.texts import Text, clean, one_line, shortened


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a bulletin; `source` and `alert_id` are those of the alert that it tells of."""

    text: Text
    source: Source | None = None
    alert_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A message that lists lines under a subject; `intro` says why they come together."""

    labels: Labels
    type: str
    test: bool
    subject: str
    intro: str | None
    items: tuple[Item, ...]
    ids: str


def announce(payload: dict[str, Any], labels: Labels) -> Bulletin:
    """Put the payload of a digest, health or test alert into lines."""
    kind = labels.of("type", payload["type"])
    if "items" in payload:
        title = _counted(len(payload["items"]), labels)
        items = [_item(item, labels) for item in payload["items"]]
        items += _coverage(payload)
    else:
        notice = payload["notice"]
        title = " ".join(line.text for line in noticed(one_line(notice["title"]), labels))
        items = [Item(text=line) for line in noticed(notice["text"], labels)]
    return Bulletin(
        labels=labels,
        type=kind,
        test=payload["test"],
        subject=shortened(kind + labels["colon"] + title, SUBJECT_LENGTH),
        intro=_intro(payload, labels),
        items=tuple(items),
        ids=payload["id"],
    )


def _counted(number: int, labels: Labels) -> str:
    if number == 0:
        return labels["no_alerts"]
    return labels["one_alert"] if number == 1 else labels["many_alerts"].format(n=number)


def _intro(payload: dict[str, Any], labels: Labels) -> str | None:
    digest = payload.get("digest")
    if digest is None:
        return None
    if not payload["items"]:
        since, until = labels.instant(digest["since"]), labels.instant(digest["until"])
        return labels.of("folded", "nothing").format(since=since, until=until)
    since = labels.instant(digest["since"])
    return labels.of("folded", digest["reason"]).format(since=since, n=digest["per_hour"])


def _coverage(payload: dict[str, Any]) -> list[Item]:
    """What was not watched can't be listed; a digest from before this was said has no such line."""
    sentence = payload["digest"].get("coverage")
    return [Item(text=Text(text=clean(sentence)))] if sentence else []


def _item(item: dict[str, Any], labels: Labels) -> Item:
    return Item(
        text=Text(text=subject_of(item, labels), dir=labels["direction"]),
        source=source_of(item["report"], labels),
        alert_id=item["id"],
    )
