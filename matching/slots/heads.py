"""Counts people in one sentence: numbers beside a noun, nouns for one or two, and what "and" joins.

Called by people.py, which chooses among the sentences of a passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from matching.phrases import AND, ARABIC, Hit
from matching.reading import Reading, once
from matching.slots.ages import ages_in
from matching.slots.arrested import arrest_behind, is_told_arrested
from matching.slots.bystanders import is_bystander
from matching.slots.numbers import Number, find_numbers
from matching.tokens import ARTICLE

MOST_HELD = 150
AGE_NEAR = 5
SUBSET_REACH = 3
GROUP_BACK = 4
AND_BACK = 4
"""Tokens from "and" to somebody: "as well as their"."""

NOUN_REACH = 3
LIST_BACK = 8
HELD_REACH = 2
AGED_REACH = 9
SEVERAL = 2
OF_HIS_REACH = 2
OF_THE_REACH = 2
OFFICER_REACH = 3
THEY_BACK = 4
NOT_BACK = 3
SUBJECT_REACH = 5


class Heads(NamedTuple):
    """People counted at tokens [first, last); `single` where only a noun says that it is one.

    `of_them`: "arrested were three of them".
    """

    first: int
    last: int
    value: int
    single: bool = False
    of_them: bool = False


def several(counted: Iterable[Heads]) -> Heads | None:
    return next((heads for heads in counted if heads.value > 1), None)


def articles(reading: Reading, first: int, last: int) -> list[Hit]:
    """ "Un", "a": not the French "à" that is folded to it, nor the Spanish "a dos", "a un"."""
    hits = reading.cues("an", first, last)
    return [
        hit
        for hit in hits
        if reading.quote(hit.first, hit.last)[0].casefold() != "à"
        and not reading.any_cue(("an", "number", "digits"), hit.last, hit.last + 1)
    ]


def has_and(reading: Reading, start: int, first: int) -> bool:
    """In tokens [start, first), or written together with the Arabic word there."""
    arabic = reading.tokens[first].text[0] == AND and not reading.cue("no and", first, first + 1)
    start = max(0, start)
    if arabic or reading.cue("people and", start, first) is None:
        return arabic
    inside = _inside_numbers(reading, max(0, start - 1), first)
    return any(cue.first not in inside for cue in reading.cues("people and", start, first))


def _inside_numbers(reading: Reading, first: int, last: int) -> set[int]:
    """The tokens behind the first of "trente et un"."""
    numbers = find_numbers(reading, first, last)
    return {token for number in numbers for token in range(number.first + 1, number.last)}


def with_kin(reading: Reading, heads: Heads, first: int) -> Heads:
    """ "The gunsmith and his son": whoever stands before is one more."""
    if not heads.single or heads.first - first < 2:
        return heads
    own = reading.cue("own", heads.first - 1, heads.first) is not None
    kin = reading.cue("kin", heads.first, heads.first + 1) is not None
    led = own and reading.cue("leads to one", heads.first - 2, heads.first - 1) is not None
    joined = has_and(reading, heads.first - (1 + own + led), heads.first)
    joined = joined or (own and _goes_on_from_subject(reading, heads.first - 1, first))
    return heads._replace(value=heads.value + 1) if joined and (own or kin) else heads


def _goes_on_from_subject(reading: Reading, own: int, first: int) -> bool:
    """ "Un armero, su hijo …": what begins the sentence, and a comma."""
    begins = reading.any_cue(("an", "the one"), first, first + 1)
    return begins and own - first <= SUBJECT_REACH and reading.pauses_before(own)


@once
def one_word(reading: Reading, first: int, last: int) -> Sequence[Heads]:
    """Return nouns that tell their number: "couple", "شخصين", not "طالبين 200 مليون": asking."""
    return [
        Heads(hit.first, hit.last, hit.value)
        for hit in reading.cues("head count", first, last)
        if not _is_part(reading, first, hit.first, hit.last, last)
        and not _are_asking(reading, hit, last)
        and not is_bystander(reading, hit.first, first)
    ]


def _are_asking(reading: Reading, hit: Hit, last: int) -> bool:
    """ "طالبين 200 مليون": no two students."""
    number = reading.cue("digits", hit.last, min(hit.last + 1, last))
    end = reading.tokens[hit.last - 1].end
    return number is not None and reading.tokens[number.first].start == end + 1


@once
def singles(reading: Reading, first: int, last: int) -> Sequence[Heads]:
    """Return the nouns for one person, and "… and a Noun", "… and his Noun were arrested"."""
    found = {
        hit.first: hit
        for concept in ("one person", "kin", "newcomer")
        for hit in reading.cues(concept, first, last)
    }
    for one in reading.cues("an", first, last):
        beside = range(one.first, one.last + 2)
        if found.keys().isdisjoint(beside) and _is_arrested_too(reading, one, first, last):
            found[one.first] = one
    for own in reading.cues("own", first, last):
        if own.last not in found and _is_arrested_too(reading, own, first, last):
            found[own.last] = own._replace(first=own.last, last=own.last + 1)
    named = reading.cues("place", first, last)
    places = (token for p in named for token in range(p.first, p.last))
    latin = (p.first for p in named if reading.tokens[p.first].text < ARABIC)
    neighbours = [start - 1 for start in latin]  # "la vecina M'diq"
    towns = (hit.first - 1 for hit in reading.cues("city", first + 1, last))  # "vecina localidad"
    for token in (*_inside_numbers(reading, first, last), *places, *neighbours, *towns):
        found.pop(token, None)
    return [
        Heads(hit.first, hit.last, 1, True)
        for _, hit in sorted(found.items())
        if not is_bystander(reading, hit.first, first)
    ]


def _is_arrested_too(reading: Reading, one: Hit, first: int, last: int) -> bool:
    joined = reading.cues("people and", max(first, one.first - AND_BACK), one.first)
    behind = [hit for hit in joined if hit.last == one.first]
    caught = arrest_behind(reading, one.first, one.last, last)
    told = caught is not None and reading.cue("seize", caught.first, caught.last) is None
    return bool(behind) and (told or _ends_list(reading, behind[0].first, first))


def _ends_list(reading: Reading, at: int, first: int) -> bool:
    """ "Arrested … two clerks and a broker": a number right before, an arrest before that."""
    several = [n for n in find_numbers(reading, max(first, at - NOUN_REACH), at) if n.value > 1]
    goods = ("not_people", "seize", "seizure goods", "seizure bare", "seizure units")
    if not several or reading.any_cue(goods, several[0].last, at + LIST_BACK):
        return False
    start = max(first, several[0].first - LIST_BACK)
    return reading.any_cue(("held", "custody"), start, several[0].first)


@once
def numbered(reading: Reading, first: int, last: int) -> tuple[Heads, ...]:
    """Return numbers beside a noun for people, or behind "composed of" or "arrest of"."""
    return tuple(_numbered(reading, first, last))


def _numbered(reading: Reading, first: int, last: int) -> Iterator[Heads]:
    counted = False
    numbers = sorted(find_numbers(reading, first, last))
    told = numbers and ages_in(reading, first, last)
    ages = {age.first for age in told}
    for start, end, value in numbers:
        if start in ages or not 1 <= value <= MOST_HELD or is_bystander(reading, start, first):
            continue
        if _is_of_year(reading, start, first):
            continue
        if _is_put_right(reading, start, first):
            continue
        part = _part_of(reading, numbers, start, first)
        start, value = (part.first, part.value) if part else (start, value)
        if _counts_something_else(reading, start, end, last):
            continue
        noun = reading.cue("persons", end, min(end + NOUN_REACH, last))
        upto = noun.last if noun else end
        held = is_held(reading, first, start) or arrest_behind(reading, start, end, last)
        of_them = bool(held and reading.cue("of them", upto, min(upto + 1, last)))
        aged = _are_aged(reading, upto, ages)
        if (aged or _is_people(reading, (start, upto), (first, last), counted)) and (
            of_them or not _is_part(reading, first, start, upto, last)
        ):
            counted = True
            begin = start - _stands_behind_noun(reading, start, end, first)
            yield Heads(begin, upto, value, of_them=of_them)


def _is_of_year(reading: Reading, start: int, first: int) -> bool:
    """ "In his thirty-fourth year", in Arabic: "the fourth and thirtieth"."""
    ordinal = reading.cue("ordinal", start, start + 1)
    return bool(ordinal and start > first and reading.cue("ordinal", start - 1, start))


def _part_of(reading: Reading, numbers: Iterable[Number], start: int, first: int) -> Number | None:
    """ "Arrested two of the five members": the two."""
    for number in numbers:
        between = (number.last, start)
        led = 0 < start - number.last <= OF_THE_REACH and reading.cue("of the", *between)
        if led and led.first == number.last and is_held(reading, first, number.first):
            return number
    return None


def _is_put_right(reading: Reading, start: int, first: int) -> bool:
    """ "Cinq et non six", "four, not three": the number that was wrong."""
    before = reading.cues("and not", max(first, start - NOT_BACK), start)
    return any(hit.last == start for hit in before)


def _stands_behind_noun(reading: Reading, start: int, end: int, first: int) -> bool:
    """ "وصيدلانيين اثنين": the number stands behind its noun."""
    pair = start > first and reading.cue("pair", start, end) is not None
    return pair and reading.tokens[start - 1].text.endswith(reading.affixes.dual)


def _are_aged(reading: Reading, end: int, ages: Set[int]) -> bool:
    """ "Four fixers of a gang, between 28 and 52 years old": several ages are told of them."""
    near = [age for age in ages if 0 <= age - end <= AGED_REACH]
    if len(near) < SEVERAL:
        return False
    between = reading.cues("number", end, min(near)), reading.cues("digits", end, min(near))
    return not any(between)


def _is_people(
    reading: Reading, where: tuple[int, int], stretch: tuple[int, int], counted: bool
) -> bool:
    start, end = where
    first, last = stretch
    if reading.cue("persons", start, end) or _is_behind(reading, first, start):
        return True
    if _is_groups(reading, start, stretch):
        return True
    spelt = not reading.tokens[start].text.isdecimal()
    an = reading.any_cue(("cells", "case"), end, end + 1)  # Darija: "واحد الشبكة"
    if start == first and spelt and not an and reading.cue("act", start, last):
        return True  # "Five traders were arrested": a number in words that begins a sentence
    if reading.cue("persons", start - 1, start) and reading.cue("pair", start, end):
        return True  # "متطرفين اثنين"
    if is_told_arrested(reading, start, end, stretch) or is_of_his(reading, start, end):
        return True
    if _they_were(reading, start, end, last) or _are_passengers(reading, start, end, last):
        return True
    told = counted or reading.cue("one person", first, start) is not None
    return told and _are_more(reading, start, end, last)


def _is_groups(reading: Reading, start: int, stretch: tuple[int, int]) -> bool:
    """ "A group of four programmers was arrested"."""
    before = reading.cues("group of", max(stretch[0], start - GROUP_BACK), start)
    taken = (reading.cue(c, *stretch) for c in ("held", "caught", "taken alone", "takes people"))
    return any(hit.last == start for hit in before) and any(taken)


def _are_passengers(reading: Reading, start: int, end: int, last: int) -> bool:
    """ "The driver and the two passengers are in custody": elsewhere they are nobody's held."""
    if reading.cue("passengers", start, end + 1) is None:
        return False
    sentence = reading.sentences[reading.sentence_of(start)]
    his = reading.cue("own", start - 1, start) and reading.cue("held", sentence.first, last)
    personal = reading.cue("personal", start - 1, start) and reading.cue(
        "held", sentence.first, start
    )
    taken = personal or is_held(reading, sentence.first, start)
    return bool(his or taken or reading.cue("custody", end, last))


