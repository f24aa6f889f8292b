"""The search page: the archive by words, with what was found marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from alerts.channels.story import Piece, pieces_of
from dashboard.face import Behind
from dashboard.rendering import render
from matching.search_terms import is_prefix, marks_of, search_words, snippet_of
from store.search import (
    MOST_COUNTED,
    FoundArticle,
    Term,
    count_articles,
    search_articles,
)

router = APIRouter()

PAGE = 20
MOST_TERMS = 12
READ = 6_000
"""Characters in which a snippet is looked for; a longer text is shown by its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A found article with its title and a stretch of its text, cut at the words found."""

    article: FoundArticle
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


def terms_of(q: str) -> list[Term]:
    """Return what to look for; [] where a query holds no word."""
    words = list(dict.fromkeys(search_words(q)))[:MOST_TERMS]
    return [Term(word=word, prefix=is_prefix(word)) for word in words]


@router.get("/search", response_class=HTMLResponse)
def search(
    request: Request,
    face: Behind,
    q: Annotated[str, Query(max_length=200)] = "",
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> HTMLResponse:
    """Show the articles that hold all words, the latest first, 20 to a page."""
    terms = terms_of(q)
    found: list[FoundArticle] = []
    number = 0
    if terms:
        with face.database.read() as conn:
            found = search_articles(conn, terms, limit=PAGE + 1, before=before)
            number = count_articles(conn, terms)
    more = ""
    if len(found) > PAGE:
        more = "?" + urlencode({"q": q, "before": found[PAGE - 1].id})
    return render(
        request,
        "search",
        q=q,
        asked=bool(terms),
        hits=[_hit(article, [term.word for term in terms]) for article in found[:PAGE]],
        found=number,
        most=MOST_COUNTED,
        more=more,
    )


def _hit(article: FoundArticle, words: Sequence[str]) -> Hit:
    text = article.text[:READ]
    start, end = snippet_of(text, words)
    piece = text[start:end]
    ellipses = ("… " if start else "", " …" if end < len(article.text.rstrip()) else "")
    snippet = _marked(piece, words)
    if ellipses[0]:
        snippet = (Piece(text=ellipses[0], marked=False), *snippet)
    if ellipses[1]:
        snippet = (*snippet, Piece(text=ellipses[1], marked=False))
    return Hit(article=article, title=_marked(article.title, words), snippet=snippet)


def _marked(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    return pieces_of(text, [list(mark) for mark in marks_of(text, words)])
