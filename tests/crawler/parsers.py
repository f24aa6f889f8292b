"""Parsers for the worker process, good and bad; nothing heavy is imported with them."""

from __future__ import annotations

import os
import time

from core.errors import FeedError


def process_id(body: bytes) -> int:
    return os.getpid()


def never_ends(body: bytes) -> None:
    time.sleep(60)


def dies(body: bytes) -> None:
    os._exit(9)


def eats_memory(body: bytes) -> int:
    return len(bytearray(3 << 29))


def breaks(body: bytes) -> None:
    raise RecursionError("too deep")


def refuses(body: bytes) -> None:
    raise FeedError("Le Quai", "parse", "no feed")
