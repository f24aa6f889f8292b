"""Says what a watched agency does in a passage: acts itself, or helps another service that acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from core.assessments import Place
from matching.asides import pauses
from matching.doers import VERB_REACH, does
from matching.lexicon import Lexicon
from matching.passages import Passage
from matching.phrases import ARABIC, Hit
from matching.quoted import is_quoted
from matching.reading import Reading
from matching.roles import Named

KNEW_REACH = 4
ALSO_REACH = 3
"""Tokens between what it knew and what it did: "located and arrested"."""

THEN_REACH = 8
"""Tokens between "and" and what it did: "identified them and on Wednesday arrested them"."""

UNDER_REACH = 4
SAME_REACH = 4
SAID_REACH = 5
HAD_REACH = 2
SAYS_REACH = 3
BEFORE_REACH = 5
"""Tokens of what it did before: "had, for weeks, followed"."""

ONCE_REACH = 5
"""Tokens between "after" and the name: "après que les services de la"."""

DID_REACH = 3

Doing = Literal["acts", "informs", "takes part"]


class Part(NamedTuple):
    """`doing` is "takes part" where an act is told and no other service is said to have done it."""

    doing: Doing
    named: Named


def find_part(
    reading: Reading, passage: Passage, places: Sequence[Place], lexicon: Lexicon
) -> Part | None:
    """Return what an agency does in the passage; None where it stands only in titles."""
    watched = [n for n in passage.named if n.role in ("actor", "informer", "mentioned")]
    part = _part_of(reading, passage, watched, places, lexicon)
    if part and part.doing == "informs" and part.named.found.arrests:
        return Part("acts", part.named)
    return part


def _part_of(
    reading: Reading,
    passage: Passage,
    watched: Sequence[Named],
    places: Sequence[Place],
    lexicon: Lexicon,
) -> Part | None:
    informing = {
        n.found.agency for n in watched if n.role == "informer" or _only_knew(reading, n, lexicon)
    }
    informing -= {n.found.agency for n in watched if n.role == "actor" and n.found.arrests}
    actors = [n for n in watched if n.role == "actor" and n.found.agency not in informing]
    if actors:
        actor = min(actors, key=lambda n: n.sentence != passage.core)
        if _is_parent(reading, actor):
            return Part("acts", actor)
        if _only_knew(reading, actor, lexicon):
            return Part("informs", actor)
        leads = _leads_before(reading, passage, actor, lexicon)
        itself = any(n.found.arrests or does(reading, n, lexicon) for n in actors)
        if not leads and (not itself or _tells_what_it_knew(reading, actor)):
            leads = _leads(reading, passage, list(passage.stretches(reading)), lexicon)
        return Part("informs" if _others_act(leads, places, lexicon) else "acts", actor)
    leads = _leads(reading, passage, list(passage.stretches(reading)), lexicon)
    others_act = _others_act(leads, places, lexicon)
    informer = next((n for n in watched if n.role == "informer"), None)
    if informer and _is_parent(reading, informer):
        return Part("acts", informer)
    if informer:
        if not _is_beside(reading, leads, informer):
            others_act = bool(leads) or others_act
        fellow = next((n for n in watched if n.found.agency != informer.found.agency), None)
        if fellow and not leads:
            return Part("acts", fellow)
        return Part("acts" if leads and not others_act else "informs", informer)
    if watched:
        informs = others_act or _only_knew(reading, watched[0], lexicon)
        return Part("informs" if informs else "takes part", watched[0])
    return None


def _tells_what_it_knew(reading: Reading, actor: Named) -> bool:
    """ "The directorate provided …": what it gave stands right behind its name, before any act."""
    if _verb_first(reading, actor):
        return True
    last = reading.sentences[actor.sentence].last
    gave = reading.cue("gave", actor.found.last, min(actor.found.last + KNEW_REACH, last))
    return (
        gave is not None
        and not reading.cue("act", actor.found.last, gave.first)
        and not _did_too(reading, gave, last)
    )


def _did_too(reading: Reading, gave: Hit, last: int) -> bool:
    """ "Located and arrested", "identified them and on Wednesday arrested them"; not "led to the
    arrest of".
    """
    if reading.cue("leads to", gave.first, gave.last):
        return False
    act = reading.cue("act", gave.last, min(gave.last + THEN_REACH, last))
    if act is None or pauses(reading, gave.last, act.first):
        return False
    near = act.first - gave.last < ALSO_REACH
    return near or reading.cue("with", gave.last, min(gave.last + 1, last)) is not None


def _verb_first(reading: Reading, actor: Named) -> bool:
    """ "بعدما حددت المديرية المكان": in Arabic what it gave may stand right before its name."""
    found = actor.found
    start = max(reading.sentences[actor.sentence].first, found.first - VERB_REACH)
    return reading.tokens[found.first].text >= ARABIC and any(
        found.first - hit.last < VERB_REACH for hit in reading.cues("gave", start, found.first)
    )


def _only_knew(reading: Reading, actor: Named, lexicon: Lexicon) -> bool:
    """It gave what it knew, or did something before, and did no act of its sentence."""
    knew = _tells_what_it_knew(reading, actor) or _did_before(reading, actor)
    return knew and not does(reading, actor, lexicon)


def _did_before(reading: Reading, actor: Named) -> bool:
    """ "The directorate had infiltrated their chats", "after the directorate traced the line": what
    it did led to the act that is told elsewhere. Not where it "had announced" something.
    """
    found, sentence = actor.found, reading.sentences[actor.sentence]
    end = min(found.last + BEFORE_REACH, sentence.last)
    had = reading.cue("had", found.last, min(found.last + HAD_REACH, sentence.last))
    start = max(sentence.first, found.first - ONCE_REACH)
    once = any(
        found.first - hit.last < ONCE_REACH
        and not pauses(reading, hit.last, found.first)
        and not reading.cue("act", hit.last, found.first)
        for hit in reading.cues("once that", start, found.first)
    )
    said = reading.cue("said", found.last, min(found.last + SAYS_REACH, end))
    return bool(had or once) and not (said or reading.cue("act", found.last, end))


def _is_parent(reading: Reading, name: Named) -> bool:
    """ "Special forces belonging to the directorate": its own people."""
    start = max(reading.sentences[name.sentence].first, name.found.first - UNDER_REACH)
    return any(
        name.found.first - hit.last <= 1 for hit in reading.cues("under", start, name.found.first)
    )


def _is_beside(reading: Reading, leads: Sequence[Hit], informer: Named) -> bool:
    """A service of another country stands in the agency's sentence or the title."""
    numbers = {informer.sentence, *range(reading.body)}
    return any(reading.sentence_of(lead.first) in numbers for lead in leads)


