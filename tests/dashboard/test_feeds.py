"""The pages of feeds: who answers, what was missed, what ails a feed."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from alerts.channels.labels import load_labels
from core.articles import Entry, Feed, PollRecord
from store.database import Database
from store.feeds import record_poll, sync_feeds
from tests.dashboard.conftest import Archive
from tests.dashboard.reading import links, texts, words

LABELS = load_labels()


def test_feeds_that_fail_come_first_with_their_error(visitor: TestClient) -> None:
    page = visitor.get("/feeds").text
    rows = texts(page, "//table/tbody/tr")
    assert len(rows) == 5
    assert "timeout" in rows[0]
    assert "no answer in 30 s" in rows[0]
    assert len(texts(visitor.get("/feeds?failing=1").text, "//table/tbody/tr")) == 1


def test_feeds_show_when_each_was_watched(visitor: TestClient) -> None:
    page = visitor.get("/feeds").text
    spells = texts(page, "//*[name()='svg' and @role='img']/*[name()='rect']")
    assert sorted(spells) == ["not answering", "watched", "watched", "watched"]


def test_a_feed_has_a_page_with_its_gaps_and_what_it_offered(
    visitor: TestClient, archive: Database
) -> None:
    page = visitor.get("/feeds").text
    [here] = [a for a in links(page, "/feeds/") if "Atlas" in visitor.get(a).text]
    with archive.begin() as conn:
        number = int(here.rpartition("/")[2])
        entry = Entry(identity="1", url="https://atlas.example/1", title="Une nouvelle de l’Atlas")
        at = visitor.app.state.face.clock()  # type: ignore[attr-defined]
        record_poll(
            conn,
            PollRecord(
                feed_id=number, polled=at, next_poll=at, outcome="changed", entries=(entry,)
            ),
        )
    shown = words(visitor.get(here).text)
    assert "caught up later" in shown
    assert "Une nouvelle de l’Atlas" in shown
    assert "https://atlas.example/1" in visitor.get(here).text
    assert visitor.get("/feeds/77").status_code == 404


def test_a_poll_that_is_overdue_is_not_said_to_come_in_the_past(
    visitor: TestClient, archive: Database, built: Archive
) -> None:
    polled = {"polled": built.last, "next_poll": built.last, "outcome": "unchanged"}
    with archive.begin() as conn:
        record_poll(conn, PollRecord(feed_id=2, **polled))  # type: ignore[arg-type]
    assert "Next polldue for 3 minutes" in words(visitor.get("/feeds/2").text)


@pytest.mark.parametrize("path", ["/feeds", "/feeds/2"])
def test_what_ails_a_feed_is_said_in_the_page_s_language(
    visitor: TestClient, archive: Database, built: Archive, path: str
) -> None:
    problem = "the host refuses the connection"
    failed = {"outcome": "failed", "health": "refused", "problem": problem}
    polled = {"polled": built.last, "next_poll": built.last}
    with archive.begin() as conn:
        record_poll(conn, PollRecord(feed_id=2, **polled | failed))  # type: ignore[arg-type]
    for language in ("ar", "fr", "es"):
        told = LABELS[language].words["notice"][problem]
        page = words(visitor.get(f"{path}?lang={language}").text)
        assert told in page
        assert problem not in page


def test_many_feeds_come_in_pages_and_are_found_by_their_names(
    visitor: TestClient, archive: Database
) -> None:
    feeds = [
        Feed(name=f"feed {n:03}", url=f"https://many.example/{n}", outlet=f"Média {n % 7}")
        for n in range(150)
    ]
    with archive.begin() as conn:
        sync_feeds(conn, feeds)
    names = "//tbody//b"
    first = visitor.get("/feeds").text
    assert texts(first, names) == [feed.name for feed in feeds[:100]]
    [following] = texts(first, "//a[@rel='next']/@href")
    assert texts(visitor.get(f"/feeds{following}").text, names) == [f.name for f in feeds[100:]]
    assert texts(visitor.get("/feeds?q=FEED 14").text, names) == [f.name for f in feeds[140:]]
    assert len(texts(visitor.get("/feeds?q=média 3").text, names)) == 21
    assert "Nothing found." in words(visitor.get("/feeds?failing=1").text)
