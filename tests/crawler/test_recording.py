"""What a crawl leaves in the store, and what it takes up again."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response

from alerts.desk import Desk
from core.articles import Article, Entry, Feed, PendingEntry, PollRecord
from core.assessments import Judgement
from core.errors import StoreError
from core.settings import CrawlSettings
from crawler.extraction import PageText
from crawler.outage import Outage
from crawler.pages import Pages
from crawler.polling import DueQueue, Poll, Visit
from crawler.recording import BATCH, Recorder
from crawler.skew import Skew
from crawler.spiders.press import PressSpider
from crawler.visiting import Visiting
from crawler.worker import Reader
from store.database import Database, open_database
from store.feedback import want_page
from tests.conftest import SteppedClock
from tests.crawler.site import NEWS
from tests.crawler.states import feed_state

PAGE = PageText(title="At the port", text="Nobody was hurt when the crane came down. " * 3)
FEED = Feed(name="Quai", url="https://quai.example/feed", outlet="Quai", tier="search")


class Words:
    """A matcher with three words: the gate lets "port" through and breaks on "bomb"."""

    def lets_through(self, title: str, lead: str) -> bool:
        if "bomb" in title:
            raise RecursionError("in the gate")
        return "port" in f"{title} {lead}"

    def judge(self, article: Article) -> Judgement:
        if "poison" in article.title:
            raise ValueError("in the matcher")
        return Judgement()


class Room:
    """A recorder over a fresh database, and what tests ask of both."""

    def __init__(self, database: Database, clock: SteppedClock, writer: ThreadPoolExecutor) -> None:
        self.database = database
        self.clock = clock
        self.desk = Desk(database, (), {}, clock)
        self._writer = writer
        self.recorder = self.new_recorder()

    def new_recorder(self) -> Recorder:
        """As the next process would make it."""
        matcher: Any = Words()
        return Recorder(self.database, matcher, self.desk, self.clock, self._writer)

    async def poll(self, *titles: str, **said: str) -> list[PendingEntry]:
        await self.recorder.sync([FEED])
        told = Entry(identity="", url="", title="", **said)
        entries = tuple(
            dataclasses.replace(
                told,
                identity=title,
                url=f"https://quai.example/{n}",
                title=title,
                content_hash=title,
            )
            for n, title in enumerate(titles)
        )
        record = PollRecord(
            feed_id=1,
            polled=self.clock(),
            next_poll=self.clock() + timedelta(minutes=10),
            outcome="changed",
            entries=entries,
        )
        _, candidates = await self.recorder.poll(record)
        return candidates

    def states(self) -> dict[str, str]:
        with self.database.read() as conn:
            rows = conn.exec_driver_sql("SELECT identity, state FROM entries").all()
        return {row[0]: row[1] for row in rows}


@pytest.fixture
def room(tmp_path: Path, clock: SteppedClock) -> Iterator[Room]:
    database = open_database(f"sqlite:///{tmp_path}/balagh.db")
    with ThreadPoolExecutor(max_workers=1) as writer:
        yield Room(database, clock, writer)
    database.close()


def _titles(candidates: list[PendingEntry]) -> list[str]:
    return [pending.entry.title for pending in candidates]


def test_a_poll_leaves_the_candidates_pending_and_nothing_else(room: Room) -> None:
    candidates = asyncio.run(room.poll("at the port", "weather"))

    assert _titles(candidates) == ["at the port"]
    assert room.states() == {"at the port": "pending", "weather": "judged"}


@pytest.mark.parametrize(
    ("summary", "content", "seen"),
    [
        ("At the port", "", True),
        ("A crane", "<p>A crane &mdash; <b>at the port</b></p>", True),
        ("A crane", "<img alt='crane' src='/c.png'><p>It came down at the po&#114;t</p>", True),
        ("", "<p>at the port</p>", True),
        ("A crane", "<p>A crane" + " came down" * 40 + " at the port</p>", False),
        ("A crane came down. " * 16, "<p>at the port</p>", False),
        ("A crane", "<a href='/port'>came down</a>", False),
    ],
)
def test_the_gate_reads_title_and_lead_wherever_the_feed_has_it(
    room: Room, summary: str, content: str, seen: bool
) -> None:
    candidates = asyncio.run(room.poll("news", summary=summary, content=content))

    assert bool(candidates) == seen


def test_a_poll_that_breaks_the_transaction_costs_only_itself(room: Room) -> None:
    async def work() -> list[object]:
        await room.poll("before")
        good, bad = (
            PollRecord(
                feed_id=number,
                polled=room.clock(),
                next_poll=room.clock() + timedelta(minutes=10),
                outcome="changed",
                entries=(Entry(identity="at the port", url="u", title="at the port"),),
            )
            for number in (1, 404)
        )
        polls = (room.recorder.poll(good), room.recorder.poll(bad))
        return list(await asyncio.gather(*polls, return_exceptions=True))

    recorded, refused = asyncio.run(work())

    assert isinstance(recorded, tuple)
    assert recorded[0] == 1
    assert isinstance(refused, Exception)
    assert room.states()["at the port"] == "pending"


def test_an_entry_that_breaks_the_gate_is_a_candidate(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    candidates = asyncio.run(room.poll("bomb", "weather"))

    assert _titles(candidates) == ["bomb"]
    assert "the gate failed" in caplog.text


def test_what_is_in_hand_is_not_taken_up_a_second_time(room: Room) -> None:
    async def work() -> None:
        candidates = await room.poll("at the port")
        assert await room.recorder.take_up() == ([], True)
        room.recorder.put_back(candidates[0])
        again, _ = await room.recorder.take_up()
        assert _titles(again) == ["at the port"]

    asyncio.run(work())


def test_the_next_process_takes_up_everything_in_batches(room: Room) -> None:
    titles = [f"port {n}" for n in range(BATCH + 5)]

    async def work() -> list[str]:
        await room.poll(*titles)
        later = room.new_recorder()
        first, at_end = await later.take_up()
        assert (len(first), at_end) == (BATCH, False)
        second, at_end = await later.take_up()
        assert at_end
        return _titles(first + second)

    assert asyncio.run(work()) == titles


def test_an_article_that_breaks_the_matcher_costs_only_itself(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> None:
        candidates = await room.poll("poison at the port", "at the port")
        await _visiting(room).accept(candidates)
        assert await room.recorder.take_up() == ([], True)  # not again and again

    asyncio.run(work())

    assert room.states() == {"poison at the port": "pending", "at the port": "judged"}
    assert "not judged; tried again in 1h" in caplog.text


class Refusing:
    """A desk that refuses as often as it is told to, then works; it notes what it was given."""

    def __init__(self, desk: Desk, times: int) -> None:
        self.given: list[tuple[float, str]] = []
        self.done = asyncio.Event()
        self._admit = desk.admit
        self._times = times
        self._loop = asyncio.get_running_loop()

    def __call__(self, article: Article, *rest: Any, **named: Any) -> Any:
        self.given.append((time.monotonic(), article.text))
        if len(self.given) <= self._times:
            raise StoreError("sqlite:///balagh.db", "the disk is full")
        admission = self._admit(article, *rest, **named)
        self._loop.call_soon_threadsafe(self.done.set)
        return admission


def test_an_article_that_the_store_refuses_is_tried_again_ever_later_with_the_page_at_hand(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> list[tuple[float, str]]:
        candidates = await room.poll("at the port")
        refusing = Refusing(room.desk, times=3)
        monkeypatch.setattr(room.desk, "admit", refusing)
        visiting = _visiting(room)
        await visiting._judge(candidates[0], PAGE, 0.05)
        assert await room.recorder.take_up() == ([], True)  # its page is not fetched again
        await asyncio.wait_for(refusing.done.wait(), 5)
        return refusing.given

    with caplog.at_level(logging.ERROR):
        given = asyncio.run(work())

    first, second, third, fourth = (at for at, _ in given)
    assert fourth - third > third - second > second - first
    assert {text for _, text in given} == {PAGE.text}
    assert room.states() == {"at the port": "judged"}
    assert "the disk is full; tried again in" in caplog.text


def test_an_entry_that_changed_meanwhile_is_not_tried_with_its_old_text(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> list[tuple[float, str]]:
        candidates = await room.poll("at the port")
        refusing = Refusing(room.desk, times=1)
        monkeypatch.setattr(room.desk, "admit", refusing)
        visiting = _visiting(room)
        await visiting._judge(candidates[0], PAGE, 0.05)
        await visiting.accept([dataclasses.replace(candidates[0])])
        await asyncio.sleep(0.1)
        return refusing.given

    assert [text for _, text in asyncio.run(work())] == [PAGE.text, "at the port"]


def test_of_too_many_failed_articles_the_pages_are_not_kept(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> list[PendingEntry]:
        candidates = await room.poll("at the port")
        monkeypatch.setattr(room.desk, "admit", Refusing(room.desk, times=1))
        monkeypatch.setattr("crawler.visiting.MOST_KEPT", 0)
        monkeypatch.setattr("crawler.visiting.LONGEST_WAIT_S", 0.01)
        await _visiting(room)._judge(candidates[0], PAGE)
        await asyncio.sleep(0.05)
        return (await room.recorder.take_up())[0]

    assert _titles(asyncio.run(work())) == ["at the port"]


def test_the_language_of_a_mixed_feeds_entry_is_that_of_its_text(room: Room) -> None:
    arabic = PageText(title="At the port", text=f"{NEWS} بعد أبحاث دقيقة.")

    async def work() -> None:
        candidates = await room.poll("at the port")
        await _visiting(room)._judge(candidates[0], arabic)

    asyncio.run(work())

    with room.database.read() as conn:
        assert conn.exec_driver_sql("SELECT language FROM articles").scalar() == "ar"


@pytest.mark.parametrize(
    ("told", "page", "source"),
    [
        ({"title": "Port: a crane came down"}, PAGE, "page"),
        ({"title": "Port: forty tons of fruit"}, PAGE, "feed"),  # it is led to the home page
        ({"title": "", "summary": "saqatat rafi3a"}, PAGE, "page"),  # words of an address
        ({"title": ""}, PAGE, "page"),
        ({"title": "", "summary": "Forty tons of fruit left for the north. " * 8}, PAGE, "feed"),
    ],
)
def test_a_page_counts_where_it_tells_what_the_feed_tells(
    room: Room, told: dict[str, str], page: PageText, source: str
) -> None:
    async def work() -> None:
        (pending,) = await room.poll("at the port")
        entry = dataclasses.replace(pending.entry, **told)
        await _visiting(room)._judge(dataclasses.replace(pending, entry=entry), page)

    asyncio.run(work())

    with room.database.read() as conn:
        assert conn.exec_driver_sql("SELECT text_source FROM articles").scalar() == source


@pytest.mark.parametrize(
    ("said", "text", "language"),
    [
        ("ar", "Les douanes ont saisi mardi deux conteneurs de marchandises au port.", "fr"),
        ("ary", "أعلنت مصالح الجمارك أنها حجزت شحنة كبيرة داخل حاوية قادمة من الخارج.", "ary"),
        ("fr", "0612", "fr"),
    ],
)
def test_an_article_has_its_own_language(room: Room, said: str, text: str, language: str) -> None:
    async def work() -> None:
        (pending,) = await room.poll("at the port")
        entry = dataclasses.replace(pending.entry, title="", summary=text)
        told = dataclasses.replace(pending, language=said, entry=entry)
        await _visiting(room)._judge(told, None)

    asyncio.run(work())

    with room.database.read() as conn:
        assert conn.exec_driver_sql("SELECT language FROM articles").scalar() == language


def test_an_entry_that_is_taken_up_twice_is_counted_once(room: Room) -> None:
    async def work() -> None:
        (pending,) = await room.poll("at the port")
        for _ in range(3):
            room.recorder.put_back(pending)
            await room.recorder.take_up()

    asyncio.run(work())

    assert room.recorder.statistics.candidates == 1


def test_candidates_that_find_no_room_in_the_queue_wait_in_the_store(room: Room) -> None:
    async def work() -> list[PendingEntry]:
        room.clock.advance(timedelta(seconds=1))
        candidates = await room.poll("port 1", "port 2")
        with_pages = [_national(pending) for pending in candidates]
        await _visiting(room, limit=1).accept(with_pages)
        return (await room.recorder.take_up())[0]

    assert _titles(asyncio.run(work())) == ["port 2"]


def test_a_poll_that_can_not_be_recorded_costs_only_its_feed(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_: PollRecord) -> None:
        raise RuntimeError("a bug")

    async def work() -> None:
        queue = DueQueue(concurrency=1, per_host=1, pause=0, limit=10, visits_per_feed=10)
        spider = PressSpider(
            queue=queue,
            recorder=room.recorder,
            reader=Reader(),
            crawl=CrawlSettings(),
            clock=room.clock,
            outage=Outage(),
            skew=Skew(),
        )
        monkeypatch.setattr(room.recorder, "poll", broken)
        job, other = (Poll(state=feed_state(id=n)) for n in (1, 2))
        queue.offer(job)
        queue.offer(other)
        await queue.take()
        await spider.read_answer(Response("https://quai.example/feed", status=404), job)
        assert not queue.offer(job)  # it rests, instead of being asked again at once
        assert await queue.take() is other

    asyncio.run(asyncio.wait_for(work(), 10))

    assert "a bug" in caplog.text


@pytest.mark.parametrize(
    ("hosts", "age", "is_later"),
    [
        (3, timedelta(), True),
        (3, timedelta(days=1), True),
        (0, timedelta(), True),
        (0, timedelta(minutes=31), False),
    ],
)
def test_a_page_that_can_t_be_had_is_asked_for_later(
    room: Room, monkeypatch: pytest.MonkeyPatch, hosts: int, age: timedelta, is_later: bool
) -> None:
    for name in ("spiders.press.OFFLINE_RETRY", "visiting.SHORTEST_PAUSE"):
        monkeypatch.setattr(f"crawler.{name}", timedelta(seconds=0.01))
    outage = Outage()
    for number in range(hosts):
        well = feed_state(id=number, last_good=room.clock())
        outage.failed(f"{number}", "dns", well, room.clock())

    async def work() -> tuple[list[PendingEntry], list[PendingEntry]]:
        queue = DueQueue(concurrency=1, per_host=1, pause=0, limit=10, visits_per_feed=10)
        spider = PressSpider(
            queue=queue,
            recorder=room.recorder,
            reader=Reader(),
            crawl=CrawlSettings(),
            clock=room.clock,
            outage=outage,
            skew=Skew(),
        )
        (pending,) = await room.poll("at the port")
        room.clock.advance(age)
        job = Visit(pending=_national(pending))
        queue.offer(job)
        await queue.take()
        await spider.no_answer(CannotResolveHostError("quai.example"), job)
        at_once, _ = await room.recorder.take_up()
        await asyncio.sleep(0.05)
        later, _ = await room.recorder.take_up()
        return at_once, later

    at_once, later = asyncio.run(asyncio.wait_for(work(), 10))

    assert at_once == []
    assert _titles(later) == (["at the port"] if is_later else [])
    assert room.states() == {"at the port": "pending" if is_later else "judged"}


def test_a_page_that_breaks_its_reading_leaves_the_feeds_own_text(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    async def work() -> None:
        queue = DueQueue(concurrency=1, per_host=1, pause=0, limit=10, visits_per_feed=10)
        reader = Reader()
        spider = PressSpider(
            queue=queue,
            recorder=room.recorder,
            reader=reader,
            crawl=CrawlSettings(),
            clock=room.clock,
            outage=Outage(),
            skew=Skew(),
        )
        monkeypatch.setattr(reader, "read", broken)
        (pending,) = await room.poll("at the port")
        job = Visit(pending=_national(pending))
        queue.offer(job)
        await queue.take()
        await spider.read_answer(Response(job.url, body=b"<p>x</p>"), job)

    asyncio.run(asyncio.wait_for(work(), 10))

    assert room.states() == {"at the port": "judged"}
    assert "a bug" in caplog.text


async def no_fetch(request: Request) -> Response:
    raise AssertionError(f"{request} was not to be asked")


def _visiting(room: Room, limit: int = 100) -> Visiting:
    queue = DueQueue(concurrency=4, per_host=2, pause=0, limit=limit, visits_per_feed=limit)
    return Visiting(queue, room.recorder, Pages(Reader(), CrawlSettings(), no_fetch), room.clock)


def _national(pending: PendingEntry) -> PendingEntry:
    return dataclasses.replace(pending, tier="national")


def test_an_entry_that_says_nothing_is_judged_by_its_page(room: Room) -> None:
    """As one is whose page a person named."""
    with room.database.begin() as conn:
        want_page(conn, "https://quai.example/named", "quai.example", at=room.clock())
    candidates, _ = asyncio.run(room.recorder.take_up())
    assert [pending.entry.url for pending in candidates] == ["https://quai.example/named"]
