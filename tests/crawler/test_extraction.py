"""Whole pages in, article texts out; and when the feed's own text is the better one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from core.articles import Entry, Selectors
from crawler.extraction import feed_text, read_page, tells_it
from crawler.furniture import drop_teasers
from crawler.markup import plain_text
from crawler.scripts import MOST_DEPTH

PAGES = Path(__file__).with_name("pages")
UNRELATED = (
    *("الوداد", "تقرير عن حركة", "ندوة", "أرشيفية", "استمع", "فيسبوك", "الحقوق"),
    *("1:42", "مدة القراءة", "شاهد أيضا", "واتساب", "calendario", "Lo más leído"),
    *("Bourse", "trafic maritime", "portrait", "vu du ciel", "harira"),
)


@pytest.mark.parametrize(
    ("name", "title", "first", "last", "paragraphs"),
    [
        ("wordpress-ar", "حجز شحنة في ميناء الشمال", "أعلنت مصالح", "بشبكات أخرى.", 2),
        ("arc-fr", "Port: deux conteneurs saisis", "Les douanes", "l'expertise.", 3),
        ("windows-1256", "أمطار في الشمال", "تتوقع مصالح", "هذه الفترة.", 2),
        ("windows-1256-said-utf-8", "عودة العبارات إلى الميناء", "استأنفت", "للمسافرين.", 2),
        ("utf-8-said-windows-1256", "عودة العبارات إلى الميناء", "استأنفت", "للمسافرين.", 2),
        ("widgets-ar", "افتتاح المكتبة الجديدة", "فتحت المكتبة", "في وقت واحد.", 2),
        ("spip-es", "El mercado se muda al puerto", "El mercado de la", "el primer día.", 2),
    ],
)
def test_whole_pages(name: str, title: str, first: str, last: str, paragraphs: int) -> None:
    page = read_page((PAGES / f"{name}.html").read_bytes(), "text/html")

    assert page.title == title
    assert page.text.startswith(first)
    assert page.text.endswith(last)
    assert len(page.text.splitlines()) == paragraphs
    assert not [word for word in UNRELATED if word in page.text]


def test_an_outlet_that_the_usual_ways_miss_has_selectors() -> None:
    body = (PAGES / "own-theme-fr.html").read_bytes()
    selectors = Selectors(text="div.corps", drop=".promo, .defile")

    page = read_page(body, "text/html", selectors=selectors)

    assert page.text == (
        "La halle aux poissons rouvre lundi, deux ans après l'incendie.\n"
        "Les étals seront tirés au sort."
    )
    assert "La bourse" not in read_page(body, "", selectors=Selectors(drop=".defile")).text
    assert "La halle aux" in read_page(body, "", selectors=Selectors(text="div.gone")).text


def test_the_date_that_a_page_states_is_read() -> None:
    page = read_page((PAGES / "widgets-ar.html").read_bytes(), "")

    assert page.published == "2024-01-30T09:15:00+01:00"


def test_a_page_in_utf8_is_read_so_whatever_the_server_declares() -> None:
    body = (PAGES / "wordpress-ar.html").read_bytes()

    page = read_page(body, "text/html; charset=iso-8859-1")

    assert page.text.startswith("أعلنت مصالح الجمارك")


def test_a_theme_that_wraps_its_articles_in_a_suspicious_name_loses_none() -> None:
    body = (PAGES / "arc-fr.html").read_bytes()
    wrapped = body.replace(b'<div id="main">', b'<div class="related-layout">')

    assert "Les douanes ont saisi" in read_page(wrapped, "text/html").text


STORY = "Les douanes ont saisi mardi deux conteneurs de marchandises au port du nord. " * 9


@pytest.mark.parametrize("name", ["has-share-buttons", "audio-on", "related-content", "caption"])
def test_the_block_that_holds_the_article_stays_whatever_its_name(name: str) -> None:
    lead = (
        "<p>Une saisie record au port, selon les premières informations recueillies sur place.</p>"
    )
    aside = f"<div class='{name}'><p>Partagez cette saisie record avec vos amis.</p></div>"
    text = f"<div class='entry {name}'><p>{STORY}</p></div>"
    body = f"<html><body><article>{lead}{text}{aside}</article></body></html>"

    found = read_page(body.encode(), "").text
    assert "Les douanes ont saisi" in found
    assert "Partagez" not in found


OTHER = "Le trafic a repris dans la soirée, après le passage des experts de la direction du port."
FLASH = "Deux conteneurs ont été saisis mardi au port du nord par les agents des douanes."


@pytest.mark.parametrize(
    "around",
    [
        "<div class='post'><h2><a href='/self'>Port</a></h2><p>{}</p></div>",
        "<div class='main'><h2><a href='/self'>Port</a></h2><p>{}</p></div>"
        "<div class='side'><h2><a href='/1'>Titre</a></h2></div>",
        "<p><a href='#note'>{}</a></p>",
    ],
    ids=["the only card", "cards of two kinds", "a link within the page"],
)
def test_a_flash_in_what_looks_like_a_card_stays(around: str) -> None:
    body = f"<html><body><article>{around.format(FLASH)}<p>{OTHER}</p></article></body></html>"

    assert FLASH in read_page(body.encode(), "").text


@pytest.mark.parametrize("link", ["/une/7", "https://x.example/une/7/", "//x.example/une/7#top"])
def test_a_flash_whose_headline_leads_to_itself_is_no_card(link: str) -> None:
    card = "<div class='post'><h2><a href='{}'>Titre</a></h2><p>{}</p></div>"
    others = (card.format(f"/une/{n}", "Résumé d'un autre article.") for n in (8, 9))
    cards = card.format(link, FLASH) + "".join(others)
    body = f"<html><body><article>{cards}<p>{OTHER}</p></article></body></html>"

    text = read_page(body.encode(), "", "http://x.example/une/7").text
    assert FLASH in text
    assert "Résumé" not in text


def test_what_a_script_says_makes_no_text_of_a_headline() -> None:
    teaser = f"<p><script>{'x' * 500}</script><a href='/1'>Un autre titre</a></p>"
    tree = html.document_fromstring(f"<div>{teaser}<p>{STORY}</p></div>")
    drop_teasers(tree, "https://x.example/")

    assert tree.text_content() == STORY


def test_an_article_that_is_all_link_is_read_all_the_same() -> None:
    body = f"<html><body><a href='/full'><h2>Port</h2><p>{STORY}</p></a></body></html>"

    assert "Les douanes ont saisi" in read_page(body.encode(), "").text


def test_an_article_in_a_block_like_the_cards_beside_it_stays() -> None:
    cards = "".join(
        f"<div class='post'><h3><a href='/t/{n}'>Titre {n}</a></h3><p>Résumé {n}.</p></div>"
        for n in range(3)
    )
    own = f"<div class='post'><h3><a href='/self'>Port</a></h3><p>{STORY * 2}</p></div>"
    body = f"<html><body><article>{own}{cards}<p>{OTHER}</p></article></body></html>"
    page = read_page(body.encode(), "")

    assert "Les douanes ont saisi" in page.text
    assert "Résumé" not in page.text


def test_a_sentence_with_links_stays() -> None:
    linked = "<p>Le <a href='/a'>tribunal</a> a condamné <a href='/b'>les trois prévenus</a>.</p>"
    body = f"<html><body><article><p>{STORY}</p>{linked}</article></body></html>"

    assert "Le tribunal a condamné les trois prévenus." in read_page(body.encode(), "").text


@pytest.mark.parametrize(
    "state",
    ["{", "[" * 5_000, '{"content": 7}', '{"content": "Lire la suite"}', "null", '{"a": [[[{}]]]}'],
)
def test_a_script_without_an_article_gives_no_text(state: str) -> None:
    body = f"<html><body><script type='application/json'>{state}</script></body></html>"

    assert read_page(body.encode(), "").text == ""


def _in_script(state: object, marks: str = "type='application/json'") -> str:
    script = f"<script {marks}>{json.dumps(state)}</script>"
    return read_page(f"<html><body>{script}</body></html>".encode(), "").text


def test_an_article_in_a_script_is_read_however_it_is_kept() -> None:
    half = STORY[: len(STORY) // 2]
    blocks = [{"type": "paragraph", "data": {"text": text}} for text in (half, "Le procès suit.")]

    assert "Le procès suit." in _in_script({"blocks": blocks})
    assert "procès" not in _in_script([{"type": "p", "text": half}, OTHER_STORY])
    assert STORY.strip() in _in_script({"body": STORY}, "id='__NEXT_DATA__'")


OTHER_STORY = {"type": "teaser", "title": "Autre", "text": "Le procès suit."}


def test_a_script_without_end_or_bottom_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: object = {"body": STORY}
    for _ in range(MOST_DEPTH + 1):
        deep = [deep]

    assert _in_script(deep) == ""
    monkeypatch.setattr("crawler.scripts.MOST_SCRIPT", 400)
    assert _in_script({"body": STORY}) == ""


@pytest.mark.parametrize(
    "body",
    [b"", b"<html></html>", b"\x00\xff\x01", b"<p " + b"a" * 70_000 + b">text</p>"],
)
def test_what_is_no_article_gives_no_text(body: bytes) -> None:
    assert read_page(body, "text/html").text == ""


def test_a_consent_wall_does_not_stand_for_the_article() -> None:
    own = "Les douanes ont saisi mardi deux conteneurs de marchandises non déclarées."
    wall = "Nous et nos partenaires utilisons des cookies pour mesurer l'audience du site. " * 3

    assert not tells_it(wall, own)
    assert tells_it(own + " Une enquête a été ouverte.", own)
    assert not tells_it("Les douanes ont saisi", own)


def test_a_paragraph_that_only_begins_like_a_teaser_stays() -> None:
    content = "<p>Lire aussi : un titre</p><p>Related events in Oujda led to four arrests.</p>"

    text = feed_text(Entry(identity="1", url="https://x.example/1", title="t", content=content))

    assert text == "Related events in Oujda led to four arrests."


def test_a_sentence_that_begins_like_a_button_stays() -> None:
    sentence = "استمع إلى المشتبه فيهم وكيل الملك."
    content = f"<p>استمع إلى المقال</p><p>{sentence}</p>"

    text = feed_text(Entry(identity="1", url="https://x.example/1", title="t", content=content))

    assert text == sentence


def test_the_longer_of_summary_and_content_is_the_feed_s_own_text() -> None:
    entry = Entry(
        identity="1", url="u", title="t", summary="Un résumé complet.", content="<p>b</p>"
    )

    assert feed_text(entry) == "Un résumé complet."


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a &amp; b", "a & b"),
        ("<p>un</p><p>deux <b>trois</b></p>", "un\ndeux trois"),
        ("un<br/>deux", "un\ndeux"),
        ("<script>x()</script>un<style>b{}</style>", "un"),
        ("1 < 2", "1 < 2"),
        ("<![CDATA[x]]>", ""),
        ("\x00un\u200f deux", "un\u200f deux"),
        ("", ""),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


MARKUP = st.sampled_from(
    (
        *(
            "<p>",
            "</p>",
            '<p class="x">',
            "<br>",
            "<br />",
            "</br>",
            "<a href=\"u\" rel='n'>",
            "</a>",
        ),
        *(
            '<a href="https://x.example/?a=1&amp;b" rel="no follow">',
            "<b>",
            "</b>",
            "<i>",
            "</strong>",
        ),
        *("<span>", "<em>", '<span title="a > b">', "<div>", "</div>", "<P>", "<p/>", "<script>"),
        *("&amp;", "&lt;", "&gt;", "&nbsp;", "&#8217;", "&#8230;", "&#160;", "&#1575;", "&#8232;"),
        *(
            "&#38;",
            "&#038;",
            "&eacute;",
            "&#150;",
            "&#55357;",
            "&amp",
            "&",
            "<",
            ">",
            '"',
            "lt;",
            "#8",
        ),
        *(
            "un",
            "deux ",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\t",
            "é",
            "نشرة",
            "\u200f",
            "\u2028",
            "\x85",
            "\xa0",
        ),
    )
)


@settings(max_examples=300)
@given(st.lists(MARKUP, max_size=12).map(lambda pieces: "<b>" + "".join(pieces)))
def test_plain_markup_is_read_as_the_html_parser_reads_it(markup: str) -> None:
    for_the_parser = f"{markup}<!-- a comment is no plain markup -->"

    assert plain_text(markup) == plain_text(for_the_parser)


def test_a_headline_that_steers_a_terminal_is_cleaned() -> None:
    text = "The council met in the town hall and voted on the budget of next year. " * 3
    head = "<meta property='og:title' content='The\u2028budget&#27;[2J &#x202e;voted'>"
    body = f"<html><head>{head}</head><body><article><p>{text}&#27;[1m</p></article></body></html>"

    page = read_page(body.encode(), "text/html")

    assert page.title == "The budget[2J voted"
    assert "\x1b" not in page.text
