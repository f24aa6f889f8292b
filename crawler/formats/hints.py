"""What the head of a feed says of itself: when to ask again, and where its older entries are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from lxml import etree

from crawler.formats.items import Hints, web_address

HEAD_BYTES = 65_536

_FIRST_ITEM = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]")
_NUMBER = re.compile(r"\d{1,6}\Z")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_WORDPRESS_DEFAULT = timedelta(hours=1)
"""Every WordPress says "hourly", however often it publishes: that says nothing."""

_OLDER = ("prev-archive", "next")


def read_hints(body: bytes, base: str) -> Hints:
    """Read ttl and skipHours (RSS 2.0), sy:updatePeriod, and the links of RFC 5005.

    Nothing that stands behind the first entry is looked at.
    """
    first = _FIRST_ITEM.search(body[:HEAD_BYTES])
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body[: first.start() if first else HEAD_BYTES], parser)
    except (etree.XMLSyntaxError, ValueError):
        return Hints()
    if root is None:
        return Hints()
    told = _named(root.iter(etree.Element))
    return Hints(
        fresh=max(_ttl(told), _updated_every(told)),
        skip_hours=frozenset(_skipped(told)),
        older=_older(told, base),
    )


_Told = list[tuple[str, etree._Element]]


def _named(elements: Iterable[etree._Element]) -> _Told:
    """Pair elements with their names, without a prefix: many feeds declare theirs nowhere."""
    return [(str(e.tag).rpartition("}")[2].rpartition(":")[2], e) for e in elements]


def _texts(told: _Told, name: str) -> Iterator[str]:
    return ((child.text or "").strip() for found, child in told if found == name)


def _numbers(told: _Told, name: str) -> Iterator[int]:
    return (int(text) for text in _texts(told, name) if _NUMBER.match(text))


def _ttl(told: _Told) -> timedelta:
    return timedelta(minutes=next(_numbers(told, "ttl"), 0))


def _updated_every(told: _Told) -> timedelta:
    period = _PERIODS.get(next(_texts(told, "updatePeriod"), "").lower())
    if period is None:
        return timedelta()
    every = period / max(next(_numbers(told, "updateFrequency"), 1), 1)
    return timedelta() if every == _WORDPRESS_DEFAULT else every


def _skipped(told: _Told) -> Iterator[int]:
    """Yield the hours; 24 is how some write midnight."""
    for hours in (child for name, child in told if name == "skipHours"):
        for hour in _numbers(_named(hours.iter(etree.Element)), "hour"):
            if hour <= 24:
                yield hour % 24


def _older(told: _Told, base: str) -> str:
    links = {
        child.get("rel", ""): child.get("href", "")
        for name, child in reversed(told)
        if name == "link"
    }
    return next((web_address(base, links[rel]) for rel in _OLDER if links.get(rel)), "")
