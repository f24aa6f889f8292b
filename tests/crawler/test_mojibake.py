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


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(repaired(text), str)


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
        now=datetime(2024, 11, 22, tzinfo=UTC),
    ).entries
    read = read_page(_misread(page, encoding).encode(), "text/html; charset=utf-8")

    assert (entry.title, entry.summary) == (ARABIC, lines[0])
    assert read.title == ARABIC
    assert read.text.splitlines() == lines
