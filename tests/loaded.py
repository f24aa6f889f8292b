"""Imported into a process that others are forked from: everything is loaded, the matcher too.

What a command does it does in a process of its own, and a fresh one takes seconds before it begins.
tests/paths starts fresh ones.
"""

from __future__ import annotations

import gc
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import commands.seeded
import commands.verbs.watch
from commands.boundary import guarded
from commands.daemon import watch_press
from core.loading import load_settings
from core.settings import WatchlistSettings
from matching.matcher import Matcher, load_matcher

for verb in pkgutil.iter_modules(commands.verbs.__path__):
    import_module(f"commands.verbs.{verb.name}")  # as Scrapy does, to list them

ROOT = Path(__file__).parents[1]
SHIPPED = load_settings(ROOT, {}).watchlist
MATCHER = load_matcher(SHIPPED)


def loaded_matcher(watchlists: Sequence[WatchlistSettings]) -> Matcher:
    """Return the matcher that is there already, unless others are watched."""
    return MATCHER if watchlists == SHIPPED else load_matcher(watchlists)


def become_daemon(_module: str) -> NoReturn:
    """Go on as the daemon, without a fresh interpreter."""
    sys.exit(guarded(ROOT, watch_press, None))


commands.seeded.load_matcher = loaded_matcher
commands.verbs.watch.become = become_daemon
gc.collect()
gc.freeze()  # what a child walks it copies
