"""What outlets put around an article changes no verdict: whole pages against their clean texts."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.articles import Article
from core.loading import load_settings
from crawler.extraction import PageText, read_page
from matching.matcher import Matcher, load_matcher

LAYOUTS = Path(__file__).with_name("layouts")
NAMES = sorted(path.stem for path in LAYOUTS.glob("*.html") if path.stem != "base")
STORIES = tomllib.loads((LAYOUTS / "stories.toml").read_text(encoding="utf-8"))
WORDS = tomllib.loads((LAYOUTS / "words.toml").read_text(encoding="utf-8"))
PUBLISHED = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
TOLD = [(language, sort) for language in STORIES for sort in STORIES[language]]
ENVIRONMENT = Environment(
    loader=FileSystemLoader(LAYOUTS), autoescape=True, undefined=StrictUndefined
)


@cache
def _matcher() -> Matcher:
    return load_matcher(load_settings(ROOT, {}).watchlist)


def _page(layout: str, language: str, sort: str, charset: str = "utf-8") -> str:
    story, words = STORIES[language][sort], WORDS[language]
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story["title"],
        "datePublished": PUBLISHED.isoformat(),
        "articleBody": "\n".join(story["paragraphs"]),
    }
    blocks = [{"type": "text", "content": paragraph} for paragraph in story["paragraphs"]]
    html = "".join(f"<p>{paragraph}</p>" for paragraph in story["paragraphs"])
    return ENVIRONMENT.get_template(f"{layout}.html").render(
        **story,
        w=words,
        charset=charset,
        published=PUBLISHED.isoformat(),
        json_ld=json.dumps(told, ensure_ascii=False),
        post=json.dumps({"title": story["title"], "content": {"rendered": html}}),
        blocks=json.dumps(blocks, ensure_ascii=False),
        latest=json.dumps([{"title": h} for h in words["headlines"]], ensure_ascii=False),
    )


def _verdicts(title: str, text: str) -> list[tuple[Any, ...]]:
    """Return what the matcher makes of a text: the kinds, with the facts."""
    article = Article(
        id="1",
        url="https://x.example/1",
        title=title,
        text=text,
        language=None,
        published=PUBLISHED,
        arrived=PUBLISHED,
    )
    return [
        (a.kind, a.slots.date, a.slots.count, a.slots.ages, a.slots.group, a.slots.places)
        for a in _matcher().judge(article).assessments
        if a.kind != "none"
    ]


def _facts(verdicts: list[tuple[Any, ...]]) -> list[list[Any]]:
    """Leave out where in the text they stand."""

    def value(slot: Any) -> Any:
        if isinstance(slot, tuple):
            return [place.name for place in slot]
        return getattr(slot, "value", slot)

    return [[value(slot) for slot in verdict] for verdict in verdicts]


def _clean(language: str, sort: str) -> list[list[Any]]:
    story = STORIES[language][sort]
    return _facts(_verdicts(story["title"], "\n".join(story["paragraphs"])))


def _read(page: PageText, language: str, sort: str) -> list[list[Any]]:
    return _facts(_verdicts(STORIES[language][sort]["title"], page.text))


@pytest.mark.parametrize(("language", "sort"), TOLD)
@pytest.mark.parametrize("layout", NAMES)
def test_a_layout_changes_no_verdict(layout: str, language: str, sort: str) -> None:
    page = read_page(_page(layout, language, sort).encode(), "text/html; charset=utf-8")

    assert page.text, "nothing was found"
    assert _read(page, language, sort) == _clean(language, sort), page.text


@pytest.mark.parametrize("layout", ["divs", "line-breaks", "wordpress"])
@pytest.mark.parametrize(
    ("language", "encoding", "declared"),
    [
        ("ar", "windows-1256", "utf-8"),
        ("ar", "utf-8", "windows-1256"),
        ("ar", "windows-1256", "iso-8859-1"),
        ("fr", "windows-1252", "utf-8"),
        ("es", "utf-8", "iso-8859-1"),
    ],
)
def test_a_wrong_encoding_changes_no_verdict(
    layout: str, language: str, encoding: str, declared: str
) -> None:
    text = _page(layout, language, "announcement", declared)
    page = read_page(text.encode(encoding), f"text/html; charset={declared}")

    assert _read(page, language, "announcement") == _clean(language, "announcement"), page.text
