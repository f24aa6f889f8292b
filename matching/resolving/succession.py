"""Finds which report of an article's former wording each report of its present one continues."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from core.events import Facts
from matching.resolving.compare import compare
from matching.resolving.profile import profile_of
from matching.resolving.weights import load_weights


def continued(former: Sequence[Facts], present: Sequence[Facts]) -> tuple[int | None, ...]:
    """Return, for each present report, the place of the former one that it continues.

    Each former report is continued once, the likest first; None where the article now tells
    another operation.
    """
    weights = load_weights()
    earlier, later = ([profile_of([facts]) for facts in told] for told in (former, present))
    pairs = {
        (new, old): compare(later[new], earlier[old], weights).score
        for new, old in product(range(len(later)), range(len(earlier)))
    }
    found: list[int | None] = [None] * len(later)
    for new, old in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        if pairs[new, old] >= weights.threshold.continued and found[new] is None:
            found[new] = None if old in found else old
    return tuple(found)
