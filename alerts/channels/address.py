"""Connects to receivers by checked address: a name is resolved once, and what was checked is used.

Why not a library: docs/decisions/0003-webhook-address-check.md.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from alerts.channels.deadline import Deadline
from core.networks import is_public

Resolver = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host, best first; raises OSError."""

Check = Callable[[str, int, str], bool]
"""Says whether a connection to (host, port) may use this address."""


class AddressRefused(OSError):
    """The receiver's name leads to an address that must not be called."""


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for a host's addresses."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def anywhere(host: str, port: int, address: str) -> bool:
    """Allow every address: for the mail server, which the settings name."""
    return True


def public_or_named(named: Sequence[str]) -> Check:
    """Return a check that allows public addresses, and any address of the named "host:port"s."""
    allowed = {_host_port(item) for item in named}
    return lambda host, port, address: (host.lower(), port) in allowed or is_public(address)


def connect(
    host: str, port: int, deadline: Deadline, check: Check, resolver: Resolver
) -> socket.socket:
    """Open a connection to the first of a host's addresses that answers, watched by `deadline`.

    Raises AddressRefused if any address fails the check, TimeoutError, or another OSError.
    """
    addresses = _resolve_in_time(host, port, deadline, resolver)
    for address in addresses:
        if not check(host, port, address):
            raise AddressRefused(
                f"{host} leads to {address}, which is not a public address; "
                f'name "{host}:{port}" in webhook.allow_private if it may be called'
            )
    failure: OSError = OSError(f"{host} has no address")
    for position, address in enumerate(addresses):
        share = deadline.left() / (len(addresses) - position)
        try:
            return _open(address, port, share, deadline)
        except OSError as error:
            failure = error
    raise failure


def _open(address: str, port: int, seconds: float, deadline: Deadline) -> socket.socket:
    """Connect within `seconds`; from then on it is the deadline that cuts the connection."""
    connected = socket.create_connection((address, port), timeout=seconds)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connected.settimeout(None)
    deadline.watch(connected)
    return connected


def _resolve_in_time(host: str, port: int, deadline: Deadline, resolver: Resolver) -> Sequence[str]:
    """Resolve in a thread of its own, since the system's resolver can't be interrupted."""
    if _is_address(host):
        return [host]
    results: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

    def work() -> None:
        try:
            results.put(resolver(host, port))
        except (OSError, UnicodeError) as error:
            results.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=work, daemon=True, name=f"resolve {host}").start()
    try:
        found = results.get(timeout=deadline.left())
    except queue.Empty:
        raise TimeoutError(f"{host} could not be resolved in time") from None
    if isinstance(found, OSError):
        raise found
    return found


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _host_port(named: str) -> tuple[str, int]:
    host, _, port = named.rpartition(":")
    return host.strip("[]").lower(), int(port)
