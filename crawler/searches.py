"""Search feeds made from the watchlists' aliases: safety nets where an outlet's feed let one slip.

They are polled like the others: robots.txt is asked first, links are never decoded.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote_plus, urlencode, urljoin

from pydantic import BaseModel, ConfigDict, field_validator

from core.articles import Feed
from core.fields import Language, Name, PageUrl
from core.settings import AgencySettings, FeedSettings

WORDS = "{words}"
_ARABIC: tuple[Language, ...] = ("ar", "ary")


class SearchTemplate(BaseModel):
    """A news search: `{words}` in its URL is where the quoted aliases go, joined by OR."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Name
    url: PageUrl
    outlet: Name
    language: Language

    @field_validator("url")
    @classmethod
    def _has_words(cls, url: str) -> str:
        if WORDS not in url:
            raise ValueError(f"names no {WORDS}, where the aliases go")
        return url


def search_feeds(
    templates: Iterable[SearchTemplate],
    outlets: Iterable[FeedSettings],
    agencies: Sequence[AgencySettings],
) -> list[Feed]:
    """Return the templates' searches, and one per agency at each outlet that can be searched.

    An agency that two watchlists share is asked for once.
    """
    feeds = [*_from_templates(templates, agencies), *_from_outlets(outlets, agencies)]
    return list({feed.url: feed for feed in feeds}.values())


def wanted_aliases(agency: AgencySettings, language: Language | None) -> tuple[str, ...]:
    """Return what to ask for in a language's letters: the first alias, and the first of one word.

    Long names vary from outlet to outlet, so the definition lists the one to search for first;
    the one of one word is how headlines say it.
    """
    arabic = language in _ARABIC
    fitting = [alias for alias in agency.aliases if _is_arabic(alias) == arabic]
    single = [alias for alias in fitting if " " not in alias]
    return tuple(dict.fromkeys((*fitting[:1], *single[:1])))


def _from_templates(
    templates: Iterable[SearchTemplate], agencies: Sequence[AgencySettings]
) -> Iterator[Feed]:
    for template in templates:
        aliases = [a for agency in agencies for a in wanted_aliases(agency, template.language)]
        if aliases:
            words = quote_plus(" OR ".join(f'"{alias}"' for alias in dict.fromkeys(aliases)))
            yield Feed(
                name=template.name,
                url=template.url.replace(WORDS, words),
                outlet=template.outlet,
                language=template.language,
                format="search",
                tier="search",
                note="a safety net; its links are not followed",
            )


def _from_outlets(
    outlets: Iterable[FeedSettings], agencies: Sequence[AgencySettings]
) -> Iterator[Feed]:
    for outlet in outlets:
        if outlet.cms == "wordpress":
            for agency in agencies:
                for alias in wanted_aliases(agency, outlet.language)[:1]:
                    yield _wordpress(outlet, agency, alias)


def _wordpress(outlet: FeedSettings, agency: AgencySettings, alias: str) -> Feed:
    """Every WordPress answers `?s=…&feed=rss2`; quotes keep the words of a name together."""
    query = urlencode({"s": f'"{alias}"', "feed": "rss2"})
    return Feed(
        name=f"{outlet.name}: search for {agency.name}",
        url=urljoin(outlet.home or outlet.url, f"/?{query}"),
        outlet=outlet.outlet or outlet.name,
        language=outlet.language,
        format="search",
        tier=outlet.tier,
        home=outlet.home,
        cms="wordpress",
    )


def _is_arabic(alias: str) -> bool:
    return any(unicodedata.name(letter, "").startswith("ARABIC") for letter in alias)
