"""What the figures may be on articles that nobody tuned for: cross-validation over events.

The cues are the hand-written part, so they are what is refitted: each fold is judged without the
words and aliases that, of all labelled articles, only the fold's own use. Called by page.py.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from alerts.backtest_rows import BacktestRow
from core.articles import Article
from core.settings import AgencySettings, WatchlistDefinition
from matching.evaluation import FOUND
from matching.lexicon import Lexicon, read_phrases
from matching.matcher import Matcher, WatchlistPlan, build_matcher
from matching.normalise import fold
from matching.phrases import Phrase, Phrasebook
from matching.tokens import Token, tokenise


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """A labelled row, judged while its wording was unknown.

    `score` is None where nothing is assessed, or a rule decides whatever the score.
    """

    row: BacktestRow
    kind: str
    score: float | None

    @property
    def found(self) -> bool:
        return self.kind in FOUND


def cross_validate(
    rows: Sequence[BacktestRow], words: Wording, folds: int, repeat: int
) -> list[HeldOut]:
    """Judge each row by what the other folds' rows would have taught; an event is in one fold.

    `repeat` numbers the ways to cut.
    """
    known = {row.article.id: words.used_by(row.article) for row in rows}
    held: list[HeldOut] = []
    for fold_number in range(folds):
        inside = [row for row in rows if _fold_of(row, folds, repeat) == fold_number]
        ids = {row.article.id for row in inside}
        learned = frozenset().union(*(used for at, used in known.items() if at not in ids))
        lost = frozenset().union(*(known[at] for at in ids)) - learned
        matcher = words.matcher_without(lost)
        held += [_judged(matcher, row) for row in inside]
    return held


def _judged(matcher: Matcher, row: BacktestRow) -> HeldOut:
    strongest = matcher.judge(row.article).strongest
    if strongest is None:
        return HeldOut(row=row, kind="none", score=None)
    by_score = strongest.kind in FOUND or strongest.rules[0] == "below threshold"
    return HeldOut(row=row, kind=strongest.kind, score=strongest.score if by_score else None)


def _fold_of(row: BacktestRow, folds: int, repeat: int) -> int:
    """By a digest of the event (of the article, without one): the same on every machine."""
    key = f"{repeat}:{row.label.get('event_id') or row.article.id}"
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % folds


class Wording:
    """The cues and aliases that articles use, each known by a number or its text."""

    def __init__(self, plan: WatchlistPlan, lexicon: Lexicon) -> None:
        self._plan = plan
        self._lexicon = lexicon
        self._phrases = tuple(read_phrases())
        self._numbered = Phrasebook(
            Phrase("any", number, phrase.words) for number, phrase in enumerate(self._phrases)
        )
        self._aliases = {
            alias: self._stems(tokenise(fold(alias).text))
            for agency in plan.definition.agency
            for alias in agency.aliases
        }

    def used_by(self, article: Article) -> frozenset[int | str]:
        tokens = tokenise(fold(f"{article.title}\n{article.text}").text)
        stems = self._stems(tokens)
        aliases = (alias for alias, words in self._aliases.items() if words in stems)
        return frozenset([hit.value for hit in self._numbered.find(tokens)]) | frozenset(aliases)

    def matcher_without(self, lost: frozenset[int | str]) -> Matcher:
        return build_matcher([self._plan_without(lost)], self._lexicon_without(lost))

    def _stems(self, tokens: Sequence[Token]) -> str:
        skipped = self._lexicon.names.skipped
        return f" {' '.join(token.stem for token in tokens if token.text not in skipped)} "

    def _lexicon_without(self, lost: frozenset[int | str]) -> Lexicon:
        kept = (phrase for number, phrase in enumerate(self._phrases) if number not in lost)
        return replace(self._lexicon, words=Phrasebook(kept))

    def _plan_without(self, lost: frozenset[int | str]) -> WatchlistPlan:
        definition = self._plan.definition
        agencies = tuple(_without(agency, lost) for agency in definition.agency)
        return replace(
            self._plan, definition=WatchlistDefinition(agency=agencies, rival=definition.rival)
        )


def _without(agency: AgencySettings, lost: frozenset[int | str]) -> AgencySettings:
    kept = tuple(alias for alias in agency.aliases if alias not in lost)
    return agency.model_copy(update={"aliases": kept or agency.aliases[:1]})


def shares(held: Sequence[HeldOut]) -> Iterator[tuple[str, int, int]]:
    """Yield (figure, right, n): found operations and support, mentions taken for news, the rest."""
    counted: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for item in held:
        figure = _figure(item.row.label)
        if figure:
            of[figure] += 1
            counted[figure] += item.found
    for figure in sorted(of):
        yield figure, counted[figure], of[figure]


def _figure(label: Mapping[str, object]) -> str | None:
    if label.get("either"):
        return None
    if label.get("label") == "announcement":
        return f"found.{label.get('kind')}"
    return "wrong.mentions" if label.get("label") == "mention" else "wrong.rest"
