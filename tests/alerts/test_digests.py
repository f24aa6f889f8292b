"""What is held comes, once, in one message: whatever the clock does, nothing is lost or doubled."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alerts.channels.labels import load_labels
from alerts.digests import LATEST, Digests
from alerts.timing import LONGEST_HOLD, awake
from core.alerts import Alert, Delivery, Outcome
from core.settings import Settings
from store.database import Database, open_database
from store.feeds import feed_states, record_poll, sync_feeds
from store.held import hold_backlog, subscribers_with_held
from store.outbox import (
    AttemptRecord,
    claim_due,
    list_deliveries,
    mend_times,
    record_attempts,
    redeliver_dead,
)
from store.silences import add_silence, lift_silence
from store.subscribers import set_subscriber_state
from tests.alerts.channels.schema import problems
from tests.alerts.newsdesk import NOON, Newsdesk, article, assessment, place, slot, slots
from tests.conftest import SteppedClock
from tests.store.samples import feed, poll

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DEAD = Outcome(verdict="dead", status=550, detail="refused")
BUSY = Outcome(verdict="retry", status=503, detail="busy")
TAKEN = Outcome(verdict="delivered", status=250, detail="taken")
WORDS = ("rafle", "coup de filet", "filature", "saisie", "descente", "traque", "capture")
CITIES = ("Oujda", "Tanger", "Agadir", "Fès", "Nador", "Safi", "Azrou")


class Reader:
    """One subscriber of a newsdesk, with whatever they chose."""

    def __init__(self, database: Database, clock: SteppedClock, **choices: Any) -> None:
        desk = {"name": "desk", "email": "desk@example.org", "updates": "all"} | choices
        self.settings = Settings.model_validate({"subscriber": [desk]})
        self.newsdesk = Newsdesk(database, clock, self.settings)
        self.database, self.clock = database, clock
        self.articles = 0
        self.digests = Digests(
            subscribers=self.settings.subscriber,
            channels=self.newsdesk.channels,
            labels=load_labels(),
        )

    def tell(self, city: int = 0, count: int = 4, kind: str = "operation") -> Alert:
        """Report of the operation in a city; each city has its own."""
        self.articles += 1
        facts = slots(count=count, day=date(2024, 1, 30 - 3 * city))
        stated = {"date": facts.date, "count": facts.count, "topic": facts.topic}
        where = (place(CITIES[city], f"0{city + 1}.111.01.01"),)
        page = article(
            f"https://{self.articles}.example/1",
            title=f"{count} arrestations à {CITIES[city]}",
            text=f"{WORDS[city]} " * 12,
            published=self.clock(),
            arrived=self.clock(),
        )
        told = type(facts)(**stated, ages=slot((20 + city, 50 + city)), places=where)
        [alert] = self.newsdesk.admit(page, assessment(kind, slots=told)).alerts
        return alert

    def cut(self) -> list[Alert]:
        with self.database.begin() as conn:
            return self.digests.cut(conn, self.clock())

    def claim(self) -> list[Delivery]:
        with self.database.begin() as conn:
            return claim_due(
                conn,
                self.clock(),
                lease=timedelta(minutes=1),
                limit=99,
                busy={},
                per_subscriber=99,
            )

    def send(self, outcome: Outcome = TAKEN) -> list[Delivery]:
        """Let go what may go now, until nothing more may."""
        sent = []
        while claimed := self.claim():
            for delivery in claimed:
                self.record(delivery, outcome)
            sent += claimed
        return sent

    def record(self, delivery: Delivery, outcome: Outcome, again: datetime | None = None) -> None:
        now = self.clock()
        with self.database.begin() as conn:
            made = AttemptRecord(
                delivery_id=delivery.id,
                started=now,
                finished=now,
                outcome=outcome,
                next_attempt=again,
            )
            record_attempts(conn, [made])

    def states(self) -> Counter[tuple[str, str]]:
        with self.database.read() as conn:
            return Counter((row.type, row.state) for row in list_deliveries(conn, limit=999))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+00:00")


def items(digest: Alert) -> list[str]:
    return [item["id"] for item in digest.payload["items"]]


def test_a_daily_digest_lists_what_came_since_the_last_one(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock, digest="daily", digest_at="18:00")
    told = [reader.tell(city) for city in range(3)]
    assert reader.cut() == []
    assert reader.send() == []
    clock.now = at("2024-01-30T17:00")  # 18:00 in Morocco
    [digest] = reader.cut()
    assert items(digest) == [alert.id for alert in told]
    assert digest.payload["items"][0] == told[0].payload
    assert digest.payload["digest"]["reason"] == "digest"
    assert problems(digest.payload) == []
    assert reader.cut() == []
    assert [d.alert_id for d in reader.send()] == [digest.id]
    assert reader.states() == {("digest", "delivered"): 1, ("event.new", "delivered"): 3}
    clock.advance(DAY)
    assert reader.cut() == []


def test_a_digest_says_what_was_not_watched_meanwhile(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock, digest="daily", digest_at="18:00", language="fr")
    with database.begin() as conn:
        sync_feeds(conn, [feed("Lagune"), feed("Atlas")])
        for state, outcome in zip(feed_states(conn), ("changed", "failed"), strict=True):
            later = {"outcome": outcome, "health": "blocked", "next_poll": clock() + DAY}
            record_poll(conn, poll(state.id, at=clock(), **later))
    reader.tell()
    clock.now = at("2024-01-30T17:00")
    [digest] = reader.cut()
    coverage = digest.payload["digest"]["coverage"].replace("\xa0", " ")
    assert coverage.startswith(
        "Du 30 janvier 2024, 13:00 (Maroc) au 30 janvier 2024, 18:00 (Maroc)"
    )
    assert "1 sans interruption ; 1 pas du tout (Atlas : bloqué)" in coverage
    [sent] = reader.send()
    letter = message_from_bytes(sent.body, policy=default)
    assert "Atlas : bloqué" in " ".join(letter.get_body(("plain",)).get_content().split())


def test_where_nothing_was_announced_a_digest_says_so_once_and_what_was_watched(
    database: Database, clock: SteppedClock
) -> None:
    """Silence is told from blindness."""
    reader = Reader(database, clock, digest="daily", digest_at="18:00", digest_empty=True)
    assert reader.cut() == []
    clock.now = at("2024-01-30T17:00")
    [digest] = reader.cut()
    assert reader.cut() == []
    assert items(digest) == []
    assert digest.payload["digest"]["since"] == "2024-01-29T17:00:00Z"
    assert problems(digest.payload) == []
    [sent] = reader.send()
    letter = message_from_bytes(sent.body, policy=default)
    assert letter["Subject"] == "Digest: nothing announced"
    said = " ".join(letter.get_body(("plain",)).get_content().split())
    assert (
        "Nothing of what you asked for was announced from 29 January 2024, 18:00 (Morocco)" in said
    )
    assert "no outlet was watched" in said
    clock.advance(DAY / 2)
    told = reader.tell()
    assert reader.cut() == []
    clock.now = at("2024-01-31T17:00")
    [digest] = reader.cut()
    assert items(digest) == [told.id]
    assert reader.cut() == []


def test_that_nothing_was_announced_is_not_said_long_after_nor_to_who_did_not_ask(
    database: Database, clock: SteppedClock
) -> None:
    asking = {"digest": "daily", "digest_at": "18:00", "digest_empty": True}
    clock.now = at("2024-01-30T17:00") + LATEST
    assert Reader(database, clock, **asking).cut() == []
    clock.now = at("2024-01-31T17:00")
    assert Reader(database, clock, **asking | {"digest_empty": False}).cut() == []
    quiet = Reader(database, clock, **asking, quiet_hours="17:00-20:00")
    assert quiet.cut() == []
    clock.now = at("2024-01-31T19:00")
    assert len(quiet.cut()) == 1


def test_that_nothing_was_announced_is_kept_for_nobody_who_is_paused(
    database: Database, clock: SteppedClock
) -> None:
    asking = {"digest": "daily", "digest_at": "18:00", "digest_empty": True}
    hook = {"webhook": "https://hook.example/", "body": "slack"}
    reader = Reader(database, clock, **asking, **hook)
    for number, channel in enumerate(("webhook", "email")):
        with database.begin() as conn:
            set_subscriber_state(conn, "desk", channel, "paused", at=clock())  # type: ignore[arg-type]
        for day in (30, 31):
            clock.now = at(f"2024-01-{day}T17:00") + 2 * number * DAY
            assert len(reader.cut()) == 1 - number
    with database.begin() as conn:
        for channel in ("webhook", "email"):
            set_subscriber_state(conn, "desk", channel, "on", at=clock())  # type: ignore[arg-type]
    assert Counter(d.channel for d in reader.send()) == {"email": 2}
    assert len(reader.cut()) == 1


def test_that_nothing_was_announced_is_said_of_the_time_until_its_cut(
    database: Database, clock: SteppedClock
) -> None:
    """What comes between the cut and the end of quiet hours belongs to the next digest."""
    asking = {"digest": "daily", "digest_at": "18:00", "digest_empty": True}
    reader = Reader(database, clock, **asking, quiet_hours="17:00-20:00")
    clock.now = at("2024-01-30T18:30")
    told = reader.tell()
    clock.now = at("2024-01-30T19:00")
    [digest] = reader.cut()
    assert items(digest) == []
    assert digest.payload["digest"]["until"] == "2024-01-30T17:00:00Z"
    clock.now = at("2024-01-31T19:00")
    [digest] = reader.cut()
    assert items(digest) == [told.id]


def test_what_went_out_by_itself_is_not_nothing(database: Database, clock: SteppedClock) -> None:
    """Who changes from alerts at once to a digest has heard of today's already."""
    Reader(database, clock).tell()
    clock.now = at("2024-01-30T17:00")
    assert Reader(database, clock, digest="daily", digest_at="18:00", digest_empty=True).cut() == []


