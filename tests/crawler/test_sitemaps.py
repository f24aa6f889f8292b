"""Sitemaps as plug-ins and PHP write them: no headline is lost by it, and the newest is found."""

from __future__ import annotations

import pytest

from core.articles import Entry
from core.errors import FeedError
from crawler.documents import Document, has_page, read_document
from tests.crawler.test_documents import NOW, feed


def _document(body: str) -> Document:
    of = feed("sitemap")
    return read_document(body.encode(), feed=of, url=of.url, content_type="", now=NOW)


def _read(body: str) -> tuple[Entry, ...]:
    return _document(body).entries


def test_entries_that_say_nothing_are_no_empty_feed() -> None:
    body = "<urlset><url><loc>https://quai.example/841</loc></url></urlset>"

    with pytest.raises(FeedError, match="neither titles nor texts"):
        _read(body)
    assert _read("<urlset/>") == ()


def test_the_few_entries_that_say_nothing_are_left_to_their_pages() -> None:
    links = "".join(f"<url><loc>https://quai.example/{n}</loc></url>" for n in ("arret-1", "842"))

    said, silent = _read(f"<urlset>{links}</urlset>")

    assert (said.summary, silent.title, silent.summary) == ("arret", "", "")
    assert has_page(silent)


NEWS = "<url><loc>https://quai.example/{0}</loc><n:news><n:title>{0}</n:title></n:news></url>"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("d&eacute;mant&egrave;lement &amp; fin", "démantèlement & fin"),
        ("a &unknown; b & c", "a &unknown; b & c"),
        ("a &#233; &#x0b; b", "a é b"),
        ("<![CDATA[a & b]]>", "a & b"),
    ],
)
def test_a_sitemap_s_headlines_are_whole(written: str, read: str) -> None:
    body = f"<urlset xmlns:n='n'>{NEWS.format('a')}</urlset>".replace(
        ">a</n:title", f">{written}</n:title"
    )

    assert [entry.title for entry in _read(body)] == [read]


def test_a_sitemap_is_read_behind_what_php_complains_of() -> None:
    body = (
        f"<br />\n<b>Warning</b>: x in y\n<?xml version='1.0'?><urlset xmlns:n='n'>{NEWS}</urlset>"
    )

    assert len(_read(body.format("a"))) == 1


def test_an_entry_of_a_sitemap_without_its_address_is_kept() -> None:
    body = "<urlset xmlns:n='n'><url><n:news><n:title>a</n:title></n:news></url></urlset>"

    assert [entry.title for entry in _read(body)] == ["a"]


@pytest.mark.parametrize(
    ("sitemaps", "newest"),
    [
        ([("/s?page=1", ""), ("/s?page=2", ""), ("/s?page=10", "")], "/s?page=10"),
        (
            [("/a", "2024-01-29T23:30:00+01:00"), ("/b", "2024-01-29T22:45:00Z"), ("/c", "")],
            "/b",
        ),
        (
            [("/a", "28/01/2024"), ("/b", "Mon, 29 Jan 2024 10:00:00 GMT"), ("/c", "2024-01-27")],
            "/b",
        ),
    ],
)
def test_the_newest_sitemap_of_an_index_is_found(
    sitemaps: list[tuple[str, str]], newest: str
) -> None:
    told = "".join(
        f"<sitemap><loc>https://quai.example{path}</loc><lastmod>{at}</lastmod></sitemap>"
        for path, at in sitemaps
    )
    body = f"<sitemapindex>{told}</sitemapindex>"

    assert _document(body).leads[0] == f"https://quai.example{newest}"
