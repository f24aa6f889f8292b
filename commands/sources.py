"""Reads the text that a command is given: a file, a URL, or standard input."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.articles import Article
from core.clock import parse_instant
from core.errors import UsageError
from core.settings import CrawlSettings, Settings, WatchlistSettings
from crawler.extraction import PageText, read_page
from crawler.fetching import fetch_page
from matching.language import language_of
from matching.seeds import Seed, load_seeds

MOST_BYTES = 20_000_000
_HTML = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text as given, before anything is known of its publication."""

    id: str
    url: str
    page: PageText
    seed: Seed | None = None


def read_article(options: argparse.Namespace, settings: Settings, now: datetime) -> Article:
    """Read options.source with --title, --published and --language.

    A file of a watchlist's seeds takes what is left out from seeds.toml. Raises UsageError for what
    can't be read, PageError for a page that can't be had.
    """
    source = read_source(options.source, settings)
    seed = source.seed
    title = options.title if options.title is not None else source.page.title
    published = _instant(options.published) or (seed.published if seed else None) or now
    language = options.language or (seed.language if seed else None)
    return Article(
        id=source.id,
        url=source.url,
        title=title,
        text=source.page.text,
        language=language or language_of(f"{title}\n{source.page.text}"),
        published=published,
        arrived=max(now, published),
        outlet=seed.outlet if seed else "",
        text_source="file",
    )


def read_source(source: str, settings: Settings) -> Source:
    """Read a file, a page at a URL, or standard input ("-")."""
    if source == "-":
        text = _decode("standard input", sys.stdin.buffer.read(MOST_BYTES + 1))
        return Source(id="-", url="", page=PageText(title="", text=text))
    if source.startswith(("http://", "https://")):
        return Source(id=source, url=source, page=_fetched(source, settings.crawl))
    path = Path(source)
    try:
        body = path.read_bytes()[: MOST_BYTES + 1]
    except OSError as error:
        raise UsageError(f"{source}: can't be read: {error.strerror}") from None
    if path.suffix.lower() in _HTML:
        return Source(id=source, url="", page=read_page(body, ""))
    page = PageText(title="", text=_decode(source, body))
    return Source(id=source, url="", page=page, seed=_seed(path, settings.watchlist))


def _fetched(url: str, crawl: CrawlSettings) -> PageText:
    fetched = fetch_page(url, crawl)
    return read_page(fetched.body, fetched.content_type, fetched.url)


def _decode(name: str, body: bytes) -> str:
    if len(body) > MOST_BYTES:
        raise UsageError(f"{name}: is larger than {MOST_BYTES} bytes")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: is not UTF-8 text (byte {error.start}); convert it") from None


def _seed(path: Path, watchlists: Sequence[WatchlistSettings]) -> Seed | None:
    """Return what is known of a file that lies in a watchlist's folder of seeds."""
    here = path.absolute()
    for watchlist in watchlists:
        if here.parent == watchlist.seeds.absolute():
            seeds, _ = load_seeds(watchlist.seeds)
            return next((seed for seed in seeds if seed.path.name == here.name), None)
    return None


def _instant(text: str | None) -> datetime | None:
    try:
        return parse_instant(text) if text else None
    except ValueError:
        raise UsageError(f"--published {text}: write it like 2026-01-31T08:30:00+01:00") from None