def test_a_weekly_digest_comes_on_its_day(database: Database, clock: SteppedClock) -> None:
    reader = Reader(database, clock, digest="weekly", digest_day="friday", digest_at="07:00")
    reader.tell()
    clock.now = at("2024-02-01T23:00")
    assert reader.cut() == []
    clock.now = at("2024-02-02T06:00")
    assert len(reader.cut()) == 1


def test_quiet_hours_hold_and_then_send_one_message(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock, quiet_hours="22:00-07:00")
    reader.tell(0)
    assert len(reader.send()) == 1
    clock.now = at("2024-01-30T22:00")
    told = [reader.tell(1), reader.tell(2)]
    assert reader.send() == []
    clock.now = at("2024-01-31T06:00")
    [digest] = reader.cut()
    assert items(digest) == [alert.id for alert in told]
    assert digest.payload["digest"] == {
        "reason": "quiet",
        "since": "2024-01-30T22:00:00Z",
        "until": "2024-01-31T06:00:00Z",
        "per_hour": None,
        "coverage": digest.payload["digest"]["coverage"],
    }


def test_what_came_while_a_channel_was_paused_comes_as_one_message(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock)
    with database.begin() as conn:
        set_subscriber_state(conn, "desk", "email", "paused", at=clock())
    told = []
    for city in range(3):
        told += [reader.tell(city), reader.tell(city, count=9)]
        clock.advance(HOUR)
    assert reader.send() == []
    with database.begin() as conn:
        set_subscriber_state(conn, "desk", "email", "on", at=clock())
        assert hold_backlog(conn, "desk", "email", at=clock()) == 6
    [digest] = reader.cut()
    assert items(digest) == [alert.id for alert in told]
    assert digest.payload["digest"]["reason"] == "paused"
    assert problems(digest.payload) == []
    [sent] = reader.send()
    said = message_from_bytes(sent.body, policy=default).get_body(("plain",)).get_content()
    assert "while this channel was paused or switched off" in " ".join(said.split())
    assert reader.states() == {
        ("event.new", "delivered"): 3,
        ("event.update", "delivered"): 3,
        ("digest", "delivered"): 1,
    }


