"""How fast the matcher is on generated articles, one in twenty of which names an agency."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

from bench.figure import Figure
from core.articles import Article
from core.loading import load_settings
from matching.matcher import definition_of, load_matcher

ROOT = Path(__file__).parent.parent
ARTICLES = 2_000
WARM = 200
ROUNDS = 3
CHARACTERS = 3_000
HITS = 0.05
PUBLISHED = datetime(2024, 1, 30, 12, tzinfo=UTC)

_WORD = re.compile(r"\w+")
_WORDS = {
    "ar": """المدينة الحكومة الوزارة اليوم المشروع الطريق السوق الماء الجماعة البرلمان المدرسة
        الفريق المباراة الموسم الأسعار الصحة المستشفى السياحة الفلاحة الأمطار في من على إلى التي
        الذي أن قال أكد أضاف بعد قبل خلال وقد كما هذا هذه العامة الوطنية المركزي القضائية الأمن""",
    "fr": """la ville le gouvernement ministère aujourd'hui projet route marché eau commune
        parlement école équipe match saison prix santé hôpital tourisme agriculture pluies dans de
        sur et que qui a dit ajouté après avant pendant cette générale nationale police""",
}
_REPORTS = {
    "ar": "تمكن {agency}، يومه الثلاثاء، من تفكيك خلية من أربعة عناصر. ",
    "fr": "Le {agency} a démantelé mardi à Tanger une cellule de quatre personnes de 20 à 30 ans. ",
}


def measure() -> Iterator[Figure]:
    """Yield articles per second, the time of a hit, the gate's speed, and each in word counts.

    A word count finds an article's words by `re`: how many of them something takes is much the same
    on every machine.
    """
    matcher = load_matcher(load_settings(ROOT, {}).watchlist)
    articles = list(generated(ARTICLES))
    _each(matcher.judge, articles[:WARM])
    count = _each(lambda article: _WORD.findall(article.text), articles)
    article = _each(matcher.judge, articles)
    hit = _each(matcher.judge, articles[:: int(1 / HITS)])
    entry = _each(lambda a: matcher.lets_through(a.title, a.text), articles)
    yield Figure(name="matcher: articles", value=1 / article, unit="1/s")
    yield Figure(name="matcher: an article", value=article / count, unit="word counts", ceiling=3.5)
    yield Figure(name="matcher: a hit", value=1000 * hit, unit="ms")
    yield Figure(name="matcher: a hit", value=hit / count, unit="word counts", ceiling=50)
    yield Figure(name="gate: entries", value=1 / entry, unit="1/s")
    yield Figure(name="gate: an entry", value=entry / count, unit="word counts", ceiling=1)


def _each(call: Callable[[Article], object], articles: Sequence[Article]) -> float:
    """Return the processor's seconds for one article: the best of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for article in articles:
            call(article)
        rounds.append(time.process_time() - start)
    return min(rounds) / len(articles)


def generated(count: int) -> Iterator[Article]:
    """Yield articles, each twentieth a report under a name of the shipped watchlist."""
    names = shipped_names()
    reports = {language: text.format(agency=names[language]) for language, text in _REPORTS.items()}
    random = Random(1)
    return (_article(random, number, reports) for number in range(count))


@cache
def shipped_names() -> Mapping[str, str]:
    """Return the first name of the shipped watchlist's last agency in each script."""
    aliases = definition_of(load_settings(ROOT, {}).watchlist[0]).agency[-1].aliases
    return {
        "ar": next(alias for alias in aliases if not alias[0].isascii()),
        "fr": next(alias for alias in aliases if alias.isascii()),
    }


def _article(random: Random, number: int, reports: dict[str, str]) -> Article:
    language = ("ar", "fr")[number % 2]
    report = reports[language] if number % int(1 / HITS) == 0 else ""
    return Article(
        id=str(number),
        url="",
        title=_sentence(random, language),
        text=report + _text(random, language, CHARACTERS - len(report)),
        language=language,
        published=PUBLISHED,
        arrived=PUBLISHED,
    )


def _text(random: Random, language: str, characters: int) -> str:
    parts: list[str] = []
    while sum(map(len, parts)) < characters:
        parts.append(_sentence(random, language))
    return "".join(parts)[:characters]


def _sentence(random: Random, language: str) -> str:
    words = random.choices(_WORDS[language].split(), k=random.randint(8, 30))
    return " ".join(words).capitalize() + ". "
