"""Finds reports that may follow an operation up without a word of it: "Larache cocaine: a man held
in Asilah" names the place of a case that is known.
"""

from __future__ import annotations

from dataclasses import replace

from matching.resolving.profile import Profile
from matching.resolving.weights import Followup


def followed_unsaid(
    one: Profile, other: Profile, points: Followup
) -> tuple[Profile, Profile] | None:
    """Return the later one of two profiles, as a follow-up, and the other; None where neither is.

    It was told days after the other, acts on no earlier day, and its titles name a place of the
    other's beside its own scene.
    """
    if not (one.beside or other.beside) or one.telling != "own" or other.telling != "own":
        return None
    first, last = (one, other) if _day(one) <= _day(other) else (other, one)
    if last.beside.isdisjoint(first.places) or not 0 < _day(last) - _day(first) <= points.days:
        return None
    if first.dates and last.dates and min(last.dates) <= min(first.dates):
        return None
    return replace(last, telling="followup", named=last.beside), first


def _day(profile: Profile) -> int:
    return min(profile.published or profile.arrived)
