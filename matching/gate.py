"""Which entries are worth fetching: a look at the title and the first 300 characters."""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, Implementation

from matching.lexicon import Lexicon
from matching.normalise import fold
from matching.prefilter import Prefilter
from matching.tokens import tokenise

MOST_LEAD = 300
MOST_TITLE = 400


class Gate:
    """Most entries hold none of the topics' words: of those only that is found out."""

    def __init__(self, prefilter: Prefilter, lexicon: Lexicon) -> None:
        self._prefilter = prefilter
        self._acts = lexicon.words.only({"act", "seize"})
        self._topics = lexicon.words.only({"topic"})
        self._roots = AhoCorasick(sorted(self._topics.roots), implementation=Implementation.DFA)

    def lets_through(self, title: str, lead: str) -> bool:
        title, lead = title[:MOST_TITLE], lead[:MOST_LEAD]
        return self._tells_an_operation(title, lead) or self._prefilter.may_name_agency(title, lead)

    def _tells_an_operation(self, title: str, lead: str) -> bool:
        """An act, and either terrorism or a police matter with people or goods."""
        folded = fold(f"{title}\n{lead}").text
        if not self._roots.find_matches_as_indexes(folded):
            return False
        tokens = tokenise(folded)
        return bool(self._topics.find(tokens) and self._acts.find(tokens))
