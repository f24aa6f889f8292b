"""What a document looks like before it is read: whether it is packed, and of which format it is."""

from __future__ import annotations

import zlib

from core.articles import FeedFormat
from core.errors import FeedError

MOST_UNPACKED = 4_000_000
"""Bytes of a packed document (.xml.gz, or packed twice): as of any other by default."""

GZIP = b"\x1f\x8b"
LOOKED_AT = 2_000
_SPACE = b"\xef\xbb\xbf \t\r\n"
_MARKS: tuple[tuple[bytes, FeedFormat], ...] = (
    (b"<urlset", "sitemap"),
    (b"<sitemapindex", "sitemap"),
    (b"<rss", "rss"),
    (b"<rdf:rdf", "rss"),
    (b"<feed", "atom"),
)


def unpacked(body: bytes, feed: str) -> bytes:
    """Return a document without its gzip, where it has one. Raises FeedError.

    Of what was packed for the way alone, Scrapy has taken care.
    """
    if not body.startswith(GZIP):
        return body
    found = b""
    while body.startswith(GZIP):  # some put several together, one behind the other
        unpack = zlib.decompressobj(wbits=31)
        try:
            found += unpack.decompress(body, MOST_UNPACKED + 1 - len(found))
        except zlib.error as error:
            raise FeedError(feed, "parse", f"it can't be unpacked: {error}") from None
        if len(found) > MOST_UNPACKED:
            problem = f"the document unpacks to more than {MOST_UNPACKED} bytes"
            raise FeedError(feed, "too large", problem)
        body = unpack.unused_data
    return found


def apparent_format(body: bytes) -> FeedFormat | None:
    """Guess the format of a document by its beginning; None where it shows none."""
    start = body[:LOOKED_AT].lstrip(_SPACE).lower()
    if start.startswith((b"{", b"[")):
        return "json"
    return next((found for mark, found in _MARKS if mark in start), None)
