"""People who are told of but not held: victims, and those it was done together with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matching.phrases import AND, ARABIC, Hit
from matching.reading import Reading, once

WRONG_REACH = 4
"""Tokens between a wrong and whom it was done to: "the kidnapping of a second"."""

DOER_BACK = 10
COMPANY_REACH = 1
INVOLVED_BACK = 8
RING_REACH = 8
"""Tokens between "a member of" and how many the ring has."""

SOUGHT_BACK = 10
TRIED_BACK = 7
WANTED_REACH = 5
"""Tokens between somebody and "is wanted"."""

BEFELL_REACH = 6
"""Tokens between somebody and "were killed"."""

FREED_REACH = 7
FLED_REACH = 6
AMONG_BACK = 3
LET_GO_REACH = 10
PASSIVE_REACH = 5
"""Tokens between an age and "was": somebody who was taken is no witness."""
WITNESS_REACH = 3
PARENT_BACK = 3
PAIR_REACH = 3
"""Tokens between a father and his son: "padre y a su hijo"."""

LOOK_BACK = 9
"""Tokens between somebody and his age."""

PEOPLE = ("persons", "one person", "head count")
HELD = ("held", "caught", "act")
TURNS = ("while", "nth", "others", "ordinal", "newcomer")
"""What begins to tell of somebody else than those who are held."""

CLAUSES = ("of those held", "charge", "accused")
CLAUSE_REACH = 8


@once
def is_bystander(reading: Reading, at: int, first: int) -> bool:
    """Whoever begins at token `at` of a sentence from `first` on is told of, and not held."""
    return (
        _is_wronged(reading, at, first)
        or _is_doer(reading, at, first)
        or _is_company(reading, at, first)
        or _is_of_a_ring(reading, at, first)
        or _is_sought(reading, at, first)
        or _has_fled(reading, at, first)
        or _is_freed(reading, at, first)
        or _are_let_go(reading, at, first)
        or _is_of_one_held(reading, at, first)
        or _is_on_trial(reading, at, first)
        or _has_died(reading, at, first)
        or _is_wanted(reading, at)
    )


def _is_wanted(reading: Reading, at: int) -> bool:
    """ "The driver was arrested and his brother is wanted", not "arrested a man who was wanted",
    nor "four were on the run before the bureau arrested them".
    """
    last = reading.sentences[reading.sentence_of(at)].last
    gone = reading.cue("gone", at + 1, min(at + WANTED_REACH, last))
    if gone is None or _is_parted(reading, at + 1, gone.first):
        return False
    if reading.cue("caught them", gone.last, last):
        return False
    verb = reading.any_cue(("auxiliary", "stays"), gone.first - 1, gone.first + 1)
    return verb and reading.cue("clause", at + 1, gone.first) is None


def _has_died(reading: Reading, at: int, first: int) -> bool:
    """ "Three people were killed", "لقي ثلاثة أشخاص مصرعهم", in an accident or before."""
    last = reading.sentences[reading.sentence_of(at)].last
    near = (at + 1, min(at + BEFELL_REACH, last))
    led = any(hit.last == at for hit in reading.cues("befalls", max(first, at - 1), at))
    behind = reading.cue("their end", *near) if led else reading.cue("befell", *near)
    if behind is None or _is_parted(reading, at + 1, behind.first):
        return False
    return reading.cue("of whom", at + 1, behind.first) is None  # "four whose accomplices died"


def _is_on_trial(reading: Reading, at: int, first: int) -> bool:
    """ "حيث يتابع في حالة اعتقال الحداد وولداه": held before, and not by this arrest."""
    tried = reading.cues("on trial", max(first, at - TRIED_BACK), at)
    return bool(tried) and not _is_parted(reading, tried[-1].last, at)


def _is_of_one_held(reading: Reading, at: int, first: int) -> bool:
    """ "Arrested a man who had recruited five students", "… suspected of killing three people".

    Arabic has no relative pronoun behind the unknown: what follows without "and" is said of him.
    """
    arrests = [hit for concept in ("held", "act") for hit in reading.cues(concept, first, at)]
    if not arrests:
        return False
    held = min(arrests, key=lambda hit: hit.first)
    counts = reading.cues("head count", held.last, at)
    one = next((hit for hit in counts if hit.value == 1), None)
    one = one or reading.cue("one person", held.last, at)
    if one is None or any(hit.value > 1 for hit in counts):
        return False
    if reading.any_cue(("number", "digits"), held.last, one.first):
        return False
    told = [hit for concept in CLAUSES for hit in reading.cues(concept, one.last, at)]
    if reading.tokens[one.first].text >= ARABIC and at - one.last <= CLAUSE_REACH:
        told += reading.cues("deed of one", one.last, at)
    if not told or reading.cue("people and", told[0].last, at) or reading.tokens[at].text[0] == AND:
        return False
    other = reading.any_cue(("cells", "case", "held", "caught"), one.last, at)
    return not other and not _is_parted(reading, one.last, at)


def _is_freed(reading: Reading, at: int, first: int) -> bool:
    """ "A businessman was freed on Wednesday by the police": no arrest in between."""
    last = reading.sentences[reading.sentence_of(at)].last
    known = (reading.cue(concept, at, at + 1) for concept in PEOPLE)
    ends = [hit.last for hit in known if hit]
    before = reading.cues("freed", max(first, at - 1), at)
    if any(hit.last == at for hit in before) and at - 1 == first:
        return True  # a headline: "Rescatados 31 migrantes y …"
    freed = reading.cue("freed", ends[0], min(ends[0] + FREED_REACH, last)) if ends else None
    return freed is not None and not _is_parted(reading, at + 1, freed.first)


def _are_let_go(reading: Reading, at: int, first: int) -> bool:
    """ "Two others were let go", with no arrest in between."""
    last = reading.sentences[reading.sentence_of(at)].last
    gone = reading.cue("let go", at + 1, min(at + FREED_REACH, last))
    others = reading.cue("others", max(first, at - 1), min(at + 3, last)) is not None
    return gone is not None and others and not _is_parted(reading, at + 1, gone.first)


def is_anothers(reading: Reading, at: int, first: int) -> bool:
    """The age at token `at` is a victim's or a child's: nobody else stands nearer before it."""
    start = max(first, at - LOOK_BACK)
    victims = [hit for hit in reading.cues("victims", start, at) if not _is_kin(reading, hit)]
    if any(_is_of_many(reading, victim, first) for victim in victims):
        return True
    people = [hit for concept in PEOPLE for hit in reading.cues(concept, start, at)]
    wronged = [hit for hit in people if _is_wronged(reading, hit.first, first)]
    last = max((hit.first for hit in (*victims, *wronged)), default=-1)
    held = [hit for concept in HELD for hit in reading.cues(concept, start, at)]
    others = (hit.first for hit in (*people, *held) if hit not in wronged)
    return last > max(others, default=-1)


def _is_kin(reading: Reading, victims: Hit) -> bool:
    """ "وابناه": "and his two sons", who stand in a list; elsewhere "his sons"."""
    return reading.cue("kin", victims.first, victims.first + 1) is not None


def _is_of_many(reading: Reading, victims: Hit, first: int) -> bool:
    """ "Among the 43 victims, a teacher of 66"."""
    before = (max(first, victims.first - AMONG_BACK), victims.first)
    return reading.any_cue(("among", "of them"), *before)


def is_relatives(reading: Reading, at: int, first: int) -> bool:
    """ "Their father, 62, was heard and let go", "his brother, 34, had been sentenced".

    Not of one "father of three": he may be the one who is held.
    """
    last = reading.sentences[reading.sentence_of(at)].last
    before = (max(first, at - LOOK_BACK), at)
    told = reading.any_cue(HELD, first, last)
    if not told and reading.cue("relatives", *before) and not reading.cue("parent of", *before):
        return not are_held_together(reading)
    if _looks_on(reading, at, first):
        return True
    former = reading.any_cue(("earlier", "trial"), first, last)
    return former and reading.cue("siblings", *before) is not None


def are_held_together(reading: Reading) -> bool:
    """ "The arrest of a father and his son", "Los arrestados, padre e hijo": two relatives."""
    hits = reading.hits.get("relatives", ())
    return any(
        other.first - one.last <= PAIR_REACH
        and (
            reading.cue("people and", one.last, other.first)
            or reading.tokens[other.first].text[0] == AND
        )
        and _tells_of_held(reading, one.first)
        for one, other in pairwise(hits)
        if one.last <= other.first
    )


def _tells_of_held(reading: Reading, at: int) -> bool:
    sentence = reading.sentences[reading.sentence_of(at)]
    told = (*HELD, "custody", "charge", "detainee")
    return reading.any_cue(told, sentence.first, sentence.last)


def _looks_on(reading: Reading, at: int, first: int) -> bool:
    """ "Handcuffed before their mother of 70": whose relative it is, and no "and" before."""
    for hit in reading.cues("relatives", max(first, at - PARENT_BACK), at):
        own = reading.cue("own", hit.first - 1, hit.first) is not None
        before = reading.cue("in front of", max(first, hit.first - PARENT_BACK), hit.first)
        if own and before is not None:
            return True
    return False


def is_witness(reading: Reading, at: int, first: int) -> bool:
    """ "A neighbour, 72, filmed it", "the headmaster, 55, speaks of …": nobody is arrested there.

    Nor is whoever is let go: "a fourth man, 31, was heard as a witness".
    """
    last = reading.sentences[reading.sentence_of(at)].last
    gone = reading.cue("let go", at, min(at + LET_GO_REACH, last))
    if gone and not reading.any_cue(("while", *PEOPLE), at, gone.first):
        return True
    passive = reading.cue("auxiliary", at, min(at + PASSIVE_REACH, last))
    if passive or reading.any_cue(HELD, first, last):
        return False
    if reading.cue("witness", at + 1, min(at + WITNESS_REACH, last)):
        return True  # "Driss, 54 ans, voisin de l'exploitation"
    start = max(first, at - LOOK_BACK)
    witness = max(_starts(reading, ("witness",), (start, at)), default=-1)
    return witness > max(_starts(reading, ("persons", "head count"), (start, at)), default=-1)


def tells_of_flight(reading: Reading, first: int, last: int) -> bool:
    """ "The dealer, 32, got away": nobody is held in tokens [first, last).

    Not "they meant to attack a patrol and to flee".
    """
    fled = reading.cue("fled", first, last)
    if fled is None or reading.cue("plot", first, fled.first):
        return False
    return not reading.any_cue(("held", "caught", "custody"), first, last)


def is_freed(reading: Reading, at: int, first: int) -> bool:
    """ "Freed a young man of 22, and arrested five": nobody was arrested in between."""
    freed = reading.cues("freed", max(first, at - LOOK_BACK), at)
    return any(
        not _is_parted(reading, hit.last, at) and not _is_taken(reading, hit.first, at)
        for hit in freed
    )


def is_fugitives(reading: Reading, at: int, first: int) -> bool:
    """The age at token `at` is that of one who is not held yet.

    "… while a fourth, 33, is on the run", "and look for their boss, a man of 55".
    """
    start = max(first, at - LOOK_BACK)
    sought = max((hit.last for hit in reading.cues("sought", start, at)), default=-1)
    turned = max((hit.last for c in TURNS for hit in reading.cues(c, start, at)), default=-1)
    taken = max(
        (hit.last for c in ("held", "caught") for hit in reading.cues(c, start, at)), default=-1
    )
    last = reading.sentences[reading.sentence_of(at)].last
    if sought > taken:
        near = (at + 1, min(at + PASSIVE_REACH, last))  # "recherché, l'homme de 47 ans est tombé"
        return reading.cue("auxiliary", *near) is None or reading.cue("gone", *near) is not None
    fled = reading.cue("fled", at + 1, min(at + FLED_REACH, last))
    return fled is not None and turned > taken and not _is_taken(reading, at + 1, fled.first)


def _is_taken(reading: Reading, first: int, last: int) -> bool:
    return reading.any_cue(("held", "caught"), first, last)


def _is_wronged(reading: Reading, at: int, first: int) -> bool:
    """ "The kidnapping of two traders": the first one behind a wrong, and what is said of him."""
    for wrong in reading.cues("wrong", max(first, at - WRONG_REACH - 2), at + 1):
        if wrong.first <= at < _end_of_first(reading, wrong):
            return not _is_parted(reading, wrong.last, at)
    return False


def _end_of_first(reading: Reading, wrong: Hit) -> int:
    """Where the first one behind a wrong ends, with what stands right behind: "a minor girl"."""
    people = sorted(
        (hit.first, hit.last)
        for concept in PEOPLE
        for hit in reading.cues(concept, wrong.first, wrong.last + WRONG_REACH)
    )
    end = people[0][1] if people else 0
    for start, last in people:
        end = last if start == end else end
    return end


def _is_parted(reading: Reading, start: int, end: int) -> bool:
    """A comma or the like stands between, or an arrest."""
    if end <= start:
        return False
    between = reading.folded.text[reading.tokens[start - 1].end : reading.tokens[end].start]
    arrest = reading.any_cue(("held", "caught"), start, end)
    return arrest or any(mark in between for mark in ",;:()")


def _is_doer(reading: Reading, at: int, first: int) -> bool:
    """ "Kidnapped by three men": they may not be held, and who is stands elsewhere."""
    by = any(hit.last == at for hit in reading.cues("done by", max(first, at - 2), at))
    wrong = reading.cues("wrong", max(first, at - DOER_BACK), at) if by else ()
    return bool(wrong) and not _is_parted(reading, wrong[-1].last, at)


def _is_company(reading: Reading, at: int, first: int) -> bool:
    """ "Suspected of having robbed, with three others": who is with a suspect in the deed."""
    for company in reading.cues("company", max(first, at - LOOK_BACK), at):
        if at - company.last > COMPANY_REACH:
            continue
        before = (max(first, company.first - INVOLVED_BACK), company.first)
        involved = max(_starts(reading, ("involved",), before), default=-1)
        if involved > max(_starts(reading, HELD, before), default=-1):
            return True
    return False


def _starts(reading: Reading, concepts: tuple[str, ...], stretch: tuple[int, int]) -> Iterator[int]:
    return (hit.first for concept in concepts for hit in reading.cues(concept, *stretch))


def _is_of_a_ring(reading: Reading, at: int, first: int) -> bool:
    """ "A member of a ring of twelve"."""
    rings = reading.cues("member of", max(first, at - RING_REACH), at)
    return any(not reading.cue("act", ring.last, at) for ring in rings)


def _is_sought(reading: Reading, at: int, first: int) -> bool:
    """ "The search goes on to arrest a third man": an arrest that is still wanted."""
    ongoing = reading.cues("ongoing", max(first, at - SOUGHT_BACK), at)
    return any(
        0 <= at - held.last <= COMPANY_REACH and not _is_parted(reading, held.last, at)
        for hit in ongoing[-1:]
        for held in reading.cues("held", hit.last, at)
    )


def _has_fled(reading: Reading, at: int, first: int) -> bool:
    """ "Five others got away", "لاذ خمسة آخرون بالفرار", not "arrested four who had fled"."""
    before = any(hit.last == at for hit in reading.cues("fled", max(first, at - 2), at))
    last = reading.sentences[reading.sentence_of(at)].last
    behind = reading.cue("fled", at + 1, min(at + FLED_REACH, last))
    others = reading.cue("others", max(first, at - 1), at + 3) is not None
    if others and reading.cue("gone", at + 1, min(at + FLED_REACH, last)):
        return True
    if before or behind is None:
        return before
    turns = reading.cues("while", first, at)
    clause = (turns[-1].last if turns else first, at)
    held = reading.any_cue(HELD, *clause)
    return (others or not held) and not _is_parted(reading, at + 1, behind.first)
