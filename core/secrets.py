"""Secrets come from environment variables or files, never from settings.toml itself."""

from __future__ import annotations

import base64
import binascii
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

logger = logging.getLogger("balagh.attempt")

KEY_PREFIX = "whsec_"
KEY_BYTES = (24, 64)
"""Standard Webhooks asks for 24 to 64 random bytes."""

SHORTEST_SIGNING_KEY = 32


@dataclass(frozen=True, slots=True)
class SecretSource:
    """Where one secret is kept: a variable or a file, at most one of the two."""

    env: str | None
    file: Path | None

    @property
    def named(self) -> bool:
        return self.env is not None or self.file is not None

    def option(self, stem: str) -> str:
        return f"{stem}_env" if self.env is not None else f"{stem}_file"

    def read(self, environ: Mapping[str, str]) -> str:
        """Return the secret's text.

        Raises ValueError, without the secret in its message.
        """
        if self.env is not None and self.file is not None:
            raise ValueError("names a variable while a file is named too: keep one of the two")
        if self.env is not None:
            if not environ.get(self.env):
                raise ValueError(f"the environment variable {self.env} is not set")
            return environ[self.env]
        assert self.file is not None
        try:
            return self.file.read_text(encoding="utf-8")
        except OSError as error:
            raise ValueError(f"{self.file} can't be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise ValueError(f"{self.file} is not a text") from None


def webhook_keys(text: str) -> tuple[str, ...]:
    """Read one or two "whsec_…" secrets, separated by white space, newest first.

    Raises ValueError.
    """
    keys = tuple(text.split())
    if not 1 <= len(keys) <= 2:
        raise ValueError("holds no secret" if not keys else "holds more than two secrets")
    for key in keys:
        if not key.startswith(KEY_PREFIX):
            raise ValueError(f'a webhook secret starts with "{KEY_PREFIX}"')
        try:
            size = len(base64.b64decode(key.removeprefix(KEY_PREFIX), validate=True))
        except binascii.Error:
            raise ValueError("a webhook secret is base64 behind its prefix") from None
        if not KEY_BYTES[0] <= size <= KEY_BYTES[1]:
            raise ValueError("a webhook secret has 24 to 64 random bytes")
    return keys


def signing_keys(text: str) -> tuple[str, ...]:
    """Read one or two keys that sign links, separated by white space, newest first.

    Raises ValueError.
    """
    keys = tuple(text.split())
    if not 1 <= len(keys) <= 2:
        raise ValueError("holds no secret" if not keys else "holds more than two secrets")
    if min(map(len, keys)) < SHORTEST_SIGNING_KEY:
        raise ValueError(f"a secret has {SHORTEST_SIGNING_KEY} characters or more")
    return keys


class LiveKeys:
    """A subscriber's keys as their file holds them now: a rotation takes no restart."""

    def __init__(self, path: Path | None, keys: tuple[str, ...]) -> None:
        self._path = path
        self._keys = keys
        self._seen = self._failed = self._stamp()

    def current(self) -> tuple[str, ...]:
        """Return the keys, newest first; the last good ones while the file can't be read."""
        stamp = self._stamp()
        if self._path is not None and stamp is not None and stamp != self._seen:
            try:
                self._keys = webhook_keys(self._path.read_text(encoding="utf-8"))
                self._seen = stamp
            except (OSError, ValueError) as error:
                self._say(self._path, stamp, error)
        return self._keys

    def _say(self, path: Path, stamp: tuple[int, int], error: Exception) -> None:
        """Log once for each state of the file, without what stands in it."""
        if stamp != self._failed:
            why = error.strerror if isinstance(error, OSError) else "it holds no such secret"
            logger.error("%s: %s; what it held before goes on signing", path, why)
        self._failed = stamp

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat() if self._path else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_ino) if found else None


def new_webhook_key() -> str:
    """Return a fresh "whsec_…" secret of 32 random bytes."""
    return KEY_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def new_signing_key() -> str:
    """Return a fresh secret of 32 random bytes for links."""
    return secrets.token_urlsafe(32)
