"""Events as other programs read them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import feedparser
import pytest
import stix2
from fastapi.testclient import TestClient

from dashboard.exports import COLUMNS, stix_bundle, table
from dashboard.overview import Snapshot


def test_a_feed_reader_reads_the_events(visitor: TestClient, snapshot: Snapshot) -> None:
    answer = visitor.get("/events.atom?topic=terrorism")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    wanted = [e.id for e in snapshot.events if e.view.topic == "terrorism"]
    assert [entry.id.rpartition("/")[2] for entry in feed.entries] == wanted[:100]
    assert all("terrorism" in [tag.term for tag in entry.tags] for entry in feed.entries)
    assert feed.feed.id.endswith("/events.atom?topic=terrorism")


def test_a_spreadsheet_reads_the_events(visitor: TestClient, snapshot: Snapshot) -> None:
    answer = visitor.get("/events.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == [event.id for event in snapshot.events]
    assert rows[0]["headline"] == snapshot.events[0].headline


def test_a_headline_never_becomes_a_formula(snapshot: Snapshot) -> None:
    event = replace(snapshot.events[0], headline='=HYPERLINK("https://evil.example")')
    [_, row] = csv.reader(io.StringIO(table([event], "").decode("utf-8-sig")))
    assert row[COLUMNS.index("headline")].startswith("'=")


def test_a_bundle_is_valid_stix_with_stable_ids(visitor: TestClient, snapshot: Snapshot) -> None:
    answer = visitor.get("/events.stix.json?topic=drugs")
    bundle = stix2.parse(answer.content.decode(), allow_custom=False)
    kinds = {thing["type"] for thing in bundle.objects}
    assert kinds == {"report", "incident", "identity", "location", "sighting"}
    known = {thing["id"] for thing in bundle.objects}
    reports = [thing for thing in bundle.objects if thing["type"] == "report"]
    assert len(reports) == sum(e.view.topic == "drugs" for e in snapshot.events)
    assert all(set(report["object_refs"]) <= known for report in reports)
    again = visitor.get("/events.stix.json?topic=drugs")
    assert again.content == answer.content


def test_places_of_a_bundle_lie_in_their_countries(visitor: TestClient, snapshot: Snapshot) -> None:
    """Of a place that nobody knows STIX has nothing to say."""
    names = ("Madrid", "Paris", "Sebta", "Oz")
    places = (
        {"name": "Tanger", "code": "01.511.01.0"},
        *({"name": name, "code": None} for name in names),
    )
    event = replace(snapshot.events[0], view=replace(snapshot.events[0].view, places=places))
    face = visitor.app.state.face  # type: ignore[attr-defined]
    told = stix2.parse(stix_bundle([event], face.gazetteer, face.texts["en"]).decode())
    found = {thing["name"]: thing for thing in told.objects if thing["type"] == "location"}
    lie = {name: place["country"] for name, place in found.items()}
    assert lie == {"Tangier": "MA", "Madrid": "ES", "Paris": "FR", "Ceuta": "ES"}
    assert found["Tangier"]["latitude"] == pytest.approx(35.8, abs=0.2)
    assert "latitude" not in found["Paris"]


@pytest.mark.parametrize("path", ["/events.atom", "/events.csv", "/events.stix.json"])
def test_who_has_it_already_is_told_so(visitor: TestClient, path: str) -> None:
    tag = visitor.get(path).headers["etag"]
    assert visitor.get(path, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["/events.atom", "/events.csv", "/events.stix.json"])
def test_an_empty_choice_is_a_whole_document(visitor: TestClient, path: str) -> None:
    assert visitor.get(f"{path}?q=xyzxyz").status_code == 200
