"""Starts daemons by forking a process in which everything is loaded: a fresh one takes seconds.

Run as a program; each line on its standard input is answered by one on its standard output: "start"
with the number of a daemon, "kill N" (SIGKILL) and "stop N" (SIGTERM) with its exit status.
"""

from __future__ import annotations

import os
import signal
import sys

from commands.boundary import guarded
from commands.daemon import watch_press
from tests.loaded import ROOT


def main() -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        print(start() if word == "start" else end(int(number), word), flush=True)


def start() -> int:
    child = os.fork()
    if child == 0:
        log = os.open(os.environ["SOAK_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for target, source in ((0, nowhere), (1, nowhere), (2, log)):
            os.dup2(source, target)
        sys.stdin = open(os.devnull)  # noqa: SIM115 - for as long as the daemon lives
        sys.exit(guarded(ROOT, watch_press, None))
    return child


def end(child: int, word: str) -> int:
    os.kill(child, signal.SIGKILL if word == "kill" else signal.SIGTERM)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
