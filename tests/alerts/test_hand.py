"""Whatever is claimed, sent and recorded in whatever order: nothing is lost, nothing doubled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from alerts.endpoints import Attempt
from alerts.hand import AHEAD, CROWD, LONGEST_WAIT, MAIL_CROWD, SLOW_S, Hand
from core.alerts import Delivery, Outcome
from tests.alerts.channels.samples import CREATED

CONCURRENCY, PER_SUBSCRIBER = 2, 4
RECEIVERS: tuple[Any, ...] = (("a", "email"), ("a", "webhook"), ("b", "webhook"), ("b", "email"))
MAILBOXES = (RECEIVERS[0], RECEIVERS[3])


def delivery(number: int, receiver: tuple[str, Any] = RECEIVERS[0]) -> Delivery:
    return Delivery(
        id=number,
        alert_id="alr_1",
        event_id=None,
        type="event.new",
        subscriber=receiver[0],
        channel=receiver[1],
        message_id="m",
        body=b"",
        attempts=0,
        created=CREATED,
    )


def made(sent: Delivery) -> Attempt:
    outcome = Outcome(verdict="delivered", status=200, detail="taken")
    return Attempt(
        delivery=sent, outcome=outcome, started=CREATED, finished=CREATED, following=None
    )


class HandMachine(RuleBasedStateMachine):
    """Claims as the outbox does, sends, dawdles, loses threads, and records in between."""

    def __init__(self) -> None:
        super().__init__()
        self.hand = Hand(CONCURRENCY, PER_SUBSCRIBER, MAILBOXES)
        self.now = 0.0
        self.number = 0
        self.waiting: dict[int, float] = {}
        self.sending: dict[int, tuple[Delivery, float]] = {}
        self.unrecorded: set[int] = set()

    @rule(choice=st.lists(st.sampled_from(RECEIVERS), max_size=12))
    def claim(self, choice: list[tuple[str, Any]]) -> None:
        busy = self.hand.busy(self.now)
        claimed = []
        for receiver in choice[: max(self.hand.room(self.now), 0)]:
            if busy[receiver] < self.hand.longest:
                busy[receiver] += 1
                self.number += 1
                claimed.append(delivery(self.number, receiver))
        self.hand.take([*claimed, *(sent for sent, _ in self.sending.values())], self.now)
        self.waiting |= {d.id: self.now for d in claimed}

    @rule()
    def begin(self) -> None:
        begun = self.hand.begin(self.now)
        if begun is not None:
            del self.waiting[begun.id]
            self.sending[begun.id] = begun, self.now

    @precondition(lambda self: self.sending)
    @rule(data=st.data(), ends=st.booleans())
    def finish(self, data: st.DataObject, ends: bool) -> None:
        sent, _ = self.sending.pop(data.draw(st.sampled_from(sorted(self.sending))))
        if ends:
            self.hand.end(made(sent))
            self.unrecorded.add(sent.id)
            assert not self.hand.drop(sent)
        else:
            assert self.hand.drop(sent)

    @rule(most=st.integers(1, 5))
    def record(self, most: int) -> None:
        recorded = self.hand.made[:most]
        self.hand.forget(recorded)
        self.unrecorded -= {attempt.delivery.id for attempt in recorded}

    @rule(seconds=st.sampled_from((0.01, SLOW_S, 3.0)))
    def pass_time(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def give_back(self) -> None:
        longest = LONGEST_WAIT.total_seconds()
        late = {number for number, since in self.waiting.items() if since < self.now - longest}
        assert set(self.hand.give_back(self.now)) == late
        for number in late:
            del self.waiting[number]

    @invariant()
    def caps_hold(self) -> None:
        quick = [since for _, since in self.sending.values() if self.now - since < SLOW_S]
        assert len(quick) <= CONCURRENCY
        assert len(self.sending) <= CONCURRENCY * CROWD + len(RECEIVERS)
        mails = [d for d, _ in self.sending.values() if d.channel == "email"]
        assert len(mails) <= CONCURRENCY * (MAIL_CROWD + 1)
        for receiver in RECEIVERS:
            sends = [d for d, _ in self.sending.values() if (d.subscriber, d.channel) == receiver]
            assert len(sends) <= PER_SUBSCRIBER

    @invariant()
    def nothing_is_lost(self) -> None:
        assert {a.delivery.id for a in self.hand.made} == self.unrecorded
        assert self.hand.empty == (not self.waiting and not self.sending and not self.unrecorded)
        assert self.hand.idle == (not self.sending and not self.unrecorded)

    def teardown(self) -> None:
        """Once every send ends, all that waits is sent, each once."""
        left = set(self.waiting)
        for _ in range(len(self.waiting) + len(self.sending)):
            self.begin()
            for sent, _ in list(self.sending.values()):
                self.hand.end(made(sent))
                left.discard(sent.id)
            self.sending.clear()
        assert left == set()


TestHand = HandMachine.TestCase
TestHand.settings = settings(deadline=None, max_examples=60, stateful_step_count=40)


def test_receivers_take_turns() -> None:
    hand = Hand(1, 1)
    hand.take([delivery(n, RECEIVERS[n // 3]) for n in range(6)], 0.0)
    order = []
    while (begun := hand.begin(0.0)) is not None:
        order.append(begun.id)
        hand.end(made(begun))
    assert order == [0, 3, 1, 4, 2, 5]


@pytest.mark.parametrize(("after", "ahead"), [(0.0, AHEAD), (SLOW_S, 1)])
def test_nothing_is_claimed_ahead_for_a_receiver_that_is_slow(after: float, ahead: int) -> None:
    hand = Hand(4, 2)
    hand.take([delivery(1)], 0.0)
    hand.begin(0.0)
    places = hand.longest - hand.busy(after)[RECEIVERS[0]]
    assert places == 2 * ahead - 1


def test_what_waits_for_a_receiver_that_is_slow_takes_no_room_from_others() -> None:
    hand = Hand(4, 1)
    room = hand.room(0.0)
    hand.take([delivery(n) for n in range(AHEAD)], 0.0)
    hand.begin(0.0)
    assert hand.room(0.0) == room - AHEAD + 1
    assert hand.room(SLOW_S) == room


def test_what_is_about_to_end_is_waited_for() -> None:
    together = timedelta(seconds=0.03).total_seconds()
    hand = Hand(4, 2)
    hand.take([delivery(1)], 0.0)
    first = hand.begin(0.0)
    assert first is not None
    assert not hand.is_calm(0.0, together)
    assert hand.is_calm(1.0, together)
    hand.end(made(first))
    assert hand.is_calm(0.0, together)
    hand.take([delivery(2)], 0.0)
    assert not hand.is_calm(1.0, together)


def sends_at_once(hand: Hand, receiver: tuple[str, Any], now: float) -> bool:
    hand.take([delivery(99, receiver)], now)
    begun = hand.begin(now)
    return begun is not None and begun.id == 99


def test_a_mail_server_that_hangs_takes_the_places_of_mail_only() -> None:
    mailboxes: list[Any] = [(f"m{n}", "email") for n in range(40)]
    hand = Hand(2, 2, mailboxes)
    hand.take([delivery(n, mailbox) for n, mailbox in enumerate(mailboxes)], 0.0)
    mails = [hand.begin(second * SLOW_S) for second in range(40)]
    assert sum(mail is not None for mail in mails) == 2 * MAIL_CROWD
    now = 40 * SLOW_S
    assert hand.room(now) == 2 * AHEAD
    assert {hand.busy(now)[mailbox] for mailbox in mailboxes} == {hand.longest}
    assert sends_at_once(hand, RECEIVERS[1], now)


def test_receivers_that_hang_however_many_keep_no_place_from_another() -> None:
    hand = Hand(1, 2)
    now = 0.0
    for number in range(20):
        hand.take([delivery(number, (f"w{number % 10}", "webhook"))], now)
        hand.begin(now)
        now += SLOW_S
    assert sends_at_once(hand, RECEIVERS[1], now)


def test_what_waits_behind_a_send_that_hangs_is_not_waited_for() -> None:
    hand = Hand(4, 1)
    hand.take([delivery(1), delivery(2)], 0.0)
    hand.begin(0.0)
    assert hand.is_calm(1.0, 0.03)
