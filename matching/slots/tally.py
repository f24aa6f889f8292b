"""Chooses among the numbers of people that the sentences of a passage tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from matching.phrases import Hit
from matching.reading import Reading
from matching.slots.bystanders import is_bystander
from matching.slots.chains import chains, ones_somewhere, others_taken, roll, without_parts
from matching.slots.company import with_leader
from matching.slots.heads import Heads, is_held, numbered, one_word, several, singles
from matching.slots.next_scene import begins_next, is_next, scenes_joined, taken_next
from matching.slots.numbers import find_numbers
from matching.slots.rolls import enrolled
from matching.slots.times import Time, is_another_day

ARREST = ("held", "caught", "custody")
TOTAL_REACH = 4
RAISED_REACH = 7
NTH_BACK, NTH_REACH = 12, 14
"""Tokens around "a fourth man" in which he is arrested, or gone."""

ALL_BEHIND = 3
MOST_MORE = 3
"""So many are told as one more each; "the nine" behind fewer than six is another story's."""


class Told(NamedTuple):
    """The people counted in one sentence [first, last)."""

    first: int
    last: int
    counted: Sequence[Heads]

    @property
    def heads(self) -> Heads:
        return several(self.counted) or self.counted[0]


def tally(
    reading: Reading, stretches: Sequence[tuple[int, int]], times: Sequence[Time]
) -> Heads | None:
    """Return the number that most likely tells all that are held.

    That is one beside "in all", or the first; of title and text the larger may tell the total; "a
    fourth man", "the four" and "nine detainees" go on. People who only were to cross the sea count
    where no others do. Where the text begins with "three of them were arrested", the rest were not.
    """
    told = list(_told(reading, stretches, times))
    told = [t for t in told if not _tells_crossing(reading, t)] or told
    in_text = [t for t in told if reading.sentence_of(t.first) >= reading.body]
    if in_text and in_text[0].counted[0].of_them:
        return in_text[0].counted[0]
    total = next((h for t in told for h in t.counted if _is_in_all(reading, h, t)), None)
    total = total or next((h for t in told for h in t.counted if _is_one_of(reading, h, t)), None)
    if total or not told:
        return total
    fields = [_in_field(reading, told, in_title) for in_title in _fields_in_order(reading, told)]
    chosen = [heads for heads in fields if heads]
    raised = stated_total(reading, told, stretches)
    if raised:
        return raised
    found = next((h for h in chosen[1:] if _is_total(reading, h, chosen[0])), chosen[0])
    headline = next((h for h in chosen if _is_in_title(reading, h.first)), found)
    if _is_no_part(reading, found, headline):
        found = headline
    return _with_others(reading, _counted_up(reading, found, told), told, stretches, times)


def stated_total(
    reading: Reading, told: Sequence[Told], stretches: Sequence[tuple[int, int]]
) -> Heads | None:
    """ "Which brings to seven the arrests", where those told before are seven."""
    for first, last in stretches:
        for hit in () if _is_in_title(reading, first) else reading.cues("raises", first, last):
            upto = min(hit.last + RAISED_REACH, last)
            for number in find_numbers(reading, hit.last, upto):
                parts = [h for t in told for h in t.counted if _is_part_of(reading, t, h, hit)]
                if len(parts) > 1 and sum(h.value for h in parts) == number.value:
                    return Heads(number.first, number.last, number.value)
    return None


def _is_part_of(reading: Reading, told: Told, heads: Heads, raises: Hit) -> bool:
    before = heads.last <= raises.first and not _is_in_title(reading, told.first)
    return before and not is_known(reading, heads, told.first)


def _with_others(
    reading: Reading,
    found: Heads,
    told: Sequence[Told],
    stretches: Sequence[tuple[int, int]],
    times: Sequence[Time],
) -> Heads:
    """ "Four men came out. Two others fell in Guelmim", and where it is told, "six in all"."""
    if _is_in_title(reading, found.first):
        return found
    found = _with_list_before(reading, found, stretches, times)
    titled = any(
        heads.value == found.value > 1
        for t in told
        for heads in t.counted
        if _is_in_title(reading, t.first)
    )
    told_times = [time for time in times if not is_next(reading, time.first)]
    for first, last in stretches:
        if first < found.last:
            continue
        more = others_taken(reading, first, last)
        if more is None and not titled:
            more = taken_next(reading, (first, last), counts_in(reading, (first, last), told_times))
        if more is None or is_another_day(
            reading, more.first, more.last, (first, last), told_times
        ):
            continue
        both = Heads(more.first, more.last, found.value + more.value)
        stated = any(t.heads.value >= both.value for t in told if t.first != first)
        if not stated or any(t.heads.value == both.value for t in told):
            return both
    return found


