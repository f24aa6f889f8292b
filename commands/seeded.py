"""Loads the matcher with its seeds, for whoever judges."""

from __future__ import annotations

import logging

from core.settings import Settings
from matching.matcher import Matcher, load_matcher

logger = logging.getLogger("balagh.notice")


def seeded_matcher(settings: Settings) -> Matcher:
    """Load the matcher and say which seeds could not be used. Raises LexiconError."""
    matcher = load_matcher(settings.watchlist)
    for problem in matcher.problems:
        logger.warning("seed not used as it should be: %s", problem)
    return matcher
