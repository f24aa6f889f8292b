"""Our own network, told from the feeds'."""

from __future__ import annotations

import pytest

from crawler.outage import Outage


def fails(outage: Outage, *hosts: str, reason: str = "dns", well_before: bool = True) -> list[bool]:
    return [outage.failed(host, reason, well_before=well_before) for host in hosts]


def test_many_hosts_that_fail_at_once_are_an_outage(caplog: pytest.LogCaptureFixture) -> None:
    outage = Outage()

    assert fails(outage, "a", "b", "c", "d") == [False, False, True, True]
    assert caplog.text.count("seems to be down: 3 hosts") == 1
    assert fails(outage, "e", well_before=False) == [True]
    outage.answered()
    assert fails(outage, "a") == [False]
    assert caplog.text.count("is back") == 1


def test_one_host_with_many_feeds_is_no_outage() -> None:
    assert fails(Outage(), *["a"] * 9) == [False] * 9


def test_an_answer_in_between_clears_our_network() -> None:
    outage = Outage()
    fails(outage, "a", "b")
    outage.answered()

    assert fails(outage, "c", "d") == [False, False]


def test_a_status_is_an_answer() -> None:
    outage = Outage()
    fails(outage, "a", "b")
    fails(outage, "c", reason="http 5xx")

    assert fails(outage, "d", "e") == [False, False]


def test_a_refusal_by_kept_rules_is_no_answer() -> None:
    outage = Outage()
    fails(outage, "a", "b", "c")
    fails(outage, "d", reason="robots")

    assert outage.going_on


def test_hosts_that_failed_before_prove_nothing() -> None:
    assert fails(Outage(), "a", "b", "c", "d", well_before=False) == [False] * 4
