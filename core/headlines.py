"""Whether two headlines of one publisher are the same one, however they are written."""

from __future__ import annotations

import re
from unicodedata import normalize

SHORTEST = 20
"""Letters and digits; a shorter headline ("Maroc") is no mark of an article."""

MOST = 200
_WORD = re.compile(r"\w{4,}")


def headline_key(title: str) -> str:
    """Return the letters and digits of a headline, without case and marks; "" for a short one."""
    letters = "".join(c for c in normalize("NFKD", title.casefold()) if c.isalnum())
    return letters[:MOST] if len(letters) >= SHORTEST else ""


def same_publisher(one: str, other: str) -> bool:
    """Say whether two names of outlets share a word: aggregators lengthen and shorten them."""
    return not _words(one).isdisjoint(_words(other))


def _words(name: str) -> set[str]:
    return set(_WORD.findall(normalize("NFKC", name.casefold())))
