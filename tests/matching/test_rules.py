"""The named rules, one case each, and their page."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime, timedelta

import pytest

from matching.rules import ACT_RULES, ASPECT_RULES
from tests.matching.readings import PUBLISHED, ROOT, judge, kind, lexicon
from tests.matching.rules_page import rules_table

ARREST = "Le BCIJ a arrêté mardi à Fès quatre hommes de 20 à 30 ans liés à Daech."


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Le BCIJ a un nouveau logo.", ("nothing done",)),
        ("Le directeur du BCIJ a vu l'arrestation d'un voisin.", ("agency only named",)),
        ("Le BCIJ a démantelé plus de 200 cellules depuis 2002.", ("below threshold",)),
        (ARREST, ("agency acts", "news")),
        (
            "La police de Fès a arrêté mardi un homme de 30 ans sur la base d'informations de la"
            " DGST.",
            ("agency informs", "news"),
        ),
        (ARREST.replace("mardi", "le 24 janvier"), ("agency acts", "days old")),
        (
            ARREST.replace("quatre", "quatre nouveaux suspects, quatre"),
            ("agency acts", "later news"),
        ),
    ],
)
def test_each_rule_decides_a_case(text: str, rules: tuple[str, ...]) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert strongest.rules == rules


def test_what_had_been_done_is_told_again() -> None:
    text = "Le BCIJ avait arrêté à Fès quatre hommes de 20 à 30 ans liés à Daech."
    strongest = judge(text).strongest
    assert strongest is not None
    assert (strongest.kind, strongest.rules) == ("retelling", ("agency acts", "told as past"))
    assert kind(text.replace("à Fès", "mardi à Fès")) == "operation"


def test_an_old_operation_is_told_again() -> None:
    strongest = judge(ARREST.replace("mardi", "le 3 mars 2023")).strongest
    assert strongest is not None
    assert (strongest.kind, strongest.aspect) == ("retelling", "past")
    assert strongest.rules == ("agency acts", "long past")


@pytest.mark.parametrize(("days", "expected"), [(0, "operation"), (5, "update"), (40, "retelling")])
def test_the_same_text_grows_old(days: int, expected: str) -> None:
    published: datetime = PUBLISHED + timedelta(days=days)
    text = ARREST.replace("mardi", "le 30 janvier 2024")
    assert kind(text, published=published) == expected


ALL_TEXTS = [
    (title, text)
    for name in ("announcements.toml", "mentions.toml")
    for texts in tomllib.loads((ROOT / "tests/matching" / name).read_text("utf-8")).values()
    for title, text in texts
]


@pytest.mark.parametrize(("title", "text"), ALL_TEXTS)
def test_as_many_points_as_the_counterfactual_says_change_the_kind(title: str, text: str) -> None:
    """The least that is shown is enough, and a tenth of a point less is not."""
    strongest = judge(text, title).strongest
    if strongest is None:
        return  # a text that names no agency has none
    said = re.search(r"([\d.]+) (?:more points|points less)", strongest.counterfactual)
    away = round(strongest.threshold - strongest.score, 2)
    if said is None:
        assert "points" not in strongest.counterfactual
    elif away > 0:
        assert away <= float(said[1]) < away + 0.1
    else:
        assert -away < float(said[1]) <= -away + 0.151


@pytest.mark.parametrize("days", [5, 40])
def test_an_operation_as_young_as_the_counterfactual_says_is_of_another_kind(days: int) -> None:
    text = ARREST.replace("mardi", "le 30 janvier 2024")
    old = judge(text, published=PUBLISHED + timedelta(days=days)).strongest
    assert old is not None
    said = re.fullmatch(r"an operation at most (\d+) days old", old.counterfactual)
    assert said is not None
    young = kind(text, published=PUBLISHED + timedelta(days=int(said[1])))
    still = kind(text, published=PUBLISHED + timedelta(days=int(said[1]) + 1))
    assert (young != old.kind, still) == (True, old.kind)


@pytest.mark.parametrize(
    ("text", "mended", "said"),
    [
        (
            "Le directeur du BCIJ a vu mardi à Fès l'arrestation de quatre hommes.",
            "Le BCIJ a vu mardi à Fès l'arrestation de quatre hommes.",
            "the agency as the one that acts or informs",
        ),
        (
            "Le BCIJ avait arrêté à Fès quatre hommes de 20 à 30 ans liés à Daech.",
            "Le BCIJ avait arrêté mardi à Fès quatre hommes de 20 à 30 ans liés à Daech.",
            "a day at most a few days old",
        ),
        (
            "Le BCIJ a arrêté en 2019 à Fès quatre hommes de 20 à 30 ans, liés à Daech.",
            "Le BCIJ a arrêté à Fès quatre hommes de 20 à 30 ans, liés à Daech.",
            "no old time beside the act",
        ),
        (
            ARREST.replace("mardi", "le 24 janvier") + " Nouvelle arrestation le 24 janvier.",
            ARREST,
            "an operation at most 3 days old",
        ),
    ],
)
def test_what_the_counterfactual_says_changes_the_kind(text: str, mended: str, said: str) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert said in strongest.counterfactual
    assert kind(mended) != strongest.kind


def test_rule_names_are_unique() -> None:
    names = [rule.name for rule in (*ACT_RULES, *ASPECT_RULES)]
    assert len(set(names)) == len(names)


def test_the_page_is_the_code_s() -> None:
    page = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    assert page == rules_table(lexicon().weights), "run python -m tests.matching.rules_page"


def test_what_is_old_in_another_sentence_is_something_else() -> None:
    act = "Le BCIJ a arrêté mardi à Fès trois hommes."
    old = "Un policier avait été tué il y a deux ans."
    assert kind(f"{old} {act}") == "operation"
    assert kind("Le BCIJ a arrêté en 2019 à Fès trois hommes, jugés mardi.") not in ("operation",)