def test_one_alert_that_came_while_a_channel_was_paused_comes_by_itself(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock)
    told = reader.tell()
    with database.begin() as conn:
        assert hold_backlog(conn, "desk", "email", at=clock()) == 0
    assert [d.alert_id for d in reader.send()] == [told.id]


@pytest.mark.parametrize("other", ["off", "failing"])
def test_a_channel_that_does_not_deliver_takes_nothing_out_of_the_others_message(
    database: Database, clock: SteppedClock, other: str
) -> None:
    hook = {"webhook": "https://hook.example/", "body": "slack"}
    reader = Reader(database, clock, quiet_hours="22:00-07:00", **hook)
    if other == "off":
        with database.begin() as conn:
            set_subscriber_state(conn, "desk", "webhook", "off", at=clock())
    for city in range(3):
        reader.tell(city)
    for delivery in reader.claim():
        again = None if delivery.channel == "email" else clock() + 2 * DAY
        reader.record(delivery, TAKEN if again is None else BUSY, again)
    clock.now = at("2024-01-30T22:00")
    updates = [reader.tell(city, count=9).id for city in range(3)]
    news = reader.tell(3).id
    clock.now = at("2024-01-31T06:00")
    by_mail, by_hook = reader.cut()
    assert items(by_mail) == [*updates, news]
    assert items(by_hook) == [news]
    told = [(d.channel, d.alert_id) for d in reader.send()]
    assert ("email", by_mail.id) in told
    assert [d for d in told if d[0] == "email"] == [("email", by_mail.id)]
    if other == "failing":
        assert [d for d in told if d[0] == "webhook"] == [("webhook", by_hook.id)]


