"""The demo, as `make demo` runs it: one alert for the operation, updates, nothing for the rest."""

from __future__ import annotations

import fcntl
import os
import signal
from pathlib import Path

from core.loading import load_settings
from tests.forks import Done, start_scrapy
from tests.paths.station import PATIENCE, ROOT, Station, wait_until


def test_the_demo_tells_the_operation_once(tmp_path: Path) -> None:
    with Station(tmp_path, []) as station:
        done = station.run("demo", fresh=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "A REPLAY" in done.stdout
    assert done.stdout.count("event.new, signature verified") == 1
    assert "event.update, signature verified" in done.stdout
    assert "REFUSED" not in done.stdout
    assert "; 1 outlet, confirmed" in done.stdout
    assert done.stdout.rstrip().endswith("as the script expects")
    assert "NOT as" not in done.stdout


def test_who_ends_the_demo_leaves_nothing_behind_and_its_settings_can_be_looked_into(
    tmp_path: Path,
) -> None:
    out, err, folder = tmp_path / "out", tmp_path / "err", tmp_path / "folder"
    folder.mkdir()
    process = start_scrapy(("demo",), out, err, fresh=True, TMPDIR=str(folder))
    wait_until(lambda: out.exists() and "polls them" in out.read_text(), "the daemon")
    (settings,) = folder.glob("*/settings.toml")
    hooks, _ = load_settings(ROOT, {"BALAGH_SETTINGS": str(settings)}).subscriber
    assert hooks.webhook_keys, "no variable is needed"
    with settings.with_name("balagh.db.lock").open() as lock:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGTERM)
        assert Done.of(process, out, err, PATIENCE).returncode == 130
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # its daemon has ended
    assert list(folder.iterdir()) == []
