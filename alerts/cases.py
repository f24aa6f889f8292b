"""Turns what people said of events into labelled cases, in the form that a backtest reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.articles import Article
from core.assessments import Kind
from core.clock import iso_instant
from store.database import Connection
from store.events import resolve_id
from store.feedback import Feedback, all_feedback, article_at, articles_of

ANNOUNCING: tuple[Kind, ...] = ("operation", "support", "update")


def labelled_cases(conn: Connection) -> Iterator[dict[str, Any]]:
    """Yield a case for each article of an event that somebody spoke of, and for each missed page.

    A case whose voices disagree, or that is said to be a duplicate, is arguable: `either`.
    """
    said: dict[str, list[Feedback]] = {}
    for voice in all_feedback(conn):
        if voice.event_id is not None:
            said.setdefault(resolve_id(conn, voice.event_id), []).append(voice)
        elif voice.url is not None and (article := article_at(conn, voice.url)) is not None:
            yield _case(article, voice.note) | _announcement(None, "operation") | {"either": False}
    for event_id, voices in said.items():
        yield from _of_event(conn, event_id, voices)


def _of_event(conn: Connection, event_id: str, voices: list[Feedback]) -> Iterator[dict[str, Any]]:
    verdicts = {voice.verdict for voice in voices}
    note = "; ".join(voice.note for voice in voices if voice.note)
    wrong = verdicts == {"wrong"}
    kinds: dict[str, tuple[Kind, Article]] = {}
    for kind, article in articles_of(conn, event_id):
        known = kinds.get(article.id)
        if known is None or _rank(kind) < _rank(known[0]):
            kinds[article.id] = kind, article
    for kind, article in kinds.values():
        told = not wrong and kind in ANNOUNCING
        label = _announcement(event_id, kind) if told else {"label": "mention"}
        yield _case(article, note) | label | {"either": verdicts not in ({"right"}, {"wrong"})}


def _rank(kind: Kind) -> int:
    """Several passages of an article may tell an event: it is what tells most."""
    return ANNOUNCING.index(kind) if kind in ANNOUNCING else len(ANNOUNCING)


def _case(article: Article, note: str) -> dict[str, Any]:
    return {
        "id": f"article-{article.id}",
        "lang": article.language,
        "published": iso_instant(article.published) if article.published else "",
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "source": article.outlet,
        "note": note,
    }


def _announcement(event_id: str | None, kind: Kind) -> dict[str, Any]:
    """A follow-up may be one of either act; a person said no more than that it is right."""
    update = kind == "update"
    return {
        "label": "announcement",
        "kind": "operation" if update else kind,
        "kind_either": update or event_id is None,
        "aspect": "followup" if update else "new",
        "event_id": event_id,
    }