def test_a_cut_that_was_missed_waits_for_the_end_of_quiet_hours(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock, quiet_hours="22:00-07:00", digest="daily", digest_at="12:00")
    reader.tell()
    clock.now = at("2024-01-31T22:30")  # the daemon was down at noon
    assert reader.cut() == []
    clock.now = at("2024-02-01T06:00")
    assert len(reader.cut()) == 1


def test_a_flood_is_folded_into_one_message_that_says_so(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock, per_hour=2)
    for city in range(6):
        reader.tell(city)
        clock.advance(timedelta(minutes=5))
    assert len(reader.send()) == 2
    clock.now = NOON + HOUR
    [digest] = reader.cut()
    assert len(items(digest)) == 4
    assert digest.payload["digest"]["reason"] == "flood"
    assert digest.payload["digest"]["per_hour"] == 2
    body = reader.send()[0].body.decode()
    assert "More than 2 alerts came within an hour" in " ".join(body.split())


def test_a_long_list_goes_in_several_messages(
    database: Database, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.digests.LISTED", 2)
    reader = Reader(database, clock, digest="daily")
    told = [reader.tell(city) for city in range(5)]
    clock.advance(2 * DAY)
    digests = reader.cut()
    assert [len(items(d)) for d in digests] == [2, 2, 1]
    assert [i for d in digests for i in items(d)] == [alert.id for alert in told]


def test_an_update_held_behind_a_first_alert_that_still_fails_goes_by_itself_after_it(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock, quiet_hours="22:00-07:00")
    reader.tell(0)
    [first] = reader.claim()
    clock.now = at("2024-01-30T22:00")
    update, more, other = reader.tell(0, count=7), reader.tell(0, count=9), reader.tell(1)
    clock.now = at("2024-01-31T06:00")
    [digest] = reader.cut()
    assert items(digest) == [other.id]
    by_itself = [d.alert_id for d in reader.send() if d.alert_id != digest.id]
    assert by_itself == [first.alert_id, update.id, more.id]


def test_an_update_waits_for_the_digest_that_holds_its_predecessor(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock, quiet_hours="22:00-07:00")
    clock.now = at("2024-01-30T22:00")
    reader.tell(0)
    clock.now = at("2024-01-31T06:00")
    reader.cut()
    [digest] = reader.claim()
    update = reader.tell(0, count=7)
    assert reader.claim() == []
    reader.record(digest, TAKEN)
    assert [d.alert_id for d in reader.claim()] == [update.id]


def test_what_went_in_a_digest_that_was_given_up_comes_again_with_it(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock, digest="daily")
    reader.tell()
    clock.advance(DAY)
    reader.cut()
    reader.send(DEAD)
    assert reader.states() == {("digest", "dead"): 1, ("event.new", "dead"): 1}
    with database.begin() as conn:
        since = NOON - HOUR
        assert redeliver_dead(conn, since=since, until=clock() + HOUR, at=clock()) == 1
    assert [d.type for d in reader.send()] == ["digest"]
    assert reader.states() == {("digest", "delivered"): 1, ("event.new", "delivered"): 1}


def test_a_clock_that_goes_back_behind_a_cut_delays_what_comes_and_loses_nothing(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock, digest="daily", digest_at="07:00")
    reader.tell(0)
    clock.now = at("2024-01-31T06:00")
    assert len(reader.cut()) == 1
    clock.now = NOON
    late = reader.tell(1)
    clock.now = at("2024-01-31T06:00")
    assert reader.cut() == []
    clock.now = at("2024-02-01T06:00")
    [digest] = reader.cut()
    assert items(digest) == [late.id]


def test_what_is_held_for_someone_unknown_waits(database: Database, clock: SteppedClock) -> None:
    reader = Reader(database, clock, digest="daily")
    reader.tell()
    clock.advance(DAY)
    with database.begin() as conn:
        assert Digests(subscribers=(), channels={}, labels={}).cut(conn, clock()) == []
    assert len(reader.cut()) == 1


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.integers(0, len(CITIES) - 1)),
        st.tuples(st.just("pass"), st.integers(1, 40)),
        st.tuples(st.just("jump"), st.integers(-50, 50)),
        st.tuples(st.just("send"), st.just(0)),
    ),
    max_size=25,
)
CHOICES = st.fixed_dictionaries(
    {
        "digest": st.sampled_from(("none", "daily", "weekly")),
        "quiet_hours": st.sampled_from((None, "22:00-07:00", "02:15-02:45", "08:00-07:59")),
        "per_hour": st.sampled_from((0, 1, 3)),
        "timezone": st.sampled_from(("Africa/Casablanca", "Europe/Madrid", "Australia/Lord_Howe")),
    }
)


