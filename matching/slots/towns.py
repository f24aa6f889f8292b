"""Tells names of towns from plain words that look alike; called by scenes.py."""

from __future__ import annotations

from matching.phrases import AND, ARABIC, Hit
from matching.reading import Reading

AT_BACK = 4
SITE_BACK = 3
OTHER_BACK, OTHER_REACH = 4, 4
"""Tokens between a quarter and the town that it is said to belong to."""


def is_town(reading: Reading, hit: Hit, first: int) -> bool:
    """Not a plain word that only looks like a town ("sale", "الجديدة": new)."""
    if reading.cue("found there", max(first, hit.first - 1), hit.first):
        return False
    if _is_country(reading, hit, first):
        return False
    if not hit.value.ambiguous:
        return True
    written = reading.quote(hit.first, hit.last)[0]
    latin = written < ARABIC
    if latin and not written[0].isupper():
        return False
    if hit.first == first:
        return _is_set_off(reading, hit)
    if latin and not hit.value.guessed and written.casefold() != reading.tokens[hit.first].text:
        return True
    beside = (max(first, hit.first - AT_BACK), hit.first)
    words = ["inside", "region" if hit.value.guessed else "at"]
    words += ["quarter"] if hit.value.quarter else []
    ends = {hit.first}
    behind = ("area", "area named", *(["quarter", "city"] if hit.value.quarter else []))
    if reading.any_cue(behind, hit.last, hit.last + 1):
        # "in the Lyon area", "in the Borgerhout district"
        ends.add(hit.first - 1)
    at = any(cue.last in ends for word in words for cue in reading.cues(word, *beside))
    at = at or _is_of_site(reading, hit, first)
    written_at = reading.cue("written at", hit.first, hit.first + 1) is not None
    return written_at or at or _is_listed(reading, hit, beside)


def _is_country(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Guinée-Conakry"."""
    country = reading.cue("abroad", max(first, hit.first - 1), hit.first)
    return country is not None and reading.cue("abroad", hit.first, hit.last) is not None


def is_of_other_town(reading: Reading, hit: Hit, stretch: tuple[int, int]) -> bool:
    """A quarter that many towns have, beside the name of another: that one tells where it is."""
    if not hit.value.quarter:
        return False
    behind = reading.cue("place", hit.last, min(hit.last + OTHER_REACH, stretch[1]))
    if behind is not None:
        return bool(behind.value.name != hit.value.name)
    before = reading.cues("place", max(stretch[0], hit.first - OTHER_BACK), hit.first)
    return bool(before) and before[-1].value.name != hit.value.name


def _is_of_site(reading: Reading, hit: Hit, first: int) -> bool:
    """ "Dans une ferme de Boulanouare"."""
    at = hit.first - 1
    of = at > first and reading.cue("of", at, hit.first) is not None
    return of and reading.cue("site", max(first, at - SITE_BACK), at) is not None


def _is_listed(reading: Reading, hit: Hit, beside: tuple[int, int]) -> bool:
    """ "Tiznit, Tata and Assa", not "بالدار البيضاء كانت العيون": another town and "and" before."""
    for other in reading.cues("place", *beside):
        comma = (
            ","
            in reading.folded.text[
                reading.tokens[other.last - 1].end : reading.tokens[hit.first].start
            ]
        )
        joined = reading.cue("people and", other.last, hit.first) is not None
        if 0 <= hit.first - other.last <= 1 and (comma or joined or _has_and(reading, hit)):
            return True
    return False


def _has_and(reading: Reading, hit: Hit) -> bool:
    return reading.tokens[hit.first].text[0] == AND


def _is_set_off(reading: Reading, hit: Hit) -> bool:
    """ "أخفنير.. إجهاض رحلة سرية": a name that stands for itself at the beginning."""
    end = reading.tokens[hit.last - 1].end
    return reading.folded.text[end : end + 2].strip()[:1] in (":", ",", ".", "(", "-", "")
