"""What the head of a feed says of the next poll and of older entries."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.articles import Feed
from crawler.documents import read_document
from crawler.formats.hints import read_hints
from crawler.formats.items import Hints
from newsroom.faults import Answer
from tests.crawler.site import Balagh, Site, feed, item

BASE = "https://x.example/feed"
SY = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
ATOM = "xmlns:atom='http://www.w3.org/2005/Atom'"


def hints(head: str) -> Hints:
    body = f"<rss version='2.0' {SY} {ATOM}><channel>{head}<item><title>x</title></item>"
    return read_hints(body.encode(), BASE)


@pytest.mark.parametrize(
    ("head", "minutes"),
    [
        ("<ttl>20</ttl>", 20),
        ("<ttl> 20 </ttl>", 20),
        ("<ttl>soon</ttl>", 0),
        ("<ttl>-5</ttl>", 0),
        ("<ttl>99999999999</ttl>", 0),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 24 * 60),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>6</sy:updateFrequency>",
            10,
        ),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>",
            0,
        ),
        ("<sy:updatePeriod>always</sy:updatePeriod>", 0),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
            1440,
        ),
        ("<description><ttl>", 0),
        ("", 0),
    ],
)
def test_how_long_a_feed_stays_the_same(head: str, minutes: int) -> None:
    assert hints(head).fresh == timedelta(minutes=minutes)


def test_hours_to_skip() -> None:
    told = "<skipHours><hour>0</hour><hour>24</hour><hour>3</hour><hour>77</hour></skipHours>"

    assert hints(f"{told}<hour>5</hour>").skip_hours == {0, 3}
    assert hints(told.replace("<hour>0", "<!-- night --><hour>0")).skip_hours == {0, 3}


def test_a_prefix_that_is_declared_nowhere_costs_nothing() -> None:
    told = b"<rss version='2.0'><channel><sy:updatePeriod>daily</sy:updatePeriod><title>x</title>"

    assert read_hints(told, BASE).fresh == timedelta(days=1)


@pytest.mark.parametrize(
    ("head", "older"),
    [
        ("<atom:link rel='next' href='?page=2'/>", "https://x.example/feed?page=2"),
        (
            "<atom:link rel='next' href='/2'/><atom:link rel='prev-archive' href='/old'/>",
            "https://x.example/old",
        ),
        ("<atom:link rel='self' href='/feed'/>", ""),
        ("<atom:link rel='next' href='javascript:x'/>", ""),
    ],
)
def test_where_older_entries_are(head: str, older: str) -> None:
    assert hints(head).older == older


@pytest.mark.parametrize("body", [b"", b"<", b"\xff\xfe\x00", b"<!DOCTYPE x [<!ENTITY a 'b'>]>"])
def test_what_is_broken_says_nothing(body: bytes) -> None:
    assert read_hints(body, BASE) == Hints()


def test_entries_say_nothing_of_their_feed() -> None:
    assert hints("<item><ttl>9</ttl></item>") == Hints()


FAST = "<item><title>x</title><link>/1</link></item>"
NOT_FAST = "<!DOCTYPE rss>"


@pytest.mark.parametrize("start", ["", NOT_FAST], ids=["fast", "by feedparser"])
def test_a_document_carries_its_hints(start: str) -> None:
    head = "<ttl>20</ttl><atom:link rel='prev-archive' href='/old'/>"
    feed = Feed(name="x", url=BASE, outlet="x")
    now = datetime(2024, 1, 30, tzinfo=UTC)
    body = f"{start}<rss version='2.0' {ATOM}><channel>{head}{FAST}</channel></rss>".encode()

    found = read_document(body, feed=feed, url=BASE, content_type="", now=now)

    assert found.hints == Hints(fresh=timedelta(minutes=20), older="https://x.example/old")


def test_a_json_feed_names_its_next_page() -> None:
    feed = Feed(name="x", url=BASE, outlet="x", format="json")
    told = {"version": "https://jsonfeed.org/version/1.1", "next_url": "/2", "items": []}
    now = datetime(2024, 1, 30, tzinfo=UTC)

    found = read_document(json.dumps(told).encode(), feed=feed, url=BASE, content_type="", now=now)

    assert found.hints.older == "https://x.example/2"


def test_a_feed_is_not_asked_before_its_ttl(tmp_path: Path) -> None:
    plain = feed(*(item(n, age=timedelta(minutes=10 * n)) for n in range(7)))
    slow = Answer(body=plain.body.replace(b"<item>", b"<ttl>13</ttl><item>", 1))
    with Site({"/slow": slow, "/plain": plain}) as site:
        feeds = {name: site.url(f"/{name}") for name in ("slow", "plain")}
        balagh = Balagh(tmp_path, feeds, allow_private=[site.authority])
        balagh.crawl()

    waits = dict(balagh.rows("SELECT name, interval_s FROM feeds"))
    assert waits["plain"] + 60 < waits["slow"]
    assert waits["slow"] > 11 * 60
