from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from alerts.channels.address import (
    AddressRefused,
    anywhere,
    connect,
    public_or_named,
    resolve,
)
from alerts.channels.deadline import Deadline


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def deadline() -> Iterator[Deadline]:
    deadline = Deadline(5)
    yield deadline
    deadline.release()


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "localhost"])
def test_other_ways_to_write_loopback_are_refused(
    host: str, listener: socket.socket, deadline: Deadline
) -> None:
    with pytest.raises(AddressRefused, match=r"not a public address.*webhook\.allow_private"):
        connect(host, port_of(listener), deadline, public_or_named([]), resolve)


def test_one_private_address_among_public_ones_is_refused(deadline: Deadline) -> None:
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.5"):
        connect("a.example", 443, deadline, public_or_named([]), lambda *_: ["8.8.8.8", "10.0.0.5"])


def test_a_named_host_and_port_may_be_private(listener: socket.socket, deadline: Deadline) -> None:
    port = port_of(listener)
    check = public_or_named([f"Hooks.example:{port}"])
    with connect("hooks.EXAMPLE", port, deadline, check, lambda *_: ["127.0.0.1"]) as connected:
        assert connected.getpeername() == ("127.0.0.1", port)


def test_naming_one_port_allows_no_other(deadline: Deadline) -> None:
    check = public_or_named(["hooks.example:9000", "[::1]:9001"])
    assert check("::1", 9001, "::1")
    assert not check("::1", 9000, "::1")
    assert not check("hooks.example", 9001, "127.0.0.1")


def test_a_name_is_resolved_once_and_the_checked_address_used(
    listener: socket.socket, deadline: Deadline
) -> None:
    """A second look-up could give another address (DNS rebinding)."""
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    seen: list[str] = []

    def check(host: str, port: int, address: str) -> bool:
        seen.append(address)
        return address == "127.0.0.1"

    with connect("a.example", port_of(listener), deadline, check, lambda *_: answers.pop(0)) as c:
        assert c.getpeername()[0] == "127.0.0.1"
    assert seen == ["127.0.0.1"]
    assert len(answers) == 1


def test_the_next_address_is_tried_when_one_does_not_answer(
    listener: socket.socket, deadline: Deadline
) -> None:
    addresses = ["::1", "127.0.0.1"]  # nobody listens on the first
    with connect("a.example", port_of(listener), deadline, anywhere, lambda *_: addresses) as c:
        assert c.getpeername()[0] == "127.0.0.1"


def test_a_resolver_that_hangs_is_left_behind() -> None:
    over = threading.Event()

    def hang(host: str, port: int) -> list[str]:
        over.wait(20)
        return ["127.0.0.1"]

    with pytest.raises(TimeoutError, match="could not be resolved in time"):
        connect("a.example", 443, Deadline(1), anywhere, hang)
    over.set()


def test_a_name_that_cannot_be_looked_up_is_an_os_error(deadline: Deadline) -> None:
    with pytest.raises(OSError, match="label"):
        connect("x" * 70 + ".example", 443, deadline, anywhere, resolve)
