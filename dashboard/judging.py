"""Judges a text that somebody pastes, for the seeds page and the API."""

from __future__ import annotations

from datetime import UTC, datetime

from core.articles import Article
from core.assessments import Judgement
from dashboard.face import Face
from matching.language import language_of


def judge_text(
    face: Face,
    *,
    title: str,
    text: str,
    published: datetime | None,
    language: str | None = None,
) -> tuple[Article, Judgement]:
    """Return the text as an article, and what the matcher makes of it. Undated means now."""
    now = face.clock()
    when = published.astimezone(UTC) if published else now
    article = Article(
        id="-",
        url="",
        title=title,
        text=text,
        language=language or language_of(f"{title}\n{text}"),
        published=when,
        arrived=max(now, when),
        text_source="file",
    )
    return article, face.matcher.judge(article)
