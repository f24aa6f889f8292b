"""Which addresses are on the public internet; what is called or polled is checked against it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")
"""By these, networks without IPv4 reach the rest: the last 32 bits are the address meant."""

_GLOBAL_UNICAST = ip_network("2000::/3")
_CLOSED = tuple(
    map(
        ip_network,
        (
            "192.88.99.0/24",  # 6to4 relays
            "168.63.129.16/32",  # a cloud's metadata under a public address (Azure)
            "2001::/23",  # Teredo, ORCHID and other protocols' own addresses
            "2002::/16",  # 6to4: holds any IPv4 address
            "3fff::/20",  # documentation; Python 3.11 doesn't know it
        ),
    )
)


def is_public(address: str) -> bool:
    """Say whether an address belongs to the public internet, whatever it is wrapped in.

    Private, loopback, link-local, CGNAT, unique-local, multicast, reserved and 6to4 addresses
    don't.
    """
    ip = _unwrapped(ip_address(address.partition("%")[0]))
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL_UNICAST:
        return False
    closed = any(ip in network for network in _CLOSED)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or closed)


def _unwrapped(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip
