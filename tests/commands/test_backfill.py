"""`scrapy backfill`: the past of the feeds, quietly, and again where it was interrupted."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsroom.faults import Answer
from tests.crawler.site import NEWS, Balagh, Site, feed, item, page

DAY = timedelta(days=1)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/article/told": page()}) as site:
        site.pages |= {
            "/feed/": feed(item("fresh", NEWS), item("a", age=1.5 * DAY)),
            "/feed/?paged=2": feed(item("told", NEWS, age=1.7 * DAY)),
            "/feed/?paged=3": feed(item("b", age=2 * DAY), item("c", age=4 * DAY)),
            "/rss.xml": feed(item("x", age=DAY)),
        }
        yield site


@pytest.fixture
def balagh(tmp_path: Path, site: Site) -> Balagh:
    feeds = {"Plain": site.url("/rss.xml"), "Une": site.url("/feed/")}
    balagh = Balagh(tmp_path, feeds, allow_private=[site.authority], searches=False)
    with (tmp_path / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write('\ncms = "wordpress"\n')
    return balagh


def backfill(balagh: Balagh, *words: str) -> dict[str, dict[str, Any]]:
    done = balagh.run("backfill", "--since", "3d", "--json", *words)
    assert done.returncode == 0, done.stderr
    return {row["feed"]: row for row in json.loads(done.stdout)}


def test_the_past_is_judged_and_nobody_is_told(balagh: Balagh, site: Site) -> None:
    told = backfill(balagh)

    assert (told["Une"]["state"], told["Une"]["found"], told["Une"]["pages"]) == ("done", 3, 3)
    assert told["Plain"]["state"] == "ended"
    assert "the server answers 404" in told["Plain"]["problem"]  # robots.txt names no sitemap
    assert balagh.rows("SELECT kind, quiet FROM entries WHERE identity = 'gtold'") == [
        ("operation", 1)
    ]
    assert balagh.rows("SELECT count(*) FROM events") == [(1,)]
    assert balagh.rows("SELECT count(*) FROM alerts") == [(0,)]


def test_what_was_reached_is_not_asked_again(balagh: Balagh, site: Site) -> None:
    backfill(balagh, "--feed", "Une")
    asked = len(site.asked("/feed/"))
    again = backfill(balagh, "--feed", "Une")

    assert set(again) == {"Une"}
    assert again["Une"]["state"] == "done"
    assert len(site.asked("/feed/")) == asked
    assert not site.asked("/rss.xml")


def test_it_goes_on_at_the_page_where_it_was_interrupted(balagh: Balagh, site: Site) -> None:
    hold = site.faults.hold(site.url("/feed/?paged=3"))
    with balagh.start("backfill", "--since", "3d") as running:
        site.wait_for("/feed/?paged=3")
        status, _ = running.stop(signal.SIGINT)
        output = running.output
    hold.release()

    assert status == 130
    assert "it goes on with the next run" in output
    assert backfill(balagh)["Une"]["state"] == "done"
    assert len(site.asked("/feed/?paged=2")) == 1


def test_a_server_that_asks_for_patience_gets_it(balagh: Balagh, site: Site) -> None:
    site.pages["/feed/?paged=2"] = Answer(status=503, headers={"Retry-After": "600"})
    told = backfill(balagh, "--feed", "Une")

    assert told["Une"]["state"] == "open"
    assert "the server answers 503" in told["Une"]["problem"]
    backfill(balagh, "--feed", "Une")
    assert len(site.asked("/feed/?paged=2")) == 1


def test_a_person_sees_how_far_it_has_come(balagh: Balagh) -> None:
    seen = balagh.run_on_terminal("backfill", "--since", "3d")

    assert "Une: page 2" in seen
    assert "100%" in seen


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--since", "tomorrow"), "write a date like"),
        (("--since", "1d", "--feed", "Une x"), "no feed is named 'Une x'; near it: Une"),
        ((), "--since"),
    ],
)
def test_what_can_not_be_meant_is_refused(
    balagh: Balagh, words: tuple[str, ...], problem: str
) -> None:
    done = balagh.run("backfill", *words)

    assert done.returncode == 2
    assert problem in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_fresh_is_left_to_the_first_poll_which_tells_it(balagh: Balagh) -> None:
    backfill(balagh, "--feed", "Une")

    done = balagh.crawl("-a", "only=Une")

    assert done.returncode == 0, done.stderr
    assert "Une: 2 entries, 1 new" in done.stderr
    assert balagh.rows("SELECT quiet FROM entries WHERE identity = 'gfresh'") == [(0,)]


def test_what_came_since_the_last_poll_is_left_to_the_next(balagh: Balagh, site: Site) -> None:
    balagh.crawl("-a", "only=Une")
    site.pages["/feed/"] = feed(item("later", NEWS, age=-DAY / 1000), item("a", age=1.5 * DAY))
    backfill(balagh, "--feed", "Une")

    assert balagh.rows("SELECT count(*) FROM entries WHERE identity = 'glater'") == [(0,)]
