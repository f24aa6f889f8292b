"""Golden files: feed documents in, entries out; and what is refused."""

from __future__ import annotations

import dataclasses
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.articles import Entry, Feed, FeedFormat, Selectors
from core.errors import FeedError
from core.jsonable import jsonable
from crawler.documents import FORMATS, Document, has_page, read_document
from crawler.formats.items import MAX_ENTRIES
from crawler.formats.shapes import MOST_UNPACKED

DOCUMENTS = Path(__file__).with_name("documents")
GOLDEN = sorted(path for path in DOCUMENTS.glob("*/*") if path.suffix != ".json")
NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
USUAL = Selectors()
CARDS = Selectors(item="div.carte", link="a.plus", title=".titre", date=".jour")


def feed(form: str = "rss", selectors: Selectors = USUAL) -> Feed:
    url = "https://quai.example/feed"
    return Feed(
        name="Le Quai", url=url, outlet="", format=cast(FeedFormat, form), selectors=selectors
    )


def _read(
    body: bytes, content_type: str = "application/rss+xml", of: Feed | None = None
) -> tuple[Entry, ...]:
    return _document(body, of or feed(), content_type).entries


def _document(body: bytes, of: Feed, content_type: str = "") -> Document:
    return read_document(body, feed=of, url=of.url, content_type=content_type, now=NOW)


def _shown(entry: Entry) -> dict[str, Any]:
    """The entry as the golden files have it: hashes are not for eyes, defaults left out."""
    values = jsonable(entry)
    for name in ("content_hash", "page", "dated"):
        del values[name]
    defaults = {f.name: f.default for f in dataclasses.fields(Entry)}
    return {k: v for k, v in values.items() if v != defaults[k]}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_golden(path: Path) -> None:
    """A folder for each format; beside each document, what is to be read of it."""
    of = feed(path.parent.name, CARDS if path.stem == "cards" else USUAL)

    document = _document(path.read_bytes(), of)

    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert [*document.leads, *(_shown(entry) for entry in document.entries)] == expected


def test_every_format_has_golden_files() -> None:
    assert {path.parent.name for path in GOLDEN} == set(FORMATS)


def test_bytes_that_are_utf8_are_read_so_whatever_the_server_declares() -> None:
    body = "<rss version='2.0'><channel><item><title>نشرة é</title></item></channel></rss>".encode()

    (entry,) = _read(body, "application/rss+xml; charset=windows-1256")

    assert entry.title == "نشرة é"


@pytest.mark.parametrize(
    ("body", "reason", "said"),
    [
        (b"", "parse", "empty"),
        (b"  \n", "parse", "empty"),
        (b"<!doctype html><html><body>Blocked</body></html>", "parse", "web page"),
        (b"\xef\xbb\xbf", "parse", "neither RSS nor Atom"),
        (b"Service indisponible", "parse", "neither RSS nor Atom"),
        (b"\x28\xb5\x2f\xfd\x01\xff", "parse", "its bytes are no text"),
        (b"<rss><channel><item a='" + b"x" * 70_000 + b"'/>", "too large", "a tag"),
        (
            b"<?xml version='1.0'?><rss version='2.0'><channel><title>Le Quai & <item><tit",
            "parse",
            "is broken and no entry",
        ),
    ],
)
def test_what_is_no_feed_is_refused_in_one_line(body: bytes, reason: str, said: str) -> None:
    with pytest.raises(FeedError, match=said) as caught:
        _read(body)

    assert (caught.value.feed, caught.value.reason) == ("Le Quai", reason)
    assert "\n" not in str(caught.value)


def test_an_entry_with_a_picture_or_a_long_text_in_it_blinds_no_feed() -> None:
    picture = f"<![CDATA[<p>a</p><img src='data:image/png;base64,{'Zm9v' * 30_000}'/>]]>"
    texts = {"one": picture, "two": f"<![CDATA[{'كلمة ' * 20_000}]]>"}
    items = "".join(
        f"<item><title>{name}</title><description>{text}</description></item>"
        for name, text in texts.items()
    )

    entries = _read(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())

    assert [entry.summary[:4] for entry in entries] == ["a", "كلمة"]


