"""Facts of a report: passage, marks, fingerprints and the keys to find its event by."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.articles import Article
from core.assessments import Assessment, Evidence, Place, Slot, Slots, Span
from matching.facts import (
    PASSAGE_LENGTH,
    facts_of,
    fingerprints,
    index_keys,
    lookup_keys,
    passage_of,
)
from tests.matching.archive import MORNING, NADOR, OUJDA, TANGER, TIFLET, told

TEXT = "Le bureau a saisi 145 kg de chira et 34.500 comprimés à Oujda. Deux hommes de 24 ans."


def article(text: str = TEXT, **changes: object) -> Article:
    given: dict[str, object] = {
        "id": "1",
        "url": "https://one.example/1",
        "title": "Oujda : deux hommes arrêtés",
        "text": text,
        "language": "fr",
        "published": MORNING,
        "arrived": MORNING,
    }
    return Article(**(given | changes))  # type: ignore[arg-type]


def span(start: int, end: int, field: str = "text") -> Span:
    return Span(field=field, start=start, end=end)  # type: ignore[arg-type]


def assessment(
    where: Span | None = None, slots: Slots | None = None, marks: tuple[Span, ...] = ()
) -> Assessment:
    return Assessment(
        watchlist="test",
        kind="support",
        act="support",
        aspect="new",
        score=5,
        threshold=3,
        rules=(),
        evidence=tuple(Evidence(reason="cue", points=1, text="", span=mark) for mark in marks),
        slots=slots or Slots(),
        nearest_seed=None,
        counterfactual="",
        span=where or span(0, len(TEXT)),
    )


def slot(value: object) -> Slot[object]:
    return Slot(value=value, text="", span=span(0, 1))


def test_facts_carry_the_slots_with_places_as_codes_or_names() -> None:
    slots = Slots(
        date=slot(date(2024, 1, 29)),  # type: ignore[arg-type]
        count=slot(2),  # type: ignore[arg-type]
        ages=slot((24, 24)),  # type: ignore[arg-type]
        group=slot("IS"),  # type: ignore[arg-type]
        topic=slot("drugs"),  # type: ignore[arg-type]
        official=slot(True),  # type: ignore[arg-type]
        places=(
            Place(name="Oujda", code="02.411.01.23", text="Oujda", span=span(0, 1)),
            Place(name="Madrid", code=None, text="Madrid", span=span(0, 1)),
        ),
    )
    facts = facts_of(article(), assessment(slots=slots))
    assert facts.places == ("02.411.01.23", "Madrid")
    assert facts.place_names == ("Oujda", "Madrid")
    assert (facts.date, facts.count, facts.ages) == (date(2024, 1, 29), 2, (24, 24))
    assert (facts.group, facts.topic, facts.official) == ("IS", "drugs", True)
    assert facts.passage == TEXT


def test_a_publication_to_come_counts_as_the_arrival() -> None:
    facts = facts_of(article(published=MORNING + timedelta(days=30)), assessment())
    assert facts.published == MORNING


def test_a_followup_names_the_places_beside_its_scene() -> None:
    text = "Arrêté à Larache dans l'affaire de Had Soualem, selon Rabat."
    larache = Place(name="Larache", code="01.331.01.03", text="Larache", span=span(9, 16))
    stated = assessment(slots=Slots(places=(larache,)))
    assert facts_of(article(text, title="x"), stated).named == ()
    titled = facts_of(article("x", title="Chira de Had Soualem : un homme à Larache"), stated)
    assert titled.named == ("06.117.01.09",)
    mention = replace(stated, kind="mention")
    assert facts_of(article("x", title="À Had Soualem"), mention).named == ()
    followup = facts_of(article(text, title="x"), replace(stated, kind="update"))
    assert followup.named == ("06.117.01.09",)
    village = facts_of(article("x", title="La plage d'Aourir"), replace(stated, kind="update"))
    assert village.named == ("09.001.07.03",)
    assert facts_of(article("Aourir", title="x"), replace(stated, kind="update")).named == ()
    apart = "Arrêté à Larache, il est sans lien avec la cellule de Had Soualem."
    assert facts_of(article(apart, title="x"), replace(stated, kind="update")).named == ()


def test_goods_are_named_in_one_word_for_all_languages() -> None:
    told_of = [facts_of(article(t), assessment()) for t in ("10 kg de chira", "حجز الشيرا", "rien")]
    assert [facts.goods for facts in told_of] == [("cannabis",), ("cannabis",), ()]


def test_a_publication_far_ahead_is_said_to_be_capped() -> None:
    for ahead, capped in ((timedelta(hours=1), False), (timedelta(days=1), True)):
        facts = facts_of(article(published=MORNING + ahead), assessment())
        assert (facts.published, facts.capped) == (MORNING, capped)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("arrêtés près de Casablanca", True),
        ("arrêtés dans la banlieue de Casablanca", True),
        ("arrêtés à Casablanca", False),
        ("près de vingt hommes à Casablanca", False),
        ("men held near Casablanca", True),
        ("detenidos cerca de Casablanca", True),
        ("توقيف شخص بالقرب من Casablanca", True),
        ("توقيف شخص بضواحي Casablanca", True),
        ("توقيف شخص في Casablanca", False),
    ],
)
def test_a_place_may_be_meant_by_its_surroundings_only(text: str, near: bool) -> None:
    start = text.index("Casablanca")
    where = Place(
        name="Casablanca", code="06.141.01.0", text="Casablanca", span=span(start, len(text))
    )
    facts = facts_of(article(text), assessment(slots=Slots(places=(where,))))
    assert facts.near == (("06.141.01.0",) if near else ())


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("En 2024, 145 kg, 34.500 comprimés ; 45 ans ; le 25 mars.", ("145", "34500")),
        ("حجز ٦٤٨ غراما و362 ألف قرص", ("648", "362000")),
        ("34 500 comprimés, 362,000 pills, 3 millions de dirhams", ("34500", "362000", "3000000")),
        ("47 MDH", ("47000000",)),
        ("1,5 tonne, 0.75 kg", ()),
        ("9" * 40, ()),
    ],
)
def test_figures_are_the_quantities_without_years_ages_and_small_numbers(
    text: str, figures: tuple[str, ...]
) -> None:
    slots = Slots(ages=slot((45, 45)))  # type: ignore[arg-type]
    assert facts_of(article(text), assessment(span(0, len(text)), slots)).figures == figures


def test_small_numbers_count_where_they_are_seized() -> None:
    slots = Slots(seizures=(slot("12 kilos de chira"),))  # type: ignore[arg-type]
    text = "Le 12 mars, 12 kilos de chira."
    assert facts_of(article(text), assessment(span(0, len(text)), slots)).figures == ("12",)


def test_the_passage_is_the_reports_own_and_bounded() -> None:
    text = "x" * 500 + "y" * 5_000
    passage, _ = passage_of(article(text), assessment(span(500, 5_500)))
    assert passage == "y" * PASSAGE_LENGTH


def test_a_report_in_the_title_is_told_by_the_opening_of_the_text() -> None:
    at = TEXT.index("145 kg")
    marks = (span(0, 5, "title"), span(at, at + 6))
    passage, found = passage_of(article(), assessment(span(0, 27, "title"), marks=marks))
    assert passage == TEXT
    assert [passage[a:b] for a, b in found] == ["145 kg"]
    longer, _ = passage_of(article("parole " * 900), assessment(span(0, 27, "title")))
    assert longer.split() == ["parole"] * 85


def test_a_report_in_the_title_of_an_empty_article_is_the_title() -> None:
    passage, marks = passage_of(
        article(""), assessment(span(0, 27, "title"), marks=(span(0, 5, "title"),))
    )
    assert passage == "Oujda : deux hommes arrêtés"
    assert marks == ((0, 5),)


def test_a_passage_ends_with_its_sentence() -> None:
    passage, _ = passage_of(article("Il dit : « arrêtez. » Puis rien."), assessment(span(0, 18)))
    assert passage == "Il dit : « arrêtez."


@given(
    st.integers(0, 60),
    st.integers(0, 90),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 30)), max_size=8),
)
def test_marks_lie_in_the_passage_in_order_and_apart(
    start: int, length: int, stretches: list[tuple[int, int]]
) -> None:
    marks = tuple(span(at, at + size) for at, size in stretches)
    passage, found = passage_of(article(), assessment(span(start, start + length), marks=marks))
    assert all(0 <= a < b <= len(passage) for a, b in found)
    assert all(left[1] < right[0] for left, right in pairwise(found))


def test_marks_show_the_words_that_the_verdict_rests_on() -> None:
    at = TEXT.index("145 kg")
    passage, marks = passage_of(article(), assessment(span(3, 60), marks=(span(at, at + 6),)))
    assert [passage[a:b] for a, b in marks] == ["145 kg"]


def test_spelling_noise_changes_no_fingerprint() -> None:
    plain = "أوقف المكتب المركزي للأبحاث القضائية أربعة أشخاص بمدينة وجدة يوم الخميس"
    noisy = plain.replace("أوقف", "أَوْقَـف").replace(" ", "\u00a0 ")
    assert fingerprints(plain) == fingerprints(noisy) != ()


def test_fingerprints_are_a_sample_of_the_text() -> None:
    text = " ".join(str(number) for number in range(300))
    assert len(text) / 16 < len(fingerprints(text)) < len(text) / 5


def test_fingerprints_are_the_same_in_another_process() -> None:
    script = f"from matching.facts import fingerprints; print(fingerprints({TEXT!r}))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=os.environ | {"PYTHONHASHSEED": "77", "PYTHONIOENCODING": "utf-8"},
    )
    assert done.stdout.strip() == str(fingerprints(TEXT))


@pytest.mark.parametrize(("days", "found"), [(-4, True), (4, True), (-5, False), (5, False)])
def test_an_event_is_looked_for_some_days_around_the_stated_date(days: int, found: bool) -> None:
    # Published years apart, so that only the date can lead there.
    event = told(date=date(2024, 1, 29))
    report = told(hours=9_000, date=date(2024, 1, 29) + timedelta(days=days))
    assert bool(index_keys(event) & lookup_keys(report)) is found


@pytest.mark.parametrize(("days", "found"), [(12, True), (-4, True), (13, False), (-5, False)])
def test_an_event_is_looked_for_up_to_twelve_days_back(days: int, found: bool) -> None:
    assert bool(index_keys(told()) & lookup_keys(told(hours=24 * days))) is found


def test_ages_and_a_place_lead_to_an_event_of_any_time() -> None:
    cell = index_keys(told(ages=(24, 28), places=(OUJDA, TANGER)))
    assert cell & lookup_keys(told(hours=90_000, ages=(24, 28), places=(TANGER,)))
    assert not cell & lookup_keys(told(hours=90_000, ages=(24, 28), places=(NADOR,)))


def test_one_age_leads_there_only_from_a_small_place() -> None:
    """With 100,000 events, a man of 24 was held in every city a hundred times."""
    for place, found in ((TIFLET, True), (TANGER, False)):
        man = told(ages=(24, 24), places=(place,))
        again = told(hours=90_000, ages=(24, 24), places=(place,))
        assert bool(index_keys(man) & lookup_keys(again)) is found


@pytest.mark.parametrize(("place", "found"), [(TIFLET, True), (TANGER, False)])
def test_an_undated_report_finds_its_event_by_a_small_place_and_the_number_held(
    place: str, found: bool
) -> None:
    cell = index_keys(told(count=4, places=(place, OUJDA)))
    undated = told(hours=90_000, published=None, count=4, places=(place,))
    assert bool(cell & lookup_keys(undated)) is found
    assert not cell & lookup_keys(replace(undated, published=undated.arrived))
    assert not cell & lookup_keys(replace(undated, count=5))


def test_the_same_text_leads_to_an_event_of_any_time() -> None:
    prints = fingerprints(TEXT * 3)
    later = told(hours=90_000, fingerprints=fingerprints("Rappel. " + TEXT * 3))
    assert index_keys(told(fingerprints=prints)) & lookup_keys(later)


def test_days_are_moroccan() -> None:
    # 23:30 UTC is half past midnight in Casablanca.
    facts = told(published=datetime(2024, 1, 30, 23, 30, tzinfo=UTC))
    assert "pub:2024-01-31" in index_keys(facts)


def test_a_lookup_asks_for_a_bounded_number_of_keys() -> None:
    facts = told(date=date(2024, 1, 29), ages=(20, 30), fingerprints=tuple(range(5_000)))
    assert len(lookup_keys(facts)) <= 40