def _they_were(reading: Reading, start: int, end: int, last: int) -> bool:
    """ "They were five", "au nombre de cinq,": nothing behind it that may be counted."""
    led = reading.cues("they were", max(0, start - THEY_BACK), start)
    if not any(hit.last == start for hit in led):
        return False
    placed = reading.any_cue(("at", "written at", "total"), end, end + 1)
    return end >= last or placed or reading.between(end, end).strip() != ""


def is_held(reading: Reading, first: int, start: int) -> bool:
    """An arrest stands right before token `start`."""
    near = reading.cues("held", max(first, start - HELD_REACH), start)
    return any(start - hit.last <= 1 for hit in near)


def _is_part(reading: Reading, first: int, start: int, end: int, last: int) -> bool:
    """ "Among them two women", "three of them": not all that are held."""
    near = (max(first, start - SUBSET_REACH), start)
    inside = [cue for cue in reading.cues("in them", *near) if not _is_in_noun(reading, first, cue)]
    among = [cue for cue in reading.cues("among", *near) if not _is_whose(reading, cue, start)]
    if any(start - cue.last <= 1 for cue in (*among, *inside)):
        return True
    behind = reading.cues("of them", start + 1, min(end + 1, last))
    return any(
        hit.first in (end, start + 1)
        and not reading.pauses_before(hit.first)
        and not _leads_to_some(reading, hit, bare=hit.first == start + 1)
        for hit in behind
    )


