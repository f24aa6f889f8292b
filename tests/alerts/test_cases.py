"""Feedback as labelled cases."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from alerts.backtest_rows import read_rows
from alerts.cases import labelled_cases
from store.articles import save_article
from store.database import Database
from store.events import add_report
from store.feedback import Feedback, Verdict, say
from store.regrouping import merge_events
from tests.store.samples import LIST, NOON, article, new_event, report, tell


def voice(
    verdict: Verdict, event: str | None, who: str = "web", url: str | None = None
) -> Feedback:
    return Feedback(verdict=verdict, voice=who, event_id=event, url=url, note="n", said=NOON)


def test_right_and_wrong_become_announcements_and_mentions(database: Database) -> None:
    with database.begin() as conn:
        right, wrong = new_event(conn, name="oujda"), new_event(conn, name="nador")
        tell(conn, right, "jerada", kind="update")
        say(conn, voice("right", right))
        say(conn, voice("wrong", wrong))
        cases = {case["url"].rpartition("/")[2]: case for case in labelled_cases(conn)}
    assert [(n, c["label"], c["either"]) for n, c in cases.items()] == [
        ("oujda", "announcement", False),
        ("jerada", "announcement", False),
        ("nador", "mention", False),
    ]
    assert cases["oujda"]["event_id"] == right
    assert (cases["oujda"]["aspect"], cases["jerada"]["aspect"]) == ("new", "followup")


def test_an_article_is_one_case_however_many_of_its_passages_tell_the_event(
    database: Database,
) -> None:
    with database.begin() as conn:
        event = new_event(conn, name="oujda")
        number = save_article(conn, article("jerada"))
        for start, kind in ((0, "mention"), (50, "operation"), (90, "update")):
            told = report(event, number, start, kind=kind)
            add_report(conn, LIST, told, (), score=7.5, threshold=3.6)
        say(conn, voice("right", event))
        _, case = labelled_cases(conn)
    assert (case["label"], case["kind"], case["aspect"]) == ("announcement", "operation", "new")


def test_where_voices_disagree_or_a_duplicate_is_meant_nothing_is_scored(
    database: Database,
) -> None:
    with database.begin() as conn:
        disputed, double = new_event(conn, name="oujda"), new_event(conn, name="nador")
        say(conn, voice("right", disputed))
        say(conn, voice("wrong", disputed, "mail:desk"))
        say(conn, voice("duplicate", double))
        assert [case["either"] for case in labelled_cases(conn)] == [True, True]


def test_what_was_said_of_a_merged_event_counts_for_what_it_became(database: Database) -> None:
    with database.begin() as conn:
        one, other = new_event(conn, name="oujda"), new_event(conn, name="nador")
        say(conn, voice("right", other))
        merge_events(conn, one, [other], at=NOON)
        assert {case["event_id"] for case in labelled_cases(conn)} == {one}


def test_a_missed_page_is_a_case_once_it_was_read_and_a_backtest_reads_all(
    database: Database, tmp_path: Path
) -> None:
    with database.begin() as conn:
        say(conn, voice("missed", None, url="https://lagune.example/never-read"))
        say(conn, voice("missed", None, url=article("oujda").url))
        save_article(conn, article("oujda"))
        [case] = labelled_cases(conn)
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(case) + "\n")
    [row], broken = read_rows([path], datetime.now(UTC))
    assert broken == []
    assert (row.article.title, row.label["label"]) == ("Une cellule à oujda", "announcement")
