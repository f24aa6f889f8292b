"""Events as other programs read them: Atom, CSV, and a STIX 2.1 bundle."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import stix2
from feedgen.feed import FeedGenerator

from dashboard.cards import title_of
from dashboard.charts import first_times
from dashboard.filters import confirmation
from dashboard.overview import Summary
from dashboard.places import Gazetteer
from dashboard.texts import Texts

COLUMNS = (
    "id", "watchlist", "act", "topic", "confirmation", "date", "first_seen", "places", "count",
    "youngest", "oldest", "group", "agencies", "partner", "seizures", "outlets", "headline", "url",
)  # fmt: skip

NAMESPACE = uuid.UUID("2f1d3f7e-5f55-5d0e-9b8e-0c6b1f0f6a51")
"""Of this program's STIX identifiers: an event keeps its own however often it is exported."""


def atom(events: Iterable[Summary], base: str, here: str, texts: Texts) -> bytes:
    """Return an Atom feed, an entry for each event; `base` ends without a slash."""
    feed = FeedGenerator()
    feed.id(here)
    feed.title("بلاغ Balagh")
    feed.link(href=here, rel="self")
    feed.link(href=f"{base}/")
    feed.language(texts.language)
    latest = None
    for event in events:
        latest = max(latest or event.latest, event.latest)
        entry = feed.add_entry(order="append")
        address = f"{base}/events/{event.id}"
        entry.id(address)
        entry.title(_plain(title_of(event, texts.labels)))
        entry.link(href=address)
        entry.published(event.view.first_seen)
        entry.updated(event.latest)
        entry.summary(_plain(f"{event.headline} ({event.reports[0]['outlet']})"))
        for term in filter(None, (event.view.watchlist, event.view.act, event.view.topic)):
            entry.category(term=term)
        entry.author(name=_plain(str(event.reports[0]["outlet"])) or "Balagh")
    feed.updated(latest or datetime.fromisoformat("1970-01-01T00:00:00+00:00"))
    return bytes(feed.atom_str(pretty=True))


def _plain(text: str) -> str:
    """XML holds no control characters."""
    return "".join(letter for letter in text if letter >= " " and letter not in "\ufffe\uffff")


def table(events: Iterable[Summary], base: str) -> bytes:
    """Return CSV with a head, in UTF-8 with a mark by which spreadsheets know it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for event in events:
        writer.writerow([_harmless(value) for value in _row(event, base)])
    return written.getvalue().encode("utf-8-sig")


def _row(event: Summary, base: str) -> list[object]:
    view = event.view
    return [
        view.id, view.watchlist, view.act, view.topic, confirmation(event), view.date,
        view.first_seen.isoformat(), "; ".join(str(p["name"]) for p in view.places), view.count,
        *(view.ages or (None, None)), view.group, "; ".join(view.agencies),
        "; ".join(view.partner), "; ".join(view.seizures), view.outlets, event.headline,
        f"{base}/events/{view.id}",
    ]  # fmt: skip


def _harmless(value: object) -> object:
    """A spreadsheet would take a text that begins so for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return "" if value is None else value


def stix_bundle(events: Sequence[Summary], gazetteer: Gazetteer, texts: Texts) -> bytes:
    """Return a STIX 2.1 bundle: each event as an incident, with the report that lists all of it.

    Agencies and outlets are identities, places locations; a sighting says which outlet told the
    event and when. The same events give the same objects.
    """
    objects: dict[str, object] = {}
    for event in events:
        for thing in _stix_objects(event, gazetteer, texts):
            objects.setdefault(str(thing["id"]), thing)
    name = _id("bundle", *sorted(objects))
    bundle = stix2.Bundle(*objects.values(), id=name, allow_custom=False)
    return str(bundle.serialize(ensure_ascii=False)).encode()


def _stix_objects(
    event: Summary, gazetteer: Gazetteer, texts: Texts
) -> list[stix2.v21._STIXBase21]:
    view = event.view
    times = {"created": view.first_seen, "modified": max(event.latest, view.first_seen)}
    incident = stix2.Incident(
        id=_id("incident", view.id),
        name=_plain(title_of(event, texts.labels)),
        description=_plain(event.headline),
        external_references=_references(event),
        labels=[word for word in (view.act, view.topic, view.watchlist) if word],
        **times,
    )
    agencies = [_identity(name, "organization") for name in view.agencies]
    places = list(_locations(event, gazetteer, texts))
    outlets = {outlet: _identity(outlet, "organization") for outlet in first_times(event)}
    sightings = [
        stix2.Sighting(
            id=_id("sighting", view.id, outlet),
            sighting_of_ref=incident.id,
            where_sighted_refs=[outlets[outlet].id],
            first_seen=at,
            last_seen=at,
            created=at,
            modified=at,
        )
        for outlet, at in first_times(event).items()
    ]
    named = [incident, *agencies, *places, *outlets.values(), *sightings]
    report = stix2.Report(
        id=_id("report", view.id),
        name=incident.name,
        published=view.first_seen,
        report_types=["observed-data"],
        object_refs=[thing.id for thing in named],
        **times,
    )
    return [report, *named]


def _references(event: Summary) -> list[dict[str, str]]:
    return [
        {"source_name": _plain(str(report["outlet"])) or "unknown", "url": str(report["url"])}
        for report in event.reports
    ]


FIXED = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
"""When identities and places were made: they have no time of their own, and must not differ."""


def _identity(name: str, kind: str) -> stix2.Identity:
    return stix2.Identity(
        id=_id("identity", name),
        name=_plain(name) or "unknown",
        identity_class=kind,
        created=FIXED,
        modified=FIXED,
    )


def _locations(event: Summary, gazetteer: Gazetteer, texts: Texts) -> Iterator[stix2.Location]:
    """Yield where it happened; STIX wants a country or coordinates of a place."""
    for place in event.view.places:
        name, code = str(place["name"]), place["code"]
        if country := gazetteer.country(name, code):
            spot = gazetteer.find(code)
            yield stix2.Location(
                id=_id("location", code or "", name),
                name=_plain(texts.labels.place(name)),
                country=country,
                created=FIXED,
                modified=FIXED,
                **({"latitude": spot.latitude, "longitude": spot.longitude} if spot else {}),
            )


def _id(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid.uuid5(NAMESPACE, '|'.join((kind, *parts)))}"
