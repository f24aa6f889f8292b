"""The curated feeds of crawler/feeds.toml, and those of the settings beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from core.articles import Feed
from core.errors import CatalogueError
from core.settings import FeedSettings


class _Catalogue(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    feed: tuple[FeedSettings, ...] = ()


def load_catalogue(path: Path) -> tuple[Feed, ...]:
    """Read a catalogue: [[feed]] tables as in settings.toml.

    Raises CatalogueError with the first problem, also where a name or a URL stands twice.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        catalogue = _Catalogue.model_validate(data)
    except FileNotFoundError:
        raise CatalogueError(path, "there is no such file (crawl.catalogue names it)") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(path, f"can't be read: {error}") from None
    except ValidationError as error:
        raise CatalogueError(path, _first_problem(error)) from None
    feeds = tuple(item.to_feed() for item in catalogue.feed)
    _refuse_doubles(path, feeds)
    return feeds


def all_feeds(catalogue: str, own: Sequence[FeedSettings]) -> tuple[Feed, ...]:
    """Return the catalogue's feeds and the settings' own ("" = only those).

    One of the settings takes the place of the catalogue's with its name or its URL.
    """
    curated = load_catalogue(Path(catalogue)) if catalogue else ()
    mine = [item.to_feed() for item in own]
    names = {feed.name for feed in mine}
    urls = {feed.url for feed in mine}
    kept = [feed for feed in curated if feed.name not in names and feed.url not in urls]
    return (*kept, *mine)


def _refuse_doubles(path: Path, feeds: Sequence[Feed]) -> None:
    seen: dict[str, str] = {}
    for feed in feeds:
        for value in (feed.name, feed.url):
            if value in seen:
                raise CatalogueError(path, f"{value!r} stands twice: {seen[value]}, {feed.name}")
            seen[value] = feed.name


def _first_problem(error: ValidationError) -> str:
    item = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in item["loc"])
    given = item.get("input")
    shown = f" (given: {given!r})" if isinstance(given, str | int | float) else ""
    return f"{where}: {item['msg'].removeprefix('Value error, ')}{shown}"
