"""Tells what a report says of those held, and behind its news, from what it says of itself.

"Who planned to attack parliament", "one of whom was convicted in 2019": no news of parliament, no
trial. "Two men were arrested on Thursday, hours before the match": no match report.
"""

from __future__ import annotations

from matching.asides import only_aside, pauses
from matching.phrases import Hit
from matching.reading import Reading
from matching.sentences import Sentence
from matching.told import is_done, is_past_year

THEIRS = ("visit", "award", "thanks", "balance", "opinion", "praise", "fiction", "prison")
"""Cues that those held bring along: whom they meant to attack, what they praise, filmed or read."""

BEHIND = ("visit", "award", "thanks", "opinion", "praise", "prison", "trial", "habit")
"""Cues that say nothing behind a pause of a sentence that begins as news. A denial, a balance or an
exercise may still end it.
"""

DAYS = ("weekday", "relative")
WHOM = ("persons", "one person", "people", "head count", "cells", "seize")
INSTEAD = (*BEHIND, "fiction", "refer", "press")
"""Cues before the first act that make the sentence tell something else."""

PAST = ("trial", "prison")
OPENING_REACH = 2
CLAUSE_REACH = 30
"""Tokens of a clause about those held: "who were planning, according to the bureau, to …"."""

PLOT_REACH = 8
"""Tokens between "attack" and its target's name: "attack the guests of a summit"."""

NEAR_REACH = 1
"""Right behind "kill": the judges."""

BEFORE_REACH = 6
"""Tokens between "before" or a year and the conviction."""

HELD_REACH = 9
"""Tokens between "arrested" and the actress: the day, the town and the agency's name."""

PASSIVE_REACH = 14
AUXILIARY_REACH = 3
WHICH_REACH = 3
PEOPLE_REACH = 2
PAUSES = frozenset(',;:"(')
COMMAS = frozenset(",;")


def is_of_suspects(reading: Reading, hit: Hit) -> bool:
    """Say whether a cue against news tells of those held: whom they meant to attack, who they are.

    A conviction is theirs where it is said to lie behind them. Nor do circumstances behind the news
    of a sentence speak against it.
    """
    first = reading.sentences[reading.sentence_of(hit.first)].first
    if hit.concept in BEHIND and (
        _is_behind_news(reading, hit, first) or _is_before_news(reading, hit, first)
    ):
        return True
    if is_held_performer(reading, hit) or _is_past_of_held(reading, hit, first):
        return True
    if hit.concept in THEIRS:
        return _is_plotted(reading, hit, first, PLOT_REACH) or is_of_held(reading, hit, first)
    return hit.concept == "trial" and (
        _is_plotted(reading, hit, first, NEAR_REACH)
        or (_lies_behind(reading, hit) and is_of_held(reading, hit, first))
    )


def is_held_performer(reading: Reading, hit: Hit) -> bool:
    """ "An actress was arrested", "arrested the goalkeeper": whoever is held, nothing is played.

    The sentence, or the one behind a title, tells the act as done, and nothing else of a stage.
    """
    own = reading.sentences[reading.sentence_of(hit.first)]
    performers = reading.cues("performer", max(own.first, hit.first - HELD_REACH), own.last)
    performer = next((p for p in performers if p.first < hit.last and hit.first < p.last), None)
    if performer is None or _is_staged(reading, own.first, own.last):
        return False
    if _is_held(reading, performer, own.first, own.last):
        return True
    lead = reading.sentences[reading.body : reading.body + 1]
    return own.last <= _body(reading) and any(_holds_performer(reading, *_ends(s)) for s in lead)


def _ends(sentence: Sentence) -> tuple[int, int]:
    return sentence.first, sentence.last


def _holds_performer(reading: Reading, first: int, last: int) -> bool:
    performers = reading.cues("performer", first, last)
    return not _is_staged(reading, first, last) and any(
        _is_held(reading, performer, first, last) for performer in performers
    )


def _is_staged(reading: Reading, first: int, last: int) -> bool:
    performers = reading.cues("performer", first, last)
    return any(
        not any(p.first < hit.last and hit.first < p.last for p in performers)
        for hit in reading.cues("fiction", first, last)
    )


def _is_held(reading: Reading, performer: Hit, first: int, last: int) -> bool:
    """An act right before the performer; or behind, in the passive or in a title."""
    before = reading.cues("act", max(first, performer.first - HELD_REACH), performer.first)
    if any(
        is_done(reading, act, first) and not pauses(reading, act.last, performer.first)
        for act in before
    ):
        return True
    behind = reading.cue("act", performer.last, min(last, performer.last + PASSIVE_REACH))
    if behind is None or reading.any_cue(("which", "how", "unreal"), performer.last, behind.first):
        return False
    passive = reading.cue(
        "auxiliary", max(performer.last, behind.first - AUXILIARY_REACH), behind.first
    )
    return passive is not None or last <= _body(reading)


