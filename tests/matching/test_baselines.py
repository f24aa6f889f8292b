"""The baselines that the matcher is measured beside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.articles import Article
from core.assessments import Agency, Judgement, Span
from matching.baselines import (
    Replayed,
    alias_baseline,
    fuzzy_titles_baseline,
    similarity_baseline,
    tfidf_baseline,
)
from tests.matching.archive import MORNING

SEED = "Le bureau a démantelé à Oujda une cellule de quatre hommes âgés de 24 à 28 ans."
SLOTS: dict[str, Any] = dict.fromkeys(("date", "count", "ages", "group", "topic", "official"))


def item(
    row_id: str,
    title: str,
    text: str,
    *,
    event: str = "",
    roles: tuple[str, ...] = (),
    hours: float = 0,
    kind: str = "operation",
) -> Replayed:
    at = MORNING + timedelta(hours=hours)
    article = Article(
        id=row_id, url=row_id, title=title, text=text, language="fr", published=at, arrived=at
    )
    where = Span(field="text", start=0, end=1)
    agencies = tuple(
        Agency(agency="A", watchlist="w", role=role, text="", similarity=100, span=where)  # type: ignore[arg-type]
        for role in roles
    )
    label = {"label": "announcement", "kind": "operation", "event_id": event} if event else {}
    line = {"id": row_id, "kind": kind, "act": kind, "slots": SLOTS | {"places": []}}
    return Replayed(article=article, judgement=Judgement(agencies=agencies), label=label, line=line)


def test_the_alias_baseline_takes_every_naming_for_an_announcement() -> None:
    named, rival, silent = alias_baseline(
        [
            item("a", "t", "x", roles=("mentioned",)),
            item("b", "t", "x", roles=("rival",)),
            item("c", "t", "x"),
        ]
    )
    assert (named["kind"], named["event"], named["reports"][0]["alert"]) == (
        "operation",
        "a",
        "new",
    )
    assert [line["kind"] for line in (rival, silent)] == ["none", "none"]


def test_the_similarity_baseline_finds_what_is_like_a_seed() -> None:
    lines = similarity_baseline(
        [
            item("a", "", SEED.replace("quatre", "cinq"), event="E1"),
            item("b", "", "La pluie revient demain sur les côtes, annonce la météo nationale."),
        ],
        [SEED],
    )
    assert [line["kind"] for line in lines] == ["operation", "none"]


STREAM = [
    item("a", "Cellule démantelée à Oujda", SEED, event="E1"),
    item("b", "Oujda : une cellule démantelée", SEED + " Il est midi.", event="E1", hours=1),
    item("c", "Pilules saisies dans un taxi", "Un taxi, des pilules, Casablanca.", event="E2"),
    item("d", "Taxi : pilules saisies", "Casablanca : des pilules dans un taxi.", event="E2"),
]


def test_texts_and_titles_group_at_their_best_threshold() -> None:
    for baseline in (tfidf_baseline, fuzzy_titles_baseline):
        lines = baseline(STREAM, {})
        assert [line["event"] for line in lines] == ["a", "a", "c", "c"]
        assert [line["reports"][0]["alert"] for line in lines] == ["new", False, "new", False]


def test_rows_that_were_not_found_are_in_no_group() -> None:
    *_, last = tfidf_baseline([*STREAM, item("e", "t", SEED, kind="mention")], {})
    assert (last["event"], last["reports"]) == (None, [])


def test_articles_far_apart_in_time_are_not_compared() -> None:
    later = item("e", STREAM[0].article.title, SEED, event="E3", hours=24 * 13)
    *_, last = fuzzy_titles_baseline([*STREAM, later], {})
    assert last["event"] == "e"
