"""What was encoded twice is read as it was meant; what was not stays as it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.documents import read_document
from crawler.extraction import read_page
from crawler.mojibake import repaired
from tests.crawler.test_documents import feed

NOW = datetime(2024, 11, 22, tzinfo=UTC)
ARABIC = "المكتب المركزي للأبحاث القضائية يوقف أربعة أشخاص في تطوان، والتحقيق مستمر"
FRENCH = "Tétouan : quatre personnes arrêtées à l’aube, « une première », dit-on"
SPANISH = "Tetuán: cuatro detenidos «en la mañana», según la policía"


def _misread(text: str, encoding: str) -> str:
    """Take UTF-8 for another encoding, as programs do: what has no sign there is kept as it is."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("text", [ARABIC, FRENCH, SPANISH])
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_utf8_that_was_taken_for_western(text: str, encoding: str) -> None:
    once = _misread(text, encoding)

    assert repaired(once) == text
    assert repaired(_misread(once, encoding)) == text


def test_utf8_that_was_taken_for_windows_1256() -> None:
    assert repaired(_misread(ARABIC, "cp1256")) == ARABIC
    assert repaired(f"{ARABIC} | {_misread(ARABIC, 'cp1256')}") == f"{ARABIC} | {ARABIC}"


@pytest.mark.parametrize(
    "text",
    [
        *(ARABIC, FRENCH, SPANISH),
        "OÙ\u00a0? «\u00a0SÛRETÉ\u00a0» : LA DGSN S’EXPLIQUE…",
        "غ… ظ» ع، «طط» ظ’ظ“",
        "Âge, Ø 12 mm, Ù… NÃO",
    ],
)
def test_what_was_encoded_once_stays(text: str) -> None:
    assert repaired(text) == text


@given(st.text(st.characters(codec=None), max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert len(repaired(text).encode()) >= bool(text)


HALVES = "vu &#55357;&#56832; et &#55357; fin"


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("rss", "<rss version='2.0'><channel><item><title>{}</title></item></channel></rss>"),
        ("listing", "<h2><a href='/a'>{}</a></h2>" * 3),
        (
            "sitemap",
            "<urlset xmlns:n='n'><url><n:news><n:title>{}</n:title></n:news></url></urlset>",
        ),
        ("json", '{"version": "https://jsonfeed.org/version/1", "items": [{"title": "{}"}]}'),
    ],
)
def test_half_a_letter_costs_no_entry(form: str, body: str) -> None:
    written = HALVES
    if form == "json":
        written = HALVES.replace("&#55357;", "\\ud83d").replace("&#56832;", "\\ude00")

    (entry,) = read_document(
        body.replace("{}", written).encode(),
        feed=feed(form),
        url=feed().url,
        content_type="",
        now=NOW,
    ).entries

    assert entry.title.encode()
    assert entry.title.startswith("vu ")
    assert entry.title.endswith(" fin")
    if form in ("rss", "json"):
        assert entry.title == "vu \N{GRINNING FACE} et \ufffd fin"


@pytest.mark.parametrize("encoding", ["cp1252", "cp1256"])
def test_entries_and_pages_are_repaired(encoding: str) -> None:
    lines = [f"{ARABIC}. {n}" for n in range(3)]
    item = f"<item><title>{ARABIC}</title><description>{lines[0]}</description></item>"
    document = f"<rss version='2.0'><channel>{item}</channel></rss>"
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html><body><article><h1>{ARABIC}</h1>{paragraphs}</article></body></html>"

    (entry,) = read_document(
        _misread(document, encoding).encode(),
        feed=feed(),
        url=feed().url,
        content_type="",
        now=NOW,
    ).entries
    read = read_page(_misread(page, encoding).encode(), "text/html; charset=utf-8")

    assert (entry.title, entry.summary) == (ARABIC, lines[0])
    assert read.title == ARABIC
    assert read.text.splitlines() == lines


def test_numbers_of_no_letter_cost_no_entry() -> None:
    title = "vu &#1114112; &#x110000; &#99999999999999999999; &#xD83D;&#xDE00; &#8217;"
    body = f"<rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>"

    (entry,) = read_document(
        body.encode(), feed=feed(), url=feed().url, content_type="", now=NOW
    ).entries

    assert (
        entry.title == "vu \ufffd \ufffd \ufffd \N{GRINNING FACE} \N{RIGHT SINGLE QUOTATION MARK}"
    )