def _body(reading: Reading) -> int:
    return reading.sentences[reading.body].first if reading.body < len(reading.sentences) else 0


def _is_behind_news(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Arrested two men in Fez on Thursday, hours before a match": who did what when comes first.

    A title that tells the act stands for the day.
    """
    act = reading.cue("act", first, hit.first)
    if act is None or act.last > hit.first:
        return False
    if COMMAS.isdisjoint(reading.between(act.last, hit.first)):
        return False
    if not reading.any_cue(WHOM, first, hit.first):
        return False
    dated = reading.any_cue(DAYS, first, hit.first)
    return (dated or _is_headlined(reading)) and _is_news(reading, act, first)


def _is_before_news(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Hours before the match, arrested were two men on Thursday": the act opens its clause."""
    last = reading.sentences[reading.sentence_of(hit.first)].last
    act = reading.cue("act", hit.last, last)
    if act is None or reading.cue("meanwhile", first, first + 1) is None:
        return False
    at_once = COMMAS.intersection(reading.between(act.first, act.first))
    told = all(reading.any_cue(wanted, act.last, last) for wanted in (WHOM, DAYS))
    return bool(at_once) and told and not reading.any_cue(INSTEAD, first, hit.first)


def _is_past_of_held(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Freed in 2023 after eight years in prison, a man was arrested": a clause that opens."""
    if hit.concept not in PAST or not reading.cue("once convicted", first, first + OPENING_REACH):
        return False
    last = reading.sentences[reading.sentence_of(hit.first)].last
    start = next((at for at in range(hit.last, last) if pauses(reading, at, at)), last)
    act = reading.cue("act", start, last)
    told = act is not None and reading.any_cue(WHOM, start, last)
    return act is not None and told and _is_news(reading, act, start)


def _is_news(reading: Reading, act: Hit, first: int) -> bool:
    """Say whether the sentence tells its first act for its own sake: not "after the arrest"."""
    if reading.cue("follows", max(first, act.first - 1), act.first):
        return False
    if only_aside(reading, [(first, act.last)]) or not is_done(reading, act, first):
        return False
    return not reading.any_cue(INSTEAD, first, act.first)


def _is_headlined(reading: Reading) -> bool:
    """Say whether the title tells an act and nothing that speaks against news."""
    titles = [(title.first, title.last) for title in reading.sentences[: reading.body]]
    told = any(reading.cue(concept, *title) for title in titles for concept in ("act", "seize"))
    against = (*BEHIND, "fiction", "explains", "asks")
    return told and not any(reading.cue(concept, *title) for title in titles for concept in against)


def _is_plotted(reading: Reading, hit: Hit, first: int, reach: int) -> bool:
    """ "To attack a music festival": no pause between the attack and its target."""
    plots = reading.cues("plot", max(first, hit.first - reach), hit.first)
    return any(
        not pauses(reading, plot.last, hit.first, PAUSES)
        and not reading.any_cue(("act", "auxiliary"), plot.last, hit.first)
        for plot in plots
    )


def is_of_held(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Arrested three men who …", "three men who … were arrested": a clause about people.

    It begins behind an act that is told as news; or where none is told before, right behind the
    people, and no act stands in it.
    """
    start = max(first, hit.first - CLAUSE_REACH)
    return any(
        _begins_here(reading, clause, hit, first)
        for clause in reading.cues("of those held", start, hit.first + 1)
        if ":" not in reading.between(clause.last, hit.first)
    )


def _begins_here(reading: Reading, clause: Hit, hit: Hit, first: int) -> bool:
    if reading.cue("follows", max(first, clause.first - 1), clause.first):
        return False  # "since the bureau arrested them"
    acts = reading.cues("act", first, clause.first)
    if acts:
        return any(not _is_in_clause(reading, act, first) for act in acts)
    people = (max(first, clause.first - PEOPLE_REACH), clause.first)
    told = reading.any_cue(("persons", "one person"), *people)
    return told and not reading.cue("act", clause.last, hit.first)


def _is_in_clause(reading: Reading, act: Hit, first: int) -> bool:
    """ "The bureau, which arrested three men who …, was thanked": the sentence tells the thanks."""
    return reading.cue("which", max(first, act.first - WHICH_REACH), act.first) is not None


def _lies_behind(reading: Reading, hit: Hit) -> bool:
    """ "Convicted before", "sentenced in 2019", "a former convict"."""
    last = reading.sentences[reading.sentence_of(hit.first)].last
    start, end = max(0, hit.first - BEFORE_REACH), min(hit.last + BEFORE_REACH, last)
    if reading.cue("before", start, end):
        return True
    return any(is_past_year(reading, at) for at in range(hit.last, end))