def _others_act(leads: Sequence[Hit], places: Sequence[Place], lexicon: Lexicon) -> bool:
    """A foreign service can't arrest in Morocco: there it was the agency."""
    in_morocco = any(place.code for place in places)
    return any(not (in_morocco and lead.value in lexicon.foreign) for lead in leads)


def _leads(
    reading: Reading,
    passage: Passage,
    stretches: Sequence[tuple[int, int]],
    lexicon: Lexicon,
) -> list[Hit]:
    """Return the other services that may act, rivals included, save those that are only quoted."""
    names = [n.found for n in passage.named]
    partners = [
        hit
        for first, last in stretches
        for hit in reading.cues("partner", first, last)
        if hit.value in lexicon.leads
        and not any(name.first < hit.last and hit.first < name.last for name in names)
    ]
    offices = [
        Hit("partner", hit.value, hit.first, hit.last)
        for first, last in stretches
        for hit in reading.cues("office", first, last)
        if reading.cue("place", hit.last, min(hit.last + 1, last))
    ]
    rivals = [
        Hit("partner", n.found.agency, n.found.first, n.found.last)
        for n in passage.named
        if n.role == "rival" and any(first <= n.found.first < last for first, last in stretches)
    ]
    return [
        hit
        for hit in rivals + partners + offices
        if not is_quoted(reading, hit.first, hit.last) or _says_it_did(reading, hit)
    ]


def _says_it_did(reading: Reading, lead: Hit) -> bool:
    """ "The police announced that it had arrested": what it is quoted with it did itself."""
    itself = reading.cue("itself", lead.last, lead.last + SAID_REACH)
    return (
        itself is not None and reading.cue("act", itself.last, itself.last + DID_REACH) is not None
    )


def _leads_before(reading: Reading, passage: Passage, actor: Named, lexicon: Lexicon) -> list[Hit]:
    """Services named before the agency in its sentence: one of them is the subject."""
    first = reading.sentences[actor.sentence].first
    leads = _leads(reading, passage, [(first, actor.found.first)], lexicon)
    return [lead for lead in leads if not _is_same_body(reading, lead, actor)]


def _is_same_body(reading: Reading, lead: Hit, actor: Named) -> bool:
    """ "The judicial police against terror, the bureau": a comma and no "and" between."""
    between = (lead.last, actor.found.first)
    if between[1] - between[0] > SAME_REACH:
        return False
    stretch = reading.folded.text[
        reading.tokens[lead.last - 1].end : reading.tokens[actor.found.first].start
    ]
    joined = reading.any_cue(("with", "joint", "act", "info", "people and"), *between)
    return "," in stretch and not joined
