"""The matcher from outside: golden cases in own words, noise, hostile input, other watchlists."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessments import Assessment, Judgement, Span, Topic
from core.errors import LexiconError
from core.settings import AgencySettings, WatchlistSettings
from matching.matcher import definition_of, load_matcher
from matching.reading import MOST_CHARACTERS
from tests.matching.readings import (
    PUBLISHED,
    ROOT,
    article,
    judge,
    kind,
    matcher,
    quoted,
    watchlist,
)

ARABIC = (
    "تمكن المكتب المركزي للأبحاث القضائية، صباح اليوم الثلاثاء، من توقيف ثلاثة متشددين تتراوح"
    " أعمارهم ما بين 20 و31 سنة بمدينة آسفي، للاشتباه في موالاتهم لداعش. وأوضح بلاغ للمكتب أنه تم"
    " وضعهم تحت تدبير الحراسة النظرية."
)
GOLDEN = [
    ("operation", ARABIC),
    ("operation", "البسيج شد اليوم الثلاثاء جوج دالناس موالين لداعش فآسفي."),
    ("operation", "Le BCIJ a interpellé mardi à Safi trois hommes de 20 à 31 ans liés à Daech."),
    (
        "operation",
        "Morocco's Central Bureau of Judicial Investigations arrested two men on Tuesday in Safi.",
    ),
    (
        "operation",
        "El Buró Central de Investigaciones Judiciales detuvo este martes a tres hombres en Safi.",
    ),
    (
        "support",
        "أوقفت عناصر الشرطة القضائية بآسفي، الثلاثاء، شخصا بحوزته كيلوغرام من الكوكايين، بناء على"
        " معلومات دقيقة وفرتها مصالح المديرية العامة لمراقبة التراب الوطني.",
    ),
    (
        "support",
        "La gendarmerie de Safi a saisi mardi deux tonnes de chira grâce à des renseignements"
        " fournis par la DGST.",
    ),
    (
        "support",
        "La Policía Nacional ha detenido este martes en Sevilla a un hombre, con información de la"
        " DGST marroquí.",
    ),
    (
        "operation",
        "يقود المكتب المركزي للأبحاث القضائية منذ صباح الثلاثاء مداهمات بسطات، ويتعلق الأمر حسب"
        ' "مرايا21" بخلية متطرفة.',
    ),
    ("mention", "Le directeur de la DGST a reçu mardi à Rabat une délégation allemande."),
    ("mention", "حصيلة السنة: فكك المكتب المركزي للأبحاث القضائية ست خلايا منذ بداية سنة 2023."),
    ("mention", "Cinco mandos de la DGST reciben la Cruz al Mérito Policial."),
    (
        "mention",
        "Twelve years in prison for a man whom the BCIJ had arrested: the court's verdict.",
    ),
    ("none", "La Brigade nationale de la police judiciaire a arrêté mardi un homme à Safi."),
    ("none", "Le ministre a visité un chantier à Safi."),
]


@pytest.mark.parametrize(("expected", "text"), GOLDEN)
def test_golden_cases(expected: str, text: str) -> None:
    assert kind(text) == expected


def test_the_slots_of_a_report() -> None:
    strongest = judge(ARABIC).strongest
    assert strongest is not None
    slots = strongest.slots
    assert slots.date is not None
    assert slots.count is not None
    assert slots.ages is not None
    assert slots.group is not None
    assert slots.topic is not None
    assert slots.official is not None
    assert slots.date.value == date(2024, 1, 30)
    assert (slots.count.value, slots.ages.value) == (3, (20, 31))
    assert [(p.name, p.code) for p in slots.places] == [("Safi", "07.431.01.03")]
    assert (slots.group.value, slots.topic.value, slots.official.value) == ("IS", "terrorism", True)


def test_two_operations_in_one_article_are_two_assessments() -> None:
    text = (
        "Le BCIJ a arrêté mardi à Safi trois hommes de 20 à 31 ans liés à Daech.\n"
        "Des voisins racontent la scène, qui n'a duré que dix minutes selon eux.\n"
        "La rue a été rouverte à la circulation dans la matinée, sous la pluie.\n"
        "Par ailleurs, le BCIJ a interpellé lundi à Nador un homme de 45 ans proche d'AQMI."
    )
    found = [a for a in judge(text).assessments if a.kind == "operation"]
    assert [[p.name for p in a.slots.places] for a in found] == [["Safi"], ["Nador"]]


def test_an_operation_told_right_behind_another_keeps_its_own_places() -> None:
    text = (
        "Le BCIJ a arrêté mardi à Safi trois hommes de 20 à 31 ans liés à Daech. Dans une affaire"
        " distincte, le BCIJ a interpellé mardi à Nador un homme de 45 ans proche d'AQMI."
    )
    found = judge(text, title="Le BCIJ frappe à Safi et à Nador").assessments
    assert [[p.name for p in a.slots.places] for a in found] == [["Safi"], ["Nador"]]


def test_an_undated_article_is_judged_without_an_age() -> None:
    strongest = judge(ARABIC, published=None).strongest
    assert strongest is not None
    assert strongest.kind == "operation"
    assert strongest.slots.date is None


def test_an_agency_deep_in_the_text_is_found() -> None:
    text = (
        "Le camion roulait lentement. Mardi soir, au péage, les gendarmes l'ont arrêté. Sous des"
        " sacs, ils ont saisi 300 kilos de chira. Deux hommes sont en garde à vue. La DGST avait"
        " suivi le chargement."
    )
    assert kind(text) == "support"


def test_a_wrong_headline_does_not_hide_the_report() -> None:
    assert kind(ARABIC, title="أسعار الخضر تواصل ارتفاعها") == "operation"


def test_a_ticker_and_teasers_do_not_hide_it() -> None:
    ticker = "    ".join(["طقس اليوم بالمغرب", "نتائج مباريات البطولة", "ارتفاع أسعار النفط"] * 60)
    teasers = "\nاقرأ أيضا\nالحموشي يستقبل سفيرا\nافتتاح معرض الكتاب"
    assert kind(f"{ticker}\n{ARABIC}{teasers}") == "operation"


def _noisy(text: str, seed: int) -> str:
    marks = ["\u064e", "\u0640", "\u200f", "\u200c", "\u0651"]
    letters = str.maketrans({"ك": "ک", "ي": "ی", " ": "\u00a0"})
    pieces = [
        c + (marks[(i + seed) % 5] if "\u0620" <= c <= "\u064a" and (i + seed) % 3 == 0 else "")
        for i, c in enumerate(text)
    ]
    return "".join(pieces).translate(letters)


@pytest.mark.parametrize(("expected", "text"), GOLDEN)
@pytest.mark.parametrize("seed", range(3))
def test_noise_changes_no_kind(expected: str, text: str, seed: int) -> None:
    assert kind(_noisy(text, seed)) == expected


def _spans(judgement: Judgement) -> Iterator[tuple[str, Span]]:
    for agency in judgement.agencies:
        yield agency.text, agency.span
    for assessment in judgement.assessments:
        yield from ((e.text, e.span) for e in assessment.evidence)
        yield from _slot_spans(assessment)


def _slot_spans(assessment: Assessment) -> Iterator[tuple[str, Span]]:
    slots = assessment.slots
    singles = (slots.date, slots.count, slots.ages, slots.group, slots.topic, slots.official)
    for slot in (*singles, *slots.places, *slots.seizures, *slots.partner):
        if slot is not None:
            yield slot.text, slot.span


PIECES = st.sampled_from(
    [
        "تمكن ",
        "البسيج ",
        "المكتب المركزي للأبحاث القضائية ",
        "من تفكيك خلية ",
        "تتألف من أربعة عناصر ",
        "أعمارهم بين 20 و30 سنة ",
        "بطنجة ",
        "يوم 29 يناير 2024 ",
        "الد\u0640ِيستي ",
        "La DGST ",
        "a arrêté deux hommes ",
        "à Fès ",
        "mardi ",
        "la police ",
        "650 kg de chira ",
        "\n",
        ". ",
        "\u200f",
        "œuvre ",
        "communiqué ",
        "hier ",
        "procès ",
    ]
)


@given(st.lists(PIECES, max_size=30), st.lists(PIECES, max_size=6))
@settings(max_examples=150, deadline=None)
def test_spans_point_at_their_words_and_points_sum_up(body: list[str], head: list[str]) -> None:
    text, title = "".join(body), "".join(head)
    judgement = judge(text, title)
    for words, span in _spans(judgement):
        assert quoted(span, title, text) == words
    for assessment in judgement.assessments:
        assert round(sum(e.points for e in assessment.evidence), 2) == assessment.score
        start, end = assessment.span.start, assessment.span.end
        assert 0 <= start < end <= len(title if assessment.span.field == "title" else text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0\1\2BCIJ\xff",
        ARABIC.encode("cp1256").decode("latin-1"),
        ARABIC.encode().decode("cp1252", "replace"),
        ARABIC.encode("cp1256").decode("utf-8", "replace"),
        "\ud800 BCIJ \udfff",
    ],
)
def test_broken_text_gives_a_verdict(text: str) -> None:
    assert judge(text).strongest is None or kind(text) in ("mention", "operation")


HOSTILE = [
    "BCIJ ",
    "BCIJ\n",
    "DGST 1/1/",
    "البسيج 29 يناير ",
    "ارها.بي.",
    "mis en ",
    "\u064b",
    "a",
    "Direction générale de la ",
    "المكتب المركزي ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_ten_megabytes_take_no_longer_than_the_bound(piece: str) -> None:
    text = "BCIJ " + piece * (10_000_000 // len(piece))
    start = time.process_time()
    matcher().judge(article(text))
    assert time.process_time() - start < 8


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(length: int) -> float:
        text = "BCIJ " + piece * (length // len(piece))
        start = time.process_time()
        matcher().judge(article(text))
        return time.process_time() - start

    seconds(1_000)
    assert seconds(48_000) < 24 * max(seconds(6_000), 0.03)


def test_what_stands_behind_the_bound_is_not_read() -> None:
    assert kind("mot " * (MOST_CHARACTERS // 4) + ARABIC) == "none"


def test_another_watchlist_needs_settings_and_seeds_only(tmp_path: Path) -> None:
    (tmp_path / "seizure.txt").write_text(
        "Les services de la DGSN ont saisi lundi à Agadir deux tonnes de chira et arrêté trois"
        " hommes de 30 à 40 ans.",
        encoding="utf-8",
    )
    police = WatchlistSettings(
        name="police",
        seeds=tmp_path,
        agency=(AgencySettings(name="DGSN", aliases=("DGSN", "المديرية العامة للأمن الوطني")),),
        rival=(AgencySettings(name="DGST", aliases=("DGST",)),),
    )
    both = load_matcher([watchlist(), police])
    judgement = both.judge(
        article("La DGSN a saisi mardi à Nador 300 kilos de cocaïne et arrêté deux hommes.")
    )
    assert [(a.watchlist, a.kind) for a in judgement.assessments] == [("police", "operation")]
    assert {(a.agency, a.watchlist, a.role) for a in judgement.agencies} == {
        ("DGSN", "police", "actor")
    } | {("DGSN", "dgst-bcij", "rival")}


def test_a_folder_in_place_of_a_definition_is_refused_in_words() -> None:
    with pytest.raises(LexiconError, match="leave the option out"):
        load_matcher([watchlist(definition=Path())])


def test_a_threshold_of_its_own(tmp_path: Path) -> None:
    strict = load_matcher([watchlist(threshold=50.0)])
    strongest = strict.judge(article(ARABIC)).strongest
    assert strongest is not None
    assert (strongest.kind, strongest.threshold) == ("mention", 50.0)


@cache
def names_of_agencies() -> frozenset[str]:
    definition = definition_of(watchlist())
    agencies = (*definition.agency, *definition.rival)
    return frozenset(alias.casefold() for agency in agencies for alias in agency.aliases)


def agencies_named_in(code: str) -> list[str]:
    """The names of the shipped watchlist that stand in a file; its own name is no agency's."""
    told = code.casefold().replace("dgst-bcij", "")
    within = (name for name in names_of_agencies() if name in told)
    return sorted(name for name in within if re.search(rf"\b{re.escape(name)}\b", told))


