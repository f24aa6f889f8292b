"""What an agency does where it is named: acts, informs another service, or is part of a title."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from core.assessments import Role
from matching.agencies import Found
from matching.asides import is_harmless
from matching.phrases import Hit
from matching.quoted import ANNOUNCER_REACH, is_quoted
from matching.reading import Reading
from matching.sentences import Sentence

TITLE_REACH = 4
"""Tokens between "director general" and the name: "… of National Security and of"."""

INFORMER_REACH = 18
"""Tokens between "coordination between" and the name, the other service's long name included."""

POSED_REACH = 10
SHAM_REACH = 2
COUNTRY_REACH = 4
"""Tokens between a name and the country that it belongs to: "… (initials) du Burkina Faso"."""

EXACT = 100
INHERIT_REACH = 4
SPEAKER_REACH = 10
SAYS_REACH = 4
SPOKEN_BACK = 2
"""Sentences before the one where the director speaks that may tell the act."""

PART_REACH = 4
SERVICE_REACH = 5
LEAST_BEFORE = 2
JOIN_REACH = 6
FORCE_REACH = 4
HELPS_REACH = 6
GAVE_REACH = 4
THANKED_REACH = 6
"""Tokens between thanks and the name, and between the name and what for."""

GUESS_REACH = 14
LEAST_CAPITALS = 3
ABOUT = ("topic", "quiet topic", "held", "caught")
SPEAKING = ("act", "info", "joint", "communique", "said", "force", "gave")
OF_REACH = 2
"""Tokens between "a statement" and the name: "of the"."""

ENTRUSTED_REACH = 4
INVESTIGATES_REACH = 2


class Named(NamedTuple):
    """An agency with its role; `announces`: it is quoted as the source of a communiqué."""

    found: Found
    role: Role
    sentence: int
    announces: bool


def assign_roles(reading: Reading, found: Sequence[Found]) -> list[Named]:
    """Return the names with their roles, in text order."""
    named: list[Named] = []
    previous: Named | None = None
    abroad = _tells_of_abroad(reading)
    for name in _without_namesakes(reading, found):
        if name.guessed and not _is_spoken_for(reading, name):
            continue
        if name.nickname and not _is_about(reading, name):
            continue
        name = name._replace(rival=name.rival or (abroad and not _is_own(name)))
        number = reading.sentence_of(name.first)
        role: Role = "rival" if name.rival else _role(reading, name, number, previous)
        named.append(Named(name, role, number, is_quoted(reading, name.first, name.last)))
        previous = previous if name.rival else named[-1]
    return _unmasked(reading, named)


def _without_namesakes(reading: Reading, found: Sequence[Found]) -> list[Found]:
    """A name in brackets behind a rival's is the rival's own short name, wherever it stands; one
    with another country right behind it is that country's.
    """
    rivals = {
        reading.tokens[short.first].text
        for name, short in pairwise(found)
        if name.rival
        and name.similarity == EXACT
        and not short.rival
        and _is_in_brackets(reading, name, short)
    }
    return [
        name._replace(rival=True)
        if reading.tokens[name.first].text in rivals or _is_foreign(reading, name)
        else name
        for name in found
    ]


def _is_in_brackets(reading: Reading, name: Found, short: Found) -> bool:
    if short.first != name.last or short.last != short.first + 1:
        return False
    between = (reading.tokens[name.last - 1].end, reading.tokens[short.first].start)
    return "(" in reading.folded.text[slice(*between)]


def _is_foreign(reading: Reading, name: Found) -> bool:
    """ "The directorate (its initials) of Burkina Faso": no sign between but brackets."""
    end = min(name.last + COUNTRY_REACH, len(reading.tokens))
    country = reading.cue("namesake", name.last, end)
    if country is None:
        return False
    between = (reading.tokens[name.last - 1].end, reading.tokens[country.first].start)
    return not set(",.;:\n") & set(reading.folded.text[slice(*between)])


def _unmasked(reading: Reading, named: Sequence[Named]) -> list[Named]:
    """Where someone posed as its agent, an agency that is merely named elsewhere did nothing."""
    if not any(n.role == "title" and _is_posed_as(reading, n.found, n.sentence) for n in named):
        return list(named)
    return [
        n._replace(role="title") if n.role in ("actor", "mentioned") and not n.announces else n
        for n in named
    ]


