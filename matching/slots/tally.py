"""Chooses among the numbers of people that the sentences of a passage tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from matching.reading import Reading
from matching.slots.arrested import arrest_behind
from matching.slots.chains import chains, ones_somewhere, others_taken, roll
from matching.slots.company import with_leader
from matching.slots.counted_up import Told, counted_up, is_known, is_raised
from matching.slots.heads import (
    Heads,
    is_held,
    numbered,
    one_word,
    singles,
    with_kin,
)
from matching.slots.next_scene import begins_next, is_next, scenes_joined, taken_next
from matching.slots.rolls import enrolled
from matching.slots.same_people import without_parts
from matching.slots.stated import stated_total
from matching.slots.times import Time, is_another_day

ARREST = ("held", "caught", "custody")
TOTAL_REACH = 4
SUBJECT_REACH = 10
"""Tokens between somebody and "was arrested": what he is, how old."""


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
    return _with_others(reading, counted_up(reading, found, told), told, stretches, times)


def beside_crossing(
    reading: Reading, stretches: Sequence[tuple[int, int]], times: Sequence[Time]
) -> list[tuple[int, int]]:
    """Return the other sentences, where all that are counted were to cross the sea."""
    if not any(_tells_of_crossing(reading, Told(*stretch, ())) for stretch in stretches):
        return []  # as in most reports: counting them all takes longer
    told = list(_told(reading, stretches, times))
    held = any(_tells_arrest(reading, t) or not _tells_of_crossing(reading, t) for t in told)
    counting = {t.first for t in told}
    return [] if held or not told else [s for s in stretches if s[0] not in counting]


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
        if first < found.last or _goes_on_with_them(reading, (first, last), found):
            continue
        more = others_taken(reading, first, last)
        if more is None and not titled:
            more = taken_next(reading, (first, last), counts_in(reading, (first, last), told_times))
        if more is None or is_another_day(
            reading, more.first, more.last, (first, last), told_times
        ):
            continue
        if _are_told_again(reading, found, more.last, told) or _has_parts(found, first, told):
            return found
        both = Heads(more.first, more.last, found.value + more.value)
        stated = any(t.heads.value >= both.value for t in told if t.first != first)
        if not stated or any(t.heads.value == both.value for t in told):
            return both
    return found


def _are_told_again(reading: Reading, found: Heads, start: int, told: Sequence[Told]) -> bool:
    """ "Five were arrested: a couple … Meanwhile two men … The five had …": they were all."""
    behind = ((heads, t) for t in told for heads in t.counted if heads.first >= start)
    return any(h.value == found.value > 1 and is_known(reading, h, t.first) for h, t in behind)


def _has_parts(found: Heads, first: int, told: Sequence[Told]) -> bool:
    """ "Five were arrested. A couple was taken in Fez. Meanwhile two men …": parts of the five."""
    counted = [heads for t in told for heads in t.counted if heads.first >= found.last]
    before = [heads.value for heads in counted if heads.last <= first]
    return bool(before) and sum(heads.value for heads in counted) <= found.value


def _goes_on_with_them(reading: Reading, stretch: tuple[int, int], found: Heads) -> bool:
    """ "The fourth was caught in Taza meanwhile", behind four: the last of those counted."""
    nth = reading.cues("nth", *stretch)
    return any(hit.value <= found.value for hit in nth)


def _with_list_before(
    reading: Reading,
    found: Heads,
    stretches: Sequence[tuple[int, int]],
    times: Sequence[Time],
) -> Heads:
    """ "Arrested the pilot, his mate and a guard. In the afternoon three touts were caught"; so
    are "three other men".
    """
    sentence = reading.sentences[reading.sentence_of(found.first)]
    near = (max(sentence.first, found.first - 1), found.last + 1)
    others = reading.cue("others", *near) is not None and not found.of_them
    if not (others or begins_next(reading, sentence.first, sentence.last)):
        return found
    for first, last in stretches:
        before = not _is_in_title(reading, first) and last <= sentence.first
        listed = _ones_in(reading, first, last) if before else None
        if listed and not is_another_day(reading, listed.first, listed.last, (first, last), times):
            return Heads(found.first, found.last, found.value + listed.value)
    return found


def _ones_in(reading: Reading, first: int, last: int) -> Heads | None:
    """Those of a list, or "the driver and his mate", where an arrest is told."""
    listed = enrolled(reading, first, last)
    if listed or not reading.any_cue(ARREST, first, last):
        return listed
    joined = (with_kin(reading, c, first) for c in chains(singles(reading, first, last), reading))
    return next((heads for heads in joined if heads.value > 1), None)


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
    ones = (*singles(reading, first, last), *ones_somewhere(reading, first, last))
    verbs = [heads for heads in counted if _is_verb_of(reading, heads, ones)]
    counted = [heads for heads in counted if heads not in verbs]
    if not counted:
        return [_with_subject(reading, verbs[0], ones, (first, last))]
    taken = {token for heads in counted for token in range(heads.first, heads.last)}
    alone = {heads.first: heads for heads in ones if heads.first not in taken}
    everybody = sorted([*counted, *alone.values()])
    listed = roll(reading, everybody, first, last)
    if listed:
        return [listed]
    chained = chains(without_parts(reading, everybody), reading)
    led = [with_leader(reading, c, first, last) for c in chained if not c.single]
    listed = enrolled(reading, first, last)
    wide = [_widened(reading, heads, listed) for heads in led]
    if listed and wide and listed.last <= wide[0].first:
        wide = [listed._replace(single=True), *wide]
    return [h for h in scenes_joined(reading, wide, last) if not h.single]


def _is_verb_of(reading: Reading, heads: Heads, ones: Iterable[Heads]) -> bool:
    """ "Le conducteur a été arrêté": the verb counts nobody beside the one it is told of."""
    verb = reading.cue("taken alone", heads.first, heads.last) is not None
    return verb and any(
        0 <= heads.first - one.last <= SUBJECT_REACH for one in ones if one.value == 1
    )


def _with_subject(
    reading: Reading, verb: Heads, ones: Iterable[Heads], stretch: tuple[int, int]
) -> Heads:
    """ "The driver was arrested, as was his brother-in-law": two; the verb stands for one."""
    joined = [with_kin(reading, chain, stretch[0]) for chain in chains(sorted(ones), reading)]
    listed = enrolled(reading, *stretch)
    told = [*([listed] if listed else []), *joined]
    return next((heads for heads in told if heads.value > 1), verb)._replace(single=False)


def _widened(reading: Reading, heads: Heads, listed: Heads | None) -> Heads:
    """The list that the people counted are a part of."""
    inside = listed and listed.first <= heads.first and heads.last <= listed.last
    inside = inside or (
        listed
        and heads.value == 1
        and (heads.last == listed.first or _begins_with_verb(reading, heads, listed))
    )
    return listed if listed and inside and listed.value > heads.value else heads


def _begins_with_verb(reading: Reading, heads: Heads, listed: Heads) -> bool:
    """ "حقيبة سيدة …، وقد اعتقلت رفقة السائق": the verb of the list tells of her."""
    verb = reading.cue("act", listed.first, listed.first + 1) is not None
    return verb and heads.last <= listed.first


def _is_in_title(reading: Reading, token: int) -> bool:
    return reading.sentence_of(token) < reading.body


def _fields_in_order(reading: Reading, told: Sequence[Told]) -> list[bool]:
    return list(dict.fromkeys(_is_in_title(reading, t.first) for t in told))


def _in_field(reading: Reading, told: Sequence[Told], in_title: bool) -> Heads | None:
    own = [t for t in told if _is_in_title(reading, t.first) == in_title]
    found = [_held_of(reading, t) for t in own]
    return next(_arrested_first(reading, own, found), None)


def _arrested_first(
    reading: Reading, told: Sequence[Told], found: Sequence[Heads]
) -> Iterator[Heads]:
    """Where the first people told of were only there, those who were arrested come before.

    Fewer than those only where people were to cross the sea: of others they may be a part.
    """
    if found and not _tells_arrest(reading, told[0]):
        first = found[0].value
        taken = [h for t, h in zip(told, found, strict=True) if _is_told_taken(reading, h, t)]
        few = bool(taken) and _is_of_crossing(reading, 0, told[-1].last)
        yield from (h for h in taken if few or h.value > first)
    yield from found


def _is_told_taken(reading: Reading, heads: Heads, told: Told) -> bool:
    """An arrest right before them, or behind: "Three organisers are being held"."""
    if is_known(reading, heads, told.first):
        return False
    behind = arrest_behind(reading, heads.first, heads.last, told.last)
    return is_held(reading, told.first, heads.first) or behind is not None


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


def _is_of_crossing(reading: Reading, first: int, last: int) -> bool:
    words = (reading.cues(c, first, last) for c in ("topic", "topic hint", "quiet topic"))
    return "migration" in {hit.value for hits in words for hit in hits}


def _tells_arrest(reading: Reading, told: Told) -> bool:
    return reading.any_cue(ARREST, told.first, told.last)


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
    held = (reading.cue(concept, heads.first, heads.last) for concept in ("caught", "detainee"))
    return heads.value > 1 and any(hit.last == heads.first for hit in before) and any(held)


def _is_total(reading: Reading, heads: Heads, known: Heads) -> bool:
    """Title and text may tell a part and the total; a single person in the title is no part."""
    if is_raised(reading, known):
        return True
    larger = heads.value > known.value and not is_raised(reading, heads)
    if known.value > 1 and _is_loose(reading, heads):
        return False
    return larger and (_is_in_title(reading, heads.first) or known.value > 1)


def _is_loose(reading: Reading, heads: Heads) -> bool:
    """A headline's "some thirty", or one that asks: the text knows better."""
    sentence = reading.sentences[reading.sentence_of(heads.first)]
    asks = "?" in reading.folded.text[sentence.end - 1 : sentence.end + 2]
    rounded = reading.cue("rounded", max(sentence.first, heads.first - 1), heads.last)
    return _is_in_title(reading, heads.first) and (asks or rounded is not None)


def _is_no_part(reading: Reading, heads: Heads, headline: Heads) -> bool:
    """ "Seven smugglers fall", and thirty-five people who were to leave the beach."""
    if heads.value <= headline.value + 1:
        return False
    return _tells_act(reading, headline) and not _tells_act(reading, heads)


def _tells_act(reading: Reading, heads: Heads) -> bool:
    sentence = reading.sentences[reading.sentence_of(heads.first)]
    return reading.any_cue((*ARREST, "act", "refer"), sentence.first, sentence.last)
