"""Processes that are forked from one in which everything is loaded: fresh ones take seconds."""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.loaded", "tests.alerts.clerk", "tests.store.worker"])
PATIENCE_S = 60.0


class Fork:
    """Runs `main(*words)`; what it prints and reads are lines of ours."""

    def __init__(self, main: Callable[..., int | None], *words: str) -> None:
        ours, theirs = FORKS.Pipe()
        self._process = FORKS.Process(target=_run, args=(theirs, main, words))
        self._process.start()
        theirs.close()
        with socket.socket(fileno=os.dup(ours.fileno())) as talk:
            self._talk = talk.makefile("rw", encoding="utf-8")
        ours.close()

    @property
    def status(self) -> int | None:
        return self._process.exitcode

    def line(self) -> str:
        return self._talk.readline().strip()

    def go(self) -> None:
        self._talk.write("go\n")
        self._talk.flush()

    def rest(self) -> list[str]:
        """Wait for its end and return what else it said."""
        said = self._talk.read().splitlines()
        self._process.join(PATIENCE_S)
        return said

    def kill(self) -> None:
        self._process.kill()
        self._process.join(PATIENCE_S)
        self._talk.close()


def _run(talk: Connection, main: Callable[..., int | None], words: tuple[str, ...]) -> None:
    for number in (0, 1):
        os.dup2(talk.fileno(), number)
    talk.close()
    sys.stdin = open(0)  # noqa: SIM115 - for as long as the process lives
    sys.exit(main(*words))
