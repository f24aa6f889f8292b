"""The feeds page: who answers, since when, how often, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse

from core.articles import FeedState, Spell, SpellState
from dashboard.face import Behind
from dashboard.filters import Word
from dashboard.rendering import render
from store.backlog import last_backfills
from store.coverage import list_spells
from store.entries import latest_entries
from store.feeds import feed_states

router = APIRouter()

PAGE = 100
COVERED = timedelta(days=7)
LOOKED_BACK = timedelta(days=30)
OFFERED = 30
WIDTH = 168
"""Units of the drawing: one an hour."""

DRAWN: tuple[SpellState, ...] = ("seen", "late", "blind", "missed")
WORDS: dict[SpellState, str] = {"seen": "seen", "late": "late", "blind": "blind", "missed": "gap"}
"""What the pages call them; also the classes of the style sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A spell in the drawing's units."""

    state: str
    x: float
    width: float


@router.get("/feeds", response_class=HTMLResponse)
def show_feeds(
    request: Request,
    face: Behind,
    failing: bool = False,
    q: Word = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Show the feeds, 100 to a page, those that fail first; with `failing` only those.

    `q` is looked for in the names of feeds and outlets.
    """
    with face.database.read() as conn:
        states = feed_states(conn)
        spells = list_spells(conn, since=face.clock() - COVERED)
    chosen = sorted((s for s in states if _fits(s, failing, q)), key=_order)
    given = {"failing": "1"} if failing else {}
    if q is not None:
        given["q"] = q
    return render(
        request,
        "feeds",
        states=chosen[(page - 1) * PAGE : page * PAGE],
        counted=count_feeds(states),
        failing=failing,
        q=q,
        page=page,
        pages=max(1, -(-len(chosen) // PAGE)),
        address=lambda number: "?" + urlencode(given | {"page": number}),
        spans=_stretches(spells, face.clock()),
    )


def _fits(state: FeedState, failing: bool, q: str | None) -> bool:
    names = f"{state.feed.name}\n{state.feed.outlet}".casefold()
    return (not failing or is_failing(state)) and (q or "").casefold() in names


@router.get("/feeds/{number}", response_class=HTMLResponse)
def show_feed(
    request: Request, face: Behind, number: Annotated[int, Path(ge=1, le=2**62)]
) -> HTMLResponse:
    """Show all that is known of one feed: its gaps of the last month, and what it offered last."""
    now = face.clock()
    with face.database.read() as conn:
        state = next((s for s in feed_states(conn) if s.id == number), None)
        if state is None:
            raise HTTPException(404)
        spells = [s for s in list_spells(conn, since=now - LOOKED_BACK) if s.feed_id == number]
        filling = last_backfills(conn, quiet=False).get(number)
        offered = latest_entries(conn, feed=state.feed.name, limit=OFFERED)
    gaps = [spell for spell in reversed(spells) if spell.state != "seen"]
    return render(
        request,
        "feed",
        s=state,
        failing=is_failing(state),
        gaps=[(WORDS[gap.state], gap) for gap in gaps],
        spans=_stretches(spells, now).get(number, []),
        filling=filling,
        offered=offered,
    )


def _stretches(spells: Sequence[Spell], now: datetime) -> dict[int, list[Stretch]]:
    """Return what is drawn of each feed's last days; gaps lie over the time around them."""
    found: dict[int, list[Stretch]] = {}
    for spell in sorted(spells, key=lambda spell: DRAWN.index(spell.state)):
        start, end = (_place(at, now) for at in (spell.started, spell.ended or now))
        stretch = Stretch(state=WORDS[spell.state], x=start, width=round(max(1.0, end - start), 1))
        found.setdefault(spell.feed_id, []).append(stretch)
    return found


def _place(at: datetime, now: datetime) -> float:
    share = 1 - (now - at) / COVERED
    return round(WIDTH * min(1.0, max(0.0, share)), 1)


def count_feeds(states: Sequence[FeedState]) -> dict[str, int]:
    """Return how many feeds are answering, failing and silent (not polled yet)."""
    silent = sum(state.health == "unpolled" for state in states)
    failing = sum(map(is_failing, states))
    return {"answering": len(states) - failing - silent, "failing": failing, "silent": silent}


def is_failing(state: FeedState) -> bool:
    return state.health not in ("ok", "unpolled")


def _order(state: FeedState) -> tuple[bool, str]:
    return not is_failing(state), state.feed.name.casefold()
