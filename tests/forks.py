"""Processes that are forked from one in which everything is loaded: fresh ones take seconds."""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from scrapy.cmdline import execute

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.loaded", "tests.alerts.clerk", "tests.store.worker"])
ROOT = Path(__file__).parents[1]
PATIENCE_S = 60.0


class Fork:
    """Runs `main(*words)`; what it prints and reads are lines of ours.

    A context manager that kills it. Daemonic: who has to end waits for none that was forgotten.
    """

    def __init__(self, main: Callable[..., int | None], *words: str) -> None:
        ours, theirs = FORKS.Pipe()
        given = (theirs, main, words, dict(os.environ))
        self._process = FORKS.Process(target=_run, args=given, daemon=True)
        self._process.start()
        theirs.close()
        with socket.socket(fileno=os.dup(ours.fileno())) as talk:
            self._talk = talk.makefile("rw", encoding="utf-8")
        ours.close()

    def __enter__(self) -> Fork:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.kill()

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


def _run(
    talk: Connection,
    main: Callable[..., int | None],
    words: tuple[str, ...],
    environment: Mapping[str, str],
) -> None:
    _settle(environment)
    for number in (0, 1):
        os.dup2(talk.fileno(), number)
    talk.close()
    sys.stdin = open(0)  # noqa: SIM115 - for as long as the process lives
    sys.exit(main(*words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A command that has ended."""

    returncode: int
    stdout: str
    stderr: str

    @classmethod
    def of(cls, process: BaseProcess, stdout: Path, stderr: Path, patience_s: float) -> Done:
        """Wait for a command's end, and read what it said; one that doesn't end is killed."""
        process.join(patience_s)
        status = process.exitcode
        process.kill()
        process.join(PATIENCE_S)
        said, told = (path.read_text(encoding="utf-8") for path in (stdout, stderr))
        assert status is not None, f"still there after {patience_s} s; it said: {said}{told}"
        return cls(returncode=status, stdout=said, stderr=told)


def start_scrapy(
    words: tuple[str, ...],
    stdout: Path,
    stderr: Path | Connection,
    *,
    fresh: bool = False,
    **environment: str,
) -> BaseProcess:
    """Start a command of Balagh's; a `fresh` one as a person does, who has nothing loaded yet."""
    start = _become_scrapy if fresh else _run_scrapy
    whole = dict(os.environ | environment)
    # Not daemonic: a command has a worker of its own. Who starts one kills it.
    process = FORKS.Process(target=start, args=(words, stdout, stderr, whole))
    process.start()
    return process


def _run_scrapy(
    words: tuple[str, ...], stdout: Path, stderr: Path | Connection, environment: Mapping[str, str]
) -> None:
    _prepare(stdout, stderr, environment)
    # What can't be imported the server passes over, and every command would load it all by itself.
    assert "tests.loaded" in sys.modules, "tests.loaded was not loaded before the fork"
    sys.argv = ["scrapy", *words]
    execute()


def _become_scrapy(
    words: tuple[str, ...], stdout: Path, stderr: Path | Connection, environment: Mapping[str, str]
) -> None:
    _prepare(stdout, stderr, environment)
    os.execv(sys.executable, [sys.executable, "-m", "scrapy", *words])


def _prepare(stdout: Path, stderr: Path | Connection, environment: Mapping[str, str]) -> None:
    kept = os.O_CREAT | os.O_TRUNC | os.O_WRONLY
    said = os.open(stderr, kept) if isinstance(stderr, Path) else stderr.fileno()
    ways = (os.open(os.devnull, os.O_RDONLY), os.open(stdout, kept), said)
    for number, way in enumerate(ways):
        os.dup2(way, number)
    _settle(environment)


def _settle(environment: Mapping[str, str]) -> None:
    """The server that forks has the environment and the folder of its own start."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
