"""What each seed teaches: passages that announce, passages that only mention, telling phrases.

The assessor itself finds them; marks in seeds.toml overrule it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from core.articles import Article
from matching.assess import Judged, Watchlist, judge_passages
from matching.lexicon import Lexicon
from matching.likeness import Pattern, Teaching
from matching.normalise import fold_word
from matching.reading import Reading, outline_article, read_around
from matching.roles import assign_roles
from matching.seeds import Seed

MOST_PHRASES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A seed with its passages that announce and that only mention, in the seed's own words.

    `phrases` are pairs of stems that its announcing passages have and mentioning ones don't.
    """

    seed: Seed
    announces: tuple[str, ...]
    mentions: tuple[str, ...]
    phrases: tuple[str, ...]


def learn_patterns(
    seeds: Sequence[Seed], watchlist: Watchlist, lexicon: Lexicon
) -> tuple[Pattern, ...]:
    """Judge the seeds without each other's help and return the passages that teach something."""
    return tuple(pattern for seed in seeds for pattern in _patterns_of(seed, watchlist, lexicon))


def lessons_of(seeds: Sequence[Seed], patterns: Sequence[Pattern]) -> tuple[Lesson, ...]:
    mentioned = {
        phrase for p in patterns if p.teaches == "mentions" for phrase in p.portrait.phrases
    }
    return tuple(_lesson(seed, patterns, mentioned) for seed in seeds)


def _lesson(seed: Seed, patterns: Sequence[Pattern], mentioned: set[str]) -> Lesson:
    own = [pattern for pattern in patterns if pattern.seed == seed.name]
    announcing = [pattern for pattern in own if pattern.teaches == "announces"]
    counted = Counter(p for pattern in announcing for p in sorted(pattern.portrait.phrases))
    telling = [phrase for phrase, _ in counted.most_common() if phrase not in mentioned]
    return Lesson(
        seed=seed,
        announces=tuple(pattern.text for pattern in announcing),
        mentions=tuple(pattern.text for pattern in own if pattern.teaches == "mentions"),
        phrases=tuple(telling[:MOST_PHRASES]),
    )


def _patterns_of(seed: Seed, watchlist: Watchlist, lexicon: Lexicon) -> Iterable[Pattern]:
    article = Article(
        id=seed.name,
        url="",
        title="",
        text=seed.text,
        language=seed.language,
        published=seed.published,
        arrived=seed.published or datetime(1970, 1, 1, tzinfo=UTC),
    )
    outline = outline_article(article)
    found = watchlist.finder.find(outline.tokens)
    reading = read_around(outline, (f.first for f in found), lexicon)
    named = assign_roles(reading, found)
    for judged in judge_passages(reading, watchlist, named, lexicon):
        teaches = _marked(seed, judged, reading) or _found(judged, reading)
        if teaches:
            yield Pattern(
                seed=seed.name,
                teaches=teaches,
                text=judged.passage.text(reading),
                portrait=judged.portrait,
            )


def _marked(seed: Seed, judged: Judged, reading: Reading) -> Teaching | None:
    text = fold_word(judged.passage.text(reading))
    if any(fold_word(mark) in text for mark in seed.announces):
        return "announces"
    if any(fold_word(mark) in text for mark in seed.mentions):
        return "mentions"
    return None


def _found(judged: Judged, reading: Reading) -> Teaching | None:
    """A passage announces where the agency's own sentence says how many were held, or how old."""
    if judged.verdict.act == "mention":
        return "mentions"
    first, last = judged.passage.core_tokens(reading)
    _, core = reading.quote(first, last)
    slots = judged.signs.slots
    facts = [slot.span for slot in (slots.count, slots.ages) if slot]
    told = any(span.field == core.field and core.start <= span.start < core.end for span in facts)
    return "announces" if told else None
