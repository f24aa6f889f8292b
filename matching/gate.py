"""Which entries are worth fetching: a look at the title and the first 300 characters."""

from __future__ import annotations

from collections.abc import Sequence

from matching.agencies import AgencyFinder
from matching.lexicon import Lexicon
from matching.reading import Reading, read_text

MOST_LEAD = 300
MOST_TITLE = 400


class Gate:
    def __init__(self, finders: Sequence[AgencyFinder], lexicon: Lexicon) -> None:
        self._finders = tuple(finders)
        self._lexicon = lexicon

    def lets_through(self, title: str, lead: str) -> bool:
        reading = read_text(title[:MOST_TITLE], lead[:MOST_LEAD], None, self._lexicon)
        return _tells_an_operation(reading) or self._names_agency(reading)

    def _names_agency(self, reading: Reading) -> bool:
        return any(
            not found.rival for finder in self._finders for found in finder.find(reading.tokens)
        )


def _tells_an_operation(reading: Reading) -> bool:
    """An act, and either terrorism or a police matter with people or goods."""
    hits = reading.hits
    if not hits.get("act") and not hits.get("seize"):
        return False
    return bool(hits.get("topic"))
