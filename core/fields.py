"""The kinds of values that settings hold, and the strictness of every table."""

from __future__ import annotations

import re
from datetime import timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address as MailAddress
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from core.durations import parse_duration


def _read_duration(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise ValueError('a duration is a text like "90s", "5m", "2h" or "3d"')
    return parse_duration(value)


Duration = Annotated[timedelta, BeforeValidator(_read_duration)]


def _some_time(value: timedelta) -> timedelta:
    if not value:
        raise ValueError("0s leaves no time for anything")
    return value


Deadline = Annotated[Duration, AfterValidator(_some_time)]


def like(form: str, said: str) -> AfterValidator:
    """Check a text against a pattern, and say in words what it should be."""

    def check(value: str) -> str:
        if not re.fullmatch(form, value):
            raise ValueError(said)
        return value

    return AfterValidator(check)


def _with_a_host(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and parts.port != 0  # reading a port checks it
    except ValueError as error:
        raise ValueError(f"it can't be read as an address: {error}") from None
    if not is_whole:
        raise ValueError("it can't be read as an address: it names no host, or port 0")
    return address


WebUrl = Annotated[
    str, like(r"https?://[^\s/]+\S*", "a web address begins with http:// or https://")
]
PageUrl = Annotated[WebUrl, AfterValidator(_with_a_host)]
"""Of what is read and told to everybody; a receiver's address may hold a secret."""
HeaderUrl = Annotated[
    WebUrl,
    like(r"[!-;=?-~]+", "plain ASCII alone stands in a mail's headers: xn--… and %C3%A9, no <>"),
]

_ADDRESS = "one bare mail address, like desk@example.org"
ADDRESS_LENGTH = 254
"""RFC 5321, 4.5.3.1.3."""


def _writable(address: str) -> str:
    """Refuse what can't stand in a mail's header, or be said to a mail server.

    The library's reader raises AttributeError on some texts that are no addresses.
    """
    if not address.isascii():
        raise ValueError("a mail address is plain ASCII; write its domain as xn--…")
    try:
        whole = MailAddress(addr_spec=address).addr_spec == address
    except (ValueError, HeaderParseError, AttributeError):
        whole = False
    if not whole or len(address) > ADDRESS_LENGTH:
        raise ValueError(_ADDRESS)
    return address


Address = Annotated[str, like(r"[^@\s,;<>]+@[^@\s,;<>]+", _ADDRESS), AfterValidator(_writable)]
_HOST_AND_PORT = "a host and a port, like 127.0.0.1:8080"


def _with_a_port(authority: str) -> str:
    if int(authority.rpartition(":")[2]) > PORTS:
        raise ValueError(f"{_HOST_AND_PORT}; ports go up to {PORTS}")
    return authority


PORTS = 65535
HostPort = Annotated[str, like(r"\S+:\d+", _HOST_AND_PORT), AfterValidator(_with_a_port)]
Host = Annotated[
    str,
    like(r"[^\s:/@]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*", "a host's name alone; its port stands apart"),
]
Confidence = Literal["high", "medium", "low"]
Language = Literal["ar", "ary", "fr", "en", "es"]
Name = Annotated[
    str, like(r"\S(.{0,98}\S)?", "a name is a text of 1 to 100 letters, without spaces around it")
]
PlainText = Annotated[
    str, like(r"[\x20-\x7e]*", "plain ASCII alone is sent: no accents and no Arabic letters")
]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)
