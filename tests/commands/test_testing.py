"""What `scrapy subscribers test` says came back."""

from __future__ import annotations

from commands.verbs.subscribers import _came_back
from core.alerts import Outcome


def test_an_answer_that_the_detail_holds_is_not_said_twice() -> None:
    detail = r"mail.example: 554 \x1b[2Jno"
    refused = Outcome(verdict="dead", status=554, detail=detail, answer="\x1b[2Jno")
    assert _came_back("desk", "email", "on", refused) == f"desk by email: dead ({detail})"


def test_a_channel_that_is_off_is_named_with_what_to_do() -> None:
    taken = Outcome(verdict="delivered", status=200, detail="x answered 200", answer="thanks")
    assert _came_back("the desk", "webhook", "off", taken) == (
        "the desk by webhook: delivered (x answered 200: thanks); it is off: alerts wait until "
        "scrapy subscribers resume 'the desk'"
    )
