"""Tries a seed before it counts: on the archive, and on labelled articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.progress import track

from alerts.backtest_rows import BacktestRow, read_places, read_rows
from alerts.trial import Trial, try_out
from core.clock import utc_now
from core.errors import UsageError
from core.settings import Settings, WatchlistSettings
from matching.lexicon import load_lexicon
from matching.matcher import Matcher, build_matcher, load_matcher, plan_of
from matching.seeds import Seed
from store.articles import count_articles, latest_articles
from store.database import Database, open_database

MOST_ARTICLES = 50_000
"""Of the archive, the latest: some minutes."""

PAGE = 500


def with_seed(watchlist: WatchlistSettings, matcher: Matcher, seed: Seed) -> Matcher:
    """Return a matcher that has learned from one seed more. Raises LexiconError."""
    plan = plan_of(watchlist, [*matcher.seeds[watchlist.name], seed])
    return build_matcher([plan], load_lexicon())


def try_seed(
    settings: Settings, watchlist: WatchlistSettings, seed: Seed, corpora: Sequence[Path]
) -> tuple[Matcher, list[Trial]]:
    """Return the matcher with the seed, and what it would change: in the archive, in each corpus.

    Raises StoreError, UsageError, LexiconError.
    """
    before = load_matcher([watchlist])
    after = with_seed(watchlist, before, seed)
    trials = [_try_archive(settings.store.url, before, after)]
    for path in corpora:
        rows, broken = read_rows([path], utc_now())
        if broken:
            raise UsageError(f"{broken[0].where}: {broken[0].problem}")
        seen = _shown(rows, f"trying on {path.name}", len(rows))
        trials.append(try_out(str(path), seen, before, after, read_places(path.parent)))
    return after, trials


def _try_archive(url: str, before: Matcher, after: Matcher) -> Trial:
    with closing(open_database(url)) as database:
        with database.read() as conn:
            count = min(MOST_ARTICLES, count_articles(conn))
        rows = _shown(_latest(database), "trying on the archive", count)
        return try_out("the archive", rows, before, after, {})


def _latest(database: Database) -> Iterator[BacktestRow]:
    last: int | None = None
    taken = 0
    while taken < MOST_ARTICLES:
        with database.read() as conn:
            page = latest_articles(conn, min(PAGE, MOST_ARTICLES - taken), last)
        if not page:
            return
        for _, article in page:
            yield BacktestRow(article=article, label={})
        taken, last = taken + len(page), page[-1][0]


def _shown(rows: Iterable[BacktestRow], what: str, count: int) -> Iterable[BacktestRow]:
    console = Console(stderr=True)
    return track(
        rows, what, total=count, console=console, transient=True, disable=not console.is_terminal
    )
