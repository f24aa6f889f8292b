"""What counts as an unexpected line of a stream."""

from __future__ import annotations

from datetime import UTC, datetime

from core.articles import Article
from core.assessments import Judgement
from matching.baselines import Replayed
from tests.quality.measure import unexpected

NOON = datetime(2024, 1, 30, 12, tzinfo=UTC)


Expected = str | list[str] | None


def line(name: str, expect: Expected, key: str | list[str], *told: tuple[str, str]) -> Replayed:
    """An announcement; `told` has the alert ("" for none) and the event of each of its reports."""
    article = Article(
        id=name, url="", title=name, text="", language="fr", published=NOON, arrived=NOON
    )
    return Replayed(
        article=article,
        judgement=Judgement(),
        label={"label": "announcement", "expect": expect, "event_id": key},
        line={"reports": [{"alert": alert or False, "event": event} for alert, event in told]},
    )


def test_a_stream_that_goes_as_expected_has_nothing_to_say() -> None:
    seen = [
        line("a", "new", "cell", ("new", "evt_1")),
        line("b", None, "cell", ("", "evt_1")),
        line("c", "new", "other", ("new", "evt_2")),
        line("d", "update", "cell", ("update", "evt_1")),
        line("e", ["new", "new"], ["x", "y"], ("new", "evt_3"), ("new", "evt_4")),
        line("f", "new", "p", ("new", "evt_5")),
        line("g", "new", "q", ("new", "evt_5")),
        line("h", "update", ["p", "q"], ("update", "evt_5")),
    ]
    assert list(unexpected(seen)) == []


def test_an_alert_too_many_too_few_and_of_another_type_are_named() -> None:
    seen = [
        line("many", None, "cell", ("new", "evt_1")),
        line("few", "new", "cell", ("", "evt_1")),
        line("other", "update", "cell", ("new", "evt_1")),
    ]
    assert [name for name, _ in unexpected(seen)] == ["many", "few", "other"]


def test_a_line_under_another_event_is_named() -> None:
    seen = [
        line("a", ["new", "new"], ["x", "y"], ("new", "evt_1"), ("new", "evt_2")),
        line("b", "update", "x", ("update", "evt_2")),
        line("c", None, "y", ("", "evt_1")),
        line("d", None, ["x", "y"], ("", "evt_2"), ("", "evt_1")),
    ]
    assert [name for name, _ in unexpected(seen)] == ["b", "c", "d"]
    assert dict(unexpected(seen))["b"] == "told of another event than x"
