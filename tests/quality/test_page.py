"""docs/matching.md: printed by a command, in step with the code, and no figure typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

import pytest

from alerts.backtest_rows import BacktestRow
from core.articles import Article
from matching.evaluation import FOUND
from matching.lexicon import load_lexicon
from tests.quality.crossval import HeldOut, Wording, cross_validate, shares
from tests.quality.page import (
    MARKED,
    PAGE,
    plans,
    sections,
    seeds_section,
    table,
    written,
)

TEXT = PAGE.read_text(encoding="utf-8")


def row(name: str, text: str, event: str) -> BacktestRow:
    at = datetime(2024, 1, 30, 12, tzinfo=UTC)
    return BacktestRow(
        article=Article(
            id=name,
            url=name,
            title="",
            text=text,
            language="fr",
            published=at,
            arrived=at,
        ),
        label={"label": "announcement", "kind": "operation", "event_id": event},
    )


def test_the_part_on_seeds_is_up_to_date() -> None:
    again = "run make figures CORPUS=DIR"
    assert written(TEXT, {"seeds": seeds_section()}) == TEXT, again


@pytest.mark.quality
@pytest.mark.timeout(900)
def test_the_part_on_own_cases_is_up_to_date() -> None:
    assert written(TEXT, {name: print_() for name, print_ in sections(None).items()}) == TEXT


def test_no_figure_is_typed() -> None:
    prose = MARKED.sub("", TEXT)
    typed = re.findall(r"\d+\.\d+|\d+ of \d+|\d+ ?%|\.\d\d", prose)
    assert typed == []


def test_every_section_was_printed() -> None:
    printed = dict(re.findall(r"<!-- figures: (\w+) -->\n(.*?)<!-- end -->", TEXT, re.S))
    assert set(printed) == {*sections(None), *sections(PAGE)}
    assert [name for name, body in printed.items() if body.count("|") < 10] == []


def test_sections_are_replaced_and_the_rest_is_kept() -> None:
    page = "a\n<!-- figures: x -->\nold\n<!-- end -->\nb\n<!-- figures: y -->\n<!-- end -->\nc\n"
    assert written(page, {"x": "new\n"}) == page.replace("old", "new")
    assert written(page, {}) == page


def test_a_table_is_markdown() -> None:
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"


WORDED = (
    row("plain", "Le BCIJ a arrêté mardi quatre hommes âgés de 20 à 30 ans.", "one"),
    row("again", "Le BCIJ a arrêté mardi quatre hommes âgés de 20 à 30 ans.", "two"),
    row("third", "Le BCIJ a arrêté mardi quatre hommes âgés de 20 à 30 ans.", "three"),
    row("odd", "Le FBI marocain a coffré mardi un individu.", "four"),
)


@cache
def words() -> Wording:
    return Wording(plans()["without"], load_lexicon())


def held_out(rows: Sequence[BacktestRow], repeat: int) -> list[HeldOut]:
    return cross_validate(rows, words(), 2, repeat)


def test_what_only_one_event_says_is_not_known_when_it_is_judged() -> None:
    ways = [{h.row.article.id: h for h in held_out(WORDED, repeat)} for repeat in range(4)]
    for held in ways:
        assert len(held) == 4
        assert not held["odd"].found, "its words stand nowhere else"
    assert any(held["plain"].found for held in ways)


def test_reports_of_one_event_stay_together() -> None:
    """Both reports of an odd word are in the fold that must not know it."""
    again = row("odd-2", WORDED[3].article.text, "four")
    for repeat in range(2):
        held = held_out([*WORDED, again], repeat)
        assert not any(h.found for h in held if h.row.article.id.startswith("odd"))


def test_shares_count_by_kind() -> None:
    held = held_out(WORDED, 0)
    ((figure, right, n),) = shares(held)
    assert (figure, n) == ("found.operation", 4)
    assert right == sum(h.kind in FOUND for h in held)
