"""Our own network, told from the feeds'."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.outage import Outage
from tests.crawler.states import feed_state

NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def fails(
    outage: Outage, hosts: str, reason: str = "dns", *, well_before: bool = True, **known: object
) -> list[list[int]]:
    """Let a feed of each host fail, one a minute; return the feeds that are not to blame."""
    last_good = NOW if well_before else None
    states = [feed_state(id=ord(host), last_good=last_good, **known) for host in hosts]
    found = [
        outage.failed(host, reason, state, NOW + n * MINUTE)
        for n, (host, state) in enumerate(zip(hosts, states, strict=True))
    ]
    return [[state.id for state in blamed] for blamed in found]


def ids(hosts: str) -> list[int]:
    return [ord(host) for host in hosts]


def test_many_hosts_that_fail_at_once_are_an_outage(caplog: pytest.LogCaptureFixture) -> None:
    outage = Outage()

    assert fails(outage, "abcd") == [[], [], ids("abc"), ids("d")]
    assert caplog.text.count("seems to be down: 3 hosts") == 1
    assert outage.since == NOW
    assert fails(outage, "e", well_before=False) == [ids("e")]
    outage.answered(NOW + 62 * MINUTE)
    assert fails(outage, "a") == [[]]
    assert caplog.text.count("is back after 1h 2m") == 1
    assert outage.since is None


def test_what_was_blamed_is_taken_back_to_how_it_stood_before(
    caplog: pytest.LogCaptureFixture,
) -> None:
    outage = Outage()
    first = feed_state(id=1, last_good=NOW)
    again = feed_state(id=1, last_good=NOW, failures=1, health="dns")
    ill = feed_state(id=2, last_good=NOW, failures=7, health="timeout")

    outage.failed("a", "dns", first, NOW)
    outage.failed("b", "dns", ill, NOW)
    outage.failed("a", "dns", again, NOW)
    fails(outage, "c")
    others = [feed_state(id=n, last_good=NOW) for n in (3, 4)]
    taken_back = [outage.failed(f"{s.id}", "dns", s, NOW) for s in others]

    assert taken_back == [
        [first, ill, feed_state(id=ord("c"), last_good=NOW), others[0]],
        [others[1]],
    ]


def test_one_host_with_many_feeds_is_no_outage() -> None:
    assert fails(Outage(), "a" * 9) == [[]] * 9


def test_an_answer_in_between_clears_our_network() -> None:
    outage = Outage()
    fails(outage, "ab")
    outage.answered(NOW)

    assert fails(outage, "cd") == [[], []]
    assert fails(outage, "e") == [ids("cde")]


def test_a_status_is_an_answer() -> None:
    outage = Outage()
    fails(outage, "ab")
    fails(outage, "c", reason="http 5xx")

    assert fails(outage, "de") == [[], []]
    assert outage.heard


def test_certificates_that_fail_everywhere_at_once_are_our_own_trouble() -> None:
    assert fails(Outage(), "abc", reason="tls") == [[], [], ids("abc")]


def test_a_refusal_by_kept_rules_is_no_answer() -> None:
    outage = Outage()
    fails(outage, "abc")

    assert fails(outage, "d", reason="robots") == [ids("d")]
    assert outage.going_on
    assert not outage.heard


def test_hosts_that_failed_before_prove_nothing() -> None:
    assert fails(Outage(), "abcd", well_before=False) == [[]] * 4
    assert fails(Outage(), "abcd", failures=1) == [[]] * 4
