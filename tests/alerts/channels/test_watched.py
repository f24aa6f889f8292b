"""What a digest says of the outlets that were watched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.labels import load_labels
from alerts.channels.watched import coverage_told
from core.coverage import Gap, OutletCoverage

LABELS = load_labels()
SINCE = datetime(2024, 1, 30, 8, 0, tzinfo=UTC)
UNTIL = SINCE + timedelta(hours=10)


def outlet(name: str, extent: Any, *reasons: str) -> OutletCoverage:
    gaps = tuple(
        Gap(feed="feed", state="blind", reason=reason, started=SINCE, ended=None)
        for reason in reasons
    )
    return OutletCoverage(outlet=name, extent=extent, watched=(), gaps=gaps)


def told(*outlets: OutletCoverage, language: str = "en") -> str:
    return coverage_told(outlets, LABELS[language], since=SINCE, until=UNTIL)


SEEN = (
    outlet("Lagune", "whole"),
    outlet("Atlas", "holes", "blocked"),
    outlet("Rif", "none", "unpolled"),
)


def test_the_sentence_counts_and_names_what_was_not_seen() -> None:
    assert told(*SEEN) == (
        "From 30 January 2024, 09:00 (Morocco) to 30 January 2024, 19:00 (Morocco), outlets "
        "watched (3): 1 without a gap; 1 with holes (Atlas: blocked); 1 not at all (Rif: unpolled)."
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "1 sans interruption ; 1 avec des trous (Atlas : bloqué) ; 1 pas du tout"),
        ("es", "1 sin interrupción; 1 con huecos (Atlas: bloqueado); 1 en ningún momento"),
        ("ar", "1 دون انقطاع؛ 1 مع انقطاعات (\u2068Atlas\u2069: محجوب)؛ 1 لم تُتابَع إطلاقا"),
    ],
)
def test_it_speaks_the_readers_language(language: str, expected: str) -> None:
    assert expected in told(*SEEN, language=language).replace("\xa0", " ")


def test_it_names_some_and_says_when_nothing_is_watched() -> None:
    said = told(*(outlet(f"Outlet {n:02}", "none") for n in range(30)))
    assert "Outlet 05: unpolled, 24 more)" in said
    assert "Outlet 06" not in said
    assert told().endswith("no outlet was watched: no feed is named.")


def test_of_many_reasons_the_first_words_of_some_are_told() -> None:
    reasons = ("rolled over; the archive ended at its third page", "dns", "timeout", "tls")
    assert "(Rif: rolled over + dns + 2 more)" in told(outlet("Rif", "holes", *reasons))


@given(name=st.text(max_size=300), reason=st.text(max_size=300), many=st.integers(1, 40))
def test_whatever_names_it_meets_it_stays_short_and_on_one_line(
    name: str, reason: str, many: int
) -> None:
    extents = ("late", "part", "holes", "none")
    outlets = [outlet(name, extent, reason, "dns", "tls") for extent in extents] * many
    for language in LABELS:
        said = told(*outlets, language=language)
        assert len(said) < 3_000
        assert len(said.splitlines()) == 1
