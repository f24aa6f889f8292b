"""The file that says who may come in."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from core.errors import AccessError, UsageError
from core.settings import DashboardSettings
from dashboard.access import add_token, drop_token, is_loopback, load_access, set_password
from dashboard.serving import listening_socket, serve


def settings(path: Path, **more: Any) -> DashboardSettings:
    return DashboardSettings.model_validate({"access_file": path, **more})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "dashboard.toml"


def test_the_file_is_made_once_and_for_its_owner_alone(path: Path) -> None:
    first = load_access(settings(path))
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_access(settings(path)).key == first.key
    assert len(first.key) >= 32


@pytest.mark.parametrize(
    "more",
    [{"listen": "0.0.0.0:8765"}, {"listen": "[::]:80"}, {"url": "https://balagh.example.org/"}],
)
def test_nobody_is_let_in_from_elsewhere_without_a_password(
    path: Path, more: dict[str, str]
) -> None:
    with pytest.raises(AccessError, match="scrapy dashboard password"):
        load_access(settings(path, **more))
    set_password(path, "a long enough password")
    assert load_access(settings(path, **more)).is_password("a long enough password")


def test_no_secret_stands_in_the_file(path: Path) -> None:
    set_password(path, "a long enough password")
    token = add_token(path, "systems")
    text = path.read_text()
    assert "a long enough password" not in text
    assert token not in text
    access = load_access(settings(path))
    assert access.name_of_token(token) == "systems"
    assert access.name_of_token(token + "x") is None
    assert not access.is_password("a wrong enough password")


def test_a_token_is_made_once_and_can_be_dropped(path: Path) -> None:
    token = add_token(path, "systems")
    with pytest.raises(AccessError, match="already"):
        add_token(path, "systems")
    drop_token(path, "systems")
    assert load_access(settings(path)).name_of_token(token) is None
    with pytest.raises(AccessError, match="no token is named"):
        drop_token(path, "systems")


def test_a_short_password_and_a_broken_file_are_refused_in_words(path: Path) -> None:
    with pytest.raises(AccessError, match="10 characters"):
        set_password(path, "short")
    path.parent.mkdir()
    path.write_text("key = ")
    with pytest.raises(AccessError, match="can't be read"):
        load_access(settings(path))


def test_an_address_that_is_taken_is_said_in_one_line(path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(UsageError, match=f"dashboard.listen {listen}: it can't be listened on"):
            serve(FastAPI(), settings(path, listen=listen))


def test_an_answer_does_not_wait_for_an_acknowledgement(path: Path) -> None:
    """Its second piece would come 40 ms late on a connection that is kept."""
    with listening_socket(settings(path, listen="127.0.0.1:0")) as listening:
        with socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_loopback_is_told_from_other_addresses() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.4", "example.org")))
