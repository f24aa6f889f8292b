"""What people say of events, and pages that were missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from store.database import Database
from store.entries import mark_judged, pending_entries
from store.feedback import (
    Feedback,
    all_feedback,
    feedback_on,
    missed_page,
    missed_pages,
    say,
    want_page,
)
from store.feeds import due_feeds, feed_states
from tests.store.samples import NOON, add_feed, new_event, tell

URL = "https://lagune.example/oujda"


def voice(**more: Any) -> Feedback:
    given: dict[str, Any] = {"verdict": "right", "voice": "web", "event_id": None, "url": None}
    return Feedback(**given | {"note": "", "said": NOON} | more)


def test_a_voice_speaks_once_of_an_event_and_may_change_its_mind(database: Database) -> None:
    with database.begin() as conn:
        event = new_event(conn)
        say(conn, voice(event_id=event))
        say(conn, voice(event_id=event, verdict="wrong", note="a visit"))
        say(conn, voice(event_id=event, voice="mail:desk"))
        said = feedback_on(conn, [event])
        assert [(s.voice, s.verdict, s.note) for s in said] == [
            ("web", "wrong", "a visit"),
            ("mail:desk", "right", ""),
        ]
        assert all_feedback(conn) == said


def test_a_missed_page_waits_quietly_and_is_no_feed_to_poll(database: Database) -> None:
    with database.begin() as conn:
        add_feed(conn)
        want_page(conn, URL, "lagune.example", at=NOON)
        [pending] = pending_entries(conn, limit=5)
        assert (pending.entry.url, pending.outlet, pending.quiet) == (URL, "lagune.example", True)
        assert [s.feed.name for s in feed_states(conn)] == ["Lagune"]
        assert [s.feed.name for s in due_feeds(conn, NOON, limit=9)] == ["Lagune"]


def test_a_page_that_is_named_again_is_judged_again(database: Database) -> None:
    with database.begin() as conn:
        want_page(conn, URL, "", at=NOON)
        mark_judged(conn, pending_entries(conn, limit=5), at=NOON, kind="none")
        assert pending_entries(conn, limit=5) == []
        want_page(conn, URL, "", at=NOON + timedelta(days=1))
        assert len(pending_entries(conn, limit=5)) == 1


def test_what_came_of_a_missed_page_is_told(database: Database) -> None:
    with database.begin() as conn:
        say(conn, voice(verdict="missed", url=URL))
        want_page(conn, URL, "", at=NOON)
        [waiting] = missed_pages(conn, limit=5)
        assert (waiting.url, waiting.kind, waiting.event_id) == (URL, None, None)
        assert missed_page(conn, waiting.id) == waiting
        assert missed_page(conn, waiting.id + 1) is None
        mark_judged(conn, pending_entries(conn, limit=5), at=NOON, kind="operation")
        event = new_event(conn, name="oujda")
        tell(conn, event, "oujda")
        [judged] = missed_pages(conn, limit=5)
        assert (judged.kind, judged.event_id) == ("operation", event)


def test_why_a_page_could_not_be_read_is_kept_until_it_is_named_again(database: Database) -> None:
    with database.begin() as conn:
        say(conn, voice(verdict="missed", url=URL))
        want_page(conn, URL, "", at=NOON)
        [pending] = pending_entries(conn, limit=5)
        mark_judged(conn, [replace(pending, problem="it is gone")], at=NOON, kind="none")
        [judged] = missed_pages(conn, limit=5)
        assert (judged.problem, judged.kind, judged.judged) == ("it is gone", "none", NOON)
        want_page(conn, URL, "", at=NOON)
        [waiting] = missed_pages(conn, limit=5)
        assert (waiting.problem, waiting.kind) == ("", None)
