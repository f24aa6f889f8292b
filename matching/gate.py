"""Which entries are worth fetching: a look at the title and the first 300 characters."""

from __future__ import annotations

from collections.abc import Set

from ahocorasick_rs import AhoCorasick, Implementation

from matching.background import is_common
from matching.lexicon import Lexicon
from matching.normalise import fold_text
from matching.prefilter import Prefilter
from matching.tokens import words_in

MOST_LEAD = 300
MOST_TITLE = 400

ACTS = frozenset({"act", "seize"})
TOPIC = frozenset({"topic"})
CUSTODY = frozenset({"custody"})
PEOPLE = frozenset({"persons"})
HOW_MANY = frozenset({"number"})
WHEN = frozenset({"weekday", "fresh"})
FORCES = frozenset({"partner"})
GOODS = frozenset({"seizure goods", "seizure units"})
TIP = frozenset({"info"})
FACTS = PEOPLE | HOW_MANY | WHEN | FORCES | GOODS

COMMON = 0.1
"""A word that more of everyday news holds is no part to look for first."""


class Gate:
    """Looks for parts of words first: of most entries they say that no phrase can tell enough."""

    def __init__(self, prefilter: Prefilter, lexicon: Lexicon) -> None:
        self._prefilter = prefilter
        self._cues = lexicon.words.only(ACTS | TOPIC | CUSTODY | TIP | FACTS)
        roots = self._cues.roots(lambda word: is_common(word, COMMON))
        # A DFA would take three megabytes more to save two microseconds an entry.
        self._roots = AhoCorasick(roots, implementation=Implementation.ContiguousNFA)
        self._concepts = tuple(roots.values())

    def lets_through(self, title: str, lead: str) -> bool:
        title, lead = title[:MOST_TITLE], lead[:MOST_LEAD]
        return self._tells_an_operation(title, lead) or self._prefilter.may_name_agency(
            title, lead, guessing=False
        )

    def _tells_an_operation(self, title: str, lead: str) -> bool:
        folded = fold_text(f"{title}\n{lead}")
        return _is_operation(self._may_be_told(folded)) and _is_operation(
            {hit.concept for hit in self._cues.find(words_in(folded))}
        )

    def _may_be_told(self, folded: str) -> Set[str]:
        """Roots of Latin words begin a word; before an Arabic one particles may stand."""
        roots = self._roots.find_matches_as_indexes(folded, overlapping=True)
        return set().union(
            *(
                self._concepts[number]
                for number, start, _ in roots
                if folded[start] >= "\u0600" or not "a" <= folded[start - 1 : start] <= "z"
            )
        )


def _is_operation(told: Set[str]) -> bool:
    """An act, with custody, or a topic and one fact of a report, or the day it met how many people,
    or the day that a force had a tip or met goods. Without a word for the act, what a force and a
    day stand with that may be seized, or a topic with how much of it.

    Tuned on labelled announcements, their agencies left out, beside background news: of what stands
    together in them, these find the most at the least cost (docs/decisions/0017-the-first-look.md).
    """
    forces = FORCES & told and WHEN & told
    if not ACTS & told:
        return bool((forces and GOODS & told) or (TOPIC & told and told >= GOODS))
    news = PEOPLE & told and HOW_MANY & told and WHEN & told
    tipped = forces and (TIP | GOODS) & told
    return bool(CUSTODY & told or (TOPIC & told and FACTS & told) or news or tipped)
