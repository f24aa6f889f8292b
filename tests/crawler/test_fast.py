"""The fast path against feedparser, the reference: what it reads, it reads alike.

BALAGH_FEED_SUITES names folders of documents of others (":" between them), such as feedparser's own
test suite; every file in them that looks like a feed is compared too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.addresses import page_key
from core.errors import FeedError
from crawler.documents import Document, read_document
from crawler.formats.fast import read_fast
from crawler.formats.items import Item, Source, web_address
from crawler.formats.syndication import read_syndication
from crawler.markup import plain_text
from tests.crawler.test_documents import DOCUMENTS, feed

GOLDEN = sorted(
    path for form in ("rss", "atom", "search") for path in DOCUMENTS.glob(f"{form}/*.xml")
)
FAST = ("atom/two-links", "rss/plain", "search/wordpress")
"""The golden documents that are plain enough for the fast path."""

SUITES = [Path(folder) for folder in os.environ.get("BALAGH_FEED_SUITES", "").split(":") if folder]
MOST_BYTES = 2_000_000


def _source(body: bytes) -> Source:
    return Source(body=body, url="https://quai.example/feed", content_type="", feed=feed())


def _fast(body: bytes) -> list[Item] | None:
    found = read_fast(_source(body))
    return None if found is None else list(found.items)


def _fully(body: bytes) -> list[Item] | None:
    try:
        return list(read_syndication(_source(body)).items)
    except (FeedError, ValueError):  # the latter from within feedparser
        return None


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_golden_documents_are_read_alike(path: Path) -> None:
    found = _fast(path.read_bytes())

    assert (found is not None) == (f"{path.parent.name}/{path.stem}" in FAST)
    assert found in (None, _fully(path.read_bytes()))


needs_suites = pytest.mark.skipif(not SUITES, reason="BALAGH_FEED_SUITES names no folder")


def _foreign_bodies() -> Iterator[tuple[Path, bytes]]:
    for path in _foreign():
        body = path.read_bytes()
        yield path, body
        yield path, _completed(body)


def _foreign() -> Iterator[Path]:
    for folder in SUITES:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.stat().st_size <= MOST_BYTES:
                yield path


@pytest.mark.parametrize(
    ("entry", "is_fast"),
    [
        ("<title>t</title><link href='https://quai.example/1'/>", True),
        (
            "<link rel='enclosure'>/1.mp3</link><title>t</title>"
            "<link rel='alternate' href='https://quai.example/1'/>",
            False,  # feedparser takes the text of a link for its address
        ),
    ],
)
def test_what_is_read_differently_is_kept_off_the_fast_path(entry: str, is_fast: bool) -> None:
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{entry}</entry></feed>".encode()

    assert _fast(body) == (_fully(body) if is_fast else None)


PIECES_OF_ALL = {
    b"item": {b"<title": b"<title>t</title>", b"<link": b"<link>https://x.example/1</link>"},
    b"entry": {b"<title": b"<title>t</title>", b"<link": b'<link href="https://x.example/1"/>'},
}


def _completed(body: bytes) -> bytes:
    """Give each item the title and the link that the fast path wants: suites show one element at a
    time, behind a comment."""
    parts = re.split(rb"<(item|entry)>", re.sub(rb"<!--.*?-->\s*", b"", body, count=1, flags=re.S))
    for at in range(1, len(parts), 2):
        name, rest = parts[at], parts[at + 1]
        inner = rest.partition(b"</" + name + b">")[0]
        missing = (piece for tag, piece in PIECES_OF_ALL[name].items() if tag not in inner)
        parts[at : at + 2] = b"<" + name + b">", b"".join(missing) + rest
    return b"".join(parts)


@needs_suites
def test_documents_of_others_are_read_alike() -> None:
    fast, differing = 0, []
    for path, body in _foreign_bodies():
        found = _fast(body)
        fast += found is not None
        if found is not None and found != _fully(body):
            differing.append(str(path))

    print(f"{fast} documents took the fast path, {len(differing)} are read differently")
    assert not differing


@needs_suites
def test_no_entry_of_others_documents_is_lost() -> None:
    """Whatever feedparser finds a title, a text or a page of is an entry."""
    read, short = 0, []
    for path in _foreign():
        body = path.read_bytes()
        wanted = {told for item in _fully(body) or () if any(told := _told(item))}
        try:
            document = read_document(
                body, feed=feed(), url=feed().url, content_type="", now=datetime.now(UTC)
            )
        except FeedError as error:
            document = Document()
            wanted = set() if "neither titles nor texts" in str(error) else wanted
        read += len(document.entries)
        if len(document.entries) < len(wanted):
            short.append(str(path))

    print(f"{read} entries were read, {len(short)} documents have more")
    assert not short


def _told(item: Item) -> tuple[str, str, str]:
    text = plain_text(item.summary) or plain_text(item.content)
    return plain_text(item.title), text, page_key(web_address(feed().url, item.link))


PIECES = st.sampled_from(
    (
        *("&", "&amp;", "&eacute;", "&#8217;", "&#x92;", "&#146;", "<b>", "<!-- x -->", "]]>"),
        *("<![CDATA[<p>é</p>]]>", "\x85", "\u2028", "\u200f", "  ", "\n", "é", "نشرة", "\ufeff"),
        *("<title>t</title>", "<link>https://x.example/</link>", "<guid>1</guid>", "<pubDate>x"),
        *('<guid isPermaLink="false">', '<description type="html">', "<source>s</source>", "?>"),
        *("<item>", "</item>", "<dc:date>2024</dc:date>", "<content:encoded>c</content:encoded>"),
    )
)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 1_900), PIECES), min_size=1, max_size=4))
def test_what_is_put_into_a_document_changes_both_readings_alike(
    inserted: list[tuple[int, str]],
) -> None:
    text = (DOCUMENTS / "rss/plain.xml").read_text(encoding="utf-8")
    for at, piece in inserted:
        text = text[:at] + piece + text[at:]
    found = _fast(text.encode())

    assert found in (None, _fully(text.encode()))