def test_no_agency_s_name_stands_in_code() -> None:
    rooms = ("core", "matching", "store", "alerts", "crawler", "commands", "bench")
    found = {
        str(path.relative_to(ROOT)): names
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if (names := agencies_named_in(path.read_text(encoding="utf-8")))
    }
    assert found == {}, "agencies are data: watchlists and settings name them"


@pytest.mark.parametrize("code", ['if "DGST" in text:', "# البسيج", 'x = "la sûreté: DGSN"'])
def test_a_name_in_code_would_be_seen(code: str) -> None:
    assert agencies_named_in(code)


def test_a_judgement_depends_on_the_article_alone() -> None:
    first = judge(ARABIC)
    judge(GOLDEN[2][1])
    assert judge(ARABIC) == first
    assert datetime(2024, 1, 30, 12, tzinfo=UTC) == PUBLISHED


@pytest.mark.parametrize("topic", ["drugs", None])
def test_a_report_that_tells_no_topic_is_about_what_its_agency_does(
    tmp_path: Path, topic: Topic | None
) -> None:
    squad = AgencySettings(name="Squad", aliases=("brigade Atlas",), topic=topic)
    settings = WatchlistSettings(name="squad", seeds=tmp_path, agency=(squad,))
    text = "La brigade Atlas a interpellé lundi à Fnideq trois jeunes."
    told = load_matcher([settings]).judge(article(text)).strongest
    assert told is not None
    found = told.slots.topic
    assert (found.value if found else None) == topic
    assert "topic" not in {evidence.reason for evidence in told.evidence}


