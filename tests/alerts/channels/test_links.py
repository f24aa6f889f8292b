"""Links in mails vouch for who was told of what, for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.channels.labels import load_labels
from alerts.channels.links import VALID, FeedbackLinks, Ticket, feedback_links
from core.settings import DashboardSettings
from tests.alerts.channels.samples import CREATED

LABELS = load_labels()
KEY, OTHER = "k" * 32, "o" * 32
TICKET = Ticket(alert_id="alr_1", subscriber="desk")


def token(*keys: str, url: str = "https://face.example/") -> str:
    links = FeedbackLinks(url, keys or (KEY,))
    [first, *_] = links.write("alr_1", "desk", LABELS["fr"], at=CREATED)
    assert first.url.startswith("https://face.example/said/right/")
    return first.url.rpartition("/")[2].removesuffix("?lang=fr")


def read(written: str, *keys: str, after: timedelta = timedelta(0)) -> object:
    return FeedbackLinks("https://face.example", keys or (KEY,)).read(written, CREATED + after)


def test_a_link_says_who_was_told_of_what() -> None:
    assert read(token()) == TICKET


def test_there_is_one_for_each_verdict_and_all_say_the_same() -> None:
    written = FeedbackLinks("https://x.example", (KEY,)).write(
        "alr_1", "desk", LABELS["en"], at=CREATED
    )
    assert [(link.verdict, link.label) for link in written] == [
        ("right", "Right"),
        ("wrong", "Wrong"),
        ("duplicate", "A duplicate"),
    ]


def test_a_link_ends() -> None:
    assert read(token(), after=VALID) == TICKET
    assert read(token(), after=VALID + timedelta(seconds=1)) == "expired"


@pytest.mark.parametrize("at", [0, 10, -1])
def test_a_changed_link_is_not_ours(at: int) -> None:
    letters = list(token())
    letters[at] = "A" if letters[at] != "A" else "B"
    assert read("".join(letters)) is None
    assert read("nonsense") is None


def test_a_retired_key_still_reads_its_links_until_it_is_dropped() -> None:
    former = token(KEY)
    assert read(former, OTHER, KEY) == TICKET
    assert read(former, OTHER) is None
    assert read(token(OTHER, KEY), OTHER) == TICKET, "the newest key signs"


def test_without_address_or_secret_there_are_none() -> None:
    assert feedback_links(DashboardSettings(url="https://face.example")) is None
    assert feedback_links(DashboardSettings()) is None