def _is_about(reading: Reading, name: Found) -> bool:
    """In the title and around a nickname its topic is told, or it informs another service."""
    told = (hit for s in _around(reading, name) for hit in reading.cues("topic", s.first, s.last))
    return any(hit.value == name.nickname for hit in told) or _helps(reading, name)


def _helps(reading: Reading, name: Found) -> bool:
    """ "The police of Settat, tipped off by the services of …"."""
    own = reading.sentences[reading.sentence_of(name.first)]
    start = max(own.first, name.first - HELPS_REACH)
    end = min(own.last, name.last + GAVE_REACH)
    lead_in = any(_leads_to(reading, c, start, name, HELPS_REACH) for c in ("info", "joint"))
    if not (lead_in or reading.cue("gave", name.last, end)):
        return False
    lead = max(reading.body, reading.sentence_of(name.first) - 1)
    around = reading.sentences[lead : reading.sentence_of(name.first) + 2]
    return any(
        reading.cue(concept, s.first, s.last) for s in around for concept in ("partner", "office")
    )


def _around(reading: Reading, name: Found) -> list[Sentence]:
    """The title, and the name's sentence with its neighbours."""
    number = reading.sentence_of(name.first)
    titles = reading.sentences[: reading.body]
    return [*titles, *reading.sentences[max(0, number - 1) : number + 2]]


def _is_own(name: Found) -> bool:
    """An acronym without a slip: long names and descriptions are other countries' too."""
    return name.similarity == EXACT and name.last == name.first + 1


def _is_spoken_for(reading: Reading, name: Found) -> bool:
    """A guessed acronym stands in capitals, close to an act, a tip or a statement.

    In the title and around it a topic or an arrest is told, of Morocco and of no country with a
    namesake.
    """
    text, _ = reading.quote(name.first, name.last)
    own = reading.sentences[reading.sentence_of(name.first)]
    near = max(own.first, name.first - GUESS_REACH), min(own.last, name.last + GUESS_REACH)
    around = _around(reading, name)
    told = {
        concept: [hit for s in around for hit in reading.cues(concept, s.first, s.last)]
        for concept in (*ABOUT, "morocco", "place", "abroad")
    }
    return bool(
        sum(map(str.isupper, text)) >= LEAST_CAPITALS
        and reading.any_cue(SPEAKING, *near)
        and any(told[concept] for concept in ABOUT)
        and (told["morocco"] or any(place.value.code for place in told["place"]))
        and not told["abroad"]
    )


def _tells_of_abroad(reading: Reading) -> bool:
    """ "Côte d'Ivoire: …": a title that begins with a country, and a lead without Morocco or a
    place there."""
    titles = reading.sentences[: reading.body]
    lead = reading.sentences[: reading.body + 1]
    begins = any(reading.cue("abroad", s.first, min(s.first + 1, s.last)) for s in titles[:1])
    return begins and not any(_is_in_morocco(reading, s.first, s.last) for s in lead)


def _is_in_morocco(reading: Reading, first: int, last: int) -> bool:
    """Morocco or one of its towns is named in words `first` to `last`."""
    places = reading.cues("place", first, last)
    return bool(reading.cue("morocco", first, last) or any(hit.value.code for hit in places))


def _role(reading: Reading, name: Found, number: int, previous: Named | None) -> Role:
    sentence = reading.sentences[number]
    if previous and previous.sentence == number and _is_apposition(reading, previous.found, name):
        return previous.role
    start = max(sentence.first, name.first - INFORMER_REACH)
    if _is_posed_as(reading, name, number) or _is_uninvolved(reading, sentence):
        return "title"
    if _holds_people(reading, name, sentence.first, sentence.last):
        return "actor"
    behind = reading.cue("head", name.last, min(name.last + 1, sentence.last)) is not None
    if behind or _leads_to(
        reading, "head", max(sentence.first, name.first - TITLE_REACH - 2), name, TITLE_REACH
    ):
        return "mentioned" if _speaks_of_an_act(reading, name, number) else "title"
    if _signs_a_communique(reading, name, sentence.first) or _investigates(reading, name):
        return "actor"
    if _gives_its_name_to_a_tip(reading, name, sentence.last) or any(
        _leads_to(reading, concept, start, name, INFORMER_REACH) for concept in ("info", "joint")
    ):
        return "informer"
    if _is_thanked_for_help(reading, name, sentence) or _ends_at(reading, "asked by", name.first):
        return "informer"
    if _takes_part(reading, name, sentence.last) or _is_set_off(reading, name, number):
        return "informer"
    if reading.cue("act", sentence.first, sentence.last):
        return "actor"
    if _joins_in(reading, name, sentence.last):
        return "informer"
    if is_quoted(reading, name.first, name.last) or _is_of_people(reading, name, sentence.first):
        return "actor"
    return "mentioned"


