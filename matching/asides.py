"""Acts that are no news: told in passing ("a man arrested by the bureau"), had been, may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from matching.phrases import ARABIC, Hit
from matching.reading import Reading

COMMA = frozenset(",")
COLON = frozenset(":")
WHO_REACH = 6
BY_REACH = 3
OBJECTS = ("persons", "one person", "seizure goods", "seizure bare", "number")
AUXILIARY_REACH = 3
HAD_REACH = 4
"""Tokens from "had" to what was done: "had been arrested"."""

UNREAL_REACH = 10
"""Tokens between "would allow" and the act, the agency's long name included."""

NOT_REACH = 4
HARMLESS_REACH = 4
DAY_REACH = 7
"""Tokens between "arrested them" and its day: the agency's long name."""

OPENING = 4
"""Tokens before "after" that belong to its clause: "two days", "less than a week"."""

DAYS = ("weekday", "relative", "fresh")
GOING_ON = ("act", "seize", "custody", "refer", "prosecutor", "more", "newcomer")

REPORTED_BACK = 8
"""Tokens between "said" and "had": "on Tuesday that it"."""


def only_aside(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Hit | None:
    """Return the first act where no act of the stretches is told as news, else None."""
    acts = [
        hit
        for first, last in stretches
        for hit in reading.cues("act", first, last)
        if not is_harmless(reading, hit)
    ]
    asides = set(_asides(reading, stretches))
    return acts[0] if acts and all(act.first in asides for act in acts) else None


def _asides(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Iterator[int]:
    for first, last in stretches:
        if reading.cue("refer", first, last):
            continue  # "a man arrested by the police was sent to prison": this is the news of him
        passing = [h for h in reading.cues("aside", first, last) if not _is_now(reading, h, first)]
        told = [token for hit in passing for token in range(hit.first, hit.last)]
        for act in reading.cues("act", first, last):
            if act.first in told:
                if not _is_news(reading, act, first, last):
                    yield act.first
            elif (
                _is_participle(reading, act, first, last)
                or _is_no_fact(reading, act, first)
                or clause_behind(reading, act)
            ):
                yield act.first


def _is_now(reading: Reading, aside: Hit, first: int) -> bool:
    had = reading.cue("had", aside.first, aside.last)
    return had is not None and is_reported(reading, had.first, first)


def _is_news(reading: Reading, act: Hit, first: int, last: int) -> bool:
    """A day is bound to the act, or it begins a sentence; not "unrelated to the cell which …"."""
    if reading.cue("unrelated", first, act.first):
        return False
    return _is_dated(reading, act, first, last) or _begins_news(reading, act, first)


def _is_dated(reading: Reading, act: Hit, first: int, last: int) -> bool:
    """ "أوقفهم أمس", "أوقفهم المكتب … صباح الجمعة", "يوم الجمعة أوقفهم": a day behind the act, or
    in Arabic right before it, makes it the news.

    Not one behind a comma, or behind the month in which it was done.
    """
    before = (max(first, act.first - 1), act.first)
    day_before = reading.any_cue(("weekday", "relative"), *before)
    if day_before and reading.tokens[act.first].text >= ARABIC:
        return True
    end = min(act.last + DAY_REACH, last)
    days = (reading.cue(day, act.last, end) for day in ("weekday", "relative", "fresh"))
    return any(
        not pauses(reading, act.last, day.first) and not reading.cue("month", act.last, day.first)
        for day in days
        if day
    )


def _begins_news(reading: Reading, act: Hit, first: int) -> bool:
    """ "أوقفتهما الشرطة …": an Arabic verb that begins a sentence follows nobody."""
    return act.first == first and reading.tokens[first].text >= ARABIC


def _is_participle(reading: Reading, act: Hit, first: int, last: int) -> bool:
    """ "Arrested by", without "was": it goes with a noun, and another verb tells the news.

    "Arrested by night" tells when; "finds weapons sent by" has an object.
    """
    by = reading.cue("by", act.last, min(act.last + BY_REACH, last))
    if by and reading.cue("harmless", by.first, by.last):
        return False
    if by and reading.any_cue(OBJECTS, act.last, by.first):
        return False
    auxiliary = reading.cue("auxiliary", max(first, act.first - AUXILIARY_REACH), act.first)
    return by is not None and auxiliary is None and not pauses(reading, act.last, by.first)


def _is_no_fact(reading: Reading, act: Hit, first: int) -> bool:
    """ "Had arrested", "would be allowed to arrest", "did not arrest": no comma between."""
    return any(
        hit.last <= act.first
        and not pauses(reading, hit.last, act.first)
        and not (concept == "had" and _explains(reading, hit.first, first))
        and not (concept == "not" and is_harmless(reading, hit))
        and not _is_of_place(reading, hit)
        for concept, reach in (("had", HAD_REACH), ("unreal", UNREAL_REACH), ("not", NOT_REACH))
        for hit in reading.cues(concept, max(first, act.first - reach), act.first)
    )


def clause_behind(reading: Reading, act: Hit) -> tuple[int, int] | None:
    """Return the clause of an act that says what came before the news, None of one that tells it.

    "Two days after the bureau announced the arrest of five, the council met on Friday": the clause
    has no day and all else tells no act.
    """
    own = reading.sentences[reading.sentence_of(act.first)]
    first, last = own.first, own.last
    clause = _after_clause(reading, act, first, last)
    if clause is None or reading.any_cue(DAYS, act.last, clause[1]):
        return None
    rest = [(first, clause[0]), (clause[1], last)]
    return None if any(reading.any_cue(GOING_ON, *stretch) for stretch in rest) else clause


def _after_clause(reading: Reading, act: Hit, first: int, last: int) -> tuple[int, int] | None:
    """The clause with an act that "after" opens, at an end of the sentence and parted by a comma;
    not "after a tip".
    """
    for hit in reading.cues("follows", first, act.first):
        start = hit.first
        if reading.cue("info", hit.first, act.first):
            continue
        commas = [at for at in range(start + 1, last) if pauses(reading, at, at)]
        if any(at <= act.first for at in commas):
            continue
        if start - first < OPENING and commas:
            return first, commas[0]
        before = range(max(first + 1, start - OPENING), start + 1)
        opens_title = start - first < OPENING and reading.sentence_of(first) < reading.body - 1
        if opens_title and not commas:
            return first, last  # "A week after the raid.. the town breathes again"
        if not commas and any(pauses(reading, at, at) for at in before):
            return start, last
    return None


def _is_of_place(reading: Reading, hit: Hit) -> bool:
    """The "Had" of "Had Soualem"."""
    place = reading.cue("place", hit.first, hit.first + 1)
    return place is not None and place.last > hit.last


def _explains(reading: Reading, had: int, first: int) -> bool:
    """Reported, or behind a colon: "Wednesday's party was off: all four had been arrested"."""
    start = max(first, had - WHO_REACH)
    told = any(pauses(reading, at, at, COLON) for at in range(start + 1, had))
    return told or is_reported(reading, had, first)


def is_harmless(reading: Reading, hit: Hit) -> bool:
    """ "False banknotes", "a secret session": a longer phrase in which the word says nothing."""
    near = reading.cues("harmless", max(0, hit.first - HARMLESS_REACH), hit.last + HARMLESS_REACH)
    return any(phrase.first <= hit.first < phrase.last for phrase in near)


def is_reported(reading: Reading, had: int, first: int) -> bool:
    """ "The bureau said it had arrested": the past perfect of what is reported, no older news."""
    itself = reading.cue("itself", max(first, had - 2), had + 1)
    start = max(first, had - REPORTED_BACK)
    return itself is not None and reading.cue("said", start, itself.first) is not None


def pauses(reading: Reading, first: int, last: int, signs: Set[str] = COMMA) -> bool:
    """Say whether one of the signs stands between two tokens, or the tokens beside them."""
    return not signs.isdisjoint(reading.between(first, last))
