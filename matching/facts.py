"""Turns an assessed report into the facts that tell events apart, and the keys to find them by."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from core.articles import Article
from core.assessments import Agency, Assessment, Place, Slots, Span
from core.clock import YEARS, local_day
from core.events import Facts
from matching.normalise import fold
from matching.resolving.distinct import is_distinct, tells_several
from matching.resolving.earlier import held_earlier
from matching.resolving.figures import figures_in
from matching.resolving.goods import goods_named
from matching.resolving.motifs import motifs_named
from matching.resolving.named import places_named
from matching.resolving.named_days import days_named
from matching.resolving.weights import load_weights

PASSAGE_LENGTH = 1200
"""Code points of a passage: an announcement's facts stand in its first paragraphs."""

LEAD_LENGTH = 600
"""Code points of the text that stand for a report which the title makes."""

OPENING = 400
"""Code points of a passage that say how many operations it is about."""

TITLE_LENGTH = 300
GRAM = 9
SAMPLE = 8
"""One 9-gram in eight is kept: some 150 hashes a passage tell .12 alike from chance."""

BANDS = 8
"""The smallest fingerprints are an index: of two passages half alike, 99 % share one of eight."""

DATE_WINDOW = range(-4, 5)
PUBLISHED_WINDOW = range(-12, 5)
"""Days around a report's own in which its event is looked for."""

BEFORE = 40
"""Code points in front of a place in which it may be said to be near only."""

SLIP = timedelta(hours=2)
"""So far ahead of its arrival a publication may be dated in the wrong time zone."""

TELLING = ("operation", "support", "update")
"""Kinds of reports that tell an act: what a mention names beside it is anything."""

_CLOSING = re.compile(r"[.!?…»”\"')\]]{0,3}")


def facts_of(article: Article, assessment: Assessment, agencies: Sequence[Agency] = ()) -> Facts:
    """Return what one report of an article says; a publication time to come counts as arrival."""
    slots = assessment.slots
    passage, _ = passage_of(article, assessment)
    title = article.title[:TITLE_LENGTH]
    distinct = is_distinct(f"{title}\n{passage}")
    several = len(slots.places) > 1 and tells_several(f"{title}\n{passage[:OPENING]}")
    return Facts(
        kind=assessment.kind,
        act=assessment.act,
        published=_published(article),
        arrived=article.arrived,
        capped=_is_ahead(article),
        topic=slots.topic.value if slots.topic else None,
        date=slots.date.value if slots.date and _is_meant(slots.date.value) else None,
        places=tuple(place.code or place.name for place in slots.places),
        place_names=tuple(place.name for place in slots.places),
        near=tuple(p.code or p.name for p in slots.places if _is_vague(article, p)),
        named=() if distinct else _named(article, assessment, passage),
        named_days=() if distinct else _named_days(article, assessment, f"{title}\n{passage}"),
        count=slots.count.value if slots.count else None,
        earlier=_earlier(title, passage, assessment),
        ages=slots.ages.value if slots.ages else None,
        group=slots.group.value if slots.group else None,
        seizures=tuple(slot.value for slot in slots.seizures),
        goods=goods_named(f"{title}\n{passage[:LEAD_LENGTH]}"),
        motifs=motifs_named(f"{title}\n{passage}"),
        agencies=_telling(assessment, agencies),
        partners=tuple(slot.value for slot in slots.partner),
        official=bool(slots.official and slots.official.value),
        language=article.language,
        outlet=article.outlet,
        tier=article.tier,
        title=title,
        passage=passage,
        fingerprints=fingerprints(passage),
        figures=_figures(passage, slots),
        distinct=distinct and not several,
        several=several,
    )


def _published(article: Article) -> datetime | None:
    published = article.published
    return min(published, article.arrived) if published and _is_meant(published) else None


def _is_ahead(article: Article) -> bool:
    return article.published is not None and article.published - article.arrived > SLIP


def _is_meant(day: date) -> bool:
    """Days are reckoned with on either side, which the calendar's ends don't allow."""
    return YEARS[0] <= day.year <= YEARS[1]


def _named(article: Article, assessment: Assessment, passage: str) -> tuple[str, ...]:
    if assessment.kind not in TELLING:
        return ()
    scene = {place.code or place.name for place in assessment.slots.places}
    # Of what the title names a follow-up tells, though it be a village that is called by a word.
    named = places_named(article.title[:TITLE_LENGTH], villages=True)
    if assessment.kind == "update":
        named = (*named, *places_named(passage))
    return tuple(place for place in dict.fromkeys(named) if place not in scene)


def _named_days(article: Article, assessment: Assessment, text: str) -> tuple[date, ...]:
    if assessment.kind != "update":
        return ()
    published, own = _published(article), assessment.slots.date
    return days_named(text, local_day(published) if published else None, own.value if own else None)


def _earlier(title: str, passage: str, assessment: Assessment) -> tuple[int, ...]:
    count = assessment.slots.count
    return held_earlier(f"{title}\n{passage}", count.value if count else None)


def _is_vague(article: Article, place: Place) -> bool:
    """ "Near Casablanca" may be any town around it."""
    text = article.title if place.span.field == "title" else article.text
    before = text[max(0, place.span.start - BEFORE) : place.span.start]
    words = fold(f"{before} {place.text.split()[0]}").text
    return _nearness().search(words) is not None