def _is_uninvolved(reading: Reading, sentence: Sentence) -> bool:
    """ "The bureau declined to comment", "contacts with the directorate", "took it for a raid of":
    no part in the news.
    """
    acts = reading.cues("act", sentence.first, sentence.last)
    apart = reading.cue("uninvolved", sentence.first, sentence.last)
    return apart is not None and all(is_harmless(reading, act) for act in acts)


def _is_of_people(reading: Reading, name: Found, first: int) -> bool:
    """ "Elements of the bureau", "held in a raid by the bureau": whatever the verb, it acts."""
    forces = reading.cues("force", max(first, name.first - FORCE_REACH), name.first)
    deeds = reading.cues("in its raid", max(first, name.first - FORCE_REACH - 1), name.first)
    near = any(name.first - hit.last < FORCE_REACH - 1 for hit in forces)
    return near or any(name.first - hit.last < FORCE_REACH - 2 for hit in deeds)


def _is_posed_as(reading: Reading, name: Found, number: int) -> bool:
    """ "Posing as a colonel of the …"; "the … colonel, an impostor"."""
    sentence = reading.sentences[number]
    if reading.cue("sham", name.last, min(name.last + SHAM_REACH, sentence.last)):
        return True
    if _ends_at(reading, "in the name of", name.first):
        return True
    start = max(sentence.first, name.first - POSED_REACH)
    return any(
        not reading.cue("info", hit.last, name.first)
        for hit in reading.cues("posed", start, name.first)
    ) and _leads_to(reading, "posed", start, name, POSED_REACH)


def _ends_at(reading: Reading, concept: str, token: int) -> bool:
    """A cue right before the token, or before its article."""
    hits = reading.cues(concept, max(0, token - ANNOUNCER_REACH), token)
    return any(0 <= token - hit.last <= 1 for hit in hits)


def _holds_people(reading: Reading, name: Found, first: int, last: int) -> bool:
    """ "He was taken to the headquarters of the bureau": who is held there is the bureau's."""
    premises = reading.cues("premises", max(first, name.first - ANNOUNCER_REACH), name.first)
    return any(name.first - hit.last <= 1 for hit in premises) and reading.any_cue(
        ("brought", "custody"), first, last
    )


def _signs_a_communique(reading: Reading, name: Found, first: int) -> bool:
    """ "… according to a statement of the bureau": what it tells is the bureau's, save a tip."""
    hits = reading.cues("communique", max(first, name.first - ANNOUNCER_REACH), name.first)
    return any(
        name.first - hit.last <= OF_REACH
        and not reading.cue("info", hit.first, hit.first + 1)
        and not reading.cue("by", hit.last, hit.last + 1)
        and not reading.cue("thanks", hit.last, name.first)
        for hit in hits
    )


def _investigates(reading: Reading, name: Found) -> bool:
    """ "The inquiry was entrusted to the bureau", "the bureau was charged with the inquiry"."""
    sentence = reading.sentences[reading.sentence_of(name.first)]
    start = max(sentence.first, name.first - ENTRUSTED_REACH)
    end = min(sentence.last, name.last + INVESTIGATES_REACH + 1)
    before = reading.cues("entrusted", start, name.first)
    return (
        any(0 <= name.first - hit.last <= ENTRUSTED_REACH for hit in before)
        or reading.cue("entrusted", name.last, end) is not None
    )


