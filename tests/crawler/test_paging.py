"""Which pages are asked to get at what a feed has dropped, and when it is enough."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.articles import Entry, Feed
from core.backfills import Backfill
from crawler.paging import (
    MOST_PAGES,
    MOST_TRIES,
    PER_PAGE,
    Page,
    after_failure,
    after_page,
    page_format,
    put_off,
    routes,
    started,
    wanted,
)
from tests.crawler.states import dated

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SINCE = NOW - 10 * HOUR
URL = "https://x.example/feed/"


def feed(url: str = URL, **more: Any) -> Feed:
    return Feed(name="x", url=url, outlet="x", **more)


WORDPRESS = feed(cms="wordpress")
PLAIN = feed("https://x.example/rss.xml")


def backfill(of: Feed, **known: Any) -> Backfill:
    given = Backfill(
        id=1,
        feed_id=1,
        since=SINCE,
        until=NOW,
        quiet=False,
        state="open",
        route="",
        ahead=(),
        last_page="",
        pages=0,
        found=0,
        reached=None,
        tries=0,
        due=NOW,
        problem=None,
    )
    return started(dataclasses.replace(given, **known), of)


def page(*hours: float, prefix: str = "", **more: Any) -> Page:
    """A page with entries published so many hours ago."""
    dates = [NOW - hour * HOUR for hour in hours]
    entries = [dataclasses.replace(e, identity=f"{prefix}{e.published}") for e in dated(*dates)]
    return Page(entries=tuple(entries), **more)


def read(state: Backfill, of: Feed, *pages: Page) -> Backfill:
    for found in pages:
        state = after_page(state, of, found, NOW)
    return state


@pytest.mark.parametrize(
    ("of", "ways"),
    [
        (WORDPRESS, ["pages", "posts", "sitemap"]),
        (feed("https://x.example/ar/feed", cms="wordpress"), ["pages", "posts", "sitemap"]),
        (feed("https://x.example/category/une/feed/", cms="wordpress"), ["pages", "sitemap"]),
        (feed("https://x.example/?s=x&feed=rss2", cms="wordpress", format="search"), ["pages"]),
        (PLAIN, ["pages", "sitemap"]),
        (feed(format="sitemap"), ["sitemap"]),
        (feed(format="search"), []),
        (feed(format="listing"), ["listing"]),
        (feed(home="https://x.example/"), ["pages", "sitemap", "listing"]),
        (feed(format="search", home="https://x.example/"), []),
    ],
)
def test_the_ways_back_depend_on_what_the_outlet_runs(of: Feed, ways: list[str]) -> None:
    assert list(routes(of)) == ways
    assert (backfill(of).state == "ended") == (not ways)


def test_wordpress_is_paged_by_number_until_it_reaches_back() -> None:
    first = backfill(WORDPRESS)
    second = read(first, WORDPRESS, page(1, 2))
    third = read(second, WORDPRESS, page(3, 4))
    done = read(third, WORDPRESS, page(9, 11))

    assert first.ahead == (URL,)
    assert second.ahead == (f"{URL}?paged=2",)
    assert third.ahead == (f"{URL}?paged=3",)
    assert (done.state, done.pages, done.reached) == ("done", 3, NOW - 11 * HOUR)


def test_a_search_keeps_its_words_when_it_is_paged() -> None:
    search = feed("https://x.example/?s=%22x+y%22&feed=rss2", cms="wordpress", format="search")

    (url,) = read(backfill(search), search, page(1)).ahead
    assert url == "https://x.example/?s=%22x+y%22&feed=rss2&paged=2"


def test_a_link_to_older_entries_is_followed_whoever_names_it() -> None:
    older = read(backfill(PLAIN), PLAIN, page(1, older="https://x.example/2024-01.xml"))

    assert older.ahead == ("https://x.example/2024-01.xml",)


def test_without_older_pages_the_news_sitemaps_are_tried_and_then_it_ends() -> None:
    sitemaps = read(backfill(PLAIN), PLAIN, page(1))
    leads = ("https://x.example/news1.xml", "https://x.example/news2.xml")
    named = read(sitemaps, PLAIN, Page(entries=(), leads=leads))
    ended = read(named, PLAIN, page(2), page(3))

    assert sitemaps.ahead == ("https://x.example/robots.txt",)
    assert (named.ahead, page_format(named, PLAIN)) == (leads, "sitemap")
    assert (ended.state, ended.problem) == (
        "ended",
        "there are no older pages; it was reached back to 2024-01-30 09:00 UTC",
    )


def test_the_home_page_is_the_last_way_and_is_paged_while_it_tells_dates() -> None:
    of = feed(home="https://x.example/news")
    home = read(backfill(of), of, page(1), Page(entries=()))
    second = read(home, of, page(2, older="https://x.example/news/2"))
    undated = dataclasses.replace(page(3).entries[0], published=None)
    ended = read(second, of, Page(entries=(undated,), older="https://x.example/news/3"))

    assert (home.ahead, page_format(home, of)) == (("https://x.example/news",), "listing")
    assert second.ahead == ("https://x.example/news/2",)
    assert ended.state == "ended"


def test_a_server_that_sends_the_same_page_again_is_not_asked_on() -> None:
    again = read(backfill(WORDPRESS), WORDPRESS, page(1, 2), page(1, 2))

    assert again.route == "posts"
    assert page_format(again, WORDPRESS) == "json"
    assert again.ahead[0].startswith(
        "https://x.example/wp-json/wp/v2/posts?after=2024-01-30T01%3A00%3A00Z&before=2024-01-30T12"
    )


def test_pages_without_entries_are_no_same_page() -> None:
    robots = Page(entries=(), leads=("https://x.example/news-index.xml",))
    index = Page(entries=(), leads=("https://x.example/news-1.xml",))
    state = backfill(PLAIN, route="sitemap", ahead=("https://x.example/robots.txt",))

    assert read(state, PLAIN, robots, index).ahead == ("https://x.example/news-1.xml",)


def test_behind_an_empty_page_none_is_asked_for() -> None:
    assert read(backfill(WORDPRESS), WORDPRESS, page(1), Page(entries=())).route == "posts"


def test_a_page_of_posts_that_is_not_full_is_the_last() -> None:
    posts = read(backfill(WORDPRESS), WORDPRESS, page(1), page(1))
    full = page(*[1 + n / 100 for n in range(PER_PAGE)])
    on = read(posts, WORDPRESS, full)
    done = read(on, WORDPRESS, page(3))

    assert "page=2" in on.ahead[0]
    assert done.state == "done"


def test_an_old_entry_pinned_to_the_top_is_not_taken_for_the_end() -> None:
    pinned = page(900, *(1 + n / 10 for n in range(6)))

    assert read(backfill(WORDPRESS), WORDPRESS, pinned).state == "open"


@pytest.mark.parametrize("quiet", [False, True])
def test_the_number_of_pages_is_bounded(quiet: bool) -> None:
    state = backfill(WORDPRESS, quiet=quiet)
    for number in range(MOST_PAGES[quiet]):
        assert state.state == "open"
        state = read(state, WORDPRESS, page(1, prefix=str(number)))

    assert state.state == "ended"
    assert f"{MOST_PAGES[quiet]} pages were read" in (state.problem or "")


def test_what_passes_is_tried_again_ever_later_and_then_given_up() -> None:
    state, waits = backfill(PLAIN, route="sitemap", ahead=("https://x.example/news.xml",)), []
    for _ in range(MOST_TRIES):
        state = after_failure(state, PLAIN, "timeout", "no answer", None, NOW)
        waits.append(state.due - NOW)
    ended = after_failure(state, PLAIN, "timeout", "no answer", None, NOW)

    assert read(state, PLAIN, page(1)).tries == 0
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    assert state.state == "open"
    assert (ended.state, ended.problem) == ("ended", "no answer")


def test_what_a_try_met_is_forgotten_with_the_next() -> None:
    state = backfill(PLAIN, route="sitemap", ahead=("https://x.example/news.xml",))
    slow = after_failure(state, PLAIN, "timeout", "no answer", None, NOW)

    assert after_failure(slow, PLAIN, "parse", "broken", None, NOW).problem == "broken"


def test_retry_after_is_obeyed_and_a_refusal_is_not_asked_again() -> None:
    start = backfill(WORDPRESS)
    waiting = after_failure(start, WORDPRESS, "http 4xx", "asked too often", 3 * HOUR, NOW)
    refused = after_failure(start, WORDPRESS, "blocked", "the server answers 403", None, NOW)

    assert (waiting.due, waiting.ahead) == (NOW + 3 * HOUR, start.ahead)
    assert (refused.route, refused.due) == ("posts", NOW)


def test_a_sitemap_that_fails_costs_only_itself() -> None:
    state = backfill(PLAIN, route="sitemap", ahead=("https://x.example/a", "https://x.example/b"))

    assert after_failure(state, PLAIN, "parse", "broken", None, NOW).ahead == (
        "https://x.example/b",
    )


def test_only_what_was_published_in_the_time_is_wanted() -> None:
    entries: tuple[Entry, ...] = dated(NOW, None, SINCE - HOUR / 2, SINCE - 2 * HOUR)

    assert [e.published for e in wanted(backfill(PLAIN), entries)] == [NOW, None, SINCE - HOUR / 2]


def test_a_quiet_backfill_leaves_what_is_fresh_to_the_next_poll() -> None:
    entries: tuple[Entry, ...] = dated(NOW + HOUR, None, NOW, SINCE - 2 * HOUR)
    quiet = backfill(PLAIN, quiet=True)
    older = dataclasses.replace(quiet, pages=1)

    assert [e.published for e in wanted(quiet, entries)] == [NOW]
    assert [e.published for e in wanted(older, entries)] == [None, NOW]


def test_a_pause_asked_for_is_bounded() -> None:
    patient = after_failure(
        backfill(WORDPRESS), WORDPRESS, "http 4xx", "answers 429", timedelta(days=9_999), NOW
    )

    assert patient.due <= NOW + timedelta(days=1)


def test_nothing_behind_the_last_page_of_posts_is_no_gap() -> None:
    posts = dataclasses.replace(
        backfill(WORDPRESS), route="posts", ahead=("https://x.example/wp-json/wp/v2/posts?page=2",)
    )
    first = dataclasses.replace(posts, ahead=("https://x.example/wp-json/wp/v2/posts?page=1",))
    refused = "the server answers 400"

    assert after_failure(posts, WORDPRESS, "http 4xx", refused, None, NOW).state == "done"
    assert after_failure(first, WORDPRESS, "http 4xx", refused, None, NOW).state == "open"


def test_our_own_outage_costs_a_backfill_no_try() -> None:
    state = backfill(WORDPRESS)
    for _ in range(3 * MOST_TRIES):
        state = put_off(state, NOW)

    assert (state.state, state.tries, state.ahead) == ("open", 0, (URL,))
    assert state.due > NOW
