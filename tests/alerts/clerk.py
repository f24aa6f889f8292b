"""What a process beside the test's own does, for test_clerks.py.

It says "ready", waits for a line, and admits its own rewrite of every operation.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta

from core.assessments import Slots
from store.database import open_database
from tests.alerts.newsdesk import NOON, Newsdesk, article, assessment, place, slot
from tests.conftest import SteppedClock

OPERATIONS = 6
PLACES = ("Oujda", "Agadir", "Nador", "Safi", "Larache", "Taza")


def told(number: int) -> Slots:
    """The facts of one operation; a day each, since that is what tells them apart for sure."""
    return Slots(
        date=slot(date(2024, 1, 30) - timedelta(days=30 * number)),
        count=slot(3 + number),
        ages=slot((20 + number, 40 + number)),
        topic=slot("terrorism"),
        places=(place(PLACES[number], f"0{number + 1}.111.01.01"),),
    )


def main(name: str, url: str) -> None:
    """Operations come in an order of its own, so that clerks meet on different ones."""
    newsdesk = Newsdesk(open_database(url), SteppedClock(NOON))
    print("ready", flush=True)
    sys.stdin.readline()
    for number in random.Random(name).sample(range(OPERATIONS), OPERATIONS):
        when = NOON - timedelta(days=30 * number)
        newsdesk.clock.now = when
        rewrite = article(
            f"https://{name}.example/{number}",
            text=f"{name} {number} raconte.",
            published=when,
            arrived=when,
        )
        newsdesk.admit(rewrite, assessment(slots=told(number)))