def _joins_in(reading: Reading, name: Found, last: int) -> bool:
    """ "The directorate took part": joint work behind the name, unless it goes on "with"."""
    joint = reading.cue("joint", name.last, min(last, name.last + JOIN_REACH))
    return joint is not None and not reading.cue("with", joint.last, min(last, joint.last + 2))


def _gives_its_name_to_a_tip(reading: Reading, name: Found, last: int) -> bool:
    """ "Using directorate intelligence", not "directorate intelligence officers arrested"."""
    tip = reading.cue("its info", name.last, min(name.last + 1, last))
    return tip is not None and not reading.cue("service", tip.last, min(tip.last + 1, last))


def _is_thanked_for_help(reading: Reading, name: Found, sentence: Sentence) -> bool:
    """ "The police thanked the directorate for its information"."""
    end = min(sentence.last, name.last + THANKED_REACH)
    helped = reading.any_cue(("info", "joint", "gave"), name.last, end)
    return helped and _leads_to(reading, "thanks", sentence.first, name, THANKED_REACH)


def _takes_part(reading: Reading, name: Found, last: int) -> bool:
    """ "The directorate took part in the raid": so right behind the name."""
    end = min(last, name.last + PART_REACH)
    part = reading.cue("takes part", name.last, end)
    return part is not None and reading.cue("act", name.last, part.first) is None


def _is_set_off(reading: Reading, name: Found, number: int) -> bool:
    """ "Hand in hand with the directorate, the police of Fez arrested …": a comma stands behind
    the name, and behind that another service and what it did.
    """
    sentence = reading.sentences[number]
    first, end = sentence.first, min(sentence.last, name.last + SERVICE_REACH)
    if name.first - first < LEAST_BEFORE:
        return False
    if name.last >= end or not reading.pauses_before(name.last):
        return False
    if is_quoted(reading, name.first, name.last) or reading.cue("act", first, name.first):
        return False
    service = reading.cue("partner", name.last, end) or reading.cue("office", name.last, end)
    act = reading.cue("act", name.last, sentence.last)
    if service is None or act is None:
        return False
    last = max(service.first, act.first)
    return list(filter(reading.pauses_before, range(first + 1, last + 1))) == [name.last]


def _speaks_of_an_act(reading: Reading, name: Found, number: int) -> bool:
    """ "The director revealed that five people were arrested", or so at a news conference."""
    sentence = reading.sentences[number]
    says = reading.cue("said", max(sentence.first, name.first - SPEAKER_REACH), name.first)
    says = says or reading.cue("conference", name.last, sentence.last)
    says = says or reading.cue("said", name.last, min(name.last + SAYS_REACH, sentence.last))
    before = reading.sentences[max(0, number - SPOKEN_BACK)].first
    sentence = reading.sentences[min(number + 1, len(reading.sentences) - 1)]
    return says is not None and reading.cue("act", before, sentence.last) is not None


def _is_apposition(reading: Reading, first: Found, second: Found) -> bool:
    """ "The bureau, which belongs to the directorate": no act stands between the two."""
    near = 0 <= second.first - first.last <= INHERIT_REACH
    return near and not reading.cue("act", first.last, second.first)


def _leads_to(reading: Reading, concept: str, start: int, name: Found, reach: int) -> bool:
    """A cue before the name, close, and no act in between that the cue would belong to."""
    return any(
        0 <= name.first - hit.last <= reach
        and all(is_harmless(reading, act) for act in reading.cues("act", hit.last, name.first))
        and not (concept == "head" and reading.cue("said", hit.last, name.first))
        and not _is_hearsay(reading, hit)
        and not _is_of_statement(reading, hit)
        for hit in reading.cues(concept, start, name.first)
    )


def _is_hearsay(reading: Reading, hit: Hit) -> bool:
    """ "According to our information": the newspaper's, not the agency's."""
    return reading.cue("hearsay", max(0, hit.first - 1), hit.last) is not None


def _is_of_statement(reading: Reading, hit: Hit) -> bool:
    """ "A joint statement": what is joint are the words."""
    said = reading.cues("communique", max(0, hit.first - 1), hit.last + 1)
    return any(
        said_hit.last > hit.first and not reading.cue("by", said_hit.last, said_hit.last + 1)
        for said_hit in said
    )
