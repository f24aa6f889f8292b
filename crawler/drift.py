"""Has a feed changed its nature? Hijacked and parked ones answer 200 and carry other things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from core.articles import Entry, Feed
from crawler.routes import RELAYING
from matching.language import language_of

FEW = 5
"""Of fewer titles nothing is concluded."""

SHARE = 0.6
LOOKED_AT = 30

# Words that the press uses now and then and spam in every title; one a title counts.
_SPAM = re.compile(
    r"\b(?:casinos?|slots?|togel|judi|poker|jackpot|betting|bet365|1xbet|bookmakers?|sportsbook"
    r"|viagra|cialis|escorts?|porn\w*|xxx|crypto airdrop|payday loans?|essay writing"
    r"|free spins?|gacor|domain (?:is )?for sale)\b|كازينو|مراهنات|رهانات رياضية",
    re.IGNORECASE,
)


def find_drift(feed: Feed, entries: Sequence[Entry]) -> str | None:
    """Return how a document differs from what its feed is known for; None where it doesn't.

    The language is only compared where the feed names one, and where entries lead only where its
    home page is known; Arabic and Darija are one here.
    """
    elsewhere = _elsewhere(feed, entries[:LOOKED_AT])
    if elsewhere is not None:
        return elsewhere
    titles = [entry.title for entry in entries if entry.title][:LOOKED_AT]
    if len(titles) < FEW:
        return None
    spam = sum(_SPAM.search(title) is not None for title in titles)
    if spam >= SHARE * len(titles):
        return f"{spam} of {len(titles)} titles are spam"
    if feed.language is None:
        return None
    foreign = sum(not _same(feed.language, language_of(title)) for title in titles)
    if foreign >= SHARE * len(titles):
        return f"{foreign} of {len(titles)} titles are not in the feed's language ({feed.language})"
    return None


def _elsewhere(feed: Feed, entries: Sequence[Entry]) -> str | None:
    """Say where most entries lead, if it is neither the feed's site nor the outlet's."""
    if feed.home is None or feed.tier in RELAYING or len(entries) < FEW:
        return None
    sites = Counter(_site(entry.url) for entry in entries)
    for own in {_site(feed.url), _site(feed.home)}:
        del sites[own]
    if sites.total() < SHARE * len(entries):
        return None
    [(site, _)] = sites.most_common(1)
    return f"{sites.total()} of {len(entries)} entries lead to other sites, most to {site}"


def _site(url: str) -> str:
    """Return a host without what stands before its last two names."""
    return ".".join((urlsplit(url).hostname or "").rsplit(".", 2)[-2:])


def _same(declared: str, found: str | None) -> bool:
    return found is not None and declared[:2] == found[:2]
