"""Short ways for the matcher's tests to read a text and to judge an article."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from core.articles import Article
from core.assessments import Judgement, Span
from core.settings import WatchlistSettings
from matching.lexicon import Lexicon, load_lexicon
from matching.matcher import Matcher, load_matcher
from matching.reading import Reading, read_text
from matching.slots.ages import find_ages
from matching.slots.people import find_count

ROOT = Path(__file__).parent.parent.parent
PUBLISHED = datetime(2024, 1, 30, 12, tzinfo=UTC)
"""A Tuesday."""

DAY = PUBLISHED.date()


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


@cache
def matcher() -> Matcher:
    return load_matcher([watchlist()])


def watchlist(**options: object) -> WatchlistSettings:
    known = {
        "name": "dgst-bcij",
        "seeds": ROOT / "seeds",
        "definition": ROOT / "matching/watchlists/dgst-bcij.toml",
    }
    return WatchlistSettings.model_validate(known | options)


def article(text: str, title: str = "", published: datetime | None = PUBLISHED) -> Article:
    return Article(
        id="1",
        url="https://example.org/1",
        title=title,
        text=text,
        language=None,
        published=published,
        arrived=PUBLISHED,
    )


def judge(text: str, title: str = "", published: datetime | None = PUBLISHED) -> Judgement:
    return matcher().judge(article(text, title, published))


def kind(text: str, title: str = "", published: datetime | None = PUBLISHED) -> str:
    strongest = judge(text, title, published).strongest
    return strongest.kind if strongest else "none"


def read(text: str, published: date | None = DAY, title: str = "") -> Reading:
    return read_text(title, text, published, lexicon())


def everything(reading: Reading) -> list[tuple[int, int]]:
    """The whole text as one stretch a sentence."""
    return [(sentence.first, sentence.last) for sentence in reading.sentences]


def quoted(span: Span, title: str, text: str) -> str:
    return (title if span.field == "title" else text)[span.start : span.end]


def count(text: str, title: str = "") -> int | None:
    """How many are held."""
    reading = read(text, title=title)
    stretches = everything(reading)
    slot = find_count(reading, stretches, find_ages(reading, stretches))
    return slot.value if slot else None


def ages(text: str) -> tuple[int, int] | None:
    reading = read(text)
    slot = find_ages(reading, everything(reading))
    return slot.value if slot else None
