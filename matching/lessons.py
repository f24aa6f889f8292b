"""What each seed teaches: passages that announce, passages that only mention, telling phrases.

The assessor itself finds them; marks in seeds.toml overrule it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from core.articles import Article
from matching.agencies import Found
from matching.aliases import AliasCandidate, alias_candidates
from matching.assess import Judged, Watchlist, judge_passages
from matching.background import counted_language, load_background
from matching.language import language_of
from matching.lexicon import Lexicon
from matching.likeness import Pattern, Taught, Teaching, teach
from matching.normalise import fold_word
from matching.reading import Reading, outline_article, read_around
from matching.roles import assign_roles
from matching.seeds import Seed
from matching.teaching import load_teaching
from matching.telling import phrases_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtPhrase:
    """A phrase of stems with its weight, a z-score, and what it speaks for."""

    phrase: str
    weight: float
    teaches: Teaching


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A seed with its passages that announce and that only mention, in the seed's own words.

    `phrases` are those of the watchlist's telling phrases that it has, the weightiest first;
    `aliases` may be further names of the agencies.
    """

    seed: Seed
    announces: tuple[str, ...]
    mentions: tuple[str, ...]
    phrases: tuple[TaughtPhrase, ...]
    aliases: tuple[AliasCandidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadSeed:
    seed: Seed
    language: str
    reading: Reading
    names: Sequence[Found]


def learn(seeds: Sequence[Seed], watchlist: Watchlist, lexicon: Lexicon) -> Taught:
    """Judge the seeds without each other's help and return what their passages teach."""
    return teach(
        [
            pattern
            for seed in seeds
            for pattern in _patterns_of(_read(seed, watchlist, lexicon), watchlist, lexicon)
        ]
    )


def lessons_of(seeds: Sequence[Seed], watchlist: Watchlist, lexicon: Lexicon) -> tuple[Lesson, ...]:
    """Return what each seed teaches, for a person; `watchlist` has been taught by all of them."""
    taught = watchlist.taught
    return tuple(_lesson(_read(seed, watchlist, lexicon), taught, watchlist) for seed in seeds)


def _lesson(read: _ReadSeed, taught: Taught, watchlist: Watchlist) -> Lesson:
    own = [pattern for pattern in taught.patterns if pattern.seed == read.seed.name]
    phrases = [
        *_own_phrases(own, "announces", taught.announcing.weights),
        *_own_phrases(own, "mentions", taught.mentioning.weights),
    ]
    return Lesson(
        seed=read.seed,
        announces=tuple(pattern.text for pattern in own if pattern.teaches == "announces"),
        mentions=tuple(pattern.text for pattern in own if pattern.teaches == "mentions"),
        phrases=tuple(phrases),
        aliases=tuple(alias_candidates(read.reading, read.names, watchlist.finder)),
    )


def _own_phrases(
    patterns: Sequence[Pattern], teaches: Teaching, weights: Mapping[str, float]
) -> Iterator[TaughtPhrase]:
    """A phrase belongs to the seeds whose passages of its side have it."""
    own = {p for pattern in patterns if pattern.teaches == teaches for p in pattern.phrases}
    for phrase in sorted(own & weights.keys(), key=lambda phrase: (-weights[phrase], phrase)):
        yield TaughtPhrase(phrase=phrase, weight=weights[phrase], teaches=teaches)


def _read(seed: Seed, watchlist: Watchlist, lexicon: Lexicon) -> _ReadSeed:
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
    return _ReadSeed(
        seed=seed,
        language=counted_language(seed.language or language_of(seed.text)),
        reading=read_around(outline, (f.first for f in found), lexicon),
        names=found,
    )


def _patterns_of(read: _ReadSeed, watchlist: Watchlist, lexicon: Lexicon) -> Iterator[Pattern]:
    named = assign_roles(read.reading, read.names)
    for judged in judge_passages(read.reading, watchlist, named, lexicon):
        teaches = _marked(read.seed, judged, read.reading) or _found(judged, read.reading)
        if teaches:
            yield Pattern(
                seed=read.seed.name,
                teaches=teaches,
                text=judged.passage.text(read.reading),
                language=read.language,
                portrait=judged.portrait,
                phrases=_phrases(read, judged),
            )


def _phrases(read: _ReadSeed, judged: Judged) -> frozenset[str]:
    background = load_background(read.language)
    if background is None:
        return frozenset()
    stretches = judged.passage.stretches(read.reading)
    return phrases_of(read.reading, stretches, read.names, background, load_teaching().phrases)


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
