"""Looks for cues in stretches of a text: those against news first of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.asides import NOT_REACH, is_harmless
from matching.phrases import Hit
from matching.reading import Reading, once
from matching.suspects import is_held_performer, is_of_suspects
from matching.told import is_behind_news, is_past_year, tells_news
from matching.totals import sum_of_cells

AGAINST = (
    "trial",
    "denial",
    "visit",
    "award",
    "thanks",
    "balance",
    "opinion",
    "habit",
    "praise",
    "fiction",
    "prison",
    "surrender",
)
OF_ALL = (
    "trial",
    "surrender",
    "denial",
    "visit",
    "award",
    "thanks",
    "opinion",
    "fiction",
    "prison",
)
UNTRUE = ("denial", "fiction")
"""What turns an act on a fresh day into no news, wherever it stands."""

PRAISE = ("thanks", "praise", "opinion")
"""What the text says behind a headline that tells an act leaves it as it is."""

REFERRAL_REACH = 8
HOW_REACH = 6
"""Tokens between "how" and the act: the subject, who may have a long name."""

FUGITIVE_REACH = 12
TIP_REACH = 3
OPERATION_REACH = 14
"""Tokens between "the balance" and "of the operation": "that the bureau gave on Monday"."""

LIABLE_REACH = 6
"""Tokens between "face" and the years: "face, according to the prosecutor, ten years"."""

OLD_REACH = 3
"""Tokens between "sentenced" and the year: "in 2012", "in the year"."""

MORE_REACH = 4
SOURCE_REACH = 6
SINCE_BACK = 4
RANKED_BACK = 8
"""Tokens between "one of the largest" and "this year": "hauls made at a Moroccan port"."""

REFERRED_REACH = 2
"""Tokens of the prosecutor, right behind "appeared before"."""

TOLD_BACK = 2
HELP_REACH = 6
"""Tokens between thanks and what for: "thanked the directorate of Morocco for its help"."""

Stretches = Sequence[tuple[int, int]]


def cues_against(
    reading: Reading,
    stretches: Stretches,
    lead: Stretches = (),
    of_all: Sequence[str] = OF_ALL,
) -> list[Hit]:
    """Return the first cue of each kind; of the lead, what says what all of the text is about."""
    found = list(_each_of(reading, AGAINST, stretches))
    if headlines_an_act(reading):
        found = [hit for hit in found if hit.concept not in PRAISE or hit.first < _body(reading)]
    known = {hit.concept for hit in found}
    found += [hit for hit in _each_of(reading, of_all, lead) if hit.concept not in known]
    annual = first_hit(reading, "annual", lead)
    if annual and "balance" not in known:
        found.append(annual._replace(concept="balance"))
    denied = None if "denial" in known else _denied_in_title(reading)
    if denied:
        found.append(denied)
    total = sum_of_cells(reading, stretches)
    if total and not any(hit.concept == total.concept for hit in found):
        found.append(total)
    return found


def _body(reading: Reading) -> int:
    return reading.sentences[reading.body].first if reading.body < len(reading.sentences) else 0


@once
def headlines_an_act(reading: Reading) -> bool:
    """Say whether the title tells an arrest or a seizure."""
    return first_of(reading, ("act", "seize"), title_of(reading)) is not None


def _denied_in_title(reading: Reading) -> Hit | None:
    """ "No, this singer was not arrested"."""
    for first, last in title_of(reading):
        for act in reading.cues("act", first, last):
            negations = reading.cues("not", max(first, act.first - NOT_REACH), act.first)
            if any(not is_harmless(reading, negation) for negation in negations):
                return act._replace(concept="denial")
    return None


def first_hit(reading: Reading, concept: str, stretches: Stretches) -> Hit | None:
    """Return the concept's first hit that says what it seems to say."""
    if concept not in reading.hits:  # as most are not
        return None
    for first, last in stretches:
        for hit in reading.cues(concept, first, last):
            if not _says_nothing(reading, hit):
                return hit
    return None


