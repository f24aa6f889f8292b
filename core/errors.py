"""Every error that Balagh raises on purpose.

BalaghError
├── SettingsError            settings.toml or an environment variable (a list of problems)
├── CatalogueError           crawler/feeds.toml
├── SeedError                a file in a seeds folder
├── LexiconError             a data file of the matcher
├── StoreError               the database can't be opened, read or written
│   ├── StoreLocked          another daemon works on this database
│   ├── StoreRefused         what was to be written can't be: the same fails again
│   └── StoreOutdated        the schema is not this program's
├── FeedError                a feed's document or answer
├── PageError                an article's page
├── ChannelError             a subscriber's channel as configured
├── AccessError              the file that says who may use the web face
└── UsageError               what was typed on the command line

Each carries the identity that it is about, and its message says what, where and what to do.
A command ends with exit status 2 on any of them, and prints one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class BalaghError(Exception):
    """The root: a message for a person, in one line."""


class SettingsError(BalaghError):
    """All problems of the settings at once, each "dotted.path: what is wrong"."""

    def __init__(self, path: Path | str, problems: Sequence[str]) -> None:
        self.path = str(path)
        self.problems = tuple(problems)
        super().__init__(f"{self.path}: " + "; ".join(self.problems))


class _AboutPath(BalaghError):
    def __init__(self, path: Path | str, problem: str) -> None:
        self.path = str(path)
        self.problem = problem
        super().__init__(f"{self.path}: {problem}")


class CatalogueError(_AboutPath):
    """A feed catalogue that can't be read; `path` names the file."""


class SeedError(_AboutPath):
    """A seed, or its seeds.toml, that can't be used; `path` names the file."""


class AccessError(_AboutPath):
    """What says who may use the web face; `path` names the file."""


class LexiconError(_AboutPath):
    """A data file of the matcher that can't be used; `path` names the file."""


class StoreError(BalaghError):
    """The database failed; `url` names it without its password."""

    def __init__(self, url: str, problem: str) -> None:
        self.url = url
        self.problem = problem
        super().__init__(f"database {url}: {problem}")


class StoreLocked(StoreError):
    """Another daemon holds this database."""


class StoreRefused(StoreError):
    """What was to be written breaks a rule of the database: another try would fail the same."""


class StoreOutdated(StoreError):
    """The schema in the database is not the one that this program knows."""


class FeedError(BalaghError):
    """A feed could not be polled or read; `feed` is its name, `reason` one of the health words."""

    def __init__(self, feed: str, reason: str, problem: str) -> None:
        self.feed = feed
        self.reason = reason
        self.problem = problem
        super().__init__(f"feed {feed}: {reason}: {problem}")

    def __reduce__(self) -> tuple[type[FeedError], tuple[str, str, str]]:
        """Let it come back whole from a worker process."""
        return FeedError, (self.feed, self.reason, self.problem)


class PageError(BalaghError):
    """An article's page could not be had or read; `url` names it.

    `passing`: it may be there at another try.
    """

    def __init__(self, url: str, problem: str, *, passing: bool = False) -> None:
        self.url = url
        self.problem = problem
        self.passing = passing
        super().__init__(f"page {url}: {problem}")


class ChannelError(BalaghError):
    """A subscriber's channel can't be used as configured."""

    def __init__(self, subscriber: str, problem: str) -> None:
        self.subscriber = subscriber
        self.problem = problem
        super().__init__(f"subscriber {subscriber}: {problem}")


class UsageError(BalaghError):
    """What was typed can't be done; the message says what would work."""
