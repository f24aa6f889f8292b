"""A line of the log carries name, time, level and ids, as JSON or for a person."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from core.logs import OVER_AFTER_S, Lasting, set_up_logging
from core.settings import LogSettings


@pytest.fixture(autouse=True)
def _own_root_logger() -> Iterator[None]:
    root = logging.getLogger()
    kept = root.handlers[:], root.level
    yield
    root.handlers[:], level = kept
    root.setLevel(level)


def line(**settings: str) -> str:
    stream = io.StringIO()
    set_up_logging(LogSettings.model_validate(settings), stream)
    logging.getLogger("balagh.poll").info("2 new", extra={"feed_id": 3, "feed": "بلاغ"})
    logging.getLogger("scrapy.core.engine").info("noise")
    return stream.getvalue()


def test_programs_get_json() -> None:
    fields = json.loads(line())
    assert fields["name"] == "poll"
    assert fields["level"] == "info"
    assert fields["at"].endswith("Z")
    assert fields["feed_id"] == 3
    assert fields["message"] == "2 new"
    assert "بلاغ" in line()


def test_people_get_a_line_with_the_ids() -> None:
    text = line(format="text")
    assert "poll" in text
    assert text.endswith("2 new  (feed_id=3)\n")
    assert "{" not in text


def test_libraries_are_heard_from_warnings_on() -> None:
    assert line().count("\n") == 1


def test_the_level_is_obeyed() -> None:
    assert line(level="warning") == ""


def test_a_message_stays_one_line_and_steers_no_terminal() -> None:
    stream = io.StringIO()
    set_up_logging(LogSettings(format="text"), stream)
    logging.getLogger("balagh.poll").info("a\x1b[2J\u202eb\n12:00:00 forged")
    assert r"a\x1b[2J\u202eb\n12:00:00 forged" in stream.getvalue()
    assert stream.getvalue().count("\n") == 1


def test_a_traceback_steers_no_terminal() -> None:
    stream = io.StringIO()
    set_up_logging(LogSettings(format="text"), stream)
    try:
        raise ValueError("\x9b2J")
    except ValueError:
        logging.getLogger("balagh.poll").exception("unexpected")
    assert r"ValueError: \x9b2J" in stream.getvalue()
    assert stream.getvalue().count("\n") > 2


def test_what_lasts_is_said_once_and_so_is_its_end(caplog: pytest.LogCaptureFixture) -> None:
    now = 100.0
    lasting = Lasting(logging.getLogger("balagh.poll"), lambda: now)
    lasting.went_well()
    for _ in range(3):
        lasting.said("the disk is full")
        now += OVER_AFTER_S - 1
        lasting.went_well()  # one that wrote little
    now += 1
    lasting.went_well()
    lasting.went_well()
    lasting.said("the disk is full")

    assert [record.getMessage() for record in caplog.records] == [
        "the disk is full (said once while it lasts)",
        "over, after 3 times: the disk is full",
        "the disk is full (said once while it lasts)",
    ]
