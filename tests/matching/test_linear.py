"""Whatever comes in: a judgement in time linear in its length, and never a long one."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching.reading import MOST_CHARACTERS
from tests.matching.readings import judge, matcher
from tests.matching.steps import steps

LENGTH = 3_000
LONG = 8_000
TIMES = 3
MOST = 1.5 * TIMES
"""What three times the length may cost: a part that is quadratic would make it nine."""

NEWS = "Le BCIJ et la DGST ont démantelé une cellule mardi à Tanger, selon un communiqué. "
WORDS = (
    "DGST ",
    "DGSN ",
    "BCIJ. ",
    "la DGSN et la DGST ",
    "تمكن المكتب المركزي للأبحاث القضائية من توقيف 4 أشخاص بطنجة. ",
    "Bureau central d'investigation judiciaire ",
    "direction générale ",
    "a arrêté ",
    "âgés de 20, 21 et 22 ans ",
    "le 12 janvier 2024 et le 13/02/2024, ",
    "vingt et un ",
    "12 kg de cocaïne, ",
    "Tanger, Fès, ",
)
MARKS = (
    "1.234.567,",
    "7",
    "ا.ب.",
    "بـَ",
    "a.",
    ". ",
    ".",
    ".)",
    "« \"'",
    "((",
    "   ",
    " | ",
    "\n",
    "\ud800",
    "\ufdfa",
    "\u202b",
    "\x00",
    "é",
)
SHAPES = st.lists(st.sampled_from(WORDS + MARKS) | st.text(max_size=8), min_size=1, max_size=4)


def _filled(part: str, length: int) -> str:
    """A last letter behind it all: what may end a text has to be given up."""
    return (NEWS + part * (length // len(part) + 1))[: length - 1] + "x"


def _steps_of_judging(text: str) -> int:
    judge(text)  # what is remembered of words is remembered now
    return steps(lambda: judge(text))


def _time_of_judging(text: str) -> float:
    spent = []
    for _ in range(5):
        start = time.process_time()
        judge(text)
        spent.append(time.process_time() - start)
    return min(spent)


@pytest.mark.timeout(400)  # steps are counted, not seconds, and counting each one is slow
@given(SHAPES.map("".join).filter(bool))
@settings(max_examples=5, deadline=None)
@example("DGSN ")
@example("la DGSN et la DGST ")
@example("BCIJ. ")
@example("4DGST ")
def test_steps_grow_with_the_length_and_no_faster(part: str) -> None:
    short, long = _filled(part, LENGTH), _filled(part, TIMES * LENGTH)
    assert _steps_of_judging(long) < MOST * _steps_of_judging(short)


@pytest.mark.parametrize("part", MARKS)
def test_no_pattern_backtracks(part: str) -> None:
    """What the patterns do takes time, not steps."""
    short, long = _filled(part, LONG), _filled(part, TIMES * LONG)
    assert _time_of_judging(long) < 2 * TIMES * _time_of_judging(short)


@pytest.mark.parametrize("part", ["mot ", "7"])
def test_ten_megabytes_cost_no_more_than_the_part_that_is_read(part: str) -> None:
    huge = _filled(part, 10_000_000)
    read = _steps_of_judging(huge[:MOST_CHARACTERS])
    assert _steps_of_judging(huge) == read


@given(SHAPES.map("".join).filter(bool))
@settings(max_examples=25, deadline=None)
def test_the_gate_reads_the_beginning_only(part: str) -> None:
    huge, beginning = part * 100_000, (part * 400)[:400]
    matcher().lets_through(huge, huge)
    assert matcher().lets_through(huge, huge) == matcher().lets_through(beginning, beginning)
    assert steps(lambda: matcher().lets_through(huge, huge)) == steps(
        lambda: matcher().lets_through(beginning, beginning)
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("windows-1256", "utf-8"),
        ("utf-8", "windows-1256"),
        ("utf-8", "latin-1"),
        ("utf-16", "utf-8"),
    ],
)
def test_wrongly_decoded_news_is_no_news(written: str, read: str) -> None:
    news = "تمكن المكتب المركزي للأبحاث القضائية من تفكيك خلية إرهابية بطنجة."
    assert judge(news).strongest is not None
    assert judge(news.encode(written).decode(read, errors="replace")).strongest is None


@settings(deadline=None)
@given(st.binary(max_size=400).map(lambda raw: raw.decode("utf-8", errors="surrogateescape")))
def test_binary_is_judged_without_complaint(text: str) -> None:
    found = judge(f"{text} DGST {text}", title=text).agencies
    assert all(agency.similarity > 0 for agency in found)
    matcher().lets_through(text, text)


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ufeff", "\ud800", "\u0640"])
def test_next_to_nothing_is_nothing(text: str) -> None:
    assert judge(text, title=text).agencies == ()
    assert not matcher().lets_through(text, text)