def _with_list_before(
    reading: Reading,
    found: Heads,
    stretches: Sequence[tuple[int, int]],
    times: Sequence[Time],
) -> Heads:
    """ "Arrested the pilot, his mate and a guard. In the afternoon three touts were caught"."""
    sentence = reading.sentences[reading.sentence_of(found.first)]
    if not begins_next(reading, sentence.first, sentence.last):
        return found
    for first, last in stretches:
        before = not _is_in_title(reading, first) and last <= sentence.first
        listed = enrolled(reading, first, last) if before else None
        if listed and not is_another_day(reading, listed.first, listed.last, (first, last), times):
            return Heads(found.first, found.last, found.value + listed.value)
    return found


def _told(
    reading: Reading, stretches: Iterable[tuple[int, int]], times: Sequence[Time]
) -> Iterator[Told]:
    for first, last in stretches:
        counted = counts_in(reading, (first, last), times)
        if counted:
            yield Told(first, last, counted)


def counts_in(reading: Reading, stretch: tuple[int, int], times: Sequence[Time]) -> Sequence[Heads]:
    """Return the people counted in a sentence, what "and" joins added up."""
    first, last = stretch
    counted = [
        heads
        for heads in (*numbered(reading, first, last), *one_word(reading, first, last))
        if not is_another_day(reading, heads.first, heads.last, stretch, times)
    ]
    if not counted:
        return []
    taken = {token for heads in counted for token in range(heads.first, heads.last)}
    ones = (*singles(reading, first, last), *ones_somewhere(reading, first, last))
    alone = {heads.first: heads for heads in ones if heads.first not in taken}
    everybody = sorted([*counted, *alone.values()])
    listed = roll(reading, everybody, first, last)
    if listed:
        return [listed]
    chained = chains(without_parts(reading, everybody), reading)
    led = [with_leader(reading, c, first, last) for c in chained if not c.single]
    listed = enrolled(reading, first, last)
    wide = [_widened(heads, listed) for heads in led]
    if listed and wide and listed.last <= wide[0].first:
        wide = [listed._replace(single=True), *wide]
    return [h for h in scenes_joined(reading, wide, last) if not h.single]


def _widened(heads: Heads, listed: Heads | None) -> Heads:
    """The list that the people counted are a part of."""
    inside = listed and listed.first <= heads.first and heads.last <= listed.last
    inside = inside or (listed and heads.value == 1 and heads.last == listed.first)
    return listed if listed and inside and listed.value > heads.value else heads


def _is_in_title(reading: Reading, token: int) -> bool:
    return reading.sentence_of(token) < reading.body


def _fields_in_order(reading: Reading, told: Sequence[Told]) -> list[bool]:
    return list(dict.fromkeys(_is_in_title(reading, t.first) for t in told))


def _in_field(reading: Reading, told: Sequence[Told], in_title: bool) -> Heads | None:
    own = (t for t in told if _is_in_title(reading, t.first) == in_title)
    return next((_held_of(reading, t) for t in own), None)


def _held_of(reading: Reading, told: Told) -> Heads:
    """Of "interception of 52 migrants and arrest of three smugglers" the three."""
    if not _tells_of_crossing(reading, told):
        return told.heads
    held = (h for h in told.counted if is_held(reading, told.first, h.first))
    return next(held, told.heads)


def _tells_crossing(reading: Reading, told: Told) -> bool:
    """ "A boat with 52 migrants": people who were counted and not held."""
    return _tells_of_crossing(reading, told) and not _tells_arrest(reading, told)


def _tells_of_crossing(reading: Reading, told: Told) -> bool:
    words = (reading.cues(c, told.first, told.last) for c in ("topic", "topic hint"))
    return "migration" in {hit.value for hits in words for hit in hits}


def _tells_arrest(reading: Reading, told: Told) -> bool:
    return any(reading.cue(concept, told.first, told.last) for concept in ARREST)


def _is_in_all(reading: Reading, heads: Heads, told: Told) -> bool:
    """ "Neuf personnes au total", "in all, nine people", "ف المجموع شدو أربعة"."""
    around = (
        max(told.first, heads.first - TOTAL_REACH),
        min(heads.last + TOTAL_REACH, told.last),
    )
    return reading.cue("total", *around) is not None and _tells_arrest(reading, told)


def _is_one_of(reading: Reading, heads: Heads, told: Told) -> bool:
    """ "Two neighbours, among the nine arrested"."""
    before = reading.cues("among the", max(told.first, heads.first - 2), heads.first)
    return (
        heads.value > 1
        and any(hit.last == heads.first for hit in before)
        and reading.cue("caught", heads.first, heads.last) is not None
    )


def _is_total(reading: Reading, heads: Heads, known: Heads) -> bool:
    """Title and text may tell a part and the total; a single person in the title is no part."""
    if _is_raised(reading, known):
        return True
    larger = heads.value > known.value and not _is_raised(reading, heads)
    return larger and (_is_in_title(reading, heads.first) or known.value > 1)