@once
def _says_nothing(reading: Reading, hit: Hit) -> bool:
    """A court's referral, what a fugitive was tried for, a tip "thanks to the vigilance of"; the
    outcome of one operation; thanks that end its report; a prosecutor who announces it; rumours
    that are confirmed; what those held planned or were.
    """
    if hit.concept in (*AGAINST, "act", "seize", "fresh") and is_harmless(reading, hit):
        return True
    if is_of_suspects(reading, hit):
        return True
    if hit.concept in ("trial", "prison") and _is_of_fugitive(reading, hit):
        return True
    if hit.concept == "trial":
        return _is_referral(reading, hit) or _is_to_come(reading, hit) or _is_of_old(reading, hit)
    if hit.concept == "denial":
        return _is_confirmed(reading, hit)
    if hit.concept == "refer":
        return _announces(reading, hit)
    if hit.concept == "balance":
        return (
            _is_of_one_operation(reading, hit)
            or _is_since_when(reading, hit)
            or _is_ranked(reading, hit)
            or _counts_up(reading, hit)
            or is_behind_news(reading, hit)
            or _opens_news(reading, hit)
        )
    if hit.concept in PRAISE and _ends_report(reading, hit):
        return True
    near = reading.cues("info", max(0, hit.first - TIP_REACH), hit.last)
    return hit.concept == "praise" and any(tip.last >= hit.last for tip in near)


def _is_confirmed(reading: Reading, hit: Hit) -> bool:
    """ "After a day of rumours the bureau confirmed the arrest"."""
    last = reading.sentences[reading.sentence_of(hit.first)].last
    confirmed = reading.cue("confirmed", hit.last, last)
    return confirmed is not None and reading.cue("act", confirmed.last, last) is not None


def _announces(reading: Reading, hit: Hit) -> bool:
    """ "A communiqué of the prosecutor at …", "the prosecutor at the court of appeal said"."""
    if reading.cue("authority", hit.first, hit.first + 1) is None:
        return False
    own = reading.sentences[reading.sentence_of(hit.first)]
    before = (max(own.first, hit.first - SOURCE_REACH), hit.first)
    behind = (hit.last, min(hit.last + SOURCE_REACH, own.last))
    told = reading.cue("communique", *before) or reading.cue("said", *before)
    return bool(told or reading.cue("said", *behind))


def _is_to_come(reading: Reading, hit: Hit) -> bool:
    """ "Face up to ten years in prison": what the law holds ready."""
    return reading.cue("liable", max(0, hit.first - LIABLE_REACH), hit.last) is not None


def _is_of_old(reading: Reading, hit: Hit) -> bool:
    """A title's "sentenced in 2012, he is arrested again"."""
    number = reading.sentence_of(hit.first)
    last = reading.sentences[number].last
    years = range(hit.last, min(hit.last + OLD_REACH, last))
    if number >= reading.body or not any(is_past_year(reading, at) for at in years):
        return False
    comma = next((at for at in range(hit.last, last) if reading.pauses_before(at)), last)
    return reading.cue("act", comma, last) is not None


def _opens_news(reading: Reading, hit: Hit) -> bool:
    """ "A year after the wreck, police arrested on Monday …": what stands behind the comma."""
    last = reading.sentences[reading.sentence_of(hit.first)].last
    comma = next((at for at in range(hit.last, last) if reading.pauses_before(at)), last)
    return comma < last and tells_news(reading, comma, last)


def _counts_up(reading: Reading, hit: Hit) -> bool:
    """ "Bringing the number of arrests to ten"."""
    return reading.cue("more", max(0, hit.first - MORE_REACH), hit.last) is not None


def _is_of_one_operation(reading: Reading, hit: Hit) -> bool:
    """ "The balance of the operation": what came of it; not "of ten years and 90 operations"."""
    last = reading.sentences[reading.sentence_of(hit.first)].last
    operation = reading.cue("one operation", hit.first, min(last, hit.last + OPERATION_REACH))
    return operation is not None and not reading.cue("time unit", hit.last, operation.first)