@pytest.mark.parametrize(
    ("head", "odd", "titles"),
    [
        ("", "<gml:pos>1 2 a</gml:pos>", ["a", "b"]),
        ("<gml:pos>1 2 a</gml:pos>", "", ["a", "b", "odd"]),
    ],
)
def test_what_feedparser_breaks_on_costs_only_itself(
    head: str, odd: str, titles: list[str]
) -> None:
    items = [f"<item><title>{title}</title></item>" for title in "ab"]
    items.append(f"<item>{odd}<title>odd</title></item>")
    body = f"<rss version='2.0'><channel>{head}{''.join(items)}</channel></rss>".encode()

    document = _document(body, feed())

    assert [entry.title for entry in document.entries] == titles
    assert document.unread == 3 - len(titles)


def test_an_entry_is_known_by_its_page_unless_others_share_it() -> None:
    def page_of(*links: str) -> list[str]:
        items = "".join(
            f"<item><title>{n}</title><link>{u}</link></item>" for n, u in links_of(links)
        )
        return [
            e.page for e in _read(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
        ]

    def links_of(links: tuple[str, ...]) -> list[tuple[int, str]]:
        return list(enumerate(links))

    assert page_of("http://www.quai.example/a/?utm_source=rss") == ["quai.example/a"]
    assert page_of("https://quai.example/live#1", "https://quai.example/live#2") == ["", ""]
    assert page_of("https://quai.example/") == [""]


def test_of_an_identity_that_carries_the_headline_only_the_number_stays() -> None:
    def identities(*guids: str) -> list[str]:
        items = "".join(f"<item><title>t</title><guid>{guid}</guid></item>" for guid in guids)
        body = f"<rss version='2.0'><channel>{items}</channel></rss>"
        return [entry.identity for entry in _read(body.encode())]

    one = "https://www.vigia.example/art/dos-detenidos-en-el-puerto-84812"
    edited = "https://vigia.example/art/tres-detenidos-en-el-puerto-84812"
    assert identities(one) == identities(edited) == ["vigia.example#84812"]
    assert identities(one, edited) == ["vigia.example#84812", edited]


def test_one_identity_for_all_hides_no_entry() -> None:
    def read(*titles: str, link: str = "/{}") -> list[tuple[str, str]]:
        items = "".join(
            f"<item><title>{t}</title><link>{link.format(t)}</link><guid>g</guid></item>"
            for t in titles
        )
        body = f"<rss version='2.0'><channel>{items}</channel></rss>"
        return [(entry.title, entry.identity) for entry in _read(body.encode())]

    a, b = ("a", "https://quai.example/a"), ("b", "https://quai.example/b")
    assert read("a", "b") == [a, b]
    assert read("new", "a")[1] == a
    assert read("a", "a") == [("a", "g")]
    assert read("edited", "a", link="/same") == [("edited", "g")]
    for link in ("/", "/live", ""):
        names = [name for _, name in read("a", "b", "c", link=link)]
        assert len(set(names)) == 3
        assert names[1:] == [name for _, name in read("b", "c", "d", link=link)][:2]


def test_the_home_page_is_no_entry_s_name_and_no_entry_s_page() -> None:
    item = "<item><title>{}</title><link>https://quai.example/</link></item>"
    items = "".join(map(item.format, ("a", "b")))

    entries = _read(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())

    assert [entry.identity for entry in entries] == ["a", "b"]
    assert not any(map(has_page, entries))


def test_a_feed_with_a_prefix_that_is_declared_nowhere_is_read() -> None:
    item = "<item><title>a</title><link>https://quai.example/a</link></item>"
    head = "<itunes:explicit>no</itunes:explicit>"
    body = f"<rss version='2.0'><channel>{head}{item}</channel></rss>".encode()
    news = "<news:news><news:title>b</news:title><news:publication_date>2024-01-29T10:00Z"
    url = f"<loc>https://quai.example/b</loc>{news}</news:publication_date></news:news>"
    declared = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"

    assert [entry.title for entry in _read(body)] == ["a"]
    for root in (f"urlset {declared}", "urlset", "n:urlset"):
        sitemap = f"<{root}><url>{url}</url></{root.split()[0]}>"
        (entry,) = _read(sitemap.encode(), of=feed("sitemap"))
        assert (entry.title, entry.published) == ("b", datetime(2024, 1, 29, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("read_as", "body", "looks_like"),
    [
        ("rss", b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "json"),
        ("search", b"<?xml version='1.0'?><urlset><url/></urlset>", "sitemap"),
        ("json", b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "rss"),
        ("sitemap", b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "atom"),
        ("listing", b"<rss version='2.0'><channel><title>x</title></channel></rss>", "rss"),
    ],
)
def test_a_document_of_another_format_is_named_for_it(
    read_as: str, body: bytes, looks_like: str
) -> None:
    with pytest.raises(FeedError, match=f'say format = "{looks_like}"') as caught:
        _read(body, of=feed(read_as))

    assert caught.value.reason == "format"


@pytest.mark.parametrize("form", ["rss", "sitemap"])
def test_a_document_that_came_packed_is_read(form: str) -> None:
    plain = next(path for path in GOLDEN if path.parent.name == form).read_bytes()

    assert _read(gzip.compress(plain), of=feed(form)) == _read(plain, of=feed(form)) != ()


def test_a_document_that_came_packed_in_pieces_is_read() -> None:
    plain = (DOCUMENTS / "rss/plain.xml").read_bytes()

    assert _read(gzip.compress(plain[:200]) + gzip.compress(plain[200:])) == _read(plain)


def test_a_packed_document_is_bounded() -> None:
    with pytest.raises(FeedError, match="unpacks to more") as caught:
        _read(gzip.compress(b" " * MOST_UNPACKED) + gzip.compress(b" "))

    assert caught.value.reason == "too large"


@pytest.mark.parametrize("wide", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_characters_are_read_with_and_without_their_mark(wide: str) -> None:
    for title in ("نشرة é", "plain"):
        item = f"<item><title>{title}</title></item>"
        document = f"<?xml version='1.0'?><rss version='2.0'><channel>{item}</channel></rss>"

        assert [entry.title for entry in _read(document.encode(wide))] == [title]


WITHOUT_END = {
    "rss": (
        "<item><title>t %s</title><link>https://quai.example/words-%s</link></item>",
        "<rss version='2.0'><channel>{}</channel></rss>",
    ),
    "sitemap": ("<url><loc>https://quai.example/words-%s</loc></url>", "<urlset>{}</urlset>"),
    "json": (
        ',{"id": "%s", "title": "t", "url": "https://quai.example/words-%s"}',
        '{{"version": "https://jsonfeed.org/version/1", "items": [null{}]}}',
    ),
    "listing": ("<h2><a href='/words-%s'>t %s</a></h2>", "<body>{}</body>"),
}


@pytest.mark.parametrize("form", WITHOUT_END)
def test_of_a_document_without_end_both_ends_are_read(form: str) -> None:
    numbers, half = range(MAX_ENTRIES + 100), MAX_ENTRIES // 2
    item, around = WITHOUT_END[form]
    items = "".join(item.replace("%s", str(number)) for number in numbers)

    document = _document(around.format(items).encode(), feed(form))

    read = [int(entry.url.rpartition("-")[2]) for entry in document.entries]
    assert read == [*numbers[:half], *numbers[-half:]]
    assert document.unread == 100


@pytest.mark.parametrize(
    "items",
    [
        '{"1": {"id": "a", "title": "one\n"}, "7": {"id": "b", "title": "two"}}',
        '[{"id": "a", "title": "one\n"}, null, {"id": "b", "title": "two"}]',
    ],
)
def test_json_as_php_writes_it_is_read(items: str) -> None:
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": {items}}}'

    assert [e.title for e in _read(body.encode(), of=feed("json"))] == ["one", "two"]


@pytest.mark.parametrize("items", ['"none"', "null", '{"a": {"title": "x"}}'])
def test_a_json_feed_without_its_list_is_not_taken_for_an_empty_one(items: str) -> None:
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": {items}}}'

    with pytest.raises(FeedError, match="no list of items"):
        _read(body.encode(), of=feed("json"))


def test_a_listing_s_buttons_hide_no_article() -> None:
    button = "<a href='javascript:void(0)'>x</a><a href='#'>y</a><a href='/'>z</a>"
    blocks = "".join(
        f"<article>{button}<h2>t{n}</h2><a href='/a-{n}'>+</a></article>" for n in "123"
    )

    assert [e.url for e in _read(blocks.encode(), of=feed("listing"))] == [
        f"https://quai.example/a-{n}" for n in "123"
    ]


def test_headlines_beside_the_blocks_of_a_listing_are_entries_too() -> None:
    main = "<div><h2><a href='/main'>main</a></h2></div>"
    side = "".join(f"<article><h3><a href='/a-{n}'>t{n}</a></h3></article>" for n in "123")

    titles = [e.title for e in _read((main + side).encode(), of=feed("listing"))]

    assert sorted(titles) == ["main", "t1", "t2", "t3"]


def test_an_empty_feed_is_a_feed() -> None:
    assert _read(b"<rss version='2.0'><channel><title>x</title></channel></rss>") == ()


@pytest.mark.parametrize("part", ["title", "description", "link", "guid"])
def test_endless_fields_are_cut(part: str) -> None:
    long = f"https://quai.example/{'a' * 300_000}"
    fields = {"title": "t", "description": "d", "link": "https://quai.example/1", "guid": "g"}
    inner = "".join(f"<{k}>{long if k == part else v}</{k}>" for k, v in fields.items())
    body = f"<rss version='2.0'><channel><item>{inner}</item></channel></rss>".encode()

    (entry,) = _read(body)

    assert max(map(len, (entry.identity, entry.url, entry.title, entry.summary))) <= 10_000


def test_the_hash_changes_with_what_is_said_and_not_with_the_link() -> None:
    def one(title: str, link: str) -> Entry:
        item = f"<item><guid>g</guid><title>{title}</title><link>{link}</link></item>"
        return _read(f"<rss version='2.0'><channel>{item}</channel></rss>".encode())[0]

    first = one("a", "https://quai.example/1")

    assert one("a", "https://quai.example/1?utm=x").content_hash == first.content_hash
    assert one("b", "https://quai.example/1").content_hash != first.content_hash


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "http://[bad", ""])
def test_an_entry_without_a_web_address_has_no_page(link: str) -> None:
    item = f"<item><title>t</title><link>{link}</link></item>"

    (entry,) = _read(f"<rss version='2.0'><channel>{item}</channel></rss>".encode())

    assert entry.url.startswith("https://quai.example/feed#")
    assert not has_page(entry)


@given(st.binary(max_size=400), st.integers(0, 2_000), st.integers(0, 2_000))
def test_no_bytes_break_it(junk: bytes, start: int, end: int) -> None:
    body = (DOCUMENTS / "rss/wordpress.xml").read_bytes()
    broken = body[:start] + junk + body[end:]
    try:
        entries = _read(broken)
    except FeedError:
        return
    assert all(
        entry.identity and (entry.title or entry.summary or entry.content or has_page(entry))
        for entry in entries
    )
