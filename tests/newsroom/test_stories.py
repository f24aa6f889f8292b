"""Scripts are re-dated rightly and aired in order."""

from __future__ import annotations

import string
import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import feedparser
import pytest
import requests
import trafilatura
from hypothesis import given
from hypothesis import strategies as st

from core.clock import local_day
from newsroom.outlets import load_outlets
from newsroom.press import Press
from newsroom.stories import Airing, Script, play

SCRIPT = Script.load("had-soualem")
TUESDAY = datetime(2024, 1, 30, 9, 0, tzinfo=UTC)
MONDAY_FIRST = {
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
}


def _language(airing: Airing) -> str:
    languages = {outlet.key: outlet.language for outlet in load_outlets()}
    return languages[airing.story.outlet].replace("ary", "ar")


def test_the_script_tells_the_whole_story() -> None:
    roles = Counter(step.role for step in SCRIPT.steps)

    assert (roles["flash"], roles["communique"], roles["retelling"]) == (1, 1, 1)
    assert roles["rewrite"] >= 4
    assert roles["followup"] >= 2
    assert roles["hard_negative"] >= 5
    assert {s.language for s in SCRIPT.steps if s.role == "translation"} == {
        "ary",
        "en",
        "es",
        "fr",
    }
    assert next(s.role for s in SCRIPT.steps if s.role in ("flash", "communique")) == "flash"
    assert (SCRIPT.expected.new, SCRIPT.expected.updates) == (1, 1)
    assert SCRIPT.seconds <= 25


def test_every_step_is_written_in_its_outlets_language() -> None:
    languages = {outlet.key: outlet.language for outlet in load_outlets()}
    assert {s.outlet: s.language for s in SCRIPT.steps}.items() <= languages.items()


def test_every_address_is_used_once() -> None:
    addresses = Counter((step.outlet, step.slug) for step in SCRIPT.steps)
    assert set(addresses.values()) == {1}


def test_only_the_operations_reports_tell_of_it() -> None:
    for airing in SCRIPT.at(TUESDAY):
        text = airing.story.title + airing.story.text
        assert airing.tells == ("Soualem" in text or "السوالم" in text)


@given(st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: TUESDAY + timedelta(minutes=minutes)))
def test_reports_name_the_day_of_the_run_in_every_language(now: datetime) -> None:
    for airing in SCRIPT.at(now):
        if not airing.tells:
            continue
        weekdays = MONDAY_FIRST[_language(airing)]
        text = airing.story.text
        named = {day for day in weekdays if day in text}
        # A run that passes midnight tells of yesterday, by the same weekday.
        assert named <= {weekdays[local_day(now).weekday()]}
        if "{op" in next(s.text for s in SCRIPT.steps if s.slug == airing.story.slug):
            assert named


def test_nothing_is_left_unwritten() -> None:
    for airing in SCRIPT.at(TUESDAY):
        text = airing.story.title + airing.story.text
        assert "{" not in text
        assert not list(string.Formatter().parse(text))[1:]


def test_days_of_the_past_stay_what_they_are() -> None:
    retelling = next(a for a in SCRIPT.at(TUESDAY) if a.role == "retelling")
    assert "يوم الجمعة 25 أكتوبر 2019" in retelling.story.text
    assert date(2019, 10, 25).strftime("%A") == "Friday"


def test_a_run_over_midnight_says_yesterday() -> None:
    nearly_midnight = datetime(2024, 1, 30, 22, 59, 50, tzinfo=UTC)  # 23:59:50 in Morocco

    airings = SCRIPT.at(nearly_midnight)
    flash = next(a for a in airings if a.role == "flash")
    last = next(a for a in reversed(airings) if a.role == "followup" and _language(a) == "fr")

    assert "اليوم الثلاثاء" in flash.story.text
    assert "hier mardi" in last.story.text


def test_stories_are_published_at_their_time_of_airing() -> None:
    airings = SCRIPT.at(TUESDAY, speed=2)

    assert airings[-1].at == SCRIPT.seconds / 2
    assert all(a.story.published == TUESDAY + timedelta(seconds=a.at) for a in airings)
    assert [a.at for a in airings] == sorted(a.at for a in airings)


def test_a_played_script_is_in_the_feeds_and_its_texts_can_be_had() -> None:
    aired: list[tuple[Airing, str]] = []
    with Press() as press:
        play(SCRIPT, press, speed=10_000, aired=lambda *airing: aired.append(airing))

        linked = {
            entry.link
            for feed in press.feeds()
            for entry in feedparser.parse(requests.get(feed.url, timeout=5).content).entries
        }
        assert [airing.at for airing, _ in aired] == [a.at for a in SCRIPT.at(TUESDAY, 10_000)]
        assert linked == {url for _, url in aired}
        for airing, url in aired:
            text = trafilatura.extract(requests.get(url, timeout=5).text, fast=True) or ""
            assert all(p.split("\n")[0] in text for p in airing.story.paragraphs)


def test_a_stopped_script_publishes_no_more() -> None:
    stop = threading.Event()
    aired: list[str] = []

    def note(airing: Airing, url: str) -> None:
        aired.append(url)
        stop.set()

    with Press() as press:
        play(SCRIPT, press, stop=stop, aired=note)

    assert len(aired) == 1


def test_a_missing_script_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        Script.load("nothing")
