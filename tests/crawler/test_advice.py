"""Whatever is wrong with a feed, there is something to be said about it."""

from __future__ import annotations

from twisted.internet.error import ConnectionRefusedError as Refused

from crawler.advice import ADVICE
from crawler.failures import DOWNLOAD_ERRORS, EMPTIED, explain, explain_status
from crawler.health import ROLLED_OVER, SILENT, STALE, SUSPECTED


def test_every_health_word_has_an_advice() -> None:
    failures = {explain(kind("x"))[0] for kind in (*DOWNLOAD_ERRORS, Refused)}
    statuses = {explain_status(status)[0] for status in range(100, 1000)}
    own = {"parse", "too large", "format", "slow", "unchanged", "unpolled", EMPTIED}

    words = failures | statuses | own | {ROLLED_OVER, SILENT, STALE, SUSPECTED}
    assert words == set(ADVICE)