@cache
def _nearness() -> re.Pattern[str]:
    cues = sorted((fold(cue).text for cue in load_weights().cues.near), key=len, reverse=True)
    return re.compile(rf"(?:^|[^\w])[وبف]?(?:{'|'.join(map(re.escape, cues))})\W+\S+$")


def _telling(assessment: Assessment, agencies: Sequence[Agency]) -> tuple[str, ...]:
    """Return the watched agencies that act or inform, in the order in which they are named."""
    named = (
        a.agency
        for a in agencies
        if a.watchlist == assessment.watchlist and a.role in ("actor", "informer")
    )
    return tuple(dict.fromkeys(named))


def passage_of(article: Article, assessment: Assessment) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the report's passage as published, and the stretches in it that the verdict rests on.

    Marks are (start, end) in code points of the passage, in order, without overlaps.
    """
    field, text, start, end = _bounds(article, assessment.span)
    inside = (
        (max(mark.start, start) - start, min(mark.end, end) - start)
        for mark in _marked(assessment)
        if mark.field == field and mark.start < end and mark.end > start
    )
    return text[start:end], tuple(_joined(sorted(inside)))


def _bounds(article: Article, span: Span) -> tuple[str, str, int, int]:
    """Return field, its text, start and end; a title is told by the text's opening."""
    if span.field == "text" or not article.text.strip():
        whole = article.text if span.field == "text" else article.title
        start = max(0, min(span.start, len(whole)))
        end = min(max(start, span.end), start + PASSAGE_LENGTH)
        closing = _CLOSING.match(whole, end)
        return span.field, whole, start, closing.end() if closing else end
    opening = article.text[: LEAD_LENGTH + 1]
    cut = len(opening) if len(opening) <= LEAD_LENGTH else max(opening.rfind(" "), 1)
    return "text", article.text, 0, min(cut, LEAD_LENGTH)


def _marked(assessment: Assessment) -> Iterator[Span]:
    yield from (evidence.span for evidence in assessment.evidence)
    slots = assessment.slots
    single = (slots.date, slots.count, slots.ages, slots.group, slots.official)
    yield from (slot.span for slot in single if slot)
    yield from (place.span for place in slots.places)
    yield from (slot.span for slot in (*slots.seizures, *slots.partner))


def _joined(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Merge overlapping stretches, given in order; empty ones are left out."""
    current: tuple[int, int] | None = None
    for start, end in stretches:
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None and current[0] < current[1]:
            yield current
        current = (start, end)
    if current is not None and current[0] < current[1]:
        yield current


def fingerprints(passage: str) -> tuple[int, ...]:
    """Return sampled hashes of the folded passage's character 9-grams, ascending.

    The same in every process: containment of one set in the other estimates the shared text.
    """
    folded = " ".join(fold(passage).text.split())
    hashes = {
        zlib.crc32(folded[at : at + GRAM].encode()) for at in range(max(0, len(folded) - GRAM + 1))
    }
    return tuple(sorted(value for value in hashes if value % SAMPLE == 0))


def _figures(passage: str, slots: Slots) -> tuple[str, ...]:
    stated = set(slots.ages.value) if slots.ages else set()
    if slots.count:
        stated.add(slots.count.value)
    return figures_in(passage, [slot.value for slot in slots.seizures], stated)


def index_keys(facts: Facts) -> frozenset[str]:
    """Return the keys that an event is stored under for this report."""
    return frozenset([*_keys(facts, range(1), range(1)), *_scenes(facts)])


def lookup_keys(facts: Facts) -> frozenset[str]:
    """Return the keys under which an event of this report may be stored: a bounded number.

    Nothing says when an undated report's operation was: of any time are those of a place of its own
    with as many held. A follow-up may come late: it leads to the days that it names, and to as many
    as it says were held before.
    """
    keys = _keys(facts, DATE_WINDOW, PUBLISHED_WINDOW)
    named = (key for day in facts.named_days for key in _days("date", day, range(1)))
    undated = facts.date is None and facts.published is None
    return frozenset([*keys, *named, *_followed(facts), *(_scenes(facts) if undated else ())])


def _keys(facts: Facts, dates: range, published: range) -> Iterator[str]:
    if facts.date:
        yield from _days("date", facts.date, dates)
    yield from _days("pub", local_day(facts.published or facts.arrived), published)
    if facts.ages:
        youngest, oldest = facts.ages
        yield from (f"ages:{youngest}-{oldest}@{place}" for place in _telling_places(facts))
    yield from (f"fp:{value}" for value in facts.fingerprints[:BANDS])


def _scenes(facts: Facts) -> Iterator[str]:
    """Places with the number held there."""
    if facts.count is not None:
        yield from _held(facts.count, facts.places)


def _followed(facts: Facts) -> Iterator[str]:
    """The same of the operation that a follow-up counts up."""
    if facts.kind == "update":
        for held in facts.earlier:
            yield from _held(held, (*facts.places, *facts.named))


def _held(count: int, places: Iterable[str]) -> Iterator[str]:
    """In a city so many are held every month."""
    usual = load_weights().places.weights
    return (f"held:{count}@{place}" for place in places if place not in usual)


def _telling_places(facts: Facts) -> Iterator[str]:
    """Where ages lead to events of any time: in a city one age is somebody's every month."""
    usual = load_weights().places.weights if facts.ages and len({*facts.ages}) == 1 else {}
    return (place for place in facts.places if place not in usual)


@lru_cache
def _days(name: str, day: date, window: range) -> tuple[str, ...]:
    """Kept, since most reports are of the same few days."""
    return tuple(f"{name}:{day + timedelta(days)}" for days in window)
