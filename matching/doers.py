"""Whose act it is: an agency's own, or that of another service in its sentence."""

from __future__ import annotations

from matching.agencies import Found
from matching.asides import pauses
from matching.lexicon import Lexicon
from matching.phrases import ARABIC, Hit
from matching.reading import Reading
from matching.roles import Named

DOES_REACH = 10
"""Tokens between the name and its act: "the directorate, in a dawn raid in Fez, arrested"."""

DONE_REACH = 4
"""Tokens between an act and its doer: "arrested in Fez by officers of the bureau"."""

PASSIVE_REACH = 8
"""Tokens between an act and who did it: "arrested on Monday in Nador by the police"."""

VERB_REACH = 2
"""Tokens between a verb and its subject behind it: "أوقفت عناصر المكتب"."""

UNREAL_REACH = 2
"""Tokens between "without" and the act: "sans l'empêcher"."""

FELLOW_REACH = 4
"""Tokens between "together with" and another service's name."""


def does(reading: Reading, name: Named, lexicon: Lexicon) -> bool:
    """Say whether an act of its sentence is the agency's: right behind its name, or done by it.

    What it gave, and what stands behind another service or behind what it gave, is not.
    """
    sentence, found = reading.sentences[name.sentence], name.found
    for act in reading.cues("act", sentence.first, sentence.last):
        if reading.cue("unreal", max(found.last, act.first - UNREAL_REACH), act.first):
            continue
        if act.last <= found.first:
            if _is_before_doer(reading, act, found):
                return True
        elif act.first - found.last <= DOES_REACH and not (
            reading.cue("gave", found.last, act.last)
            or _names_lead(reading, found, act, lexicon)
            or _is_done_by_lead(reading, found, act, sentence.last, lexicon)
        ):
            return True
    return False


def _is_done_by_lead(reading: Reading, found: Found, act: Hit, last: int, lexicon: Lexicon) -> bool:
    """ "With the directorate, three men were arrested in Nador by the gendarmerie"; the verb may
    come first, "مع المديرية، أوقفت الشرطة".
    """
    follows = reading.cue("partner", act.last, min(act.last + VERB_REACH, last))
    arabic = reading.tokens[act.first].text >= ARABIC and pauses(reading, found.last, act.first)
    if arabic and follows and follows.value in lexicon.leads:
        return True
    for concept in ("by", "by hands"):
        by = reading.cue(concept, act.last, min(act.last + PASSIVE_REACH, last))
        lead = by and reading.cue("partner", by.last, min(by.last + DONE_REACH, last))
        if lead and lead.value in lexicon.leads:
            return True
    return False


def _is_before_doer(reading: Reading, act: Hit, found: Found) -> bool:
    """ "Arrested by officers of the bureau"; in Arabic the verb comes first."""
    near = found.first - act.last
    if near <= VERB_REACH and reading.tokens[act.first].text >= ARABIC:
        joined = reading.cue("with", act.last, found.first)
        return not joined and not pauses(reading, act.last, found.first)
    return near <= DONE_REACH and reading.any_cue(("by", "by hands"), act.last, found.first)


def _names_lead(reading: Reading, found: Found, act: Hit, lexicon: Lexicon) -> bool:
    """Say whether another service stands before the act; "and the police" acts with it."""
    hits = reading.cues("partner", found.last, max(found.last, act.first))
    return any(
        hit.value in lexicon.leads
        and not reading.any_cue(
            ("with", "joint"), max(found.last, hit.first - FELLOW_REACH), hit.first
        )
        for hit in hits
    )
