"""What speaks for and against one operation, reason by reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.events import Facts, JoinEvent, MergeEvents, NewEvent, UpdateEvent
from matching.resolving.compare import compare
from matching.resolving.profile import profile_of
from matching.resolving.weights import load_weights
from tests.matching.archive import (
    AGADIR,
    CASABLANCA,
    MORNING,
    NADOR,
    OUJDA,
    SALE,
    TANGER,
    TIFLET,
    Archive,
    supported,
    told,
)

DAY = date(2024, 1, 30)


def points(one: Facts, other: Facts) -> dict[str, float]:
    found = compare(profile_of([one]), profile_of([other]), load_weights())
    return {clue.name: clue.points for clue in found.clues}


def both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, float]:
    """The reasons beside the days, of two reports of support on one day."""
    found = points(supported(date=DAY, **one), supported(date=DAY, **other))
    del found["date"]
    return found


def test_each_reason_says_what_it_stands_on() -> None:
    archive = Archive()
    archive.admit(told(date=DAY, places=(TANGER, NADOR), ages=(24, 28), count=4))
    later = told(hours=72, date=DAY + timedelta(3), places=(AGADIR,), ages=(24, 28), count=7)
    decision = archive.admit(later)
    assert {reason.name: reason.detail for reason in decision.reasons} == {
        "nearest": "evt_0",
        "date": "3 days apart",
        "places-differ": f"{AGADIR} / {TANGER}, {NADOR}",
        "ages": "24-28",
        "count-differs": "3 apart",
    }


@given(towns=st.sets(st.sampled_from((AGADIR, CASABLANCA, NADOR, OUJDA, SALE, TANGER, TIFLET))))
def test_points_are_hundredths_in_whatever_order_a_set_stands(towns: set[str]) -> None:
    """A sum's last digit hangs on its order, and a set's order on the process."""
    one = told(date=DAY, places=tuple(towns), figures=("145", "275", "12"))
    assert all(worth == round(worth, 2) for worth in points(one, one).values())


@pytest.mark.parametrize(
    ("one", "other", "name", "speaks_for"),
    [
        ({"places": (OUJDA,)}, {"places": (OUJDA, TANGER)}, "places", True),
        ({"places": (OUJDA,)}, {"places": (TANGER,)}, "places-differ", False),
        ({"places": (NADOR,)}, {"places": ("02.381.01.03",)}, "places-near", True),
        ({"places": (OUJDA,)}, {"places": ("Barcelone",)}, "places-abroad", False),
        ({"places": (TANGER,)}, {"places": ("Tanger Med",)}, "places-near", True),
        ({"places": (OUJDA,)}, {"places": ("Tanger Med",)}, "places-differ", False),
        ({"places": ("Guerguerat",)}, {"places": ("Tanger Med",)}, "places-differ", False),
        ({"places": ("Madrid",)}, {"places": ("Barcelone",)}, "places-abroad", False),
        ({"ages": (24, 28)}, {"ages": (24, 28)}, "ages", True),
        ({"ages": (24, 28)}, {"ages": (24, 35)}, "ages-overlap", True),
        ({"ages": (24, 28)}, {"ages": (30, 35)}, "ages-differ", False),
        ({"ages": (34, 34)}, {"ages": (40, 49)}, "ages-differ", False),
        ({"count": 4}, {"count": 4}, "count", True),
        ({"count": 4}, {"count": 7}, "count-differs", False),
        ({"figures": ("145",)}, {"figures": ("145", "900")}, "figures", True),
        ({"figures": ("145",)}, {"figures": ("900",)}, "figures-differ", False),
        ({"goods": ("pills",)}, {"goods": ("cannabis", "pills")}, "goods", True),
        ({"goods": ("pills",)}, {"goods": ("cannabis",)}, "goods-differ", False),
        (
            {"seizures": ("3 tonnes de chira",)},
            {"seizures": ("9 kg of hashish",)},
            "amounts-differ",
            False,
        ),
        ({"motifs": ("bus", "nurse")}, {"motifs": ("bus",)}, "motifs", True),
        ({"motifs": ("bus",)}, {"motifs": ("nurse",)}, "motifs-differ", False),
        ({"places": (OUJDA,)}, {"places": (NADOR,), "near": (NADOR,)}, "places-near", True),
        ({"group": "IS"}, {"group": "IS"}, "group", True),
        ({"group": "IS"}, {"group": "AQIM"}, "group-differs", False),
        ({"partners": ("guardia civil",)}, {"partners": ("guardia civil",)}, "partner", True),
        ({"topic": "drugs"}, {"topic": "fraud"}, "topic-differs", False),
        ({"act": "support"}, {"act": "operation"}, "act-differs", False),
    ],
)
def test_a_reason_is_given_and_speaks_for_or_against(
    one: dict[str, Any], other: dict[str, Any], name: str, speaks_for: bool
) -> None:
    found = both(one, other)
    assert list(found) == [name]
    assert (found[name] > 0) is speaks_for


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"group": "Al-Qaida"}, {"group": "AQIM"}),
        ({"partners": ("police judiciaire",)}, {"partners": ("police judiciaire",)}),
        ({"topic": "terrorism"}, {"topic": "weapons"}),
        ({"topic": "cyber"}, {"topic": "fraud"}),
        ({"topic": "other"}, {"topic": "drugs"}),
        ({"topic": "terrorism", "act": "operation"}, {"topic": "terrorism", "act": "support"}),
        ({"count": 4, "ages": (1, 2), "group": "IS"}, {}),
        ({"ages": (34, 34)}, {"ages": (30, 39)}),
        ({"ages": (21, 21)}, {"ages": (22, 22)}),
    ],
)
def test_some_differences_and_likenesses_say_nothing(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert both(one, other) == {}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("3 tonnes de chira",), ("طنان و800 كيلوغرام من الشيرا",), False),
        (("3 tonnes de chira",), ("90 kg of hashish", "three tonnes of hashish"), False),
        (("3 tonnes de chira",), ("90 kilos de cocaïne",), False),
        (("3 tonnes de chira",), ("une voiture",), False),
        (("3 tonnes de chira",), ("90 kg of hashish",), True),
        (("4.000 pastillas",), ("9000 قرص مهلوس",), True),
        (("60 ballots de chira",), ("1.500 plaques de chira",), False),
        (("25,740 kg de cocaïne",), ("26 kilos of cocaine",), False),
        (("25,740 kg de cocaïne",), ("62 kilos of cocaine",), True),
        (("plus d'une tonne de chira",), ("trois tonnes de chira",), False),
        (("at least 40 kilos of cocaine",), ("90 kilos de cocaïne",), False),
        (("más de una tonelada de hachís",), ("tres toneladas de hachís",), False),
        (("أزيد من طن من الشيرا",), ("ثلاثة أطنان من الشيرا",), False),
        (("كثر من 40 كيلو ديال الحشيش",), ("90 كيلو ديال الحشيش",), False),
        (("plus de trois tonnes de chira",), ("une tonne de chira",), True),
    ],
)
def test_amounts_differ_where_none_of_one_thing_is_in_both(
    one: tuple[str, ...], other: tuple[str, ...], differ: bool
) -> None:
    assert ("amounts-differ" in both({"seizures": one}, {"seizures": other})) is differ


def test_numbers_that_are_figures_and_amounts_part_but_once() -> None:
    goods = load_weights().goods
    one, other = (
        {"seizures": (f"{kilos} kilos de chira",), "figures": (str(kilos),)} for kilos in (40, 410)
    )
    found = supported_both(one, other)
    assert found["figures-differ"] + found["amounts-differ"] == pytest.approx(goods.amounts)
    more = supported_both(one | {"figures": ("40", "77")}, other)
    assert more["amounts-differ"] == goods.amounts


def test_figures_contradict_nothing_where_the_amounts_may_be_the_same() -> None:
    least = {"seizures": ("plus d'une tonne de chira",), "figures": ("1000",)}
    rounded = {"seizures": ("trois tonnes de chira",), "figures": ("3000",)}
    assert "figures-differ" not in supported_both(least, rounded)
    twice = {"seizures": ("25,740 kg de cocaïne",), "figures": ("25740",)}
    assert "figures-differ" not in supported_both(
        twice, {"seizures": ("26 kilos",), "figures": ("26",)} | {"seizures": ("26 kg de coca",)}
    )


def supported_both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, float]:
    return points(supported(**one), supported(**other))


def test_what_a_followup_finds_counts_little_against_it() -> None:
    first, find = {"seizures": ("3 tonnes de chira",)}, {"seizures": ("9 kilos de chira",)}
    behind = points(supported(**first), supported(kind="update", hours=48, **find))
    assert both(first, find)["amounts-differ"] < behind["amounts-differ"] < 0


@pytest.mark.parametrize(
    ("other", "slip"),
    [
        ((54, 54), True),
        ((35, 35), True),
        ((65, 65), False),
        ((40, 48), False),
        ((57, 57), False),
    ],
)
def test_an_age_that_one_slip_of_the_pen_makes_is_no_other_generation(
    other: tuple[int, int], slip: bool
) -> None:
    worth = load_weights().ages.conflict if slip else load_weights().ages.apart
    one = (45, 45) if other[0] == other[1] else (25, 33)
    assert both({"ages": one}, {"ages": other})["ages-differ"] == worth


def test_the_seat_to_which_people_are_taken_contradicts_less_than_another_town() -> None:
    seat = both({"places": (SALE,)}, {"places": (OUJDA,)})["places-differ"]
    town = both({"places": (TANGER,)}, {"places": (OUJDA,)})["places-differ"]
    beside = both({"places": (SALE, TANGER)}, {"places": (OUJDA,)})["places-differ"]
    assert town == beside < seat < 0


def test_of_what_one_service_abroad_did_a_place_at_home_contradicts_little() -> None:
    worth = load_weights().places
    home, abroad = {"places": (OUJDA,)}, {"places": ("Lyon",)}
    dgsi, police = {"partners": ("services français",)}, {"partners": ("police judiciaire",)}
    assert both(home | dgsi, abroad | dgsi)["places-abroad"] == worth.partnered
    assert both(home | police, abroad | police)["places-abroad"] == worth.abroad
    other = {"places": ("Lille",)}
    assert both(other | dgsi, abroad | dgsi)["places-abroad"] == worth.abroad


def test_a_town_between_two_countries_is_neither_at_home_nor_abroad() -> None:
    assert both({"places": ("Sebta",)}, {"places": ("Barcelone",)}) == {}
    assert both({"places": ("Sebta",)}, {"places": (OUJDA,)}) == {}
    beside = both({"places": (OUJDA, "Barcelone")}, {"places": (TANGER, "Murcie")})
    assert "places-abroad" not in beside


def test_two_cases_of_one_day_at_home_and_abroad_stay_two() -> None:
    abroad = {"places": ("Barcelone",), "count": 3, "kind": "support", "act": "support"}
    archive = Archive()
    archive.admit(told(date=DAY, **abroad))
    assert isinstance(archive.admit(told(date=DAY, places=(OUJDA,), count=1)), NewEvent)
    both_sides = {"partners": ("police espagnole",), "places": (OUJDA,), "count": 3}
    assert not isinstance(archive.admit(told(date=DAY, **both_sides)), NewEvent)


def test_people_whom_one_report_takes_for_held_are_a_quantity_of_the_other() -> None:
    found = both({"count": 37, "figures": ("40000",)}, {"count": 6, "figures": ("37",)})
    assert found["figures"] > 0
    assert "count-differs" not in found
    assert "count-differs" in both({"count": 7}, {"count": 2, "figures": ("7",)})


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [("1306", "1300", False), ("1306", "1200", True), ("41", "41000", True), ("50", "51", True)],
)
def test_rounded_quantities_contradict_nothing(one: str, other: str, differ: bool) -> None:
    assert ("figures-differ" in both({"figures": (one,)}, {"figures": (other,)})) is differ


def test_quantities_part_no_cases_that_are_rare() -> None:
    one, other = {"figures": ("54",)}, {"figures": ("900",)}
    assert points(supported(**one), supported(**other))["figures-differ"] < 0
    assert "figures-differ" not in points(told(**one), told(**other))


def test_a_followup_is_joined_by_the_operations_place_that_it_names() -> None:
    known = told(places=(OUJDA,), date=DAY)
    search: dict[str, Any] = {"kind": "update", "hours": 30, "places": (AGADIR,)}
    assert points(told(**search), known)["places-differ"] < 0
    named = points(told(**search, named=(OUJDA,)), known)
    assert named == points(told(**search | {"places": (OUJDA,)}), known)
    unlike = points(told(places=(AGADIR,), named=(OUJDA,)), known)
    assert "places-differ" in unlike


def test_a_pair_held_in_a_followup_is_no_likeness() -> None:
    search: dict[str, Any] = {"kind": "update", "hours": 30}
    assert "count" not in points(told(count=2, **search), told(count=2, date=DAY))
    assert "count" in points(told(count=3, **search), told(count=3, date=DAY))


def test_a_later_days_number_hardly_contradicts_where_cases_are_rare() -> None:
    def differs(day: date, **stated: Any) -> float:
        later = told(hours=60, date=day, count=2, **stated)
        return points(told(date=DAY, count=9, **stated), later)["count-differs"]

    assert differs(DAY) < differs(DAY + timedelta(days=2)) < 0
    drugs = {"topic": "drugs"}
    assert differs(DAY, **drugs) == differs(DAY + timedelta(days=2), **drugs)


def test_an_operation_told_of_many_regions_may_have_one_more_place() -> None:
    def differs(*places: str) -> float:
        return points(told(places=places), told(places=(AGADIR,)))["places-differ"]

    assert differs(OUJDA) == differs(OUJDA, TANGER) < differs(OUJDA, TANGER, CASABLANCA) < 0


def test_what_is_rarer_weighs_more() -> None:
    def worth(**facts: Any) -> float:
        return sum(both(facts, facts).values())

    assert worth(places=(TIFLET,)) > worth(places=(TANGER,))
    assert worth(places=(TANGER, CASABLANCA)) > worth(places=(TANGER,))
    assert worth(count=9) > worth(count=4) > worth(count=1)
    assert worth(ages=(24, 28)) > worth(ages=(24, 24))
    assert worth(figures=("145",)) > worth(figures=("3000",)) == worth(figures=("12",))


def test_the_nearer_in_time_the_better() -> None:
    def dated(days: int, **facts: Any) -> float:
        one, other = told(date=DAY, **facts), told(date=DAY - timedelta(days=days), **facts)
        return points(one, other)["date"]

    cells = [dated(days) for days in (0, 1, 3, 7, 8)]
    seizures = [dated(days, topic="drugs") for days in (0, 1, 3, 7, 8)]
    assert cells == sorted(cells, reverse=True)
    assert seizures == sorted(seizures, reverse=True)
    assert all(cell > seizure for cell, seizure in zip(cells[:4], seizures[:4], strict=True))


def test_publication_stands_in_for_a_missing_date_and_says_less() -> None:
    dated, undated = told(date=DAY), told()
    assert 0 < points(dated, undated)["published"] < points(dated, dated)["date"]


def test_a_report_that_looks_back_is_not_judged_by_its_publication() -> None:
    assert points(told(kind="retelling", hours=9_000), told()) == {}
    assert "published" in points(told(kind="retelling", hours=20), told())


def test_a_followup_is_judged_by_its_distance_and_not_by_its_date() -> None:
    update = {"kind": "update", "date": date(2024, 2, 2)}
    soon, late = told(hours=72, **update), told(hours=240, **update)
    event = told(date=DAY)
    assert list(points(soon, event)) == ["followup"]
    assert points(soon, event)["followup"] > points(late, event)["followup"] > 0
    assert points(told(hours=24 * 13, kind="update"), event)["followup"] < 0
    assert (
        points(soon, event)["followup"]
        > points(told(hours=72, topic="drugs", kind="update"), told(date=DAY, topic="drugs"))[
            "followup"
        ]
    )


def test_a_followups_own_numbers_hardly_contradict_and_its_places_less() -> None:
    facts: dict[str, Any] = {"places": (TANGER,), "count": 1, "ages": (50, 50)}
    event = told(date=DAY, places=(OUJDA,), count=9, ages=(20, 30))
    update, report = points(told(kind="update", **facts), event), points(told(**facts), event)
    for name in ("count-differs", "ages-differ"):
        assert report[name] < 3 * update[name] < 0
    assert report["places-differ"] < update["places-differ"] < update["ages-differ"]
    assert (
        points(told(kind="update", topic="fraud"), event)["topic-differs"]
        == points(told(topic="fraud"), event)["topic-differs"]
    )


def test_arriving_together_softens_a_missing_day() -> None:
    event = told(date=DAY)
    near = points(told(published=None, hours=5), event)
    far = points(told(published=None, hours=900), event)
    assert far["undated"] < near["undated"] < 0


def test_dates_far_apart_in_reports_of_one_day_may_be_a_slip() -> None:
    """A month misread: what was published together happened together."""
    event, slip = told(date=DAY), {"date": DAY - timedelta(days=28)}
    together, later = points(told(**slip), event), points(told(hours=100, **slip), event)
    assert later["date"] < 2 * together["date"] < 0
    back = points(told(kind="retelling", **slip), event)
    assert back["date"] == later["date"]


def test_after_a_month_only_rare_facts_lead_back() -> None:
    event = told(date=DAY)
    for kind, name in (("operation", "date"), ("update", "followup")):
        weeks, months = (
            points(told(kind=kind, hours=24 * days, date=DAY + timedelta(days=days)), event)[name]
            for days in (20, 40)
        )
        assert months < weeks < 0


def test_a_date_to_come_is_nobodys_fact() -> None:
    assert "date" not in points(told(date=DAY + timedelta(days=40)), told(date=DAY))


def test_half_a_text_is_set_phrases_and_a_whole_one_a_copy() -> None:
    def shared(part: int) -> float:
        one, other = tuple(range(100)), tuple(range(100 - part, 200 - part))
        found = both({"fingerprints": one}, {"fingerprints": other})
        return found.get("text", 0.0)

    assert shared(25) == 0
    assert 0 < shared(50) < shared(100) / 4


@given(st.data())
def test_likeness_is_symmetric(data: st.DataObject) -> None:
    def any_report() -> Facts:
        return told(
            hours=data.draw(st.integers(0, 400)),
            kind=data.draw(st.sampled_from(["operation", "support", "update", "retelling"])),
            act=data.draw(st.sampled_from(["operation", "support"])),
            topic=data.draw(st.sampled_from([None, "terrorism", "drugs"])),
            date=data.draw(st.sampled_from([None, DAY, DAY - timedelta(days=2)])),
            places=tuple(data.draw(st.sets(st.sampled_from([OUJDA, TANGER, NADOR, "Madrid"])))),
            count=data.draw(st.sampled_from([None, 1, 4, 9])),
            ages=data.draw(st.sampled_from([None, (24, 28), (24, 30), (40, 41)])),
            title=data.draw(st.sampled_from(["", "Saisie à Oujda", "Cellule à Oujda"])),
        )

    one, other = profile_of([any_report()]), profile_of([any_report()])
    weights = load_weights()
    assert compare(one, other, weights).score == compare(other, one, weights).score


LIKE = supported(date=DAY, places=(TANGER,), ages=(22, 30))
ALSO = supported(hours=1, date=DAY, places=(TANGER,), figures=("512",))


def admitted(*reports: Facts) -> Archive:
    archive = Archive()
    for report in reports:
        archive.admit(report)
    return archive


def test_events_are_merged_under_the_one_seen_first_whichever_is_liker() -> None:
    weighed = supported(hours=1, date=DAY, places=(TANGER,), figures=("512", "743"))
    report = supported(hours=4, date=DAY, places=(TANGER,), ages=(22, 30), figures=("512", "743"))
    decision = admitted(LIKE, weighed).admit(report)
    assert isinstance(decision, MergeEvents)
    assert decision.events == ("evt_0", "evt_1")
    assert ("nearest", "evt_1") in {(r.name, r.detail) for r in decision.reasons}


def test_a_followup_merges_nothing() -> None:
    decision = admitted(LIKE, ALSO).admit(
        supported(
            hours=4, kind="update", date=DAY, places=(TANGER,), ages=(22, 30), figures=("512",)
        )
    )
    assert isinstance(decision, JoinEvent | UpdateEvent)


@pytest.mark.parametrize("figures", [(), ("77",)])
def test_a_report_that_speaks_for_one_event_only_merges_nothing(figures: tuple[str, ...]) -> None:
    decision = admitted(LIKE, ALSO).admit(
        supported(hours=4, date=DAY, places=(TANGER,), ages=(22, 30), figures=figures)
    )
    assert isinstance(decision, JoinEvent | UpdateEvent)
    assert decision.event == "evt_0"


def test_a_report_that_contradicts_an_event_merges_it_with_nothing() -> None:
    counted = supported(hours=1, date=DAY, places=(TANGER,), count=7)
    weighed = supported(date=DAY, places=(TANGER,), ages=(22, 30), figures=("999",))
    report = supported(
        hours=4, date=DAY, places=(CASABLANCA,), ages=(22, 30), figures=("999",), count=7
    )
    decision = admitted(weighed, counted).admit(report)
    assert isinstance(decision, JoinEvent | UpdateEvent)


def test_of_events_seen_at_one_instant_the_choice_does_not_hang_on_random_ids() -> None:
    one = told(places=(OUJDA,), count=4, outlet="One")
    two = told(places=(OUJDA,), count=4, outlet="Two")
    for ids in (("evt_a", "evt_b"), ("evt_b", "evt_a")):
        events = [(ids[0], [one]), (ids[1], [two])]
        for order in (1, -1):
            archive = Archive(events=dict(events[::order]), seen=dict.fromkeys(ids, MORNING))
            decision = archive.admit(told(hours=2, kind="update", places=(OUJDA,)))
            assert isinstance(decision, JoinEvent)
            assert archive.events[decision.event][0].outlet == "One"


def test_nothing_known_opens_an_event_and_says_so() -> None:
    decision = Archive().admit(LIKE)
    assert isinstance(decision, NewEvent)
    assert [reason.name for reason in decision.reasons] == ["nothing-near"]
