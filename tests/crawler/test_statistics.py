"""The counts of a crawl stay small however long a daemon runs."""

from __future__ import annotations

from datetime import timedelta

from core.errors import FeedError
from crawler.statistics import Statistics


def test_of_a_feed_that_goes_on_failing_the_last_failure_is_kept() -> None:
    statistics = Statistics()
    for number in range(100):
        statistics.count_failure(FeedError("Quai", "timeout", f"attempt {number}"))
    statistics.count_failure(FeedError("Lagune", "dns", "its host can't be found"))

    told = statistics.summary(timedelta(seconds=3))

    assert (statistics.polled, len(statistics.failures)) == (101, 2)
    assert "attempt 99" in told
    assert "attempt 98" not in told
    assert "failing   101" in told
