"""The figures of a replay, each worked out by hand on a few rows."""

from __future__ import annotations

from typing import Any

import pytest

from matching.evaluation import Evaluation, Row, Share, SlotShare, b_cubed, evaluate

SLOTS = {
    "date": None,
    "count": None,
    "ages": None,
    "group": None,
    "topic": None,
    "official": None,
    "places": [],
}
PLACES = {"Oujda": "02.411", "Madrid": "Madrid", "Tanger Med": None}


def row(
    row_id: str,
    label: str | None = "announcement",
    kind: str = "operation",
    event: str | None = None,
    alert: str | bool = False,
    slots: dict[str, Any] | None = None,
    **labels: Any,
) -> Row:
    """A labelled operation in French, decided as given; `event` is the decided one."""
    act = labels.pop("decided_act", "operation" if kind != "none" else "none")
    truth = {"label": label, "kind": "operation", "lang": "fr", "event_id": "E1"} | labels
    report = {"kind": kind, "act": act, "event": event, "alert": alert}
    return Row(
        label=truth if label else {},
        decision={
            "id": row_id,
            "kind": kind,
            "act": act,
            "slots": SLOTS | (slots or {}),
            "event": event,
            "alert": alert,
            "reports": [report] if event else [],
        },
    )


def evaluated(*rows: Row) -> Evaluation:
    return evaluate(rows, PLACES)


def test_a_row_that_names_several_events_counts_for_none_of_them() -> None:
    several = row("a", event="x", alert="new", event_id=["E1", "E2"])
    grouping = evaluated(several, row("b", event="y", alert="new", event_id=7)).grouping
    assert (grouping.events, grouping.alerted, grouping.wrong_merges) == (1, 1, ())


def test_found_is_counted_by_kind_and_by_language() -> None:
    result = evaluated(
        row("a"),
        row("b", kind="update", lang="ar"),
        row("c", kind="mention"),
        row("d", kind="retelling", lang="ar"),
        Row(label=row("e").label | {"kind": "support"}, decision=row("e", kind="support").decision),
    )
    assert result.found == {"operation": Share(right=2, n=4), "support": Share(right=1, n=1)}
    assert result.found_by_language == {"ar": Share(right=1, n=2), "fr": Share(right=2, n=3)}


def test_wrong_rows_are_counted_mentions_apart() -> None:
    result = evaluated(
        row("a", label="mention"),
        row("b", label="mention", kind="mention"),
        row("c", label="hard_negative", kind="support"),
        row("d", label="negative", kind="none"),
        row("e", label=None, kind="none"),
    )
    assert result.wrong_mentions == Share(right=1, n=2)
    assert result.wrong_rest == Share(right=1, n=3)


def test_confused_is_the_wrong_act_of_what_was_found_unless_arguable() -> None:
    result = evaluated(
        row("a"),
        row("b", decided_act="support"),
        row("c", decided_act="support", kind_either=True),
        row("d", kind="none"),
    )
    assert result.confused == Share(right=1, n=3)


def test_rows_that_readers_argued_about_are_not_scored() -> None:
    result = evaluated(row("a"), row("b", kind="none", either=True))
    assert result.found == {"operation": Share(right=1, n=1)}
    assert result.scored == 1


def test_slots_are_right_extra_or_neither() -> None:
    result = evaluated(
        row("a", slots={"count": 4, "ages": [24, 28]}, count=4, ages=[24, 28]),
        row("b", slots={"count": 5}, count=4),
        row("c", slots={"count": 3}),
        row("d", kind="none", count=4),
    )
    assert result.slots["count"] == SlotShare(right=1, n=2, extra=1)
    assert result.slots["ages"] == SlotShare(right=1, n=1, extra=0)


def test_not_official_and_not_said_are_the_same() -> None:
    result = evaluated(
        row("a", slots={"official": False}, official=None),
        row("b", slots={"official": None}, official=False),
        row("c", slots={"official": True}, official=True),
    )
    assert result.slots["official"] == SlotShare(right=1, n=1, extra=0)


