"""One key for a page, whatever address leads there, and never one for two pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses import number_key, page_key

PAGE = "https://quai.example/2024/01/saisie-au-port"


@pytest.mark.parametrize(
    "url",
    [
        "http://quai.example/2024/01/saisie-au-port/",
        "https://www.quai.example/2024/01/saisie-au-port",
        "https://QUAI.example:443/2024/01/saisie-au-port#comments",
        "https://m.quai.example/2024/01/saisie-au-port",
        "https://amp.quai.example/2024/01/saisie-au-port",
        f"{PAGE}/amp/",
        "https://quai.example/amp/2024/01/saisie-au-port",
        f"{PAGE}?amp=1&m=1&outputType=amp",
        f"{PAGE}/print/",
        f"{PAGE}//",
        f"{PAGE}/index.html",
        f"{PAGE}?utm_source=rss&utm_medium=feed&fbclid=1&xtor=RSS-1",
        "https://quai.example/2024/01/s%61isie-au-port",
    ],
)
def test_variants_of_one_page(url: str) -> None:
    assert page_key(url) == page_key(PAGE) == "quai.example/2024/01/saisie-au-port"


@pytest.mark.parametrize(
    "url",
    [
        "https://fr.quai.example/2024/01/saisie-au-port",
        "https://quai.example/2024/01/saisie-au-port-2",
        f"{PAGE}?page=2",
        f"{PAGE}?cid=7",
        f"{PAGE}?id=7&ref=8",
        "https://quai.example:8080/2024/01/saisie-au-port",
        "https://quai.example/spip.php?article7",
        "https://quai.example/spip.php?article8",
    ],
)
def test_other_pages(url: str) -> None:
    assert page_key(url) not in ("", page_key(PAGE))


def test_what_names_an_article_is_kept_in_one_order() -> None:
    assert page_key("http://x.example/a?b=2&a=1") == page_key("http://x.example/a?a=1&b=2")
    assert page_key("http://x.example/spip.php?article7") == "x.example/spip.php?article7"
    assert page_key("http://x.example/إصلاح") == page_key("http://x.example/%D8%A5صلاح/")


@pytest.mark.parametrize(
    "url", ["https://quai.example/", "https://quai.example?utm_source=x", "http://[bad", "", "a:b"]
)
def test_a_home_page_is_no_article(url: str) -> None:
    assert page_key(url) == ""


@given(st.text(max_size=200))
def test_no_address_breaks_it(text: str) -> None:
    for url in (text, f"https://{text}", f"https://quai.example/{text}"):
        assert isinstance(page_key(url), str)
        number_key(url)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.vigia.example/art/dos-detenidos-en-ceuta-84812", "vigia.example#84812"),
        ("http://vigia.example/art/tres-detenidos-en-ceuta-84812.html", "vigia.example#84812"),
        ("https://vigia.example/?p=84812", None),
        ("https://vigia.example/art/84812", None),
        ("https://vigia.example/saisie-de-plus-de-500000", None),
        ("https://vigia.example/revue-de-presse-20240130", None),
    ],
)
def test_the_number_behind_a_headline(address: str, key: str | None) -> None:
    assert number_key(address) == key
