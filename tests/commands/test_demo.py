"""`scrapy demo`: what ends it, and what does not."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterator

import pytest

from commands.verbs.demo import Demo
from core.settings import Settings
from newsroom.stories import Script

ENDING = (signal.SIGTERM, signal.SIGHUP)


class _Left(Exception):
    """The replay would begin."""


@pytest.fixture
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize(
    ("found", "left"),
    [(signal.SIG_IGN, signal.SIG_IGN), (signal.SIG_DFL, signal.default_int_handler)],
)
def test_a_hangup_that_is_ignored_stays_so(
    monkeypatch: pytest.MonkeyPatch, found: signal.Handlers, left: object
) -> None:
    def load(_: str) -> None:
        raise _Left

    monkeypatch.setattr(Script, "load", load)
    signal.signal(signal.SIGHUP, found)
    with pytest.raises(_Left):
        Demo().execute(Settings(), argparse.Namespace(keep=False))
    assert signal.getsignal(signal.SIGHUP) == left
