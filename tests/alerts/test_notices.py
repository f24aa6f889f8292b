"""What the operator is told, by whom, and how often."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from alerts.channels import build_channels
from alerts.endpoints import OFF_AFTER, SAID_BEFORE, Attempt, Endpoints
from alerts.notices import PAUSE, Notice, Notices
from core.alerts import Delivery, Outcome
from core.settings import Settings
from store.database import Connection, Database
from store.notices import standing_notices
from store.outbox import claim_due, list_deliveries
from store.subscribers import set_subscriber_state, subscriber_states
from tests.alerts.channels.samples import CREATED
from tests.alerts.channels.schema import problems
from tests.conftest import SteppedClock

FAILED = Outcome(verdict="retry", status=503, detail="it answered 503")
TAKEN = Outcome(verdict="delivered", status=200, detail="taken")
GONE = Outcome(verdict="gone", status=410, detail="it answered 410")
FULL = Notice(key="disk", title="the disk is nearly full", text="3 MB are left")
HOUR = timedelta(hours=1)


class Bureau:
    """Notices over a database, for operators with these channels."""

    def __init__(self, conn: Connection, clock: SteppedClock, **subscribers: str) -> None:
        self.conn, self.clock = conn, clock
        settings = Settings.model_validate(
            {"subscriber": [self.one(n, kinds) for n, kinds in subscribers.items()]}
        )
        for subscriber in settings.subscriber:
            subscriber._keys = ()
        self.notices = Notices(settings.subscriber, build_channels(settings, clock))
        self.endpoints = Endpoints(self.notices)

    @staticmethod
    def one(name: str, kinds: str) -> dict[str, Any]:
        """ "webhook email health" in any mixture."""
        chosen: dict[str, Any] = {"name": name, "health": "health" in kinds, "body": "slack"}
        if "webhook" in kinds:
            chosen["webhook"] = f"https://{name}.example/hook"
        if "email" in kinds:
            chosen["email"] = f"{name}@example.org"
        return chosen

    def say(self, notice: Notice = FULL) -> None:
        self.notices.raise_notice(self.conn, notice, self.clock())

    def end(self, *keys: str) -> None:
        self.notices.end_notices(self.conn, keys or ("disk",), "there is room again", self.clock())

    def tell(self) -> None:
        self.notices.tell(self.conn, self.clock())

    def attempt(
        self,
        outcome: Outcome,
        channel: Any = "webhook",
        *,
        last: bool = False,
        offline: bool = False,
    ) -> None:
        delivery = Delivery(
            id=17,
            alert_id="alr_1",
            event_id=None,
            type="event.new",
            subscriber="desk",
            channel=channel,
            message_id="m",
            body=b"",
            attempts=9 if last else 0,
            created=CREATED,
        )
        now = self.clock()
        again = None if last or outcome.verdict != "retry" else now + HOUR
        made = Attempt(
            delivery=delivery,
            outcome=outcome,
            started=now,
            finished=now,
            following=again,
            offline=offline,
        )
        self.endpoints.follow(self.conn, [made])

    def taken(self) -> list[Delivery]:
        """Take what is queued, the oldest first."""
        options: dict[str, Any] = {"limit": 99, "busy": {}, "per_subscriber": 99}
        taken = claim_due(self.conn, self.clock(), lease=10 * OFF_AFTER, **options)
        return sorted(taken, key=lambda d: d.id)

    def told(self) -> list[tuple[str, str]]:
        """Take what is queued: (subscriber by channel, title), the oldest first."""
        return [(f"{d.subscriber} by {d.channel}", _title(d)) for d in self.taken()]

    @property
    def state(self) -> str | None:
        found = subscriber_states(self.conn).get(("desk", "webhook"))
        return found.state if found else None


def _title(delivery: Delivery) -> str:
    if delivery.channel == "email":
        subject = message_from_bytes(delivery.body, policy=policy.default)["Subject"]
        return str(subject).strip().removeprefix("Notice to the operator: ")
    return delivery.body.decode().split("Notice to the operator: ")[1].split('"')[0]


@pytest.fixture
def conn(database: Database) -> Iterator[Connection]:
    with database.begin() as conn:
        yield conn


def test_a_notice_goes_to_those_who_asked_by_all_their_channels(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, ops="webhook email health", desk="email")
    bureau.say()
    assert bureau.told() == [
        ("ops by webhook", "the disk is nearly full"),
        ("ops by email", "the disk is nearly full"),
    ]


def test_it_is_told_once_and_its_end_once(conn: Connection, clock: SteppedClock) -> None:
    bureau = Bureau(conn, clock, ops="email health")
    for _ in range(3):
        bureau.say()
        clock.advance(HOUR)
    assert len(bureau.told()) == 1
    assert [n.key for n in standing_notices(conn)] == ["disk"]
    bureau.end()
    bureau.end("other", "disk")
    assert bureau.told() == [("ops by email", "over: the disk is nearly full")]
    clock.advance(HOUR)
    bureau.say()
    assert len(bureau.told()) == 1


def test_what_flaps_is_told_every_ten_minutes_at_most(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, ops="email health")
    for _ in range(9):
        bureau.say()
        bureau.end()
        clock.advance(timedelta(seconds=30))
    assert bureau.told() == [("ops by email", "the disk is nearly full")]
    clock.advance(PAUSE)
    bureau.tell()
    bureau.tell()
    assert bureau.told() == [("ops by email", "over: the disk is nearly full")]


def test_it_keeps_the_schema(conn: Connection, clock: SteppedClock) -> None:
    bureau = Bureau(conn, clock, ops="email health")
    alerts = []
    bureau.notices.channels["ops", "email"].render = (  # type: ignore[method-assign]
        lambda alert, render=bureau.notices.channels["ops", "email"].render: (
            alerts.append(alert),
            render(alert),
        )[1]
    )
    bureau.say()
    assert problems(alerts[0].payload) == []
    assert alerts[0].payload["notice"]["key"] == "disk"
    assert alerts[0].payload["notice"]["standing"] is True


def test_a_dead_letter_is_told_by_another_channel(conn: Connection, clock: SteppedClock) -> None:
    bureau = Bureau(conn, clock, desk="webhook email health", ops="webhook health")
    bureau.attempt(FAILED, last=True)
    said = "an alert could not be delivered to desk by webhook"
    assert bureau.told() == [("desk by email", said), ("ops by webhook", said)]
    bureau.attempt(FAILED, last=True)
    assert bureau.told() == []
    clock.advance(PAUSE)
    bureau.attempt(TAKEN)
    told = bureau.taken()
    assert {_title(d) for d in told} == {f"over: {said}"}
    assert "`scrapy deliveries redeliver` queues it again" in told[0].body.decode()


def test_where_mail_fails_a_webhook_tells_it(conn: Connection, clock: SteppedClock) -> None:
    bureau = Bureau(conn, clock, desk="email health", ops="email health", hook="webhook health")
    bureau.attempt(FAILED, "email", last=True)
    assert [who for who, _ in bureau.told()] == ["hook by webhook"]


def test_where_there_is_no_webhook_other_mail_tells_it(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, desk="email health", ops="email health")
    bureau.attempt(FAILED, "email", last=True)
    assert [who for who, _ in bureau.told()] == ["ops by email"]


@pytest.mark.parametrize("switch", ["off", "paused"])
def test_a_webhook_that_is_off_keeps_no_notice_from_mail(
    conn: Connection, clock: SteppedClock, switch: Any
) -> None:
    bureau = Bureau(conn, clock, desk="email", ops="email health", hook="webhook health")
    set_subscriber_state(conn, "hook", "webhook", switch, at=clock())
    bureau.attempt(FAILED, "email", last=True)
    assert [who for who, _ in bureau.told()] == ["ops by email"]


def test_a_webhook_that_fails_keeps_no_notice_from_mail(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, ops="email health", desk="email webhook health")
    bureau.attempt(FAILED, "webhook")
    bureau.attempt(FAILED, "email", last=True)
    assert [who for who, _ in bureau.told()] == ["ops by email", "desk by webhook"]


def test_who_has_one_way_only_is_told_once_it_works_again(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, desk="email health")
    bureau.attempt(FAILED, "email", last=True)
    assert bureau.told() == []
    clock.advance(PAUSE)
    bureau.attempt(TAKEN, "email")
    said = "an alert could not be delivered to desk by email"
    assert bureau.told() == [("desk by email", f"over: {said}")]


def test_an_operator_who_comes_later_is_told_once_what_stands(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, ops="email health", desk="webhook")
    bureau.say()
    bureau.attempt(FAILED, last=True)
    assert len(bureau.told()) == 2
    later = Bureau(conn, clock, ops="email health", night="email health", desk="webhook health")
    for _ in range(2):
        later.notices.welcome(conn, clock())
    assert later.told() == [
        ("night by email", "an alert could not be delivered to desk by webhook"),
        ("night by email", "the disk is nearly full"),
        ("desk by webhook", "the disk is nearly full"),
    ]


def test_without_an_operator_it_is_logged(
    conn: Connection, clock: SteppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    bureau = Bureau(conn, clock, desk="webhook")
    bureau.attempt(FAILED, last=True)
    assert bureau.told() == []
    assert "scrapy deliveries redeliver 17" in caplog.text
    assert caplog.records[0].levelno == logging.WARNING


def test_what_only_fails_for_five_days_is_switched_off_and_said_a_day_before(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, desk="webhook", ops="email health")
    bureau.attempt(FAILED)
    clock.advance(OFF_AFTER - SAID_BEFORE - HOUR)
    bureau.attempt(FAILED)
    assert bureau.told() == []
    clock.advance(HOUR)
    bureau.attempt(FAILED)
    assert bureau.told() == [("ops by email", "desk by webhook is going to be switched off")]
    clock.advance(SAID_BEFORE - HOUR)
    bureau.attempt(FAILED)
    assert bureau.state == "on"
    clock.advance(HOUR)
    bureau.attempt(FAILED)
    assert bureau.state == "off"
    assert bureau.told() == [("ops by email", "desk by webhook is switched off")]


def test_after_a_long_pause_it_is_said_before_too(conn: Connection, clock: SteppedClock) -> None:
    bureau = Bureau(conn, clock, desk="webhook", ops="email health")
    bureau.attempt(FAILED)
    clock.advance(30 * OFF_AFTER)
    bureau.attempt(FAILED)
    assert bureau.state == "on"
    clock.advance(SAID_BEFORE)
    bureau.attempt(FAILED)
    assert bureau.state == "off"


def test_one_success_starts_the_five_days_anew(conn: Connection, clock: SteppedClock) -> None:
    bureau = Bureau(conn, clock, desk="webhook", ops="email health")
    bureau.attempt(FAILED)
    clock.advance(OFF_AFTER)
    bureau.attempt(FAILED)
    bureau.attempt(TAKEN)
    assert standing_notices(conn) == []
    going_off = "desk by webhook is going to be switched off"
    assert [title for _, title in bureau.told()] == [going_off]
    clock.advance(SAID_BEFORE)
    bureau.tell()
    assert [title for _, title in bureau.told()] == [f"over: {going_off}"]
    bureau.attempt(FAILED)
    assert bureau.state == "on"
    clock.advance(OFF_AFTER - SAID_BEFORE - HOUR)
    bureau.attempt(FAILED)
    assert bureau.state == "on"


def test_who_is_switched_on_again_has_five_days_again(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, desk="webhook")
    bureau.attempt(FAILED)
    clock.advance(OFF_AFTER)
    bureau.attempt(FAILED)
    clock.advance(OFF_AFTER)
    bureau.attempt(FAILED)
    assert bureau.state == "off"
    set_subscriber_state(conn, "desk", "webhook", "on", at=clock())
    bureau.attempt(FAILED)
    clock.advance(OFF_AFTER - SAID_BEFORE - HOUR)
    bureau.attempt(FAILED)
    assert bureau.state == "on"


def test_our_own_outage_is_held_against_nobody(conn: Connection, clock: SteppedClock) -> None:
    bureau = Bureau(conn, clock, desk="webhook", ops="email health")
    bureau.attempt(FAILED)  # before anybody knew
    for _ in range(7 * 24):
        clock.advance(HOUR / 2)
        bureau.attempt(FAILED, offline=True)
    clock.advance(HOUR)
    bureau.attempt(FAILED)
    clock.advance(OFF_AFTER - SAID_BEFORE - HOUR)
    bureau.attempt(FAILED)
    assert (bureau.told(), bureau.state) == ([], "on")


def test_our_own_outage_forgives_what_began_to_fail_after_a_success(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, desk="webhook", ops="email health")
    for outcome in (FAILED, TAKEN, FAILED):
        bureau.attempt(outcome)
        clock.advance(HOUR / 9)
    bureau.attempt(FAILED, offline=True)
    assert subscriber_states(conn)["desk", "webhook"].failing_since is None


def test_what_arrives_beside_a_410_ends_no_notice(conn: Connection, clock: SteppedClock) -> None:
    bureau = Bureau(conn, clock, desk="webhook", ops="email health")
    set_subscriber_state(conn, "desk", "webhook", "off", at=clock())
    bureau.attempt(GONE)
    bureau.taken()
    bureau.attempt(TAKEN)
    assert [notice.key for notice in standing_notices(conn)] == ["off:webhook:desk"]
    assert bureau.told() == []


def test_what_failed_long_before_our_own_outage_stays_said(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, desk="webhook", ops="email health")
    bureau.attempt(FAILED)
    clock.advance(OFF_AFTER - SAID_BEFORE - HOUR)
    bureau.attempt(FAILED, offline=True)
    assert bureau.told() == []
    clock.advance(HOUR)
    bureau.attempt(FAILED)
    assert bureau.told() == [("ops by email", "desk by webhook is going to be switched off")]


def test_what_says_gone_is_told_at_once(conn: Connection, clock: SteppedClock) -> None:
    bureau = Bureau(conn, clock, desk="webhook", ops="email health")
    bureau.attempt(GONE)
    told = [title for _, title in bureau.told()]
    assert "desk by webhook is switched off" in told
    assert list_deliveries(conn, limit=9)[0].type == "health"


def test_many_feeds_at_once_are_one_message_and_so_is_their_end(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, ops="email health")
    feeds = [Notice(key=f"feed:{n}", title=f"feed {n}: dns", text="why") for n in range(40)]
    bureau.notices.raise_notices(conn, [*feeds, FULL], clock())
    assert sorted(bureau.told()) == [
        ("ops by email", "40 feeds are not seen as they should be"),
        ("ops by email", "the disk is nearly full"),
    ]
    assert len(standing_notices(conn)) == 41
    clock.advance(HOUR)
    bureau.tell()
    bureau.end(*(feed.key for feed in feeds[2:]))
    assert bureau.told() == [("ops by email", "over: 38 feeds are not seen as they should be")]
    clock.advance(HOUR)
    bureau.end(feeds[0].key)
    assert bureau.told() == [("ops by email", "over: feed 0: dns")]


def test_a_message_about_many_feeds_names_some_and_stays_short(
    conn: Connection, clock: SteppedClock
) -> None:
    bureau = Bureau(conn, clock, ops="webhook health")
    feeds = [Notice(key=f"feed:{n:03}", title=f"feed {n:03}: dns", text="why") for n in range(400)]
    bureau.notices.raise_notices(conn, feeds, clock())
    (delivery,) = claim_due(conn, clock(), lease=HOUR, limit=9, busy={}, per_subscriber=9)
    body = delivery.body.decode()
    assert "feed 029: dns" in body
    assert "feed 030: dns" not in body
    assert "and 370 more" in body
    assert len(body) < 20_000
