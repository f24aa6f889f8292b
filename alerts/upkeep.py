"""What the daemon does beside telling: digests, health, forgetting. In the writer's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from alerts.digests import Digests, tell_of
from alerts.health import Health
from alerts.outbox import Outbox
from alerts.timing import LONGEST_HOLD
from core.clock import Clock
from core.settings import RetentionSettings
from store.database import Database
from store.outbox import mend_times
from store.pruning import prune_attempts, prune_bodies


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done now and so often."""

    every: timedelta
    work: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """The jobs. Each raises StoreError where the store fails, and is whole or not done at all."""

    database: Database
    digests: Digests
    outbox: Outbox
    health: Health
    retention: RetentionSettings
    clock: Clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        return (
            Job(timedelta(seconds=2), self.cut_digests),
            Job(timedelta(minutes=1), self.mend_times),
            Job(timedelta(minutes=1), self.health.check),
            Job(timedelta(hours=1), self.prune),
        )

    def cut_digests(self) -> None:
        """Raise the digests that are due, and have them sent."""
        with self.database.read() as conn:
            if not self.digests.due(conn, self.clock()):
                return
        with self.database.begin() as conn:
            raised = self.digests.cut(conn, self.clock())
        for digest in raised:
            tell_of(digest)
        self.outbox.pump()

    def mend_times(self) -> None:
        """Let go what a clock that was set back would hold for too long."""
        longest = {"wait": self.outbox.longest_wait, "hold": LONGEST_HOLD}
        with self.database.begin() as conn:
            mend_times(conn, self.clock(), lease=self.outbox.lease, **longest)

    def prune(self) -> None:
        """Forget a batch of what is older than the settings keep."""
        now = self.clock()
        with self.database.begin() as conn:
            prune_attempts(conn, now - self.retention.attempts)
            prune_bodies(conn, now - self.retention.bodies)
