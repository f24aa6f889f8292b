"""Whatever bytes come: what is read keeps its bounds, what isn't is one line, and soon."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import FeedError
from crawler.documents import (
    FORMATS,
    MAX_CONTENT,
    MAX_SUMMARY,
    MAX_TITLE,
    Document,
    has_page,
    read_document,
)
from crawler.extraction import MAX_TEXT, PageText, read_page
from crawler.formats.items import MAX_ENTRIES, MAX_NAME
from crawler.worker import ReadingFailed, _answer
from tests.crawler.test_documents import GOLDEN, NOW, feed

PAGES = sorted(Path(__file__).with_name("pages").glob("*.html"))
PATIENCE_S = 2.0
"""Of the processor; the worst of what is below takes half a second. Larger documents than these
are read in a process that is killed."""

# What breaks parsers: halves of markup, encodings in the middle, numbers without end.
PIECES = st.sampled_from(
    [
        *(
            b"<",
            b">",
            b"&",
            b"&#",
            b"&nosuch;",
            b"]]>",
            b"<![CDATA[",
            b"<!--",
            b"<!DOCTYPE x [",
            b"<?",
        ),
        *(
            b"\x00",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"\x85",
            b"\xe2\x80\xa8",
            b"\xed\xa0\x80",
            b"\xe0\xe1",
        ),
        *(
            b"<item>",
            b"</item>",
            b"<entry>",
            b"</channel>",
            b"<title>",
            b"<link>",
            b'<a href="//[">',
        ),
        *(b"{", b"[", b'"', b"9" * 5_000, b"null", b"\\ud800", b"<url>", b"<loc>", b"<sitemap>"),
        *(b"<div>" * 300, b"&amp;" * 300, b"-12345" * 300, b" " * 3_000, b"x" * 3_000),
    ]
)


@st.composite
def mutated(draw: st.DrawFn, paths: list[Path]) -> bytes:
    """A golden file with pieces put in, taken out and repeated."""
    body = draw(st.sampled_from(paths)).read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(body))] * 2)))
        body = draw(
            st.sampled_from(
                [
                    body[:start] + body[end:],
                    body[:end] + body[start:],
                    body[:start] + draw(PIECES) + body[start:],
                    body[:start] + draw(st.binary(max_size=20)) + body[end:],
                ]
            )
        )
    return body


def _check(document: Document) -> None:
    assert len(document.entries) <= MAX_ENTRIES
    assert len({entry.identity for entry in document.entries}) == len(document.entries)
    for entry in document.entries:
        assert 0 < len(entry.identity) <= MAX_NAME
        assert entry.url.startswith(("http://", "https://"))
        assert len(entry.url) <= MAX_NAME + 33  # a mark where the entry has no page
        assert len(entry.title) <= MAX_TITLE
        assert len(entry.summary) <= MAX_SUMMARY
        assert len(entry.content) <= MAX_CONTENT
        assert entry.title or entry.summary or entry.content or has_page(entry)
        assert entry.published is None or entry.published <= NOW


@settings(max_examples=250, deadline=None)
@given(form=st.sampled_from(sorted(FORMATS)), body=mutated(GOLDEN), declared=st.booleans())
def test_no_document_breaks_a_format(form: str, body: bytes, declared: bool) -> None:
    content_type = "text/xml; charset=windows-1256" if declared else ""
    began = time.process_time()

    found = _answer(
        partial(
            read_document,
            body,
            feed=feed(form),
            url="https://quai.example/feed",
            content_type=content_type,
            now=NOW,
        )
    )

    assert time.process_time() - began < PATIENCE_S
    if isinstance(found, Document):
        _check(found)
    else:  # the latter where feedparser itself breaks
        assert isinstance(found, FeedError | ReadingFailed)
        assert "\n" not in str(found)


@settings(max_examples=60, deadline=None)
@given(mutated(PAGES))
def test_no_page_breaks_the_extraction(body: bytes) -> None:
    began = time.process_time()

    found = _answer(partial(read_page, body, "text/html", "https://quai.example/1"))

    assert time.process_time() - began < PATIENCE_S
    assert isinstance(found, PageText)
    assert max(len(found.title), len(found.text)) <= MAX_TEXT
    assert found.amp == "" or found.amp.startswith(("http://", "https://"))


SMALL = {
    "tags without end": b"<rss version='2.0'><channel><item><description>" + b"<a " * 9_999,
    "ampersands": b"<rss version='2.0'><channel><item><title>" + b"&" * 255_000,
    "trailers": b"<rss version='2.0'><channel><item><title>x</title><description>"
    + b"The post x appeared first on \n" * 5_000,
    "numbers in a GUID": b"<rss version='2.0'><channel><item><title>x</title><guid>http://x/"
    + b"a-12345" * 30_000,
    "a date without end": b"<rss version='2.0'><channel><item><title>x</title><pubDate>"
    + b"1 " * 100_000,
    "nested JSON": b'{"a":' * 40_000,
    "a number without end": b'{"version":"https://jsonfeed.org/version/1","items":[{"id":%s}]}'
    % (b"9" * 5_000),
    "nested maps": b"<urlset>" + b"<url>" * 9_900,
    "high bytes": b"\xe0\xe1a" * 80_000,
    "paragraphs": b"<html><body>" + b"<p>" * 9_900,
    "headlines with leads": b"<html><body>" + b"<h1>a</h1><div class=chapo>b</div>" * 3_300,
    "tables": b"<table><tr><td>" * 3_300,
}


@pytest.mark.parametrize("body", SMALL.values(), ids=SMALL)
def test_what_is_read_in_this_process_is_read_soon(body: bytes) -> None:
    for form in sorted(FORMATS):
        began = time.process_time()
        _answer(
            partial(read_document, body, feed=feed(form), url="http://x/", content_type="", now=NOW)
        )
        assert time.process_time() - began < PATIENCE_S, form
    began = time.process_time()
    _answer(partial(read_page, body, "text/html", "http://x/"))
    assert time.process_time() - began < PATIENCE_S
