"""Compares where two profiles' operations were: places in common, nearby, elsewhere, abroad."""

from __future__ import annotations

from matching.resolving.clues import Clue, difference
from matching.resolving.places import region_of
from matching.resolving.profile import Profile
from matching.resolving.weights import Weights

SCATTERED = 3
"""Regions of one operation from which on an outlet may well name another place than the rest."""


def compare_places(one: Profile, other: Profile, weights: Weights) -> Clue | None:
    points = weights.places
    if shared := _places_shared(one, other):
        worth = round(sum([points.weights.get(place, points.common) for place in shared]), 2)
        return Clue("places", min(points.most, worth), ("{}", shared))
    # Places at home only: abroad, a partner's place and ours are both true.
    if not one.home or not other.home:
        return _abroad(one, other, weights)
    side_by_side = not one.provinces.isdisjoint(other.provinces)
    if side_by_side or ((one.near or other.near) and _are_vaguely_near(one, other)):
        return Clue("places-near", points.near, ("side by side",))
    scattered = len(one.regions) >= SCATTERED or len(other.regions) >= SCATTERED
    worth = points.scattered if scattered else points.disjoint
    if one.home <= points.seats or other.home <= points.seats:
        worth = max(worth, points.seat)
    return difference("places-differ", worth, one.home, other.home)


def _places_shared(one: Profile, other: Profile) -> frozenset[str]:
    shared = one.places & other.places
    if one.named or other.named:
        shared |= one.places & other.named | one.named & other.places
    return shared


def _abroad(one: Profile, other: Profile, weights: Weights) -> Clue | None:
    """Less against: of an operation on both sides each outlet may name its own.

    Of what one service abroad did a place at home is seldom the scene.
    """
    if one.abroad and other.abroad:
        return difference("places-abroad", weights.places.abroad, one.places, other.places)
    if (one.abroad and other.home) or (other.abroad and one.home):
        ours = {*weights.partner.common, *weights.partner.home}
        joint = (one.partners & other.partners) - ours
        worth = weights.places.partnered if joint else weights.places.abroad
        return difference("places-abroad", worth, one.places, other.places)
    return None


def _are_vaguely_near(one: Profile, other: Profile) -> bool:
    """Where an outlet says only "near", a place of the region will do."""
    vague = {*map(region_of, one.near & one.home), *map(region_of, other.near & other.home)}
    return not vague.isdisjoint(one.regions & other.regions)