def _is_since_when(reading: Reading, hit: Hit) -> bool:
    """ "Wanted by Spain since 2020, he was arrested": one man's flight, no balance."""
    before = (max(0, hit.first - SINCE_BACK), hit.first)
    return reading.any_cue(("fugitive", "warrant"), *before)


def _is_ranked(reading: Reading, hit: Hit) -> bool:
    """ "One of the largest hauls since January", "the third this year": one case among others."""
    start = reading.sentences[reading.sentence_of(hit.first)].first
    before = (max(start, hit.first - RANKED_BACK), hit.first)
    return reading.any_cue(("ranked", "nth"), *before)


def _ends_report(reading: Reading, hit: Hit) -> bool:
    """ "Announced the arrest of two men …, thanking the directorate for what it had passed on"; a
    title's thanks over a lead that tells the arrest as news.
    """
    number = reading.sentence_of(hit.first)
    own = reading.sentences[number]
    if number < reading.body:
        return any(
            tells_news(reading, s.first, s.last) for s in reading.sentences[reading.body :][:1]
        )
    helped = reading.any_cue(("info", "joint"), hit.first, min(hit.last + HELP_REACH, own.last))
    act = reading.cue("act", own.first, hit.first)
    if not helped:
        return False
    if act is None:
        return _told_before(reading, number) and (
            reading.cue("communique", own.first, own.last) is not None
        )
    return any(
        reading.cue(concept, own.first, last)
        for concept, last in (
            ("communique", hit.first),
            ("said", hit.first),
            ("partner", act.first),
        )
    )


def _told_before(reading: Reading, number: int) -> bool:
    """Say whether one of the sentences before tells an act of people as news."""
    before = reading.sentences[max(reading.body, number - TOLD_BACK) : number]
    return any(tells_news(reading, sentence.first, sentence.last) for sentence in before)


def _is_of_fugitive(reading: Reading, hit: Hit) -> bool:
    """ "The fugitive, sentenced in Spain to nine years, was caught": the trial is why he fled."""
    near = max(0, hit.first - FUGITIVE_REACH), hit.last + FUGITIVE_REACH
    titles = (title_of(reading) or [(0, 0)])[0]
    return any(reading.cue("fugitive", *where) for where in (near, titles))


def _is_referral(reading: Reading, hit: Hit) -> bool:
    """ "The prosecutor at the court of appeal", "an investigating judge", "appeared before the
    prosecutor".
    """
    near = reading.cues("refer", max(0, hit.first - REFERRAL_REACH), hit.last)
    last = reading.sentences[reading.sentence_of(hit.first)].last
    behind = reading.cue("prosecutor", hit.last, min(hit.last + REFERRED_REACH, last))
    return behind is not None or any(refer.last >= hit.last for refer in near)


def title_of(reading: Reading) -> Stretches:
    """Return the title's sentences, as stretches of tokens."""
    return [(sentence.first, sentence.last) for sentence in reading.sentences[: reading.body]]


def no_news(reading: Reading, concept: str, *, fresh: bool) -> Hit | None:
    """Return a title's cue, save before what just happened: "How police freed the hostage"."""
    for first, last in title_of(reading):
        for hit in reading.cues(concept, first, last):
            if is_harmless(reading, hit) or is_held_performer(reading, hit):
                continue
            if reading.cue("plot", hit.last, min(hit.last + 1, last)):
                continue  # "foiled a festival attack"
            how = reading.cue("how", hit.first, hit.first + 1)
            told = how and reading.cue("act", how.last, min(how.last + HOW_REACH, last))
            if not (fresh and told) or first_of(reading, OF_ALL, [(first, last)]):
                return hit
    return None


def _each_of(reading: Reading, concepts: Sequence[str], stretches: Stretches) -> Iterator[Hit]:
    for concept in concepts:
        hit = first_hit(reading, concept, stretches)
        if hit:
            yield hit


def first_of(reading: Reading, concepts: Sequence[str], stretches: Stretches) -> Hit | None:
    """Return the first hit of the first concept that has one."""
    return next(_each_of(reading, concepts, stretches), None)
