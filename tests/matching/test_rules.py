"""The named rules, one case each, and their page."""

from __future__ import annotations

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


def test_a_counterfactual_is_said_for_every_rule() -> None:
    below = judge("Le BCIJ a démantelé plus de 200 cellules depuis 2002.").strongest
    above = judge(ARREST).strongest
    assert below is not None
    assert above is not None
    assert below.counterfactual == f"{below.threshold - below.score:.1f} more points"
    assert above.counterfactual.endswith("points less")


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
