"""Whatever happens in whatever order: order and caps hold, and everything comes to an end."""

from __future__ import annotations

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, multiple, rule

from core.alerts import Delivery, Outcome
from store.alerts import raise_alert
from store.database import open_database
from store.events import open_event
from store.outbox import list_deliveries
from store.regrouping import merge_events
from store.subscribers import set_subscriber_state
from tests.store.samples import (
    DELIVERED,
    FAILED,
    LIST,
    MINUTE,
    NOON,
    alert,
    attempt,
    claim,
    delivery,
)

SUBSCRIBERS = ("desk", "other")
OPEN = ("pending", "sending")


class OutboxMachine(RuleBasedStateMachine):
    """Raises alerts of two events, sends them, fails, dawdles, pauses and merges."""

    in_flight = Bundle("in_flight")

    def __init__(self) -> None:
        super().__init__()
        self.database = open_database("sqlite://")
        self.now = NOON
        self.raised = 0
        with self.database.begin() as conn:
            self.events = [open_event(conn, LIST, seen=NOON) for _ in range(2)]
        self.order = dict(zip(self.events, self.events, strict=True))
        """The event in whose order each event's deliveries stand."""

    @rule(event=st.integers(0, 1), told=st.sets(st.sampled_from(SUBSCRIBERS), min_size=1))
    def tell(self, event: int, told: set[str]) -> None:
        self.raised += 1
        queued = [delivery(name, due=self.now) for name in sorted(told)]
        with self.database.begin() as conn:
            raise_alert(conn, alert(self.order[self.events[event]], self.raised), queued)

    @rule(target=in_flight, cap=st.integers(1, 3), limit=st.integers(1, 4))
    def send(self, cap: int, limit: int) -> object:
        before = self.open_deliveries()
        taken = claim(self.database, self.now, limit=limit, per_subscriber=cap)
        assert len(taken) <= limit
        assert max(Counter(d.subscriber for d in taken).values(), default=0) <= cap
        for claimed in taken:
            assert claimed.id == min(before[self.line_of(claimed)])
        return multiple(*taken)

    @rule(claimed=consumes(in_flight), outcome=st.sampled_from((DELIVERED, FAILED)))
    def answer(self, claimed: Delivery, outcome: Outcome) -> None:
        attempt(self.database, claimed, outcome, at=self.now, again=self.now + MINUTE)

    @rule(claimed=consumes(in_flight))
    def give_up(self, claimed: Delivery) -> None:
        attempt(self.database, claimed, FAILED, at=self.now)

    @rule(minutes=st.integers(1, 3))
    def pass_time(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule(name=st.sampled_from(SUBSCRIBERS), state=st.sampled_from(("on", "paused")))
    def switch(self, name: str, state: str) -> None:
        with self.database.begin() as conn:
            set_subscriber_state(conn, name, "webhook", state, at=self.now)

    @rule()
    def merge(self) -> None:
        with self.database.begin() as conn:
            merge_events(conn, self.events[0], [self.events[1]], at=self.now)
        self.order[self.events[1]] = self.events[0]

    def line_of(self, d: Delivery) -> tuple[str, str]:
        return self.order[str(d.event_id)], d.subscriber

    def open_deliveries(self) -> dict[tuple[str, str], list[int]]:
        lines: dict[tuple[str, str], list[int]] = {}
        with self.database.read() as conn:
            for row in list_deliveries(conn, limit=1_000):
                if row.state in OPEN:
                    line = (self.order[str(row.event_id)], row.subscriber)
                    lines.setdefault(line, []).append(row.id)
        return lines

    def teardown(self) -> None:
        """Once all is switched on and every answer is good, nothing stays behind."""
        for name in SUBSCRIBERS:
            self.switch(name, "on")
        for _ in range(sum(map(len, self.open_deliveries().values()))):
            self.now += 2 * MINUTE
            for claimed in claim(self.database, self.now):
                attempt(self.database, claimed, at=self.now)
        assert self.open_deliveries() == {}
        self.database.close()


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(deadline=None, max_examples=15, stateful_step_count=20)
