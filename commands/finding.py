"""Finds the feeds of a site, and adds them, or those of another reader's list, to the settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from pydantic import ValidationError

from commands.enrolling import enrol
from commands.tables import moment
from core.articles import Feed, Tier
from core.clock import utc_now
from core.complaints import complaints
from core.errors import UsageError
from core.fields import Language
from core.settings import FeedSettings, Settings
from crawler.discovery import Discovery, FoundFeed
from crawler.fetching import Fetch, run_errand
from crawler.opml import Outline, read_opml
from crawler.worker import Reader

NAME_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person says of a feed to be added; None = what was found."""

    name: str | None
    language: Language | None
    tier: Tier | None


def find_feeds(url: str, settings: Settings) -> list[FoundFeed]:
    """Ask a site for its feeds, politely. Raises PageError, UsageError."""
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{url}: an address begins with http:// or https://")
    reader = Reader()

    async def errand(fetch: Fetch) -> list[FoundFeed]:
        return await Discovery(fetch, reader, utc_now).search(url)

    try:
        return run_errand(errand, settings.crawl, limit=settings.crawl.feed_bytes)
    finally:
        reader.close()


def add_found(
    url: str, wanted: Wanted, settings: Settings, known: Sequence[Feed]
) -> tuple[FeedSettings, Path]:
    """Add the likeliest feed of a site; return it, and the file where it stands now.

    Raises UsageError where none answers or it is known already; PageError, SettingsError.
    """
    found = find_feeds(url, settings)
    if not found:
        raise UsageError(f"{url}: no feed was found there; nothing was added")
    feed = found[0]
    host = (urlsplit(feed.url).hostname or "").removeprefix("www.")
    given = {
        "name": wanted.name or host,
        "url": feed.url,
        "language": wanted.language or feed.language,
        "format": feed.format,
        "tier": wanted.tier or "unknown",
        "home": feed.home,
        "cms": "wordpress" if feed.wordpress else "",
    }
    chosen = _checked(given)
    problem = _known_already(chosen, known)
    if problem:
        raise UsageError(f"{problem}; nothing was added")
    return chosen, enrol(settings, [chosen])


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a list: the feeds that were added, and why others were not."""

    added: tuple[FeedSettings, ...]
    left_out: tuple[str, ...]


def import_opml(path: Path, settings: Settings, known: Sequence[Feed]) -> Imported:
    """Add the feeds of an OPML file; each that can't be used is left out and named.

    Raises UsageError for a file that is no OPML, SettingsError.
    """
    try:
        outlines = read_opml(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None
    added: list[FeedSettings] = []
    left_out: list[str] = []
    for outline in outlines:
        try:
            polled = [*known, *(f.to_feed() for f in added)]
            feed = _named_apart(_checked(_described(outline)), {f.name for f in polled})
            problem = _known_already(feed, polled)
        except UsageError as error:
            problem = str(error)
        if problem:
            left_out.append(problem)
        else:
            added.append(feed)
    if added:
        enrol(settings, added)
    return Imported(added=tuple(added), left_out=tuple(left_out))


def found_rows(found: Iterable[FoundFeed]) -> Iterator[tuple[object, ...]]:
    for feed in found:
        newest = moment(feed.newest)
        cms = "wordpress" if feed.wordpress else None
        yield (feed.url, feed.format, feed.entries, newest, feed.language, cms, feed.where)


def _described(outline: Outline) -> dict[str, object]:
    languages: tuple[Language, ...] = get_args(Language)
    language = outline.language.partition("-")[0]
    return {
        "name": (outline.name or outline.url)[:NAME_MOST].strip(),
        "url": outline.url,
        "format": outline.format,
        "language": language if language in languages else None,
        "home": outline.home if outline.home.startswith(("http://", "https://")) else None,
        "note": outline.note[:300],
    }


def _named_apart(feed: FeedSettings, taken: Set[str]) -> FeedSettings:
    """Give a feed a name of its own: outlets call all of theirs by one."""
    host = urlsplit(feed.url).hostname
    marks = chain(("", f" ({host})"), (f" ({host} {n})" for n in count(2)))
    names = (feed.name[: NAME_MOST - len(mark)] + mark for mark in marks)
    return feed.model_copy(update={"name": next(name for name in names if name not in taken)})


def _checked(given: Mapping[str, object]) -> FeedSettings:
    try:
        return FeedSettings.model_validate(given)
    except ValidationError as error:
        problem = next(complaints(error, FeedSettings))
        raise UsageError(f"{given['name']} ({given['url']}): {problem}") from None


def _known_already(feed: FeedSettings, known: Iterable[Feed]) -> str | None:
    for other in known:
        if other.url == feed.url:
            return f"{feed.url} is polled already, as {other.name!r}"
        if other.name == feed.name:
            return f"{feed.url}: the name {feed.name!r} is taken by {other.url}; say --name"
    return None
