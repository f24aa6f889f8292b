"""`scrapy watch`: the daemon goes on whatever happens, and ends when it is told to."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsroom.faults import Answer
from store.database import open_database
from tests.crawler.site import NEWS, Balagh, Site, feed, item, page
from tests.postgres import PostgresFarm

EAGER = {"interval_min": "0.1s", "interval_max": "0.1s"}
BOUND_S = 2.0


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.pages |= {"/feed": feed(item(1, NEWS)), "/article/1": page()}
        yield site


def _balagh(folder: Path, site: Site, **feeds: str) -> Balagh:
    urls = {name: site.url(path) for name, path in feeds.items()}
    return Balagh(folder, urls, allow_private=[site.authority], **EAGER)


def test_a_newcomer_sees_what_would_have_been_sent(tmp_path: Path, site: Site) -> None:
    with _balagh(tmp_path, site, Une="/feed").watch() as daemon:
        output = daemon.wait_for(r"── NEW")
        daemon.wait_for("Une: unchanged")
        stopped = daemon.stop()

    assert "1 feed, watchlist dgst-bcij, nobody is told yet" in output
    assert stopped[0] == 0
    told = daemon.output.partition("── NEW")[2]
    assert NEWS in told
    assert site.url("/article/1") in told
    assert "── NEW" not in told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_while_a_feed_and_a_page_hang(
    tmp_path: Path, site: Site, number: signal.Signals
) -> None:
    site.pages["/hangs"] = feed()
    site.faults.hold(site.url("/hangs"))
    site.faults.hold(site.url("/article/1"))
    with _balagh(tmp_path, site, A="/hangs", B="/feed").watch() as daemon:
        site.wait_for("/hangs")
        site.wait_for("/article/1")
        status, took = daemon.stop(number)

    assert (status, took < BOUND_S) == (0, True), (status, took, daemon.output)
    assert "Traceback" not in daemon.output
    assert "A: " not in daemon.output  # an aborted poll is no failure of the feed
    assert "the feed's own text" not in daemon.output  # and an aborted page no lack of one


def test_it_ends_at_once_while_a_large_document_is_read(tmp_path: Path, site: Site) -> None:
    endless = b"<rss version='2.0'><channel><item><description>" + b"<a " * 700_000
    site.pages["/feed"] = Answer(body=endless)
    balagh = _balagh(tmp_path, site, A="/feed")
    with balagh.watch() as daemon:
        site.wait_for("/feed")
        time.sleep(0.5)  # let the worker start on it; it would take ten seconds
        status, took = daemon.stop()

    assert (status, took < BOUND_S) == (0, True), (status, took, daemon.output)
    assert balagh.health() == {"A": "unpolled"}


def test_it_ends_in_time_while_the_database_is_locked(tmp_path: Path, site: Site) -> None:
    balagh = _balagh(tmp_path, site, A="/feed")
    hold = site.faults.hold(site.url("/feed"))
    with balagh.watch() as daemon:
        site.wait_for("/feed")
        lock = sqlite3.connect(tmp_path / "balagh.db", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        hold.release()
        time.sleep(0.3)  # let the answer reach the writer, which waits for the lock
        status, took = daemon.stop()
        lock.close()

    assert (status, took < BOUND_S) == (0, True), (status, took, daemon.output)
    assert balagh.rows("SELECT count(*) FROM entries") == [(0,)]


def test_it_ends_where_another_daemon_took_over_its_database(
    tmp_path: Path, site: Site, postgres: PostgresFarm
) -> None:
    with postgres.database() as url:
        balagh = Balagh(
            tmp_path, {"A": site.url("/feed")}, store=url, allow_private=[site.authority]
        )
        with balagh.watch() as daemon, closing(open_database(url)) as database:
            daemon.wait_for("1 feed, watchlist")
            site.wait_for("/feed")
            with database.begin() as conn:
                conn.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid, 9000) FROM pg_locks"
                    " WHERE locktype = 'advisory'"
                )
            with database.hold_daemon_lock():
                daemon.process.join(20)
                assert daemon.process.exitcode == 2
            assert "another daemon is working on it" in daemon.output


def test_a_pass_is_interrupted_as_fast_and_says_how_far_it_came(tmp_path: Path, site: Site) -> None:
    site.pages["/hangs"] = feed()
    site.faults.hold(site.url("/hangs"))
    with _balagh(tmp_path, site, A="/hangs", B="/feed").start("crawl", "press") as running:
        site.wait_for("/hangs")
        running.wait_for("NEWS|event.new")
        status, took = running.stop(signal.SIGINT)

    assert (status, took < BOUND_S) == (130, True), (status, took, running.output)
    assert "feeds       1 polled" in running.output


def test_one_poll_of_a_feed_is_in_flight_at_a_time(tmp_path: Path, site: Site) -> None:
    site.pages |= {"/slow": feed(item(2)), "/quick": feed(item(3))}
    hold = site.faults.hold(site.url("/slow"))
    with _balagh(tmp_path, site, Slow="/slow", Quick="/quick").watch() as daemon:
        site.wait_for("/slow")
        site.wait_for("/quick", 2)
        while_held = len(site.asked("/slow"))
        hold.release()
        daemon.wait_for("Slow: ", 2)

    assert while_held == 1
    assert len(site.asked("/slow")) >= 2


def test_what_a_killed_daemon_left_pending_is_taken_up(tmp_path: Path, site: Site) -> None:
    balagh = _balagh(tmp_path, site, A="/feed")
    hold = site.faults.hold(site.url("/article/1"))
    with balagh.watch() as daemon:
        site.wait_for("/article/1")
    assert balagh.rows("SELECT state FROM entries") == [("pending",)]
    hold.release()

    with balagh.watch() as daemon:
        daemon.wait_for("── NEW")

    assert balagh.rows("SELECT state FROM entries") == [("judged",)]
    assert balagh.rows("SELECT count(*) FROM events") == [(1,)]


def test_a_pass_takes_up_pending_entries_too(tmp_path: Path, site: Site) -> None:
    balagh = _balagh(tmp_path, site, A="/feed")
    hold = site.faults.hold(site.url("/article/1"))
    with balagh.watch():
        site.wait_for("/article/1")
    hold.release()

    balagh.crawl("-a", "only=A")

    assert balagh.rows("SELECT state FROM entries") == [("judged",)]


def test_without_internet_it_lives_on_and_says_why(tmp_path: Path, site: Site) -> None:
    feeds = {f"F{n}": f"https://outlet-{n}.invalid/feed" for n in range(5)}
    balagh = Balagh(tmp_path, feeds, **EAGER)
    with balagh.watch() as daemon:
        for name in feeds:
            daemon.wait_for(f"feed {name}: dns: its host can't be found; asked again in")
        daemon.wait_for("feed F0: dns", 2)
        status, _ = daemon.stop()

    assert status == 0
    assert "Traceback" not in daemon.output


def test_a_feed_that_heals_is_well_again(tmp_path: Path, site: Site) -> None:
    broken = site.pages.pop("/feed")
    balagh = _balagh(tmp_path, site, A="/feed")
    with balagh.watch() as daemon:
        daemon.wait_for("http 4xx")
        site.pages["/feed"] = broken
        daemon.wait_for("A: 1 entry, 1 new")

    assert balagh.health() == {"A": "ok"}


def test_two_daemons_on_one_database_are_one_too_many(tmp_path: Path, site: Site) -> None:
    balagh = _balagh(tmp_path, site, A="/feed")
    with balagh.watch() as daemon:
        daemon.wait_for("A: ")
        (tmp_path / "second").mkdir()
        second = Balagh(tmp_path / "second", {}, **EAGER)
        settings = tmp_path / "second" / "settings.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("sqlite:///", f"sqlite:///{tmp_path}/"), encoding="utf-8")
        with second.watch() as other:
            other.process.join(20)

    assert other.process.exitcode == 2
    assert "another daemon" in other.output.lower()


def test_a_crawl_beside_the_daemon_is_refused_and_says_why(tmp_path: Path, site: Site) -> None:
    balagh = _balagh(tmp_path, site, A="/feed")
    (tmp_path / "second").mkdir()
    second = Balagh(tmp_path / "second", {"A": site.url("/feed")}, **EAGER)
    settings = tmp_path / "second" / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("sqlite:///", f"sqlite:///{tmp_path}/"), encoding="utf-8")
    with balagh.watch() as daemon:
        daemon.wait_for("A: ")
        done = second.crawl()

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("balagh: the daemon is running: it polls by itself")
    assert second.run("crawl", "press", "-a", "only=A").returncode in (0, 1)  # it has ended


def test_a_feed_that_the_settings_drop_is_asked_no_more(tmp_path: Path, site: Site) -> None:
    site.pages["/other"] = feed()
    balagh = _balagh(tmp_path, site, A="/feed", B="/other")
    balagh.crawl()
    asked = len(site.asked("/other"))
    balagh.describe({"A": site.url("/feed")})

    with balagh.watch() as daemon:
        daemon.wait_for("A: unchanged")

    assert len(site.asked("/other")) == asked