def test_a_town_whose_name_begins_like_to_thanks_nobody() -> None:
    text = "أوقفت عناصر المكتب المركزي للأبحاث القضائية، أمس الاثنين، فرنسيا مزدادا بمدينة ليل."
    assert kind(text) == "operation"


def test_a_space_that_a_feminine_ending_lost_hides_no_agency() -> None:
    assert kind("أوقفت عناصر المكتب المركزي للأبحاث القضائيةأمس بسطات ثلاثة أشخاص") == "operation"


def test_what_leads_up_to_the_agencys_sentence_lends_its_facts() -> None:
    text = (
        "Ils sont trois, âgés de 22 à 31 ans. Un hangar à l'écart du village, du soufre, une "
        "bannière de Daech. Des voisins qui n'ont rien vu venir. Une route vide. "
        "Le BCIJ est intervenu mardi matin à Jorf El Melha et les a arrêtés."
    )
    slots = judge(text, title="Jorf El Melha : trois arrestations").strongest.slots
    assert slots.ages.value == (22, 31)
    assert slots.group.value == "IS"


def test_thanks_in_the_text_leave_a_headlined_act_as_it_is() -> None:
    text = (
        "La Guardia Civil alabó a la DGST, cuyos datos llevaron a hallar ayer 900 kilos de hachís."
    )
    assert kind(text, title="Incautados 900 kilos de hachís en Motril") == "support"


def test_of_title_and_text_the_one_that_says_whom_it_arrested_is_the_report() -> None:
    text = (
        "Personne, au lotissement de la gare, ne pensait se réveiller ainsi mardi à l'aube. Il a"
        " fallu attendre midi pour comprendre. Le BCIJ a annoncé avoir arrêté cinq extrémistes de"
        " 22 à 37 ans à Berrechid et Settat. Un épicier de 61 ans dit n'avoir rien vu."
    )
    slots = judge(text, title="Le BCIJ déjoue un projet terroriste près de Casablanca").strongest
    assert slots.slots.count.value == 5
    assert slots.slots.ages.value == (22, 37)


@pytest.mark.parametrize(
    "text",
    [
        "Le BCIJ a arrêté deux hommes à Taza. Les précédentes opérations avaient visé Nador.",
        "The BCIJ arrested a man in Taza. Police also held a thief in Nador in an unrelated case.",
        "أوقف البسيج رجلين بتازة. وكانت أغلب التدخلات السابقة بالناظور وسلا.",
    ],
)
def test_the_towns_of_other_operations_are_no_scenes(text: str) -> None:
    assert [place.name for place in judge(text).strongest.slots.places] == ["Taza"]
