"""How to get at what a feed has dropped: which pages to ask, and when it is enough. Pure.

The routes, one after the other: the feed's own older pages (RFC 5005, JSON Feed's next_url,
WordPress's paged=N), WordPress's list of posts, sitemaps, and the pages that list articles.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from core.articles import Entry, Feed, FeedFormat
from core.backfills import Backfill, Route
from crawler.planning import reach
from crawler.schedule import LONGEST_RETRY, OFFLINE_RETRY, PASSING

MOST_PAGES = {False: 30, True: 400}
"""Of a feed that dropped entries, and of one whose history is wanted (`quiet`). A gap of a week
of a feed of ten entries that publishes thirty a day is 21 pages."""

MOST_TRIES = 5
RETRY = timedelta(minutes=2)

PER_PAGE = 50
"""Posts that WordPress is asked for at once; it gives a hundred at the most."""

EARLIER = timedelta(hours=1)
"""Articles appear in a feed so much later than they say that they were published."""

ROBOTS = "/robots.txt"
NO_PAGES = "there are no older pages"

# Of a whole site, or of its part in one language; a category's posts can't be told apart.
_WHOLE_SITE = re.compile(r"(https?://[^/?#]+(?:/(?:ar|fr|en|es))?)/feed/?\Z")
_FIELDS = "guid,link,title,excerpt,content,date,date_gmt"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page held: `older` is the address that it names for more, `leads` are sitemaps."""

    entries: tuple[Entry, ...]
    older: str = ""
    leads: tuple[str, ...] = ()


def routes(feed: Feed) -> Iterator[Route]:
    """Yield the ways back that a feed may have, the best first."""
    if feed.format == "sitemap":
        yield "sitemap"
    elif feed.format in ("rss", "atom", "json") or feed.cms:
        yield "pages"
        if feed.cms and _WHOLE_SITE.match(feed.url):
            yield "posts"
        if feed.format != "search":
            yield "sitemap"
    if feed.format == "listing" or (feed.home and feed.format != "search"):
        yield "listing"


def started(backfill: Backfill, feed: Feed) -> Backfill:
    """Return a backfill with its first addresses; it has ended where there is no way back."""
    return backfill if backfill.ahead else _next_route(backfill, feed, "it keeps no older pages")


def page_format(backfill: Backfill, feed: Feed) -> FeedFormat:
    """Return how the page that comes next is to be read."""
    given: dict[Route, FeedFormat] = {
        "posts": "json",
        "sitemap": "sitemap",
        "listing": "listing",
    }
    return given.get(backfill.route, feed.format)


def after_page(backfill: Backfill, feed: Feed, page: Page, now: datetime) -> Backfill:
    """Return the backfill as it stands when a page was read."""
    dates = sorted(entry.published for entry in page.entries if entry.published is not None)
    oldest = reach(dates)
    reached = min((d for d in (backfill.reached, oldest) if d is not None), default=None)
    same = _digest(page.entries)
    read = dataclasses.replace(
        backfill,
        pages=backfill.pages + 1,
        reached=reached,
        last_page=same,
        tries=0,
        due=now,
        problem=None,
    )
    if _is_enough(read, page, oldest):
        return dataclasses.replace(read, state="done", ahead=())
    if read.pages >= MOST_PAGES[read.quiet]:
        return _ended(read, f"{read.pages} pages were read{_so_far(read)}")
    if page.entries and same == backfill.last_page:
        return _next_route(read, feed, "the same page came again")
    ahead = tuple(_ahead(read, feed, page))
    if not ahead:
        return _next_route(read, feed, NO_PAGES)
    return dataclasses.replace(read, ahead=ahead)


def after_failure(
    backfill: Backfill, feed: Feed, reason: str, problem: str, wait: timedelta | None, now: datetime
) -> Backfill:
    """Return the backfill as it stands when a page could not be had; `wait` is a Retry-After."""
    tries = backfill.tries + 1
    if tries <= MOST_TRIES and (reason in PASSING or wait is not None):
        asked = min(wait or timedelta(), LONGEST_RETRY)
        pause = max(RETRY * 2 ** (tries - 1), asked)
        return dataclasses.replace(backfill, tries=tries, due=now + pause, problem=problem)
    if (
        backfill.route == "posts"
        and reason == "http 4xx"
        and _number(backfill.ahead[0], "page") > 1
    ):
        return dataclasses.replace(backfill, state="done", ahead=())  # the last page was full
    rest = backfill.ahead[1:] if backfill.route == "sitemap" else ()
    if rest:
        return dataclasses.replace(backfill, ahead=rest, tries=0, problem=problem)
    if backfill.ahead[0].endswith(ROBOTS):
        problem = f"no robots.txt names sitemaps ({problem})"
    return _next_route(backfill, feed, problem)


