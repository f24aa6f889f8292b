"""Processes for all but small documents, killed when they take too long on a hostile one."""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Concatenate, ParamSpec, TypeVar

from core.errors import BalaghError
from crawler.formats.shapes import GZIP

P = ParamSpec("P")
T = TypeVar("T")

SMALL = 32 * 1024
"""Bytes below which a document is read in a thread: the worst of them takes .3 s. Measured, the
second core of a process makes more of a first poll than sending documents there and back costs."""

HEAVY = 256 * 1024
MANY_TAGS = 10_000
"""A document of so many bytes or tags may take seconds: those have a process apart, so that only
others like it wait for it. Honest ones of less size stay below half as many tags."""

PATIENCE_S = 10.0
START_S = 30.0
MEMORY = 1 << 30


class ReadingFailed(Exception):
    """The worker was killed or died, or the parser broke on the document."""


class Reader:
    """Runs parsers off the event loop: in a thread, a process, or the process for heavy ones."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
        self._worker = _Worker(patience_s)
        self._heavy = _Worker(patience_s)

    async def read(
        self,
        parse: Callable[Concatenate[bytes, P], T],
        body: bytes,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call parse(body, …), which must be importable by name.

        Raises the parser's BalaghError; anything else that goes wrong is ReadingFailed.
        """
        call = partial(parse, body, *args, **kwargs)
        if is_heavy(body):
            answer = await self._heavy.answer(call)
        elif len(body) < SMALL:
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self._thread, _answer, call)
        else:
            answer = await self._worker.answer(call)
        if isinstance(answer, Exception):
            raise answer
        result: T = answer
        return result

    def prepare(self, *parsers: Callable[..., object]) -> None:
        """Start the process and have it load these, while there is nothing to read yet."""
        self._worker.begin(partial(_load, *parsers))

    def close(self) -> None:
        """End the workers, also in the middle of a document."""
        self._worker.close()
        self._heavy.close()
        self._thread.shutdown(wait=False, cancel_futures=True)


def is_heavy(body: bytes) -> bool:
    """Say whether reading a document may take seconds; of a packed one nobody knows."""
    return len(body) >= HEAVY or body.startswith(GZIP) or body.count(b"<") > MANY_TAGS


class _Worker:
    """One spare process, started when it is needed and again after it died; one call at a time."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._watcher = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker")
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection[Any, Any] | None = None
        self._closed = False

    async def answer(self, call: Callable[[], object]) -> Any:
        """Return what the call returns, or the exception that it ended with."""
        return await asyncio.get_running_loop().run_in_executor(self._watcher, self._run, call)

    def begin(self, call: Callable[[], object]) -> None:
        """Make a call and leave its end alone; the next answers wait for it."""
        self._watcher.submit(self._run, call)

    def close(self) -> None:
        self._closed = True
        self._kill()
        self._watcher.shutdown(wait=False, cancel_futures=True)

    def _run(self, call: Callable[[], object]) -> Any:
        try:
            pipe = self._ready_pipe()
            pipe.send(call)
            return _receive(pipe, self._patience_s)
        except (OSError, EOFError, TimeoutError) as error:
            self._kill()
            took = isinstance(error, TimeoutError)
            what = f"took longer than {self._patience_s:g} s" if took else "ended the worker"
            return ReadingFailed(f"reading it {what}")

    def _ready_pipe(self) -> Connection[Any, Any]:
        if self._process is not None and self._process.is_alive() and self._pipe is not None:
            return self._pipe
        with self._lock:
            if self._closed:
                raise EOFError
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            # What it inherits: Ctrl-C reaches all processes, and is for the first one to see to.
            # The tracker comes before: starting it would unblock the signal.
            resource_tracker.ensure_running()
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            process.start()
            self._process = process
            theirs.close()
        _receive(self._pipe, START_S)
        return self._pipe

    def _kill(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.join(1)
            self._process = None


def _receive(pipe: Connection[Any, Any], patience_s: float) -> Any:
    if not pipe.poll(patience_s):
        raise TimeoutError
    return pipe.recv()


def _serve(pipe: Connection[Any, Any]) -> None:
    """Run in the worker: parse what comes until the other end closes."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    pipe.send("ready")
    with suppress(EOFError, OSError):
        while True:
            call = pipe.recv()
            pipe.send(_answer(call))


def _load(*parsers: Callable[..., object]) -> None:
    """Do nothing: to be handed the parsers means importing them."""


def _answer(call: Callable[[], object]) -> Any:
    try:
        return call()
    except BalaghError as error:
        return error
    except Exception as error:  # noqa: BLE001 - the boundary of one document
        return ReadingFailed(f"reading it failed: {type(error).__name__}: {error}")
