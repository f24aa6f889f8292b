"""`scrapy feeds` as a person and a program use it, against a small web."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsroom.faults import status
from tests.crawler.site import Balagh, Done, Site, feed, item
from tests.docs.contract import violations


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/well": feed(item(1)), "/shut": feed(item(2))}) as site:
        site.faults.add(site.url("/shut"), status(403))
        yield site


@pytest.fixture
def crawled(tmp_path: Path, site: Site) -> Balagh:
    """Two feeds of an outlet, of which one refuses, and another outlet's, after a crawl."""
    balagh = Balagh(tmp_path, {}, allow_private=[site.authority])
    with (tmp_path / "settings.toml").open("a", encoding="utf-8") as settings:
        for name, path, outlet, tier in (
            ("Une", "/well", "Lagune", "national"),
            ("Sahara", "/shut", "Lagune", "national"),
            ("Relay", "/well?relay", "Relay", "search"),
        ):
            settings.write(f"\n[[feed]]\nname = '{name}'\nurl = '{site.url(path)}'\n")
            settings.write(f"outlet = '{outlet}'\ntier = '{tier}'\nlanguage = 'fr'\n")
    site.pages["/well?relay"] = feed(item(3))
    balagh.crawl()
    return balagh


def told(done: Done) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_feed_is_shown_with_its_evidence_and_the_open_routes(crawled: Balagh) -> None:
    shown = crawled.run("feeds", "show", "Sahara")
    known = told(crawled.run("feeds", "show", "Sahara", "--json"))

    assert "health: blocked since" in shown.stdout
    assert "the server answers 403: it refuses polite crawlers" in shown.stdout
    assert "what to do: ask the outlet to let Balagh in" in shown.stdout
    assert "failing: the last poll" in shown.stdout
    assert "the same news is open at: Une, Relay" in shown.stdout
    assert known["open_routes"] == ["Une", "Relay"]
    assert (known["failures"], known["polls"], known["last_good"]) == (1, 1, None)
    assert violations("feed", known) == []


def test_a_feed_that_answers_needs_no_other_route(crawled: Balagh) -> None:
    shown = crawled.run("feeds", "show", "Une")

    assert "health: ok" in shown.stdout
    assert "what to do" not in shown.stdout
    assert "cadence: an entry every" in shown.stdout
    assert "open at" not in shown.stdout
    assert told(crawled.run("feeds", "show", "Une", "--json"))["open_routes"] == []


def test_a_wrong_name_says_what_is_near(crawled: Balagh) -> None:
    done = crawled.run("feeds", "show", "Un")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == "balagh: no feed is named 'Un'; near it: Une"


def test_coverage_says_in_a_sentence_what_was_seen_and_what_was_not(crawled: Balagh) -> None:
    done = crawled.run("feeds", "coverage", "--since", "2h")
    known = told(crawled.run("feeds", "coverage", "--since", "2020-01-01", "--json"))

    said = "outlets watched (2): 2 with holes (Lagune: unpolled + blocked"
    assert said in done.stdout
    assert "blind from" in done.stdout
    assert "goes on" in done.stdout
    assert violations("coverage", known) == []
    assert known["since"] == "2019-12-31T23:00:00Z"
    assert [outlet["outlet"] for outlet in known["outlets"]] == ["Lagune", "Relay"]
    assert known["sentence"].startswith("From 1 January 2020, 00:00 (Morocco) to ")


@pytest.mark.parametrize("since", ["2999-01-01", "0s", "long ago", "99999999999d"])
def test_a_time_that_can_not_be_meant_is_refused(crawled: Balagh, since: str) -> None:
    done = crawled.run("feeds", "coverage", "--since", since)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"balagh: --since {since}: ")
