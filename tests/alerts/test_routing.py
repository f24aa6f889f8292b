"""Subscribers are told of what they asked for, and of nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from alerts.payload import Raised
from alerts.routing import recipients
from alerts.view import view_event
from core.alerts import AlertType
from core.events import Change
from core.subscribers import SubscriberSettings
from tests.alerts.reports import report

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
MINOR = Change(what="seizures", before=None, after="cash", important=False)
MAJOR = Change(what="count", before="6", after="7", important=True)


def raised(type_: AlertType = "event.new", *changes: Change, **facts: Any) -> Raised:
    only = report(**facts)
    return Raised(
        type=type_,
        event=view_event("evt_1", "dgst-bcij", NOW, [only]),
        report=only,
        reports=[only],
        changes=changes,
        new_because="",
        late_s=None,
        best_score=7.0,
    )


def told(alert: Raised, **filters: Any) -> bool:
    subscriber = SubscriberSettings(name="desk", email="desk@example.org", **filters)
    return recipients(alert, [subscriber]) == [subscriber]


@pytest.mark.parametrize(
    ("filters", "facts", "expected"),
    [
        ({}, {}, True),
        ({"acts": ("operation",)}, {"act": "support", "kind": "support"}, False),
        ({"acts": ("support",)}, {"act": "support", "kind": "support"}, True),
        ({"topics": ("drugs",)}, {"topic": "terrorism"}, False),
        ({"topics": ("drugs",)}, {"topic": "drugs"}, True),
        ({"topics": ("drugs",)}, {"topic": None}, True),
        ({"places": ("Oujda",)}, {"places": ("02.411.01.23",), "place_names": ("Oujda",)}, True),
        ({"places": ("oujda",)}, {"places": ("02.411.01.23",), "place_names": ("Oujda",)}, True),
        ({"places": ("02.",)}, {"places": ("02.411.01.23",), "place_names": ("Oujda",)}, True),
        ({"places": ("01.",)}, {"places": ("02.411.01.23",), "place_names": ("Oujda",)}, False),
        ({"places": ("Tanger",)}, {"places": ("Sebta",), "place_names": ("Sebta",)}, False),
        ({"places": ("Tanger",)}, {}, True),
        ({"tiers": ("official",)}, {"tier": "national"}, False),
        ({"tiers": ("official", "national")}, {"tier": "national"}, True),
        ({"min_score": 7.0}, {}, True),
        ({"min_score": 7.1}, {}, False),
        ({"watchlists": ("other",)}, {}, False),
        ({"watchlists": ("other", "dgst-bcij")}, {}, True),
    ],
)
def test_filters(filters: dict[str, Any], facts: dict[str, Any], expected: bool) -> None:
    assert told(raised(**facts), **filters) is expected


@pytest.mark.parametrize(
    ("choice", "minor", "major"),
    [("none", False, False), ("important", False, True), ("all", True, True)],
)
def test_updates_come_as_chosen(choice: str, minor: bool, major: bool) -> None:
    assert told(raised("event.update", MINOR), updates=choice) is minor
    assert told(raised("event.update", MINOR, MAJOR), updates=choice) is major


def test_new_and_merged_events_do_not_depend_on_the_choice_of_updates() -> None:
    assert told(raised("event.new"), updates="none")
    assert told(raised("event.merged"), updates="none")