def test_places_are_compared_by_code_and_unscored_ones_left_out() -> None:
    oujda = {"name": "Oujda-Angad", "code": "02.411"}
    port = {"name": "Tanger Med", "code": None}
    madrid = {"name": "Madrid", "code": None}
    result = evaluated(
        row("a", slots={"places": [oujda, port]}, places=["Oujda"]),
        row("b", slots={"places": [madrid, oujda]}, places=["Oujda", "Madrid", "Tanger Med"]),
        row("c", slots={"places": [oujda]}, places=["Madrid"]),
        row("d", slots={"places": [port]}, places=["Tanger Med"]),
    )
    assert result.slots["places"] == SlotShare(right=2, n=3, extra=0)


def test_a_place_that_is_in_no_list_is_compared_by_its_name() -> None:
    semara = {"name": "Es-Semara", "code": "11.1"}
    khenifra = {"name": "Khénifra", "code": "05.3"}
    result = evaluated(
        row("a", slots={"places": [khenifra]}, places=["Khenifra"]),
        row("b", slots={"places": [semara]}, places=["Semara"]),
        row("c", slots={"places": [khenifra]}, places=["Khemisset"]),
        row("d", slots={"places": [khenifra, semara]}, places=["Khenifra"]),
    )
    assert result.slots["places"] == SlotShare(right=2, n=4, extra=0)


def test_events_alerted_missed_and_alerted_twice() -> None:
    grouping = evaluated(
        row("a", event="x", alert="new", event_id="E1"),
        row("b", event="y", alert="new", event_id="E1"),
        row("c", event="y", alert="update", event_id="E1"),
        row("d", event="z", alert="new", event_id="E2"),
        row("e", kind="none", event_id="E3"),
    ).grouping
    assert (grouping.events, grouping.alerted, grouping.alerts) == (3, 2, 3)
    assert grouping.alerts_per_event == 1.5
    assert grouping.missed == ("E3",)


def test_an_alert_by_an_unscored_row_tells_its_event_and_is_no_duplicate() -> None:
    grouping = evaluated(
        row("a", event="x", alert="new", either=True),
        row("b", event="x"),
        row("c", event="y", alert="new", event_id="E2", either=True),
        row("d", event="y", alert="new", event_id="E2"),
    ).grouping
    assert (grouping.alerted, grouping.alerts) == (2, 2)


def test_two_events_in_one_are_a_wrong_merge() -> None:
    grouping = evaluated(
        row("a", event="x", event_id="E1"),
        row("b", event="x", event_id="E2"),
        row("c", event="y", event_id="E2"),
    ).grouping
    assert grouping.wrong_merges == (("E1", "E2"),)


def test_pairs_are_counted_across_languages_only() -> None:
    grouping = evaluated(
        row("a", event="x", lang="fr"),
        row("b", event="x", lang="fr"),
        row("c", event="x", lang="ar"),
        row("d", event=None, lang="es"),
    ).grouping
    assert grouping.across == Share(right=2, n=5)


def test_rows_without_an_event_are_alone() -> None:
    grouping = evaluated(row("a", kind="none"), row("b", kind="none")).grouping
    assert grouping.b_cubed == (1.0, 0.5, 0.6667)


def test_the_first_day_counts_where_the_alert_came_on_it() -> None:
    grouping = evaluated(
        row("a", event="x", alert="new", published="2021-03-25T20:00:00Z"),
        row("b", event="x", published="2021-03-26"),
        row("c", kind="none", event_id="E2", published="2021-03-25"),
        row("d", event="y", alert="new", event_id="E2", published="2021-03-26"),
        row("e", event="z", alert="new", event_id="E3"),
    ).grouping
    assert grouping.first_day == Share(right=1, n=2)


def test_false_alerts_are_those_of_rows_that_announce_nothing() -> None:
    result = evaluated(
        row("a", event="x", alert="new"),
        row("b", label="negative", event="y", alert="new"),
        row("c", label=None, event="z", alert="new"),
        row("d", label="mention", event="x", alert="update"),
    )
    assert (result.false_alerts, result.articles) == (2, 4)
    assert result.false_alerts_per_10000 == 5000.0


def test_b_cubed_of_a_split_and_of_a_lump() -> None:
    true = {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert b_cubed(true, true) == (1.0, 1.0, 1.0)
    assert b_cubed(true, dict.fromkeys(true, "x")) == (0.5, 1.0, 0.6667)
    assert b_cubed(true, {key: key for key in true}) == (1.0, 0.5, 0.6667)


def test_rows_without_any_label_cannot_be_scored() -> None:
    with pytest.raises(ValueError, match="no row is labelled"):
        evaluated(row("a", label=None))