def _leads_to_some(reading: Reading, of_them: Hit, *, bare: bool) -> bool:
    """ "خمسة رجال منهم سائق", "خمسة فيهم جوج": among five, and not "five of them are drivers"."""
    if reading.tokens[of_them.first].text < ARABIC:
        return False
    near = (of_them.last, of_them.last + 1)
    some = ("number", "head count") if bare else ("number", "head count", "one person")
    return reading.any_cue(some, *near)


def _is_whose(reading: Reading, among: Hit, start: int) -> bool:
    """ "Une cellule dont les trois membres": all of them, not "cinq hommes, dont deux frères"."""
    whose = reading.cue("whose", among.first, start)
    return whose is not None and whose.last == start


def _is_in_noun(reading: Reading, first: int, cue: Hit) -> bool:
    """ "المشتبه فيهم": the second word means "of them" elsewhere."""
    before = reading.cues("persons", max(first, cue.first - 1), cue.first)
    return any(noun.last >= cue.last for noun in before)


def _are_more(reading: Reading, start: int, end: int, last: int) -> bool:
    """ "… and three in Spain", "… two others", "… otros dos": behind people that are counted."""
    upto = min(end + 1, last)
    before = reading.cue("others", start - 1, start)
    inside = reading.cue("inside", end, upto) and reading.pauses_before(start)
    return bool(before or inside or reading.any_cue(("at", "others", "written at"), end, upto))


