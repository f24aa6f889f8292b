"""What counts as an unexpected line of a stream."""

from __future__ import annotations

from datetime import UTC, datetime

from core.articles import Article
from core.assessments import Judgement
from matching.baselines import Replayed
from tests.quality.measure import unexpected

NOON = datetime(2024, 1, 30, 12, tzinfo=UTC)


def line(name: str, expect: str | None, key: str, told: str | None, event: str) -> Replayed:
    article = Article(
        id=name, url="", title=name, text="", language="fr", published=NOON, arrived=NOON
    )
    return Replayed(
        article=article,
        judgement=Judgement(),
        label={"expect": expect, "event_id": key},
        line={"event": event, "reports": [{"alert": told or False}]},
    )


def test_a_stream_that_goes_as_expected_has_nothing_to_say() -> None:
    seen = [
        line("a", "new", "cell", "new", "evt_1"),
        line("b", None, "cell", None, "evt_1"),
        line("c", "new", "other", "new", "evt_2"),
        line("d", "update", "cell", "update", "evt_1"),
    ]
    assert list(unexpected(seen)) == []


def test_an_alert_too_many_too_few_and_of_another_type_are_named() -> None:
    seen = [
        line("many", None, "cell", "new", "evt_1"),
        line("few", "new", "cell", None, "evt_1"),
        line("other", "update", "cell", "new", "evt_1"),
    ]
    assert [name for name, _ in unexpected(seen)] == ["many", "few", "other"]


def test_an_update_under_another_event_is_named() -> None:
    seen = [
        line("a", "new", "cell", "new", "evt_1"),
        line("b", "update", "cell", "update", "evt_2"),
    ]
    assert list(unexpected(seen)) == [("b", "raised under another event than 'cell' had")]