def _is_no_part(reading: Reading, heads: Heads, headline: Heads) -> bool:
    """ "Seven smugglers fall", and thirty-five people who were to leave the beach."""
    if heads.value <= headline.value + 1:
        return False
    return _tells_act(reading, headline) and not _tells_act(reading, heads)


def _tells_act(reading: Reading, heads: Heads) -> bool:
    sentence = reading.sentences[reading.sentence_of(heads.first)]
    return any(reading.cue(c, sentence.first, sentence.last) for c in (*ARREST, "act", "refer"))


def _is_raised(reading: Reading, heads: Heads) -> bool:
    """ "Which brings to 18 the number of …": with those held before."""
    return reading.cue("to", heads.first - 1, heads.first) is not None


def _counted_up(reading: Reading, found: Heads, told: Sequence[Told]) -> Heads:
    """ "Three brothers … while a fourth man was arrested", "… the four", "… which makes nine"."""
    more = [*_ones_more(reading, told), *_definite(reading, told), *_all_behind(reading, told)]
    for heads in sorted(more):
        most = 1 if heads.single else MOST_MORE
        if heads.first >= found.last and 0 < heads.value - found.value <= most:
            found = Heads(heads.first, heads.last, heads.value)
    total = (
        h
        for t in told
        for h in t.counted
        if _are_all(reading, h, found) or _makes_one_more(reading, h, found)
    )
    return next(total, found)


def _all_behind(reading: Reading, told: Sequence[Told]) -> Iterator[Heads]:
    """ "The three were placed in custody", in the sentences behind those that count."""
    end = max((reading.sentence_of(t.last - 1) for t in told), default=0) + 1
    for sentence in reading.sentences[end : end + ALL_BEHIND]:
        stretch = (sentence.first, sentence.last)
        if not reading.cue("custody", *stretch):
            continue
        for heads in (*numbered(reading, *stretch), *one_word(reading, *stretch)):
            if is_known(reading, heads, sentence.first) and heads.value > 1:
                yield heads


def _makes_one_more(reading: Reading, heads: Heads, found: Heads) -> bool:
    """ "Eight sailors, and the owner at his home, which brings to nine …"."""
    near = 0 <= reading.sentence_of(heads.first) - reading.sentence_of(found.first) <= 1
    return (
        near and found.value > 1 and heads.value == found.value + 1 and _is_raised(reading, heads)
    )


def _are_all(reading: Reading, heads: Heads, found: Heads) -> bool:
    """ "Nine detainees", right behind a smaller number."""
    near = 0 <= reading.sentence_of(heads.first) - reading.sentence_of(found.first) <= 1
    nouns = (reading.cue(concept, heads.first, heads.last) for concept in ("caught", "detainee"))
    larger = heads.value > found.value > 1 and not _is_raised(reading, heads)
    return larger and near and any(nouns)


def _ones_more(reading: Reading, told: Sequence[Told]) -> list[Heads]:
    if not told:
        return []
    first = min(t.first for t in told)
    last = reading.sentences[
        min(reading.sentence_of(max(t.last for t in told) - 1) + 1, len(reading.sentences) - 1)
    ].last
    return [
        Heads(hit.first, hit.last, hit.value, single=True)
        for hit in reading.cues("nth", first, last)
        if (_is_caught(reading, hit.first) or _is_one(reading, hit))
        and not _is_of_decade(reading, hit.first, first)
    ]


def _is_of_decade(reading: Reading, at: int, first: int) -> bool:
    """ "In his third decade"."""
    return any(hit.last > at for hit in reading.cues("decade", max(first, at - NTH_REACH), at))


def _is_caught(reading: Reading, at: int) -> bool:
    sentence = reading.sentences[reading.sentence_of(at)]
    around = (max(sentence.first, at - NTH_BACK), min(at + NTH_REACH, sentence.last))
    if reading.cue("gone", *around) or is_bystander(reading, at, sentence.first):
        return False
    return any(reading.cue(concept, *around) for concept in ("held", "caught"))


def _is_one(reading: Reading, nth: Hit) -> bool:
    """ "The fourth accomplice", told of without an arrest of his own."""
    person = reading.cue("one person", nth.last, nth.last + 1) is not None
    return person and reading.cue("the one", nth.first - 1, nth.first) is not None


def _definite(reading: Reading, told: Sequence[Told]) -> list[Heads]:
    """ "The four", "les quatre hommes": people told of before, all of them; not "his three"."""
    known = (h for t in told for h in t.counted if is_known(reading, h, t.first) and h.value > 1)
    return [h for h in known if not reading.cue("own", h.first - 1, h.first)]


def is_known(reading: Reading, heads: Heads, first: int) -> bool:
    """ "The five", "les quatre femmes": told of before."""
    arabic = reading.tokens[heads.first].text.startswith(reading.affixes.definite)
    return arabic or reading.cue("the", max(first, heads.first - 1), heads.first) is not None