def put_off(backfill: Backfill, now: datetime) -> Backfill:
    """Return the backfill as it waits while our own network is down: no try is counted."""
    return dataclasses.replace(backfill, due=now + OFFLINE_RETRY)


def wanted(backfill: Backfill, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of the time that is asked for, and those without a date.

    What a quiet backfill may not silence is left to the next poll: what came since the last one,
    and on the newest page what has no date.
    """
    since = backfill.since - EARLIER
    until = backfill.until if backfill.quiet else None
    undated = not backfill.quiet or backfill.pages > 0
    return [
        entry
        for entry in entries
        if (undated if entry.published is None else since <= entry.published)
        and (until is None or entry.published is None or entry.published <= until)
    ]


def _is_enough(backfill: Backfill, page: Page, oldest: datetime | None) -> bool:
    """Posts are listed for the time asked for, so that a page that is not full is the last."""
    if backfill.route == "posts":
        return len(page.entries) < PER_PAGE
    return oldest is not None and oldest <= backfill.since


def _ahead(backfill: Backfill, feed: Feed, page: Page) -> Iterator[str]:
    asked = backfill.ahead[0]
    if backfill.route == "sitemap":
        yield from backfill.ahead[1:]
        yield from page.leads
    elif page.older and (backfill.route != "listing" or _is_dated(page)):
        yield page.older
    elif backfill.route == "posts":
        yield _with_number(asked, "page")
    elif feed.cms == "wordpress" and page.entries:
        yield _with_number(asked, "paged")


def _is_dated(page: Page) -> bool:
    """Of pages without dates, nobody knows when they are enough."""
    return any(entry.published is not None for entry in page.entries)


def _next_route(backfill: Backfill, feed: Feed, problem: str) -> Backfill:
    """Return it on its next way, or ended: with what was in the way of this one and those before.

    What a try that was not the last one met is forgotten.
    """
    before = None if backfill.tries else backfill.problem
    problem = "; ".join(dict.fromkeys(filter(None, (before, problem))))
    ways = list(routes(feed))
    at = ways.index(backfill.route) + 1 if backfill.route in ways else 0
    if at == len(ways):
        return _ended(backfill, f"{problem}{_so_far(backfill)}")
    return dataclasses.replace(
        backfill,
        route=ways[at],
        ahead=(_first(ways[at], backfill, feed),),
        last_page="",
        tries=0,
        problem=problem if ways[at] != ways[0] else None,
    )


def _first(route: Route, backfill: Backfill, feed: Feed) -> str:
    if route == "posts":
        site = _WHOLE_SITE.match(feed.url)
        assert site is not None
        time = {"after": _utc(backfill.since - EARLIER), "before": _utc(backfill.until)}
        order = {"per_page": PER_PAGE, "page": 1, "_fields": _FIELDS}
        return f"{site[1]}/wp-json/wp/v2/posts?{urlencode(time | order)}"
    if route == "sitemap" and feed.format != "sitemap":
        return urljoin(feed.url, ROBOTS)
    if route == "listing" and feed.format != "listing":
        return feed.home or feed.url
    return feed.url


def _ended(backfill: Backfill, problem: str) -> Backfill:
    return dataclasses.replace(backfill, state="ended", ahead=(), problem=problem)


def _so_far(backfill: Backfill) -> str:
    if backfill.reached is None:
        return ""
    return f"; it was reached back to {backfill.reached:%Y-%m-%d %H:%M} UTC"


def _with_number(url: str, name: str) -> str:
    """Return the address of the next page: its number is one more, 2 where there is none."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    rest = [(key, value) for key, value in query if key != name]
    return urlunsplit(parts._replace(query=urlencode([*rest, (name, _number(url, name) + 1)])))


def _number(url: str, name: str) -> int:
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return next((int(value) for key, value in query if key == name and value.isdecimal()), 1)


def _utc(instant: datetime) -> str:
    """WordPress reads times as its site's own where they name no zone; Z says UTC."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _digest(entries: Sequence[Entry]) -> str:
    told = "\x1f".join(entry.identity for entry in entries)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]
