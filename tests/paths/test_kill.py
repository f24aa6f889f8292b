"""kill -9 at every point of the way: no alert is lost, no second event is opened.

Each point is held open from outside: by the press, a receiver, or a lock on the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.clock import utc_now
from newsroom.outlets import Story
from newsroom.receivers.webhook import Received
from tests.paths.station import PATIENCE, Daemon, Station, wait_until

OUTLET = "phare"


def story(slug: str = "cellule", minutes_ago: int = 5, number: str = "cinq") -> Story:
    """An announcement as an outlet would write it; `number` is how many are held."""
    return Story(
        outlet=OUTLET,
        slug=slug,
        title="Le BCIJ démantèle une cellule terroriste à Errachidia",
        paragraphs=(
            "Le Bureau central d'investigations judiciaires (BCIJ), relevant de la Direction "
            "générale de la surveillance du territoire (DGST), a démantelé, ce matin, une cellule "
            f"terroriste composée de {number} individus âgés de 22 à 37 ans, partisans de "
            "Daech, qui s'activaient à Errachidia.",
            "Les mis en cause ont été placés en garde à vue sous la supervision du parquet, "
            "indique le BCIJ dans un communiqué.",
        ),
        published=utc_now() - timedelta(minutes=minutes_ago),
    )


def other_story() -> Story:
    """A candidate that raises nothing, whose page is read first."""
    return Story(
        outlet=OUTLET,
        slug="visite",
        title="Le directeur général de la DGSN-DGST reçoit un ambassadeur",
        paragraphs=("Le patron de la DGST a reçu à Rabat un ambassadeur en visite de travail.",),
        published=utc_now() - timedelta(minutes=1),
    )


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path, [OUTLET], per_host=1) as station:
        yield station


def while_a_feed_is_read(station: Station) -> None:
    station.press.publish(story())
    with station.press.hold(station.press.feed_url(OUTLET)) as hold, Daemon(station) as daemon:
        assert hold.arrived.wait(PATIENCE)
        daemon.kill()


def after_the_first_transaction(station: Station) -> None:
    """The entry is pending, and its page waits behind another one of the same host."""
    page = station.press.publish(story())
    other = station.press.publish(other_story())
    with station.press.hold(other) as hold, Daemon(station) as daemon:
        wait_until(lambda: len(pending(station)) == 2, "two pending entries")
        assert hold.arrived.wait(PATIENCE)
        daemon.kill()
        assert page not in [request.url for request in station.press.requests]


def while_a_page_is_read(station: Station) -> None:
    with station.press.hold(station.press.publish(story())) as hold, Daemon(station) as daemon:
        assert hold.arrived.wait(PATIENCE)
        daemon.kill()


def before_the_second_transaction(station: Station) -> None:
    with station.press.hold(station.press.publish(story())) as hold, Daemon(station) as daemon:
        assert hold.arrived.wait(PATIENCE)
        with station.locked_database():
            hold.release()
            daemon.wait_for_line("assessment")
            daemon.kill()
    assert not station.rows("SELECT id FROM events")


def after_the_second_transaction(station: Station) -> None:
    station.press.publish(story())
    with station.hooks.hold_connections(), station.mail.hold(), Daemon(station) as daemon:
        daemon.wait_for_line("alert")
        daemon.kill()
    assert not station.hooks.received


def before_a_send(station: Station) -> None:
    """The delivery is claimed, and the receiver takes no connection yet."""
    station.press.publish(story())
    with station.hooks.hold_connections(), station.mail.hold(), Daemon(station) as daemon:
        wait_until(lambda: ("hooks",) in sending(station), "a claimed delivery")
        daemon.kill()
    assert not station.hooks.received


def during_a_send(station: Station) -> None:
    station.press.publish(story())
    with station.hooks.hold() as hold, Daemon(station) as daemon:
        assert hold.arrived.wait(PATIENCE)
        daemon.kill()


def before_an_answer_is_recorded(station: Station) -> None:
    station.press.publish(story())
    with station.mail.hold(), Daemon(station) as daemon:
        lock = station.locked_database()
        entered: list[bool] = []

        def lock_first(_: Received) -> None:
            if not entered:
                lock.__enter__()
                entered.append(True)

        station.hooks.before_answer(lock_first)
        station.hooks.wait_for(1, PATIENCE)
        wait_until(lambda: entered, "the lock before the answer")
        daemon.wait_for_line("attempt", verdict="delivered")
        daemon.kill()
        station.hooks.before_answer(None)
        lock.__exit__(None, None, None)
    assert ("hooks",) in sending(station)


def during_smtp_data(station: Station) -> None:
    station.press.publish(story())
    with station.mail.hold() as hold, Daemon(station) as daemon:
        assert hold.arrived.wait(PATIENCE)
        daemon.kill()


def during_a_clean_stop(station: Station) -> None:
    station.press.publish(story())
    with station.hooks.hold() as hold, Daemon(station) as daemon:
        assert hold.arrived.wait(PATIENCE)
        daemon.ask_to_stop()
        daemon.kill()


def pending(station: Station) -> list[tuple[str]]:
    return station.rows("SELECT identity FROM entries WHERE state = 'pending'")


def sending(station: Station) -> list[tuple[str]]:
    return station.rows("SELECT subscriber FROM deliveries WHERE state = 'sending'")


@pytest.mark.parametrize(
    "killed",
    [
        while_a_feed_is_read,
        after_the_first_transaction,
        while_a_page_is_read,
        before_the_second_transaction,
        after_the_second_transaction,
        before_a_send,
        during_a_send,
        before_an_answer_is_recorded,
        during_smtp_data,
        during_a_clean_stop,
    ],
)
def test_a_kill_loses_nothing_and_doubles_nothing(
    station: Station, killed: Callable[[Station], None]
) -> None:
    killed(station)
    with Daemon(station) as daemon:
        station.hooks.wait_for(1, PATIENCE)
        station.mail.wait_for(1, PATIENCE)
        everything_sent = "SELECT count(*) FROM deliveries WHERE state = 'delivered'"
        wait_until(lambda: station.rows(everything_sent) == [(2,)], "both deliveries recorded")
        daemon.ask_to_stop()
        assert daemon.wait() == 0
    assert len(station.rows("SELECT id FROM events")) == 1
    assert len(set(station.hooks.ids)) == 1
    assert len({received.body for received in station.hooks.received}) == 1
    assert all(received.verified for received in station.hooks.received)
    assert len({mail.message_id for mail in station.mail.received}) == 1


def test_a_clean_stop_takes_at_most_two_seconds(station: Station) -> None:
    station.press.publish(story())
    with station.hooks.hold() as hold, Daemon(station, fresh=True) as daemon:
        assert hold.arrived.wait(PATIENCE)
        asked = utc_now()
        daemon.ask_to_stop()
        assert daemon.wait() == 0
        assert utc_now() - asked < timedelta(seconds=2)


def test_a_stop_before_the_first_poll_is_clean_too(station: Station) -> None:
    with Daemon(station, fresh=True) as daemon:
        daemon.wait_for_line("watch")
        daemon.ask_to_stop()
        assert daemon.wait() == 0


def test_a_second_daemon_on_the_same_database_says_so(station: Station) -> None:
    with Daemon(station, fresh=True) as daemon:
        daemon.wait_for_line("poll")
        second = station.run("watch", fresh=True)
    assert second.returncode == 2
    assert "another daemon is working on it" in second.stderr
