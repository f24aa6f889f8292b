"""The demo, as `make demo` runs it: one alert for the operation, updates, nothing for the rest."""

from __future__ import annotations

from pathlib import Path

from tests.paths.station import Station


def test_the_demo_tells_the_operation_once(tmp_path: Path) -> None:
    with Station(tmp_path, []) as station:
        done = station.run("demo", fresh=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "A REPLAY" in done.stdout
    assert done.stdout.count("event.new, signature verified") == 1
    assert "event.update, signature verified" in done.stdout
    assert "REFUSED" not in done.stdout
    assert done.stdout.rstrip().endswith("as the script expects")
    assert "NOT as" not in done.stdout
