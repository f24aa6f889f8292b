"""What a feed dropped between two polls is paged back to, told as late, and said where it can't."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response

from crawler.filling import _news_sitemaps
from newsroom.faults import Answer, status
from newsroom.loopback import Request
from tests.crawler.site import NEWS, Balagh, Site, feed, item, page

HOUR = timedelta(hours=1)
PAUSE = 6 * HOUR
NEWEST = [item(f"new{n}", age=timedelta(minutes=5 * n)) for n in range(6)]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/article/missed": page()}) as site:
        yield site


def wordpress(folder: Path, site: Site, **crawl: Any) -> Balagh:
    crawl |= {"allow_private": [site.authority], "searches": False}
    balagh = Balagh(folder, {"Une": site.url("/feed/")}, **crawl)
    with (folder / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write('\ncms = "wordpress"\n')
    return balagh


def rolled_over(balagh: Balagh, site: Site) -> None:
    """Crawl once, and let all entries leave the feed in the six hours after."""
    site.pages["/feed/"] = feed(item("old", age=PAUSE + HOUR))
    balagh.crawl()
    balagh.let_time_pass(PAUSE)
    site.pages["/feed/"] = feed(*NEWEST)


def spells(balagh: Balagh) -> list[tuple[str, str]]:
    return balagh.rows("SELECT state, reason FROM spells WHERE state <> 'seen'")


def alerts(balagh: Balagh) -> list[dict[str, Any]]:
    return [json.loads(payload) for (payload,) in balagh.rows("SELECT payload FROM alerts")]


MISSED = item("missed", NEWS, age=3 * HOUR)
OLDER = item("older", age=8 * HOUR)


def test_what_slipped_out_is_paged_back_to_and_told_as_late(tmp_path: Path, site: Site) -> None:
    balagh = wordpress(tmp_path, site)
    rolled_over(balagh, site)
    site.pages["/feed/?paged=2"] = feed(item("mid", age=HOUR), MISSED)
    site.pages["/feed/?paged=3"] = feed(OLDER)

    done = balagh.crawl("-a", "all=1")

    (alert,) = alerts(balagh)
    assert alert["type"] == "event.new"
    assert 3 * 3600 <= alert["late_s"] < 3.5 * 3600
    assert "found 3h" in alert["why"]["new_because"]
    assert ("late", "rolled over") in spells(balagh)
    assert not any(state == "missed" for state, _ in spells(balagh))
    assert not site.asked("/feed/?paged=4")
    assert "Une: filled, " in done.stderr
    assert ("gmissed",) in balagh.rows("SELECT identity FROM entries")
    assert ("golder",) not in balagh.rows("SELECT identity FROM entries")
    balagh.crawl("-a", "all=1")
    assert len(site.asked("/feed/?paged=2")) == 1


def test_where_a_server_knows_no_pages_its_posts_are_listed(tmp_path: Path, site: Site) -> None:
    balagh = wordpress(tmp_path, site)
    rolled_over(balagh, site)
    published = (datetime.now(UTC) - 3 * HOUR).strftime("%Y-%m-%dT%H:%M:%S")
    post = {"guid": {"rendered": "gmissed"}, "link": site.url("/article/missed")}
    post |= {"title": {"rendered": NEWS}, "excerpt": {"rendered": NEWS}, "date_gmt": published}
    asked: list[str] = []

    def same_page(_: Request) -> Answer:
        return feed(*NEWEST)

    def posts(request: Request) -> Answer:
        asked.append(request.path)
        return Answer(body=json.dumps([post]).encode())

    site.pages["/feed/?paged=2"] = same_page
    site.every("/wp-json/wp/v2/posts?", posts)

    balagh.crawl("-a", "all=1")

    assert len(asked) == 1
    assert "after=" in asked[0]
    assert len(alerts(balagh)) == 1
    assert ("late", "rolled over") in spells(balagh)


def test_a_gap_that_can_not_be_filled_stays_and_says_why(tmp_path: Path, site: Site) -> None:
    balagh = wordpress(tmp_path, site)
    rolled_over(balagh, site)
    site.faults.add(site.url("/feed/?paged=2"), status(403))

    balagh.crawl("-a", "all=1")
    shown = balagh.run("feeds", "coverage", "--since", "1d").stdout
    told = balagh.run("feeds", "show", "Une").stdout
    balagh.crawl("-a", "all=1")

    ((state, reason),) = [row for row in spells(balagh) if row[0] == "missed"]
    assert state == "missed"
    assert reason.startswith("rolled over; the server answers 403: it refuses polite crawlers")
    assert "no robots.txt names sitemaps (the server answers 404" in reason
    assert "it was reached back to" in reason
    assert "missed from" in shown
    assert "paging back: the server answers 403" in told
    assert balagh.health() == {"Une": "rolled over"}


def test_a_news_sitemap_that_robots_txt_names_fills_the_gap(tmp_path: Path, site: Site) -> None:
    balagh = Balagh(tmp_path, {"Une": site.url("/feed/")}, allow_private=[site.authority])
    rolled_over(balagh, site)
    site.pages["/robots.txt"] = Answer(body=f"Sitemap: {site.url('/news.xml')}\n".encode())
    told = [("missed", NEWS, 3 * HOUR), ("older", "x", 9 * HOUR)]
    urls = "".join(
        f"<url><loc>/article/{name}</loc><news:news><news:title>{title}</news:title>"
        f"<news:publication_date>{(datetime.now(UTC) - age).isoformat()}</news:publication_date>"
        "</news:news></url>"
        for name, title, age in told
    )
    space = "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    site.pages["/news.xml"] = Answer(body=f"<urlset {space}>{urls}</urlset>".encode())

    balagh.crawl("-a", "all=1")

    assert len(alerts(balagh)) == 1
    assert ("late", "rolled over") in spells(balagh)


def test_the_pages_that_list_the_outlet_s_articles_fill_the_gap(tmp_path: Path, site: Site) -> None:
    balagh = Balagh(tmp_path, {"Une": site.url("/feed/")}, allow_private=[site.authority])
    with (tmp_path / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\nhome = "{site.url("/news")}"\n')
    rolled_over(balagh, site)
    site.pages["/news"] = _listing(
        "<a class='next page-numbers' href='/news/2'>2</a>", "a", "b", "c"
    )
    site.pages["/news/2"] = _listing("", "missed", "older", "oldest")

    balagh.crawl("-a", "all=1")

    assert [alert["type"] for alert in alerts(balagh)] == ["event.new"]
    assert ("late", "rolled over") in spells(balagh)


def _listing(more: str, *names: str) -> Answer:
    """A page of three cards, an hour or three apart."""
    ages = {"missed": 3 * HOUR, "older": 8 * HOUR, "oldest": 9 * HOUR}
    cards = "".join(
        f"<article><h2><a href='/article/{name}'>{NEWS if name == 'missed' else name}</a></h2>"
        f"<time datetime='{datetime.now(UTC) - ages.get(name, HOUR)}'></time></article>"
        for name in names
    )
    return Answer(body=f"<html><body>{cards}{more}</body></html>".encode())


def test_a_killed_daemon_goes_on_at_the_page_where_it_stood(tmp_path: Path, site: Site) -> None:
    balagh = wordpress(tmp_path, site, interval_min="30m")
    rolled_over(balagh, site)
    site.pages["/feed/?paged=2"] = feed(item("mid", age=HOUR))
    site.pages["/feed/?paged=3"] = feed(MISSED, OLDER)
    hold = site.faults.hold(site.url("/feed/?paged=3"))
    with balagh.watch():
        site.wait_for("/feed/?paged=3")
    hold.release()

    with balagh.watch() as daemon:
        daemon.wait_for("── NEW")

    assert len(site.asked("/feed/?paged=2")) == 1
    assert ("late", "rolled over") in spells(balagh)


def test_of_the_sitemaps_that_robots_txt_names_a_few_of_news_are_read() -> None:
    named = ["/all.xml", *(f"/News-{n}.xml" for n in range(1, 6))]
    body = "".join(f"Sitemap: https://x.example{path}\n" for path in named)
    response = Response("https://x.example/robots.txt", body=body.encode())

    assert _news_sitemaps(response) == tuple(f"https://x.example/News-{n}.xml" for n in (1, 2, 3))
