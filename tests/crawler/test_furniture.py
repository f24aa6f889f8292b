"""What stands around an article stays out of its text, and the article stays whole."""

from __future__ import annotations

import json

import pytest

from crawler.extraction import read_page, without_teasers

FIRST = "Quatre personnes ont été interpellées samedi au port par les agents de la ville."
SECOND = "Les perquisitions ont permis de saisir des téléphones et deux véhicules de location."
OTHER = "L’équipe locale l’a emporté hier soir au stade devant plus de quarante mille spectateurs."


def _text(body: str) -> list[str]:
    page = f"<html><head><title>Au port | Le Quai</title></head><body>{body}</body></html>"
    return read_page(page.encode(), "text/html; charset=utf-8").text.splitlines()


@pytest.mark.parametrize("block", ["<div class='single'>", "<section>", "<article>"])
def test_the_articles_that_follow_on_a_page_without_end_are_none_of_it(block: str) -> None:
    def one(headline: str, *lines: str) -> str:
        told = "".join(f"<p>{line}</p>" for line in lines)
        return f"{block}<h1>{headline}</h1><div>{told}</div></{block[1:].split()[0].strip('>')}>"

    followed = one("Au port", FIRST, SECOND) + one("Au stade", OTHER, OTHER)

    assert _text(followed) == _text(one("Au stade", OTHER) + followed) == [FIRST, SECOND]


def test_the_name_of_the_site_is_no_article_s_headline() -> None:
    head = "<div class='x'><h1>Quai</h1></div>"
    told = f"<div class='x'><h1>Au port</h1><p>{FIRST}</p><p>{SECOND}</p></div>"

    assert _text(head + told) == [FIRST, SECOND]
    assert _text(told.replace("Au port", "Ailleurs")) == [FIRST, SECOND]


def test_an_article_within_the_article_is_a_card() -> None:
    card = f"<article><h4><a href='/autre'>Au stade</a></h4><p>{OTHER}</p></article>"
    told = f"<article><h1>Au port</h1><p>{FIRST}</p><p>{SECOND}</p>{card}</article>"

    assert _text(told) == [FIRST, SECOND]


TEASERS = (
    *("طالع أيضا: صور الحفل", "قد يهمك أيضا: صور الحفل", "ذات صلة: صور", "اقرأوا أيضا | صور"),
    *("VOIR ÉGALEMENT : les photos", "Leer también: las fotos", "Sur le même sujet"),
    "Lire aussi\nLes photos de la fête au stade",
)
SENTENCES = (
    "Sur le même sujet, le ministre a promis une réponse.",
    "ذات صلة بالموضوع تصريحات الوزير",
    "Les plus lus de nos auteurs étaient là",
)


@pytest.mark.parametrize("line", [*TEASERS, *SENTENCES])
def test_what_leads_to_other_articles_is_dropped_and_what_begins_so_stays(line: str) -> None:
    kept = [FIRST, line, SECOND] if line in SENTENCES else [FIRST, SECOND]

    assert without_teasers(f"{FIRST}\n{line}\n{SECOND}").splitlines() == kept


def test_an_article_that_a_script_assigns_is_read() -> None:
    state = json.dumps({"post": {"title": "x", "body": f"<p>{FIRST}</p><p>{SECOND}</p>"}})

    assert _text(f"<script>window.__STATE__ = {state};window.x = 1</script>") == [FIRST, SECOND]


def test_a_picture_that_stands_in_the_page_costs_no_text() -> None:
    picture = f"<img alt='x' src='data:image/png;base64,{'Zm9v' * 30_000}'>"

    assert _text(f"<article><h1>Au port</h1>{picture}<p>{FIRST}</p><p>{SECOND}</p></article>") == [
        *(FIRST, SECOND)
    ]
