"""The outlets of the pretend press, all invented (outlets.toml), and their stories."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from core.articles import Feed, Tier

OUTLETS = Path(__file__).with_name("outlets.toml")

FeedStyle = Literal["full", "summary", "atom", "search"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An invented publisher with one feed.

    `style`: "full" and "summary" are RSS as WordPress writes it, with or without the whole text;
    "search" lists the stories of all outlets in which one of `words` stands.
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

    def feed(self, base: str) -> Feed:
        """Describe the outlet's feed, served below `base` ("http://127.0.0.2:8001")."""
        formats: dict[str, Literal["atom", "search"]] = {"atom": "atom", "search": "search"}
        return Feed(
            name=self.name,
            url=base + self.feed_path,
            outlet=self.name,
            format=formats.get(self.style, "rss"),
            language=None if self.style == "search" else self.language,
            tier=self.tier,
            home=base + "/",
            note="invented",
        )


def load_outlets(path: Path = OUTLETS) -> tuple[Outlet, ...]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["outlet"]
    return tuple(Outlet(**row | {"words": tuple(row.get("words", ()))}) for row in rows)


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