def _is_behind(reading: Reading, first: int, start: int) -> bool:
    """ "Composed of four", "the arrest of four", "the suspects, all four" (الموقوفون الأربعة)."""
    near = max(first, start - 4)
    composed = [hit for hit in reading.cues("composed", near, start) if hit.last - hit.first > 1]
    held = [*composed, *reading.cues("held", near, start)]
    if any(0 <= start - hit.last <= 1 for hit in held):
        return True
    definite = reading.tokens[start].text.startswith(ARTICLE)
    return definite and reading.cue("persons", near, start) is not None


def is_of_his(reading: Reading, start: int, end: int) -> bool:
    """ "Two of his aides", not "two of its members": people of somebody who is told before."""
    upto = end + OF_HIS_REACH
    return reading.cue("of his", start, upto) is not None and not reading.cue(
        "of a group", start, upto
    )


def _are_officers(reading: Reading, end: int, last: int) -> bool:
    """ "Ten men of the bureau": they arrest and are not arrested."""
    own = reading.cue("own force", end, min(end + OFFICER_REACH, last))
    return own is not None


def _counts_something_else(reading: Reading, start: int, end: int, last: int) -> bool:
    in_digits = reading.tokens[start].text.isdecimal()
    if in_digits and reading.cue("age", max(0, start - AGE_NEAR), start):
        return True
    if reading.cue("weekday", start, start + 1) and not reading.cue("persons", end, end + 1):
        return True  # "التلات": Tuesday, and three
    if _are_officers(reading, end, last):
        return True
    if reading.cue("month", start - in_digits, start + 1) and reading.cue("digits", start, end + 1):
        return True  # "Sept 14"
    upto = min(end + 2, last)
    others = ["not_people", "years", "month", "seizure units", "time unit", "relatives"]
    people = reading.cue("persons", end, end + 1)
    if people and people.last - people.first > 1:
        return False  # "Two would-be jihadists", "candidats au jihad"
    if people:
        others = ["not_people", "relatives"]  # "ستة متهمين بقرصنة": what they are charged with
    if _are_passengers(reading, start, end, last):
        return False
    family = ("own", "people and")
    if all(reading.cue(c, start - n, start - n + 1) for n, c in enumerate(family, 1)):
        others.remove("relatives")
    if reading.any_cue(others, end, upto):
        return True
    noun = reading.cue("persons", end, min(end + NOUN_REACH, last))
    goods = reading.cue("not_people", end, min(end + NOUN_REACH, last))
    return goods is not None and (noun is None or goods.first < noun.first)
