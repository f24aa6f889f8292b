"""What an alert says, in a subscriber's language: the payload's facts put into rows and words.

Mails and Slack messages are drawn from it, so that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from alerts.channels.labels import Labels, direction
from alerts.channels.phrases import because
from alerts.channels.texts import Text, clean, isolate, one_line, shortened

SUBJECT_LENGTH = 120

MOST_OUTLETS = 6
"""Named for each value in which outlets disagree: thirty that agree with each other hide it."""

_TABLES = {"act": "act", "topic": "topic", "group": "organisation"}
"""Facts that have a name in every language, by the table of the labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A label and its values."""

    label: str
    values: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the passage; `marked` where it is what the matcher stood on."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One piece of evidence, with its points as they are shown."""

    reason: str
    points: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One report: who told it, where and when. `url` is None where it is not a web address."""

    outlet: Text
    tier: str
    title: Text
    url: str | None
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that a message about an event says, in the order in which it is said."""

    labels: Labels
    type: str
    status: str
    confirmed: bool
    test: bool
    late: str | None
    subject: str
    source: Source
    rows: tuple[Row, ...]
    changes: tuple[Row, ...]
    pieces: tuple[Piece, ...]
    others: tuple[Source, ...]
    contradictions: tuple[Row, ...]
    why: tuple[str, ...]
    evidence: tuple[Proof, ...]
    new_because: tuple[Text, ...]
    ids: str
    alert_id: str

    @property
    def passage(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def tell(payload: dict[str, Any], labels: Labels) -> Story:
    """Put the payload of an event.* alert into words."""
    event, report, why = payload["event"], payload["report"], payload["why"]
    return Story(
        labels=labels,
        type=labels.of("type", payload["type"]),
        status=labels[event["status"]],
        confirmed=event["status"] == "confirmed",
        test=payload["test"],
        late=_late(payload["late_s"], labels),
        subject=subject_of(payload, labels),
        source=source_of(report, labels),
        rows=tuple(_rows(event, labels)),
        changes=tuple(_changes(payload, labels)),
        pieces=pieces_of(report["passage"], report["marks"]),
        others=tuple(source_of(r, labels) for r in payload["reports"]),
        contradictions=tuple(contradiction(c, labels) for c in payload["contradictions"]),
        why=tuple(_why(why, labels)),
        evidence=tuple(
            Proof(
                reason=labels.of("reason", one_line(e["reason"])),
                points=labels.number(e["points"], "+0.0;-0.0"),
                text=Text(text=one_line(e["text"])),
            )
            for e in why["evidence"]
        ),
        new_because=because(why["new_because"], labels),
        ids=f"{event['id']} · {payload['id']}",
        alert_id=payload["id"],
    )


def subject_of(payload: dict[str, Any], labels: Labels) -> str:
    """Return a short line: what, how many, where, when; the headline where little is known."""
    event = payload["event"]
    facts = [
        labels.of("topic", event["topic"]) if event["topic"] else "",
        held(event["count"], labels),
        labels.listed([named_place(p, labels) for p in event["places"][:2]]),
        labels.day(event["date"]) if event["date"] else "",
    ]
    known = [fact for fact in facts if fact]
    if len(known) < 2:
        known.append(isolate(one_line(payload["report"]["title"]), labels))
    kind = labels.of("type", payload["type"])
    prefix = "" if payload["type"] == "event.new" else kind + labels["colon"]
    test = f"[{labels.of('type', 'test')}] " if payload["test"] else ""
    return shortened(test + prefix + " · ".join(known), SUBJECT_LENGTH)


def named_place(place: Mapping[str, Any], labels: Labels) -> str:
    """Return a place's name as the language has it, to stand in a line of ours."""
    return isolate(labels.place(one_line(str(place["name"]))), labels)


def held(count: int | None, labels: Labels) -> str:
    if count is None:
        return ""
    return labels["one_held"] if count == 1 else labels["many_held"].format(n=count)


def pieces_of(passage: str, marks: list[list[int]]) -> tuple[Piece, ...]:
    """Split a passage at its marks (code points); what overlaps or lies outside is passed over."""
    pieces = []
    at = 0
    for start, end in sorted(marks):
        if not at <= start < end <= len(passage):
            continue
        pieces.append(Piece(text=clean(passage[at:start]), marked=False))
        pieces.append(Piece(text=clean(passage[start:end]), marked=True))
        at = end
    pieces.append(Piece(text=clean(passage[at:]), marked=False))
    return tuple(piece for piece in pieces if piece.text)


def _rows(event: dict[str, Any], labels: Labels) -> list[Row]:
    topic = [labels.of("topic", event["topic"])] if event["topic"] else []
    rows = [
        _row(labels["what"], [*topic, labels.of("act", event["act"])], "auto"),
        _row(labels["where"], [labels.place(p["name"]) for p in event["places"]]),
        _row(labels["when"], [labels.day(event["date"])] if event["date"] else []),
        _row(labels["held"], [str(event["count"])] if event["count"] is not None else []),
        _row(labels["ages"], [_range(event["ages"])] if event["ages"] else [], "ltr"),
        _row(
            labels["group"], [labels.of("organisation", event["group"])] if event["group"] else []
        ),
        _row(labels["seized"], event["seizures"]),
        _row(labels["by"], event["agencies"] or [event["watchlist"]]),
        _row(labels["with"], [labels.of("partner", name) for name in event["partner"]]),
        _row(labels["outlets"], [str(event["outlets"])]),
        _row(labels["merged"], event["merged_from"], "ltr"),
    ]
    return [row for row in rows if row.values]


def _row(label: str, values: list[str], dir: str = "auto") -> Row:
    return Row(label=label, values=tuple(Text(text=one_line(v), dir=dir) for v in values))


def _range(ages: list[int]) -> str:
    return str(ages[0]) if ages[0] == ages[1] else f"{ages[0]}–{ages[1]}"


def _changes(payload: dict[str, Any], labels: Labels) -> list[Row]:
    """Say what is new: "Held: 4 → 5", with the outlet that says so."""
    rows = []
    for change in payload["changes"]:
        before, after = (
            isolate(_worded(change["what"], one_line(change[side] or ""), labels), labels)
            for side in ("before", "after")
        )
        told = labels["changed"].format(before=before, after=after) if before else after
        source = Text(text=one_line(change["source"]))
        texts = (Text(text=told, dir=labels["direction"]), source)
        rows.append(Row(label=labels.of("slot", change["what"]), values=texts))
    return rows


def _worded(what: str, value: str, labels: Labels) -> str:
    """What has a name in every language stands under it; other values as they were told."""
    if what == "places":
        return labels.listed([labels.place(name) for name in value.split(", ")])
    if what == "seizures":
        return labels.listed([isolate(thing, labels) for thing in value.split(", ")])
    return labels.of(_TABLES[what], value) if value and what in _TABLES else value


def contradiction(found: Mapping[str, Any], labels: Labels, most: int | None = MOST_OUTLETS) -> Row:
    """Name each value with outlets that state it, `most` of them (None: all)."""
    values = []
    for stated in found["values"]:
        value = isolate(_plain(stated["value"], found["slot"], labels), labels)
        named = [isolate(one_line(o), labels) for o in stated["outlets"][:most]]
        if rest := len(stated["outlets"]) - len(named):
            named.append(labels.of("coverage", "more").format(n=rest))
        outlets = labels.listed(named)
        values.append(Text(text=f"{value} ({outlets})", dir=labels["direction"]))
    return Row(label=labels.of("slot", found["slot"]), values=tuple(values))


def _plain(value: Any, slot: str, labels: Labels) -> str:
    if slot == "date":
        return labels.day(value)
    return _range(value) if slot == "ages" else str(value)


def source_of(report: dict[str, Any], labels: Labels) -> Source:
    """Say who told it; only web addresses become links."""
    url = one_line(report["url"])
    language = report["language"]
    return Source(
        outlet=Text(text=one_line(report["outlet"])),
        tier=labels.of("tier", report["tier"]),
        title=Text(text=one_line(report["title"]), dir=direction(language), lang=language),
        url=url if url.lower().startswith(("http://", "https://")) else None,
        published=labels.instant(report["published"]) if report["published"] else None,
    )


def _why(why: dict[str, Any], labels: Labels) -> list[str]:
    score, threshold = labels.number(why["score"]), labels.number(why["threshold"])
    lines = [labels["score"].format(score=score, threshold=threshold)]
    seed = why["nearest_seed"]
    if seed:
        similarity = f"{seed['similarity']:.0f}"
        name = isolate(one_line(seed["seed"]), labels)
        lines.append(labels["seed"].format(seed=name, similarity=similarity))
    return lines


def _late(seconds: int | None, labels: Labels) -> str | None:
    if seconds is None:
        return None
    return labels["late"].format(late=labels.duration(timedelta(seconds=seconds)))
