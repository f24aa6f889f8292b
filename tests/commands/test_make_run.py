"""`make run`: the daemon and the web face end together, whoever is told to end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WAIT_S = 30

STAND_IN = f"""#!{sys.executable}
import os, signal, sys
def tell(what):
    os.write(1, f"{{{{sys.argv[1]}}}} {{{{what}}}}\\n".encode())  # in one piece: two of us write
def end(number, frame):
    tell("ended")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
tell("up")
if sys.argv[1] == "watch" and {{broken}}:
    sys.exit(2)
signal.pause()
"""
"""Of a verb that goes on until it is told to end; a broken daemon ends by itself."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with our Makefile, and an environment that needs no installing."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").touch()
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").touch()
    (programs.parent / "run.done").touch()
    return tmp_path


@contextmanager
def started(project: Path, *, broken: bool = False) -> Iterator[subprocess.Popen[str]]:
    program = project / ".venv" / "bin" / "scrapy"
    program.write_text(STAND_IN.format(broken=broken), encoding="utf-8")
    program.chmod(0o755)
    with subprocess.Popen(
        ["make", "--silent", "run"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as make:
        try:
            yield make
        finally:
            with suppress(ProcessLookupError):
                os.killpg(make.pid, signal.SIGKILL)


@pytest.fixture
def running(project: Path) -> Iterator[subprocess.Popen[str]]:
    with started(project) as make:
        assert make.stdout
        assert {next(make.stdout), next(make.stdout)} == {"dashboard up\n", "watch up\n"}
        yield make


def _rest(make: subprocess.Popen[str]) -> list[str]:
    """Return what is printed up to the end of the last process that may print."""
    told, _ = make.communicate(timeout=WAIT_S)
    return sorted(told.splitlines())


def test_who_tells_only_make_to_end_ends_both(running: subprocess.Popen[str]) -> None:
    running.send_signal(signal.SIGTERM)
    assert _rest(running) == ["dashboard ended", "watch ended"]


def test_ctrl_c_ends_both(running: subprocess.Popen[str]) -> None:
    os.killpg(running.pid, signal.SIGINT)
    assert _rest(running) == ["dashboard ended", "watch ended"]


def test_a_daemon_that_can_not_run_ends_the_face_and_says_so(project: Path) -> None:
    with started(project, broken=True) as make:
        _rest(make)  # returns once the face has ended, too
        assert make.returncode
