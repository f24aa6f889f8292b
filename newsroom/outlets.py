"""The outlets of the pretend press, all invented (outlets.toml), and their stories."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from core.articles import Cms, Feed, FeedFormat, Selectors, Tier

OUTLETS = Path(__file__).with_name("outlets.toml")

FeedStyle = Literal["full", "summary", "atom", "json", "sitemap", "listing", "search"]

_FORMATS: dict[FeedStyle, FeedFormat] = {
    "full": "rss",
    "summary": "rss",
    "atom": "atom",
    "json": "json",
    "sitemap": "sitemap",
    "listing": "listing",
    "search": "search",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An invented publisher with one feed.

    `style`: "full" and "summary" are RSS as WordPress writes it, with or without the whole text;
    "sitemap" is an index that leads to a news sitemap, "listing" a page of cards, read by
    `selectors`; "search" lists the stories of all outlets in which one of `words` stands.
    `cms` "wordpress" can be paged back, searched, and asked for its posts.
    `permalink` is a pattern of {slug}, {year}, {month}, {number}. `disallow` goes to robots.txt.
    Feed and pages are in `encoding`; what it lacks is written as a character reference.
    """

    key: str
    name: str
    language: str
    style: FeedStyle
    tier: Tier = "national"
    feed_path: str = "/feed/"
    permalink: str = "/{slug}/"
    disallow: str = ""
    words: tuple[str, ...] = ()
    encoding: str = "utf-8"
    cms: Cms = ""
    selectors: Selectors = field(default_factory=Selectors)

    def feed(self, base: str) -> Feed:
        """Describe the outlet's feed, served below `base` ("http://127.0.0.2:8001")."""
        return Feed(
            name=self.name,
            url=base + self.feed_path,
            outlet=self.name,
            format=_FORMATS[self.style],
            language=None if self.style == "search" else self.language,
            tier=self.tier,
            home=base + "/",
            cms=self.cms,
            note="invented",
            selectors=self.selectors,
        )


def load_outlets(path: Path = OUTLETS) -> tuple[Outlet, ...]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["outlet"]
    return tuple(_outlet(row) for row in rows)


def _outlet(row: dict[str, Any]) -> Outlet:
    selectors = Selectors(**row.get("selectors", {}))
    return Outlet(**row | {"words": tuple(row.get("words", ())), "selectors": selectors})


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story of one outlet; the same slug again is an edit. `published` is aware."""

    outlet: str
    slug: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    caption: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)
