"""Who may come in: the hash of a password, hashes of tokens, and the key that signs.

They stand in one file, which commands write and only its owner may read.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.errors import AccessError
from core.settings import DashboardSettings

SESSION_S = 14 * 86_400
TOKEN_PREFIX = "balagh_"
SHORTEST_PASSWORD = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What lets somebody in. Without a password everybody who reaches the address may come in."""

    key: str
    password: str | None = None
    tokens: Mapping[str, str] = field(default_factory=dict)

    def is_password(self, given: str) -> bool:
        """Compare with the hash; takes some 50 ms on purpose."""
        try:
            return self.password is not None and PasswordHasher().verify(self.password, given)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def name_of_token(self, given: str) -> str | None:
        """Return the name under which a token was made; None for one that nobody made."""
        digest = _digest(given)
        known = (n for n, stored in self.tokens.items() if hmac.compare_digest(stored, digest))
        return next(known, None)

    def new_session(self) -> str:
        return str(self._sessions.dumps(self._fingerprint))

    def is_session(self, value: str) -> bool:
        """A session ends with its time, and with the password that it was begun with."""
        try:
            return bool(self._sessions.loads(value, max_age=SESSION_S) == self._fingerprint)
        except BadSignature:
            return False

    @property
    def _sessions(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt="session")

    @property
    def _fingerprint(self) -> str:
        return _digest(self.password or "")[:16]


def load_access(settings: DashboardSettings) -> Access:
    """Read the file, made with a fresh key where there is none.

    Raises AccessError, also where the address is not loopback and nobody would be asked for a
    password.
    """
    path = settings.access_file
    data = _read(path)
    if not isinstance(data.get("key"), str):
        data = _write(path, {"key": secrets.token_urlsafe(32)})
    access = Access(key=data["key"], password=data.get("password"), tokens=data.get("token", {}))
    if access.password is None and (settings.url or not is_loopback(settings.address[0])):
        where = f"dashboard.url is {settings.url}" if settings.url else "it is not loopback"
        problem = f"{settings.listen} needs a password ({where}): scrapy dashboard password"
        raise AccessError(path, problem)
    return access


def set_password(path: Path, password: str) -> None:
    """Keep the hash of a new password; sessions begun with the former one end. Raises AccessError.

    A daemon of the web face that runs must be started anew.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise AccessError(path, f"a password has {SHORTEST_PASSWORD} characters or more")
    _write(path, {"password": PasswordHasher().hash(password)})


def add_token(path: Path, name: str) -> str:
    """Make a token, keep its hash, and return it; it can't be read again. Raises AccessError."""
    tokens = _read(path).get("token", {})
    if name in tokens:
        raise AccessError(path, f"a token is named {name!r} already")
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    _write(path, {"token": {**tokens, name: _digest(token)}})
    return token


def drop_token(path: Path, name: str) -> None:
    """Forget a token. Raises AccessError."""
    tokens = dict(_read(path).get("token", {}))
    if tokens.pop(name, None) is None:
        raise AccessError(path, f"no token is named {name!r}")
    _write(path, {"token": tokens})


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _digest(text: str) -> str:
    """A token holds 256 random bits: a fast hash keeps it as well as a slow one."""
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AccessError(path, f"can't be read: {error}") from None


def _write(path: Path, values: dict[str, Any]) -> dict[str, Any]:
    """Put values into the file; it is replaced at once, so that nobody reads half of it."""
    data: dict[str, Any] = {"key": secrets.token_urlsafe(32)} | _read(path) | values
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(data))
        fresh.replace(path)
    except OSError as error:
        raise AccessError(path, f"can't be written: {error.strerror}") from None
    return data
