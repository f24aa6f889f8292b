"""Judges articles against watchlists. Pure: no clock, no network, no store."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from core.articles import Article
from core.assessments import KINDS, Agency, Assessment, Judgement
from core.errors import LexiconError
from core.settings import WatchlistDefinition, WatchlistSettings
from matching.agencies import AgencyFinder
from matching.assess import Watchlist, choose_reports, judge_passages, to_assessment
from matching.gate import Gate
from matching.lessons import Lesson, learn_patterns, lessons_of
from matching.lexicon import Lexicon, load_lexicon
from matching.prefilter import Prefilter
from matching.reading import Reading, outline_article, read_around
from matching.resolving.weights import load_weights
from matching.roles import Named, assign_roles
from matching.seeds import Seed, load_seeds
from matching.tokens import words_of


class Matcher:
    """`seeds` and `lessons` go by watchlist; `problems` has a line for each unusable seed."""

    def __init__(
        self,
        watchlists: Sequence[Watchlist],
        seeds: Mapping[str, Sequence[Seed]],
        lexicon: Lexicon,
        problems: Sequence[str],
    ) -> None:
        self._watchlists = tuple(watchlists)
        self._lexicon = lexicon
        self._prefilter = Prefilter([w.finder for w in watchlists])
        self._gate = Gate(self._prefilter, lexicon)
        self._seed_words = {
            words_of(seed.text): seed.name for listed in seeds.values() for seed in listed
        }
        self.problems = tuple(problems)
        self.seeds = {name: tuple(listed) for name, listed in seeds.items()}
        self.lessons: dict[str, tuple[Lesson, ...]] = {
            w.name: lessons_of(self.seeds[w.name], w.patterns) for w in watchlists
        }

    def lets_through(self, title: str, lead: str) -> bool:
        """Say whether an entry's page is worth fetching; of `lead` 300 characters are read."""
        return self._gate.lets_through(title, lead)

    def judge(self, article: Article) -> Judgement:
        """Return the agencies named and the assessments, strongest first.

        A very long text is read up to reading.MOST_CHARACTERS. A text equal to a seed is judged
        without that seed.
        """
        if not self._prefilter.may_name_agency(article.title, article.text):
            return Judgement()
        outline = outline_article(article)
        itself = self._seed_words.get(tuple(token.text for token in outline.tokens))
        found = [watchlist.finder.find(outline.tokens) for watchlist in self._watchlists]
        reading = read_around(outline, (f.first for each in found for f in each), self._lexicon)
        agencies: list[Agency] = []
        assessments: list[Assessment] = []
        for watchlist, names in zip(self._watchlists, found, strict=True):
            named = assign_roles(reading, names)
            agencies += [_agency(reading, watchlist, n) for n in named]
            assessments += self._assess(reading, _without(watchlist, itself), named)
        assessments.sort(key=lambda a: (KINDS.index(a.kind), -a.score))
        return Judgement(agencies=tuple(agencies), assessments=tuple(assessments))

    def _assess(
        self, reading: Reading, watchlist: Watchlist, named: Sequence[Named]
    ) -> list[Assessment]:
        judged = judge_passages(reading, watchlist, named, self._lexicon)
        reports = choose_reports(judged, reading)
        return [to_assessment(reading, watchlist, report) for report in reports]


def _without(watchlist: Watchlist, seed: str | None) -> Watchlist:
    if seed is None:
        return watchlist
    others = tuple(pattern for pattern in watchlist.patterns if pattern.seed != seed)
    return replace(watchlist, patterns=others)


def _agency(reading: Reading, watchlist: Watchlist, named: Named) -> Agency:
    text, span = reading.quote(named.found.first, named.found.last)
    return Agency(
        agency=named.found.agency,
        watchlist=watchlist.name,
        role=named.role,
        text=text,
        similarity=named.found.similarity,
        span=span,
    )


def load_matcher(watchlists: Sequence[WatchlistSettings]) -> Matcher:
    """Build a matcher. Raises LexiconError."""
    lexicon = load_lexicon()
    load_weights()  # what is wrong with them is better said now than at the first report
    loaded: list[Watchlist] = []
    seeds: dict[str, list[Seed]] = {}
    problems: list[str] = []
    for settings in watchlists:
        usable, unusable = load_seeds(settings.seeds)
        seeds[settings.name] = usable
        problems += unusable
        blank = Watchlist(
            name=settings.name,
            threshold=lexicon.weights.threshold
            if settings.threshold is None
            else settings.threshold,
            finder=AgencyFinder(definition_of(settings), lexicon.names),
            patterns=(),
        )
        loaded.append(replace(blank, patterns=learn_patterns(usable, blank, lexicon)))
    return Matcher(loaded, seeds, lexicon, problems)


def definition_of(settings: WatchlistSettings) -> WatchlistDefinition:
    """Return the organisations of a watchlist: its file's and those of the settings.

    Raises LexiconError.
    """
    if settings.definition is None:
        return WatchlistDefinition(agency=settings.agency, rival=settings.rival)
    filed = _read_definition(settings.definition)
    return WatchlistDefinition(
        agency=(*filed.agency, *settings.agency), rival=(*filed.rival, *settings.rival)
    )


def _read_definition(path: Path) -> WatchlistDefinition:
    try:
        return WatchlistDefinition.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise LexiconError(path, "there is no such watchlist definition") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(path, f"can't be read: {error}") from None
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise LexiconError(path, f"{where}: {error.errors()[0]['msg']}") from None
