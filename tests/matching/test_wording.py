"""What announces and what only mentions, in the words of five languages, class by class."""

from __future__ import annotations

import tomllib

import pytest

from matching.evaluation import FOUND
from tests.matching.readings import ROOT, judge, kind

HERE = ROOT / "tests/matching"


def texts(name: str) -> list[tuple[str, str, str]]:
    """Return (class, title, text) of every article of a file."""
    data = tomllib.loads((HERE / name).read_text(encoding="utf-8"))
    return [(each, title, text) for each, listed in data.items() for title, text in listed]


@pytest.mark.parametrize(("about", "title", "text"), texts("mentions.toml"))
def test_a_mention_is_no_news(about: str, title: str, text: str) -> None:
    assert kind(text, title) not in FOUND, about


@pytest.mark.parametrize(("expected", "title", "text"), texts("announcements.toml"))
def test_an_announcement_is_found(expected: str, title: str, text: str) -> None:
    strongest = judge(text, title).strongest
    assert strongest is not None
    assert strongest.kind == expected


REASONS = [
    ("told aside", "Un homme arrêté par le BCIJ à Fès a ouvert lundi une boulangerie."),
    ("act of old", "Le BCIJ a arrêté à Fès en 2019 un homme qui tenait un café rouvert mardi."),
    ("denial", "Une source a démenti mardi que le BCIJ ait arrêté quatre hommes à Fès."),
    ("thanks", "L'ambassadeur a remercié mardi le BCIJ, qui a arrêté deux hommes à Fès."),
    ("habit", "Chaque fois que le BCIJ arrête quatre hommes à Fès, la rue en parle mardi."),
    ("balance", "Le BCIJ a démantelé six cellules et arrêté 56 hommes, dit-on mardi à Fès."),
    ("nothing concrete", "Le BCIJ, dit-on mardi à Fès, arrête qui il veut."),
    ("no day told", "Le BCIJ a arrêté quatre hommes à Fès."),
    ("nothing says now", "Le BCIJ a arrêté des hommes à Fès."),
]


@pytest.mark.parametrize(("reason", "text"), REASONS)
def test_each_reason_against_stands_in_the_evidence(reason: str, text: str) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert [e.points for e in strongest.evidence if e.reason == reason and e.points < 0]


def test_a_title_that_explains_speaks_against() -> None:
    text = "Le BCIJ a arrêté mardi à Fès quatre hommes."
    titles = ("Le BCIJ, un documentaire", "Pourquoi le BCIJ est discret", "Le BCIJ à Fès")
    explains, asks, tells = (judge(text, title).strongest for title in titles)
    assert explains is not None
    assert asks is not None
    assert tells is not None
    assert explains.score < asks.score < tells.score


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Le BCIJ a arrêté mardi à Fès quatre hommes.", "act on a fresh day"),
        ("Le BCIJ a arrêté quatre hommes à Fès. Le bureau l'a dit mardi.", "fresh date"),
        ("Le BCIJ a reçu mardi une délégation, puis arrêté quatre hommes à Fès.", "fresh date"),
        ("Le BCIJ a arrêté mardi qui il veut.", "fresh date"),
    ],
)
def test_a_day_weighs_most_beside_an_act(text: str, reason: str) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert reason in [evidence.reason for evidence in strongest.evidence]
