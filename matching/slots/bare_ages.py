"""Ages without a word for them: numbers between commas, in brackets, or beside somebody else's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from matching.phrases import AND, Hit
from matching.reading import Reading
from matching.slots.numbers import Number

OF_PEOPLE = ("act", "persons", "one person", "head count", "kin")
"""What a sentence tells of, in which a number between commas is somebody's age."""

SOMEBODY = ("one person", "kin", "extreme", "himself", "they")
NO_ONE = ("cells", "case", "of a group", "not_people", "number", "composed")
PEOPLE_BACK = 3
BOTH_BACK = 4
IS_BACK = 3
EXTREME_REACH = 1
TURNED_BACK = 5
COUNTED_REACH = 2
FEWEST_LISTED = 3
COUNTED = ("persons", "seizure units", "seizure goods", "time unit", "not_people", "month")

Ages = Mapping[int, Number]
"""The numbers of a sentence that may be ages, by their first tokens."""


def beside_others(reading: Reading, found: Set[Number], ages: Ages) -> set[Number]:
    """ "L'homme a 45 ans, sa compagne 38", "…, de 53 años, y su acompañante, de 28": right behind
    somebody, where another's is told."""
    if not found:
        return set()
    ended = {
        n
        for n in ages.values()
        if _ends_clause(reading, n) or reading.cue("auxiliary", n.last, n.last + 1)
    }
    before = {n for n in ages.values() for end in ended if _joined(reading, n.last, end.first)}
    beside = {n for n in ended | before if _stands_behind(reading, n)}
    behind = {n for n in ages.values() if _stands_before_extreme(reading, n)}
    return (
        beside
        | behind
        | {end for n in beside & before for end in ended if _joined(reading, n.last, end.first)}
    )


def _stands_before_extreme(reading: Reading, number: Number) -> bool:
    """ "21 ans pour le cadet, 33 pour l'aîné", "22 el menor y 50 el mayor", "29 pour l'autre"."""
    near = (number.last, number.last + EXTREME_REACH + 1)
    told = (hit for concept in ("extreme", "they") for hit in reading.cues(concept, *near))
    return any("," not in reading.between(hit.first, hit.first) for hit in told)


def joined(reading: Reading, one: Number, other: Number) -> bool:
    """ "43 و50": only "and" or a comma stands between two ages."""
    return one.last <= other.first and _joined(reading, one.last, other.first)


def _stands_behind(reading: Reading, number: Number) -> bool:
    """ "Sa compagne 38", "l'autre 35", "el segundo, de 40"."""
    start, end = _before(reading, number)
    hits = (hit for c in SOMEBODY for hit in reading.cues(c, max(0, start - 1), end))
    his = reading.cue("own", start - 1, start) is not None  # "y a su operario, de 25"
    one = reading.cue("of", end, end + 1) and any(True for _ in _one_of(reading, start))
    return his or bool(one) or any(hit.last == end for hit in hits)


def of_somebody(reading: Reading, ages: Ages) -> list[Number]:
    """ "A teacher of 34", "three youths of 18, 21 and 27": nothing behind it is counted."""
    found = [n for n in ages.values() if is_behind_somebody(reading, n)]
    found = [n for n in found if not _is_counting(reading, n)]
    return found + [n for one in _of_several(reading, ages) for n in one]


def has_only_years(reading: Reading, has: Hit, number: Number) -> bool:
    """ "راجل عندو 34": right behind somebody, and nothing that he has 34 of."""
    somebody = reading.cues("one person", max(0, has.first - 2), has.first)
    if number.first != has.last or not any(hit.last == has.first for hit in somebody):
        return False
    if _ends_clause(reading, number) or number.last == len(reading.tokens):
        return True
    near = (number.last, number.last + 1)
    counted = reading.any_cue((*COUNTED, "one person", "kin"), *near)
    return reading.tokens[number.last].text[0] == AND and not counted


def is_behind_somebody(reading: Reading, number: Number) -> bool:
    """Right behind "of" and a noun for one person."""
    return reading.cue("of", number.first - 1, number.first) is not None and any(
        hit.last == number.first - 1
        for hit in reading.cues("one person", *_before(reading, number))
    )


def _is_counting(reading: Reading, number: Number) -> bool:
    """ "Of 22 suspects", not "of 22 were arrested"."""
    if reading.cue("auxiliary", number.last, number.last + 1):
        return False
    return reading.any_cue(COUNTED, number.last, number.last + COUNTED_REACH)


def _of_several(reading: Reading, ages: Ages) -> Iterator[list[Number]]:
    """A list of three or more behind "of" and a noun for people."""
    ordered = sorted(ages.values())
    for at, number in enumerate(ordered):
        people = reading.cues("persons", *_before(reading, number))
        of = reading.cue("of", number.first - 1, number.first)
        if not of or not any(hit.last == number.first - 1 for hit in people):
            continue
        listed = [number]
        for other in ordered[at + 1 :]:
            if not _joined(reading, listed[-1].last, other.first):
                break
            listed.append(other)
        if len(listed) >= FEWEST_LISTED and not _is_counting(reading, listed[-1]):
            yield listed


