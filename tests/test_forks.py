"""Processes of the tests: none outlives its test, and each begins as the one that asked for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forks import FORKS, PATIENCE_S, ROOT, Done, Fork

UNLOADED = "from tests import forks; forks.FORKS.set_forkserver_preload([]); "


def run_alone(script: str, *words: str) -> int:
    """Run a script in an interpreter of its own, whose server has nothing loaded; how it ended."""
    command = [sys.executable, "-c", UNLOADED + script, *words]
    return subprocess.run(command, cwd=ROOT, timeout=PATIENCE_S, check=False).returncode


def test_a_fork_ends_with_the_test_that_fails() -> None:
    with pytest.raises(ZeroDivisionError), Fork(signal.pause) as fork:
        raise ZeroDivisionError
    assert fork.status == -signal.SIGKILL


def test_a_run_ends_though_nobody_killed_its_forks() -> None:
    assert run_alone("import os; fork = forks.Fork(os.system, 'cat')") == 0


def test_a_fork_begins_in_our_folder_with_what_the_environment_is_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Fork(os.system, "true") as first:
        first.rest()  # the server is there from now on
    monkeypatch.setenv("TOLD_LATER", "so it is")
    monkeypatch.chdir(tmp_path)
    with Fork(os.system, "echo $TOLD_LATER; pwd") as fork:
        assert fork.rest() == ["so it is", str(ROOT)]


def test_what_a_command_said_before_it_hung_is_told(tmp_path: Path) -> None:
    out, err = tmp_path / "out", tmp_path / "err"
    out.write_text("so far, ")
    err.write_text("so good")
    process = FORKS.Process(target=signal.pause, daemon=True)
    process.start()
    with pytest.raises(AssertionError, match="so far, so good"):
        Done.of(process, out, err, 0.0)
    assert process.exitcode == -signal.SIGKILL


def test_a_command_of_which_nothing_is_loaded_says_so(tmp_path: Path) -> None:
    out, err = (str(tmp_path / name) for name in ("out", "err"))
    ended = run_alone(
        "import sys, pathlib; ways = map(pathlib.Path, sys.argv[1:]); "
        "forks.start_scrapy(('version',), *ways).join()",
        out,
        err,
    )
    assert ended == 0
    assert "tests.loaded was not loaded" in Path(err).read_text(encoding="utf-8")
