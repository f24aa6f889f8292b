"""The curated feeds of crawler/feeds.toml, and those of the settings beside them."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from core.articles import Feed
from core.complaints import complaints
from core.errors import CatalogueError, UsageError
from core.fields import Confidence, Name, PageUrl
from core.settings import FeedSettings, Settings
from crawler.searches import SearchTemplate, search_feeds
from matching.matcher import definition_of

_SUREST_FIRST: tuple[Confidence, ...] = get_args(Confidence)


class CuratedFeed(FeedSettings):
    """A feed of the catalogue; `confidence`: how sure it is that its address answers."""

    confidence: Confidence = "high"


class LeftOut(BaseModel):
    """An address that is not polled, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    url: PageUrl
    why: Name


class Catalogue(BaseModel):
    """What a catalogue's file holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    feed: tuple[CuratedFeed, ...] = ()
    search: tuple[SearchTemplate, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def load_catalogue(path: Path) -> Catalogue:
    """Read a catalogue: [[feed]] tables as in settings.toml, and [[search]] templates.

    Raises CatalogueError with the first problem, also where a name or a URL stands twice, or a URL
    is left out all the same.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        catalogue = Catalogue.model_validate(data)
    except FileNotFoundError:
        raise CatalogueError(path, "there is no such file (crawl.catalogue names it)") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(path, f"can't be read: {error}") from None
    except ValidationError as error:
        raise CatalogueError(path, next(complaints(error, Catalogue))) from None
    _refuse_doubles(path, (*catalogue.feed, *catalogue.search))
    polled = {feed.url for feed in catalogue.feed}
    for other in catalogue.left_out:
        if other.url in polled:
            raise CatalogueError(path, f"{other.url!r} is both polled and left out")
    return catalogue


def all_feeds(settings: Settings) -> tuple[Feed, ...]:
    """Return the feeds to poll: the catalogue's, the settings' own, and searches.

    A feed of the settings takes the place of the catalogue's with its name or its URL. Of the
    catalogue, only those that crawl.confidence admits. The searches ask for the agencies of all
    watchlists. Raises CatalogueError, LexiconError.
    """
    own = settings.feed
    given = settings.crawl.catalogue
    catalogue = load_catalogue(Path(given)) if given else Catalogue()
    names = {feed.name for feed in own}
    urls = {feed.url for feed in own}
    kept = [
        feed
        for feed in _sure_enough(catalogue.feed, settings.crawl.confidence)
        if feed.name not in names and feed.url not in urls
    ]
    feeds = [feed.to_feed() for feed in (*kept, *own)]
    if settings.crawl.searches:
        agencies = [a for w in settings.watchlist for a in definition_of(w).agency]
        feeds += search_feeds(catalogue.search, _searchable(kept, own), agencies)
    return tuple(feeds)


def left_out(url: str, settings: Settings) -> str | None:
    """Return why the catalogue leaves an address out; None where it doesn't."""
    given = settings.crawl.catalogue
    catalogue = load_catalogue(Path(given)) if given else Catalogue()
    return next((other.why for other in catalogue.left_out if other.url == url), None)


def named_feed(name: str, feeds: Iterable[Feed]) -> Feed:
    """Return the feed of this name. Raises UsageError, which names what is near."""
    named = {feed.name: feed for feed in feeds}
    if name in named:
        return named[name]
    near = difflib.get_close_matches(name, named, n=3, cutoff=0.5)
    hint = f"; near it: {', '.join(near)}" if near else f"; there are {len(named)}"
    raise UsageError(f"no feed is named {name!r}{hint}")


def _sure_enough(feeds: Iterable[CuratedFeed], least: Confidence) -> list[CuratedFeed]:
    admitted = _SUREST_FIRST[: _SUREST_FIRST.index(least) + 1]
    return [feed for feed in feeds if feed.confidence in admitted]


def _searchable(
    curated: Sequence[CuratedFeed], own: Sequence[FeedSettings]
) -> tuple[FeedSettings, ...]:
    """Leave out guessed addresses: a search that can't answer looks like a blind outlet."""
    return (*(feed for feed in curated if feed.confidence == "high"), *own)


def _refuse_doubles(path: Path, feeds: Sequence[FeedSettings | SearchTemplate]) -> None:
    seen: dict[str, str] = {}
    for feed in feeds:
        for value in (feed.name, feed.url):
            if value in seen:
                raise CatalogueError(path, f"{value!r} stands twice: {seen[value]}, {feed.name}")
            seen[value] = feed.name
