"""Writes the feeds and pages of the pretend press from templates/ and furniture.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.clock import MOROCCO, local_day
from newsroom.days import SpokenDay
from newsroom.outlets import Outlet, Story

HERE = Path(__file__).parent
OPENING_WORDS = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story where it is published: `base` is its outlet's, `number` its WordPress id."""

    story: Story
    outlet: Outlet
    base: str
    url: str
    number: int


class Pages:
    """The typesetter: turns items into bytes."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
        )
        self._templates.filters["rfc822"] = _rfc822
        self._templates.filters["opening"] = _opening
        self._furniture = tomllib.loads((HERE / "furniture.toml").read_text(encoding="utf-8"))

    def listed(
        self,
        template: str,
        outlet: Outlet,
        base: str,
        items: Sequence[Item],
        changed: datetime,
        path: str = "",
    ) -> bytes:
        """Return a document that lists items; `changed` is when it last changed.

        `path` is where an index leads to.
        """
        values = {"base": base, "items": items, "changed": changed, "path": path}
        return self._write(template, outlet, **values)

    def page(self, item: Item) -> bytes:
        """Return the HTML page of a story, with everything that stands around one."""
        words = self._words(item.outlet)
        day = local_day(item.story.published)
        date = SpokenDay(day=day, told=day, language=item.outlet.language)
        return self._write(
            "page.html",
            item.outlet,
            base=item.base,
            url=item.url,
            number=item.number,
            story=item.story,
            date=f"{date:date}",
            ticker=_turned(words["ticker"], item.number),
            teasers=_turned(words["teasers"], item.number),
        )

    def _write(self, name: str, outlet: Outlet, **values: Any) -> bytes:
        template = self._templates.get_template(name)
        text = template.render(outlet=outlet, words=self._words(outlet), **values)
        return text.encode(outlet.encoding, "xmlcharrefreplace")

    def _words(self, outlet: Outlet) -> dict[str, Any]:
        words: dict[str, Any] = self._furniture[
            "ar" if outlet.language == "ary" else outlet.language
        ]
        return words


def _turned(headlines: Sequence[str], by: int) -> list[str]:
    """Start elsewhere on each page, as tickers do."""
    start = by % len(headlines)
    return [*headlines[start:], *headlines[:start]]


def _rfc822(instant: datetime) -> str:
    return format_datetime(instant.astimezone(MOROCCO))


def _opening(text: str) -> str:
    return " ".join(text.split()[:OPENING_WORDS])