@settings(max_examples=25, deadline=None, phases=[Phase.generate])  # shrinking takes minutes
@given(
    steps=STEPS,
    choices=CHOICES,
    start=st.sampled_from(("2024-03-09T20:00", "2024-04-13T20:00", "2024-10-26T20:00")),
)
def test_whatever_the_clock_does_every_alert_arrives_once_and_in_its_order(
    steps: list[tuple[str, int]], choices: dict[str, Any], start: str
) -> None:
    database = open_database("sqlite://")
    clock = SteppedClock(at(start))
    reader = Reader(database, clock, **choices)
    told: list[Alert] = []
    heard: list[str] = []
    raised: dict[str, Alert] = {}

    def hear() -> None:
        with database.begin() as conn:
            mend_times(conn, clock(), lease=DAY, wait=DAY, hold=LONGEST_HOLD)
        raised.update({alert.id: alert for alert in reader.cut()})
        for delivery in reader.send():
            digest = raised.get(delivery.alert_id)
            heard.extend(items(digest) if digest else [delivery.alert_id])

    counts: Counter[int] = Counter()
    for what, number in steps:
        if what == "tell":
            counts[number] += 1
            told.append(reader.tell(number, count=2 + 3 * counts[number]))
        elif what == "send":
            hear()
        else:
            clock.advance(HOUR * number)
    for _ in range(90):
        clock.now = awake(reader.settings.subscriber[0], clock() + timedelta(hours=11))
        hear()
    with database.read() as conn:
        assert subscribers_with_held(conn, clock() + 999 * DAY) == []
    assert sorted(heard) == sorted(alert.id for alert in told)
    for event in {alert.event_id for alert in told}:
        order = [alert.id for alert in told if alert.event_id == event]
        assert [i for i in heard if i in order] == order
    database.close()


def test_a_silenced_event_is_kept_and_not_sent_until_its_date(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock)
    first = reader.tell(0)
    reader.send()
    with database.begin() as conn:
        event_id = first.event_id
        add_silence(conn, "desk", event_id=event_id, until=NOON + DAY, at=clock(), voice="web")
        add_silence(conn, "other", text="Tanger", until=NOON + DAY, at=clock(), voice="web")
    reader.tell(0, count=7)
    other = reader.tell(1)
    assert [d.alert_id for d in reader.send()] == [other.id]
    assert reader.states()["event.update", "silenced"] == 1
    clock.advance(DAY)
    assert reader.tell(0, count=9).type == "event.update"
    assert len(reader.send()) == 1


@pytest.mark.parametrize(
    ("text", "silent"),
    [("FES", True), ("arrestations a fès", True), ("x", 0), ("\N{ARABIC TATWEEL}", 0), (".", 0)],
)
def test_a_silenced_text_is_found_however_it_is_written(
    database: Database, clock: SteppedClock, text: str, silent: bool
) -> None:
    reader = Reader(database, clock)
    with database.begin() as conn:
        number = add_silence(conn, "desk", text=text, until=NOON + DAY, at=clock(), voice="web")
    reader.tell(3)
    assert len(reader.send()) == (0 if silent else 1)
    with database.begin() as conn:
        assert lift_silence(conn, number, at=clock())
        assert not lift_silence(conn, number, at=clock())
    clock.advance(HOUR)
    reader.tell(3, count=8)
    assert len(reader.send()) == 1


def test_a_clock_that_was_far_ahead_and_is_set_right_holds_nothing_back(
    database: Database, clock: SteppedClock
) -> None:
    reader = Reader(database, clock, digest="daily")
    clock.advance(400 * DAY)
    reader.tell()
    clock.advance(-400 * DAY)
    assert reader.cut() == []
    with database.begin() as conn:
        assert mend_times(conn, clock(), lease=DAY, wait=DAY, hold=LONGEST_HOLD) == 1
        assert mend_times(conn, clock(), lease=DAY, wait=DAY, hold=LONGEST_HOLD) == 0
    assert len(reader.cut()) == 1
