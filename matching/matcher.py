"""Judges articles against watchlists. Pure: no clock, no network, no store."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from pydantic import ValidationError

from core.articles import Article
from core.assessments import KINDS, Agency, Assessment, Judgement
from core.errors import LexiconError
from core.settings import WatchlistDefinition, WatchlistSettings
from matching.agencies import AgencyFinder
from matching.assess import Watchlist, choose_reports, judge_passages, to_assessment
from matching.background import load_background
from matching.gate import Gate
from matching.lessons import Lesson, learn, lessons_of
from matching.lexicon import Lexicon, load_lexicon
from matching.likeness import teach
from matching.prefilter import Prefilter
from matching.reading import Reading, outline_article, read_around
from matching.resolving.weights import load_weights
from matching.roles import Named, assign_roles
from matching.seeds import Seed, load_seeds
from matching.tokens import words_of

_text = attrgetter("text")


class Matcher:
    """`seeds` go by watchlist; `problems` has a line for each unusable seed."""

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

    @cached_property
    def lessons(self) -> dict[str, tuple[Lesson, ...]]:
        """What each seed taught, by watchlist; only a person asks for it."""
        return {w.name: lessons_of(self.seeds[w.name], w, self._lexicon) for w in self._watchlists}

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
        itself = self._seed_words.get(tuple(map(_text, outline.tokens)))
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
    return replace(watchlist, taught=watchlist.taught.without(seed))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchlistPlan:
    """What a watchlist is made of; without `threshold` the lexicon's holds."""

    name: str
    threshold: float | None
    definition: WatchlistDefinition
    seeds: tuple[Seed, ...]


def load_matcher(watchlists: Sequence[WatchlistSettings]) -> Matcher:
    """Build a matcher of the settings' watchlists and their seeds. Raises LexiconError."""
    plans: list[WatchlistPlan] = []
    problems: list[str] = []
    for settings in watchlists:
        seeds, unusable = load_seeds(settings.seeds)
        plans.append(plan_of(settings, seeds))
        problems += unusable
    matcher = build_matcher(plans, load_lexicon(), problems)
    load_background.cache_clear()  # megabytes that only serve to learn
    return matcher


def plan_of(settings: WatchlistSettings, seeds: Sequence[Seed]) -> WatchlistPlan:
    """Return a watchlist of the settings with these seeds. Raises LexiconError."""
    return WatchlistPlan(
        name=settings.name,
        threshold=settings.threshold,
        definition=definition_of(settings),
        seeds=tuple(seeds),
    )


def build_matcher(
    plans: Sequence[WatchlistPlan], lexicon: Lexicon, problems: Sequence[str] = ()
) -> Matcher:
    """Let the seeds teach their watchlists. Raises LexiconError."""
    load_weights()  # what is wrong with them is better said now than at the first report
    loaded = [_taught(plan, lexicon) for plan in plans]
    return Matcher(loaded, {plan.name: plan.seeds for plan in plans}, lexicon, problems)


def _taught(plan: WatchlistPlan, lexicon: Lexicon) -> Watchlist:
    blank = Watchlist(
        name=plan.name,
        threshold=lexicon.weights.threshold if plan.threshold is None else plan.threshold,
        finder=AgencyFinder(plan.definition, lexicon.names),
        taught=teach(()),
    )
    return replace(blank, taught=learn(plan.seeds, blank, lexicon))


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
    except IsADirectoryError:
        reason = "a watchlist's definition is a file; leave the option out where there is none"
        raise LexiconError(path, reason) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(path, f"can't be read: {error}") from None
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise LexiconError(path, f"{where}: {error.errors()[0]['msg']}") from None