def is_so_old(reading: Reading, ages: Ages, first: int) -> list[Number]:
    """ "The leader is 18 and …", "he is only seventeen,", "barely 17,": somebody, "is", and nothing
    counted; "all are between 25 and 44."
    """
    found = [n for n in ages.values() if _is_told(reading, n, first) or _is_barely(reading, n)]
    found += [n for n in ages.values() if _is_turned(reading, n, first)]
    ended = [
        n
        for n in found
        if _ends_clause(reading, n) or reading.cue("people and", n.last, n.last + 1)
    ]
    return ended + [n for both in _all_between(reading, ages, first) for n in both]


def _is_told(reading: Reading, number: Number, first: int) -> bool:
    told = [
        hit
        for hit in reading.cues("is", max(first, number.first - IS_BACK), number.first)
        if hit.last == number.first
    ]
    return any(
        reading.cue(concept, max(first, hit.first - 2), hit.first)
        for hit in told
        for concept in SOMEBODY
    )


def _is_turned(reading: Reading, number: Number, first: int) -> bool:
    """ "Acaba de cumplir los 18", "vient de fêter ses 20 ans"."""
    start = max(first, number.first - TURNED_BACK)
    article = reading.cue("the", number.first - 1, number.first) or reading.cue(
        "own", number.first - 1, number.first
    )
    end = number.first - (article is not None)
    return any(hit.last == end for hit in reading.cues("turned", start, end))


def _is_barely(reading: Reading, number: Number) -> bool:
    return reading.cue("barely", number.first - 1, number.first) is not None


def _all_between(reading: Reading, ages: Ages, first: int) -> Iterator[tuple[Number, Number]]:
    ordered = sorted(ages.values())
    for one, other in pairwise(ordered):
        led = reading.cue("range", one.first - 1, one.first)
        told = led and reading.cue("all are", max(first, one.first - 1 - IS_BACK), one.first - 1)
        ranged = told is not None and told.last == one.first - 1
        if ranged and _joined(reading, one.last, other.first) and _ends_clause(reading, other):
            yield one, other


def _one_of(reading: Reading, noun: int) -> Iterator[Hit]:
    """ "A designer of 33", not "a ring of 33"."""
    group = reading.any_cue(NO_ONE, noun, noun + 1)
    yield from () if group else reading.cues("an", noun - 1, noun)


def _before(reading: Reading, number: Number) -> tuple[int, int]:
    """The word before a number, without "of"."""
    of = number.first > 1 and reading.cue("of", number.first - 1, number.first) is not None
    return number.first - 1 - of, number.first - of


def _ends_clause(reading: Reading, number: Number) -> bool:
    end = reading.tokens[number.last - 1].end
    return reading.folded.text[end : end + 1] in ("", ".", ",", ";", ")", "\n")


def between_commas(reading: Reading, first: int, last: int, ages: Ages) -> list[Number]:
    """ "A blacksmith, 19, and …", "the pair, 27 and 41,", "Karim B. (34)"."""
    if not reading.any_cue(OF_PEOPLE, first, last):
        return []
    found: list[Number] = []
    run: list[Number] = []
    for number in sorted(ages.values()):
        if not reading.tokens[number.first].text.isdecimal():
            continue
        goes_on = bool(run) and _joined(reading, run[-1].last, number.first)
        run = [*run, number] if goes_on else [number] if _opens(reading, number, first) else []
        closed = _closes(reading, number, last) or _leads_on(reading, number)
        if run and (closed or _ends_range(reading, run, last)):
            found += run
            run = []
    return found


def _opens(reading: Reading, number: Number, first: int) -> bool:
    """Behind a comma or a bracket that does not stand behind a day or another number.

    "Between" and "both" may lead: "the men, between 18 and 40,", "the suspects are between 22 and
    47.", "two brothers, both 26,".
    """
    ranged = reading.cue("range", number.first - 1, number.first) is not None
    both = reading.cues("both", max(first, number.first - BOTH_BACK), number.first)
    start = min([number.first - ranged, *(hit.first for hit in both if hit.last == number.first)])
    if start <= first:
        return False
    before = reading.tokens[start - 1]
    gap = reading.folded.text[before.end : reading.tokens[start].start]
    timed = reading.any_cue(("weekday", "month", "digits", "number"), start - 1, start)
    near = (max(first, start - PEOPLE_BACK), start)
    people = ranged and reading.cue("persons", *near) is not None
    opened = gap.strip(' "') in (",", "(") and gap[-1:] in " ("
    return (opened or people) and not timed


def _ends_range(reading: Reading, run: Sequence[Number], last: int) -> bool:
    """ "… between 22 and 47." """
    ranged = reading.cue("range", run[0].first - 1, run[0].first) is not None
    return ranged and len(run) > 1 and run[-1].last == last


def _closes(reading: Reading, number: Number, last: int) -> bool:
    start = reading.tokens[number.last - 1].end
    behind = reading.folded.text[start : start + 2]
    return behind[:1] == ")" or behind in (", ", "، ")


def _leads_on(reading: Reading, number: Number) -> bool:
    """ "The driver, 39 and a resident of Fez": more of the one whose age it is."""
    one = any(
        hit.last == number.first for hit in reading.cues("one person", *_before(reading, number))
    )
    led = reading.cue("people and", number.last, number.last + 1)
    return one and led is not None and reading.cue("digits", led.last, led.last + 1) is None


def _joined(reading: Reading, end: int, start: int) -> bool:
    """Only "and" or a comma stands between two ages."""
    between = [reading.cue("people and", at, at + 1) is not None for at in range(end, start)]
    return all(between) and len(between) <= 1
