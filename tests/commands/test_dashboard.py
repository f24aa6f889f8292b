"""`scrapy dashboard` as a person runs it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_S = 40


@pytest.fixture
def port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path, port: int) -> dict[str, str]:
    settings = tmp_path / "settings.toml"
    settings.write_text(
        f'[store]\nurl = "sqlite:///balagh.db"\n[log]\nformat = "json"\n'
        f'[dashboard]\nlisten = "127.0.0.1:{port}"\naccess_file = "access.toml"\n'
    )
    return {**os.environ, "BALAGH_SETTINGS": str(settings)}


def run(environment: dict[str, str], *words: str, given: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "dashboard", *words],
        cwd=ROOT,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def running(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Start it, and go on once it says where it is reached."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "dashboard"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        assert "http://127.0.0.1:" in process.stderr.readline()
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE_S)
        process.stderr.close()


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end_even_while_a_page_listens(
    environment: dict[str, str], port: int, way: signal.Signals
) -> None:
    with running(environment) as process:
        here = f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(f"{here}/", timeout=PATIENCE_S) as page:
            assert "Balagh" in page.read().decode()
        with urllib.request.urlopen(f"{here}/live", timeout=PATIENCE_S) as live:
            assert live.readline()
            process.send_signal(way)
            assert process.wait(10) == 0


def test_a_password_is_kept_as_a_hash(environment: dict[str, str], tmp_path: Path) -> None:
    assert run(environment, "password", given="a long enough password\n")[0] == 0
    assert "argon2" in (tmp_path / "access.toml").read_text()


def test_the_secret_of_links_is_made_for_its_owner_alone(
    environment: dict[str, str], tmp_path: Path
) -> None:
    status, said, _ = run(environment, "secret", "links.secret")
    assert status == 0
    assert 'secret_file = "links.secret"' in said
    path = tmp_path / "links.secret"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text().strip() not in said
    assert run(environment, "secret", "links.secret")[0] != 0, "one that is there is kept"
