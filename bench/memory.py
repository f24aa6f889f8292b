"""Whether the matcher's memory stays flat over hundreds of thousands of articles.

In a process of its own: what other parts have taken doesn't hide its growth.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from random import Random
from resource import RUSAGE_SELF, getrusage
from string import ascii_lowercase

from bench.figure import Figure
from bench.matching import CHARACTERS, HITS, ROOT, generated
from core.articles import Article
from core.loading import load_settings
from matching.matcher import load_matcher

WARM = 50_000
"""Articles after which everything that is remembered of words is full."""

ARTICLES = 300_000
DIFFERENT = 1_000
FRESH_WORDS = 60
"""Words of each hit that no article had before."""


def measure(articles: int = ARTICLES) -> Iterator[Figure]:
    """Yield the peaks of memory after the first articles and after all, and their ratio."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        warm, end = pool.submit(_peaks, (WARM, articles)).result()
    yield Figure(name=f"matcher: memory after {WARM:,} articles", value=warm / 1024, unit="MB")
    yield Figure(name=f"matcher: memory after {articles:,} articles", value=end / 1024, unit="MB")
    yield Figure(name="matcher: growth between", value=end / warm, unit="times", ceiling=1.1)


def _peaks(marks: tuple[int, ...]) -> list[int]:
    """Judge articles up to the last mark; return the peak of memory (KB) at each mark."""
    matcher = load_matcher(load_settings(ROOT, {}).watchlist)
    random = Random(1)
    samples = list(generated(DIFFERENT))
    peaks = []
    for number in range(marks[-1] + 1):
        if number in marks:
            peaks.append(getrusage(RUSAGE_SELF).ru_maxrss)
        matcher.judge(_fresh(samples[number % DIFFERENT], number, random))
    return peaks


def _fresh(sample: Article, number: int, random: Random) -> Article:
    if number % int(1 / HITS):
        return replace(sample, id=str(number))
    words = (
        "".join(random.choices(ascii_lowercase, k=random.randint(4, 9))) for _ in range(FRESH_WORDS)
    )
    first, rest = sample.text.split(". ", 1)
    text = f"{first}. {' '.join(words)}. {rest}"[:CHARACTERS]
    return replace(sample, id=str(number), text=text)
