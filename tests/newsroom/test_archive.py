"""Generated feeds and pages are plausible, and the same for the same numbers."""

from __future__ import annotations

from datetime import UTC, datetime

import feedparser
import pytest
import requests
import trafilatura

from newsroom.archive import Archive, serving

NEWEST = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("number", range(4))
def test_a_feed_has_the_size_and_shape_of_a_real_one(number: int) -> None:
    document = Archive(NEWEST).feed(number)
    feed = feedparser.parse(document)

    assert not feed.bozo
    assert len({entry.id for entry in feed.entries}) == 30
    assert len({entry.content[0].value for entry in feed.entries}) == 30
    assert 50_000 < len(document) < 80_000
    assert feed.entries[0].published_parsed[:5] == (2024, 1, 30, 12, 0)


def test_the_same_numbers_give_the_same_bytes() -> None:
    one, other = Archive(NEWEST), Archive(NEWEST)

    assert one.feed(7) == other.feed(7)
    assert one.page(7, 3) == other.page(7, 3)
    assert one.feed(7) != one.feed(11)


def test_a_page_holds_the_text_of_its_entry() -> None:
    archive = Archive(NEWEST)
    text = trafilatura.extract(archive.page(2, 5).decode(), fast=True) or ""

    assert all(paragraph in text for paragraph in archive.story(2, 5).paragraphs)


def test_an_archive_is_served_over_several_hosts() -> None:
    with serving(NEWEST, hosts=2) as site:
        feeds = site.feeds(4)
        first = requests.get(feeds[3].url, timeout=10)
        entry = feedparser.parse(first.content).entries[3]
        page = requests.get(entry.link, timeout=10)

        assert len({feed.url for feed in feeds}) == 4
        assert len(set(site.allow_private)) == 2
        assert {f.url.split("/")[2] for f in feeds} == set(site.allow_private)
        assert first.content == Archive(NEWEST).feed(3, site.bases[1])
        assert entry.title in page.text
        assert requests.get(site.bases[0] + "/", timeout=10).status_code == 404

    with pytest.raises(requests.ConnectionError):
        requests.get(feeds[0].url, timeout=1)
